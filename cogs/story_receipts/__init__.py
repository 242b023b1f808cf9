"""Coming back to a story by its receipt, which travels in its author's own private message and is kept nowhere."""
