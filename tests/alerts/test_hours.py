"""Digests, quiet hours and silences put off and keep; they lose, double and reorder nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.calendar import leave_quiet_hours
from alerts.silencing import read_silence
from tests.alerts.scenes import NOON, a_rule
from tests.alerts.walks import Walk

QUIET = {"from": "22:00", "to": "07:00", "timezone": "Europe/Kyiv", "bypass": ["missile"]}
TIMINGS: list[dict[str, Any]] = [
    {"group_wait": 30, "group_interval": 300},
    {"digest": {"every": "hour", "at": None, "on": None, "timezone": "Asia/Kathmandu"}},
    {"digest": {"every": "day", "at": "03:30", "on": None, "timezone": "Europe/Kyiv"}},
    {"digest": {"every": "week", "at": "08:00", "on": "sunday", "timezone": "Europe/Kyiv"}},
    {"quiet_hours": QUIET},
    {"quiet_hours": QUIET, "group_by": ["by", "type"]},
    {"quiet_hours": QUIET, "digest": {"every": "day", "at": "23:00", "on": None, "timezone": "UTC"}},
]
POST = st.fixed_dictionaries(
    {
        "by": st.sampled_from(["armenia", "azerbaijan"]),
        "types": st.sampled_from([["drone"], ["missile", "drone"], ["shelling"]]),
    }
)
POSTS = st.lists(st.tuples(st.sampled_from([0, 10, 400, 4000, 30_000, 100_000]), POST), max_size=30)
# The clocks of Kyiv went back on 25 October 2020, two weeks after the walk begins.
BEGIN = st.integers(0, 16).map(lambda days: NOON + timedelta(days=days))


def play(timing: dict[str, Any], posts: list[Any], begin: Any, silence: Any = None) -> tuple[Walk, list[int]]:
    walk = Walk(a_rule(**timing))
    walk.now = begin
    walk.silences = [silence] if silence else []
    ids = []
    for pause, facts in posts:
        walk.wait(seconds=pause)
        ids.append(walk.post(**facts))
    return walk, ids


def list_contents(walk: Walk) -> dict[str, list[int]]:
    contents: dict[str, list[int]] = {}
    for entry in walk.entries:
        contents.setdefault(entry.alert_id, []).append(entry.notice_id)
    return contents


@settings(deadline=None)
@given(st.sampled_from(TIMINGS), POSTS, BEGIN)
def test_everything_closes_once_and_in_its_order(
    timing: dict[str, Any], posts: list[Any], begin: Any
) -> None:
    walk, ids = play(timing, posts, begin)
    walk.wait(days=9)
    contents = list_contents(walk)
    assert sorted(id for inside in contents.values() for id in inside) == ids
    assert sorted(alert.id for alert in walk.closed) == sorted(contents)
    last: dict[str, int] = {}
    for alert in walk.closed:
        inside = contents[alert.id]
        assert inside == sorted(inside)
        assert inside[0] > last.get(alert.group.hash, 0)
        last[alert.group.hash] = inside[-1]


@settings(deadline=None)
@given(POSTS, BEGIN)
def test_in_quiet_hours_only_what_is_urgent_closes(posts: list[Any], begin: Any) -> None:
    walk, _ = play({"quiet_hours": QUIET}, posts, begin)
    walk.wait(days=2)
    urgent = {number + 1 for number, (_, facts) in enumerate(posts) if "missile" in facts["types"]}
    contents = list_contents(walk)
    for alert in walk.closed:
        assert alert.closes_at is not None
        is_quiet = leave_quiet_hours(alert.closes_at, QUIET) != alert.closes_at
        assert not is_quiet or not urgent.isdisjoint(contents[alert.id])


@settings(deadline=None)
@given(st.sampled_from(TIMINGS), POSTS, st.integers(0, 100), st.integers(1, 100))
def test_a_silence_changes_where_a_notice_is_and_not_whether(
    timing: dict[str, Any], posts: list[Any], start: int, hours: int
) -> None:
    begin = NOON + timedelta(hours=start)
    document = {"rules": [], "agreement": "*", "when": {"by": ["armenia"]}}
    silence = read_silence("s1", document, begin, begin + timedelta(hours=hours))
    silenced, ids = play(timing, posts, NOON, silence)
    assert silenced.wanted() == ids
    moment = NOON
    for id, (pause, facts) in zip(ids, posts, strict=True):
        moment += timedelta(seconds=pause)
        kept = silence.is_active(moment) and facts["by"] == "armenia"
        assert (silenced.alert_of(id).silence_id == "s1") is kept
