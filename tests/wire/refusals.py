"""Awkward answers on the way: errors, challenges, redirects, bombs and drips."""

from __future__ import annotations

import gzip
from functools import partial

from tests.wire.cases import Case, text
from tests.wire.feeds import item, rss

GOOD = text(rss(item()))
refused = partial(Case, kind="feed", content_type="text/html")


def html(title: str, body: str = "") -> bytes:
    return text(f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>")


CHALLENGES = [
    refused(
        name="cloudflare by header",
        body=html("Just a moment..."),
        status=403,
        headers={"cf-mitigated": "challenge"},
    ),
    refused(name="cloudflare with 200", body=html("x", "<script>window._cf_chl_opt={}</script>")),
    refused(name="cloudflare with 503", body=html("Just a moment..."), status=503),
    refused(name="datadome", body=html("mod"), status=403, headers={"x-datadome": "protected"}),
    refused(
        name="datadome with 200",
        body=html("mod", "<script src='https://geo.captcha-delivery.com/c.js'></script>"),
    ),
    refused(
        name="aws with 202",
        body=html("", "<script src='https://a.token.awswaf.com/c.js'></script>"),
        status=202,
    ),
    refused(
        name="aws with 202 and nothing", body=b"", status=202, headers={"x-amzn-waf-action": "challenge"}
    ),
    refused(
        name="f5 with 200",
        body=html("Request Rejected", "The requested URL was rejected. Your support ID is: 1"),
    ),
    refused(name="imperva with 200", body=html("", "<iframe src='/_Incapsula_Resource?x=1'></iframe>")),
    refused(name="a captcha with 200", body=html("Check", "<div class='h-captcha'></div>")),
    refused(name="a cookie test", body=html("", "<script>document.cookie='a=1';location.reload()</script>")),
    refused(name="fortiguard", body=html("Web Page Blocked", "Web Page Blocked!")),
    refused(name="403 alone", body=b"", status=403),
    refused(name="401", body=b"", status=401, headers={"WWW-Authenticate": "Basic"}),
    refused(name="429", body=b"", status=429, headers={"Retry-After": "120"}),
    refused(name="451", body=html("Unavailable For Legal Reasons"), status=451),
]
BLOCKED = [Case(**{**vars(one), "state": "blocked"}) for one in CHALLENGES]
BROKEN = [
    refused(name="404", body=html("Not found"), status=404, state="broken", why="404"),
    refused(name="410", body=b"", status=410, state="broken", why="410"),
    refused(name="500", body=html("Error"), status=500, state="broken", why="500"),
    refused(name="502 with nothing", body=b"", status=502, state="broken", why="502"),
    refused(name="200 with nothing", body=b"", state="broken", why="nothing in it"),
    refused(name="202 that is no challenge", body=GOOD, status=202, state="broken", why="202"),
    refused(
        name="an error page with 200",
        body=html("Error", "Database connection failed"),
        state="broken",
        why="HTML page",
    ),
    refused(
        name="a shell of a single-page site",
        body=html("App", "<div id=root></div>"),
        state="broken",
        why="HTML page",
    ),
    refused(
        name="a redirect without end",
        body=b"",
        status=302,
        headers={"Location": "/a_redirect_without_end"},
        state="broken",
        why="redirects",
    ),
    refused(
        name="a redirect to a file",
        body=b"",
        status=302,
        headers={"Location": "file:///etc/passwd"},
        why="not followed",
        state="broken",
    ),
    refused(
        name="a gzip bomb",
        body=gzip.compress(b"\0" * 60_000_000),
        headers={"Content-Encoding": "gzip"},
        state="broken",
        why="longer than",
    ),
    refused(
        name="gzip that is damaged",
        body=b"\x1f\x8b" + b"x" * 40,
        headers={"Content-Encoding": "gzip"},
        state="broken",
        why="damaged",
    ),
    refused(
        name="gzip that is cut",
        body=gzip.compress(GOOD)[:-9],
        headers={"Content-Encoding": "gzip"},
        state="unreachable",
        why="cut short",
    ),
    refused(
        name="a coding that nobody asked for",
        body=GOOD,
        headers={"Content-Encoding": "br"},
        state="broken",
        why="not asked for",
    ),
]
FINE = [
    refused(
        name="a packed feed",
        body=gzip.compress(GOOD),
        headers={"Content-Encoding": "gzip"},
        found=("A @ 10:05",),
    ),
    refused(
        name="a feed with the shield's header",
        body=GOOD,
        headers={"x-datadome": "protected"},
        found=("A @ 10:05",),
    ),
    refused(name="a feed of no content type", body=GOOD, content_type=None, found=("A @ 10:05",)),
    refused(
        name="a feed about a captcha",
        body=text(rss(item("verify you are human, said the cf-chl"))),
        found=("verify you are human, said the cf-chl @ 10:05",),
    ),
    refused(name="a feed that drips", body=GOOD, sending={"drip": 0.002}, found=("A @ 10:05",)),
]
CASES = [*BLOCKED, *BROKEN, *FINE]
