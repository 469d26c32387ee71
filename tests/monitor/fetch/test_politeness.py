"""Leave from a host, held across processes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from monitor.db import writing
from monitor.fetch import enter_host, host_of, leave_host
from monitor.models import Source
from tests.builders import START, a_source

GAP = timedelta(seconds=1)


def test_the_first_request_to_a_host_may_go_and_the_second_waits_for_the_gap(engine):
    with writing(engine) as session:
        one, other = (
            a_source(session, "one", url="https://h.example/1"),
            a_source(session, "two", url="https://h.example/2"),
        )
        assert enter_host(session, one, START, gap=GAP, most=5) is None
        assert enter_host(session, other, START, gap=GAP, most=5) == GAP
        assert enter_host(session, other, START + GAP, gap=GAP, most=5) is None


def test_many_workers_may_come_to_a_new_host_at_once(engine):
    """As at the start of a truce: nobody's poll fails, and the gap holds."""
    with writing(engine) as session:
        for number in range(6):
            a_source(session, f"s{number}", url=f"https://new.example/{number}")

    def enter(number):
        with writing(engine) as session:
            return enter_host(session, session.get_one(Source, f"s{number}"), START, gap=GAP, most=9)

    with ThreadPoolExecutor(6) as threads:
        waits = list(threads.map(enter, range(6)))
    assert sorted(waits, key=str).count(None) == 1


def test_a_clock_that_was_put_back_makes_nobody_wait_longer_than_the_gap(engine):
    with writing(engine) as session:
        one, other = (
            a_source(session, "one", url="https://h.example/1"),
            a_source(session, "two", url="https://h.example/2"),
        )
        enter_host(session, one, START + timedelta(days=3650), gap=GAP, most=1)
        assert enter_host(session, other, START, gap=GAP, most=1) == GAP
        assert enter_host(session, other, START + timedelta(days=3650, seconds=-60), gap=GAP, most=1) == GAP


def test_other_hosts_do_not_wait(engine):
    with writing(engine) as session:
        one, other = a_source(session, "one"), a_source(session, "two")
        assert enter_host(session, one, START, gap=GAP, most=1) is None
        assert enter_host(session, other, START, gap=GAP, most=1) is None


def test_no_more_requests_are_in_flight_than_allowed(engine):
    with writing(engine) as session:
        one, other = (
            a_source(session, "one", url="https://h.example/1"),
            a_source(session, "two", url="https://h.example/2"),
        )
        assert enter_host(session, one, START, gap=timedelta(0), most=1) is None
        assert enter_host(session, other, START, gap=timedelta(0), most=1) is not None
        leave_host(session, one, START)
        assert enter_host(session, other, START, gap=timedelta(0), most=1) is None


def test_who_asked_the_time_a_little_earlier_crowds_in_nowhere(engine):
    """It waited for SQLite's only writer, or its machine's clock is behind."""
    with writing(engine) as session:
        one, other = (
            a_source(session, "one", url="https://h.example/1"),
            a_source(session, "two", url="https://h.example/2"),
        )
        enter_host(session, one, START + timedelta(seconds=2), gap=timedelta(0), most=1)
        assert enter_host(session, other, START, gap=timedelta(0), most=1) is not None


def test_the_leave_of_a_worker_that_died_lapses(engine):
    with writing(engine) as session:
        one, other = (
            a_source(session, "one", url="https://h.example/1"),
            a_source(session, "two", url="https://h.example/2"),
        )
        enter_host(session, one, START, gap=timedelta(0), most=1)
        assert enter_host(session, other, START + timedelta(seconds=16), gap=timedelta(0), most=1) is None


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://MOD.example/feed", "mod.example:443"),
        ("http://mod.example/feed", "mod.example:80"),
        ("http://127.0.0.1:8099/feed", "127.0.0.1:8099"),
    ],
)
def test_politeness_is_towards_a_host_and_port(url, host):
    assert host_of(url) == host
