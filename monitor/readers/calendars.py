"""Days of other calendars as days of ours: the Buddhist years of Thailand, the solar year of Iran."""

from __future__ import annotations

from datetime import date, timedelta

BUDDHIST_SHIFT = 543
_NEW_YEAR_1399 = date(2020, 3, 20)


def common_day(year: int, month: int, day: int) -> date | None:
    """A day of our own calendar, None when there is no such day or its year is out of all reason."""
    if not 1900 <= year <= 2200:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def buddhist_year(year: int) -> int:
    """The common year of a Thai one; two digits are short for 25xx."""
    return (year + 2500 if year < 100 else year) - BUDDHIST_SHIFT


def solar_hijri_day(year: int, month: int, day: int) -> date | None:
    """Six months of 31 days, five of 30, one of 29 or 30; leap years by the cycle of 33 years."""
    longest = 31 if month <= 6 else 30 if month <= 11 or _is_leap(year) else 29
    if not (1300 <= year <= 1500 and 1 <= month <= 12 and 1 <= day <= longest):
        return None
    first, last = min(year, 1399), max(year, 1399)
    days = sum(365 + _is_leap(one) for one in range(first, last))
    start = _NEW_YEAR_1399 + timedelta(days=days if year >= 1399 else -days)
    return start + timedelta(days=min(month - 1, 6) * 31 + max(month - 7, 0) * 30 + day - 1)


def _is_leap(year: int) -> bool:
    return (25 * year + 11) % 33 < 8
