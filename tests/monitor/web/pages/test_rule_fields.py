"""A rule goes into the fields of a form and comes back the same."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.agreements.given import check_given
from monitor.agreements.whole import whole_rule
from monitor.web.pages.rule_fields import USUAL, name_field, read_document, write_fields
from monitor.web.pages.rule_view import _as_row

PLAIN: dict[str, Any] = {"id": "plain", "send_to": ["desk"]}
RULES = [
    PLAIN,
    PLAIN | {"when": None, "group_by": [], "max_age": "48h"},
    PLAIN | {"when": {"kind": ["source"], "in_force": None, "states": ["blocked"], "sources": ["am-mod"]}},
    PLAIN | {"when": {"in_force": False, "in_force_certain": True, "civilians": False, "killed": 0}},
    PLAIN | {"when": {"places": ["Şuşa / Shushi", "Ganja"], "words": ["heavy fire"], "languages": ["hy"]}},
    PLAIN | {"when": {"min_confidence": 0.555, "first": "type"}},
    PLAIN | {"when": {"mutual": "90m"}, "agreement": "karabakh-2020"},
    PLAIN | {"when": {"more_than": {"count": 10, "within": "1h", "per": "against"}}, "group_wait": "0s"},
    PLAIN | {"digest": {"every": "week", "at": "08:00", "on": "monday", "timezone": "Asia/Yerevan"}},
    PLAIN | {"digest": {"every": "hour"}},
    PLAIN
    | {"quiet_hours": {"from": "22:00", "to": "07:00", "timezone": "Europe/Kyiv", "bypass": ["missile"]}},
]


def whole(document: dict[str, Any]) -> dict[str, Any]:
    return whole_rule(_as_row(check_given("rule", document).content.rules[0]))


@pytest.mark.parametrize("rule", RULES)
def test_nothing_is_lost_in_the_form(rule: dict[str, Any]) -> None:
    document = whole(rule)
    assert whole(read_document(write_fields(document))) == document


def test_a_new_form_is_the_usual_rule() -> None:
    usual = whole(read_document(USUAL | {"id": ["new"], "send_to": ["desk"]}))
    assert usual == whole({"id": "new", "send_to": ["desk"], "when": {"min_confidence": 0.5}})


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (("when", "by", 0), "by"),
        (("send_to",), "send_to"),
        (("when", "more_than", "count"), "more_count"),
        (("when",), "before"),
        (("digest", "at"), "digest_at"),
        (("quiet_hours", "bypass", 1), "quiet_bypass"),
        ((), ""),
    ],
)
def test_a_fault_finds_its_field(path: tuple[str | int, ...], field: str) -> None:
    assert name_field(path) == field
