"""When an agreement is in force, as a sentence; how long something has lasted."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.wording import write_stamp
from monitor.models import Agreement

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def write_window_line(agreement: Agreement, now: datetime) -> str:
    """ "In force since 10 October 2020, 12:00 UTC+4 (08:00 UTC), for 33 h 14 min; no end is set."."""
    start = write_stamp(agreement.starts_at, agreement.timezone)
    end = agreement.ends_at
    if now < agreement.starts_at:
        return f"Starts {start}, in {write_length(agreement.starts_at - now)}. {_say_end(agreement)}"
    if end is not None and end <= now:
        lasted = write_length(end - agreement.starts_at)
        return f"In force from {start} to {write_stamp(end, agreement.timezone)}, for {lasted}; it has ended."
    return f"In force since {start}, for {write_length(now - agreement.starts_at)}. {_say_end(agreement)}"


def write_length(length: timedelta) -> str:
    """ "19 min", "33 h 14 min", "12 days 4 h"; from two days on without minutes."""
    if length < MINUTE:
        return "less than a minute"
    if length < 2 * DAY:
        hours, minutes = divmod(length // MINUTE, 60)
        return " ".join([*([f"{hours} h"] if hours else []), *([f"{minutes} min"] if minutes else [])])
    hours = (length % DAY) // timedelta(hours=1)
    return f"{length // DAY:,} days" + (f" {hours} h" if hours and length < 30 * DAY else "")


def write_after(moment: datetime, start: datetime) -> str:
    """ "after 19 min", counted from the start; what was published before it says so."""
    return f"after {write_length(moment - start)}" if moment >= start else "published before the start"


def write_local(moment: datetime, zone: ZoneInfo, now: datetime) -> str:
    """ "12:19" on the day of `now`, else "10 Oct, 12:19", with the year where it is another."""
    local, today = moment.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local.day} {local:%b}{year}, {local:%H:%M}"


def _say_end(agreement: Agreement) -> str:
    if agreement.ends_at is None:
        return "No end is set."
    return f"It ends {write_stamp(agreement.ends_at, agreement.timezone)}."
