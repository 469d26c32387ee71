"""POST /api/v1/statements/{id}/misses: a person finds a claim that was not read."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from monitor.db import reading
from monitor.models import Claim, Lineage
from monitor.web.api.forms import MissForm, StatementForm
from tests.monitor.web.conftest import EDITOR, TOKEN, OpenDesk

SAID = {"revision": 1, "start": 0, "end": 5, "by": "armenia", "against": "azerbaijan", "types": ["drone"]}


def statement_of(desk: OpenDesk) -> str:
    claim = desk.claim()
    with reading(desk.engine) as session:
        return session.get_one(Lineage, session.get_one(Claim, claim.id).lineage_id).statement_id


def send(desk: OpenDesk, id: str, sent: Any, token: str = EDITOR, **headers: str) -> httpx.Response:
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    return desk.client.post(f"/api/v1/statements/{id}/misses", json=sent, headers=headers)


def test_a_miss_stands_in_its_statement_until_it_is_taken_back(desk: OpenDesk) -> None:
    id = statement_of(desk)
    answer = send(desk, id, SAID | {"note": "The first words."}, **{"Idempotency-Key": "one"})
    assert answer.status_code == 201, answer.text
    form = answer.json()
    MissForm.model_validate(form)
    assert (form["stance"], form["author"][:6], form["agreement"]) == (
        "accusation",
        "token:",
        "karabakh-2020",
    )
    assert send(desk, id, SAID, **{"Idempotency-Key": "one"}).json() == form
    statement = desk.get(f"/api/v1/statements/{id}").json()
    StatementForm.model_validate(statement)
    assert statement["misses"] == [form]
    assert form["evidence"]["quote"] == statement["revisions"][0]["text"][:5]
    assert len(desk.get("/api/v1/claims").json()["items"]) == 1
    address = f"/api/v1/statements/{id}/misses/{form['id']}"
    gone = desk.client.delete(address, headers={"Authorization": f"Bearer {EDITOR}"})
    assert gone.status_code == 204
    assert desk.get(f"/api/v1/statements/{id}").json()["misses"] == []


def test_only_a_reviewer_may_say_so(desk: OpenDesk) -> None:
    id = statement_of(desk)
    assert send(desk, id, SAID, token="").status_code == 401
    assert send(desk, id, SAID, token=TOKEN).status_code == 403


@pytest.mark.parametrize(
    ("changes", "parameter"),
    [
        ({"by": "atlantis"}, "by"),
        ({"end": 9999}, "evidence"),
        ({"start": "0"}, "start"),
        ({"types": []}, "types"),
        ({"revision": 0}, "revision"),
        ({"note": "a\x00"}, "note"),
        ({"who": "me"}, "who"),
    ],
)
def test_what_is_wrong_is_named(desk: OpenDesk, changes: dict[str, Any], parameter: str) -> None:
    answer = send(desk, statement_of(desk), SAID | changes)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == parameter


def test_an_unknown_text_or_miss_is_not_found(desk: OpenDesk) -> None:
    id = statement_of(desk)
    for unknown in ("unknown", "%00", "x" * 400):
        assert send(desk, unknown, SAID).status_code == 404
        address = f"/api/v1/statements/{id}/misses/{unknown}"
        assert desk.client.delete(address, headers={"Authorization": f"Bearer {EDITOR}"}).status_code == 404
    assert send(desk, id, SAID | {"revision": 2}).status_code == 404
