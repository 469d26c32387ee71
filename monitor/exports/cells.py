"""Cells of a table that a spreadsheet opens: shown as text, never run, and nothing is lost."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

# What begins so is a formula, in full width too, and whatever cannot be seen may stand before it.
_UNSEEN = r"\s\x00-\x1f\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069"
_GUARDED = re.compile(rf"['\t\r\n\x00]|[{_UNSEEN}]*[=+\-@＝＋－＠]")
BYTE_ORDER_MARK = "\ufeff"


def write_cell(value: Any) -> str:
    """A value as the text of a cell.

    Text that a spreadsheet would run gets an apostrophe before it, and so does text that begins with
    one: whoever takes one apostrophe from the beginning of a text has it as it was. Numbers stay bare.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    text = value.encode("utf-8", "replace").decode()  # half a surrogate pair has no bytes
    return f"'{text}" if _GUARDED.match(text) else text


def read_cell(cell: str) -> str:
    """The text behind a cell: the inverse of `write_cell` for texts."""
    return cell.removeprefix("'")


def join_list(values: Iterable[str]) -> str:
    """`a; b`; a semicolon or backslash inside a value has a backslash before it."""
    return "; ".join(value.replace("\\", "\\\\").replace(";", "\\;") for value in values)


def write_row(values: Sequence[Any]) -> str:
    """A line of CSV (RFC 4180: quotes where needed, CRLF)."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([write_cell(value) for value in values])
    return text.getvalue()
