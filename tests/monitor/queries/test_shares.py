"""Wilson's interval of a share."""

from __future__ import annotations

import pytest

from monitor.queries.shares import Share


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_that_of_published_examples(hits: int, of: int, low: float, high: float) -> None:
    """The examples of R. G. Newcombe, Two-sided confidence intervals for the single proportion (1998)."""
    assert Share(hits, of).interval == pytest.approx((low, high), abs=0.0001)


def test_a_share_of_nothing_may_be_anything() -> None:
    assert Share(0, 0).interval == (0.0, 1.0)
    assert Share(0, 0).as_json() == {"value": None, "low": 0.0, "high": 1.0, "hits": 0, "of": 0}


def test_all_of_a_few_is_not_all_of_many() -> None:
    few, many = Share(3, 3).interval, Share(300, 300).interval
    assert few[0] < 0.5 < many[0]
    assert few[1] == many[1] == 1.0
