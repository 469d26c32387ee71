"""What commands are given on standard input."""

from __future__ import annotations

import codecs
import sys

from monitor.cli.outcome import BadInput


def read_input(most_bytes: int | None = None) -> str:
    """Standard input as text, a byte order mark taken off; of longer input its first `most_bytes`.

    A letter that the limit cuts in two is left out. Raises BadInput when it is not UTF-8.
    """
    data = sys.stdin.buffer.read(-1 if most_bytes is None else most_bytes)
    is_cut = most_bytes is not None and len(data) == most_bytes
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(data, final=not is_cut)
    except UnicodeDecodeError:
        raise BadInput("standard input: is not UTF-8 text; send it as UTF-8.") from None
