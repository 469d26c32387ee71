"""From bytes to found statements: one file per kind of source, one contract, no I/O.

A kind is a module of this package with `KIND` (its name in the YAML), `address(source)` (what
to request) and `read(answer, source)` (what it holds, and what to follow). Dropping a file in adds a kind.
"""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from monitor.readers.contract import CaptureText, FollowingReader, Listing, Reader, SourceFacts, Unreadable

__all__ = [
    "CaptureText",
    "FollowingReader",
    "Listing",
    "Reader",
    "SourceFacts",
    "Unreadable",
    "is_polled",
    "known_kinds",
    "reader_for",
]


@cache
def known_kinds() -> dict[str, Reader]:
    """Every reader of this package by its kind."""
    modules = [import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return {module.KIND: module for module in modules if hasattr(module, "KIND")}


def is_polled(kind: str) -> bool:
    """Whether sources of a kind are ever asked for anything; a person enters the statements of the others."""
    return bool(getattr(known_kinds().get(kind), "POLLED", True))


def reader_for(kind: str) -> Reader:
    """The reader of a kind; raises Unreadable when this version has none."""
    try:
        return known_kinds()[kind]
    except KeyError:
        raise Unreadable(f"sources of kind {kind!r} can't be read by this version.") from None
