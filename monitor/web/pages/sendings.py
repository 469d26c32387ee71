"""Deliveries as pages draw them: what was sent, each try as a glyph, the last answer, the next time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from alerts.delivery_log import DeliveryLine
from alerts.headlines import Headline, list_headlines
from alerts.models import CANCELLED, DEAD, DELIVERED, PENDING
from alerts.waiting import list_behind
from monitor.web.pages.wording import write_utc

MOST_GLYPHS = 16
STATES = {PENDING: "waiting", DELIVERED: "delivered", DEAD: "given up", CANCELLED: "cancelled"}
TEST_SENTENCE = "A test of the channel"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment as a row has it, and in full."""

    iso: str
    short: str
    full: str


@dataclass(frozen=True, slots=True)
class SendingRow:
    """What the template asks for. `wall` is the machine's time, as all times of deliveries are."""

    line: DeliveryLine
    headline: Headline | None
    is_behind: bool
    zone: ZoneInfo
    wall: datetime

    @property
    def sentence(self) -> str:
        return self.headline.sentence if self.headline else TEST_SENTENCE

    @property
    def more(self) -> str:
        return f"and {self.headline.more:,} more" if self.headline and self.headline.more else ""

    @property
    def created(self) -> Stamp:
        return write_short(self.line.created_at, self.zone, self.wall)

    @property
    def state(self) -> str:
        """As the design names it: what failed and goes on is failing, what has not been tried waits."""
        if self.line.state != PENDING:
            return STATES[self.line.state]
        return "failing" if self.line.attempts else "waits"

    @property
    def is_urgent(self) -> bool:
        return self.state in ("failing", STATES[DEAD])

    @property
    def moment(self) -> Stamp | None:
        """When it was delivered, or is tried next."""
        found = self.line.delivered_at or self.line.next_try_at
        return write_short(found, self.zone, self.wall) if found else None

    @property
    def when(self) -> str:
        """What the moment is; nothing where the row has none."""
        if self.line.delivered_at or self.line.next_try_at is None:
            return ""
        if self.is_behind:
            return "behind an older one"
        return "next now" if self.line.next_try_at <= self.wall else "next"

    @property
    def glyphs(self) -> list[str]:
        """A class of the stylesheet for each try, the last ones and those to come."""
        made = ["okay" if each.outcome == "delivered" else "bad" for each in self.line.attempts]
        return [*made, *["todo"] * self.line.tries_left][-MOST_GLYPHS:]

    @property
    def count(self) -> str:
        """ "3 of 8", or of what is settled "2 tries"."""
        made = len(self.line.attempts)
        if self.line.state == PENDING and made:
            return f"{made} of {made + self.line.tries_left}"
        return "no try yet" if self.line.state == PENDING else _count_tries(made)

    @property
    def answer(self) -> str:
        """Why nothing more is sent, else the last answer with its duration."""
        if self.line.state in (DEAD, CANCELLED) and self.line.reason:
            return self.line.reason
        if not self.line.attempts:
            return "Channels keep their order." if self.is_behind else ""
        last = self.line.attempts[-1]
        return f"{last.detail.rstrip('.')}, {_write_duration(last.duration_ms)}"

    @property
    def can_retry(self) -> bool:
        return self.line.state != DELIVERED

    @property
    def retry_label(self) -> str:
        return "Retry now" if self.line.state == PENDING else "Send again"

    @property
    def can_cancel(self) -> bool:
        return self.line.state in (PENDING, DEAD)


def make_rows(
    session: Session, lines: Sequence[DeliveryLine], zone: ZoneInfo, wall: datetime
) -> list[SendingRow]:
    """Each with what its alert is about, and whether it waits for another."""
    headlines: Mapping[str, Headline] = list_headlines(session, {line.alert for line in lines if line.alert})
    behind = list_behind(session, [line.id for line in lines])
    return [
        SendingRow(line, headlines.get(line.alert or ""), line.id in behind, zone, wall) for line in lines
    ]


def _write_duration(milliseconds: int) -> str:
    if milliseconds < 100:
        return "in less than 0.1\u00a0s"
    return f"after {milliseconds / 1000:.1f}\u00a0s"


def _count_tries(number: int) -> str:
    return f"{number} {'try' if number == 1 else 'tries'}"


def write_short(moment: datetime, zone: ZoneInfo, beside: datetime) -> Stamp:
    """ "11 Oct 20:58", with the year where it is another one."""
    local = moment.astimezone(zone)
    year = "" if local.year == beside.astimezone(zone).year else f" {local.year}"
    return Stamp(
        iso=local.isoformat(timespec="seconds"),
        short=f"{local.day} {local:%b}{year} {local:%H:%M}",
        full=write_utc(moment),
    )
