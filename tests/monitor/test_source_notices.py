"""A source's trouble on its way to a rule: in plain words, and as the contract has it."""

import json
from datetime import timedelta

import pytest

from alerts.body import write_body
from alerts.closing import close_due_alerts
from alerts.configuration import save_channel, save_rule
from alerts.contents import gather_message
from alerts.mails import write_text
from alerts.models import Delivery
from alerts.notices import match_notices
from monitor.db import reading, writing
from tests.builders import START
from tests.monitor.test_pipeline import Stage
from tests.monitor.test_states import news

RULE = {
    "agreement": "*",
    "when": {
        "by": [],
        "against": [],
        "types": [],
        "in_force": True,
        "civilians": None,
        "min_confidence": 0.5,
    },
    "group_by": ["agreement"],
    "group_wait": 30,
    "group_interval": 300,
    "max_age": 86400,
    "send_to": ["desk"],
}


@pytest.fixture
def stage(engine, site):
    return Stage(engine, site)


def test_a_rule_that_asks_for_it_is_told_of_a_source_in_plain_words_and_as_the_contract_has_it(stage):
    with writing(stage.engine) as session:
        save_channel(
            session, "desk", "email", {"id": "desk", "kind": "email", "to": ["d@example.org"]}, START, "t"
        )
        for name, kinds in (("sources", ["source"]), ("usual", ["accusation"])):
            save_rule(
                session, name, RULE | {"id": name, "when": RULE["when"] | {"kind": kinds}}, START, "test"
            )
    stage.publish(*news(-3))
    stage.poll(0)
    stage.site.page("/feed", "no", status=403)
    for minutes in (1, 6):
        stage.poll(minutes)
    match_notices(stage.engine, stage.moment)
    close_due_alerts(stage.engine, stage.moment + timedelta(minutes=10), stage.moment)
    (delivery,) = stage.all_of(Delivery)
    with reading(stage.engine) as session:
        message = gather_message(session, delivery, "https://desk.example")
    body = json.loads(write_body(message, stage.moment))
    address = f"{stage.site.url}/feed"
    assert (body["type"], body["data"]["rule"], body["data"]["agreement"]) == (
        "source.state",
        "sources",
        "karabakh-2020",
    )
    assert body["data"]["source"] == {
        "id": "am-mod",
        "publisher": "Press office am-mod",
        "state": "blocked",
        "since": "2020-10-10T08:01:00+00:00",
        "reason": f"{address} answered 403.",
    }
    assert "claims" not in body["data"]
    sentence = (
        "Press office am-mod: the source refuses to answer us (blocked) since 10 October 2020, 12:01 UTC+4"
        f" (08:01 UTC); {address} answered 403."
    )
    assert sentence in write_text(message)
