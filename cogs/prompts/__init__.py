"""Asking by a rule: proposed and read back, listed and changed, and planned when it is time."""
