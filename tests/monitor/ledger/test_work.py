"""Hand-overs between rooms."""

from datetime import timedelta

from sqlmodel import select

from alerts.leases import claim_due, renew, take_over
from monitor.db import reading, writing
from monitor.ledger.work import MOST_TRIES, finish_work, is_due, note_failure, put_off_work, queue_work
from monitor.models import Work
from monitor.models.work import CLASSIFY, READ
from tests.builders import START, minutes_after


def queue(engine, subject="r1", kind=READ, **options):
    with writing(engine) as session:
        queue_work(session, kind, subject, now=START, **options)


def claim(engine, wall=START, now=START, kind=READ):
    with writing(engine) as session:
        return claim_due(session, Work, is_due(now, kind), Work.due_at, wall=wall, limit=10)


def rows(engine):
    with reading(engine) as session:
        return session.exec(select(Work)).all()


def test_the_same_work_waits_only_once(engine):
    queue(engine)
    queue(engine)
    assert len(rows(engine)) == 1


def test_done_work_may_be_queued_again(engine):
    queue(engine)
    (lease,) = claim(engine)
    with writing(engine) as session:
        assert finish_work(session, lease, START)
    queue(engine)
    assert len(rows(engine)) == 2


def test_work_that_speaks_is_not_hushed_by_a_silent_twin(engine):
    queue(engine, kind=CLASSIFY, agreement_id="a", silent=True)
    queue(engine, kind=CLASSIFY, agreement_id="a")
    queue(engine, kind=CLASSIFY, agreement_id="a", silent=True)
    assert [work.silent for work in rows(engine)] == [False]


def test_claimed_work_is_not_claimed_twice(engine):
    queue(engine)
    assert len(claim(engine)) == 1
    assert claim(engine, wall=START + timedelta(seconds=14)) == []


def test_a_lease_that_ran_out_is_free_again(engine):
    queue(engine)
    claim(engine)
    assert len(claim(engine, wall=START + timedelta(seconds=16))) == 1


def test_a_renewed_lease_lasts_another_term(engine):
    queue(engine)
    leases = claim(engine)
    with writing(engine) as session:
        renew(session, Work, leases, START + timedelta(seconds=10))
    assert claim(engine, wall=START + timedelta(seconds=20)) == []


def test_a_handed_on_lease_is_taken_over_by_one_worker_only(engine):
    queue(engine)
    (lease,) = claim(engine)
    with writing(engine) as session:
        own = take_over(session, Work, lease, START)
        assert own is not None
        assert take_over(session, Work, lease, START) is None


def test_the_result_of_a_worker_that_lost_its_lease_is_dropped(engine):
    queue(engine)
    (late,) = claim(engine)
    (lease,) = claim(engine, wall=minutes_after(1))
    with writing(engine) as session:
        assert not finish_work(session, late, START)
        assert finish_work(session, lease, START)


def test_work_that_is_put_off_comes_back_at_its_time(engine):
    queue(engine)
    (lease,) = claim(engine)
    with writing(engine) as session:
        put_off_work(session, lease, minutes_after(1))
    assert claim(engine) == []
    assert len(claim(engine, now=minutes_after(1))) == 1


def test_a_failure_is_tried_again_ever_more_slowly(engine):
    queue(engine)
    waits = []
    for _ in range(4):
        (lease,) = claim(engine, wall=minutes_after(1), now=minutes_after(90))
        with writing(engine) as session:
            note_failure(session, lease, START, "ValueError: odd")
        waits.append(rows(engine)[0].due_at - START)
    assert waits == sorted(set(waits))


def test_work_that_fails_for_good_ends_with_its_failure_on_record(engine):
    queue(engine)
    for number in range(MOST_TRIES):
        (lease,) = claim(engine, wall=minutes_after(number), now=minutes_after(10_000))
        with writing(engine) as session:
            note_failure(session, lease, START, "ValueError: odd")
    (work,) = rows(engine)
    assert work.done_at is not None
    assert work.failure == "ValueError: odd"
