"""What a statement that a person pastes must be, whether it comes from a page or a command."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.agreements.form_values import check_address
from monitor.ledger.entries import Entry
from monitor.readers.prose import storable, tidy_text
from monitor.terms import PublishedPrecision

MOST_LETTERS = 200_000
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_EXAMPLE = "2020-10-10T12:40:00+04:00"


class BadEntry(ValueError):
    """What is wrong with one field of an entry (url, text, by, published_at), and the mend."""

    def __init__(self, field: str, what: str) -> None:
        super().__init__(f"{field} {what}")
        self.field = field
        self.what = what


@dataclass(frozen=True, slots=True)
class Pasted:
    """An entry as it was typed; `published_at` may be empty, and is else read in `zone`."""

    url: str
    title: str
    text: str
    published_at: str
    zone: str


def read_entry(pasted: Pasted, by: str, now: datetime) -> Entry:
    """The entry that can be kept; raises BadEntry."""
    try:
        address = check_address(pasted.url.strip())
    except ValueError as error:
        raise BadEntry("url", str(error)) from None
    text = tidy_text(storable(pasted.text))
    if not text:
        raise BadEntry("text", "is empty; paste the statement's text.")
    if len(text) > MOST_LETTERS:
        raise BadEntry("text", f"is longer than {MOST_LETTERS:,} letters; enter one statement at a time.")
    if not by.strip():
        raise BadEntry("by", "is empty; name who enters the statement.")
    moment, precision = _read_time(pasted.published_at.strip(), pasted.zone, now)
    return Entry(address, tidy_text(storable(pasted.title)), text, by.strip(), moment, precision)


def _read_time(text: str, zone: str, now: datetime) -> tuple[datetime | None, PublishedPrecision]:
    if not text:
        return None, PublishedPrecision.FIRST_SEEN
    try:
        moment, precision = read_published(text, zone)
    except ValueError as error:
        raise BadEntry("published_at", str(error)) from None
    if moment > now:
        raise BadEntry("published_at", f"{text} is in the future; give the time of publication.")
    return moment, precision


def read_published(text: str, zone: str) -> tuple[datetime, PublishedPrecision]:
    """A publication time and how exactly it is known; without an offset it is read in `zone`."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no time; write it as {_EXAMPLE}, or a day as 2020-10-10.") from None
    if not 1900 <= moment.year < 2200:
        raise ValueError(f"{text!r} lies outside the years 1900 to 2199.")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone))
    return moment, PublishedPrecision.DAY if _DAY.match(text) else PublishedPrecision.MINUTE
