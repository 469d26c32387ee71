"""How sure a share is that was measured on a few: Wilson's interval."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

NORMAL = 1.959964  # the quantile of 95 per cent, both sides


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `of`; the interval holds the true share in 95 of 100 such measurements.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927): unlike the
    usual interval it stays between 0 and 1 and says something of small numbers.
    """

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        if not self.of:
            return 0.0, 1.0
        share, square = self.hits / self.of, NORMAL**2
        middle = share + square / (2 * self.of)
        spread = NORMAL * math.sqrt(share * (1 - share) / self.of + square / (4 * self.of**2))
        whole = 1 + square / self.of
        return max((middle - spread) / whole, 0.0), min((middle + spread) / whole, 1.0)

    def as_json(self) -> dict[str, Any]:
        low, high = self.interval
        value = None if self.value is None else round(self.value, 4)
        return {
            "value": value,
            "low": round(low, 4),
            "high": round(high, 4),
            "hits": self.hits,
            "of": self.of,
        }
