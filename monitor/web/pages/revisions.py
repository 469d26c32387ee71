"""The texts of a statement as pages draw them: when each was seen, and what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from alerts.wording import write_stamp
from monitor.models import Revision
from monitor.web.pages.differences import Change, list_changes
from monitor.web.pages.windows import write_length

MOST_WHOLE = 20  # an outlet that edits without end must not make its page endless


@dataclass(frozen=True, slots=True)
class RevisionView:
    """`changes` since the text before; [] for the first, and where they can't be told word by word.

    `is_whole`: its text stands on the page; of the others only that they were seen.
    """

    revision: Revision
    seen: str
    published: str
    changes: list[Change]
    is_whole: bool

    @property
    def number(self) -> int:
        return self.revision.number


def view_revisions(revisions: Sequence[Revision], zone: str, read_from: str = "") -> list[RevisionView]:
    """The newest first; whole are the last ones, and the one that a claim was `read_from`."""
    in_order = sorted(revisions, key=lambda each: each.number)
    whole = {each.id for each in in_order[-MOST_WHOLE:]} | {read_from}
    before = {one.id: previous for previous, one in pairwise(in_order) if one.id in whole}
    return [
        RevisionView(
            each,
            write_stamp(each.seen_at, zone),
            write_stamp(each.published_at, zone),
            list_changes(_whole(before[each.id]), _whole(each)) if each.id in before else [],
            each.id in whole,
        )
        for each in reversed(in_order)
    ]


def write_edit(revisions: Sequence[Revision]) -> str:
    """ "The source edited its text 2 h 19 min after publishing. Both are kept." - nothing for one text."""
    if len(revisions) < 2:
        return ""
    in_order = sorted(revisions, key=lambda each: each.number)
    later = write_length(in_order[-1].seen_at - in_order[0].published_at)
    kept = "Both" if len(in_order) == 2 else f"All {len(in_order)}"
    follows = "the claim follows the latest."
    return f"The last edit was seen {later} after publishing. {kept} texts are kept; {follows}"


def _whole(revision: Revision) -> str:
    return f"{revision.title}\n{revision.text}"
