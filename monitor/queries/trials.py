"""A rule tried over what is stored, for a page that draws it, beside the version that stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from alerts.conditions import EVERY_AGREEMENT
from alerts.history import stream_notices
from alerts.matching import StandingRule, read_rule
from alerts.models import Rule
from alerts.outline import Outline, draw_outlines
from alerts.preview import Preview
from alerts.silences import silences_of_all_times
from alerts.silencing import StandingSilence
from monitor.agreements.documents import complete_rule, rule_document
from monitor.agreements.form_rule import RuleForm
from monitor.models import Agreement

TRIED, STANDS = "tried", "stands"


@dataclass(frozen=True, slots=True)
class Trial:
    """What a rule would have sent; `before`: what the version that stands would have, where they differ.

    `zone` is the agreement's; of a rule for every agreement UTC.
    """

    rule: RuleForm
    notices: int
    outline: Outline
    before: Outline | None
    zone: ZoneInfo


def try_rule(session: Session, rule: RuleForm, stands: Rule | None, since: datetime | None) -> Trial:
    """Both on one way through history; of what went out before `since` nothing is counted."""
    tried = _read(TRIED, rule)
    rules, scope = [tried], rule.agreement
    if stands is not None and complete_rule(stands.document) != tried.document:
        rules.append(read_rule(STANDS, stands.version, stands.document))
        scope = scope if stands.document["agreement"] == scope else EVERY_AGREEMENT
    preview = Preview(rules, [_as_of(each, rule.id) for each in silences_of_all_times(session)])
    notices = stream_notices(session, None if scope == EVERY_AGREEMENT else scope)
    drawn = draw_outlines(preview, notices, [each.id for each in rules], since)
    zone = "UTC" if rule.agreement == EVERY_AGREEMENT else session.get_one(Agreement, rule.agreement).timezone
    return Trial(rule, preview.notices, drawn[TRIED], drawn.get(STANDS), ZoneInfo(zone))


def _read(id_: str, rule: RuleForm) -> StandingRule:
    return read_rule(id_, 0, rule_document(rule))


def _as_of(silence: StandingSilence, rule_id: str) -> StandingSilence:
    """A silence of the rule by its name is one of what is tried in its place."""
    if rule_id not in silence.rules:
        return silence
    return replace(silence, rules=silence.rules | {TRIED, STANDS})
