"""Whatever is told to whatever rules: the preview's alerts are those that the live road makes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func
from sqlmodel import Session, SQLModel, col, delete, select

from alerts import models
from alerts.closing import close_due_alerts
from alerts.configuration import current_rules, save_rule
from alerts.grouping import GROUP_BY
from alerts.history import stream_notices
from alerts.matching import read_rule
from alerts.models import Alert, AlertEntry
from alerts.notices import match_notices, post_notice
from alerts.preview import Preview
from tests.alerts.scenes import NOON, WALL, a_rule, a_statement, claim_facts, source_facts

TABLES: Sequence[type[SQLModel]] = (
    models.AlertEntry,
    models.Delivery,
    models.Alert,
    models.PendingNotice,
    models.RuleMark,
    models.Notice,
    models.RuleVersion,
    models.Rule,
)
SIDES = ("armenia", "azerbaijan")
OF_CLAIMS = ("accusation", "denial", "admission", "correction", "retraction")
BEFORE: Sequence[dict[str, Any]] = (
    {"first": "agreement"},
    {"first": "type"},
    {"mutual": 3600},
    {"more_than": {"count": 1, "within": 3600, "per": "agreement"}},
    {"more_than": {"count": 2, "within": 40_000, "per": "place"}},
)
DIGEST = {"every": "hour", "at": None, "on": None, "timezone": None}
NIGHT = {"from": "13:00", "to": "15:00", "timezone": "Asia/Yerevan", "bypass": ["drone"]}


class Event(NamedTuple):
    """A notice that is posted so long after the one before."""

    after: float
    kind: str
    facts: dict[str, Any]
    age: float
    agreement: str | None


class Outcome(NamedTuple):
    """An alert as both roads tell it."""

    rule: str
    type: str | None
    opened_at: datetime
    closed_at: datetime | None
    notices: tuple[int, ...]


@st.composite
def claims(draw: st.DrawFn) -> dict[str, Any]:
    by = draw(st.sampled_from(SIDES))
    return claim_facts(
        lineage=draw(st.sampled_from(["l1", "l2", "l3"])),
        by=by,
        against=draw(st.sampled_from([None, *(side for side in SIDES if side != by)])),
        types=draw(st.lists(st.sampled_from(["shelling", "drone", "unspecified"]), max_size=2, unique=True)),
        places=draw(st.lists(st.sampled_from(["Hadrut", "Shusha"]), max_size=2, unique=True)),
        in_force=draw(st.sampled_from([True, True, False])),
        statement=a_statement(source=draw(st.sampled_from(["am-mod", "az-mod"]))),
    )


@st.composite
def events(draw: st.DrawFn) -> Event:
    kind = draw(st.sampled_from((*OF_CLAIMS, *("accusation",) * 5, "source", "system")))
    facts = draw(claims()) if kind in OF_CLAIMS else source_facts()
    if kind == "system":
        facts = {"system": {"sentence": "A channel is disabled."}}
    return Event(
        after=draw(st.sampled_from([0, 0, 1, 20, 30, 31, 300, 3600, 30_000])),
        kind=kind,
        facts=facts,
        age=draw(st.sampled_from([0, 0, 0, 7200, 200_000])),
        agreement=None if kind == "system" else draw(st.sampled_from(["karabakh-2020"] * 4 + ["other"])),
    )


@st.composite
def rules(draw: st.DrawFn) -> dict[str, Any]:
    when = {
        "kind": draw(st.sampled_from([["accusation"], [], ["denial", "source"], ["accusation", "system"]])),
        "by": draw(st.sampled_from([[], [], ["armenia"]])),
        "types": draw(st.sampled_from([[], [], ["drone"]])),
        "in_force": draw(st.sampled_from([True, None])),
        **draw(st.sampled_from([{}, {}, *BEFORE])),
    }
    return a_rule(
        when,
        agreement=draw(st.sampled_from(["*", "karabakh-2020"])),
        group_by=draw(st.lists(st.sampled_from(GROUP_BY), max_size=2)),
        group_wait=draw(st.sampled_from([0, 30, 30, 400])),
        group_interval=draw(st.sampled_from([0, 300, 300, 5000])),
        max_age=draw(st.sampled_from([86400, 86400, 3600])),
        digest=draw(st.sampled_from([None, None, DIGEST])),
        quiet_hours=draw(st.sampled_from([None, None, NIGHT])),
        send_to=[],
    )


SEQUENCES = st.lists(events(), min_size=1, max_size=20)
DOCUMENTS = st.lists(rules(), min_size=1, max_size=3)


class LiveRoad:
    """The live road on a clock that stops at every moment at which something is due."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        with Session(engine) as session, session.begin():
            for table in TABLES:
                session.execute(delete(table))

    def run(self, documents: Sequence[dict[str, Any]], sequence: Sequence[Event]) -> None:
        with Session(self.engine) as session, session.begin():
            for number, document in enumerate(documents):
                save_rule(session, f"r{number}", document, NOON, "test")
        now = NOON
        for number, event in enumerate(sequence):
            if event.after:
                now += timedelta(seconds=event.after)
            self._post(event, now)
            is_last_of_moment = number + 1 == len(sequence) or sequence[number + 1].after
            if is_last_of_moment:
                following = sequence[number + 1].after if number + 1 < len(sequence) else None
                self._step(now)
                self._step_until(None if following is None else now + timedelta(seconds=following))

    def _post(self, event: Event, now: datetime) -> None:
        with Session(self.engine) as session, session.begin():
            post_notice(
                session,
                kind=event.kind,
                subject_kind="lineage",
                subject_id=event.facts.get("claim", {}).get("lineage", "none"),
                agreement_id=event.agreement,
                facts=event.facts,
                published_at=now - timedelta(seconds=event.age) if "claim" in event.facts else None,
                now=now,
            )

    def _step(self, now: datetime) -> None:
        while match_notices(self.engine, now, limit=3):
            pass
        close_due_alerts(self.engine, now, WALL)

    def _step_until(self, end: datetime | None) -> None:
        while (due := self._find_due()) is not None and (end is None or due < end):
            self._step(due)

    def _find_due(self) -> datetime | None:
        with Session(self.engine) as session:
            return session.exec(
                select(func.min(col(Alert.closes_at))).where(col(Alert.closed_at).is_(None))
            ).one()

    def outcomes(self) -> list[Outcome]:
        with Session(self.engine) as session:
            entries: dict[str, list[int]] = {}
            for entry in session.exec(select(AlertEntry).order_by(col(AlertEntry.notice_id))):
                entries.setdefault(entry.alert_id, []).append(entry.notice_id)
            alerts = session.exec(select(Alert)).all()
            return sorted(
                Outcome(one.rule_id, one.type, one.opened_at, one.closed_at, tuple(entries[one.id]))
                for one in alerts
            )


def preview_stored(engine: Engine) -> list[Outcome]:
    with Session(engine) as session:
        standing = [read_rule(rule.id, rule.version, rule.document) for rule in current_rules(session)]
        alerts = list(Preview(standing).play(stream_notices(session)))
    return sorted(
        Outcome(one.rule_id, one.type, one.opened_at, one.closed_at, one.notice_ids) for one in alerts
    )


def check(engine: Engine, documents: Sequence[dict[str, Any]], sequence: Sequence[Event]) -> None:
    road = LiveRoad(engine)
    road.run(documents, sequence)
    assert preview_stored(engine) == road.outcomes()


FEW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MANY = settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(DOCUMENTS, SEQUENCES)
def test_a_preview_equals_what_happens(engine: Engine, documents: list[Any], sequence: list[Event]) -> None:
    check(engine, documents, sequence)


@pytest.mark.long
@pytest.mark.timeout(1200)
@MANY
@given(DOCUMENTS, SEQUENCES)
def test_a_preview_equals_what_happens_often(
    engine: Engine, documents: list[Any], sequence: list[Event]
) -> None:
    check(engine, documents, sequence)
