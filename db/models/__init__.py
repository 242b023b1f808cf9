"""One module per feature, found by walking the package."""

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every feature's tables, so that each foreign key finds the table it points at."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
