"""Check that nothing that was sealed has changed: every byte, every row, every order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlmodel import Session, col, func, select

from monitor.evidence.chain import Link, walk_chain
from monitor.evidence.leaves import capture_leaf, entry_leaf, merkle_root, seal_hash
from monitor.evidence.sealing import BEGINNING
from monitor.evidence.store import Missing, body_of
from monitor.models import Capture, Erasure, JournalEntry, Seal, SealedCapture, Work
from monitor.models.work import SEAL


@dataclass(frozen=True, slots=True)
class Fault:
    """Something is not as it was sealed; the sentence is for the operator's screen."""

    subject: str
    sentence: str


@dataclass(slots=True)
class Verdict:
    """What a check came to. `pending` captures wait for their seal; `head` is the last seal's hash."""

    seals: int = 0
    captures: int = 0
    erased: int = 0
    journal: int = 0
    pending: int = 0
    head: str | None = None
    faults: list[Fault] = field(default_factory=list)


def verify_evidence(session: Session, head: str | None = None) -> Verdict:
    """Walk the chain from its first link; `head`, noted down elsewhere, proves that no end was cut off."""
    verdict, previous = Verdict(), BEGINNING
    seen_head = head is None
    for number, link in enumerate(walk_chain(session), start=1):
        verdict.faults += _check_seal(link.seal, number, previous)
        verdict.faults += _check_contents(session, link, verdict)
        previous = verdict.head = link.seal.sha256
        verdict.seals = number
        seen_head = seen_head or previous == head
    if not seen_head:
        verdict.faults.append(Fault(f"head {head}", "No seal has this hash: the chain was cut or made anew."))
    verdict.faults += _check_strays(session, verdict)
    return verdict


def _check_seal(seal: Seal, number: int, previous: str) -> Iterator[Fault]:
    subject = f"seal {seal.sequence}"
    if seal.sequence != number:
        yield Fault(subject, f"Seal {number} should stand here: one is missing before it.")
    if seal.previous != previous:
        yield Fault(subject, "It does not follow the seal before it: one was changed, removed or moved.")
    if seal_hash(seal) != seal.sha256:
        yield Fault(subject, "Its own hash is wrong: the seal was changed.")


def _check_contents(session: Session, link: Link, verdict: Verdict) -> list[Fault]:
    faults: list[Fault] = []
    seal = link.seal
    for place in link.places:
        faults += _check_capture(session, place, verdict)
    verdict.journal += len(link.entries)
    if [place.position for place in link.places] != list(range(seal.captures)):
        faults.append(Fault(f"seal {seal.sequence}", f"It sealed {seal.captures} captures in another order."))
    root = merkle_root([place.leaf for place in link.places] + [entry_leaf(entry) for entry in link.entries])
    if root != seal.root:
        rows = f"journal rows {link.journal_from + 1} to {seal.journal_to}"
        sentence = f"Its root is wrong: a leaf of it or one of the {rows} was changed, removed or moved."
        faults.append(Fault(f"seal {seal.sequence}", sentence))
    return faults


def _check_capture(session: Session, place: SealedCapture, verdict: Verdict) -> Iterator[Fault]:
    subject = f"capture {place.capture_id}"
    capture = session.get(Capture, place.capture_id)
    verdict.captures += 1
    if capture is None:
        yield Fault(subject, "It was sealed and is gone.")
        return
    if capture_leaf(capture) != place.leaf:
        yield Fault(
            subject, "Its row is not as it was sealed: an address, a time, a header or its hash changed."
        )
    if capture.kept == "full":
        yield from _check_bytes(session, capture, subject, verdict)
    elif capture.body:
        yield Fault(subject, "It holds bytes though only its hash was to be kept.")


def _check_bytes(session: Session, capture: Capture, subject: str, verdict: Verdict) -> Iterator[Fault]:
    """Erased bytes have a tombstone, and the tombstone a journal row that the chain holds."""
    tombstone = session.get(Erasure, capture.id)
    if tombstone is not None:
        verdict.erased += 1
        named = (JournalEntry.kind == "erasure", JournalEntry.subject == capture.id)
        if session.exec(select(JournalEntry.number).where(*named)).first() is None:
            yield Fault(subject, "It has a tombstone of which the journal knows nothing.")
        if capture.body:
            yield Fault(subject, "It has a tombstone and holds bytes.")
        return
    try:
        body_of(capture)
    except Missing as missing:
        yield Fault(subject, str(missing))


def _check_strays(session: Session, verdict: Verdict) -> Iterator[Fault]:
    """A capture without a seal waits for one, or it was put in from outside."""
    waiting = select(Work.id).where(
        Work.kind == SEAL, Work.subject_id == Capture.id, col(Work.done_at).is_(None)
    )
    sealed = select(SealedCapture.capture_id).where(SealedCapture.capture_id == Capture.id)
    unsealed = select(Capture.id).where(~sealed.exists())
    verdict.pending = session.exec(
        select(func.count()).select_from(unsealed.where(waiting.exists()).subquery())
    ).one()
    for id in session.exec(unsealed.where(~waiting.exists())):
        yield Fault(
            f"capture {id}", "It was never sealed and does not wait to be: it did not come from a poll."
        )
