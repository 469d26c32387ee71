"""Entries of an export, made from records of a real database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from monitor.exports.entries import Entry, EntryMaker
from monitor.queries.claims import get_claim
from tests.builders import a_published_claim

BASE_URL = "https://watch.example"


@pytest.fixture
def make_published(sqlite_engine: Engine) -> Iterator[Callable[..., Entry]]:
    """A published claim as an entry; takes what `a_published_claim` takes; `review` adds one."""
    with Session(sqlite_engine, expire_on_commit=False) as session:

        def make(review: Any = None, **changes: Any) -> Entry:
            claim = a_published_claim(session, **changes)
            if review is not None:
                review(session, claim)
            row = get_claim(session, claim.id)
            assert row is not None
            return EntryMaker(BASE_URL).make(row)

        yield make
