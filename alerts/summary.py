"""Pure: what a preview came to, in numbers, with its first alerts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

from alerts.preview import Figures, PlainNotice, Preview, PreviewedAlert


@dataclass(frozen=True, slots=True)
class Summary:
    """`by_day`: messages by the local day on which they would have gone out; `first`: in that order."""

    figures: Figures
    messages: int
    by_day: Mapping[date, int]
    first: tuple[PreviewedAlert, ...]
    is_about_claims: bool


def sum_up(preview: Preview, notices: Iterable[PlainNotice], zone: tzinfo, most: int) -> Summary:
    """Play all notices; of the alerts at most the first `most` are kept."""
    by_day: Counter[date] = Counter()
    first: list[PreviewedAlert] = []
    is_about_claims = True
    for alert in preview.play(notices):
        by_day[alert.closed_at.astimezone(zone).date()] += 1
        is_about_claims = is_about_claims and alert.type.startswith("claims.")
        if len(first) < most:
            first.append(alert)
    return Summary(
        preview.figures, by_day.total(), dict(sorted(by_day.items())), tuple(first), is_about_claims
    )
