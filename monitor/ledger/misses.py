"""Record where a person finds a claim in a text that no reading has, and that they take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from alerts.columns import new_id
from monitor.ledger.corrections import BadReview, read_actor, read_choice, read_span
from monitor.ledger.journal import append_entry
from monitor.ledger.reviews import LONGEST_NOTE
from monitor.models import Agreement, Miss, Reading, Revision
from monitor.terms import Stance


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A miss as it is sent. `revision` is the number of the text that was seen, `start` and `end` are code
    points into its `field`; `agreement` may be left out where the statement was read for one only."""

    statement_id: str
    revision: int
    field: str
    start: int
    end: int
    by: str
    against: str | None
    types: Sequence[str]
    author: str
    stance: str = Stance.ACCUSATION.value
    agreement: str | None = None
    note: str = ""
    request_key: str | None = None


def record_miss(session: Session, found: FoundClaim, now: datetime) -> Miss | None:
    """Write a miss down; None: there is no such text. Raises BadReview, and then nothing is changed.

    The same request again, and the same passage by the same author with the same actors, add nothing.
    """
    revision = _find_revision(session, found)
    if revision is None:
        return None
    agreement = _find_agreement(session, found)
    miss = _make_miss(found, revision, agreement, now)
    known = _find_known(session, miss)
    if known is not None:
        return known
    session.add(miss)
    details = {"miss": miss.id, "agreement": agreement.id, "revision": revision.number}
    append_entry(session, kind="miss", subject=miss.statement_id, actor=miss.author, now=now, details=details)
    return miss


def take_back_miss(session: Session, id: str, actor: str, now: datetime) -> Miss | None:
    """It counts no more and stays in the records; None: there is no such miss."""
    miss = session.get(Miss, id, with_for_update=True)
    if miss is None or miss.taken_back_at is not None:
        return miss
    miss.taken_back_at = now
    session.add(miss)
    append_entry(
        session, kind="miss taken back", subject=miss.statement_id, actor=actor, now=now, details={"miss": id}
    )
    return miss


def _find_revision(session: Session, found: FoundClaim) -> Revision | None:
    mine = (Revision.statement_id == found.statement_id, Revision.number == found.revision)
    return session.exec(select(Revision).where(*mine).with_for_update()).first()


def _find_agreement(session: Session, found: FoundClaim) -> Agreement:
    """The agreement that is meant, one of those that the statement was read for."""
    query = select(Reading.agreement_id).where(Reading.statement_id == found.statement_id).distinct()
    read_for = sorted(session.exec(query))
    if found.agreement is None and len(read_for) == 1:
        return session.get_one(Agreement, read_for[0])
    if found.agreement not in read_for:
        known = ", ".join(read_for) or "none yet"
        raise BadReview("agreement", f"must be one that the statement was read for: {known}")
    return session.get_one(Agreement, found.agreement)


def _make_miss(found: FoundClaim, revision: Revision, agreement: Agreement, now: datetime) -> Miss:
    by, against = read_actor("by", found.by, agreement), read_actor("against", found.against, agreement)
    if by is None or by == against:
        raise BadReview("against", "must be somebody else than who says it")
    span = read_span({"field": found.field, "start": found.start, "end": found.end}, revision)
    note = found.note.strip()
    if len(note) > LONGEST_NOTE:
        raise BadReview("note", f"is longer than {LONGEST_NOTE} characters; shorten it")
    return Miss(
        id=new_id(),
        agreement_id=agreement.id,
        statement_id=revision.statement_id,
        revision_id=revision.id,
        **{name: span[name] for name in ("field", "start", "end")},
        stance=read_choice("stance", found.stance),
        by=by,
        against=against,
        types=read_choice("types", list(found.types)),
        note=note,
        author=found.author,
        request_key=found.request_key,
        said_at=now,
    )


def _find_known(session: Session, miss: Miss) -> Miss | None:
    """The one that the same request made, or that says the same."""
    if miss.request_key is not None:
        known = session.exec(select(Miss).where(Miss.request_key == miss.request_key)).first()
        if known is not None and known.revision_id != miss.revision_id:
            raise BadReview("key", "was used for another miss; send a new one")
        if known is not None:
            return known
    same = ("revision_id", "agreement_id", "field", "start", "end", "stance", "by", "against", "author")
    query = select(Miss).where(*(col(getattr(Miss, name)) == getattr(miss, name) for name in same))
    return session.exec(query.where(col(Miss.taken_back_at).is_(None))).first()
