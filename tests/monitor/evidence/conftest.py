"""A chain of captures to check and to tamper with."""

import hashlib
from collections.abc import Callable

import pytest
from sqlmodel import Session

from monitor.db import reading, writing
from monitor.evidence.sealing import append_seal
from monitor.evidence.store import ZSTD, pack_body
from monitor.evidence.verification import Verdict, verify_evidence
from monitor.ledger.journal import append_entry
from monitor.models import Capture, Source
from tests.builders import a_capture, a_source, minutes_after


class Chain:
    """Captures sealed batch by batch, each batch with journal rows."""

    def __init__(self, engine):
        self.engine = engine
        self.length = 0

    def grow(self, batches=3, captures=4, entries=3):
        for _ in range(batches):
            with writing(self.engine) as session:
                source = session.get(Source, "am-mod") or a_source(session)
                made = [self._capture(session, source) for _ in range(captures)]
                for number in range(entries):
                    append_entry(
                        session, kind="reading", subject=f"s{number}", actor="test", now=minutes_after(1)
                    )
                append_seal(session, made, minutes_after(2))

    def _capture(self, session: Session, source: Source) -> Capture:
        number, self.length = self.length, self.length + 1
        body = f"<rss>{number}</rss>".encode() * 20
        return a_capture(
            session,
            source,
            id=f"c{number:05}",
            body=pack_body(body),
            coding=ZSTD,
            sha256=hashlib.sha256(body).hexdigest(),
            received_at=minutes_after(number),
        )

    def change(self, change: Callable[[Session], None]) -> None:
        with writing(self.engine) as session:
            change(session)

    def verify(self, head: str | None = None) -> Verdict:
        with reading(self.engine) as session:
            return verify_evidence(session, head)


@pytest.fixture
def chain(engine):
    return Chain(engine)


@pytest.fixture
def small_chain(sqlite_engine):
    return Chain(sqlite_engine)
