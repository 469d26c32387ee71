"""Counts of a digest in words: who accuses whom, and how often. Counts of claims, not of events."""

from __future__ import annotations

from collections.abc import Sequence

from alerts.message import Tally
from alerts.wording import isolate

ORDER = ("accusation", "denial", "admission", "correction", "retraction", "source", "system")
OTHERS = {"source": "Notices about sources", "system": "Notices about Ceasewatch itself"}


Kinds = dict[tuple[str, str | None, str | None], int]
"""How often a notice of a kind is by somebody of the first name against somebody of the second."""


def make_tallies(counted: Kinds) -> tuple[Tally, ...]:
    """By name, so that no side stands first for its number."""
    in_order = sorted(counted, key=lambda key: (key[1] or "", key[2] or "", key[0]))
    return tuple(Tally(kind, by, against, counted[kind, by, against]) for kind, by, against in in_order)


def list_tallies(tallies: Sequence[Tally]) -> list[tuple[str, int]]:
    """ "Armenia accuses Azerbaijan", 12: by kind, then by name; nobody stands first for the number."""
    ordered = sorted(tallies, key=_place)
    return [(_write_tally(tally), tally.number) for tally in ordered]


def write_accusations(tallies: Sequence[Tally]) -> str:
    """ "Armenia accuses Azerbaijan (12); Azerbaijan accuses Armenia (2); 3 others" for a subject."""
    accusing = [tally for tally in sorted(tallies, key=_place) if tally.kind == ORDER[0]]
    others = sum(tally.number for tally in tallies if tally.kind != ORDER[0])
    parts = [f"{_write_tally(tally)} ({tally.number})" for tally in accusing]
    if others:
        parts.append(f"{others} {'other' if others == 1 else 'others'}" if parts else f"{others} in all")
    return "; ".join(parts)


def _place(tally: Tally) -> tuple[int, str, str]:
    return ORDER.index(tally.kind), tally.by or "", tally.against or ""


def _write_tally(tally: Tally) -> str:
    by, against = isolate(tally.by or "somebody"), isolate(tally.against or "")
    if tally.kind == "accusation":
        return f"{by} accuses {against}" if against else f"{by} says the ceasefire was breached"
    if tally.kind == "denial":
        return f"{by} denies accusations by {against}" if against else f"{by} denies accusations"
    if tally.kind == "admission":
        return f"{by} acknowledges a breach"
    if tally.kind in OTHERS:
        return OTHERS[tally.kind]
    done = "Corrected" if tally.kind == "correction" else "Retracted"
    return f"{done}: what {by} says" + (f" of {against}" if against else "")
