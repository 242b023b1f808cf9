"""Events: planned, posted as a card that people answer, and looked after until they are over."""
