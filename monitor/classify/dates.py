"""Reads days and clock times out of a sentence, against the local time of publication."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.classify.words import Cue, Sentence

_CLOCK = re.compile(r"(\d{1,2})([:.\u0589])(\d{2})(?:[:.]\d{2})?$")
_MILITARY = re.compile(r"([01]\d|2[0-3])([0-5]\d)$")
_NUMERIC = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})$")
_DAY = re.compile(r"(\d{1,2})$")
_YEAR = re.compile(r"(?:19|20)\d\d$")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, or a clock time in minutes after midnight, or a part of a day in hours, at tokens [i, j)."""

    i: int
    j: int
    day: date | None = None
    clock: int | None = None
    part: tuple[int, int] | None = None
    moment: datetime | None = None


def find_stamps(sentence: Sentence, published: datetime) -> list[Stamp]:
    """Every day, clock time and part of a day that the sentence names, in the order of the text."""
    of_month = _month_days(sentence, published)
    stamps = [
        *of_month,
        *_numeric_days(sentence),
        *_named_days(sentence, published),
        *_clocks(sentence, {k for s in of_month for k in range(s.i, s.j)}),
        *_ago(sentence, published),
        *_years(sentence, published),
    ]
    taken = {k for s in stamps if s.day for k in range(s.i, s.j)}
    stamps += [_part_of(c) for c in sentence.of("daypart") if c.i not in taken]
    stamps += [Stamp(c.i, c.j, moment=published) for c in sentence.of("recent")]
    return sorted(stamps, key=lambda s: s.i)


def _month_days(sentence: Sentence, published: datetime) -> list[Stamp]:
    stamps = []
    for cue in sentence.of("month"):
        days = _days_before(sentence, cue.i) or _days_after(sentence, cue.j)
        lo = min([cue.i, *(k for k, _ in days)])
        hi = max([cue.j, *(k + 1 for k, _ in days)])
        year, hi = _year_at(sentence, hi)
        told = sentence.is_at(hi, "year_word")
        if year is None and told is not None:
            year, hi = published.year + int(told.key), told.j
        for k, number in days:
            day = _make_day(year, int(cue.key), number, published.date())
            if day:
                stamps.append(
                    Stamp(min(k, lo) if k == days[0][0] else k, hi if k == days[-1][0] else k + 1, day)
                )
    return stamps


def _days_before(sentence: Sentence, i: int) -> list[tuple[int, int]]:
    """ "9 October", "9 to 10 October", "23-24 November", "the 9th of October"."""
    days: list[tuple[int, int]] = []
    k = i - 1
    while k >= 0 and i - k < 9:
        number = _day_number(sentence, k)
        if number:
            days.insert(0, (k, number))
        elif not (sentence.is_at(k, "until", "link", "det") or sentence.tokens[k].low in ("of", ",")):
            break
        k -= 1
    return days


def _days_after(sentence: Sentence, j: int) -> list[tuple[int, int]]:
    """ "October 9", "October 8 and 9", "May 7 to 10"; case endings after a day part nothing."""
    days: list[tuple[int, int]] = []
    k, joined = j, True
    while k < len(sentence.tokens) and k - j < 6:
        token, number = sentence.tokens[k], _day_number(sentence, k)
        if number and (joined or token.glued) and not _begins_other(sentence, k):
            days.append((k, number))
            joined = False
        elif days and sentence.is_at(k, "until", "link"):
            joined = True
        elif not (days and token.glued and token.word):
            break
        k += 1
    return days


def _begins_other(sentence: Sentence, k: int) -> bool:
    """The number belongs to something else: a month or a counted thing stands after it."""
    return bool(sentence.is_at(k + 1, "month", "count_noun", "victim", "head", "means"))


def _day_number(sentence: Sentence, k: int) -> int | None:
    ordinal = sentence.is_at(k, "day_number")
    match = _DAY.match(ordinal.key if ordinal else sentence.tokens[k].low)
    return int(match[1]) if match and 1 <= int(match[1]) <= 31 else None


def _year_at(sentence: Sentence, k: int) -> tuple[int | None, int]:
    for step in (0, 1):
        at = k + step
        year = at < len(sentence.tokens) and _YEAR.match(sentence.tokens[at].low)
        if year and (step == 0 or sentence.tokens[k].raw == ","):
            return int(sentence.tokens[at].low), at + 1
    return None, k


def _make_day(year: int | None, month: int, number: int, published: date) -> date | None:
    """A day without a year is the last such day up to the day after publication."""
    try:
        if year is not None:
            return date(year, month, number)
        day = date(published.year, month, number)
        return day if day <= published + timedelta(days=1) else date(published.year - 1, month, number)
    except ValueError:
        return None


def _numeric_days(sentence: Sentence) -> list[Stamp]:
    stamps = []
    for k in _digits_at(sentence):
        text, width = sentence.tokens[k].low, 1
        if k + 4 < len(sentence.tokens) and sentence.tokens[k + 1].raw == "/" == sentence.tokens[k + 3].raw:
            text, width = "/".join(sentence.tokens[n].low for n in (k, k + 2, k + 4)), 5
        match = _NUMERIC.match(text)
        if match:
            first, second, year = int(match[1]), int(match[2]), int(match[3])
            day = _make_day(year, second, first, date.min) or _make_day(year, first, second, date.min)
            if day:
                stamps.append(Stamp(k, k + width, day))
        iso = sentence.tokens[k : k + 3]
        if _YEAR.match(text) and len(iso) == 3 and all(t.glued and t.raw.isdigit() for t in iso[1:]):
            day = _make_day(int(text), int(iso[1].raw), int(iso[2].raw), date.min)
            if day:
                stamps.append(Stamp(k, k + 3, day))
    return stamps


def _digits_at(sentence: Sentence) -> list[int]:
    """The tokens that begin with a digit."""
    return [k for k, token in enumerate(sentence.tokens) if not token.word and token.raw[0].isdigit()]


def _years(sentence: Sentence, published: datetime) -> list[Stamp]:
    """ "In 2016": the whole of a past year, where no day of it is named."""
    stamps = []
    for k in _digits_at(sentence):
        low = sentence.tokens[k].low
        if _YEAR.match(low) and int(low) < published.year and _stands_alone(sentence, k):
            first, last = date(int(low), 1, 1), date(int(low), 12, 31)
            stamps += [Stamp(k, k + 1, first), Stamp(k, k + 1, last)]
    return stamps


def _stands_alone(sentence: Sentence, k: int) -> bool:
    """After a marker of place or a word such as "since", with no month and no counted thing beside it."""
    marker = sentence.ending_at(k, "marker", "since")
    placed = marker is not None and (marker.cls == "since" or marker.key == "place")
    return placed and not sentence.is_at(k + 1, "victim", "count_noun", "head", "means")


def _named_days(sentence: Sentence, published: datetime) -> list[Stamp]:
    today = published.date()
    stamps = [Stamp(c.i, c.j, today + timedelta(days=int(c.key))) for c in sentence.of("day")]
    for cue in sentence.of("weekday"):
        back = (today.weekday() - int(cue.key)) % 7
        stamps.append(Stamp(cue.i, cue.j, today - timedelta(days=back)))
    return stamps


def _clocks(sentence: Sentence, dated: set[int]) -> list[Stamp]:
    """Clock times; a bare number that is the day of a month is no hour, whatever ending it bears."""
    stamps = [Stamp(c.i, c.j, clock=int(c.key)) for c in sentence.of("clock_word")]
    for k in _digits_at(sentence):
        unit = sentence.is_at(k + 1, "clock_unit")
        minutes = _clock_minutes(sentence, k, unit)
        if minutes is not None and not (k in dated and sentence.tokens[k].low.isdigit()):
            stamps.append(Stamp(k, k + 1 + (unit is not None), clock=minutes))
    return stamps


def _clock_minutes(sentence: Sentence, k: int, unit: Cue | None) -> int | None:
    text = sentence.tokens[k].low
    match = _CLOCK.match(text)
    marked = unit is not None or sentence.ending_at(k, "clock_mark", "between", "until", "since") is not None
    if match is None and unit is not None:
        match = _MILITARY.match(text)
        hour, minute = (int(match[1]), int(match[2])) if match else _bare_hour(text, unit)
    elif match is not None and (match[2] != "." or marked):
        hour, minute = int(match[1]), int(match[3])
    else:
        return None
    if unit is not None and unit.key == "12" and hour < 12:
        hour += 12
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def _bare_hour(text: str, unit: Cue) -> tuple[int, int]:
    """ "7 am"; an hour that cannot be gives 99."""
    return (int(text), 0) if text.isdigit() and len(text) < 3 and unit.j - unit.i < 3 else (99, 99)


def _ago(sentence: Sentence, published: datetime) -> list[Stamp]:
    stamps = []
    for cue in sentence.of("ago"):
        unit = sentence.ending_at(cue.i, "ago_unit")
        amount = sentence.ending_at(unit.i, "number") if unit else None
        number = int(amount.key) if amount else _digits(sentence, unit.i - 1) if unit and unit.i else None
        if unit and number is not None and number < 1000:
            moment = published - timedelta(minutes=int(unit.key) * number)
            day = moment.date() if int(unit.key) >= 1440 else None
            stamps.append(Stamp(unit.i - 1, cue.j, day, moment=None if day else moment))
    return stamps


def _digits(sentence: Sentence, k: int) -> int | None:
    text = sentence.tokens[k].low
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def _part_of(cue: Cue) -> Stamp:
    first, _, last = cue.key.partition("-")
    return Stamp(cue.i, cue.j, part=(int(first), int(last)))
