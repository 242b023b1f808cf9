"""The rules, one module per feature: no Discord, no scheduler, no clock."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def features() -> Iterator[ModuleType]:
    """Give every feature's rules, in the order of their names."""
    for module in iter_modules(__path__):
        yield import_module(f"{__name__}.{module.name}")
