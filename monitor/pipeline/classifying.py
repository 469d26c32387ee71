"""The last step: read one revision for one agreement; record the reading, its claims and their notices."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from alerts.leases import Lease
from monitor.agreements.facts import agreement_facts
from monitor.classify import CLASSIFIER_VERSION, read_statement
from monitor.db import reading, writing
from monitor.ledger.baselines import published_by, stood_at_start
from monitor.ledger.keeping import FULL, trim_text
from monitor.ledger.looks import Look
from monitor.ledger.readings import record_reading
from monitor.ledger.work import finish_work
from monitor.models import Agreement, Lineage, Revision, Source, Statement, Watch, Work
from monitor.pipeline.tools import Tools, wait_a_turn
from monitor.terms import PublishedPrecision, StatementText


def classify_revision(tools: Tools, lease: Lease) -> None:
    """Read one revision for one agreement; record the reading, its claims and their notices."""
    with reading(tools.engine) as session:
        work = session.get_one(Work, lease.id)
        look = _begin_look(session, work)
        earlier = look is not None and _earlier_waits(session, work, look)
    if earlier:
        return wait_a_turn(tools, lease)
    with writing(tools.engine) as session:
        if finish_work(session, lease, tools.now()):
            if look is not None:
                record_reading(session, look, tools.now())
            trim_text(session, work.subject_id)
    return None


def _begin_look(session: Session, work: Work) -> Look | None:
    """Read the revision as it stands.

    None when nobody watches its source for the agreement any more, the statement was withdrawn, or
    its text is not kept.
    """
    revision = session.get_one(Revision, work.subject_id)
    statement = session.get_one(Statement, revision.statement_id)
    source = session.get_one(Source, statement.source_id)
    mine = (
        Watch.agreement_id == work.agreement_id,
        Watch.source_id == source.id,
        col(Watch.removed_at).is_(None),
    )
    watch = session.exec(select(Watch).where(*mine)).first()
    if watch is None or statement.withdrawn_at is not None or revision.kept != FULL:
        return None
    agreement = session.get_one(Agreement, watch.agreement_id)
    speaker = _speaker_of(revision, watch)
    text = _statement_text(revision, statement, source, watch, agreement.starts_at, speaker)
    return Look(
        revision=revision,
        statement=statement,
        source=source,
        agreement=agreement,
        speaker=speaker,
        classifier_version=CLASSIFIER_VERSION,
        answer=read_statement(text, agreement_facts(agreement.document)),
        published_by=published_by(
            revision.published_at,
            text.precision,
            statement.first_seen_at,
            watch.baseline_at,
            agreement.starts_at,
        ),
        silent=work.silent or _was_told(session, statement, agreement.id),
    )


def _speaker_of(revision: Revision, watch: Watch) -> str | None:
    """Forwarded words are not the outlet's own: they are read as a third party's."""
    return None if revision.forwarded else watch.speaker


def _statement_text(
    revision: Revision,
    statement: Statement,
    source: Source,
    watch: Watch,
    starts_at: datetime,
    speaker: str | None,
) -> StatementText:
    return StatementText(
        title=revision.title,
        text=revision.text,
        speaker=speaker,
        published_at=revision.published_at,
        precision=PublishedPrecision(revision.precision),
        timezone=source.document.get("timezone"),
        languages=tuple(filter(None, [revision.language])) or tuple(source.document.get("languages") or ()),
        stood_at_start=stood_at_start(statement.first_seen_at, watch.baseline_at, starts_at),
    )


def _earlier_waits(session: Session, work: Work, look: Look) -> bool:
    """An earlier text of the statement, or the one that it repeats, is still to be read."""
    waiting = (
        select(Work.id)
        .join(Revision, col(Revision.id) == Work.subject_id)
        .where(Work.kind == work.kind, col(Work.done_at).is_(None), Work.agreement_id == work.agreement_id)
    )
    earlier = waiting.where(_is_earlier_text(look) | _is_text_of_original(look))
    return session.exec(earlier).first() is not None


def _is_earlier_text(look: Look) -> ColumnElement[bool]:
    return (col(Revision.statement_id) == look.statement.id) & (col(Revision.number) < look.revision.number)


def _is_text_of_original(look: Look) -> ColumnElement[bool]:
    return col(Revision.statement_id) == look.statement.original_id


def _was_told(session: Session, statement: Statement, agreement_id: str) -> bool:
    """The statement that this one repeats, in another language or as a relay, has told its claims."""
    if statement.original_id is None:
        return False
    mine = (Lineage.statement_id == statement.original_id, Lineage.agreement_id == agreement_id)
    return session.exec(select(Lineage.id).where(*mine)).first() is not None
