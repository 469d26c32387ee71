"""The form of a silence: what can be chosen, and what was written as a silence that can be kept."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from alerts.conditions import EVERY_AGREEMENT
from alerts.delivery_log import list_live_rule_ids
from monitor.agreements.faults import BadForm
from monitor.agreements.silence import read_silence
from monitor.agreements.silence_terms import BadTerm, check_end, read_line
from monitor.models import Agreement
from monitor.web.pages.actors import THIRD_PARTY, list_actors
from monitor.web.pages.filters import Choice
from monitor.web.pages.wording import ACTS

USUAL = timedelta(hours=2)
CONDITIONS = {"by": "by", "against": "against", "type": "types", "place": "places"}
"""The few that the form asks for, and their keys in a rule's `when`."""


class BadSilence(ValueError):
    """What was written can't be kept; `faults` are sentences for who wrote it."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = list(faults)


@dataclass(frozen=True, slots=True)
class Select:
    """One control; the first choice asks for nothing."""

    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A silence that can be kept."""

    document: dict[str, Any]
    reason: str
    ends_at: datetime


def list_selects(
    session: Session, agreements: Sequence[Agreement], filled: Mapping[str, str]
) -> list[Select]:
    """What can be chosen, as it was filled in."""
    actors = list_actors([each.document for each in agreements])
    parties = [(actor.id, actor.name) for actor in actors]
    third = (THIRD_PARTY.id, THIRD_PARTY.name)
    options = [
        ("rule", "Rule", "every rule", [(id, id) for id in list_live_rule_ids(session)]),
        ("agreement", "Agreement", "every agreement", [(each.id, each.name) for each in agreements]),
        ("by", "Who says", "anyone", [*parties, third]),
        ("against", "Of whom", "anyone", parties),
        ("type", "Act", "any act", list(ACTS.items())),
    ]
    return [
        Select(name, label, _choose([("", nothing), *found], filled.get(name, "")))
        for name, label, nothing, found in options
    ]


def propose_end(now: datetime, zone: ZoneInfo) -> str:
    """As a control for a local time has it."""
    return f"{(now + USUAL).astimezone(zone):%Y-%m-%dT%H:%M}"


def read_wanted(session: Session, fields: Mapping[str, str], now: datetime, zone: ZoneInfo) -> Wanted:
    """Raises BadSilence with all that is wrong."""
    faults: list[str] = []
    reason, ends_at, document = "", now, {}
    try:
        reason = read_line("The reason", fields.get("reason", ""))
    except BadTerm as error:
        faults.append(str(error))
    try:
        ends_at = _read_end(fields.get("until", ""), now, zone)
    except BadTerm as error:
        faults.append(str(error))
    try:
        document = _read_document(session, fields)
    except BadForm as error:
        faults += [sentence.removeprefix("--") for sentence in error.sentences]
    if faults:
        raise BadSilence(faults)
    return Wanted(document, reason, ends_at)


def _read_document(session: Session, fields: Mapping[str, str]) -> dict[str, Any]:
    asked = {key: fields[name].strip() for name, key in CONDITIONS.items() if fields.get(name, "").strip()}
    when = json.dumps({key: [value] for key, value in asked.items()}, ensure_ascii=False)
    rules = [fields["rule"]] if fields.get("rule") else []
    return read_silence(session, rules, fields.get("agreement") or EVERY_AGREEMENT, when)


def _read_end(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """A local time of the page's zone; one that comes twice is the first."""
    try:
        local = datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=zone)
        ends_at = local.astimezone(ZoneInfo("UTC"))
    except (ValueError, OverflowError):
        raise BadTerm("The end is no time; write it as 2020-10-10T18:00.") from None
    check_end(now, ends_at, now)
    return ends_at


def _choose(options: Sequence[tuple[str, str]], value: str) -> list[Choice]:
    """What was chosen and is not there any more stays chosen: else sending again would ask for everything."""
    unlisted = [] if value in dict(options) else [(value, value)]
    return [Choice(each, label, each == value) for each, label in [*options, *unlisted]]
