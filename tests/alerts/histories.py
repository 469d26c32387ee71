"""Histories for the proof that a preview equals what happens: notices, rules and silences of all sorts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from alerts.grouping import GROUP_BY
from tests.alerts.scenes import a_rule, a_statement, claim_facts, source_facts

SIDES = ("north", "south", "ally")
SIDE_OF = {"north": "n", "ally": "n", "south": "s"}
TYPES = ("shelling", "drone", "unspecified")
PLACES = ("Ford", "Mill")
STANCES = ("accusation", "denial", "admission")
FOLLOWING = ("correction", "retraction")
KINDS = (*("accusation",) * 6, *FOLLOWING, "denial", "denial", "admission", "source", "system")
AGREEMENTS = ("karabakh-2020", "karabakh-2020", "karabakh-2020", "other")
SPANS = (timedelta(hours=1), timedelta(hours=12))
GAPS = (0, 30, 1, 300, 0, 30, 270, 31, 1800, 400, 7200, 30_000, 100_000)
BEFORE: Sequence[dict[str, Any]] = (
    *({},) * 12,
    *({"first": per} for per in ("agreement", "by", "against", "type", "place")),
    *({"mutual": int(span.total_seconds())} for span in SPANS),
    *(
        {"more_than": {"count": count, "within": 7200, "per": per}}
        for count in (1, 3)
        for per in ("against", "type", "source")
    ),
)
DIGESTS: Sequence[dict[str, Any] | None] = (
    *(None,) * 5,
    {"every": "hour", "at": None, "on": None, "timezone": "Asia/Kathmandu"},
    {"every": "day", "at": "08:00", "on": None, "timezone": "Asia/Yerevan"},
    {"every": "week", "at": "02:30", "on": "sunday", "timezone": "Europe/Kyiv"},
)
QUIET: Sequence[dict[str, Any] | None] = (
    *(None,) * 3,
    {"from": "22:00", "to": "07:00", "timezone": "Europe/Kyiv", "bypass": []},
    {"from": "12:00", "to": "20:00", "timezone": "Asia/Yerevan", "bypass": ["drone"]},
)


class Event(NamedTuple):
    """A notice that is made so many seconds after the one before it, of a text so many seconds old."""

    after: float
    kind: str
    agreement: str | None
    facts: Mapping[str, Any]
    age: float | None
    lineage: str


class SilenceWish(NamedTuple):
    """Seconds after the beginning: when it is made, begins and ends, and when it is ended early."""

    rules: Sequence[str]
    when: Mapping[str, Any]
    agreement: str
    made: float
    lasts: float
    ended: float | None


class History(NamedTuple):
    """What happens, and who wants to be told."""

    rules: Sequence[dict[str, Any]]
    events: Sequence[Event]
    silences: Sequence[SilenceWish]


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Corrections and retractions are of claims that were made before, or that nobody was told of."""
    events: list[Event] = []
    for number in range(draw(st.integers(4, 24))):
        events.append(draw(_events(events, number)))
    rules = draw(st.lists(_rules(), min_size=1, max_size=3))
    return History(rules, events, draw(st.lists(_silences(), max_size=2)))


@st.composite
def _events(draw: st.DrawFn, earlier: Sequence[Event], number: int) -> Event:
    kind = draw(st.sampled_from(KINDS))
    after = draw(st.sampled_from(GAPS))
    if kind == "system":
        return Event(after, kind, None, {"system": {"sentence": "A channel is disabled."}}, None, "")
    agreement = draw(st.sampled_from(AGREEMENTS))
    if kind == "source":
        facts = source_facts(id=draw(st.sampled_from(["n-mod", "s-mod"])))
        return Event(after, kind, agreement, facts, None, "")
    age = draw(st.sampled_from([0, 0, 0, 0, 0, 7200, 200_000]))
    claims = [event for event in earlier if event.lineage]
    if kind in FOLLOWING and claims and draw(st.integers(0, 4)):
        before = draw(st.sampled_from(claims))
        said = before.facts["claim"]
        facts = draw(_claims(before.lineage, said["stance"], said["by"], said["against"]))
        return Event(after, kind, before.agreement, facts, age, before.lineage)
    stance = kind if kind in STANCES else "accusation"
    return Event(after, kind, agreement, draw(_claims(f"l{number}", stance)), age, f"l{number}")


@st.composite
def _claims(
    draw: st.DrawFn, lineage: str, stance: str, by: str | None = None, against: str | None = None
) -> dict[str, Any]:
    if by is None:
        by = draw(st.sampled_from(SIDES))
        against = draw(st.sampled_from([*(side for side in reversed(SIDES) if side != by), None]))
    facts = claim_facts(
        lineage=lineage,
        stance=stance,
        by=by,
        against=against,
        types=draw(st.lists(st.sampled_from(TYPES), min_size=1, max_size=2, unique=True)),
        places=draw(st.lists(st.sampled_from(PLACES), max_size=2, unique=True)),
        in_force=draw(st.sampled_from([*(True,) * 5, False])),
        killed=draw(st.sampled_from([None, 3])),
        statement=a_statement(source=draw(st.sampled_from(["n-mod", "s-mod"]))),
    )
    sides = {role: SIDE_OF[who] for role, who in (("by", by), ("against", against)) if who is not None}
    return facts | {"names": {"by": by, "against": against}, "sides": sides}


@st.composite
def _rules(draw: st.DrawFn) -> dict[str, Any]:
    before = draw(st.sampled_from(BEFORE))
    kinds = [["accusation"], ["accusation"], [], ["denial", "source"], ["accusation", "correction", "system"]]
    when = {
        "kind": ["accusation"] if "mutual" in before else draw(st.sampled_from(kinds)),
        "by": draw(st.sampled_from([*([],) * 6, ["north"]])),
        "types": draw(st.sampled_from([*([],) * 6, ["drone"]])),
        "in_force": draw(st.sampled_from([True, None])),
        "killed": draw(st.sampled_from([*(None,) * 6, 2])),
    }
    return a_rule(
        when | before,
        agreement=draw(st.sampled_from(["*", "karabakh-2020"])),
        group_by=draw(st.lists(st.sampled_from(GROUP_BY), max_size=2)),
        group_wait=draw(st.sampled_from([0, 30, 30, 400])),
        group_interval=draw(st.sampled_from([0, 300, 300, 5000])),
        max_age=draw(st.sampled_from([86_400, 86_400, 3600])),
        digest=draw(st.sampled_from(DIGESTS)),
        quiet_hours=draw(st.sampled_from(QUIET)),
        send_to=[],
    )


@st.composite
def _silences(draw: st.DrawFn) -> SilenceWish:
    lasts = draw(st.sampled_from([3000, 40_000]))
    return SilenceWish(
        rules=draw(st.sampled_from([[], ["r0"], ["r1", "r2"]])),
        when=draw(st.sampled_from([{}, {"types": ["drone"]}, {"kind": ["accusation"]}])),
        agreement=draw(st.sampled_from(["*", "karabakh-2020"])),
        made=draw(st.sampled_from([0, 1800, 9000])),
        lasts=lasts,
        ended=draw(st.sampled_from([None, None, lasts / 2])),
    )
