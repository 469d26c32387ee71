"""Whether an alleged act happened while the agreement was in force, and how sure that is."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.terms import AgreementFacts, Occurred, OccurredPrecision, PublishedPrecision, StatementText

_A_DAY = timedelta(days=1)
AFTER, BEFORE = "after", "before"  # what the text itself says of the act and the start


def zone_of(statement: StatementText, agreement: AgreementFacts) -> ZoneInfo:
    """The zone that times without one are read in: the statement's, else the agreement's, else UTC."""
    for name in (statement.timezone, agreement.timezone):
        if name:
            try:
                return ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                continue
    return ZoneInfo("UTC")


def judge_force(
    statement: StatementText, agreement: AgreementFacts, occurred: Occurred | None, side: str | None
) -> tuple[bool, bool]:
    """(in_force, certain). The text's own word comes first, then its dates, then publication."""
    ended = agreement.ends_at is not None and _earliest(statement, occurred) >= agreement.ends_at
    if side == BEFORE or _published_before(statement, agreement):
        return False, True
    if side == AFTER and not (occurred and occurred.end and occurred.end <= agreement.starts_at):
        return not ended, True
    if occurred is not None:
        return _judge_dated(agreement, occurred)
    return _judge_published(statement, agreement)


_HISTORY = timedelta(days=200)  # nobody accuses of what lies so long before the start: it is background


def is_history(agreement: AgreementFacts, occurred: Occurred | None) -> bool:
    """The act is dated long before the agreement."""
    if occurred is None or (occurred.precision is OccurredPrecision.PERIOD and occurred.end is None):
        return False
    return (occurred.end or occurred.start) < agreement.starts_at - _HISTORY


def _published_before(statement: StatementText, agreement: AgreementFacts) -> bool:
    """Published, by a time that is more than a mere day, before the agreement took effect."""
    exact = statement.precision in (PublishedPrecision.SECOND, PublishedPrecision.MINUTE)
    return exact and statement.published_at < agreement.starts_at


def _earliest(statement: StatementText, occurred: Occurred | None) -> datetime:
    return occurred.start if occurred else statement.published_at


def _judge_dated(agreement: AgreementFacts, occurred: Occurred) -> tuple[bool, bool]:
    """A span that reaches into the window from before it is before, unless it is one day or runs on."""
    start, end = occurred.start, occurred.end
    if agreement.in_force_at(start):
        return True, True
    if end is None:
        running = occurred.precision is OccurredPrecision.PERIOD and start < agreement.starts_at
        return (True, False) if running else (False, True)
    if start < agreement.starts_at < end:
        whole_day = occurred.precision is OccurredPrecision.DAY
        same_day = occurred.precision is OccurredPrecision.PERIOD and agreement.starts_at - start < _A_DAY
        return whole_day or same_day, False
    return False, True


def _judge_published(statement: StatementText, agreement: AgreementFacts) -> tuple[bool, bool]:
    """An undated act is taken to be recent: as of publication, with its precision."""
    published = statement.published_at
    if statement.precision is PublishedPrecision.DAY:
        return _judge_day(statement, agreement)
    if statement.precision is PublishedPrecision.FIRST_SEEN:
        return (agreement.in_force_at(published) and not statement.stood_at_start), False
    if not agreement.in_force_at(published):
        late = agreement.ends_at is not None and published >= agreement.ends_at
        recent = late and published - (agreement.ends_at or published) < timedelta(hours=24)
        return False, not recent
    return True, True


def _judge_day(statement: StatementText, agreement: AgreementFacts) -> tuple[bool, bool]:
    """A mere day that overlaps the window counts, uncertain, unless the text stood there at the start."""
    if statement.stood_at_start:
        return False, False
    zone = zone_of(statement, agreement)
    local = statement.published_at.astimezone(zone)
    start = local.replace(hour=0, minute=0, second=0, microsecond=0)
    end = start + timedelta(days=1)
    if end <= agreement.starts_at or (agreement.ends_at is not None and start >= agreement.ends_at):
        return False, True
    inside = agreement.in_force_at(start) and agreement.in_force_at(end - timedelta(seconds=1))
    if inside:
        return True, True
    return True, False
