"""Challenge pages told from real answers."""

import time

import pytest

from monitor.readers.challenge import looks_like_challenge

HTML = "<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
LISTING = "".join(
    f"<li><a href='/n/{n}'>Statement {n} of the Ministry of Defence</a></li>" for n in range(60)
)


def page(title="News", head="", body=""):
    return HTML.format(title=title, head=head, body=body).encode()


CHALLENGES = {
    "cloudflare by header": (403, {"CF-Mitigated": "challenge"}, page("Just a moment...")),
    "cloudflare by header with 200": (200, {"cf-mitigated": "challenge"}, b""),
    "cloudflare by marker": (503, {}, page("x", "<script>window._cf_chl_opt={cvId:'3'}</script>")),
    "cloudflare by class": (200, {}, page("x", body="<div class='cf-chl-widget'></div>")),
    "datadome refuses": (403, {"X-DataDome": "protected"}, page("mod.example", body="<p>Enable JS</p>")),
    "datadome with 200": (200, {"x-datadome": "1"}, page("x", "<script>var dd={'rt':'c'}</script>")),
    "datadome by script": (
        200,
        {},
        page("x", "<script src='https://ct.captcha-delivery.com/c.js'></script>"),
    ),
    "aws waf 202": (202, {}, page("", "<script src='https://x.token.awswaf.com/challenge.js'></script>")),
    "aws waf by header": (202, {"x-amzn-waf-action": "challenge"}, b""),
    "f5 with 200": (
        200,
        {},
        page("Request Rejected", body="The requested URL was rejected. Your support ID is: 123"),
    ),
    "imperva": (200, {}, page("", "<script src='/_Incapsula_Resource?SWJIYLWA=7'></script>")),
    "akamai": (403, {}, page("Access Denied", body="<h1>Access Denied</h1>Reference&#32;&#35;18.5f")),
    "sucuri": (403, {}, page("Sucuri WebSite Firewall - Access Denied")),
    "fortiguard": (200, {}, page("Web Page Blocked", body="Web Page Blocked!")),
    "ddos-guard": (403, {}, page("DDoS-Guard")),
    "siteground": (202, {"SG-Captcha": "challenge"}, b"<html></html>"),
    "cookie test": (200, {}, page("", "<script>document.cookie='a=1';window.location.reload()</script>")),
    "a captcha alone": (200, {}, page("mod", body="<div class='g-recaptcha' data-sitekey='k'></div>")),
    "in russian": (200, {}, page("Сайт", body="Подтвердите, что вы не робот")),
    "by its title": (403, {}, page("Access denied")),
}


@pytest.mark.parametrize("name", CHALLENGES)
def test_a_challenge_is_recognised_and_said(name):
    sentence = looks_like_challenge(*CHALLENGES[name])
    assert sentence is not None
    assert sentence.endswith(".")


REAL = {
    "a listing": (200, {}, page(body=LISTING)),
    "a listing behind datadome": (200, {"x-datadome": "protected"}, page(body=LISTING)),
    "a listing with a captcha at its form": (
        200,
        {},
        page(body=LISTING + "<form><div class='g-recaptcha'></div></form>"),
    ),
    "a listing with the shield's script": (
        200,
        {"server": "cloudflare"},
        page("News", "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>", LISTING),
    ),
    "a short page": (200, {}, page(body="<p>No statements were published yet.</p>")),
    "a feed that quotes one": (
        200,
        {},
        b"<?xml version='1.0'?><rss><channel><item><title>Request Rejected</title>"
        b"<description>&lt;html> support ID, awswaf</description></item></channel></rss>",
    ),
    "json that quotes one": (200, {}, b'[{"title": "verify you are human <html>"}]'),
    "nothing": (200, {}, b""),
    "an ordinary refusal": (404, {}, page("Not found", body="<h1>404</h1>")),
}


@pytest.mark.parametrize("name", REAL)
def test_a_real_answer_is_none(name):
    assert looks_like_challenge(*REAL[name]) is None


def test_headers_may_come_as_pairs():
    assert looks_like_challenge(200, (("Server", "x"), ("CF-Mitigated", "challenge")), b"")


@pytest.mark.parametrize(
    "piece", [b"<script", b"<html><title ", b"<" * 50, b"<!doctype html><style>a</style"]
)
def test_a_hostile_body_takes_no_time(piece):
    began = time.monotonic()
    looks_like_challenge(200, {}, b"<html>" + piece * (5_000_000 // len(piece)))
    assert time.monotonic() - began < 1
