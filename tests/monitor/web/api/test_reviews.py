"""POST /api/v1/claims/{id}/reviews as the contract has it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from monitor.db import writing
from monitor.queries.claims import get_claim
from monitor.web.api.forms import ClaimForm
from tests.builders import a_claim, a_reading, minutes_after
from tests.monitor.web.conftest import EDITOR, OpenDesk


def send(desk: OpenDesk, id: str, sent: Any, token: str = EDITOR, **headers: str) -> httpx.Response:
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    return desk.client.post(f"/api/v1/claims/{id}/reviews", json=sent, headers=headers)


def test_a_correction_is_shown_beside_what_the_machine_read(desk: OpenDesk) -> None:
    claim = desk.claim()
    answer = send(
        desk, claim.id, {"verdict": "corrected", "changes": {"killed": 2, "types": ["drone"]}, "note": "Two."}
    )
    assert answer.status_code == 201, answer.text
    form = answer.json()
    ClaimForm.model_validate(form)
    assert (form["killed"], form["types"]) == (None, ["ground_assault"])
    assert form["review"]["changes"] == {"killed": 2, "types": ["drone"]}
    assert (form["review"]["verdict"], form["review"]["note"]) == ("corrected", "Two.")
    assert form["review"]["claim"] == claim.id
    assert form["review"]["by"].startswith("token:")
    (found,) = desk.get("/api/v1/claims?type=drone&review=corrected").json()["items"]
    assert found["id"] == claim.id


def test_a_rejected_claim_stays_in_the_log_and_leaves_its_figures(desk: OpenDesk) -> None:
    claim = desk.claim()
    desk.claim()
    assert send(desk, claim.id, {"verdict": "rejected"}).status_code == 201
    assert len(desk.get("/api/v1/claims").json()["items"]) == 2
    assert "1 accusation; 1 reading rejected." in desk.page("/claims")


def test_only_a_reviewers_token_may_review(desk: OpenDesk) -> None:
    claim = desk.claim()
    assert send(desk, claim.id, {"verdict": "confirmed"}, token="").status_code == 401
    assert send(desk, claim.id, {"verdict": "confirmed"}, token="unknown").status_code == 401
    refused = send(desk, claim.id, {"verdict": "confirmed"}, token="a-viewer-token")
    assert refused.status_code == 403
    assert "viewer" in refused.json()["detail"]


def test_an_unknown_or_malformed_id_is_not_found(desk: OpenDesk) -> None:
    for id in ("unknown", "%00", "x" * 400):
        assert send(desk, id, {"verdict": "confirmed"}).status_code == 404


@pytest.mark.parametrize(
    ("sent", "parameter"),
    [
        ({}, "verdict"),
        ({"verdict": "true"}, "verdict"),
        ({"verdict": "confirmed", "who": "me"}, "who"),
        ({"verdict": "confirmed", "note": "a\x00b"}, "note"),
        ({"verdict": "corrected", "changes": {"in_force": False}}, "in_force"),
        ({"verdict": "corrected", "changes": {"types": ["meteor"]}}, "changes.types"),
        ({"verdict": "corrected", "changes": {"stance": None}}, "stance"),
        ({"verdict": "corrected", "changes": {"killed": 10**30}}, "changes.killed"),
        (
            {"verdict": "corrected", "changes": {"occurred": {"from": "0001-01-01T00:00:00Z"}}},
            "changes.occurred",
        ),
        ({"verdict": "corrected", "changes": {"a\x00": {}}}, "a\x00"),
        ([], "body"),
    ],
)
def test_what_is_wrong_is_named(desk: OpenDesk, sent: Any, parameter: str) -> None:
    answer = send(desk, desk.claim().id, sent)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["parameter"].startswith(parameter)


def test_a_body_that_is_no_json_is_refused(desk: OpenDesk) -> None:
    address = f"/api/v1/claims/{desk.claim().id}/reviews"
    signed = {"Authorization": f"Bearer {EDITOR}", "Content-Type": "application/json"}
    for body, status in ((b"{", 422), (b'"\xff"', 400), (b'{"verdict": "note", "note": "\\ud800"}', 422)):
        assert desk.client.post(address, content=body, headers=signed).status_code == status


def test_a_claim_that_changed_meanwhile_conflicts(desk: OpenDesk) -> None:
    claim = desk.claim()
    with writing(desk.engine) as session:
        row = get_claim(session, claim.id)
        assert row is not None
        later = a_claim(
            session, a_reading(session, row.revision, made_at=minutes_after(90)), row.lineage, killed=2
        )
    answer = send(desk, claim.id, {"verdict": "confirmed"})
    assert answer.status_code == 409
    assert answer.json()["claim"] == later.id


def test_the_etag_guards_against_another_review(desk: OpenDesk) -> None:
    claim = desk.claim()
    tag = desk.get(f"/api/v1/claims/{claim.id}").headers["ETag"]
    first = send(desk, claim.id, {"verdict": "confirmed"}, **{"If-Match": tag})
    assert first.status_code == 201
    second = send(desk, claim.id, {"verdict": "rejected"}, **{"If-Match": tag})
    assert second.status_code == 412
    assert "reviewed this meanwhile" in second.json()["detail"]
    third = send(desk, claim.id, {"verdict": "rejected"}, **{"If-Match": first.headers["ETag"]})
    assert third.status_code == 201
    assert send(desk, claim.id, {"verdict": "rejected"}, **{"If-Match": '"else"'}).status_code == 412


def test_a_request_with_a_key_is_done_once(desk: OpenDesk) -> None:
    claim = desk.claim()
    key = {"Idempotency-Key": "one"}
    forms = [send(desk, claim.id, {"verdict": "note", "note": "Once."}, **key).json() for _ in range(2)]
    assert forms[0] == forms[1]
    taken = send(desk, claim.id, {"verdict": "rejected"}, **key)
    assert taken.status_code == 422


def test_a_verdict_can_be_taken_back(desk: OpenDesk) -> None:
    claim = desk.claim()
    send(desk, claim.id, {"verdict": "rejected"})
    form = send(desk, claim.id, {"verdict": "undone"}).json()
    assert form["review"] is None
