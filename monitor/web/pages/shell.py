"""What stands around a page: which agreement it is about, its state, and the time in two zones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.models import Agreement
from monitor.web.pages.wording import write_offset, write_state

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Shell:
    """`agreement` is None on a page about several; times are then in UTC."""

    title: str
    state: str
    zone: ZoneInfo
    now: datetime
    agreement: Agreement | None = None

    @property
    def here(self) -> str:
        return f"{self.now.astimezone(self.zone):%H:%M} {write_offset(self.now, self.zone)}"

    @property
    def universal(self) -> str:
        """Nothing where the page is in UTC anyway."""
        return "" if self.zone == UTC else f"{self.now.astimezone(UTC):%H:%M} UTC"

    @property
    def zone_note(self) -> str:
        return "UTC" if self.zone == UTC else f"{write_offset(self.now, self.zone)} ({self.zone.key})"


def make_shell(agreements: Sequence[Agreement], now: datetime) -> Shell:
    """Around a page about these agreements."""
    if len(agreements) != 1:
        title = f"{len(agreements)} agreements" if agreements else "No agreement yet"
        return Shell(title, "", UTC, now)
    (one,) = agreements
    return Shell(one.name, write_state(one, now), ZoneInfo(one.timezone), now, one)
