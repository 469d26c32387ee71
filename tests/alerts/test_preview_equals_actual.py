"""Whatever is told to whatever rules: the preview's alerts are those that the live road makes."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine, func
from sqlmodel import Session, col, delete, select

from alerts import models
from alerts.closing import close_due_alerts
from alerts.configuration import current_rules, save_rule
from alerts.history import stream_notices
from alerts.matching import read_rule
from alerts.models import Alert, AlertEntry, Silence
from alerts.notices import match_notices, post_notice
from alerts.preview import Preview
from alerts.silences import add_silence, end_silence, silences_of_all_times
from tests.alerts.histories import Event, History, SilenceWish, histories
from tests.alerts.scenes import NOON, WALL

TABLES: tuple[Any, ...] = (
    models.AlertEntry,
    models.Delivery,
    models.PendingNotice,
    models.RuleMark,
    models.Notice,
    models.RuleVersion,
)
Step = tuple[datetime, Any]


class Outcome(NamedTuple):
    """An alert as both roads tell it; `follows` is the first notice of that one, `silence` is its id."""

    rule: str
    type: str | None
    opened_at: datetime
    closed_at: datetime | None
    notices: tuple[int, ...]
    follows: int
    silence: str


class LiveRoad:
    """The live road on a clock that stops at every moment at which something is due."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        with Session(engine) as session, session.begin():
            for table in TABLES:
                session.execute(delete(table))
            session.execute(delete(Alert).where(col(Alert.follows).is_not(None)))
            for table in (Alert, models.Rule, Silence):
                session.execute(delete(table))

    def run(self, history: History) -> None:
        with Session(self.engine) as session, session.begin():
            for number, document in enumerate(history.rules):
                save_rule(session, f"r{number}", document, NOON, "test")
        for now, happening in groupby(_list_steps(history), key=lambda step: step[0]):
            self._close_before(now)
            with Session(self.engine) as session, session.begin():
                for _, what in happening:
                    self._do(session, what, now)
            while match_notices(self.engine, now, limit=3):
                pass
        self._close_before(None)

    def _do(self, session: Session, what: Any, now: datetime) -> None:
        if isinstance(what, Event):
            _post(session, what, now)
        elif isinstance(what, int):
            silence = session.exec(select(Silence).where(Silence.reason == str(what))).one()
            end_silence(session, silence.id, now, "test")
        else:
            _silence(session, *what, now)

    def _close_before(self, moment: datetime | None) -> None:
        while (due := self._find_due()) is not None and (moment is None or due < moment):
            close_due_alerts(self.engine, due, WALL)

    def _find_due(self) -> datetime | None:
        with Session(self.engine) as session:
            soonest = select(func.min(col(Alert.closes_at))).where(col(Alert.closed_at).is_(None))
            return session.exec(soonest).one()


def _list_steps(history: History) -> list[Step]:
    """What happens when; of one moment silences first, as they are there before a notice is looked at."""
    steps: list[Step] = []
    for number, wish in enumerate(history.silences):
        made = NOON + timedelta(seconds=wish.made)
        steps.append((made, (number, wish)))
        if wish.ended is not None:
            steps.append((made + timedelta(seconds=wish.ended), number))
    now = NOON
    for event in history.events:
        now += timedelta(seconds=event.after)
        steps.append((now, event))
    return sorted(steps, key=lambda step: step[0])


def _silence(session: Session, number: int, wish: SilenceWish, now: datetime) -> None:
    document = {"rules": wish.rules, "agreement": wish.agreement, "when": wish.when}
    ends_at = now + timedelta(seconds=wish.lasts)
    add_silence(session, document, reason=str(number), starts_at=now, ends_at=ends_at, now=now, by="test")


def _post(session: Session, event: Event, now: datetime) -> None:
    post_notice(
        session,
        kind=event.kind,
        subject_kind="lineage",
        subject_id=event.lineage,
        agreement_id=event.agreement,
        facts=event.facts,
        published_at=None if event.age is None else now - timedelta(seconds=event.age),
        now=now,
    )


def list_actual(engine: Engine) -> list[Outcome]:
    with Session(engine) as session:
        entries: dict[str, tuple[int, ...]] = {}
        for entry in session.exec(select(AlertEntry).order_by(col(AlertEntry.notice_id))):
            entries[entry.alert_id] = (*entries.get(entry.alert_id, ()), entry.notice_id)
        return sorted(
            Outcome(
                rule=one.rule_id,
                type=one.type,
                opened_at=one.opened_at,
                closed_at=one.closed_at,
                notices=entries[one.id],
                follows=entries[one.follows][0] if one.follows else 0,
                silence=one.silence_id or "",
            )
            for one in session.exec(select(Alert))
        )


def list_previewed(engine: Engine) -> list[Outcome]:
    with Session(engine) as session:
        rules = [read_rule(rule.id, rule.version, rule.document) for rule in current_rules(session)]
        preview = Preview(rules, silences_of_all_times(session))
        alerts = {alert.id: alert for alert in preview.play(stream_notices(session))}
    return sorted(
        Outcome(
            rule=one.rule_id,
            type=one.type,
            opened_at=one.opened_at,
            closed_at=one.closed_at,
            notices=one.notice_ids,
            follows=alerts[one.follows].notice_ids[0] if one.follows else 0,
            silence=one.silence_id or "",
        )
        for one in alerts.values()
    )


def check(engine: Engine, history: History) -> None:
    LiveRoad(engine).run(history)
    assert list_previewed(engine) == list_actual(engine)


QUICK = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=20, **QUICK)
@given(histories())
def test_a_preview_equals_what_happens(engine: Engine, history: History) -> None:
    check(engine, history)


@pytest.mark.long
@pytest.mark.timeout(3000)
@settings(max_examples=400, **QUICK)
@given(histories())
def test_a_preview_equals_what_happens_in_many_histories(engine: Engine, history: History) -> None:
    check(engine, history)
