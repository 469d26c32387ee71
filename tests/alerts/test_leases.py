"""Each row is worked on by one worker."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col

from alerts.configuration import save_channel
from alerts.leases import LEASE, Lease, claim_due, free_all, release, renew, take_over
from alerts.models import Channel
from tests.alerts.scenes import WALL


@pytest.fixture
def channels(engine: Engine) -> Engine:
    """A database with 12 channels."""
    with Session(engine) as session, session.begin():
        for number in range(12):
            save_channel(session, f"c{number:02}", "webhook", {"url": "https://x.example"}, WALL, "test")
    return engine


def claim(engine: Engine, seconds: float = 0, limit: int = 100) -> list[Lease]:
    wall = WALL + timedelta(seconds=seconds)
    with Session(engine) as session, session.begin():
        all_of_them = col(Channel.version) > 0
        return claim_due(session, Channel, all_of_them, Channel.id, wall=wall, limit=limit)


def test_a_leased_row_is_not_claimed_again_before_the_lease_is_over(channels: Engine) -> None:
    assert len(claim(channels)) == 12
    assert claim(channels, LEASE.total_seconds() - 1) == []
    assert len(claim(channels, LEASE.total_seconds())) == 12


def test_who_asked_the_time_a_little_earlier_takes_nothing_that_is_leased(channels: Engine) -> None:
    """On SQLite a claimer waits for the only writer, and between two machines clocks differ."""
    claim(channels)
    for seconds in (-0.05, -2, -30, -59):
        assert claim(channels, seconds) == []


def test_a_lease_from_before_the_clock_was_put_back_holds_up_nobody(channels: Engine) -> None:
    claim(channels)
    assert len(claim(channels, -3600)) == 12


def test_claimers_at_the_same_time_share_the_rows(channels: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        shares = [future.result() for future in [pool.submit(claim, channels, 0, 3) for _ in range(4)]]
    ids = [lease.id for share in shares for lease in share]
    assert len(ids) == len(set(ids))


def test_a_renewed_lease_lasts_longer(channels: Engine) -> None:
    leases = claim(channels, limit=1)
    with Session(channels) as session, session.begin():
        renew(session, Channel, leases, WALL + timedelta(seconds=10))
    assert leases[0].id not in [lease.id for lease in claim(channels, 20)]


def test_who_lost_a_lease_can_neither_take_over_renew_nor_release_it(channels: Engine) -> None:
    (lost,) = claim(channels, limit=1)
    (now_theirs,) = [lease for lease in claim(channels, 15) if lease.id == lost.id]
    with Session(channels) as session, session.begin():
        assert take_over(session, Channel, lost, WALL) is None
        renew(session, Channel, [lost], WALL + timedelta(days=1))
        assert not release(session, Channel, lost)
        assert session.get_one(Channel, lost.id).lease_token == now_theirs.token


def test_a_process_that_is_alone_frees_what_a_killed_one_held(channels: Engine) -> None:
    claim(channels)
    with Session(channels) as session, session.begin():
        free_all(session, Channel)
    assert len(claim(channels)) == 12
