"""Record what a person says of a claim: confirmed, corrected, rejected, a note, or a verdict taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from alerts.columns import new_id
from monitor.ledger.corrections import BadReview, read_changes
from monitor.ledger.journal import append_entry
from monitor.ledger.lineages import changed_facts
from monitor.ledger.log_lines import write_lines
from monitor.models import Agreement, Claim, Lineage, Review, Statement
from monitor.models.review import CORRECTED, NOTE, UNDONE, VERDICTS, find_verdict
from monitor.wire import finding_json

LONGEST_NOTE = 2_000
_A_MOMENT = timedelta(microseconds=1)


class StaleClaim(Exception):
    """What was seen is not what stands now; the text says what happened meanwhile, in one sentence.

    `claim_id` is the claim that stands, None when none does; `is_reviewed`: another review came first.
    """

    def __init__(self, sentence: str, claim_id: str | None, *, is_reviewed: bool = False) -> None:
        super().__init__(sentence)
        self.claim_id = claim_id
        self.is_reviewed = is_reviewed


@dataclass(frozen=True, slots=True)
class Opinion:
    """A review as it is sent. `claim_id` is the version that was seen.

    `seen_review` is the verdict that was seen beside it ("" for none, None: nobody asked); `request_key`
    names the request, so that sending it again adds nothing.
    """

    claim_id: str
    verdict: str
    made_by: str
    changes: Mapping[str, Any]
    note: str = ""
    seen_review: str | None = None
    request_key: str | None = None


def record_review(session: Session, opinion: Opinion, now: datetime) -> Review | None:
    """Write a review down, and the line of its claim; None: there is no such claim.

    Raises BadReview, or StaleClaim, and then nothing is changed.
    """
    claim = session.get(Claim, opinion.claim_id)
    if claim is None:
        return None
    lineage = session.get_one(Lineage, claim.lineage_id, with_for_update=True, populate_existing=True)
    repeated = _find_repeated(session, opinion)
    if repeated is not None:
        return repeated
    agreement = session.get_one(Agreement, lineage.agreement_id)
    earlier = list(session.exec(select(Review).where(Review.lineage_id == lineage.id)).all())
    counting = _check_seen(session, opinion, claim, lineage, agreement, earlier)
    made_at = max([now, *(each.made_at + _A_MOMENT for each in earlier)])
    review = _review(session, opinion, claim, agreement, counting, made_at)
    session.add(review)
    write_lines(session, [lineage.id], review.made_at)
    told = _without_words(review.changes)
    details = {"review": review.id, "claim": claim.id, "verdict": review.verdict, "changes": told}
    append_entry(session, kind="review", subject=lineage.id, actor=opinion.made_by, now=now, details=details)
    return review


def _without_words(changes: Mapping[str, Any]) -> dict[str, Any]:
    """For the journal, which nothing can be taken out of: where the passage lies, and not what it says."""
    if "evidence" not in changes:
        return dict(changes)
    place = {name: value for name, value in changes["evidence"].items() if name != "quote"}
    return {**changes, "evidence": place}


def record_reviews(session: Session, opinions: Sequence[Opinion], now: datetime) -> int:
    """Write several down; what has changed or was judged since it was seen is left out. How many: counted.

    Raises BadReview, and then nothing is to be kept. All claims come before the journal, as a reading
    has them: the statements first, and each in one order, so that no two wait for each other.
    """
    seen = select(Claim.lineage_id).where(col(Claim.id).in_([opinion.claim_id for opinion in opinions]))
    mine = col(Lineage.id).in_(seen)
    told = select(Lineage.statement_id).where(mine)
    statements = select(Statement.id).where(col(Statement.id).in_(told)).order_by(Statement.id)
    session.exec(statements.with_for_update()).all()
    session.exec(select(Lineage.id).where(mine).order_by(Lineage.id).with_for_update()).all()
    recorded = 0
    for opinion in opinions:
        with suppress(StaleClaim):
            recorded += record_review(session, opinion, now) is not None
    return recorded


def _find_repeated(session: Session, opinion: Opinion) -> Review | None:
    """The review that the same request made before."""
    if opinion.request_key is None:
        return None
    known = session.exec(select(Review).where(Review.request_key == opinion.request_key)).first()
    if known is not None and (known.claim_id, known.verdict) != (opinion.claim_id, opinion.verdict):
        raise BadReview("key", "was used for another review; send a new one")
    return known


def _check_seen(
    session: Session,
    opinion: Opinion,
    claim: Claim,
    lineage: Lineage,
    agreement: Agreement,
    earlier: list[Review],
) -> Review | None:
    """The verdict that counts now; raises StaleClaim when the person looked at something else."""
    if lineage.claim_id is None:
        raise StaleClaim("The text says this no longer: the claim was taken back.", None)
    current = session.get_one(Claim, lineage.claim_id)
    if _differ(session, claim.id, current, agreement):
        raise StaleClaim("The claim has changed since it was shown; look at it again.", current.id)
    counting = find_verdict(earlier, lambda seen: not _differ(session, seen, current, agreement))
    stands = counting.id if counting else ""
    if opinion.seen_review is not None and opinion.seen_review != stands:
        by = counting.made_by if counting else "Somebody"
        verdict = counting.verdict if counting else "open again"
        sentence = f"{by} reviewed this meanwhile ({verdict}); look at it again."
        raise StaleClaim(sentence, current.id, is_reviewed=True)
    return counting


def _differ(session: Session, seen: str, current: Claim, agreement: Agreement) -> bool:
    if seen == current.id:
        return False
    one, other = session.get_one(Claim, seen).finding, current.finding
    zone = agreement.timezone
    return bool(changed_facts(finding_json(one, zone), finding_json(other, zone)))


def _review(
    session: Session,
    opinion: Opinion,
    claim: Claim,
    agreement: Agreement,
    counting: Review | None,
    now: datetime,
) -> Review:
    note = opinion.note.strip()
    if len(note) > LONGEST_NOTE:
        raise BadReview("note", f"is longer than {LONGEST_NOTE} characters; shorten it")
    if opinion.verdict not in (*VERDICTS, NOTE, UNDONE):
        raise BadReview("verdict", f"must be one of {', '.join((*VERDICTS, NOTE, UNDONE))}")
    if opinion.verdict == NOTE and not note:
        raise BadReview("note", "is empty; write one, or send a verdict")
    if opinion.verdict == UNDONE and counting is None:
        raise BadReview("verdict", "there is no verdict that could be taken back")
    if opinion.changes and opinion.verdict != CORRECTED:
        raise BadReview("changes", "go with the verdict `corrected` only")
    changes = read_changes(session, claim, agreement, opinion.changes) if opinion.verdict == CORRECTED else {}
    return Review(
        id=new_id(),
        lineage_id=claim.lineage_id,
        claim_id=claim.id,
        verdict=opinion.verdict,
        changes=changes,
        note=note,
        undoes=counting.id if counting and opinion.verdict == UNDONE else None,
        request_key=opinion.request_key,
        made_by=opinion.made_by,
        made_at=now,
    )
