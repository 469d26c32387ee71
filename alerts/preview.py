"""Pure: the alerts that rules would have sent, from notices in their order, on a simulated clock.

The walk, the grouping and the planning are the live road's own. An alert closes at the moment at
which the live road would have closed it, had it looked at every notice as soon as it was made.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from itertools import count, groupby, islice
from typing import Any, NamedTuple

from alerts.assigning import assign_notices, id_of
from alerts.grouping import name_alert_type
from alerts.matching import StandingRule
from alerts.memory import Entered, Memory, OpenAlert, PostedNotice
from alerts.message import MOST_ENTRIES, Entry, Message
from alerts.played_past import PlayedPast
from alerts.subjects import write_subject

# As many notices are walked through at once as on the live road.
BATCH = 500


class PlainNotice(NamedTuple):
    """A notice as plain values."""

    id: int
    kind: str
    agreement_id: str | None
    facts: Mapping[str, Any]
    published_at: datetime | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class PreviewedAlert:
    """An alert that would have gone out at `closed_at`; `entries` are the first of its notices, by id."""

    id: str
    rule_id: str
    type: str
    opened_at: datetime
    closed_at: datetime
    notice_ids: tuple[int, ...]
    entries: tuple[Entry, ...]

    def write_subject(self) -> str:
        """The subject line of its mail."""
        more = len(self.notice_ids) - len(self.entries)
        return write_subject(Message(self.type, self.id, self.rule_id, None, self.entries, more, "", ""))


@dataclass(slots=True)
class Figures:
    """What a preview came to so far.

    `wanted`: entries, a notice for each rule that wants it. `unbundled`: the messages that it would
    have taken to tell of each text by itself.
    """

    notices: int = 0
    wanted: int = 0
    unbundled: int = 0


@dataclass(slots=True)
class _Draft:
    """What an open alert holds; of its entries only those that its message shows."""

    alert: OpenAlert
    closes_at: datetime | None = None
    kinds: set[str] = field(default_factory=set)
    notice_ids: list[int] = field(default_factory=list)
    entries: list[tuple[int, Entry]] = field(default_factory=list)

    def enter(self, notice: PostedNotice) -> None:
        self.kinds.add(notice.kind)
        insort(self.notice_ids, id_of(notice))
        insort(self.entries, (id_of(notice), Entry(notice.kind, notice.facts)), key=lambda entry: entry[0])
        del self.entries[MOST_ENTRIES:]


class Preview:
    """Rules on their way through notices; memory grows with what they remember, not with what they saw."""

    def __init__(self, rules: Sequence[StandingRule]) -> None:
        self.figures = Figures()
        self._rules = rules
        names = count(1)
        self._memory = Memory(lambda: str(next(names)))
        self._past = PlayedPast(rules)
        self._drafts: dict[str, _Draft] = {}
        self._due: list[tuple[datetime, int, str]] = []
        self._turns = count()
        self._told: set[int] = set()

    def play(self, notices: Iterable[PlainNotice]) -> Iterator[PreviewedAlert]:
        """The alerts in the order of their closing; the last ones after the last notice."""
        now: datetime | None = None
        for made_at, made in groupby(notices, key=lambda notice: notice.made_at):
            if now is None or made_at > now:
                now = made_at
                yield from self._close_before(now)
            while batch := list(islice(made, BATCH)):
                self._assign(batch, now)
        yield from self._close_before(None)

    def _assign(self, batch: Sequence[PlainNotice], now: datetime) -> None:
        self.figures.notices += len(batch)
        self._past.begin(batch)
        assign_notices(batch, self._rules, self._memory, self._past, now)
        changes = self._memory.take_changes()
        for alert in changes.opened:
            self._drafts[alert.id] = _Draft(alert)
        for entered in changes.entered:
            self._enter(entered, self._past.find_notices([entered.notice_id])[0])
        for alert in changes.hastened:
            self._plan(self._drafts[alert.id])
        self._past.end(self._memory, changes.entered)

    def _enter(self, entered: Entered, notice: PostedNotice) -> None:
        draft = self._drafts[entered.alert_id]
        draft.enter(notice)
        self.figures.wanted += 1
        text = hash((entered.rule_id, _text_of(notice), notice.made_at))
        if text not in self._told:
            self._told.add(text)
            self.figures.unbundled += 1
        self._plan(draft)

    def _plan(self, draft: _Draft) -> None:
        if draft.alert.closes_at is not None and draft.alert.closes_at != draft.closes_at:
            draft.closes_at = draft.alert.closes_at
            heappush(self._due, (draft.closes_at, next(self._turns), draft.alert.id))

    def _close_before(self, moment: datetime | None) -> Iterator[PreviewedAlert]:
        """Close what is due before a moment, or all that is open; each at its own time."""
        while self._due and (moment is None or self._due[0][0] < moment):
            closes_at, _, alert_id = heappop(self._due)
            draft = self._drafts.get(alert_id)
            if draft is not None and draft.closes_at == closes_at:  # else it was planned anew
                yield self._close(self._drafts.pop(alert_id), closes_at)

    def _close(self, draft: _Draft, now: datetime) -> PreviewedAlert:
        alert = self._memory.close(draft.alert.group)
        self._past.last[alert.group] = now
        return PreviewedAlert(
            id=alert.id,
            rule_id=alert.group.rule_id,
            type=name_alert_type(list(draft.kinds)),
            opened_at=alert.opened_at,
            closed_at=now,
            notice_ids=tuple(draft.notice_ids),
            entries=tuple(entry for _, entry in draft.entries),
        )


def _text_of(notice: PostedNotice) -> Any:
    """What tells of it: a statement, an outlet, or the service itself."""
    claim, source = notice.facts.get("claim"), notice.facts.get("source")
    if claim is not None:
        return claim["statement"]["id"]
    return source["id"] if source is not None else notice.id
