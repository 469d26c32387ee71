"""Publication times as outlets write them: aware, with the precision they were given in, never guessed."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from monitor.readers.contract import SourceFacts
from monitor.readers.date_format import read_by_format
from monitor.readers.date_shapes import LONGEST, Stamp, find_stamp
from monitor.terms import PublishedPrecision

BYLINE = 24  # letters beside a date: who, where, "published on"
DATELINE = 12  # of a heading: a place; with more it is a title that speaks of a day
FUTURE_TOLERANCE = timedelta(minutes=10)

Published = tuple[datetime | None, PublishedPrecision]
UNKNOWN: Published = (None, PublishedPrecision.FIRST_SEEN)


def read_published(
    text: str, timezone: str, received_at: datetime, languages: tuple[str, ...] = ()
) -> Published:
    """A date in one of the recognised shapes; a time without a zone is read in `timezone`.

    A date more than ten minutes after we received it can't be when it was published: it is
    unknown then, as is anything ambiguous.
    """
    return Dating(SourceFacts("", "", "", languages, timezone), received_at).read(text)


class Dating:
    """Reads the dates of one answer as its source writes them; remembers those that lie in the future."""

    def __init__(self, source: SourceFacts, received_at: datetime) -> None:
        self.zone = ZoneInfo(source.timezone)
        self.languages = source.languages
        self.form = source.options.get("date_format") or None
        self.received_at = received_at
        self.ahead: dict[datetime, timedelta] = {}
        self.zone_given = bool(source.options.get("timezone"))
        self.without_zone = 0
        self._known: dict[str, tuple[Published, int]] = {}

    def read(self, text: str | None) -> Published:
        """The moment that a text names; the source's own `date_format` is asked first."""
        return self._look((text or "").strip())[0]

    def read_alone(self, text: str, most: int = BYLINE) -> Published:
        """The moment of a text that says little else: a date within prose is not when it was published."""
        published, beside = self._look(text.strip())
        return published if beside <= most else UNKNOWN

    def _look(self, text: str) -> tuple[Published, int]:
        if not text:
            return UNKNOWN, 0
        if text not in self._known:
            local = self.received_at.astimezone(self.zone)
            stamp = read_by_format(text, self.form, self.languages, local) if self.form else None
            stamp = stamp or _read_machine_form(text) or find_stamp(text, self.languages, local)
            self._known[text] = (self._settle(stamp), stamp.beside) if stamp else (UNKNOWN, 0)
        return self._known[text]

    def read_element(self, shown: str, attribute: str | None) -> Published:
        """A date that a page gives to machines and to people: the finer of the two where they agree.

        A machine's midnight beside a mere day shown is that day, not a time.
        """
        given = self.read(attribute) if attribute and not self.form else UNKNOWN
        seen = self.read(shown)
        if given[0] is None or seen[0] is None:
            return given if given[0] else seen if seen[0] else self.read(attribute)
        same_day = given[0].astimezone(self.zone).date() == seen[0].astimezone(self.zone).date()
        midnight = given[0].astimezone(self.zone).time() == time(0)
        if seen[1] is PublishedPrecision.DAY:
            return seen if same_day and midnight else given
        return seen if same_day and given[1] is PublishedPrecision.DAY else given

    def read_epoch(self, number: float) -> Published:
        """Seconds or milliseconds since 1970, as data interfaces count."""
        seconds = number / 1000 if number > 30_000_000_000 else number
        if not 100_000_000 < seconds < 7_000_000_000:
            return UNKNOWN
        return self._settle_moment(datetime.fromtimestamp(seconds, UTC), PublishedPrecision.SECOND)

    def doubts(self) -> tuple[str, ...]:
        """What the operator should know of the dates that were not taken."""
        said = self._say_zone()
        if not self.ahead:
            return said
        hours = max(self.ahead.values()) / timedelta(hours=1)
        mend = "check `timezone`" if hours <= 14 else "check `date_format`"
        return (
            *said,
            f"dates lie up to {hours:.1f} h in the future and are not taken ({len(self.ahead)}); {mend}.",
        )

    def _say_zone(self) -> tuple[str, ...]:
        if not self.without_zone or self.zone_given or self.zone.key != "UTC":
            return ()
        return (f"times give no zone and are read in {self.zone.key}; write the outlet's own as `timezone`.",)

    def _settle(self, stamp: Stamp) -> Published:
        zone: tzinfo = stamp.zone or self.zone
        moment = datetime.combine(stamp.day, stamp.clock or time(0), zone)
        if not 1900 <= moment.year <= 2200:
            return UNKNOWN  # an empty date of some publishing system, such as the year 1
        self.without_zone += stamp.zone is None and stamp.clock is not None
        precision = PublishedPrecision.SECOND if stamp.seconds else PublishedPrecision.MINUTE
        return self._settle_moment(moment, precision if stamp.clock is not None else PublishedPrecision.DAY)

    def _settle_moment(self, moment: datetime, precision: PublishedPrecision) -> Published:
        tolerance = timedelta(0) if precision is PublishedPrecision.DAY else FUTURE_TOLERANCE
        if moment > self.received_at + tolerance:
            self.ahead[moment] = moment - self.received_at
            return UNKNOWN
        return moment.astimezone(UTC), precision


def _read_machine_form(text: str) -> Stamp | None:
    """RFC 5322 or ISO 8601, with a time; a mere day is left to the shapes."""
    if ":" not in text or len(text) > LONGEST:
        return None
    moment = _parse(text)
    if moment is None:
        return None
    zone = moment.tzinfo
    return Stamp(moment.date(), moment.time(), text.count(":") - _colons_of_zone(text) > 1, zone)


def _colons_of_zone(text: str) -> int:
    return int(":" in text[-5:] and text[-6:-5] in ("+", "-"))


def _parse(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return (
        moment if moment.tzinfo else None
    )  # it drops what it does not know of a zone; the shapes look again
