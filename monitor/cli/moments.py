"""Times as they are typed: ISO 8601, or a day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from monitor.cli.outcome import BadInput

DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
EXAMPLE = "2020-10-10T12:40:00+04:00"


def read_start(text: str) -> datetime:
    """The beginning of a span; a bare day begins at midnight UTC. Raises ValueError."""
    return _read(text, timedelta())


def read_end(text: str) -> datetime:
    """The end of a span, not included; a bare day is meant to be. Raises ValueError."""
    return _read(text, timedelta(days=1))


def read_option(option: str, text: str | None, read: Callable[[str], datetime]) -> datetime | None:
    """The time that an option was given, if it was; raises BadInput, which names the option."""
    try:
        return None if text is None else read(text)
    except ValueError as error:
        raise BadInput(f"{option}: {error}") from None


def _read(text: str, after_day: timedelta) -> datetime:
    moment = _parse(text)
    if DAY.match(text):
        return moment.replace(tzinfo=UTC) + after_day
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset; write it as {EXAMPLE}, or with Z for UTC.")
    return moment


def _parse(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no time; write it as {EXAMPLE}, or a day as 2020-10-10.") from None
    if not 1900 <= moment.year < 2200:
        raise ValueError(f"{text!r} lies outside the years 1900 to 2199.")
    return moment
