"""A database from before the desk has its log after the upgrade as if it had always been kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

from monitor.db import open_engine, reading, upgrade, writing
from monitor.queries.claims import ClaimFilter, list_claims
from monitor.queries.figures import read_figures
from tests.builders import a_published_claim, a_review, an_agreement


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Any) -> Iterator[Engine]:
    address = f"sqlite:///{tmp_path}/watch.sqlite3"
    if request.param == "postgresql":
        address = request.getfixturevalue("empty_postgres_url")
    engine = open_engine(address)
    yield engine
    engine.dispose()


def go_back(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "monitor:migrations")
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def look(engine: Engine) -> dict[str, Any]:
    with reading(engine) as session:
        pages = {q: list_claims(session, ClaimFilter(q=q)).items for q in ("", "ganja", "karakhambeyli")}
        figures = read_figures(session, an_agreement(session))
        found = {
            q: [(row.claim.id, row.review and row.review.verdict) for row in rows]
            for q, rows in pages.items()
        }
        return {"log": found, "apart": figures.apart, "pairs": figures.pairs, "places": figures.places}


def test_claims_and_reviews_from_before_are_in_the_log(empty: Engine) -> None:
    upgrade(empty)
    with writing(empty) as session:
        a_review(session, a_published_claim(session, text="Ganja was hit."), "rejected")
        a_review(session, a_published_claim(session), "corrected", changes={"places": ["Ganja"]})
        a_published_claim(session, in_force=False)
    before = look(empty)
    assert len(before["log"][""]) == 3
    go_back(empty, "0003")
    upgrade(empty)
    assert look(empty) == before
