"""Lines made again from the records say what the ledger wrote, whatever came in whatever order."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from monitor.db import writing
from monitor.ledger.log_lines import write_lines
from monitor.ledger.rebuilding import rebuild_lines
from monitor.models import (
    Facet,
    Lineage,
    LogLine,
    LogMark,
    LogTally,
    MarkCount,
    SearchText,
)
from monitor.models.log_line import second_of_id
from tests.builders import minutes_after
from tests.histories import play


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as session:
        yield session


def read_everything(session: Session) -> dict[str, Any]:
    """All lines and counts, the ids of facets aside, and those of lines but for their second."""
    session.flush()
    session.expire_all()
    keys = {facet.id: facet for facet in session.exec(select(Facet).where(Facet.lines > 0))}
    named = {
        line.id: (second_of_id(line.id), line.claim_id, line.began_at)
        for line in session.exec(select(LogLine))
    }
    return {
        "facets": {
            each.key: (each.lines, named[each.first_id][:1], named[each.last_id][:1])
            for each in keys.values()
        },
        "lines": Counter(
            (
                named[line.id],
                keys[line.facet_id].key,
                line.occurred,
                line.confidence,
                line.ended_at,
                line.review_id,
            )
            for line in session.exec(select(LogLine))
        ),
        "marks": Counter(
            (each.mark, named[each.line_id], keys[each.facet_id].key)
            for each in session.exec(select(LogMark))
        ),
        "mark counts": {
            (each.mark, keys[each.facet_id].key, each.lines)
            for each in session.exec(select(MarkCount).where(MarkCount.lines != 0))
        },
        "tallies": {
            tuple(row.model_dump().values())
            for row in session.exec(select(LogTally).where(LogTally.lines != 0))
        },
        "texts": {row.revision_id: (str(row.words), row.labels) for row in session.exec(select(SearchText))},
    }


@pytest.mark.parametrize("seed", range(4))
def test_what_the_ledger_wrote_is_what_the_records_give(session: Session, seed: int) -> None:
    play(session, random.Random(seed), 80)
    written = read_everything(session)
    rebuild_lines(session)
    rebuilt = read_everything(session)
    assert written["texts"].keys() == rebuilt["texts"].keys()
    for name in written:
        assert written[name] == rebuilt[name], name


def test_writing_the_same_again_changes_nothing(session: Session) -> None:
    play(session, random.Random(9), 30)
    before = read_everything(session)
    write_lines(session, list(session.exec(select(Lineage.id))), minutes_after(1000) + timedelta(days=9))
    assert read_everything(session) == before
