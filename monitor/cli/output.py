"""What commands print: lines, one line of JSON, tables of plain text columns."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Sequence
from typing import Any

GAP = "  "


def write_line(text: str = "") -> None:
    """A line on stdout, as UTF-8 whatever the locale; half a surrogate pair becomes its escape."""
    _write(sys.stdout, text)


def write_error(text: str) -> None:
    """A line on stderr."""
    _write(sys.stderr, text)


def write_json(value: Any) -> None:
    """One line of JSON on stdout."""
    write_line(json.dumps(value, ensure_ascii=False))


def write_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their widest cell; the last one runs on."""
    shown = [heads, *([clean_cell(cell) for cell in row] for row in rows)]
    widths = [max(_width(row[at]) for row in shown) for at in range(len(heads))]
    for row in shown:
        cells = [cell + " " * (widths[at] - _width(cell)) for at, cell in enumerate(row)]
        write_line(GAP.join(cells).rstrip())


def clean_cell(text: str) -> str:
    """A cell on one line, without characters that would steer a terminal."""
    return " ".join("".join(letter if _is_shown(letter) else " " for letter in text).split())


def clean_text(text: str) -> str:
    """Text with its line breaks, without characters that would steer a terminal."""
    return "".join(letter if letter in "\n\t" or _is_shown(letter) else " " for letter in text)


def _is_shown(letter: str) -> bool:
    # U+200C and U+200D shape Persian and Hindi words; other format characters can turn a line around.
    return letter in "\u200c\u200d" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _width(text: str) -> int:
    """Columns on a terminal: marks take none, wide letters two."""
    marks = sum(unicodedata.category(letter) in ("Mn", "Me", "Cf") for letter in text)
    wide = sum(unicodedata.east_asian_width(letter) in ("W", "F") for letter in text)
    return len(text) - marks + wide


def _write(stream: Any, text: str) -> None:
    data = (text + "\n").encode("utf-8", "backslashreplace")
    stream.flush()
    stream.buffer.write(data)
    stream.buffer.flush()
