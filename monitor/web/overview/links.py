"""Addresses of the log that hold just the claims that a figure counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.web.pages.filters import write_url

UNREJECTED = ("open", "confirmed", "corrected")


@dataclass(frozen=True, slots=True)
class LogLinks:
    """Of one agreement; `has_rejected`: there are claims that figures leave out and the log does not."""

    agreement_id: str
    has_rejected: bool = False

    def find(
        self,
        stance: str | None = "accusation",
        *,
        by: Iterable[str] = (),
        start: datetime | None = None,
        end: datetime | None = None,
        **more: str,
    ) -> str:
        """Claims in force; `end` is not included."""
        pairs = [("agreement", self.agreement_id), *([("stance", stance)] if stance else [])]
        pairs += [("by", each) for each in by]
        pairs += [("in_force", "true"), *more.items()]
        pairs += [(name, _write(at)) for name, at in (("from", start), ("to", end)) if at]
        return write_url([*pairs, *self._reviews()])

    def outside(self) -> str:
        """Claims of acts before the start or after the end."""
        return write_url([("agreement", self.agreement_id), ("in_force", "false"), *self._reviews()])

    def rejected(self) -> str:
        return write_url([("agreement", self.agreement_id), ("review", "rejected")])

    def everything(self) -> str:
        return write_url([("agreement", self.agreement_id)])

    def _reviews(self) -> list[tuple[str, str]]:
        return [("review", state) for state in UNREJECTED] if self.has_rejected else []


def _write(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
