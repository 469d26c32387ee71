"""Leases are held while work is under way."""

import threading

import pytest

from tests.servers import wait_until
from workers import keeper
from workers.keeper import kept


@pytest.fixture(autouse=True)
def short_term(monkeypatch):
    monkeypatch.setattr(keeper, "TERM", 0.01)


def test_a_lease_is_renewed_until_the_work_is_over():
    renewals = []
    with kept(lambda: renewals.append(1)):
        wait_until(lambda: len(renewals) >= 3, 5)
    count = len(renewals)
    assert not any(thread.name == "keeper" for thread in threading.enumerate())
    assert len(renewals) == count


def test_a_renewal_that_fails_does_not_end_the_work():
    calls = []

    def fail() -> None:
        calls.append(1)
        raise OSError("the database restarts")

    with kept(fail):
        wait_until(lambda: len(calls) >= 2, 5)


def test_the_work_s_own_failure_passes_through():
    with pytest.raises(ValueError, match="odd"), kept(lambda: None):
        raise ValueError("odd")
