"""The guarded client: limits on size, time and redirects; plain failures."""

import gzip
import ipaddress

import pytest

from monitor import clock, http
from monitor.settings import Settings

LOOPBACK = ipaddress.ip_network("127.0.0.0/8")


@pytest.fixture
def client():
    return http.open_client(Settings(allow_networks=(LOOPBACK,), contact="desk@example.org"))


def test_an_answer_comes_whole_with_its_headers(client, site):
    site.page("/feed", "<rss/>", content_type="application/rss+xml", etag='"7"')
    received = http.get(client, f"{site.url}/feed", {})
    assert (received.status, received.body, received.header("ETag")) == (200, b"<rss/>", '"7"')


def test_it_says_who_is_asking(client, site):
    http.get(client, site.page("/feed", "x"), {})
    agent = site.requests_to("/feed")[0].headers["user-agent"]
    assert agent.startswith("Ceasewatch/")
    assert "desk@example.org" in agent


def test_redirects_are_followed_and_the_final_address_is_told(client, site):
    site.page("/new", "moved here")
    received = http.get(client, site.redirect("/old", "/new", 301), {})
    assert received.final_url == f"{site.url}/new"


def test_a_redirect_loop_ends_in_a_sentence(client, site):
    with pytest.raises(http.Unanswered, match="more than 5 redirects"):
        http.get(client, site.redirect("/loop", "/loop"), {})


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x"])
def test_a_redirect_to_another_scheme_is_not_followed(client, site, target):
    with pytest.raises(http.Unanswered, match="not followed"):
        http.get(client, site.redirect("/away", target), {})


@pytest.mark.parametrize("target", ["http://169.254.169.254/latest", "http://[::1]/", "http://10.0.0.1/"])
def test_a_redirect_to_a_forbidden_address_is_refused(client, site, target):
    with pytest.raises(http.Unanswered, match="not on the public Internet") as refused:
        http.get(client, site.redirect("/inside", target), {})
    assert refused.value.permanent


def test_a_body_over_the_limit_is_refused(client, site, monkeypatch):
    monkeypatch.setattr(http, "MAX_BYTES", 1_000_000)
    with pytest.raises(http.Unanswered, match="longer than 1 MB"):
        http.get(client, site.page("/huge", b"x" * 1_000_001), {})


def test_a_small_bomb_does_not_unpack_past_the_limit(client, site):
    bomb = gzip.compress(b"\0" * 200_000_000)
    address = site.page("/bomb", bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(http.Unanswered, match="longer than 10 MB"):
        http.get(client, address, {})


def test_a_compressed_answer_is_unpacked(client, site):
    assert http.get(client, site.page("/feed", "text", compressed=True), {}).body == b"text"


def test_a_damaged_coding_is_a_plain_failure(client, site):
    address = site.page("/feed", b"no gzip at all", headers={"Content-Encoding": "gzip"})
    with pytest.raises(http.Unanswered, match="damaged"):
        http.get(client, address, {})


def test_an_answer_that_is_cut_short_is_a_failure(client, site):
    half = gzip.compress(b"<rss>" + bytes(range(256)) * 40)[:-20]
    with pytest.raises(http.Unanswered, match="cut short"):
        http.get(client, site.page("/half", half, headers={"Content-Encoding": "gzip"}), {})


def test_cookies_are_not_kept(client, site):
    address = site.page("/feed", "x", headers={"Set-Cookie": "a=b; Path=/"})
    for _ in range(2):
        http.get(client, address, {})
    assert "cookie" not in site.requests_to("/feed")[1].headers


def test_a_slow_drip_ends_at_the_deadline(client, site, monkeypatch):
    monkeypatch.setattr(http, "MAX_SECONDS", 0.5)
    address = site.page("/drip", b"x" * 1600, drip=0.1)
    begun = clock.monotonic()
    with pytest.raises(http.Unanswered, match="no answer in time"):
        http.get(client, address, {})
    assert clock.monotonic() - begun < 3


def test_a_closed_port_is_a_plain_failure(client, site):
    site.stop()
    with pytest.raises(http.Unanswered) as failure:
        http.get(client, f"{site.url}/feed", {})
    assert not failure.value.permanent


@pytest.mark.parametrize("address", ["http://", "not an address", "ftp://example.org/x", "http://[1::2/"])
def test_what_is_no_address_is_a_permanent_failure(client, address):
    with pytest.raises(http.Unanswered) as failure:
        http.get(client, address, {})
    assert failure.value.permanent


def test_a_post_does_not_follow_redirects(client, receiver):
    receiver.status = 302
    receiver.headers = {"Location": "/elsewhere"}
    assert http.post(client, f"{receiver.url}/hook", {}, b"{}", 5).status == 302
    assert len(receiver.requests) == 1


def test_a_webhook_is_guarded_like_a_source():
    client = http.open_client(Settings())
    with pytest.raises(http.Unanswered, match="not on the public Internet"):
        http.post(client, "http://127.0.0.1:9/hook", {}, b"{}", 5)
