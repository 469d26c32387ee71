"""The sources as an operator asks for them."""

from datetime import timedelta

from monitor.db import reading, writing
from monitor.models import Blank
from monitor.queries.sources import find_source, list_blanks, list_sources
from tests.builders import START, a_source, a_watch, an_agreement, minutes_after

NOW = minutes_after(60)


def a_blank(session, id, start, end, why="unreachable", source="am-mod"):
    session.add(Blank(id=id, source_id=source, from_at=start, to_at=end, why=why))


def test_a_source_is_told_with_its_state_agreements_and_blanks(engine):
    with writing(engine) as session:
        source = a_source(session, state="blocked", state_since=START, state_reason="It answered 403.")
        a_watch(session, an_agreement(session), source)
        a_source(session, "gone", removed_at=START)
        a_blank(session, "b", START, None, "blocked")
    with reading(engine) as session:
        (view,) = list_sources(session, NOW)
        form = view.as_json()
        assert find_source(session, "gone", NOW) is None
    assert (form["state"], form["reason"], form["since"]) == (
        "blocked",
        "It answered 403.",
        "2020-10-10T08:00:00+00:00",
    )
    assert form["agreements"] == ["karabakh-2020"]
    assert form["uncovered"] == [
        {"from": "2020-10-10T08:00:00+00:00", "to": None, "why": "blocked", "caught_up": None}
    ]


def test_only_the_sources_of_the_agreements_that_are_asked_for(engine):
    with writing(engine) as session:
        a_watch(session, an_agreement(session), a_source(session, "one"))
        a_watch(session, an_agreement(session, "other"), a_source(session, "two"))
    with reading(engine) as session:
        assert [view.source.id for view in list_sources(session, NOW, ["other"])] == ["two"]


def test_blanks_are_those_that_touch_the_span_oldest_first(engine):
    with writing(engine) as session:
        a_source(session)
        a_blank(session, "late", minutes_after(30), minutes_after(40))
        a_blank(session, "early", minutes_after(0), minutes_after(10))
        a_blank(session, "before", minutes_after(-30), minutes_after(-20))
        a_blank(session, "open", minutes_after(50), None)
    with reading(engine) as session:
        found = list_blanks(session, NOW, minutes_after(5), minutes_after(45), ["am-mod"])
    assert [(blank.start, blank.end) for blank in found] == [
        (minutes_after(0), minutes_after(10)),
        (minutes_after(30), minutes_after(40)),
    ]


def test_a_poll_that_is_long_due_shows_that_nobody_is_looking(engine):
    with writing(engine) as session:
        a_source(session, due_at=minutes_after(30), pace=60.0)
        a_source(session, "on-time", due_at=NOW - timedelta(seconds=5), pace=60.0)
    with reading(engine) as session:
        (blank,) = list_blanks(session, NOW, START, NOW, ["am-mod", "on-time"])
    assert (blank.source_id, blank.start, blank.end, blank.why) == (
        "am-mod",
        minutes_after(30),
        None,
        "not_running",
    )


def test_what_anybody_on_the_way_could_change_is_doubted(engine):
    with writing(engine) as session:
        a_source(session, "plain", url="http://mod.example/feed")
        a_source(session, "sealed", url="https://mod.example/feed")
    with reading(engine) as session:
        doubts = {view.source.id: view.doubts for view in list_sources(session, NOW)}
    assert doubts["sealed"] == []
    assert "Unauthenticated transport" in doubts["plain"][0]
