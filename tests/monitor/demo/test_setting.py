"""The replay's configuration is one that `apply` would take, with stand-ins in the place of the outlets."""

from __future__ import annotations

import pytest

from monitor.agreements.form import Form
from monitor.agreements.form_source import WatchedSource
from monitor.demo.scenario import load_scenario
from monitor.demo.setting import write_setting

SCENARIO = load_scenario()


@pytest.fixture(scope="module")
def form() -> Form:
    return write_setting(
        SCENARIO,
        lambda outlet: f"http://127.0.0.1:9/{outlet}/feed.xml",
        "http://127.0.0.1:8/ceasewatch",
        "whsec_a2V5",
    )


def test_the_agreement_is_the_bundled_one(form: Form) -> None:
    (agreement,) = form.content.agreements
    assert agreement.id == "karabakh-2020"
    assert agreement.starts_at.isoformat() == "2020-10-10T12:00:00+04:00"
    assert len(agreement.places) > 20


def test_every_outlet_is_a_stand_in_and_polled(form: Form) -> None:
    sources = [source for source in form.content.agreements[0].sources if isinstance(source, WatchedSource)]
    assert [source.id for source in sources] == [outlet.id for outlet in SCENARIO.outlets]
    assert [source.party for source in sources] == [outlet.actor for outlet in SCENARIO.outlets]
    for source in sources:
        assert source.enabled
        assert source.every == 20 * 60
        assert source.url.startswith("http://127.0.0.1:9/")
        assert source.publisher.endswith("(stand-in)")


def test_mail_and_webhook_are_both_told(form: Form) -> None:
    assert {channel.id: channel.kind for channel in form.content.channels} == {
        "desk": "email",
        "newsroom": "webhook",
    }
    told = {channel for rule in form.content.rules for channel in rule.send_to}
    assert told == {"desk", "newsroom"}


def test_every_rule_gathers_for_a_while(form: Form) -> None:
    assert len(form.content.rules) == 3
    for rule in form.content.rules:
        assert rule.group_interval >= 3600
        assert rule.when.in_force is True
