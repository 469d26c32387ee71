"""What a rule would have sent, as its page shows it: numbers, the strip, the last messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from alerts.drafts import PreviewedAlert
from alerts.models import Rule
from alerts.outline import Outline
from monitor.agreements.form_rule import RuleForm
from monitor.queries.previews import say_number
from monitor.queries.trials import Trial, try_rule
from monitor.web.pages.sendings import Stamp, write_short
from monitor.web.pages.strip import Strip, draw_strip

PATIENCE = 3.0
PERIODS = {"": "since the start", "7": "the last 7 days", "1": "the last 24 hours"}
_turn = Lock()


class Busy(Exception):
    """Somebody else's rule is being tried; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message that would have gone out; `url` leads to its first claim, where it has one."""

    at: Stamp
    subject: str
    more: str
    url: str


@dataclass(frozen=True, slots=True)
class TrialView:
    """What the template asks for."""

    trial: Trial
    wait: str
    strip: Strip | None
    rows: list[MessageRow]
    compared: str

    @property
    def noun(self) -> str:
        return "claims match" if self.trial.outline.is_about_claims else "notices match"


def show_trial(
    session: Session, rule: RuleForm, stands: Rule | None, period: str, now: datetime
) -> TrialView:
    """One at a time, because it reads the whole history; raises Busy when another one takes long."""
    since = now - timedelta(days=int(period)) if period in PERIODS and period else None
    if not _turn.acquire(timeout=PATIENCE):
        raise Busy("Another rule is being tried; try again in a moment.")
    try:
        trial = try_rule(session, rule, stands, since)
    finally:
        _turn.release()
    outline = trial.outline
    return TrialView(
        trial,
        write_wait(outline.longest_wait),
        draw_strip(outline, trial.zone),
        [_make_row(alert, trial.zone, now) for alert in outline.last],
        compare(trial),
    )


def compare(trial: Trial) -> str:
    """ "39 messages instead of 47, 108 claims in them as before."; nothing where no version stands."""
    now, then = trial.outline, trial.before
    if then is None:
        return ""
    if now.messages == then.messages:
        said = f"{say_number(now.messages, 'message')} as before"
    else:
        said = f"{say_number(now.messages, 'message')} instead of {then.messages:,}"
    if not now.messages and not then.messages:
        return f"{said}."
    noun = "claim" if now.is_about_claims and then.is_about_claims else "notice"
    if now.entries == then.entries:
        return f"{said}, {say_number(now.entries, noun)} in them as before."
    return f"{said}, with {say_number(now.entries, noun)} instead of {then.entries:,}."


def write_wait(wait: timedelta) -> str:
    """ "30 s", "5 min 30 s", "9 h 46 min"."""
    seconds = round(wait.total_seconds())
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds % 60:02} s" if minutes else f"{seconds} s"


def list_figures(view: TrialView) -> list[tuple[str, str]]:
    """The numbers at the head, each with what it counts."""
    outline: Outline = view.trial.outline
    return [
        (f"{outline.entries:,}", view.noun),
        (f"{outline.messages:,}", "messages for each channel"),
        (f"{outline.busiest:,}", "at most in one hour"),
        (view.wait, "longest wait of a claim" if outline.is_about_claims else "longest wait"),
    ]


def _make_row(alert: PreviewedAlert, zone: ZoneInfo, now: datetime) -> MessageRow:
    facts: Any = alert.entries[0].facts if alert.entries else {}
    url = str(facts.get("claim", {}).get("url") or "")
    held = len(alert.notice_ids)
    return MessageRow(
        write_short(alert.closed_at, zone, now),
        alert.write_subject(),
        f"{held:,} in it, since {alert.opened_at.astimezone(zone):%H:%M}" if held > 1 else "",
        url if url.startswith("/claims/") else "",
    )
