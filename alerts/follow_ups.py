"""Pure: what follows up something that a rule alerted, and the thread in which it goes out.

Corrections and retractions follow the claim of their lineage. A denial follows an accusation
when by and against are exchanged, a type or a place is shared, and it was noticed at most 48
hours later; of several the one that shares most, then the newest.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from alerts.conditions import NoticeFacts
from alerts.keys import write_key
from alerts.traits import list_traits

DENIAL = "denial"
FOLLOW_UPS = frozenset({"correction", "retraction"})
LINK_WITHIN = timedelta(hours=48)
MOST_LINKABLE = 200


class Thread(NamedTuple):
    """The alert that began it, and the silence that kept that one from going out."""

    root: str
    silence_id: str | None = None


class Accusation(NamedTuple):
    """An alerted accusation, as a denial finds it; a rule's of one pair stand in this order."""

    made_at: datetime
    notice_id: int
    tokens: frozenset[str]
    thread: Thread


def name_pair(notice: NoticeFacts, *, exchanged: bool = False) -> str | None:
    """Who accuses whom, of which agreement; `exchanged` names the accusation that a denial answers."""
    claim = notice.facts["claim"]
    by, against = (claim["against"], claim["by"]) if exchanged else (claim["by"], claim["against"])
    if claim["by"] is None or claim["against"] is None:
        return None
    return write_key(notice.agreement_id, by, against)


def list_tokens(notice: NoticeFacts) -> list[str]:
    """The types and places of a claim; a type that is not said is none."""
    types, places = list_traits("type", notice), list_traits("place", notice)
    return sorted([*map("type:".__add__, types), *map("place:".__add__, places)])


def note_accusation(accusations: list[Accusation], accusation: Accusation) -> None:
    """Keep the newest ones of a rule and a pair."""
    insort(accusations, accusation, key=lambda one: one[:2])
    if len(accusations) > MOST_LINKABLE:
        accusations.pop(0)


def find_denied(accusations: Sequence[Accusation], notice: NoticeFacts) -> Thread | None:
    """The thread of the accusation that a denial follows; they stand in the order of their making."""
    tokens = frozenset(list_tokens(notice))
    since, most, thread = notice.made_at - LINK_WITHIN, 0, None
    # Most of hundreds share nothing: they are passed over as cheaply as can be.
    for one in reversed([one for one in accusations if not tokens.isdisjoint(one.tokens)]):
        shared = len(tokens & one.tokens)
        if shared > most and since <= one.made_at <= notice.made_at:
            most, thread = shared, one.thread
    return thread
