"""When an act is said to have happened: stamps joined to spans, and the span nearest to the act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from monitor.classify.dates import Stamp, find_stamps
from monitor.classify.force import AFTER, BEFORE
from monitor.classify.words import Sentence
from monitor.terms import Occurred, OccurredPrecision

_COUNTED_WITHIN = 5  # tokens after "from the start" in which "ago" or "later" may stand
_GAP = 4  # most tokens between two stamps of one expression
_NIGHT_START, _NIGHT_END = 18, 30  # hours after midnight between which the night of a day runs


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time expression at tokens [i, j)."""

    i: int
    j: int
    occurred: Occurred


def find_times(sentence: Sentence, published: datetime) -> list[TimeSpan]:
    """The time expressions of a sentence; `published` is the local time of publication."""
    spans = []
    for group in _group(sentence, find_stamps(sentence, published)):
        before = _is_before(sentence, group[0].i)
        clocks = [stamp for stamp in group if stamp.clock is not None]
        if before and not clocks:
            continue
        if not (_dates_the_truce(sentence, group[0].i) or _dates_truce_after(sentence, group[-1].j)):
            occurred = _until(group, clocks[0], published) if before else _join(sentence, group, published)
            if occurred is not None:
                spans.append(TimeSpan(group[0].i, group[-1].j, occurred))
    return spans


def nearest_time(spans: list[TimeSpan], at: int) -> Occurred | None:
    """The expression nearest to token `at`; one before it is preferred."""
    if not spans:
        return None
    return min(spans, key=lambda s: at - s.j if s.j <= at else 3 + s.i - at).occurred


def side_of_start(sentence: Sentence, at: int) -> str | None:
    """Whether the sentence itself says that the act at token `at` came before or after the start."""
    counted = _counted_from_start(sentence)
    if counted is not None:
        return counted
    cues = sentence.of("before_start", "after_start")
    if not cues:
        return None
    near = min(cues, key=lambda c: at - c.j if c.j <= at else 3 + c.i - at)
    return BEFORE if near.cls == "before_start" else AFTER


def _counted_from_start(sentence: Sentence) -> str | None:
    """ "From the truce two days ago", "from the truce an hour later": the language counts from the start."""
    for cue in sentence.of("from_start"):
        if sentence.within(cue.j, cue.j + _COUNTED_WITHIN, "ago"):
            return BEFORE
        if sentence.within(cue.j, cue.j + _COUNTED_WITHIN, "later"):
            return AFTER
    return None


def _group(sentence: Sentence, stamps: list[Stamp]) -> list[list[Stamp]]:
    groups: list[list[Stamp]] = []
    for stamp in stamps:
        if groups and stamp.i - groups[-1][-1].j <= _GAP and _linked(sentence, groups[-1], stamp.i):
            groups[-1].append(stamp)
        else:
            groups.append([stamp])
    return groups


def _linked(sentence: Sentence, group: list[Stamp], hi: int) -> bool:
    """Only small words and marks stand between two stamps of one expression; "and" only after "between"."""
    lo = group[-1].j
    if sentence.within(group[0].i - 3, group[0].i, "between"):
        return not sentence.within(lo, hi, "act", "speech", "head")
    if sentence.within(lo, hi, "act", "speech", "head", "link") and hi - lo > 1:
        return False
    plain = [k for k in range(lo, hi) if sentence.tokens[k].word and not sentence.starting.get(k)]
    return not plain


def _is_before(sentence: Sentence, i: int) -> bool:
    return bool(sentence.ending_at(i, "before_word") or (i and sentence.ending_at(i - 1, "before_word")))


def _until(group: list[Stamp], stamp: Stamp, published: datetime) -> Occurred:
    """ "Before noon today": from the beginning of that day."""
    end = _clock_moment(group, stamp, published)
    return Occurred(_at(end.date(), 0, published), end, OccurredPrecision.PART)


def _dates_the_truce(sentence: Sentence, i: int) -> bool:
    """The expression dates the agreement ("the truce of 10 October", "which took effect at noon")."""
    taking = sentence.within(i - 5, i, "taking_effect")
    if taking and not sentence.within(taking[-1].i, i, "act"):
        return bool(sentence.within(0, i, "truce"))
    of = sentence.tokens[i - 1].low if i else ""
    marker = sentence.ending_at(i, "marker")
    return bool(of) and marker is not None and marker.key == "of" and bool(sentence.ending_at(i - 1, "truce"))


_TRUCE_WITHIN = 5  # tokens after a date in which the truce that it dates may stand


def _dates_truce_after(sentence: Sentence, j: int) -> bool:
    """ "The on 10 October signed truce", "the 12 August agreement", where owners stand first."""
    if sentence.grammar.speech_scope != "left":
        return False
    parts = sentence.within(j, j + _TRUCE_WITHIN, "act", "speech")
    hi = min([j + _TRUCE_WITHIN, *(c.i for c in parts)])
    if sentence.barred(j, hi):
        return False
    taking = sentence.within(j, hi, "taking_effect")
    if taking and sentence.within(taking[0].i, taking[0].j + _TRUCE_WITHIN, "truce"):
        return True
    month = sentence.ending_at(j, "month")
    bare = month is not None and "loc" not in month.features
    return (bare and sentence.is_at(j, "truce") is not None) or bool(sentence.within(j, hi, "after_start"))


def _join(sentence: Sentence, group: list[Stamp], published: datetime) -> Occurred | None:
    since = sentence.ending_at(group[0].i, "since", "between") or (
        sentence.ending_at(group[0].i - 1, "since") if group[0].i else None
    )
    if sentence.grammar.main == "SOV":
        since = since or sentence.is_at(group[-1].j, "since") or sentence.is_at(group[-1].j + 1, "since")
    days = [s.day for s in group if s.day]
    clocks = [s for s in group if s.clock is not None]
    parts = [s.part for s in group if s.part]
    moments = [s.moment for s in group if s.moment]
    if clocks:
        return _from_clocks(group, clocks, published, bool(since))
    if days:
        return _from_days(days, parts, published, bool(since))
    if parts:
        return _from_days([_day_of_part(parts[0], published)], parts, published, since=False)
    return Occurred(moments[0], None, OccurredPrecision.HOUR) if moments else None


def _from_clocks(group: list[Stamp], clocks: list[Stamp], published: datetime, since: bool) -> Occurred:
    moments = [_clock_moment(group, stamp, published) for stamp in clocks]
    if len(moments) == 1:
        start = moments[0]
        later = [s.day for s in group if s.day and s.day > start.date()]
        if since:
            end = _at(later[-1], 24, published) if later else None
            return Occurred(start, end, OccurredPrecision.PERIOD)
        return Occurred(start, None, OccurredPrecision.MINUTE)
    first, last = moments[0], moments[-1]
    if last < first and last + timedelta(days=1) <= published + timedelta(hours=1):
        return Occurred(first, last + timedelta(days=1), OccurredPrecision.MINUTE)  # "from 22:00 to midnight"
    return Occurred(min(moments), max(moments), OccurredPrecision.MINUTE)


def _clock_moment(group: list[Stamp], stamp: Stamp, published: datetime) -> datetime:
    """The clock time on the day named nearest to it; without a day, the last such time before publication."""
    days = [s for s in group if s.day]
    assert stamp.clock is not None  # noqa: S101 - only clock stamps are handed in
    clock = timedelta(minutes=stamp.clock)
    if days:
        near = min(days, key=lambda s: (abs(s.i - stamp.i), s.i < stamp.i))
        assert near.day is not None  # noqa: S101 - filtered above
        return _at(near.day, 0, published) + clock
    moment = _at(published.date(), 0, published) + clock
    return moment if moment <= published + timedelta(minutes=1) else moment - timedelta(days=1)


def _from_days(days: list[date], parts: list[tuple[int, int]], published: datetime, since: bool) -> Occurred:
    first, last = min(days), max(days)
    if parts and len(parts) == 1 and len(days) <= 2:
        lo, hi = parts[0]
        if lo == 0 and hi == 6 and len(days) == 2:
            return Occurred(_at(first, 20, published), _at(last, 8, published), OccurredPrecision.PART)
        if (lo, hi) == (0, 6):
            lo, hi = _NIGHT_START, _NIGHT_END
        if first == last:
            return Occurred(_at(first, lo, published), _at(first, hi, published), OccurredPrecision.PART)
    start = _at(first, parts[0][0] if len(parts) == 2 else 0, published)
    end = _at(last, parts[1][1] if len(parts) == 2 else 24, published)
    if first != last:
        return Occurred(start, end, OccurredPrecision.PERIOD)
    if since:
        return Occurred(start, None, OccurredPrecision.PERIOD)
    return Occurred(start, end, OccurredPrecision.DAY)


def _day_of_part(part: tuple[int, int], published: datetime) -> date:
    """ "This morning" is today's; "overnight" began yesterday when it is still early."""
    if part[1] > 24 or part[0] * 60 > published.hour * 60 + published.minute:
        return published.date() - timedelta(days=1)
    return published.date()


def _at(day: date, hours: int, published: datetime) -> datetime:
    """`hours` after midnight of the day, in the zone of publication."""
    try:
        return datetime.combine(day, time(0), tzinfo=published.tzinfo) + timedelta(hours=hours)
    except OverflowError:
        return published
