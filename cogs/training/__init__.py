"""The catalogue of training: found by words, stage, way, cost and nation, and read in private; nobody is counted."""
