"""Whether the trouble is ours, and when a state has lasted."""

from datetime import timedelta

import pytest

from monitor.health.outages import Tally, is_outage, is_over
from monitor.health.states import has_lasted, is_same_state
from monitor.terms import SourceState
from tests.builders import START

AWAY, REFUSED = SourceState.UNREACHABLE, SourceState.BLOCKED


@pytest.mark.parametrize(("due", "failing"), [(3, 3), (10, 9), (30, 27), (1000, 900)])
def test_when_nine_in_ten_of_those_that_were_due_do_not_answer_the_trouble_is_ours(due, failing):
    assert is_outage(Tally(due, failing, 1, AWAY))


@pytest.mark.parametrize(("due", "failing"), [(2, 2), (10, 8), (30, 26), (4, 3)])
def test_fewer_are_each_their_own_trouble(due, failing):
    assert not is_outage(Tally(due, failing, failing, AWAY))


def test_one_host_that_refuses_all_its_sources_is_its_own_trouble():
    assert not is_outage(Tally(5, 5, 1, REFUSED))
    assert is_outage(Tally(5, 5, 3, REFUSED))


def test_it_is_over_when_half_answer_again():
    assert not is_over(30, 16)
    assert is_over(30, 15)


def test_a_state_has_lasted_after_two_intervals():
    assert not has_lasted(START, START + timedelta(seconds=120), 60)
    assert has_lasted(START, START + timedelta(seconds=121), 60)
    assert not has_lasted(None, START, 60)


def test_well_is_well_whether_anything_changed_or_not():
    assert is_same_state("ok", "unchanged")
    assert not is_same_state("ok", "quiet")
    assert not is_same_state(None, "ok")
