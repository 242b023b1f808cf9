"""What Kettle remembers."""
