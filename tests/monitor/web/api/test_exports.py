"""Exports over HTTP: the bare file, its manifest beside it, and the feed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit
from xml.etree import ElementTree

import httpx
import pytest

from monitor.db import reading
from monitor.exports.formats import FORMATS
from monitor.exports.making import Wish, begin_export
from monitor.queries.claims import ClaimFilter
from monitor.queries.journal import JournalFilter, list_entries
from monitor.web.api.exports import EXAMPLE, ManifestForm
from tests.builders import minutes_after
from tests.monitor.web.conftest import OpenDesk

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def manifest_of(desk: OpenDesk, answer: httpx.Response) -> httpx.Response:
    """What the header Link leads to."""
    found = re.fullmatch(r'<https://desk\.example(/[^>]+)>; rel="describedby"; .*', answer.headers["link"])
    assert found, answer.headers["link"]
    return desk.get(found[1])


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_the_body_is_the_bare_file_and_its_manifest_fits_it(desk: OpenDesk, form: str) -> None:
    desk.claim()
    answer = desk.get(f"/api/v1/export?format={form}&by=armenia")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == FORMATS[form].media_type
    assert re.fullmatch(
        rf'attachment; filename="ceasewatch-log-20201010T100000Z\.{FORMATS[form].ending}"',
        answer.headers["content-disposition"],
    )
    manifest = manifest_of(desk, answer).json()
    assert manifest["file"]["sha256"] == hashlib.sha256(answer.content).hexdigest()
    assert (manifest["file"]["rows"], manifest["query"]["by"]) == (1, ["armenia"])


def test_what_the_manifest_names_gives_the_same_bytes_again(desk: OpenDesk) -> None:
    desk.claim()
    first = desk.get(
        "/api/v1/export?format=csv&agreement=karabakh-2020&place=Stepanakert&place=Karakhambeyli"
    )
    again = urlsplit(manifest_of(desk, first).json()["again"])
    desk.claim(published_at=minutes_after(150))
    assert desk.get(f"{again.path}?{again.query}").content == first.content


def test_exports_are_in_the_journal_by_who_asked(desk: OpenDesk) -> None:
    desk.get("/api/v1/export?format=csv")
    with reading(desk.engine) as session:
        (entry,) = list_entries(session, JournalFilter(kind="export"), 5)
    assert entry.actor.startswith("token:")
    listed = desk.get("/api/v1/exports").json()["items"]
    assert [manifest["export"] for manifest in listed] == [entry.number]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "format: Field required"),
        ("format=xls", "format: Input should be 'csv'"),
        ("format=csv&cursor=abc", "cursor: an export holds every page"),
        ("format=csv&as_of=2199-01-01", "as_of: lies in the future"),
        ("format=csv&as_of=2020-10-10T12:00", "as_of: the time has no offset"),
        ("format=csv&stance=loud", "stance"),
    ],
)
def test_a_bad_wish_is_refused_by_name(desk: OpenDesk, query: str, sentence: str) -> None:
    answer = desk.get(f"/api/v1/export?{query}")
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(sentence)


@pytest.mark.parametrize(
    "path", ["/api/v1/export?format=csv", "/api/v1/exports", "/api/v1/exports/1", "/feed.atom"]
)
def test_a_stranger_gets_nothing(desk: OpenDesk, path: str) -> None:
    assert desk.stranger(path).status_code == 401


def test_a_number_that_no_export_has_is_not_found(desk: OpenDesk) -> None:
    assert desk.get("/api/v1/exports/7").status_code == 404
    assert desk.get("/api/v1/exports/0").status_code == 422


def test_an_export_that_was_not_sent_to_its_end_has_no_manifest_yet(desk: OpenDesk) -> None:
    wish = Wish(ClaimFilter(), "csv", "https://desk.example", "Anna")
    begun = begin_export(desk.engine, wish, minutes_after(60), minutes_after(60))
    assert desk.get(f"/api/v1/exports/{begun.number}").status_code == 409
    assert desk.get("/api/v1/exports").json()["items"] == []


def test_manifests_are_as_described(desk: OpenDesk) -> None:
    desk.claim()
    manifest = manifest_of(desk, desk.get("/api/v1/export?format=geojson")).json()
    assert list(manifest) == list(EXAMPLE) == list(ManifestForm.model_validate(manifest).model_dump())
    ManifestForm.model_validate(EXAMPLE)


def test_a_reader_of_an_open_desk_is_told_apart_from_a_token(make_desk: Callable[..., OpenDesk]) -> None:
    desk = make_desk(open_to_read=True, base_url="http://127.0.0.1")
    assert desk.stranger("/api/v1/export?format=csv").status_code == 200
    with reading(desk.engine) as session:
        assert list_entries(session, JournalFilter(), 1)[0].actor == "a reader of the open desk"


def test_the_list_goes_on_where_a_page_ended(desk: OpenDesk) -> None:
    for _ in range(3):
        desk.get("/api/v1/export?format=jsonl")
    page = desk.get("/api/v1/exports?limit=2").json()
    rest = desk.get(f"/api/v1/exports?limit=2&cursor={page['next']}").json()
    numbers = [manifest["export"] for manifest in [*page["items"], *rest["items"]]]
    assert numbers == sorted(numbers, reverse=True)
    assert (len(numbers), rest["next"]) == (3, "")


def test_the_feed_has_the_newest_claims_of_its_filters(desk: OpenDesk) -> None:
    desk.claim(published_at=minutes_after(30), id="old")
    desk.claim(published_at=minutes_after(40), id="new")
    desk.claim("az-mod", by="azerbaijan", against="armenia", speaker="azerbaijan")
    answer = desk.get("/feed.atom?by=armenia")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.text)
    assert feed.findtext("a:id", "", ATOM) == "https://desk.example/feed.atom?by=armenia"
    links = [
        link.get("href", "")
        for link in feed.findall("a:entry/a:link", ATOM)
        if link.get("rel") == "alternate"
    ]
    assert links == ["https://desk.example/claims/new", "https://desk.example/claims/old"]


def test_a_reader_that_has_the_feed_is_told_so(desk: OpenDesk) -> None:
    desk.claim()
    first = desk.get("/feed.atom")
    assert desk.get("/feed.atom", {"If-None-Match": first.headers["etag"]}).status_code == 304
    desk.claim(published_at=minutes_after(30))
    assert desk.get("/feed.atom", {"If-None-Match": first.headers["etag"]}).status_code == 200


def test_a_hostile_name_breaks_no_header(desk: OpenDesk) -> None:
    answer = desk.get("/api/v1/export", params={"format": "jsonl", "agreement": 'a"; b=\u202e/../c'})
    assert answer.status_code == 200
    assert (
        'filename="ceasewatch-a---b------c-20201010T100000Z.jsonl"' in answer.headers["content-disposition"]
    )
    assert json.loads(manifest_of(desk, answer).text)["query"]["agreement"] == ['a"; b=\u202e/../c']
