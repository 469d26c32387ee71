"""GET /api/v1/claims as the contract has it."""

from __future__ import annotations

from itertools import product
from typing import Any

from monitor.db import writing
from monitor.queries.claims import get_claim
from monitor.web.api.forms import ClaimForm, ClaimsForm
from tests.builders import a_claim, a_published_claim, a_reading, a_review, a_revision, minutes_after
from tests.monitor.web.conftest import OpenDesk


def found(desk: OpenDesk, query: str) -> list[str]:
    answer = desk.get(f"/api/v1/claims?{query}")
    assert answer.status_code == 200, answer.text
    return [item["evidence"]["quote"] for item in answer.json()["items"]]


def test_a_claim_carries_what_the_contract_says(desk: OpenDesk) -> None:
    claim = desk.claim(publisher="Ministry of Defence of Armenia", lang="en")
    answer = desk.get("/api/v1/claims").json()
    (item,) = answer["items"]
    assert answer["next"] == ""
    assert item["id"] == claim.id
    assert item["url"] == f"https://desk.example/claims/{claim.id}"
    assert item["occurred"] == {"from": "2020-10-10T12:05:00+04:00", "to": None, "precision": "minute"}
    assert item["statement"]["publisher"] == "Ministry of Defence of Armenia"
    assert (item["incident"], item["review"]) == (None, None)
    assert "superseded_by" not in item


def test_the_answers_have_the_shape_that_the_description_promises(desk: OpenDesk) -> None:
    claim = desk.claim()
    with writing(desk.engine) as session:
        a_review(session, claim, "corrected", changes={"killed": 2})
    ClaimsForm.model_validate(desk.get("/api/v1/claims?versions=all").json())
    ClaimForm.model_validate(desk.get(f"/api/v1/claims/{claim.id}").json())


FILTERS = [
    "by=azerbaijan",
    "against=armenia&against=russia",
    "stance=denial",
    "type=missile&type=drone",
    "in_force=false",
    "civilians=true",
    "place=ganja",
    "source=az-mod",
    "min_confidence=0.95",
    "q=RAKET",
    "from=2020-10-10T12:30:00%2B04:00",
    "from=2020-10-10T12:30:00+04:00",
    "from=2020-10-10T08:30:00Z&to=2020-10-10",
    "review=rejected",
    "agreement=karabakh-2020&by=azerbaijan",
]


def test_every_filter_narrows_the_log(desk: OpenDesk) -> None:
    desk.claim(text="one")
    columns: dict[str, Any] = {"by": "azerbaijan", "against": "armenia", "stance": "denial"}
    columns |= {"types": ["missile"], "places": ["Gəncə"], "in_force": False, "civilians": True}
    claim = desk.claim(
        "az-mod",
        text="raket",
        speaker="azerbaijan",
        published_at=minutes_after(60),
        confidence=0.97,
        **columns,
    )
    with writing(desk.engine) as session:
        a_review(session, claim, "rejected")
    for query in FILTERS:
        assert found(desk, query) == ["raket"], query


def test_empty_parameters_ask_for_nothing(desk: OpenDesk) -> None:
    desk.claim(text="one")
    names = "agreement stance by against type in_force civilians from to place source review"
    names += " min_confidence q sort limit cursor versions"
    assert found(desk, "&".join(f"{name}=" for name in names.split())) == ["one"]


def test_pages_follow_each_other_by_cursor(desk: OpenDesk) -> None:
    for minute in range(5):
        desk.claim(text=str(minute), published_at=minutes_after(minute))
    seen, cursor = [], ""
    for size in (2, 2, 1):
        page = desk.get("/api/v1/claims", params={"limit": 2, "cursor": cursor}).json()
        assert len(page["items"]) == size
        seen += [item["evidence"]["quote"] for item in page["items"]]
        cursor = page["next"]
        assert cursor.replace("-", "").replace("_", "").isalnum() or cursor == ""
    assert seen == ["4", "3", "2", "1", "0"]
    assert cursor == ""


def test_fifty_claims_are_a_page_unless_asked_otherwise(desk: OpenDesk) -> None:
    with writing(desk.engine) as session:
        for _ in range(51):
            a_published_claim(session)
    assert len(found(desk, "")) == 50
    assert len(found(desk, "limit=500")) == 51


MALFORMED = [
    ("limit=0", "limit"),
    ("limit=501", "limit"),
    ("limit=many", "limit"),
    ("stance=guilt", "stance"),
    ("type=meteor", "type"),
    ("in_force=perhaps", "in_force"),
    ("civilians=2", "civilians"),
    ("from=yesterday", "from"),
    ("from=2020-10-10T12:00:00", "from"),
    ("to=0001-01-01T00:00:00%2B14:00", "to"),
    ("to=9999-12-31", "to"),
    ("min_confidence=2", "min_confidence"),
    ("min_confidence=nan", "min_confidence"),
    ("sort=worst", "sort"),
    ("versions=some", "versions"),
    ("review=true", "review"),
    ("by=%00", "by"),
    ("q=%00", "q"),
    ("q=" + "x" * 201, "q"),
    ("cursor=unknown", "cursor"),
    ("cursor=%F0%9F%98%80", "cursor"),
    ("parties=armenia", "parties"),
]


def test_a_malformed_or_unknown_parameter_is_named(desk: OpenDesk) -> None:
    desk.claim()
    for query, name in MALFORMED:
        answer = desk.get(f"/api/v1/claims?{query}")
        assert answer.status_code == 422, query
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert [fault["parameter"] for fault in answer.json()["errors"]] == [name]
        assert name in answer.json()["detail"]


def test_one_claim_is_found_by_its_id(desk: OpenDesk) -> None:
    claim = desk.claim()
    form = desk.get(f"/api/v1/claims/{claim.id}").json()
    assert form["id"] == claim.id
    assert (form["current"], form["superseded_by"]) == (True, None)


def test_an_unknown_or_malformed_id_is_not_found(desk: OpenDesk) -> None:
    ids = ("unknown", "%00", "a%20b", "x" * 400, "%F0%9F%98%80")
    for noun, id in product(("claims", "statements"), ids):
        answer = desk.get(f"/api/v1/{noun}/{id}")
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_all_versions_show_what_became_of_a_claim(desk: OpenDesk) -> None:
    old = desk.claim(text="two wounded")
    with writing(desk.engine) as session:
        row = get_claim(session, old.id)
        assert row is not None
        revision = a_revision(session, row.statement, text="three wounded")
        new = a_claim(session, a_reading(session, revision, made_at=minutes_after(90)), row.lineage)
    assert found(desk, "") == ["three wounded"]
    items = desk.get("/api/v1/claims?versions=all").json()["items"]
    state = {item["id"]: (item["current"], item["superseded_by"]) for item in items}
    assert state == {old.id: (False, new.id), new.id: (True, None)}
    assert desk.get(f"/api/v1/claims/{old.id}").json()["superseded_by"] == new.id
