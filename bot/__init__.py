"""The frame: what is true of every feature."""
