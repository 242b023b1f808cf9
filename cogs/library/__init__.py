"""The library of stories: found by theme, kind and words, read in private, and counted by nobody."""
