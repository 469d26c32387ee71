"""Polling one source: conditional GET, states, politeness."""

import ipaddress
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from monitor import http
from monitor.db import writing
from monitor.fetch import Asked, ask, enter_host, host_of, leave_host
from monitor.models import Source
from monitor.settings import Settings
from monitor.terms import SourceState
from tests.builders import START, a_source

GAP = timedelta(seconds=1)


@pytest.fixture
def client():
    return http.open_client(Settings(allow_networks=(ipaddress.ip_network("127.0.0.0/8"),)))


def test_a_new_body_is_received_with_its_hash(client, site):
    poll = ask(client, Asked("s", site.page("/feed", "<rss/>")), START)
    assert (poll.state, poll.received.body) == (SourceState.OK, b"<rss/>")
    assert len(poll.sha256) == 64


def test_the_validators_of_the_last_answer_are_sent_back(client, site):
    address = site.page("/feed", "<rss/>", etag='"7"', last_modified="Sat, 10 Oct 2020 08:00:00 GMT")
    poll = ask(client, Asked("s", address, '"7"', "Sat, 10 Oct 2020 08:00:00 GMT"), START)
    assert (poll.state, poll.received) == (SourceState.UNCHANGED, None)
    headers = site.requests_to("/feed")[0].headers
    assert headers["if-none-match"] == '"7"'
    assert headers["if-modified-since"] == "Sat, 10 Oct 2020 08:00:00 GMT"


def test_the_same_body_without_validators_is_unchanged_too(client, site):
    address = site.page("/feed", "<rss/>")
    first = ask(client, Asked("s", address), START)
    again = ask(client, Asked("s", address, body_sha256=first.sha256), START)
    assert (again.state, again.received) == (SourceState.UNCHANGED, None)


@pytest.mark.parametrize(
    ("status", "state"),
    [(403, "blocked"), (429, "blocked"), (404, "broken"), (500, "broken"), (503, "broken"), (204, "broken")],
)
def test_an_answer_that_is_no_success_is_a_state_with_a_sentence(client, site, status, state):
    poll = ask(client, Asked("s", site.page("/feed", "no", status=status)), START)
    assert (poll.state, poll.received) == (state, None)
    assert str(status) in poll.reason


def test_a_host_that_names_a_time_is_believed(client, site):
    address = site.page("/feed", "later", status=503, headers={"Retry-After": "120"})
    poll = ask(client, Asked("s", address), START)
    assert timedelta(seconds=119) <= poll.retry_after <= timedelta(seconds=120)


def test_a_host_that_does_not_answer_is_unreachable(client, site):
    site.stop()
    assert ask(client, Asked("s", f"{site.url}/feed"), START).state is SourceState.UNREACHABLE


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
