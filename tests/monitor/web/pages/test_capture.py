"""A capture as a page: its frame is closed, its hash is compared, its text is text."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from monitor.db import writing
from monitor.ledger.erasures import erase_evidence
from monitor.models import Capture
from monitor.web.pages.received import clean_page
from tests.builders import START, a_capture, a_revision, a_statement
from tests.monitor.web.conftest import OpenDesk

HOSTILE = (
    b"<html><head><base href='https://evil.example/'><link rel=preconnect href='https://evil.example'>"
    b"<meta http-equiv=refresh content='0;url=https://evil.example'><script>alert(1)</script></head>"
    b"<body onload='alert(2)'><a href='https://evil.example/x' ping='https://evil.example/p'>Words</a>"
    b"<img src='https://evil.example/pixel.png' alt='A map'><form action='https://evil.example'>"
    b"<input type=submit></form><svg onload='alert(3)'></svg><iframe src='https://evil.example'></iframe></body>"
)


def a_page(desk: OpenDesk, body: bytes = HOSTILE, **columns: Any) -> Capture:
    media: dict[str, Any] = {
        "media_type": "text/html",
        "headers": [["content-type", "text/html; charset=utf-8"]],
    }
    with writing(desk.engine) as session:
        return a_capture(session, body=body, **(media | columns))


def test_the_page_shows_the_hash_in_groups_the_headers_and_the_text_that_came(desk: OpenDesk) -> None:
    body = b"<rss><title>Attack &amp; answer</title></rss>"
    with writing(desk.engine) as session:
        capture = a_capture(session, body=body, headers=[["x-served-by", "cache <1>"]])
        a_revision(session, a_statement(session), capture=capture, title="Attack")
    page = desk.page(f"/captures/{capture.id}")
    whole = hashlib.sha256(body).hexdigest()
    assert " ".join(whole[at : at + 8] for at in range(0, 64, 8)) in page
    assert "The bytes are those that were received" in page
    assert f"{len(body)} bytes" in page
    assert "<code>cache &lt;1&gt;</code>" in page
    assert "&lt;title&gt;Attack &amp;amp; answer&lt;/title&gt;" in page
    assert "Attack</bdi></a>" in page
    assert "<iframe" not in page


def test_a_page_stands_in_a_frame_that_may_do_nothing(desk: OpenDesk) -> None:
    capture = a_page(desk)
    page = desk.page(f"/captures/{capture.id}")
    assert f'src="/captures/{capture.id}/received" sandbox=""' in page
    answer = desk.get(f"/captures/{capture.id}/received")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert policy.endswith("frame-ancestors 'self'; sandbox")
    assert answer.headers["X-DNS-Prefetch-Control"] == "off"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_what_stands_in_the_frame_names_no_address_and_runs_nothing(desk: OpenDesk) -> None:
    drawn = desk.get(f"/captures/{a_page(desk).id}/received").text
    assert "Words" in drawn
    assert 'alt="A map"' in drawn
    for refused in (
        "evil.example",
        "alert",
        "<script",
        "<svg",
        "<iframe",
        "<link",
        "<meta",
        "<base",
        "onload",
    ):
        assert refused not in drawn


def test_the_bytes_are_handed_out_as_they_were_received(desk: OpenDesk) -> None:
    capture = a_page(desk)
    answer = desk.get(f"/captures/{capture.id}/bytes")
    assert answer.content == HOSTILE
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    text = desk.get(f"/captures/{capture.id}/text")
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert text.headers["X-Content-Type-Options"] == "nosniff"


def test_bytes_that_differ_are_said_to_differ_and_what_to_do(desk: OpenDesk) -> None:
    page = desk.page(f"/captures/{a_page(desk, sha256='0' * 64).id}")
    assert '<strong class="tag heavy">hash differs</strong>' in page
    assert "ceasewatch evidence verify" in page


def test_bytes_that_were_erased_on_order_are_no_trouble(desk: OpenDesk) -> None:
    capture = a_page(desk)
    with writing(desk.engine) as session:
        erase_evidence(session, capture.id, reason="A takedown", actor="Anna", now=START)
    page = desk.page(f"/captures/{capture.id}")
    assert "Bytes erased on order 10 October 2020" in page
    assert "seal kept. Reason: A takedown" in page
    assert "hash differs" not in page
    assert desk.get(f"/captures/{capture.id}/bytes").status_code == 404


def test_a_stranger_sees_no_capture(desk: OpenDesk) -> None:
    capture = a_page(desk)
    for part in ("", "/received", "/text", "/bytes"):
        assert desk.stranger(f"/captures/{capture.id}{part}").status_code == 401


@pytest.mark.parametrize("text", ["<p>\x00\x01odd", "<" * 5000, "<a href=" * 900, "&#0;&#xD800;"])
def test_odd_markup_is_drawn_all_the_same(text: str) -> None:
    assert clean_page(f"<html><body>{text}").startswith("<!doctype html>")
