"""Publication times as feeds write them: aware, with the precision they were given in, never guessed."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from monitor.terms import PublishedPrecision

FUTURE_TOLERANCE = timedelta(minutes=10)
_DAY_ONLY = re.compile(r"^\s*\d{4}-\d{2}-\d{2}\s*$")
_SECONDS = re.compile(r"\d{1,2}:\d{2}:\d{2}")

Published = tuple[datetime | None, PublishedPrecision]
UNKNOWN: Published = (None, PublishedPrecision.FIRST_SEEN)


def read_published(text: str, timezone: str, received_at: datetime) -> Published:
    """An RFC 5322 or ISO 8601 date; a time without a zone is read in `timezone`.

    A date more than ten minutes after we received it can't be when it was published: it is
    unknown then, as is anything that is neither form.
    """
    moment = _parse(text)
    if moment is None or not 1900 <= moment.year <= 2200:
        return UNKNOWN  # an empty date of some publishing system, such as the year 1
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(timezone))
    if _DAY_ONLY.match(text):
        return UNKNOWN if moment > received_at else (moment.astimezone(UTC), PublishedPrecision.DAY)
    if moment > received_at + FUTURE_TOLERANCE:
        return UNKNOWN
    precision = PublishedPrecision.SECOND if _SECONDS.search(text) else PublishedPrecision.MINUTE
    return moment.astimezone(UTC), precision


def _parse(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
