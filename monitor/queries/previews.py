"""What a preview came to, as the command and the API show it."""

from __future__ import annotations

from datetime import date, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from alerts.conditions import EVERY_AGREEMENT
from alerts.drafts import PreviewedAlert
from alerts.history import stream_notices
from alerts.matching import read_rule
from alerts.preview import Preview
from alerts.silences import silences_of_all_times
from alerts.summary import Summary, sum_up
from monitor.agreements.documents import rule_document
from monitor.agreements.form_rule import RuleForm
from monitor.models import Agreement
from monitor.wire import time_json


def preview_rule(session: Session, rule: RuleForm, most: int) -> dict[str, Any]:
    """What a rule that is not saved would have sent of all that is stored, the first `most` alerts in full.

    Times and days are of the rule's agreement; of a rule for every agreement, of UTC.
    """
    scope = None if rule.agreement == EVERY_AGREEMENT else rule.agreement
    zone = ZoneInfo(session.get_one(Agreement, scope).timezone if scope is not None else "UTC")
    standing = read_rule(rule.id, 0, rule_document(rule))
    preview = Preview([standing], silences_of_all_times(session))
    return summary_json(sum_up(preview, stream_notices(session, scope), zone, most), zone)


def summary_json(summary: Summary, zone: tzinfo) -> dict[str, Any]:
    """Times in `zone`, as the days are."""
    return {
        "notices": summary.notices,
        "messages": summary.messages,
        "entries": summary.entries,
        "unbundled": summary.unbundled,
        "silenced": summary.silenced,
        "days": [{"day": day.isoformat(), "messages": number} for day, number in list_days(summary)],
        "alerts": [alert_json(alert, zone) for alert in summary.first],
    }


def say_outcome(summary: Summary) -> str:
    """ "13 messages instead of 47, the same 108 claims in them." """
    kept = f" Silences would have kept {say_number(summary.silenced, 'message')}." if summary.silenced else ""
    if not summary.messages:
        return f"No message out of {say_number(summary.notices, 'notice')}.{kept}"
    messages, noun = say_number(summary.messages, "message"), "claim" if summary.is_about_claims else "notice"
    entries = say_number(summary.entries, noun)
    return f"{messages} instead of {summary.unbundled}, the same {entries} in them.{kept}"


def say_number(number: int, noun: str) -> str:
    """ "1 claim", "2 claims"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def list_days(summary: Summary) -> list[tuple[date, int]]:
    """Every day from the first message to the last, also those without one."""
    if not summary.by_day:
        return []
    first, last = min(summary.by_day), max(summary.by_day)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [(day, summary.by_day.get(day, 0)) for day in days]


def alert_json(alert: PreviewedAlert, zone: tzinfo) -> dict[str, Any]:
    """One alert; `statements` are those of the entries that its message shows."""
    claims = [entry.facts["claim"] for entry in alert.entries if "claim" in entry.facts]
    return {
        "at": time_json(alert.closed_at, zone),
        "opened_at": time_json(alert.opened_at, zone),
        "rule": alert.rule_id,
        "type": alert.type,
        "id": alert.id,
        "follows": alert.follows,
        "silence": alert.silence_id,
        "subject": alert.write_subject(),
        "entries": len(alert.notice_ids),
        "notices": list(alert.notice_ids),
        "statements": list(dict.fromkeys(claim["statement"]["id"] for claim in claims)),
    }
