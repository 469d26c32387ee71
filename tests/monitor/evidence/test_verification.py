"""Whatever of the sealed evidence is changed is found."""

import hashlib
import random

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from monitor.evidence.leaves import capture_leaf, merkle_root
from monitor.evidence.store import pack_body
from monitor.evidence.verification import verify_evidence
from monitor.ledger.erasures import Unknown, erase_evidence
from monitor.models import Capture, JournalEntry, Revision, Seal, SealedCapture, Source
from tests.builders import a_capture, a_claim, minutes_after


def subjects(verdict):
    return {fault.subject for fault in verdict.faults}


def test_a_chain_that_nobody_touched_has_no_faults(chain):
    chain.grow()
    verdict = chain.verify()
    assert (verdict.faults, verdict.seals, verdict.captures, verdict.journal) == ([], 3, 12, 9)
    assert len(verdict.head) == 64


def test_an_empty_database_has_no_faults_and_no_head(chain):
    verdict = chain.verify()
    assert (verdict.faults, verdict.head) == ([], None)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE capture SET final_url = 'https://x.example' WHERE id = 'c00005'",
        "UPDATE capture SET status = 201 WHERE id = 'c00005'",
        "UPDATE capture SET headers = '[]' WHERE id = 'c00005'",
        "UPDATE capture SET certificate_sha256 = 'ab' WHERE id = 'c00005'",
        "UPDATE capture SET received_at = '2020-10-10 09:00:00' WHERE id = 'c00005'",
        "UPDATE capture SET sha256 = 'ab' WHERE id = 'c00005'",
        "UPDATE capture SET kept = 'hash', body = '' WHERE id = 'c00005'",
        "UPDATE capture SET body = '' WHERE id = 'c00005'",
        "DELETE FROM capture WHERE id = 'c00005'",
    ],
)
def test_a_change_of_a_captures_row_names_the_capture(chain, change):
    chain.grow()
    chain.change(lambda session: session.execute(text(change)))
    assert "capture c00005" in subjects(chain.verify())


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal SET details = '{\"x\": 1}' WHERE number = 5",
        "UPDATE journal SET actor = 'nobody' WHERE number = 5",
        "DELETE FROM journal WHERE number = 5",
        "UPDATE seal SET journal_to = 5 WHERE sequence = 2",
        "UPDATE seal SET root = previous WHERE sequence = 2",
        "UPDATE sealed_capture SET position = position + 1 WHERE sequence = 2",
        "DELETE FROM sealed_capture WHERE sequence = 2",
    ],
)
def test_a_change_of_the_journal_or_of_a_seal_names_the_seal(chain, change):
    chain.grow()
    chain.change(lambda session: session.execute(text(change)))
    assert "seal 2" in subjects(chain.verify())


def test_a_seal_taken_out_of_the_chain_is_missed(chain):
    chain.grow()

    def take_out(session):
        for place in session.exec(select(SealedCapture).where(SealedCapture.sequence == 2)).all():
            session.delete(place)
        session.flush()
        session.delete(session.get_one(Seal, 2))

    chain.change(take_out)
    assert "seal 3" in subjects(chain.verify())


def test_a_chain_made_anew_does_not_hold_a_head_noted_down_before(chain):
    chain.grow()
    head = chain.verify().head
    chain.grow(batches=1)
    assert chain.verify(head).faults == []
    assert subjects(chain.verify("0" * 64)) == {"head " + "0" * 64}


def test_a_capture_put_in_from_outside_is_named(chain):
    chain.grow()
    chain.change(lambda session: a_capture(session, session.get_one(Source, "am-mod"), id="stray"))
    assert "capture stray" in subjects(chain.verify())


def test_swapped_bodies_are_found(chain):
    chain.grow()

    def swap(session):
        one, other = session.get_one(Capture, "c00002"), session.get_one(Capture, "c00009")
        one.body, other.body = other.body, one.body

    chain.change(swap)
    assert subjects(chain.verify()) == {"capture c00002", "capture c00009"}


def test_erased_bytes_leave_a_tombstone_and_the_chain_verifies(chain):
    chain.grow()

    def erase(session):
        erase_evidence(session, "c00003", reason="court order", actor="lead", now=minutes_after(60))

    chain.change(erase)
    verdict = chain.verify()
    assert (verdict.faults, verdict.erased) == ([], 1)


def test_a_statement_is_erased_with_its_texts_and_quotes(chain):
    def make_and_erase(session):
        claim = a_claim(session)
        revision = session.get_one(Revision, claim.revision_id)
        erased = erase_evidence(
            session, revision.statement_id, reason="privacy", actor="lead", now=minutes_after(9)
        )
        assert erased == [revision.capture_id]
        assert (revision.title, revision.text, claim.quote) == ("", "", "")
        assert session.get_one(Capture, revision.capture_id).body == b""

    chain.change(make_and_erase)


def test_an_unknown_id_erases_nothing(chain):
    with pytest.raises(Unknown):
        chain.change(
            lambda session: erase_evidence(session, "x", reason="r", actor="a", now=minutes_after(1))
        )


def test_a_tombstone_that_the_journal_does_not_know_is_a_fault(chain):
    chain.grow()
    forged = (
        "INSERT INTO erasure (capture_id, erased_at, erased_by, reason)"
        " VALUES ('c00003', '2020-10-10 09:00:00', 'x', 'y')"
    )
    chain.change(lambda session: session.execute(text(forged)))
    chain.change(lambda session: session.execute(text("UPDATE capture SET body = '' WHERE id = 'c00003'")))
    assert "capture c00003" in subjects(chain.verify())


def test_the_leaf_of_a_capture_does_not_hang_on_how_its_bytes_are_stored(chain):
    chain.grow(batches=1)

    def repack(session):
        capture = session.get_one(Capture, "c00001")
        before = capture_leaf(capture)
        capture.body, capture.coding = b"<rss>1</rss>" * 20, "identity"
        assert capture_leaf(capture) == before

    chain.change(repack)
    assert chain.verify().faults == []


def test_the_root_of_leaves_hangs_on_each_and_on_their_order():
    leaves = [hashlib.sha256(bytes([n])).hexdigest() for n in range(7)]
    roots = {
        merkle_root(leaves),
        merkle_root(leaves[::-1]),
        merkle_root(leaves[:-1]),
        merkle_root([*leaves, leaves[0]]),
    }
    assert len(roots) == 4


def tamper(session, rng, seal, captures):
    """One random change of what a seal holds; returns what was done and whom a fault may name for it."""
    one, other = (f"c{number:05}" for number in rng.sample(range((seal - 1) * captures, seal * captures), 2))
    capture = session.get_one(Capture, one)
    kind = rng.choice(["byte", "body", "row", "delete", "swap", "place", "journal", "unjournal"])
    if kind == "byte":
        body = bytearray(capture.body)
        body[rng.randrange(len(body))] ^= 1 << rng.randrange(8)
        capture.body = bytes(body)
    elif kind == "body":
        capture.body = pack_body(b"other")
    elif kind == "row":
        capture.final_url += "x"
    elif kind == "delete":
        session.delete(capture)
    elif kind == "swap":
        twin = session.get_one(Capture, other)
        capture.body, twin.body = twin.body, capture.body
    elif kind == "place":
        mine, theirs = session.get_one(SealedCapture, one), session.get_one(SealedCapture, other)
        mine.leaf, theirs.leaf = theirs.leaf, mine.leaf
    else:
        entry = session.get_one(JournalEntry, rng.randint(3 * seal - 2, 3 * seal))
        entry.subject += "x"
        if kind == "unjournal":
            session.delete(entry)
    return kind, {f"capture {one}", f"capture {other}", f"seal {seal}"}


def find_missed(chain, rng, *, seals, captures, rounds, changes):
    """Tamper with some seals at once, verify, undo, again and again; returns what was not found."""
    missed = []
    for _ in range(rounds):
        with Session(chain.engine) as session:
            done = [tamper(session, rng, seal, captures) for seal in rng.sample(range(1, seals + 1), changes)]
            session.flush()
            named = subjects(verify_evidence(session))
            missed += [kind for kind, may_be_named in done if not named & may_be_named]
            session.rollback()
    return missed


def test_thirty_random_changes_are_found(small_chain):
    small_chain.grow(batches=10, captures=5)
    rng = random.Random(7)
    assert find_missed(small_chain, rng, seals=10, captures=5, rounds=10, changes=3) == []


@pytest.mark.long
def test_a_hundred_random_changes_among_ten_thousand_captures_are_found(small_chain):
    small_chain.grow(batches=100, captures=100)
    rng = random.Random(11)
    assert find_missed(small_chain, rng, seals=100, captures=100, rounds=10, changes=10) == []
