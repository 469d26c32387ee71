"""Pure: what is compared, written as one text; the same few come again and again, so each is written once."""

from __future__ import annotations

import json
from functools import lru_cache

MOST_KEPT = 20_000


@lru_cache(MOST_KEPT)
def write_key(*values: str | None) -> str:
    """Values in one text that differs whenever one of them does."""
    return json.dumps(values, ensure_ascii=False)
