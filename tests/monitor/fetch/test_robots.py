"""What a host asks of programs, and how long its word counts."""

import ipaddress
from datetime import timedelta

import pytest

from monitor import http
from monitor.db import writing
from monitor.fetch.robots import RobotsAnswer, allows, fetch_robots, keep_robots, read_wish
from monitor.settings import Settings
from monitor.terms import SourceState
from tests.builders import START

PAGE = "https://mod.example/press/list?page=1"
HOUR = timedelta(hours=1)
SILENT = RobotsAnswer(None, SourceState.BROKEN, "It answered 503.")


@pytest.fixture
def client():
    return http.open_client(Settings(allow_networks=(ipaddress.ip_network("127.0.0.0/8"),)))


def wish(engine, answers, at=START, url=PAGE, asked=False):
    """What is known at `at` after these answers, given as (time, answer)."""
    with writing(engine) as session:
        for moment, answer in answers:
            keep_robots(session, url, answer, moment)
    with writing(engine) as session:
        return read_wish(session, url, at, asked=asked)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /press/", False),
        ("User-agent: *\nDisallow: /admin/", True),
        ("User-agent: *\nDisallow: /*?page=", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: ceasewatch\nAllow: /", True),
        ("User-agent: *\nAllow: /\n\nUser-agent: Ceasewatch\nDisallow: /press", False),
        ("User-agent: SomebodyElse\nDisallow: /", True),
        ("User-agent: *\nDisallow: /press/\nAllow: /press/list", True),
        ("<!doctype html><html><body>Welcome</body></html>", True),
    ],
)
def test_a_disallowed_path_is_not_asked_for(text, allowed):
    assert allows(RobotsAnswer(text), PAGE) is allowed


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_host_without_one_allows_everything(client, site, status):
    site.page("/robots.txt", "no", status=status)
    assert fetch_robots(client, f"{site.url}/feed") == RobotsAnswer("")


@pytest.mark.parametrize(("status", "state"), [(429, "blocked"), (500, "broken"), (503, "broken")])
def test_a_host_that_cannot_say_is_not_asked_for_anything_else(client, site, status, state):
    site.page("/robots.txt", "no", status=status)
    answer = fetch_robots(client, f"{site.url}/feed")
    assert (answer.text, answer.state) == (None, state)
    assert str(status) in answer.failure


def test_a_host_that_does_not_answer_is_unreachable(client, site):
    site.stop()
    assert fetch_robots(client, f"{site.url}/feed").state is SourceState.UNREACHABLE


def test_nothing_is_known_before_it_was_asked_for_and_after_some_hours(engine):
    said = [(START, RobotsAnswer(""))]
    assert wish(engine, []) is None
    assert wish(engine, said, START + 3 * HOUR).allowed
    assert wish(engine, said, START + 5 * HOUR) is None


def test_a_host_that_falls_silent_is_held_to_its_last_word(engine):
    answers = [(START, RobotsAnswer("User-agent: *\nDisallow: /press/")), (START + 5 * HOUR, SILENT)]
    refused = wish(engine, answers, START + 5 * HOUR)
    assert (refused.allowed, refused.state) == (False, SourceState.BLOCKED)
    assert "robots.txt" in refused.reason


def test_one_that_never_said_anything_is_left_alone_for_a_day(engine):
    assert wish(engine, [(START, SILENT)]) is None  # the next poll asks again
    refused = wish(engine, [(START, SILENT)], asked=True)
    assert (refused.allowed, refused.state, refused.reason) == (False, SourceState.BROKEN, "It answered 503.")
    later = START + 25 * HOUR
    assert wish(engine, [(later, SILENT)], later, asked=True).allowed


def test_the_delay_between_requests_that_a_host_asks_for(engine):
    assert wish(engine, [(START, RobotsAnswer("User-agent: *\nCrawl-delay: 10"))]).delay.total_seconds() == 10
    absurd = [(START, RobotsAnswer("User-agent: *\nCrawl-delay: 99999999"))]
    assert wish(engine, absurd).delay == HOUR
