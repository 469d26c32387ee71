"""However much is exported, little of it is in memory at a time."""

import json
import random
import tracemalloc

import pytest
from sqlmodel import col

from monitor.db import reading, writing
from monitor.evidence.chain import walk_captures, walk_chain
from monitor.evidence.sealing import append_seal
from monitor.evidence.warc import write_evidence
from monitor.models import Capture
from tests.builders import a_capture, a_source, minutes_after

MANY, SIZE = 240, 65_536
MOST_AT_ONCE = 20 * SIZE


@pytest.fixture
def full(sqlite_engine):
    """A database of captures that can't be packed, sealed a few at a time."""
    chance = random.Random(1)
    with writing(sqlite_engine) as session:
        source = a_source(session)
    for first in range(0, MANY, 12):
        with writing(sqlite_engine) as session:
            made = [
                a_capture(session, source, id=f"c{n:04}", body=chance.randbytes(SIZE))
                for n in range(first, first + 12)
            ]
            append_seal(session, made, minutes_after(1))
    return sqlite_engine


def test_an_export_of_many_captures_holds_a_few_of_them_at_a_time(full, tmp_path):
    with (
        reading(full) as session,
        (tmp_path / "out.warc.gz").open("wb") as warc,
        (tmp_path / "out.json").open("w", encoding="utf-8") as manifest,
    ):
        tracemalloc.start()
        written, head = write_evidence(session, walk_captures(session), warc, manifest, "test")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    told = json.loads((tmp_path / "out.json").read_text("utf-8"))
    assert (written, len(told["captures"]), len(told["seals"])) == (MANY, MANY, MANY // 12)
    assert told["seals"][-1]["sha256"] == head
    assert (tmp_path / "out.warc.gz").stat().st_size > MANY * SIZE
    assert most < MOST_AT_ONCE


@pytest.mark.parametrize("per_page", [1, 2, 3, 100])
def test_captures_of_one_moment_are_each_met_once_in_the_same_order(sqlite_engine, monkeypatch, per_page):
    monkeypatch.setattr("monitor.evidence.chain._PAGE", per_page)
    with writing(sqlite_engine) as session:
        source, other = a_source(session), a_source(session, "other")
        for number, minute in enumerate((2, 1, 1, 1, 0)):
            a_capture(session, source, id=f"c{number}", received_at=minutes_after(minute))
        a_capture(session, other, id="x")
    with reading(sqlite_engine) as session:
        found = [one.id for one in walk_captures(session, col(Capture.source_id) == source.id)]
    assert found == ["c4", "c1", "c2", "c3", "c0"]


def test_the_chain_is_met_link_by_link(small_chain):
    small_chain.grow(batches=3, captures=2, entries=1)
    with reading(small_chain.engine) as session:
        held = [
            ([place.position for place in link.places], len(link.entries)) for link in walk_chain(session)
        ]
    assert held == [([0, 1], 1)] * 3
