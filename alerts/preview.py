"""Pure: the alerts that rules would have sent, from notices in their order, on a simulated clock.

The walk, the grouping and the planning are the live road's own. An alert closes at the moment at
which the live road would have closed it, had it looked at every notice as soon as it was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from heapq import heappop, heappush
from itertools import count, groupby, islice
from typing import Any, NamedTuple

from alerts.assigning import assign_notices
from alerts.drafts import Draft, PreviewedAlert
from alerts.matching import StandingRule
from alerts.memory import Entered, Memory, PostedNotice
from alerts.played_past import PlayedPast
from alerts.silencing import StandingSilence

# So many notices at most are walked through at once, as on the live road.
BATCH = 200


class PlainNotice(NamedTuple):
    """A notice as plain values."""

    id: int
    kind: str
    agreement_id: str | None
    facts: Mapping[str, Any]
    published_at: datetime | None
    made_at: datetime


class Preview:
    """Rules on their way through notices; memory grows with what they remember, not with what they saw."""

    def __init__(self, rules: Sequence[StandingRule], silences: Sequence[StandingSilence] = ()) -> None:
        self.notices = 0
        self._rules = rules
        self._silences = silences
        self._documents = {rule.id: rule.document for rule in rules}
        names = count(1)
        self._memory = Memory(lambda: str(next(names)))
        self._past = PlayedPast(rules)
        self._drafts: dict[str, Draft] = {}
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
        self.notices += len(batch)
        self._past.begin(batch)
        assign_notices(batch, self._rules, self._memory, self._past, now, self._silences)
        changes = self._memory.take_changes()
        for alert in changes.opened:
            self._drafts[alert.id] = Draft(alert, self._documents[alert.group.rule_id])
        for entered in changes.entered:
            self._enter(entered, self._past.find_notice(entered.notice_id))
        for alert in changes.hastened:
            self._plan(self._drafts[alert.id])
        self._past.end(self._memory, changes.entered)

    def _enter(self, entered: Entered, notice: PostedNotice) -> None:
        draft = self._drafts[entered.alert_id]
        draft.enter(entered.notice_id, notice)
        text = hash((entered.rule_id, _text_of(notice), notice.made_at))
        if text not in self._told:
            self._told.add(text)
            draft.unbundled += 1
        self._plan(draft)

    def _plan(self, draft: Draft) -> None:
        if draft.alert.closes_at is not None and draft.alert.closes_at != draft.closes_at:
            draft.closes_at = draft.alert.closes_at
            heappush(self._due, (draft.closes_at, next(self._turns), draft.alert.id))

    def _close_before(self, moment: datetime | None) -> Iterator[PreviewedAlert]:
        """Close what is due before a moment, or all that is open; of one moment by the first notice."""
        while self._due and (moment is None or self._due[0][0] < moment):
            now, closed = self._due[0][0], []
            while self._due and self._due[0][0] == now:
                draft = self._drafts.get(heappop(self._due)[2])
                if draft is not None and draft.closes_at == now:  # else it was planned anew
                    closed.append(self._close(draft, now))
            yield from sorted(closed, key=lambda alert: alert.notice_ids[0])

    def _close(self, draft: Draft, now: datetime) -> PreviewedAlert:
        alert = self._memory.close(draft.alert.group)
        self._past.last[alert.group] = now
        return self._drafts.pop(alert.id).close()


def _text_of(notice: PostedNotice) -> Any:
    """What tells of it: a statement, an outlet, or the service itself."""
    claim, source = notice.facts.get("claim"), notice.facts.get("source")
    if claim is not None:
        return claim["statement"]["id"]
    return source["id"] if source is not None else notice.id
