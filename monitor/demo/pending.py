"""What of the scenario is still on its way through the house."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, SQLModel, col

from alerts.models import Alert, Delivery, PendingNotice
from monitor.demo.scenario import Scenario
from monitor.demo.site import external_id
from monitor.models import Revision, Statement, Work


def is_all_done(session: Session, scenario: Scenario, moment: datetime) -> bool:
    """Everything published by `moment` is recorded and read, and whoever is to be told has been."""
    waiting = (
        _any(session, Work, col(Work.done_at).is_(None)),
        _any(session, PendingNotice, col(PendingNotice.notice_id).is_not(None)),
        _any(session, Alert, col(Alert.closed_at).is_(None)),
        _any(session, Delivery, col(Delivery.state) == "pending"),
    )
    return not any(waiting) and not list_unrecorded(session, scenario, moment)


def list_unrecorded(session: Session, scenario: Scenario, moment: datetime) -> list[str]:
    """Ids of the statements whose text as of `moment` is not yet the newest revision."""
    current = col(Revision.number) == col(Statement.revision)
    query = select(col(Statement.external_id), col(Revision.text))
    query = query.join(Revision, col(Revision.statement_id) == col(Statement.id)).where(current)
    recorded = {(id, _fold(text)) for id, text in session.execute(query)}
    return [
        statement.id
        for statement in scenario.statements
        if (version := statement.version_at(moment))
        and (external_id(statement), _fold(version.text)) not in recorded
    ]


def _any(session: Session, table: type[SQLModel], condition: ColumnElement[bool]) -> bool:
    found = session.scalar(select(func.count()).select_from(table).where(condition))
    return bool(found)


def _fold(text: str) -> str:
    """The text without regard to where its lines break."""
    return " ".join(text.split())
