"""Pure: what a preview came to for each of its rules, as a page draws it: counts, hours, last messages."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from alerts.drafts import HOUR, PreviewedAlert
from alerts.preview import PlainNotice, Preview

MOST_SHOWN = 8


@dataclass(slots=True)
class Outline:
    """What would have gone out from a time on; `silenced`: what silences would have kept.

    `claims` and `sendings`: notices in messages by the hour in which they were made, and messages by
    the hour in which they would have gone out, both counted from the epoch. `last`: the newest first.
    """

    messages: int = 0
    entries: int = 0
    unbundled: int = 0
    silenced: int = 0
    is_about_claims: bool = True
    longest_wait: timedelta = timedelta()
    claims: Counter[int] = field(default_factory=Counter)
    sendings: Counter[int] = field(default_factory=Counter)
    last: deque[PreviewedAlert] = field(default_factory=lambda: deque(maxlen=MOST_SHOWN))

    @property
    def busiest(self) -> int:
        """Messages in the hour that has most."""
        return max(self.sendings.values(), default=0)

    def add(self, alert: PreviewedAlert) -> None:
        """An alert that closed."""
        if alert.silence_id is not None:
            self.silenced += 1
            return
        self.messages += 1
        self.entries += len(alert.notice_ids)
        self.unbundled += alert.unbundled
        self.is_about_claims = self.is_about_claims and alert.type.startswith("claims.")
        self.longest_wait = max(self.longest_wait, alert.closed_at - alert.opened_at)
        self.claims.update(alert.hours)
        self.sendings[int(alert.closed_at.timestamp()) // HOUR] += 1
        self.last.appendleft(alert)


def draw_outlines(
    preview: Preview, notices: Iterable[PlainNotice], rules: Iterable[str], since: datetime | None
) -> Mapping[str, Outline]:
    """By rule; all notices are played, what went out before `since` is not counted."""
    drawn = {rule: Outline() for rule in rules}
    for alert in preview.play(notices):
        if since is None or alert.closed_at >= since:
            drawn[alert.rule_id].add(alert)
    return drawn


def moment_of(hour: int) -> datetime:
    """When an hour that is counted from the epoch begins."""
    return datetime.fromtimestamp(hour * HOUR, UTC)
