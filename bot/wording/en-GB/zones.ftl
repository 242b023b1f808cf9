# Time zones, as people type them.

zones-unknown = We did not find that place. Type a big city near you, such as London or New York.
zones-unknown-near = We did not find that place. Did you mean { $city } ({ $nearest })? Type { $city }, or another big city near you.
