"""Public names that are imported when they are used: start-up time is part of the product."""

from __future__ import annotations

from collections.abc import Callable, Mapping


def importing(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """A package's `__getattr__`, for names whose modules `homes` tells."""

    def get(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(homes[name]), name)

    return get
