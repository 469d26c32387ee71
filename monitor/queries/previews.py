"""What a preview came to, as the command and the API show it."""

from __future__ import annotations

from datetime import date, timedelta, tzinfo
from typing import Any

from alerts.preview import PreviewedAlert
from alerts.summary import Summary
from monitor.wire import time_json


def summary_json(summary: Summary, zone: tzinfo) -> dict[str, Any]:
    """Times in `zone`, as the days are."""
    return {
        "notices": summary.figures.notices,
        "wanted": summary.figures.wanted,
        "unbundled": summary.figures.unbundled,
        "messages": summary.messages,
        "days": [{"day": day.isoformat(), "messages": number} for day, number in list_days(summary)],
        "alerts": [alert_json(alert, zone) for alert in summary.first],
    }


def say_outcome(summary: Summary) -> str:
    """ "13 messages instead of 47, the same 108 claims in them." """
    figures = summary.figures
    if not summary.messages:
        return f"No message: nothing in {say_number(figures.notices, 'notice')} is wanted."
    messages = say_number(summary.messages, "message")
    noun = "claim" if summary.is_about_claims else "notice"
    return f"{messages} instead of {figures.unbundled}, the same {say_number(figures.wanted, noun)} in them."


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
        "subject": alert.write_subject(),
        "entries": len(alert.notice_ids),
        "notices": list(alert.notice_ids),
        "statements": list(dict.fromkeys(claim["statement"]["id"] for claim in claims)),
    }
