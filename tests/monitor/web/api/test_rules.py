"""Rules read and changed over HTTP, each over the version that was seen."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from sqlmodel import select

from alerts.models import Rule
from monitor.db import reading, writing
from monitor.models import JournalEntry
from monitor.web.api.telling_forms import RuleForm, RulesForm, VersionsForm
from tests.alerts.scenes import Road
from tests.builders import an_agreement
from tests.monitor.web.conftest import EDITOR, TOKEN, OpenDesk

RULES = "/api/v1/rules"
DRONES = f"{RULES}/drones"
RULE = {
    "id": "drones",
    "agreement": "karabakh-2020",
    "when": {"types": ["drone"], "more_than": {"count": 3, "within": "90m", "per": "by"}},
    "send_to": ["newsroom"],
}


@pytest.fixture(autouse=True)
def watched(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        an_agreement(session)
    Road(desk.engine).webhook("https://news.example/hook")


def ask(
    desk: OpenDesk, method: str, path: str, body: Any = None, tag: str = "", token: str = EDITOR
) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    headers |= {"If-Match": tag} if tag else {}
    return desk.client.request(method, path, content=json.dumps(body), headers=headers)


def make(desk: OpenDesk, **changes: Any) -> httpx.Response:
    made = ask(desk, "POST", RULES, RULE | changes)
    assert made.status_code == 201, made.text
    return made


def entries(desk: OpenDesk) -> list[tuple[str, str, str]]:
    with reading(desk.engine) as session:
        found = session.exec(select(JournalEntry).where(JournalEntry.kind == "configuration"))
        return [(row.details["action"], row.subject, row.actor.partition(":")[0]) for row in found]


def test_a_rule_is_made_and_shown_with_every_key(desk: OpenDesk) -> None:
    made = make(desk)
    assert made.headers["location"] == DRONES
    body = made.json()
    RuleForm.model_validate(body)
    assert (body["group_wait"], body["when"]["more_than"]["within"]) == ("30s", "1h30m")
    assert (body["version"], body["digest"], body["when"]["kind"]) == (1, None, ["accusation"])
    listed = desk.get(RULES).json()
    RulesForm.model_validate(listed)
    assert listed["items"] == [body]
    assert entries(desk) == [("create", "rule:drones", "token")]


def test_what_was_read_can_be_sent_back_and_changes_nothing(desk: OpenDesk) -> None:
    make(desk)
    read = desk.get(DRONES)
    again = ask(desk, "PUT", DRONES, read.json(), read.headers["etag"])
    assert again.status_code == 200, again.text
    assert (again.headers["etag"], again.json()["version"]) == (read.headers["etag"], 1)


def test_a_change_is_saved_over_what_was_seen_only(desk: OpenDesk) -> None:
    tag = make(desk).headers["etag"]
    first = ask(desk, "PUT", DRONES, RULE | {"group_wait": "0s"}, tag)
    assert (first.status_code, first.json()["version"]) == (200, 2)
    second = ask(desk, "PUT", DRONES, RULE | {"group_wait": "9s"}, tag)
    assert (second.status_code, second.headers["etag"]) == (412, first.headers["etag"])
    assert ask(desk, "PUT", DRONES, RULE).status_code == 428
    assert ask(desk, "PUT", DRONES, RULE, "*").json()["group_wait"] == "30s"
    assert ask(desk, "PUT", f"{RULES}/other", RULE, "*").status_code == 404


def test_its_versions_say_who_changed_which_keys(desk: OpenDesk) -> None:
    tag = make(desk).headers["etag"]
    tag = ask(desk, "PUT", DRONES, RULE | {"when": {"types": ["missile"]}}, tag).headers["etag"]
    assert ask(desk, "DELETE", DRONES, tag=tag).status_code == 204
    came = desk.get(f"{DRONES}/versions").json()
    VersionsForm.model_validate(came)
    assert [(line["version"], line["fields"]) for line in came["items"]] == [
        (3, []),
        (2, ["when.types", "when.more_than"]),
        (1, []),
    ]
    assert came["items"][0]["document"] is None
    assert desk.get(DRONES).status_code == 404
    assert desk.get(f"{RULES}/nosuch/versions").status_code == 404


@pytest.mark.parametrize(
    ("change", "parameter", "detail"),
    [
        ({"send_to": ["newsrom"]}, "send_to[0]", "there is no channel 'newsrom'; did you mean `newsroom`?"),
        ({"send_to": []}, "send_to", "holds too little; at least 1 must be given."),
        ({"when": {"by": ["armena"]}}, "when.by[0]", "'armena' is no party or observer there"),
        ({"when": {"sources": ["x"]}}, "when.sources[0]", "there is no source 'x'"),
        ({"group_wait": 30}, "group_wait", "has no unit; write 30s for seconds."),
        ({"id": "No id"}, "id", "'No id' is no id"),
    ],
)
def test_a_bad_rule_is_told_key_by_key_and_not_kept(
    desk: OpenDesk, change: dict[str, Any], parameter: str, detail: str
) -> None:
    answer = ask(desk, "POST", RULES, RULE | change)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["parameter"] == parameter
    assert answer.json()["errors"][0]["detail"].startswith(detail)
    with reading(desk.engine) as session:
        assert session.exec(select(Rule.id)).all() == []


def test_an_id_is_given_once(desk: OpenDesk) -> None:
    make(desk)
    again = ask(desk, "POST", RULES, RULE)
    assert (again.status_code, again.json()["detail"]) == (
        409,
        "There is a rule 'drones' already; choose another id.",
    )


def test_who_only_looks_changes_no_rule(desk: OpenDesk) -> None:
    tag = make(desk).headers["etag"]
    assert ask(desk, "POST", RULES, RULE, token=TOKEN).status_code == 403
    assert ask(desk, "PUT", DRONES, RULE, tag, TOKEN).status_code == 403
    assert ask(desk, "DELETE", DRONES, tag=tag, token=TOKEN).status_code == 403
    assert desk.stranger(RULES).status_code == 401
    assert desk.get(DRONES).status_code == 200
