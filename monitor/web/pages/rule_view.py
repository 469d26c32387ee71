"""What the pages of rules ask of the database: the list, one rule with its form, its trial, its past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from alerts.conditions import EVERY_AGREEMENT
from alerts.configuration import current_rules, find_rule
from alerts.delivery_log import DeliveryFilter, list_deliveries
from alerts.models import Alert, Rule
from alerts.standing import ChannelLine, list_channels
from monitor import clock
from monitor.agreements.documents import rule_document
from monitor.agreements.export import write_rule
from monitor.agreements.form_rule import RuleForm
from monitor.agreements.whole import whole_rule
from monitor.models import Agreement
from monitor.queries.agreements import list_agreements
from monitor.queries.versions import list_versions
from monitor.web.pages.rule_boxes import Names, list_boxes, list_names
from monitor.web.pages.rule_fields import Values
from monitor.web.pages.rule_wording import say_changes, sum_up
from monitor.web.pages.sendings import make_rows
from monitor.web.pages.shell import Shell, make_shell
from monitor.web.pages.trial import PERIODS, Busy, TrialView, list_figures, show_trial

MOST_SENDINGS = 5
MOST_VERSIONS = 20


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in the list: what it says in one line, where it goes, how many messages it made."""

    id: str
    sentence: str
    send_to: Sequence[str]
    messages: int


@dataclass(slots=True)
class Edited:
    """A rule on its page; `id` is empty while there is none. `faults`: a sentence by field.

    `tried`: the checked rule that is to be tried; `conflict`: somebody saved since.
    """

    id: str
    values: Values
    seen: str = ""
    tried: RuleForm | None = None
    conflict: str = ""
    faults: dict[str, str] = field(default_factory=dict)


def fill_list(session: Session, now: datetime) -> dict[str, Any]:
    agreements = list_agreements(session)
    return {"shell": make_shell(agreements, now), **_fill_sides(session, list_names(session, agreements))}


def fill_rule(session: Session, edited: Edited, now: datetime) -> dict[str, Any]:
    """All that the page of a rule shows; the trial only where one was asked for."""
    agreements, stands = list_agreements(session), find_rule(session, edited.id)
    names, shell = list_names(session, agreements), _find_shell(agreements, edited.values, now)
    document = whole_rule(stands) if stands is not None else None
    trial, busy = _try(session, edited, stands, now)
    return {
        "shell": shell,
        **_fill_sides(session, names),
        "edited": edited,
        "stands": document,
        "boxes": list_boxes(names, agreements, edited.values),
        "values": {name: next(iter(found), "") for name, found in edited.values.items()},
        "changes": _say_changes(document, edited),
        "trial": trial,
        "busy": busy,
        "figures": list_figures(trial) if trial is not None else [],
        "periods": PERIODS,
        "yaml": write_rule(stands) if stands is not None else "",
        "sentence": sum_up(document, names) if document is not None else "",
        "versions": list_versions(session, "rule", edited.id)[:MOST_VERSIONS] if stands else [],
        "rows": _list_sendings(session, edited.id, shell) if stands else [],
    }


def _fill_sides(session: Session, names: Names) -> dict[str, Any]:
    """The rules and channels beside every page of them."""
    channels: list[ChannelLine] = list_channels(session, clock.wall())
    return {"rules": _list_lines(session, names), "channels": channels}


def _list_lines(session: Session, names: Names) -> list[RuleLine]:
    sent = select(Alert.rule_id, func.count()).where(col(Alert.closed_at).is_not(None))
    counts = dict(session.exec(sent.group_by(col(Alert.rule_id))).all())
    return [
        RuleLine(row.id, sum_up(whole_rule(row), names), row.document["send_to"], counts.get(row.id, 0))
        for row in current_rules(session)
    ]


def _find_shell(agreements: Sequence[Agreement], values: Values, now: datetime) -> Shell:
    scope = next(iter(values.get("agreement", ())), EVERY_AGREEMENT)
    return make_shell([each for each in agreements if each.id == scope] or agreements, now)


def _try(
    session: Session, edited: Edited, stands: Rule | None, now: datetime
) -> tuple[TrialView | None, str]:
    if edited.tried is None:
        return None, ""
    period = next(iter(edited.values.get("period", ())), "")
    try:
        return show_trial(session, edited.tried, stands, period, now), ""
    except Busy as busy:
        return None, str(busy)


def _say_changes(document: Mapping[str, Any] | None, edited: Edited) -> list[str]:
    """What the form says otherwise than the version that stands, where the form could be read."""
    if document is None or edited.tried is None:
        return []
    written = {"id": edited.id, "send_to": list(edited.values.get("send_to", ()))}
    return say_changes(document, whole_rule(_as_row(edited.tried)) | written)


def _as_row(rule: RuleForm) -> Rule:
    return Rule(id=rule.id, version=0, document=rule_document(rule), updated_at=clock.wall())


def _list_sendings(session: Session, rule_id: str, shell: Shell) -> list[Any]:
    lines = list_deliveries(session, DeliveryFilter(rules=(rule_id,)), limit=MOST_SENDINGS)
    return make_rows(session, lines, shell.zone, clock.wall())
