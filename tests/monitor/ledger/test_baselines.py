"""What a baseline proves of when a statement was published."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.ledger.baselines import published_by, stood_at_start
from monitor.terms import PublishedPrecision
from tests.builders import START, minutes_after

DAY, EXACT, UNKNOWN = PublishedPrecision.DAY, PublishedPrecision.MINUTE, PublishedPrecision.FIRST_SEEN


def moment(seconds: int) -> datetime:
    return START + timedelta(seconds=seconds)


@given(st.integers(-3600, 3600), st.none() | st.integers(0, 7200))
def test_what_stood_at_the_start_was_seen_by_then_or_by_a_timely_baseline(seen, baseline):
    stood = stood_at_start(moment(seen), None if baseline is None else moment(baseline), START)
    assert stood == (seen <= 0 or (baseline is not None and seen <= baseline <= 60))


def test_a_known_time_is_what_max_age_counts_from():
    assert published_by(minutes_after(20), EXACT, minutes_after(21), START, START) == minutes_after(20)


def test_a_mere_day_may_mean_its_last_minute_but_not_one_after_it_was_seen():
    midnight = START - timedelta(hours=12)
    assert published_by(midnight, DAY, minutes_after(900), START, START) == midnight + timedelta(days=1)
    assert published_by(midnight, DAY, minutes_after(30), START, START) == minutes_after(30)


def test_an_undated_text_of_a_late_baseline_may_be_as_old_as_the_agreement():
    late = START + timedelta(days=5)
    assert published_by(late, UNKNOWN, late, late, START) == START


def test_an_undated_text_that_appeared_later_is_as_new_as_it_looks():
    seen = minutes_after(600)
    assert published_by(seen, UNKNOWN, seen, START, START) == seen
