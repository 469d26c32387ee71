"""Round steps of a scale."""

from __future__ import annotations

import math

STEPS = (1, 2, 5)


def find_step(most: float, ticks: int, least: float = 1) -> float:
    """The smallest round step of at least `least` that needs no more than so many ticks to reach `most`."""
    power = least
    while True:
        for step in STEPS:
            if most <= step * power * ticks:
                return step * power
        power *= 10


def find_top(most: int, ticks: int) -> tuple[int, int]:
    """The step of a scale of whole numbers and its upper end, which is at least one step."""
    step = int(find_step(max(most, 1), ticks))
    return step, step * max(math.ceil(most / step), 1)
