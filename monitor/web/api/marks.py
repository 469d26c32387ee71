"""Pages of a list whose rows have an id: the last one's is the mark from which the next page goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from monitor.web.problems import Problem


def cut_page(rows: Sequence[dict[str, Any]], limit: int) -> dict[str, Any]:
    """A page of what was asked for with one row more than fits; `next` is empty at the end."""
    items = rows[:limit]
    return {"items": items, "next": items[-1]["id"] if len(rows) > limit else ""}


def refuse_mark(what: str) -> Problem:
    """The answer to a cursor that no page gave."""
    detail = f"cursor: not one that a page of the {what} gave; leave it empty to begin at the top."
    return Problem(422, detail, errors=[{"parameter": "cursor", "detail": detail.removeprefix("cursor: ")}])
