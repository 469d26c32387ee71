"""Addresses of the log that hold just the claims that a figure counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LogLinks:
    """Of one agreement. What a person rejected is shown there, struck, and told apart from what counts."""

    agreement_id: str

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
        pairs = [("stance", stance)] if stance else []
        pairs += [("by", each) for each in by]
        pairs += [("in_force", "true"), *more.items()]
        pairs += [(name, _write(at)) for name, at in (("from", start), ("to", end)) if at]
        return self._write(*pairs)

    def outside(self) -> str:
        """Claims of acts before the start or after the end."""
        return self._write(("in_force", "false"))

    def in_review(self, state: str) -> str:
        return self._write(("review", state))

    def everything(self) -> str:
        return self._write()

    def _write(self, *pairs: Pair) -> str:
        """As short as an address may be: a page holds hundreds."""
        return f"/claims?{urlencode([('agreement', self.agreement_id), *pairs], safe=':')}"


def _write(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%MZ}"
