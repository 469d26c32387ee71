"""A claim as a row of the log draws it, and the rows of one day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from alerts.wording import write_day
from monitor.models import Agreement
from monitor.models.claim import LogRow
from monitor.terms import Finding
from monitor.web.pages import wording
from monitor.web.pages.actors import Actor, find_actor, place_names

LONGEST_QUOTE = 280


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """What the row's template asks for; `finding`: the claim with what a person corrected of it."""

    row: LogRow
    zone: ZoneInfo
    finding: Finding = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "finding", self.row.finding)

    @property
    def who(self) -> Actor:
        return find_actor(self.row.agreement.document, self.finding.by)

    @property
    def whom(self) -> Actor:
        return find_actor(self.row.agreement.document, self.finding.against)

    @property
    def verb(self) -> str:
        return wording.STANCES[self.finding.stance]

    @property
    def link(self) -> str:
        """What stands between the accused and the act when the row is read as a sentence."""
        if self.finding.stance != "denial" or self.finding.against is None:
            return ": "
        return "' " if self.whom.name.endswith("s") else "'s "

    @property
    def acts(self) -> str:
        return wording.write_acts(self.finding.types)

    @property
    def figures(self) -> str:
        return wording.write_figures(self.finding)

    @property
    def window(self) -> str:
        return wording.write_window(self.row, self.finding)

    @property
    def places(self) -> list[list[str]]:
        """Each place with all its names."""
        document = self.row.agreement.document
        return [place_names(document, name) for name in self.finding.places]

    @property
    def alleged_time(self) -> str:
        return wording.write_alleged_time(self.row, self.finding, self.zone.key)

    @property
    def alleged_title(self) -> str:
        return wording.explain_alleged_time(self.finding.occurred)

    @property
    def exactness(self) -> str:
        """Of the bar below the time: minute, hour, part, day, none."""
        precision = self.finding.occurred.precision.value if self.finding.occurred else "none"
        return "day" if precision == "period" else precision

    @property
    def said(self) -> str:
        return wording.write_said(self.row, self.zone)

    @property
    def said_at(self) -> datetime:
        return self.row.lineage.published_at.astimezone(self.zone)

    @property
    def said_title(self) -> str:
        return f"Published {wording.write_utc(self.row.lineage.published_at)}"

    @property
    def quote(self) -> str:
        quote = " ".join(self.finding.evidence.quote.split())
        return quote if len(quote) <= LONGEST_QUOTE else quote[:LONGEST_QUOTE].rstrip() + "…"

    @property
    def publisher(self) -> str:
        publisher: str = self.row.source.document["publisher"]
        return publisher

    @property
    def language_name(self) -> str:
        return wording.name_language(self.row.lang)

    @property
    def percent(self) -> int:
        return int(self.row.claim.confidence * 100 + 0.5)

    @property
    def cells(self) -> int:
        """Four ink cells; below 75 % two, and the number is bold."""
        return 1 + sum(self.row.claim.confidence >= step for step in (0.5, 0.75, 0.85))

    @property
    def past(self) -> str:
        """Nothing for a current claim."""
        if self.row.lineage.claim_id == self.row.claim.id:
            return ""
        return "superseded" if self.row.superseded_by else "retracted"


@dataclass(frozen=True, slots=True)
class Day:
    """The rows of one day of publication; `title` is empty where the order is not by publication."""

    title: str
    note: str
    rows: list[ClaimRow]


def group_by_day(
    rows: Sequence[LogRow], zone: ZoneInfo, agreement: Agreement | None, *, by_publication: bool
) -> Iterator[Day]:
    views = [ClaimRow(row, zone) for row in rows]
    if not by_publication:
        if views:
            yield Day("", "", views)
        return
    for _, group in groupby(views, key=lambda view: view.said_at.date()):
        day = list(group)
        yield Day(write_day(day[0].said_at), wording.write_day_note(agreement, day[0].said_at), day)
