"""The stand-in outlets show what the scenario has by then, and nothing before its time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import Message

import feedparser
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.demo.scenario import Scenario, load_scenario
from monitor.demo.site import Document, Site, external_id

SCENARIO = load_scenario()
NOON = datetime.fromisoformat("2020-10-10T12:00:00+04:00")
MINUTES = st.integers(-120, 40 * 60)


class Hand:
    """A clock that stands where it is set."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def site(hand: Hand) -> Iterator[Site]:
    site = Site(SCENARIO, hand.now)
    yield site
    site.stop()


@pytest.fixture(scope="module")
def standing_site() -> Iterator[Site]:
    site = Site(SCENARIO, lambda: NOON)
    yield site
    site.stop()


def texts_at(site: Site, outlet: str, moment: datetime) -> dict[str, str]:
    document = site.find_document(f"/{outlet}/feed.xml", moment)
    assert document is not None
    entries = feedparser.parse(document.body).entries
    return {entry.id: entry.summary for entry in entries}


def test_at_noon_only_the_baseline_stands(site: Site) -> None:
    feed = feedparser.parse(httpx.get(site.feed_url("am-mod")).content)
    assert [entry.title for entry in feed.entries] == ["Հրթիռներ Կապանի մերձակա գյուղերի ուղղությամբ"]


def test_a_statement_appears_at_its_time(site: Site, hand: Hand) -> None:
    address = f"{site.url}/am-mod/karakhambeyli.html"
    assert httpx.get(address).status_code == 404
    hand.moment = NOON + timedelta(minutes=18, seconds=59)
    assert "12:05" not in httpx.get(site.feed_url("am-mod")).text
    hand.moment = NOON + timedelta(minutes=19)
    assert "12:05" in httpx.get(site.feed_url("am-mod")).text
    assert "12:05" in httpx.get(address).text


def test_an_unchanged_feed_answers_304_to_its_validators(site: Site, hand: Hand) -> None:
    first = httpx.get(site.feed_url("az-mod"))
    by_tag = {"If-None-Match": first.headers["ETag"]}
    by_date = {"If-Modified-Since": first.headers["Last-Modified"]}
    for headers in (by_tag, by_date, {"If-None-Match": f'"x", W/{first.headers["ETag"]}'}):
        again = httpx.get(site.feed_url("az-mod"), headers=headers)
        assert (again.status_code, again.content) == (304, b"")
    hand.moment = NOON + timedelta(hours=1)
    for headers in (by_tag, by_date):
        assert httpx.get(site.feed_url("az-mod"), headers=headers).status_code == 200


def test_an_unknown_tag_wins_over_a_matching_date(site: Site) -> None:
    first = httpx.get(site.feed_url("az-mod"))
    headers = {"If-None-Match": '"another"', "If-Modified-Since": first.headers["Last-Modified"]}
    assert httpx.get(site.feed_url("az-mod"), headers=headers).status_code == 200


def test_a_date_that_is_none_is_no_validator() -> None:
    request = Message()
    request["If-Modified-Since"] = "yesterday"
    assert not Document("text/html", b"", NOON).is_known(request)


def test_an_edit_stands_from_its_time_on(site: Site, hand: Hand) -> None:
    (edited,) = [statement for statement in SCENARIO.statements if statement.edits]
    for version, figure in zip(
        edited.versions, ("5 mülki şəxs", "7 mülki şəxs", "9 mülki şəxs"), strict=True
    ):
        hand.moment = version.at
        answer = httpx.get(site.feed_url(edited.outlet))
        assert figure in answer.text
        assert answer.text.count(external_id(edited)) == 1


@pytest.mark.parametrize("path", ["/", "/feed.xml", "/nobody/feed.xml", "/am-mod/", "/am-mod/../feed.xml"])
def test_what_is_unknown_is_not_found(site: Site, path: str) -> None:
    assert httpx.get(site.url + path).status_code == 404
    assert site.find_document(path, SCENARIO.ends_at) is None


def test_a_head_request_gets_the_headers_alone(site: Site) -> None:
    answer = httpx.head(site.feed_url("icrc"))
    assert answer.status_code == 200
    assert int(answer.headers["Content-Length"]) > 0
    assert httpx.post(site.feed_url("icrc"), content=b"x").status_code == 404


def test_one_connection_serves_many_polls(site: Site) -> None:
    with httpx.Client() as client:
        answers = [client.get(site.feed_url(outlet.id)) for outlet in SCENARIO.outlets * 5]
    assert {answer.status_code for answer in answers} == {200}


@given(minute=MINUTES)
def test_nothing_is_shown_before_its_time_and_everything_after(standing_site: Site, minute: int) -> None:
    moment = NOON + timedelta(minutes=minute)
    shown = {id for outlet in SCENARIO.outlets for id in texts_at(standing_site, outlet.id, moment)}
    assert shown == {external_id(statement) for statement in SCENARIO.published_by(moment)}


@given(minute=MINUTES, later=st.integers(1, 300))
def test_a_feed_changes_only_when_the_scenario_does(standing_site: Site, minute: int, later: int) -> None:
    start = NOON + timedelta(minutes=minute)
    end = start + timedelta(minutes=later)
    for outlet in SCENARIO.outlets:
        path = f"/{outlet.id}/feed.xml"
        before, after = (standing_site.find_document(path, moment) for moment in (start, end))
        assert before is not None
        assert after is not None
        events = _events(SCENARIO, outlet.id, start, end)
        assert (before.etag != after.etag) == bool(events)


def _events(scenario: Scenario, outlet: str, start: datetime, end: datetime) -> list[datetime]:
    times = [version.at for one in scenario.of_outlet(outlet) for version in one.versions]
    return [time for time in times if start < time <= end]


def test_the_etag_follows_the_bytes() -> None:
    document = Document("text/html", b"one", None)
    assert document.etag != replace(document, body=b"two").etag
    assert "Last-Modified" not in document.headers()
