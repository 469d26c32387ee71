"""Our own words on the pages: acts, figures, times. Alleged, named, said; never a fact."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale

from alerts import wording
from alerts.wording import write_day, write_occurred
from monitor.models import Agreement
from monitor.models.claim import LogRow
from monitor.terms import Finding, Occurred
from monitor.wire import finding_json

ACTS = {
    "shelling": "shelling",
    "small_arms": "small arms",
    "air_strike": "air strike",
    "drone": "drone strike",
    "missile": "missile",
    "ground_assault": "ground assault",
    "explosive": "explosive device",
    "overflight": "overflight",
    "buildup": "military build-up",
    "detention": "detention",
    "obstruction": "obstruction",
    "unspecified": "breach, no act named",
}
STANCES = {"accusation": "says", "denial": "denies", "admission": "acknowledges"}
STANCE_NOUNS = {"accusation": "accusation", "denial": "denial", "admission": "acknowledgement"}
EXACTNESS = {
    "minute": "to the minute",
    "hour": "to about an hour",
    "part": "part of a day",
    "day": "to the day",
    "period": "a period of days",
}


def write_acts(types: Sequence[str]) -> str:
    named = [ACTS.get(kind, kind) for kind in types if kind != "unspecified"]
    return ", ".join(named) or ACTS["unspecified"]


def write_figures(claim: Finding) -> str:
    """ "14 times, allegedly 2 killed, 3 wounded, civilians"."""
    times = [] if claim.count is None else ["once" if claim.count == 1 else f"{claim.count} times"]
    hit = [
        f"{number} {word}"
        for number, word in ((claim.killed, "killed"), (claim.wounded, "wounded"))
        if number
    ]
    if claim.civilians:
        hit.append("civilians hit" if not hit else "civilians")
    return ", ".join([*times, *([f"allegedly {hit[0]}", *hit[1:]] if hit else [])])


def write_alleged_time(row: LogRow, claim: Finding, zone: str) -> str:
    """As exactly as the text says it."""
    occurred = finding_json(claim, zone)["occurred"]
    return write_occurred(occurred, row.lineage.published_at, zone) or "no time said"


def explain_alleged_time(occurred: Occurred | None) -> str:
    if occurred is None:
        return "Alleged time: the text gives none"
    return f"Alleged time, {EXACTNESS[occurred.precision]}; begins {write_utc(occurred.start)}"


def write_said(row: LogRow, zone: tzinfo) -> str:
    """When it was published, as exactly as its outlet says."""
    moment = row.lineage.published_at.astimezone(zone)
    if row.revision.precision == "day":
        return f"said {moment.day} {moment:%b}"
    return f"{'seen' if row.revision.precision == 'first_seen' else 'said'} {moment:%H:%M}"


def write_utc(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo('UTC')):%Y-%m-%d %H:%M} UTC"


def write_offset(moment: datetime, zone: tzinfo) -> str:
    """ "UTC+4", "UTC-3:30", "UTC"."""
    return wording.write_offset(moment.astimezone(zone))


def write_window(row: LogRow, claim: Finding) -> str:
    """Nothing for an act in force; else on which side of the agreement's window it is said to lie."""
    if claim.in_force:
        return ""
    moment = claim.occurred.start if claim.occurred else row.lineage.published_at
    return "before the start" if moment < row.agreement.starts_at else "outside the ceasefire"


def write_state(agreement: Agreement, now: datetime) -> str:
    """ "starts 10 October 2020, 12:00", "in force, day 2", "ended 9 November 2020"."""
    zone = ZoneInfo(agreement.timezone)
    start = agreement.starts_at.astimezone(zone)
    if now < start:
        return f"starts {write_day(start)}, {start:%H:%M}"
    if agreement.ends_at is not None and agreement.ends_at <= now:
        return f"ended {write_day(agreement.ends_at.astimezone(zone))}"
    return f"in force, day {(now.astimezone(zone).date() - start.date()).days + 1}"


def write_day_note(agreement: Agreement | None, day: datetime) -> str:
    """What the day is to the agreement; nothing when the page shows several."""
    if agreement is None:
        return ""
    start = agreement.starts_at.astimezone(day.tzinfo)
    if day.date() < start.date():
        return "before the start"
    if agreement.ends_at is not None and agreement.ends_at.astimezone(day.tzinfo).date() < day.date():
        return "after the end"
    days = (day.date() - start.date()).days
    return f"in force from {start:%H:%M}" if days == 0 else f"day {days + 1} in force"


def write_count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def name_language(code: str) -> str:
    """ "Azerbaijani"; a code that nobody knows stands for itself."""
    if code in ("", "und"):
        return "not recognised"
    return _language_names().get(code) or _language_names().get(code.split("-")[0]) or code


@cache
def _language_names() -> dict[str, str]:
    return dict(Locale("en").languages)
