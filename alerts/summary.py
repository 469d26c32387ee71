"""Pure: what a preview came to, in numbers, with its first alerts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo

from alerts.drafts import PreviewedAlert
from alerts.preview import PlainNotice, Preview


@dataclass(slots=True)
class Summary:
    """What would have gone out, and beside it what silences would have kept.

    `notices`: looked at. `entries`: a notice for each message that tells of it. `unbundled`: the
    messages that it would have taken to tell of each text by itself. `by_day`: messages by the
    local day on which they would have gone out. `first`: alerts in the order of their closing.
    """

    notices: int = 0
    messages: int = 0
    entries: int = 0
    unbundled: int = 0
    silenced: int = 0
    is_about_claims: bool = True
    by_day: Mapping[date, int] = field(default_factory=dict)
    first: list[PreviewedAlert] = field(default_factory=list)


def sum_up(preview: Preview, notices: Iterable[PlainNotice], zone: tzinfo, most: int) -> Summary:
    """Play all notices; of the alerts at most the first `most` are kept."""
    told, by_day = Summary(), Counter[date]()
    for alert in preview.play(notices):
        if len(told.first) < most:
            told.first.append(alert)
        if alert.silence_id is not None:
            told.silenced += 1
            continue
        by_day[alert.closed_at.astimezone(zone).date()] += 1
        told.messages += 1
        told.entries += len(alert.notice_ids)
        told.unbundled += alert.unbundled
        told.is_about_claims = told.is_about_claims and alert.type.startswith("claims.")
    told.notices, told.by_day = preview.notices, dict(sorted(by_day.items()))
    return told
