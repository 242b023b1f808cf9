"""Where somebody is in peer work and what can come next: a map, the catalogue's entries, and what peers shared."""
