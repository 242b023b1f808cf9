"""One module per feature, found by walking the package."""
