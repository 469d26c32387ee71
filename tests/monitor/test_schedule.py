"""When a source is due."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.schedule import Window, due_after_change, find_pace, first_due, next_due, watched_until

START = datetime(2020, 10, 10, 8, 0, tzinfo=UTC)
OPEN = Window(START)
MINUTE = timedelta(minutes=1)
LATER = START + timedelta(days=3)
moments = st.integers(0, 730 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes - 100_000))
windows = st.lists(
    st.builds(
        lambda start, days: Window(start, start + timedelta(days=days) if days else None),
        moments,
        st.integers(0, 40),
    ),
    max_size=4,
)


def test_the_first_poll_is_due_exactly_at_the_start():
    assert first_due([OPEN], START - timedelta(days=2)) == START


def test_a_source_is_due_at_once_while_an_agreement_is_in_force():
    assert first_due([OPEN], START + MINUTE) == START + MINUTE


def test_a_source_of_which_every_agreement_ended_three_days_ago_is_never_due():
    ended = Window(START, START + timedelta(days=7))
    assert first_due([ended], START + timedelta(days=10)) is None
    assert first_due([ended], START + timedelta(days=9)) is not None


def test_a_source_that_nobody_watches_is_never_due():
    assert first_due([], START) is None


def test_polls_are_dense_on_the_first_day_and_calmer_after_it():
    assert find_pace([OPEN], START + MINUTE) == MINUTE
    assert find_pace([OPEN], LATER) == 5 * MINUTE


def test_polls_are_dense_for_six_hours_after_a_new_accusation():
    assert find_pace([OPEN], LATER, accused_at=LATER - timedelta(hours=5, minutes=59)) == MINUTE
    assert find_pace([OPEN], LATER, accused_at=LATER - timedelta(hours=6)) == 5 * MINUTE


@pytest.mark.parametrize(("rhythm", "minutes"), [(2, 1), (30, 3), (80, 8), (1440, 15)])
def test_calm_polls_follow_the_rhythm_of_the_source(rhythm, minutes):
    assert find_pace([OPEN], LATER, rhythm=rhythm * MINUTE) == minutes * MINUTE


def test_a_fixed_pace_overrides_phase_and_rhythm():
    second = timedelta(seconds=1)
    assert find_pace([OPEN], START, every=second, accused_at=START, rhythm=MINUTE) == second
    assert next_due([OPEN], START, pace=second) == START + second


def test_the_start_of_a_further_agreement_is_not_slept_through():
    second = Window(START + timedelta(seconds=90))
    now = START + timedelta(seconds=60)
    assert next_due([OPEN, second], now, pace=timedelta(hours=1)) == second.starts_at


def test_failures_slow_a_source_down_to_a_cap_and_never_stop_it():
    waits = [
        (next_due([OPEN], START, pace=timedelta(seconds=1), failures=failures) or START) - START
        for failures in range(0, 60)
    ]
    assert waits[1] == timedelta(seconds=1)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(minutes=15)


def test_jitter_spreads_what_failed_together():
    calm = next_due([OPEN], START, pace=MINUTE, failures=3, jitter=0.0)
    late = next_due([OPEN], START, pace=MINUTE, failures=3, jitter=1.0)
    assert calm is not None
    assert late is not None
    assert calm < late <= START + (calm - START) * 1.2


def test_a_host_that_refuses_is_left_alone_for_hours_and_never_given_up():
    waits = [
        (next_due([OPEN], START, pace=MINUTE, failures=failures, blocked=True) or START) - START
        for failures in range(1, 60)
    ]
    assert waits[:4] == [5 * MINUTE, 15 * MINUTE, 45 * MINUTE, 135 * MINUTE]
    assert waits[-1] == timedelta(hours=6)


def test_a_host_that_asks_for_patience_gets_it():
    for blocked in (True, False):
        due = next_due([OPEN], START, failures=1, blocked=blocked, retry_after=timedelta(hours=2))
        assert due == START + timedelta(hours=2)


def test_a_source_keeps_its_turn_when_the_configuration_changes_around_it():
    due = START + timedelta(minutes=7)
    assert due_after_change([OPEN], START + MINUTE, due_at=due, has_baselines=True) == due


def test_an_agreement_added_late_brings_its_baseline_poll_at_once():
    now = START + timedelta(hours=5)
    assert due_after_change([OPEN], now, due_at=now + MINUTE, has_baselines=False) == now


@given(windows, moments, st.integers(0, 30), st.floats(0, 1))
def test_nothing_is_ever_due_outside_the_windows_or_in_the_past(some, now, failures, jitter):
    for due in (first_due(some, now), next_due(some, now, failures=failures, jitter=jitter)):
        if due is not None:
            assert due >= now
            assert any(window.is_watched(due) for window in some)


@given(windows, moments)
def test_no_start_is_passed_over(some, now):
    due = next_due(some, now, pace=timedelta(days=30))
    starts = [window.starts_at for window in some if window.starts_at > now]
    if starts:
        assert due is not None
        assert due <= min(starts)


def test_a_watch_lasts_for_the_late_reports_of_agreements_that_follow_each_other_without_a_break():
    day = timedelta(days=1)
    first, next_one, apart = (Window(START + n * day, START + (n + 2) * day) for n in (0, 4, 30))
    assert watched_until([first], START) == START + 5 * day
    assert watched_until([apart, next_one, first], START) == START + 9 * day
    assert watched_until([first, Window(START + 4 * day)], START) is None
    assert watched_until([first], START + 6 * day) == START + 6 * day
