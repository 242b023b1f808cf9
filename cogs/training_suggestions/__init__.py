"""What members suggest for the catalogue or say of an entry, and the organisers who decide about it."""
