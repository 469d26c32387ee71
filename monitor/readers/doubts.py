"""What a person should know before trusting a source: sentences about what was found in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from monitor.terms import FoundStatement, PublishedPrecision

_SHORT = timedelta(hours=12)


def doubt_transport(url: str) -> list[str]:
    """The doubt about an address that anybody on the way could answer for; this machine has no way to it."""
    parts = urlsplit(url)
    here = (parts.hostname or "").startswith("127.") or parts.hostname in ("localhost", "::1")
    if parts.scheme != "http" or here:
        return []
    return ["Unauthenticated transport (http): anybody on the way could change what it says; prefer https."]


def find_doubts(found: Sequence[FoundStatement], *, has_older: bool = False) -> list[str]:
    """The doubts that apply, each with its mend where there is one."""
    undated = sum(one.precision is PublishedPrecision.FIRST_SEEN for one in found)
    days = sum(one.precision is PublishedPrecision.DAY for one in found)
    unread = sum(one.unread is not None for one in found)
    bare = sum(not one.text and one.unread is None and one.follow is None for one in found)
    repeated = sum(times - 1 for times in Counter(one.external_id for one in found).values())
    of = f"of {len(found)} statements"
    doubts = [
        (not found, "The list is empty: nothing was published yet, or the address is another list's."),
        (undated, f"{undated} {of} have no usable date; they count from when they are first seen."),
        (days, f"{days} {of} have a day and no time; on the day of the start that is uncertain."),
        (bare, f"{bare} {of} have a title and no text; only the title is read."),
        (
            unread,
            f"{unread} {of} hold no text that a machine can read (an image, a file); they wait for a person.",
        ),
        (repeated, f"{repeated} {of} repeat the id of another; the last text would pass for an edit."),
        (not has_older and _is_short(found), _say_short(found)),
    ]
    return [sentence for applies, sentence in doubts if applies]


def _is_short(found: Sequence[FoundStatement]) -> bool:
    """A list that passes in less than half a day loses what was published while we could not poll."""
    span = _span(found)
    return len(found) >= 5 and span is not None and span < _SHORT


def _span(found: Sequence[FoundStatement]) -> timedelta | None:
    exact = (one for one in found if one.precision is not PublishedPrecision.DAY)
    timed = [one.published_at for one in exact if one.published_at is not None]
    return max(timed) - min(timed) if timed and len(timed) == len(found) else None


def _say_short(found: Sequence[FoundStatement]) -> str:
    hours = (_span(found) or _SHORT) / timedelta(hours=1)
    return (
        f"The list's {len(found)} statements are those of {hours:.1f} hours only: what is published during a"
        " longer outage would be missed. Choose a longer list where there is one, and a short `every`."
    )
