"""Asking an address once: conditional GET, and every failure a state with a sentence."""

import ipaddress
from datetime import timedelta

import pytest

from monitor import http
from monitor.fetch import Asked, ask
from monitor.settings import Settings
from monitor.terms import SourceState
from tests.builders import START


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


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_to_another_host_is_moved_and_nothing_is_read_there(client, make_site, status):
    old, new = make_site(), make_site()
    target = new.page("/feed", "<rss/>")
    poll = ask(client, Asked("s", old.redirect("/feed", target, status)), START)
    assert (poll.state, poll.received, poll.moved_to) == (SourceState.MOVED, None, target)
    assert target in poll.reason
    assert new.requests == []


def test_a_permanent_redirect_on_the_same_host_is_followed_and_told(client, site):
    target = site.page("/new", "<rss/>")
    poll = ask(client, Asked("s", site.redirect("/feed", target, 301)), START)
    assert (poll.state, poll.received.body, poll.moved_to) == (SourceState.OK, b"<rss/>", target)


def test_a_temporary_redirect_is_followed_and_moves_nothing(client, make_site):
    old, new = make_site(), make_site()
    poll = ask(client, Asked("s", old.redirect("/feed", new.page("/feed", "<rss/>"), 302)), START)
    assert (poll.state, poll.moved_to) == (SourceState.OK, None)


def test_what_comes_after_a_temporary_redirect_is_no_move(client, site):
    site.redirect("/middle", site.page("/end", "<rss/>"), 301)
    poll = ask(client, Asked("s", site.redirect("/feed", f"{site.url}/middle", 302)), START)
    assert (poll.state, poll.moved_to) == (SourceState.OK, None)


@pytest.mark.parametrize("status", [200, 202, 403, 503])
def test_a_challenge_is_blocked_whatever_its_status(client, site, status):
    address = site.page(
        "/feed", "<html>Just a moment</html>", status=status, headers={"cf-mitigated": "challenge"}
    )
    poll = ask(client, Asked("s", address), START)
    assert (poll.state, poll.received) == (SourceState.BLOCKED, None)


@pytest.mark.parametrize("body", ["", " \n"])
def test_nothing_in_an_answer_is_no_success(client, site, body):
    assert ask(client, Asked("s", site.page("/feed", body)), START).state is SourceState.BROKEN


def test_a_host_that_answers_what_cannot_be_used_is_broken_and_not_unreachable(client, site):
    damaged = site.page("/feed", b"no gzip at all", headers={"Content-Encoding": "gzip"})
    loop = site.redirect("/loop", f"{site.url}/loop")
    states = {ask(client, Asked("s", address), START).state for address in (damaged, loop)}
    assert states == {SourceState.BROKEN}
