"""How well claims are read, measured on what people said of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from alerts.columns import new_id
from monitor.db import writing
from monitor.models import Miss, Reading, Statement
from monitor.models.review import UNDONE
from monitor.queries import quality
from monitor.queries.quality import Measured, measure_quality
from tests.builders import a_published_claim, a_review, an_agreement, minutes_after

HERE = ["karabakh-2020"]


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as session:
        yield session


def judge(session: Session, verdict: str, changes: dict[str, Any] | None = None, **columns: Any) -> None:
    claim = a_published_claim(session, **columns)
    a_review(session, claim, verdict, changes=changes or {})


def a_miss(session: Session, statement: Statement, revision: str, **columns: Any) -> None:
    said = {"stance": "accusation", "by": "armenia", "against": "azerbaijan", "types": ["missile"]}
    place = {"field": "text", "start": 0, "end": 5, "author": "Anna", "said_at": minutes_after(70)}
    ids = {"id": new_id(), "statement_id": statement.id, "revision_id": revision, "agreement_id": HERE[0]}
    session.add(Miss(**(ids | said | place | columns)))
    session.flush()


def verdicts(measured: Measured) -> tuple[int, int, int]:
    return tuple(measured.verdicts[name] for name in ("confirmed", "corrected", "rejected"))  # type: ignore[return-value]


def test_verdicts_are_counted_by_language_source_act_and_party(session: Session) -> None:
    judge(session, "confirmed", types=["shelling", "drone"], lang="hy")
    judge(session, "rejected", source="az-mod", by="azerbaijan", against=None, types=["shelling"], lang="az")
    found = measure_quality(session, HERE)
    assert verdicts(found.whole) == (1, 0, 1)
    assert verdicts(found.cuts["type"]["shelling"]) == (1, 0, 1)
    assert verdicts(found.cuts["type"]["drone"]) == (1, 0, 0)
    assert verdicts(found.cuts["lang"]["az"]) == (0, 0, 1)
    assert verdicts(found.cuts["source"]["az-mod"]) == (0, 0, 1)
    assert verdicts(found.cuts["by"]["armenia"]) == (1, 0, 0)
    assert verdicts(found.cuts["against"][""]) == (0, 0, 1)


def test_a_correction_counts_where_the_machine_had_put_the_claim(session: Session) -> None:
    judge(session, "corrected", {"types": ["missile"], "by": "artsakh"}, types=["shelling"])
    found = measure_quality(session, HERE)
    assert verdicts(found.cuts["type"]["shelling"]) == (0, 1, 0)
    assert "missile" not in found.cuts["type"]
    assert verdicts(found.cuts["by"]["armenia"]) == (0, 1, 0)


def test_only_the_verdict_that_counts_is_measured(session: Session) -> None:
    claim = a_published_claim(session)
    a_review(session, claim, "rejected")
    a_review(session, claim, "confirmed", made_at=minutes_after(61))
    assert verdicts(measure_quality(session, HERE).whole) == (1, 0, 0)
    other = a_published_claim(session)
    taken_back = a_review(session, other, "rejected")
    a_review(session, other, UNDONE, undoes=taken_back.id, made_at=minutes_after(62))
    found = measure_quality(session, HERE)
    assert (verdicts(found.whole), found.open) == ((1, 0, 0), 1)


def test_precision_asks_for_right_readings_and_kept_for_claims_at_all(session: Session) -> None:
    for verdict in ("confirmed", "confirmed", "corrected", "rejected"):
        judge(session, verdict)
    whole = measure_quality(session, HERE).whole
    assert (whole.precision.value, whole.kept.value) == (0.5, 0.75)


def test_misses_tell_what_part_was_found(session: Session) -> None:
    judge(session, "confirmed", lang="hy")
    claim = a_published_claim(session, lang="hy")
    read = session.get_one(Reading, claim.reading_id)
    a_miss(session, session.get_one(Statement, read.statement_id), read.revision_id)
    a_miss(
        session,
        session.get_one(Statement, read.statement_id),
        read.revision_id,
        taken_back_at=minutes_after(80),
    )
    found = measure_quality(session, HERE)
    assert (found.whole.misses, found.whole.recall.value) == (1, 0.5)
    assert found.cuts["lang"]["hy"].misses == 1
    assert found.cuts["type"]["missile"].misses == 1
    assert found.cuts["by"]["armenia"].recall.of == 2


def test_another_agreement_is_measured_apart(session: Session) -> None:
    judge(session, "rejected", agreement=an_agreement(session, "other"))
    assert measure_quality(session, HERE).whole.reviewed == 0
    assert measure_quality(session, ["other"]).whole.reviewed == 1


def test_of_very_many_verdicts_the_newest_are_measured(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality, "MOST_VERDICTS", 1)
    judge(session, "rejected")
    claim = a_published_claim(session)
    a_review(session, claim, "confirmed", made_at=minutes_after(90))
    found = measure_quality(session, HERE)
    assert (verdicts(found.whole), found.is_whole) == ((1, 0, 0), False)
