"""When next, or give up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.retry import LADDER, LONGEST_PATIENCE, Verdict, judge_status, plan_next_try, read_retry_after
from tests.alerts.scenes import WALL


def test_the_ladder_is_the_contracts() -> None:
    assert [step.total_seconds() for step in LADDER] == [0, 5, 300, 1800, 7200, 18000, 36000, 36000]


def test_after_the_last_step_it_is_given_up() -> None:
    assert plan_next_try(7, WALL, 0) == WALL + timedelta(hours=10)
    assert plan_next_try(8, WALL, 0) is None


@given(steps=st.integers(0, 7), jitter=st.floats(0, 1))
def test_jitter_adds_up_to_a_fifth(steps: int, jitter: float) -> None:
    due = plan_next_try(steps, WALL, jitter)
    assert due is not None
    # timedelta counts in microseconds
    assert LADDER[steps] <= due - WALL <= LADDER[steps] * 1.2 + timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        *((status, Verdict.DELIVERED) for status in (200, 202, 204, 299)),
        *((status, Verdict.PASSES) for status in (400, 401, 403, 404, 422, 499)),
        *((status, Verdict.WAITS) for status in (408, 425, 429, 500, 502, 503, 599, 301, 302, 307, 304, 100)),
        (410, Verdict.GONE),
    ],
)
def test_an_answer_is_judged_by_its_status(status: int, verdict: Verdict) -> None:
    assert judge_status(status) is verdict


def test_retry_after_is_read_as_seconds_or_as_a_date() -> None:
    assert read_retry_after("120", WALL) == WALL + timedelta(seconds=120)
    assert read_retry_after("Sun, 01 Mar 2026 09:02:00 GMT", WALL) == WALL + timedelta(seconds=120)


def test_retry_after_is_honoured_when_it_is_later_than_the_ladder() -> None:
    patience = read_retry_after("120", WALL)
    assert plan_next_try(1, WALL, 0, patience) == WALL + timedelta(seconds=120)
    assert plan_next_try(2, WALL, 0, patience) == WALL + timedelta(seconds=300)


@pytest.mark.parametrize("value", [None, "", "soon", "-5", "1.5", "Sun, 99 Mar 2026", "²"])
def test_a_retry_after_that_makes_no_sense_is_ignored(value: str | None) -> None:
    assert read_retry_after(value, WALL) is None


@given(st.integers(0, 10**30) | st.text(max_size=40))
def test_no_receiver_can_put_a_delivery_off_for_longer_than_our_patience(value: int | str) -> None:
    moment = read_retry_after(str(value), WALL)
    assert moment is None or moment <= WALL + LONGEST_PATIENCE
