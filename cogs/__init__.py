"""The Discord surface: one module per feature."""
