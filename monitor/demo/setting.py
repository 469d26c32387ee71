"""The desk's configuration for the replay: the bundled agreement with stand-ins for its outlets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

from monitor.agreements.form import Form, read_form
from monitor.agreements.presets import read_preset_text
from monitor.demo.scenario import Outlet, Scenario

EVERY = "20m"
# A day of the scenario passes in some 20 s; a machine that is busy that long shall still tell.
MAX_AGE = "168h"


def write_setting(scenario: Scenario, feed_url: Callable[[str], str], hook_url: str, secret: str) -> Form:
    """The form that `apply` would read from a file: agreement, sources, channels, rules."""
    agreement = yaml.safe_load(read_preset_text(scenario.agreement))["agreements"][0]
    agreement["sources"] = [_source(outlet, feed_url(outlet.id)) for outlet in scenario.outlets]
    document = {
        "version": 1,
        "agreements": [agreement],
        "channels": [
            {"id": "desk", "kind": "email", "to": ["desk@example.org"]},
            {"id": "newsroom", "kind": "webhook", "url": hook_url, "secret": secret},
        ],
        "rules": list_rules(),
    }
    return read_form(yaml.safe_dump(document, allow_unicode=True, sort_keys=False), "demo.yaml")


def list_rules() -> list[dict[str, Any]]:
    """Three ways to be told: mails for a desk, a webhook for who follows closely, mails of missiles.

    The times are the scenario's: a group waits 30 s after its first notice, and at least its
    interval after its last message.
    """
    return [
        {
            "id": "accusations",
            "when": {"kind": ["accusation"], "in_force": True},
            "group_wait": "30s",
            "group_interval": "6h",
            "max_age": MAX_AGE,
            "send_to": ["desk"],
        },
        {
            "id": "accusations-and-denials",
            "when": {"kind": ["accusation", "denial"], "in_force": True},
            "group_wait": "30s",
            "group_interval": "4h",
            "max_age": MAX_AGE,
            "send_to": ["newsroom"],
        },
        {
            "id": "missiles",
            "when": {"kind": ["accusation"], "types": ["missile"], "in_force": True, "civilians": True},
            "group_by": ["agreement", "place"],
            "group_wait": "5m",
            "group_interval": "6h",
            "max_age": MAX_AGE,
            "send_to": ["desk"],
        },
    ]


def _source(outlet: Outlet, url: str) -> dict[str, Any]:
    return {
        "id": outlet.id,
        "publisher": outlet.publisher,
        "party": outlet.actor,
        "languages": list(outlet.languages),
        "kind": "feed",
        "url": url,
        "every": EVERY,
        "note": "A stand-in of the demonstration; its texts were written for it and quote nobody.",
    }
