"""Faults injected into thirty sources of local sites: each is named rightly, and nothing is named wrongly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from alerts.models import Notice
from monitor.models import Blank, Outage
from tests.flow.outlets import INTERVAL, Outlets
from tests.outside import Site

WELL = {"ok", "unchanged"}
TWO_INTERVALS = 2 * INTERVAL + timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
SILENT = ("s00", "s01", "s02", "s03")
SHELL = "<!doctype html><html><head><title>{0}</title></head><body><div>{0}</div></body></html>"


@pytest.fixture
def outlets(sqlite_engine: Engine, make_site: Callable[[], Site]) -> Outlets:
    outlets = Outlets(sqlite_engine, make_site)
    outlets.run_for(2 * MINUTE)
    return outlets


@pytest.fixture
def ailing(sqlite_engine: Engine, make_site: Callable[[], Site]) -> Outlets:
    """As above, and four that are nearly silent for longer than usual."""
    outlets = Outlets(sqlite_engine, make_site, SILENT)
    outlets.run_for(2 * MINUTE)
    return outlets


def challenge_by_header(outlets: Outlets, id: str) -> None:
    headers = {"cf-mitigated": "challenge", "server": "cloudflare"}
    outlets.site_of(id).page(f"/{id}", SHELL.format("Wait"), status=403, headers=headers)


def challenge_by_marker(outlets: Outlets, id: str) -> None:
    outlets.site_of(id).page(f"/{id}", SHELL.format("Just a moment..."), status=200)


def refuse(outlets: Outlets, id: str) -> None:
    outlets.site_of(id).page(f"/{id}", "no", status=429, headers={"Retry-After": "300"})


def move(outlets: Outlets, id: str) -> None:
    target = outlets.far.feed(f"/new/{id}", outlets.items[id])
    outlets.site_of(id).redirect(f"/{id}", target, 301)


def empty_the_list(outlets: Outlets, id: str) -> None:
    outlets.site_of(id).feed(f"/{id}", [])


def put_up_a_shell(outlets: Outlets, id: str) -> None:
    outlets.site_of(id).page(f"/{id}", SHELL.format("Maintenance"))


def answer_nothing(outlets: Outlets, id: str) -> None:
    outlets.site_of(id).page(f"/{id}", "")


def fail(outlets: Outlets, id: str) -> None:
    outlets.site_of(id).page(f"/{id}", "down", status=503)


def publish_a_flood(outlets: Outlets, id: str) -> None:
    outlets.publish(id, *(outlets.now - timedelta(seconds=60 - n) for n in range(12)))


def publish(outlets: Outlets, id: str) -> None:
    outlets.publish(id, outlets.now)


def leave_alone(outlets: Outlets, id: str) -> None:
    """Nothing happens to it."""


# What is done to how many sources, and what they are then: the last of each ten stands on the far site.
FAULTS: list[tuple[Callable[[Outlets, str], None], str, int]] = [
    (leave_alone, "quiet", len(SILENT)),
    (challenge_by_header, "blocked", 2),
    (challenge_by_marker, "blocked", 2),
    (refuse, "blocked", 1),
    (move, "moved", 4),
    (empty_the_list, "broken", 3),
    (put_up_a_shell, "broken", 2),
    (answer_nothing, "broken", 1),
    (fail, "broken", 2),
    (publish_a_flood, "gap", 3),
    (publish, "ok", 2),
    (leave_alone, "ok", 1),
]


def inject(outlets: Outlets) -> dict[str, str]:
    """Each source with the state that it should be in; those of the far site are cut off."""
    near = [id for id in outlets.ids if outlets.site_of(id) is outlets.near]
    expected = {id: "unreachable" for id in outlets.ids if id not in near}
    for do, state, times in FAULTS:
        for id in (near.pop(0) for _ in range(times)):
            do(outlets, id)
            expected[id] = state
    assert near == []
    outlets.far.stop()
    return expected


def is_named(shown: list[str], state: str) -> bool:
    """The right state was shown, and no wrong one."""
    return set(shown) <= WELL if state == "ok" else state in shown and set(shown) <= WELL | {state}


def test_at_least_19_in_20_faults_are_named_rightly_within_two_intervals(ailing: Outlets) -> None:
    outlets = ailing
    since = outlets.now
    expected = inject(outlets)
    outlets.run_for(TWO_INTERVALS)
    named = {id: outlets.shown(id, since) for id in outlets.ids}
    wrong = {id: (expected[id], named[id]) for id in outlets.ids if not is_named(named[id], expected[id])}
    assert len(wrong) <= 0.05 * len(outlets.ids), wrong


@pytest.mark.long
@pytest.mark.timeout(900)
def test_what_lasts_is_told_once_and_once_more_when_it_is_over(ailing: Outlets) -> None:
    outlets = ailing
    expected = inject(outlets)
    outlets.run_for(22 * MINUTE)
    told = {id: states_told(outlets, id) for id in outlets.ids}
    assert told == {id: [] if state == "ok" else [state] for id, state in expected.items()}
    outlets.far.start()
    for id in outlets.ids:
        outlets.publish(id, outlets.now)
    outlets.run_for(150 * MINUTE)
    for id, state in expected.items():
        over = [] if state in ("ok", "gap") else ["ok"]
        assert states_told(outlets, id) == [*told[id], *over], (id, state)
    blank = {row.source_id for row in outlets.all_of(Blank)}
    assert blank == {id for id, state in expected.items() if state not in ("ok", "quiet")}


def test_when_all_fail_at_once_no_source_is_blamed(outlets: Outlets) -> None:
    since = outlets.now
    outlets.near.stop()
    outlets.far.stop()
    outlets.run_for(TWO_INTERVALS)
    assert {id: outlets.shown(id, since)[-1] for id in outlets.ids} == dict.fromkeys(outlets.ids, "outage")
    outlets.run_for(10 * MINUTE)
    assert len(sentences(outlets)) == 1
    outlets.near.start()
    outlets.far.start()
    since = outlets.now + TWO_INTERVALS - MINUTE
    outlets.run_for(4 * MINUTE)
    assert {state for id in outlets.ids for state in outlets.shown(id, since)} <= WELL
    assert [notice.kind for notice in outlets.all_of(Notice)] == ["system", "system"]
    begun, over = sentences(outlets)
    assert "No source is blamed" in begun
    assert "answer again" in over
    (outage,) = outlets.all_of(Outage)
    assert outage.to_at is not None
    assert {(row.why, row.caught_up) for row in outlets.all_of(Blank)} <= {
        ("outage", True),
        ("unreachable", True),
    }


@pytest.mark.long
@pytest.mark.timeout(900)
def test_nothing_is_named_wrongly_in_a_quiet_hour(outlets: Outlets) -> None:
    for _ in range(12):
        outlets.publish(outlets.ids[0], outlets.now)
        outlets.run_for(5 * MINUTE)
    assert {state for id in outlets.ids for _, state in outlets.states[id]} <= WELL
    assert outlets.all_of(Notice) == outlets.all_of(Blank) == outlets.all_of(Outage) == []


def states_told(outlets: Outlets, id: str) -> list[str]:
    mine = [notice for notice in outlets.all_of(Notice) if notice.subject_id == id]
    return [notice.facts["source"]["state"] for notice in mine]


def sentences(outlets: Outlets) -> list[str]:
    return [row.facts["system"]["sentence"] for row in outlets.all_of(Notice) if row.kind == "system"]
