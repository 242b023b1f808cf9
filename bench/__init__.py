"""Kettle measured next to bare discord.py, on one machine and in one run: `python -m bench`."""
