"""The replay's clock stands, runs and calms down."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from monitor import clock
from monitor.demo.pace import ReplayClock
from tests.builders import START


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The machine's monotonic clock, moved by hand."""
    hand = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: hand[0])
    return hand


def test_it_stands_until_it_is_begun(seconds: list[float]) -> None:
    replay = ReplayClock(START, 4500)
    seconds[0] += 60
    assert replay.now() == START


def test_it_then_runs_at_its_speed(seconds: list[float]) -> None:
    replay = ReplayClock(START, 4500)
    seconds[0] += 60
    replay.begin()
    seconds[0] += 2
    assert replay.now() == START + timedelta(seconds=9000)


def test_it_ends_at_a_second_a_second_without_a_jump(seconds: list[float]) -> None:
    replay = ReplayClock(START, 4500)
    replay.begin()
    seconds[0] += 2
    replay.settle()
    assert replay.now() == START + timedelta(seconds=9000)
    seconds[0] += 60
    assert replay.now() == START + timedelta(seconds=9060)


def test_it_is_a_clock_like_any_other() -> None:
    assert isinstance(ReplayClock(START, 1), clock.Clock)
