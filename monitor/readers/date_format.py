"""A source's own `date_format`: strftime's signs, with the names of months in the source's languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache

from monitor.readers.calendars import buddhist_year, common_day, solar_hijri_day
from monitor.readers.contract import Unreadable
from monitor.readers.date_shapes import Stamp, fold_date, month_pattern
from monitor.readers.months import fold_letters, month_names, solar_hijri_names

_SIGNS = {
    **dict.fromkeys(("d", "e"), r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"),
    "m": r"(?P<month>\d{1,2})",
    "Y": r"(?P<year>\d{4})",
    "y": r"(?P<short>\d\d)",
    **dict.fromkeys(("H", "k"), r"(?P<hour>\d{1,2})"),
    **dict.fromkeys(("I", "l"), r"(?P<twelve>\d{1,2})"),
    "M": r"(?P<minute>\d\d)",
    "S": r"(?P<second>\d\d)",
    "f": r"\d{1,9}",
    "p": r"(?P<half>[ap]\.?\s?m\.?)",
    "z": r"(?P<offset>z|[+-]\d\d:?\d\d)",
    "Z": r"(?:[a-z]{1,5})",
    **dict.fromkeys(("A", "a"), r"[^\W\d_]+\.?"),
    "%": "%",
}
_WHOLE = {"F": "%Y-%m-%d", "T": "%H:%M:%S", "R": "%H:%M", "D": "%m/%d/%y"}
_SIGN = re.compile(r"%[-_0^#]?([A-Za-z%])")


def read_by_format(text: str, form: str, languages: tuple[str, ...], received: datetime) -> Stamp | None:
    """The moment that a text gives in this form; raises Unreadable for a form that can't be used.

    A form without a year means the latest such day that has come.
    """
    spoken = tuple(one.split("-")[0] for one in languages)
    found = _compile(form, spoken).search(fold_date(text))
    if found is None:
        return None
    parts = {name: value for name, value in found.groupdict().items() if value is not None}
    day = _day(parts, spoken, received.date())
    clock = _clock(parts)
    if day is None or (clock is None and ("hour" in parts or "twelve" in parts)):
        return None
    return Stamp(day, clock, "second" in parts, _zone(parts.get("offset")) if clock else None)


@cache
def _compile(form: str, languages: tuple[str, ...]) -> re.Pattern[str]:
    for sign, whole in _WHOLE.items():
        form = form.replace(f"%{sign}", whole)
    months = {**month_names(languages), **(solar_hijri_names() if "fa" in languages else {})}
    signs = _SIGNS | dict.fromkeys("Bbh", month_pattern(months, "name"))
    pieces, at = [], 0
    for found in _SIGN.finditer(form):
        pieces.append(_literal(form[at : found.start()]))
        if found[1] not in signs:
            raise Unreadable(
                f"date_format: %{found[1]} is not understood; use %d, %m, %B, %Y, %H, %M and the like."
            )
        pieces.append(signs[found[1]])
        at = found.end()
    pieces.append(_literal(form[at:]))
    try:
        return re.compile(r"(?<!\d)" + "".join(pieces) + r"(?!\d)")
    except re.error:
        raise Unreadable(f"date_format: {form!r} names one part of a date twice.") from None


def _literal(text: str) -> str:
    folded = " ".join(fold_letters(text).split())
    before, after = text[:1].isspace(), text[-1:].isspace()
    words = r"\s+".join(re.escape(word) for word in folded.split(" ") if word)
    return (r"\s*" if before else "") + words + (r"\s*" if after and words else "")


def _day(parts: Mapping[str, str], languages: tuple[str, ...], today: date) -> date | None:
    day, month = int(parts.get("day", 0)), int(parts.get("month", 0))
    solar = 0
    if "name" in parts:
        solar = solar_hijri_names().get(parts["name"], 0) if "fa" in languages else 0
        month = solar or month_names(languages).get(parts["name"], 0)
    year = _year(parts, languages)
    if year is None:
        if not day and not month:  # a mere time: of the day that is today at the source
            return today if "hour" in parts or "twelve" in parts else None
        candidates = (common_day(one, month, day) for one in (today.year, today.year - 1))
        return next((one for one in candidates if one is not None and one <= today), None)
    if solar or (year < 1600 and "fa" in languages):
        return solar_hijri_day(year, month, day)
    return common_day(year, month, day)


def _year(parts: Mapping[str, str], languages: tuple[str, ...]) -> int | None:
    thai = "th" in languages
    if "year" in parts:
        year = int(parts["year"])
        return buddhist_year(year) if thai and year > 2400 else year
    if "short" in parts:
        short = int(parts["short"])
        return buddhist_year(short) if thai else 2000 + short
    return None


def _clock(parts: Mapping[str, str]) -> time | None:
    if "hour" not in parts and "twelve" not in parts:
        return None
    hour = int(parts.get("hour", parts.get("twelve", 0)))
    if "half" in parts and 1 <= hour <= 12:
        hour = hour % 12 + (12 if parts["half"].startswith("p") else 0)
    minute, second = int(parts.get("minute", 0)), int(parts.get("second", 0))
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _zone(offset: str | None) -> tzinfo | None:
    if offset is None:
        return None
    if offset == "z":
        return UTC
    delta = timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
    return timezone(-delta if offset[0] == "-" else delta) if delta < timedelta(hours=16) else None
