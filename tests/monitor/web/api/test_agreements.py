"""Agreements and sources read and changed over HTTP, each over the version that was seen."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from sqlmodel import select

from alerts.configuration import save_channel, save_rule
from monitor.agreements.form import read_form
from monitor.db import reading, writing
from monitor.models import JournalEntry, Source, Watch
from monitor.web.api.configuration_forms import (
    AgreementListForm,
    SavingsForm,
    WholeAgreementForm,
    WholeSourceForm,
)
from tests.builders import START, a_token, minutes_after
from tests.monitor.agreements.forms import AGREEMENT
from tests.monitor.web.conftest import EDITOR, TOKEN, OpenDesk

KEEPER = "an-administrator's-token"
AGREEMENTS = "/api/v1/agreements"
TRUCE = f"{AGREEMENTS}/truce"


@pytest.fixture(autouse=True)
def keeper(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        a_token(session, KEEPER, "admin")


def ask(
    desk: OpenDesk, method: str, path: str, body: Any = None, tag: str = "", token: str = KEEPER
) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    headers |= {"If-Match": tag} if tag else {}
    return desk.client.request(method, path, content=json.dumps(body), headers=headers)


def make(desk: OpenDesk, **changes: Any) -> httpx.Response:
    made = ask(desk, "POST", AGREEMENTS, AGREEMENT | changes)
    assert made.status_code == 201, made.text
    return made


def entries(desk: OpenDesk) -> list[tuple[str, str, list[str]]]:
    with reading(desk.engine) as session:
        found = session.exec(select(JournalEntry).where(JournalEntry.kind == "configuration"))
        return [(row.details["action"], row.subject, row.details["fields"]) for row in found]


def test_an_agreement_is_made_with_its_sources_and_is_polled_at_once(desk: OpenDesk) -> None:
    made = make(desk)
    assert made.headers["location"] == TRUCE
    body = made.json()
    WholeAgreementForm.model_validate(body)
    assert (body["state"], body["version"]) == ("in force", 1)
    assert body["sources"][0]["party"] == "armenia"
    with reading(desk.engine) as session:
        source = session.exec(select(Source)).one()
        assert source.due_at == minutes_after(120)
        assert session.exec(select(Watch)).one().speaker == "armenia"
    assert entries(desk) == [("create", "source:am-mod", []), ("create", "agreement:truce", [])]


def test_what_was_read_can_be_sent_back_and_changes_nothing(desk: OpenDesk) -> None:
    make(desk)
    read = desk.get(TRUCE)
    again = ask(desk, "PUT", TRUCE, read.json(), read.headers["etag"])
    assert again.status_code == 200, again.text
    assert again.headers["etag"] == read.headers["etag"]
    assert again.json()["version"] == 1
    assert len(entries(desk)) == 2


def test_the_agreements_are_listed_with_their_state(desk: OpenDesk) -> None:
    make(desk)
    make(desk, id="older", name="An older truce", ends_at="2020-10-10T13:00:00+04:00", sources=[])
    answer = desk.get(AGREEMENTS).json()
    AgreementListForm.model_validate(answer)
    assert [(line["id"], line["state"], line["sources"]) for line in answer["items"]] == [
        ("truce", "in force", ["am-mod"]),
        ("older", "ended", []),
    ]


def test_who_saves_over_a_version_that_they_have_not_seen_is_refused(desk: OpenDesk) -> None:
    seen = make(desk).headers["etag"]
    first = ask(desk, "PUT", TRUCE, AGREEMENT | {"name": "The truce"}, seen)
    assert first.status_code == 200, first.text
    second = ask(desk, "PUT", TRUCE, AGREEMENT | {"name": "Another name"}, seen)
    assert second.status_code == 412
    assert second.headers["etag"] == first.headers["etag"]
    assert desk.get(TRUCE).json()["name"] == "The truce"
    unseen = ask(desk, "PUT", TRUCE, AGREEMENT)
    assert (unseen.status_code, "If-Match" in unseen.json()["detail"]) == (428, True)
    assert ask(desk, "PUT", TRUCE, AGREEMENT, "*").status_code == 200


def test_a_change_of_a_source_alone_changes_the_tag_of_its_agreement(desk: OpenDesk) -> None:
    seen = make(desk).headers["etag"]
    source = desk.get("/api/v1/sources/am-mod")
    changed = ask(
        desk, "PUT", "/api/v1/sources/am-mod", source.json() | {"every": "2m"}, source.headers["etag"]
    )
    assert (changed.status_code, changed.json()["every"]) == (200, "2m")
    assert ask(desk, "PUT", TRUCE, AGREEMENT, seen).status_code == 412


@pytest.mark.parametrize(
    ("changes", "parameter", "words"),
    [
        ({"starts_at": "2020-10-10 12:00"}, "starts_at", "no offset"),
        ({"partys": []}, "partys", "did you mean `parties`?"),
        ({"parties": [{"id": "uk", "name": "UK", "country": "UK"}]}, "parties[0].country", "`GB`"),
        ({"sources": [{"source": "un-news"}]}, "sources[0].source", "there is no source 'un-news'"),
        ({"name": "\ud800"}, "name", "control character"),
        ({"timezone": None}, "timezone", "stands empty"),
    ],
)
def test_a_bad_document_names_the_key_and_the_mend_and_changes_nothing(
    desk: OpenDesk, changes: dict[str, Any], parameter: str, words: str
) -> None:
    refused = ask(desk, "POST", AGREEMENTS, AGREEMENT | {"sources": []} | changes)
    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert error["parameter"] == parameter
    assert words in error["detail"]
    assert entries(desk) == []


def test_the_kind_of_a_source_is_checked_at_its_own_place(desk: OpenDesk) -> None:
    source = AGREEMENT["sources"][0] | {"kind": "smoke"}
    refused = ask(desk, "POST", AGREEMENTS, AGREEMENT | {"sources": [source]})
    assert refused.json()["errors"][0]["parameter"] == "sources[0].kind"


def test_an_id_is_taken_once_and_never_changed(desk: OpenDesk) -> None:
    tag = make(desk).headers["etag"]
    again = ask(desk, "POST", AGREEMENTS, AGREEMENT)
    assert (again.status_code, "already" in again.json()["detail"]) == (409, True)
    renamed = ask(desk, "PUT", TRUCE, AGREEMENT | {"id": "peace"}, tag)
    assert renamed.json()["errors"][0]["parameter"] == "id"
    assert ask(desk, "PUT", f"{AGREEMENTS}/none", AGREEMENT, "*").status_code == 404
    assert desk.get(f"{AGREEMENTS}/none").status_code == 404


def test_an_agreement_that_a_rule_names_stays_until_the_rule_is_changed(desk: OpenDesk) -> None:
    tag = make(desk).headers["etag"]
    with writing(desk.engine) as session:
        save_channel(session, "desk", "email", {"to": ["desk@example.org"]}, START, "test")
        save_rule(session, "night", {"agreement": "truce", "when": {}, "send_to": ["desk"]}, START, "test")
    refused = ask(desk, "DELETE", TRUCE, tag=tag)
    assert (refused.status_code, "rule night" in refused.json()["detail"]) == (409, True)


def test_what_is_removed_is_polled_no_more_and_comes_back_when_it_is_made_again(desk: OpenDesk) -> None:
    tag = make(desk).headers["etag"]
    refused = ask(desk, "DELETE", "/api/v1/sources/am-mod", tag="*")
    assert (refused.status_code, "agreement truce" in refused.json()["detail"]) == (409, True)
    assert ask(desk, "DELETE", TRUCE, tag='"old"').status_code == 412
    assert ask(desk, "DELETE", TRUCE, tag=tag).status_code == 204
    assert desk.get(TRUCE).status_code == 404
    with reading(desk.engine) as session:
        assert session.get_one(Source, "am-mod").due_at is None
    assert ask(desk, "DELETE", "/api/v1/sources/am-mod", tag="*").status_code == 204
    assert desk.get("/api/v1/sources/am-mod").status_code == 404
    assert make(desk).json()["version"] == 2
    assert [subject for action, subject, _ in entries(desk) if action == "remove"] == [
        "agreement:truce",
        "source:am-mod",
    ]


def test_every_saving_is_told_with_its_author_and_the_keys_that_differ(desk: OpenDesk) -> None:
    tag = make(desk).headers["etag"]
    more = [
        *AGREEMENT["sources"],
        {"id": "un", "publisher": "UN", "kind": "feed", "url": "https://un.example/"},
    ]
    with writing(desk.engine) as session:
        a_token(session, "another", "admin")
    ask(desk, "PUT", TRUCE, AGREEMENT | {"name": "The truce", "sources": more}, tag, token="another")
    answer = desk.get(f"{TRUCE}/versions").json()
    SavingsForm.model_validate(answer)
    newest, first = answer["items"]
    assert newest["by"] != first["by"]
    assert [(one["noun"], one["id"], one["version"], one["fields"]) for one in newest["changes"]] == [
        ("agreement", "truce", 2, ["name", "sources.un"]),
        ("source", "un", 1, []),
    ]


def test_only_an_administrator_configures(desk: OpenDesk) -> None:
    make(desk)
    for token in (TOKEN, EDITOR):
        assert ask(desk, "POST", AGREEMENTS, AGREEMENT, token=token).status_code == 403
        assert ask(desk, "PUT", TRUCE, AGREEMENT, "*", token=token).status_code == 403
        assert ask(desk, "DELETE", TRUCE, tag="*", token=token).status_code == 403
        assert ask(desk, "POST", "/api/v1/sources", {}, token=token).status_code == 403
    assert ask(desk, "POST", AGREEMENTS, AGREEMENT, token="nobody").status_code == 401


def test_a_source_can_be_added_alone_and_rests_when_it_is_disabled(desk: OpenDesk) -> None:
    made = ask(desk, "POST", "/api/v1/sources", {"id": "un", "publisher": "UN", "kind": "feed"})
    assert made.json()["errors"] == [
        {"parameter": "url", "detail": "is missing; give the address of the outlet."}
    ]
    given = {"id": "un", "publisher": "UN", "kind": "feed", "url": "https://un.example/feed"}
    made = ask(desk, "POST", "/api/v1/sources", given)
    assert (made.status_code, made.headers["location"]) == (201, "/api/v1/sources/un")
    WholeSourceForm.model_validate(made.json())
    rests = ask(desk, "PUT", "/api/v1/sources/un", made.json() | {"enabled": False}, made.headers["etag"])
    assert (rests.status_code, rests.json()["enabled"]) == (200, False)


def test_a_source_is_polled_now_on_order_while_an_agreement_in_force_watches_it(desk: OpenDesk) -> None:
    make(desk)
    poll = "/api/v1/sources/am-mod/poll"
    with writing(desk.engine) as session:
        session.get_one(Source, "am-mod").due_at = minutes_after(900)
    assert ask(desk, "POST", poll, token=TOKEN).status_code == 403
    polled = ask(desk, "POST", poll, token=EDITOR)
    assert (polled.status_code, polled.json()["due_at"]) == (202, "2020-10-10T10:00:00+00:00")
    assert ask(desk, "POST", "/api/v1/sources/none/poll").status_code == 404


@pytest.mark.parametrize(
    ("agreement", "source", "words"),
    [
        ({"starts_at": "2020-10-10T15:00:00+04:00"}, {}, "72 hours"),
        ({"starts_at": "2020-10-01T12:00:00+04:00", "ends_at": "2020-10-07T12:00:00+04:00"}, {}, "72 hours"),
        ({}, {"enabled": False}, "is disabled"),
        ({}, {"kind": "manual"}, "never polled"),
    ],
)
def test_a_source_is_not_polled_before_the_start_long_after_the_end_or_when_it_rests(
    desk: OpenDesk, agreement: dict[str, Any], source: dict[str, Any], words: str
) -> None:
    make(desk, **agreement, sources=[AGREEMENT["sources"][0] | source])
    refused = ask(desk, "POST", "/api/v1/sources/am-mod/poll")
    assert (refused.status_code, words in refused.json()["detail"]) == (409, True), refused.text


def test_what_the_api_shows_is_what_the_yaml_takes(desk: OpenDesk) -> None:
    make(desk)
    answer = desk.get("/api/v1/agreements/truce/yaml")
    assert answer.headers["content-type"].startswith("application/yaml")
    assert read_form(answer.text).content.agreements[0].id == "truce"
