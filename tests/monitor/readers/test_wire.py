"""Over a hundred awkward responses, fetched for real over loopback, each with what it must become."""

import ipaddress
import re
import time

import pytest

from monitor import http
from monitor.fetch import Asked, ask
from monitor.readers import CaptureText, Unreadable, reader_for
from monitor.settings import Settings
from tests.wire import feeds, pages, refusals
from tests.wire.cases import MOST_SECONDS, RECEIVED, as_said

CASES = {case.name: case for case in (*feeds.CASES, *pages.CASES, *refusals.CASES)}


@pytest.fixture(scope="module")
def client():
    with http.open_client(Settings(allow_networks=(ipaddress.ip_network("127.0.0.0/8"),))) as opened:
        yield opened


def publish(site, case):
    path = "/" + re.sub(r"\W", "_", case.name)
    headers = dict(case.headers)
    return site.page(path, case.body, case.content_type, status=case.status, headers=headers, **case.sending)


def poll(client, site, case):
    """State, sentence and statements of one poll."""
    url = publish(site, case)
    answer = ask(client, Asked(case.name, url), RECEIVED)
    if answer.received is None:
        return answer.state.value, answer.reason, None
    received = answer.received
    read = CaptureText(received.body, received.final_url, RECEIVED, received.header("content-type"))
    began = time.monotonic()
    try:
        found = reader_for(case.kind).read(read, case.source(url)).statements
    except Unreadable as refusal:
        return "broken", str(refusal), None
    finally:
        assert time.monotonic() - began < 3 * MOST_SECONDS  # the machine may be busy; the fuzzer is stricter
    return "ok", "", found


def test_there_are_more_than_a_hundred():
    assert len(CASES) == len(feeds.CASES) + len(pages.CASES) + len(refusals.CASES)
    assert len(CASES) >= 120


@pytest.mark.parametrize("name", CASES)
def test_an_awkward_response_becomes_what_it_must(client, site, name):
    case = CASES[name]
    state, sentence, found = poll(client, site, case)
    assert (state, case.why in (sentence or "")) == (case.state, True), sentence
    if case.found is None:
        assert found is None
    else:
        assert tuple(map(as_said, found)) == case.found
        assert len({one.external_id for one in found}) == len(found)
        assert all(one.published_at is None or one.published_at.tzinfo is not None for one in found)
