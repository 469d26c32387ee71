"""Many claims judged at once while others write about the same ones: each waits, nobody fails."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, text
from sqlmodel import Session

from monitor.db import reading, writing
from monitor.ledger.reviews import Opinion, record_review, record_reviews
from monitor.models import Claim, Lineage, Statement
from monitor.queries.claims import get_claim
from tests.builders import a_published_claim, minutes_after
from tests.servers import wait_until


def judge_all(engine: Engine, claims: list[Claim]) -> int:
    with writing(engine) as session:
        opinions = [Opinion(claim.id, "confirmed", "K. Lindqvist", {}, seen_review="") for claim in claims]
        return record_reviews(session, opinions, minutes_after(60))


def somebody_waits(engine: Engine) -> bool:
    with engine.connect() as connection:
        return bool(connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


def make_claims(engine: Engine) -> list[Claim]:
    with writing(engine) as session:
        return [a_published_claim(session) for _ in range(3)]


def test_who_judges_many_and_who_judges_one_of_them_do_not_block_each_other(postgres_engine: Engine) -> None:
    claims = make_claims(postgres_engine)
    with ThreadPoolExecutor() as pool:
        with writing(postgres_engine) as session:
            session.get_one(Lineage, claims[1].lineage_id, with_for_update=True)
            many = pool.submit(judge_all, postgres_engine, claims)
            wait_until(lambda: somebody_waits(postgres_engine))
            record_review(session, Opinion(claims[1].id, "rejected", "Olga", {}), minutes_after(60))
        assert many.result(20) == 2
    with reading(postgres_engine) as session:
        assert [verdict(session, claim) for claim in claims] == ["confirmed", "rejected", "confirmed"]


def verdict(session: Session, claim: Claim) -> str:
    row = get_claim(session, claim.id)
    assert row is not None
    assert row.review is not None
    return row.review.verdict


def test_who_judges_many_waits_for_the_reading_of_one_of_their_statements(postgres_engine: Engine) -> None:
    claims = make_claims(postgres_engine)
    with ThreadPoolExecutor() as pool:
        with writing(postgres_engine) as session:
            lineage = session.get_one(Lineage, claims[2].lineage_id)
            session.get_one(Statement, lineage.statement_id, with_for_update=True)
            many = pool.submit(judge_all, postgres_engine, claims)
            wait_until(lambda: somebody_waits(postgres_engine))
            session.get_one(Lineage, lineage.id, with_for_update=True)
        assert many.result(20) == 3


def test_a_claim_that_nobody_knows_is_not_counted(engine: Engine) -> None:
    claims = make_claims(engine)
    with writing(engine) as session:
        opinions = [Opinion(id, "confirmed", "Olga", {}) for id in (claims[0].id, "0" * 32)]
        assert record_reviews(session, opinions, minutes_after(60)) == 1
