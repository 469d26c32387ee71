"""A rule is tried over history before it is saved, over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from alerts.models import Alert, Rule
from monitor.db import reading, writing
from monitor.web.api import previews
from monitor.web.api.previews import PreviewForm
from tests.alerts.scenes import NOON, Road, claim_facts
from tests.builders import an_agreement
from tests.monitor.web.conftest import TOKEN, OpenDesk

HERE = "/api/v1/rules/preview"


@pytest.fixture
def history(desk: OpenDesk) -> Road:
    """Three accusations at noon, of two texts, and one two days later."""
    with writing(desk.engine) as session:
        an_agreement(session)
    road = Road(desk.engine)
    for number, text in enumerate(["s1", "s1", "s2"]):
        road.post(facts=told(f"l{number}", text))
    road.post(facts=told("l3", "s3", by="azerbaijan", against="armenia"), now=NOON + timedelta(days=2))
    return road


def told(lineage: str, statement: str, **changes: Any) -> dict[str, Any]:
    facts = claim_facts(lineage=lineage, **changes)
    facts["claim"]["statement"] = facts["claim"]["statement"] | {"id": statement}
    return facts


def test_a_rule_is_tried_with_counts_days_and_its_first_messages(desk: OpenDesk, history: Road) -> None:
    answer = desk.post(f"{HERE}?limit=1", json={"agreement": "karabakh-2020", "max_age": "72h"})
    assert answer.status_code == 200, answer.text
    came = answer.json()
    PreviewForm.model_validate(came)
    counts = [came[name] for name in ("notices", "messages", "entries", "unbundled", "silenced")]
    assert counts == [4, 2, 4, 3, 0]
    assert [day["messages"] for day in came["days"]] == [1, 0, 1]
    (first,) = came["alerts"]
    assert first["at"] == "2020-10-10T12:41:30+04:00"
    assert (first["rule"], first["entries"], first["statements"]) == ("preview", 3, ["s1", "s2"])
    assert first["subject"].startswith("Armenia accuses Azerbaijan of a ground assault")


def test_trying_saves_and_sends_nothing(desk: OpenDesk, history: Road) -> None:
    desk.post(HERE, json={"id": "tried", "send_to": ["nowhere"]})
    with reading(desk.engine) as session:
        assert session.exec(select(Rule.id)).all() == session.exec(select(Alert.id)).all() == []


def test_a_rule_for_every_agreement_has_its_days_in_utc(desk: OpenDesk, history: Road) -> None:
    came = desk.post(HERE, json={"max_age": "72h"}).json()
    assert [day["day"] for day in came["days"]] == ["2020-10-10", "2020-10-11", "2020-10-12"]
    assert came["alerts"][0]["at"].endswith("+00:00")


@pytest.mark.parametrize(
    ("rule", "parameter", "detail"),
    [
        ({"wen": {}}, "wen", "`wen` is no key here; did you mean `when`?"),
        ({"group_wait": 30}, "group_wait", "has no unit; write 30s for seconds."),
        ({"when": {"kind": ["acusation"]}}, "when.kind[0]", "'acusation' is not known here; did you mean"),
        ({"agreement": "karabak-2020"}, "agreement", "there is no agreement 'karabak-2020'; did you mean"),
        (
            {"agreement": "karabakh-2020", "when": {"by": ["armena"]}},
            "when.by[0]",
            "'armena' is no party or observer there; did you mean `armenia`?",
        ),
    ],
)
def test_a_bad_rule_is_told_key_by_key(
    desk: OpenDesk, history: Road, rule: Any, parameter: str, detail: str
) -> None:
    answer = desk.post(HERE, json=rule)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    (fault,) = answer.json()["errors"]
    assert fault["parameter"] == parameter
    assert fault["detail"].startswith(detail)
    assert answer.json()["detail"] == f"{parameter}: {fault['detail']}"


@pytest.mark.parametrize("body", ["[]", "3", "{", ""])
def test_what_is_no_rule_is_refused(desk: OpenDesk, body: str) -> None:
    assert desk.post(HERE, content=body).status_code == 422


def test_only_who_may_change_rules_may_try_them(desk: OpenDesk) -> None:
    assert desk.post(HERE, token=TOKEN, json={}).status_code == 403
    assert desk.client.post(HERE, json={}).status_code == 401


def test_one_rule_is_tried_at_a_time(desk: OpenDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previews, "PATIENCE", 0.01)
    with previews._turn:
        answer = desk.post(HERE, json={})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert desk.post(HERE, json={}).status_code == 200


def test_it_belongs_to_the_description(desk: OpenDesk) -> None:
    operation = desk.get("/openapi.json").json()["paths"][HERE]["post"]
    assert {"200", "401", "403", "422", "503"} <= set(operation["responses"])
    assert "example" in str(operation["requestBody"])
