"""Lists, foreign names and times as our sentences write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
EXACT = ("minute", "hour")
OVERNIGHT = "overnight"
PARTS = ((5, "in the night"), (12, "in the morning"), (18, "in the afternoon"), (24, "in the evening"))
RIGHT_TO_LEFT = ("R", "AL")
STRONG = ("L", *RIGHT_TO_LEFT)
ISOLATES = {"rtl": "\u2067", "ltr": "\u2066"}


def join_words(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def clean_text(text: str) -> str:
    """One line of a foreign text: no control, bidi or surrogate characters, single spaces."""
    kept = (" " if char.isspace() else char for char in text if _is_harmless(char))
    return re.sub(" +", " ", "".join(kept)).strip()


def isolate(name: str) -> str:
    """A cleaned foreign name; one that is written from right to left can't turn the sentence around it."""
    cleaned = clean_text(name)
    return f"\u2068{cleaned}\u2069" if _turns(cleaned) else cleaned


def isolate_as(text: str, direction: str) -> str:
    """A cleaned foreign text in its own direction (rtl, ltr or auto), for places without markup."""
    cleaned = clean_text(text)
    if direction == "ltr" and not _turns(cleaned):
        return cleaned
    return f"{ISOLATES[direction]}{cleaned}\u2069" if direction != "auto" else isolate(cleaned)


def find_direction(text: str) -> str:
    """`rtl` or `ltr`, by the first letter that has a direction."""
    directions = (unicodedata.bidirectional(char) for char in text)
    return "rtl" if next((each for each in directions if each in STRONG), "L") in RIGHT_TO_LEFT else "ltr"


def read_moment(value: Any) -> datetime | None:
    """A time of a notice's facts, which are JSON; one without a zone is UTC."""
    if not value:
        return None
    moment = datetime.fromisoformat(str(value))
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def write_day(moment: datetime, beside: datetime | None = None) -> str:
    """ "10 October", with the year when it is not that of the day beside it."""
    day = f"{moment.day} {MONTHS[moment.month - 1]}"
    return day if beside is not None and beside.year == moment.year else f"{day} {moment.year}"


def write_occurred(
    occurred: Mapping[str, Any] | None,
    published: datetime | None,
    timezone: str,
    reader: str | None = None,
) -> str:
    """When an act is said to have happened, as exactly as the text says it; "" when it does not.

    In the agreement's zone; the date stands only when it is not the day of publication. For a
    reader in another zone a time of day is told in theirs, and says so; days stay those of the place.
    """
    start = read_moment(occurred["from"]) if occurred else None
    if occurred is None or start is None:
        return ""
    exact = occurred["precision"] in EXACT
    zone = ZoneInfo(reader if reader and exact else timezone)
    elsewhere = start.astimezone(zone).utcoffset() != start.astimezone(ZoneInfo(timezone)).utcoffset()
    start, end = start.astimezone(zone), read_moment(occurred.get("to"))
    beside = published.astimezone(zone) if published else start
    until = end.astimezone(zone) if end else None
    if occurred["precision"] == "day":
        return write_day(start, beside)
    if occurred["precision"] == "period":
        return _write_period(start, until, beside)
    words = _write_time(occurred["precision"], start, until)
    if words == OVERNIGHT and until is not None and until.date() == beside.date():
        return words  # the night that ended on the day of publication
    words += f" {write_offset(start)}" if elsewhere else ""
    return f"{words} on {write_day(start, beside)}" if start.date() != beside.date() else words


def write_time_said(occurred: Mapping[str, Any] | None, timezone: str, reader: str | None = None) -> str:
    """ "10 October 2020, about 12:00 UTC+4 (08:00 UTC)"; "" when the text says no time."""
    start = read_moment(occurred["from"]) if occurred else None
    if occurred is None or start is None:
        return ""
    exact = occurred["precision"] in EXACT
    local, until = (
        start.astimezone(ZoneInfo(reader if reader and exact else timezone)),
        read_moment(occurred.get("to")),
    )
    if not exact:
        days = {"day", "period"}
        words = write_occurred(occurred, None, timezone)
        words = words if occurred["precision"] in days else f"{write_day(local)}, {words}"
        return f"{words}, {write_offset(local)}"
    until = until.astimezone(local.tzinfo) if until else None
    about = "about " if occurred["precision"] == "hour" else ""
    return _write_span(local, until, about)


def write_stamp(moment: datetime, timezone: str) -> str:
    """ "10 October 2020, 18:20 UTC+4 (14:20 UTC)"."""
    return _write_span(moment.astimezone(ZoneInfo(timezone)), None)


def write_offset(local: datetime) -> str:
    """ "UTC+4"."""
    sign, hours, minutes = re.match(r"(.)(\d\d)(\d\d)", f"{local:%z}").groups()  # type: ignore[union-attr]  # aware
    if hours == minutes == "00":
        return "UTC"
    return f"UTC{sign}{int(hours)}" + ("" if minutes == "00" else f":{minutes}")


def make_absolute(url: str | None, base_url: str) -> str:
    """An address of the desk in full; its own paths are kept without the host."""
    return f"{base_url}{url}" if url and url.startswith("/") else (url or "")


def _write_time(precision: str, start: datetime, until: datetime | None) -> str:
    if precision == "part":
        if until is not None and until.date() > start.date():
            return OVERNIGHT
        return next(words for hour, words in PARTS if start.hour < hour)
    if precision == "hour":
        return f"about {start:%H:%M}"
    later = until is not None and until != start and until.date() == start.date()
    return f"{start:%H:%M} to {until:%H:%M}" if later else f"{start:%H:%M}"


def _write_span(local: datetime, until: datetime | None, about: str = "") -> str:
    """A time, or from one to another of the same day, in its own zone and UTC."""
    start, end = local.astimezone(UTC), until.astimezone(UTC) if until else None
    words = f"{write_day(local)}, {about}{_write_clock(local, until)} {write_offset(local)}"
    if not local.utcoffset():
        return words
    day = "" if local.date() == start.date() else f"{write_day(start, local)}, "
    return f"{words} ({day}{_write_clock(start, end)} UTC)"


def _write_clock(start: datetime, until: datetime | None) -> str:
    if until is None or until == start:
        return f"{start:%H:%M}"
    day = "" if until.date() == start.date() else f"{write_day(until, start)}, "
    return f"{start:%H:%M} to {day}{until:%H:%M}"


def _write_period(start: datetime, until: datetime | None, beside: datetime) -> str:
    if until is None:
        return f"since {write_day(start, beside)}"
    return f"{write_day(start, beside)} to {write_day(until, beside)}"


def _turns(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in RIGHT_TO_LEFT for char in text)


def _is_harmless(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in ("Cc", "Cf", "Cs") or char in "\u200c\u200d"
