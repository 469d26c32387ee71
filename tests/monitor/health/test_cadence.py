"""How often an outlet publishes, and when its silence is longer than usual."""

from datetime import timedelta

import pytest

from monitor.health.cadence import is_quiet, learn_cadence
from tests.builders import START

HOUR = timedelta(hours=1)


def every(hours, times):
    return [START + hours * n * HOUR for n in range(times)]


def quiet_hours(moments):
    return learn_cadence(moments).quiet_after / 3600


@pytest.mark.parametrize(("hours", "quiet"), [(0.1, 6), (1, 6), (2, 8), (24, 96)])
def test_silence_is_longer_than_usual_after_four_usual_gaps_and_six_hours_at_least(hours, quiet):
    assert quiet_hours(every(hours, 20)) == pytest.approx(quiet)


def test_with_fewer_than_eight_gaps_no_habit_is_known():
    assert learn_cadence(every(1, 8)) is None
    assert learn_cadence(every(1, 9)) is not None


def test_nights_and_weekends_are_no_silence():
    offices = [START + timedelta(days=day, hours=hour) for day in (0, 1, 2, 3, 4, 7, 8) for hour in range(9)]
    assert quiet_hours(offices) >= 24


def test_one_holiday_teaches_nothing():
    moments = every(1, 20)
    assert quiet_hours([*moments, moments[-1] + timedelta(days=30)]) == 6


def test_statements_of_one_moment_count_once():
    """As undated ones do that one list showed first, or those of one day where only days are given."""
    assert learn_cadence([START] * 50) is None
    assert learn_cadence([*([START] * 50), *every(1, 8)]) is None


def test_the_rhythm_is_the_middle_gap():
    assert learn_cadence(every(2, 20)).rhythm == 7200


def test_an_outlet_is_quiet_only_when_its_habit_is_known():
    assert is_quiet(START, 6 * 3600, START + 7 * HOUR)
    assert not is_quiet(START, 6 * 3600, START + 6 * HOUR)
    assert not is_quiet(START, None, START + 700 * HOUR)
    assert not is_quiet(None, 6 * 3600, START)
