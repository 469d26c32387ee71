"""The shapes of dates that are recognised without being told; anything ambiguous is none.

A date in words needs its year. 03/04/2026 is read only where the source's languages leave one
reading, and a text that names two different days names none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from monitor.readers.calendars import buddhist_year, common_day, solar_hijri_day
from monitor.readers.months import fold_letters, month_names, solar_hijri_names, weekday_names
from monitor.readers.relative_dates import find_relative, without_relative

LONGEST = 200
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?:[t ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s?(z|[+-]\d\d:?\d\d)?)?"
    r"(?!\d)"
)
_YEAR_FIRST = re.compile(r"(?<![\d.:/-])(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?![\d/-])")
_YEAR_LAST = re.compile(r"(?<![\d.:/-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d\d(?![\d.:]))(?![\d/-])")
_EASTERN = re.compile(r"(?<!\d)(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2})(?::(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?|h(\d\d)|\.(\d\d)(?=\s?(?:น|hrs|hours|uhr)))(?![\d:])"
    r"\s?([ap]\.?\s?m\b\.?)?"
)
_OFFSET = re.compile(
    r"(?:\b(?:utc|gmt)\s?([+-]\d{1,2})(?::?(\d\d))?(?!\d)|(?<=[\d\s])([+-]\d\d):?(\d\d)(?!\d))"
)
_UTC = re.compile(r"\b(?:utc|gmt|z)\b(?!\s?[+-]\d)|(?<=\d)z\b")
_ZONES = {"msk": "Europe/Moscow", "мск": "Europe/Moscow", "trt": "Europe/Istanbul", "ict": "Asia/Bangkok"}
_DATE_WORDS = frozenset(
    re.findall(
        r"\S+",
        "published posted updated date on at the of utc gmt msk мск am pm hrs a à de el em del le"
        " опубликовано дата в г года году о год р року թ թվական ժամը saat tarix tarih yayın"
        " يوم في الساعة بتاريخ تاریخ ساعت ថ្ងៃទី วันที่ เวลา",
    )
)
_DAY = r"(?<![\d:.])(\d{1,2})(?:st|nd|rd|th|er|º|ª|\.|-го|-е|-ը|-ին)?"
_GAP = r"[\s.,]{0,3}(?:de |del |d'|of |the |день |ខែ|ខែ |یوم |من )?"
_YEAR_GAP = r"[\s.,-]{0,3}(?:de |del |พ\.?ศ\.? ?|ค\.?ศ\.? ?|ឆ្នាំ ?|سنه |عام )?"
_YEAR = r"(\d{4})(?![\d:])"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a text says of a moment: its day, and its time and zone where it gives them.

    `beside`: how many letters stand beside it, apart from days of the week and the like; thrice as
    many where words stand on both sides, as in prose.
    """

    day: date
    clock: time | None = None
    seconds: bool = False
    zone: tzinfo | None = None
    beside: int = 0


def fold_date(text: str) -> str:
    """Digits of every script as ASCII, letters folded, invisible characters gone, white space single."""
    shown = _HIDDEN.sub("", text[:LONGEST])
    plain = "".join(str(unicodedata.digit(one, one)) if one.isdigit() else one for one in shown)
    return " ".join(fold_letters(plain).split())


def find_stamp(text: str, languages: tuple[str, ...], received: datetime) -> Stamp | None:
    """The one moment that a text names; `received` is local to the source and serves "today, 14:05"."""
    folded, spoken = fold_date(text), tuple(one.split("-")[0] for one in languages)
    found = list(_find_days(folded, spoken))
    days = {day for day, _, _ in found}
    if len(days) > 1:
        return None
    if days:
        day, start, end = found[0]
        clock, seconds, _ = _find_clock(f"{folded[:start]} {folded[end:]}")
        zone = _find_zone(folded[end:]) if clock else None
        before, after = _letters(folded[:start], spoken), _letters(folded[end:], spoken)
        return Stamp(day, clock, seconds, zone, (before + after) * (3 if before and after else 1))
    relative = find_relative(folded, received)
    if relative is None:
        return None
    beside = _letters(without_relative(folded), spoken)
    if isinstance(relative, datetime):
        return Stamp(relative.date(), relative.time().replace(second=0, microsecond=0), beside=beside)
    clock, seconds, _ = _find_clock(folded)
    return Stamp(relative, clock, seconds, _find_zone(folded) if clock else None, 3 * beside)


def _letters(rest: str, languages: tuple[str, ...]) -> int:
    words = re.findall(r"[^\W\d_]+", rest)
    return sum(len(one) for one in words if one not in _DATE_WORDS and one not in weekday_names(languages))


Found = tuple[date, int, int]


def _find_days(text: str, languages: tuple[str, ...]) -> Iterator[Found]:
    """Each day that the text names, with where it stands."""
    for shape in (_in_iso, _in_numbers, _in_words):
        found = list(shape(text, languages))
        if found:
            yield from found
            return


def _in_iso(text: str, languages: tuple[str, ...]) -> Iterator[Found]:
    for found in _ISO.finditer(text):
        day = _plain_day(int(found[1]), int(found[2]), int(found[3]), languages)
        if day:
            yield day, found.start(), found.start() + 10


def _in_numbers(text: str, languages: tuple[str, ...]) -> Iterator[Found]:
    for pattern in (_YEAR_FIRST, _EASTERN):
        for found in pattern.finditer(text):
            parts = [int(one) for one in found.groups() if one.isdigit()]
            day = _plain_day(parts[0], parts[1], parts[2], languages)
            if day:
                yield day, found.start(), found.end()
    for found in _YEAR_LAST.finditer(text):
        day = _day_of_numbers(int(found[1]), int(found[3]), found[4], found[2], languages)
        day = day or _day_by_weekday(text, int(found[1]), int(found[3]), found[4], languages)
        if day:
            yield day, found.start(), found.end()


def _day_of_numbers(first: int, second: int, year: str, mark: str, languages: tuple[str, ...]) -> date | None:
    """Day first; with a slash or dash it could be the month, wherever English is written."""
    if len(year) == 2:
        if mark != ".":
            return None
        year = str(buddhist_year(int(year))) if "th" in languages else f"20{year}"
    day_first = mark == "." or (languages and "en" not in languages) or first > 12 or first == second
    if day_first:
        return _plain_day(int(year), second, first, languages)
    return _plain_day(int(year), first, second, languages) if second > 12 else None


def _day_by_weekday(text: str, first: int, second: int, year: str, languages: tuple[str, ...]) -> date | None:
    """Of two readings the one that fits the day of the week which the text names."""
    names = weekday_names(languages)
    named = {names[word] for word in re.findall(r"[^\W\d_]{2,}", text) if word in names}
    if len(named) != 1 or len(year) != 4:
        return None
    readings = (_plain_day(int(year), *parts, languages) for parts in ((first, second), (second, first)))
    fitting = [day for day in readings if day is not None and day.weekday() in named]
    return fitting[0] if len(fitting) == 1 else None


def _plain_day(year: int, month: int, day: int, languages: tuple[str, ...]) -> date | None:
    if 2400 <= year <= 2700:
        return common_day(buddhist_year(year), month, day) if not languages or "th" in languages else None
    if 1300 <= year <= 1500:
        return solar_hijri_day(year, month, day) if "fa" in languages else None
    return common_day(year, month, day)


def _in_words(text: str, languages: tuple[str, ...]) -> Iterator[Found]:
    named = _named(languages)
    for pattern, (day_at, month_at, year_at) in named.patterns:
        for found in pattern.finditer(text):
            day = _day_of_words(named, int(found[day_at]), found[month_at], found[year_at])
            if day:
                yield day, found.start(), found.end()


def _day_of_words(named: _Named, day: int, name: str, year: str) -> date | None:
    if name in named.solar:
        return solar_hijri_day(int(year), named.solar[name], day)
    if len(year) == 2 and name.isascii():  # only a Thai name says which century is meant
        return None
    thai = len(year) == 2 or int(year) > 2400
    return common_day(buddhist_year(int(year)) if thai else int(year), named.months[name], day)


@dataclass(frozen=True, slots=True)
class _Named:
    months: Mapping[str, int]
    solar: Mapping[str, int]
    patterns: tuple[tuple[re.Pattern[str], tuple[int, int, int]], ...]


@cache
def _named(languages: tuple[str, ...]) -> _Named:
    months = month_names(languages)
    solar = solar_hijri_names() if not languages or "fa" in languages else {}
    solar = {name: month for name, month in solar.items() if name not in months}
    month = month_pattern({**months, **solar})
    year = r"(\d{4}|\d\d)(?![\d:.])" if "th" in languages else _YEAR
    return _Named(
        months,
        solar,
        (
            (re.compile(_DAY + _GAP + month + _YEAR_GAP + year), (1, 2, 3)),
            (re.compile(month + r"[\s.]{0,2}" + _DAY + r"[\s.,]{1,3}" + year), (2, 1, 3)),
            (
                re.compile(r"(?<!\d)(\d{4})[\s.,թг-]{1,5}" + month + r"[\s.]{0,2}" + _DAY + r"(?!\d)"),
                (3, 2, 1),
            ),
        ),
    )


def month_pattern(months: Mapping[str, int], group: str = "") -> str:
    """A group that holds one of these names, the longest first, standing as a word of its own."""
    names = "|".join(re.escape(name) for name in sorted(months, key=len, reverse=True))
    opening = f"(?P<{group}>" if group else "("
    return rf"(?<![^\W\d_]){opening}{names})(?![^\W\d_])"


def _find_clock(text: str) -> tuple[time | None, bool, int]:
    """The first time of day that stands in the text, and whether it gives seconds."""
    for found in _CLOCK.finditer(text):
        hour, minute = int(found[1]), int(found[2] or found[4] or found[5])
        if found[6] and 1 <= hour <= 12:
            hour = hour % 12 + (12 if found[6].startswith("p") else 0)
        if hour < 24 and minute < 60 and int(found[3] or 0) < 60:
            return time(hour, minute, int(found[3] or 0)), found[3] is not None, found.end()
    return None, False, 0


def _find_zone(text: str) -> tzinfo | None:
    """A zone that the text gives as an offset or by a name that has one meaning."""
    offset = _OFFSET.search(text)
    if offset:
        hours, minutes = int(offset[1] or offset[3]), int(offset[2] or offset[4] or 0)
        delta = timedelta(hours=hours, minutes=-minutes if hours < 0 else minutes)
        return timezone(delta) if abs(delta) <= timedelta(hours=15) else None
    if _UTC.search(text):
        return UTC
    words = set(re.findall(r"[^\W\d_]{2,5}", text))
    return next((ZoneInfo(zone) for name, zone in _ZONES.items() if name in words), None)
