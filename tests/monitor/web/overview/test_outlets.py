"""The last day of an agreement's sources."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.models import Agreement, Source
from monitor.queries.coverage import Outlet
from monitor.queries.sources import BlankTime
from monitor.web.charts.strip import Slot
from monitor.web.overview.outlets import HALF_HOUR, SLOTS, begin_slots, list_outlet_rows, list_slots
from tests.builders import OBSERVERS, PARTIES, START, minutes_after

NOW = START + timedelta(hours=30, minutes=10)


def a_truce(ends_at: datetime | None = None) -> Agreement:
    document = {"parties": PARTIES, "observers": OBSERVERS, "places": []}
    times = {"starts_at": START, "ends_at": ends_at, "timezone": "Asia/Yerevan"}
    return Agreement(id="t", version=1, name="T", document=document, **times)


def an_outlet(*blanks: BlankTime, **columns: object) -> Outlet:
    source = Source(
        id="am-mod",
        version=1,
        kind="feed",
        url="https://a",
        document={"publisher": "MoD"},
        due_at=NOW,
        **columns,
    )
    return Outlet(source, "armenia", blanks)


def slots(outlet: Outlet, now: datetime = NOW, truce: Agreement | None = None) -> list[Slot | int]:
    return list_slots(truce or a_truce(), outlet, [0] * SLOTS, now)


def test_the_day_ends_with_the_half_hour_that_runs() -> None:
    assert begin_slots(NOW) + SLOTS * HALF_HOUR == START + timedelta(hours=30, minutes=30)


def test_before_the_start_nobody_asked() -> None:
    found = slots(an_outlet(), START + timedelta(hours=12))
    assert found[:23] == [Slot.IDLE] * 23
    assert found[-24:] == [Slot.ASKED] * 24


def test_what_could_not_be_read_is_hollow_until_it_could() -> None:
    blank = BlankTime("am-mod", NOW - timedelta(hours=2), NOW - timedelta(hours=1), "blocked", None)
    found = slots(an_outlet(blank))
    assert found.count(Slot.UNREAD) == 3
    assert found[-1] is Slot.ASKED


def test_after_the_end_of_late_reports_nobody_asks() -> None:
    later = START + timedelta(days=30)
    assert set(slots(an_outlet(), later, a_truce(minutes_after(60)))) == {Slot.IDLE}


def test_a_state_that_needs_looking_at_is_a_tag_with_its_time() -> None:
    outlet = an_outlet(state="blocked", state_since=minutes_after(60), answered_at=minutes_after(59))
    (row,) = list_outlet_rows(a_truce(), [outlet], {}, NOW)
    assert (row.tag, row.is_heavy, row.words) == ("blocked", True, "since 10 Oct, 13:00")
    (well,) = list_outlet_rows(a_truce(), [an_outlet(state="ok", answered_at=NOW)], {}, NOW)
    assert (well.tag, well.words, well.actor.mark) == ("", "read 18:10", "s1")
