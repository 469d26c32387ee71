"""A rule is tried over the notices of a hundred thousand statements in seconds, holding few of them."""

from __future__ import annotations

import time
import tracemalloc
from datetime import UTC

import pytest
from sqlalchemy import Engine

from alerts.history import stream_notices
from alerts.matching import read_rule
from alerts.preview import Preview
from alerts.summary import Summary, sum_up
from monitor.db import reading
from tests.alerts.large_history import store_history
from tests.alerts.scenes import a_rule

MEGABYTE = 1 << 20


def try_rule(engine: Engine) -> Summary:
    with reading(engine) as session:
        return sum_up(Preview([read_rule("all", 1, a_rule())]), stream_notices(session), UTC, 20)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_hundred_thousand_statements_take_less_than_ten_seconds(engine: Engine) -> None:
    """Of a processor, so that whatever else runs on this machine is not counted."""
    store_history(engine)
    begun = time.process_time()
    summary = try_rule(engine)
    assert time.process_time() - begun < 10
    assert summary.notices > 100_000
    assert summary.entries > 100_000


def test_memory_grows_with_what_rules_remember_alone(sqlite_engine: Engine) -> None:
    """Less than a fifth of what the decoded facts would take, if they were held."""
    store_history(sqlite_engine, 4000)
    tracemalloc.start()
    try_rule(sqlite_engine)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 8 * MEGABYTE
