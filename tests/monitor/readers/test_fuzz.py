"""Whatever comes: no exception but the one plain error, and neither time nor memory run away."""

import contextlib
import random
import resource
import time

import pytest

from monitor.readers import CaptureText, FollowingReader, SourceFacts, Unreadable, known_kinds, reader_for
from monitor.terms import FoundStatement
from tests.wire.cases import RECEIVED
from tests.wire.mutations import mutants

AT = "https://mod.example/list"
MOST_SECONDS = 2.0
MOST_MEMORY = 200  # MB
TYPES = (
    "text/html",
    "application/rss+xml",
    "text/xml; charset=windows-1251",
    "application/json",
    None,
    "x; charset=",
)
OPTIONS = (
    {},
    {"select": {"item": "li", "link": "a", "date": "i"}, "date_format": "%d %B, %Y %H:%M"},
    {"select": {"item": "data.items|items|$", "title": "title|names.*.en", "link": "https://x.example/{id}"}},
    {"select": {"body": "p, div"}},
)
LISTED = FoundStatement("1", AT, "Title", "")


def source_of(kind, chance):
    languages = chance.choice([(), ("en",), ("fa", "ar"), ("th",), ("ru", "hy", "az")])
    options = {"acknowledge_terms": True, **chance.choice(OPTIONS)}
    return SourceFacts("fuzzed", kind, AT, languages, "Asia/Tehran", options)


def look(kind, body, chance):
    """Read a body as a list and as a page; what is found must be storable and of the past."""
    source, reader = source_of(kind, chance), reader_for(kind)
    answer = CaptureText(body, AT, RECEIVED, chance.choice(TYPES))
    try:
        found = reader.read(answer, source).statements
    except Unreadable:
        found = ()
    if isinstance(reader, FollowingReader):
        with contextlib.suppress(Unreadable):
            found = (*found, reader.read_page(answer, source, LISTED))
    for one in found:
        assert one.external_id
        assert len(one.external_id) <= 500
        for text in (one.external_id, one.url, one.title, one.text, one.original_of or ""):
            assert "\x00" not in text
            text.encode("utf-8")
        assert one.published_at is None or (one.published_at - RECEIVED).total_seconds() <= 600


def fuzz(count, seed):
    """The slowest input's seconds of work, and the memory that all took, in MB."""
    chance, kinds = random.Random(seed), sorted(known_kinds())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    slowest = 0.0
    for number, body in enumerate(mutants(count, seed)):
        began = time.process_time()
        try:
            look(kinds[number % len(kinds)], body, chance)
        except Exception as error:
            raise AssertionError(
                f"input {number} of seed {seed}, {kinds[number % len(kinds)]}: {body!r}"
            ) from error
        slowest = max(slowest, time.process_time() - began)
    return slowest, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def test_four_hundred_bent_inputs_give_statements_or_the_one_plain_error():
    assert fuzz(400, seed=1)[0] < MOST_SECONDS


@pytest.mark.long
@pytest.mark.timeout(1_800)
def test_twenty_thousand_bent_inputs_stay_within_time_and_memory():
    slowest, memory = fuzz(20_000, seed=2020)
    print(f"slowest {slowest:.2f} s, memory {memory:.0f} MB")
    assert slowest < MOST_SECONDS
    assert memory < MOST_MEMORY


BLOATED = {
    "tables in tables": b"<table><tr><td><a href=x>a statement of the ministry</a>" * 20_000,
    "links in boxes": b"<div><a href='/1'>Statement number one two</a>" * 40_000,
    "posts in posts": b"<div class='tgme_widget_message' data-post='a/1'>" * 60_000,
    "dates": b"<p class='date'>10 October 2020</p>" * 35_000,
    "an item a line": b"<rss version='2.0'><channel>" + b"<item><title>x</title></item>" * 150_000,
    "entities": b"<rss version='2.0'><channel><item>" + b"&a;" * 1_500_000,
    "escaped tags": b"<rss version='2.0'><channel><item><description>" + b"&lt;b&gt;" * 150_000,
    "braces": b"[" + b'{"id":1,"title":"a"},' * 100_000 + b"{}]",
    "spaces": b"<html>" + b" " * 7_000_000,
    "attributes": b"<a " + b"b=c " * 1_200_000,
    "addresses": b"<urlset>" + b"<url><loc>https://m.example/1</loc></url>" * 60_000 + b"</urlset>",
}


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", BLOATED)
@pytest.mark.parametrize("kind", sorted(known_kinds()))
def test_a_bloated_input_stays_within_time_and_memory(kind, name):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    look(kind, BLOATED[name], random.Random(0))
    assert time.process_time() - began < 2 * MOST_SECONDS  # of a list and of a page
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MOST_MEMORY
