"""Ids that nobody needs to think of: made from a name, unlike those that are taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from itertools import count

LONGEST = 56  # leaves room for a number behind it


def make_id(name: str, taken: Container[str], otherwise: str) -> str:
    """Latin letters and digits of the name, or `otherwise`; with a number where that is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    wanted = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-") or otherwise
    return next(id_ for id_ in _variants(wanted) if id_ not in taken and id_ != "other")


def _variants(wanted: str) -> Iterator[str]:
    return (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
