"""The sides of an agreement in the order of its document, and beside them whoever else speaks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from monitor.web.pages.actors import THIRD_PARTY, list_actors

OBSERVER = "ob"


@dataclass(frozen=True, slots=True)
class Side:
    """`members` are ids of parties, or of observers; `mark` is the class of its hue.

    `phrase` names it within a sentence.
    """

    label: str
    mark: str
    members: tuple[str, ...]
    phrase: str


def list_sides(document: Mapping[str, Any]) -> list[Side]:
    """A side of one party bears its name; one of several the name that the agreement gives to it."""
    marks = {actor.id: actor.mark for actor in list_actors([document])}
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for party in document["parties"]:
        grouped.setdefault(party.get("side") or party["id"], []).append(party)
    return [
        Side(label, marks[parties[0]["id"]], tuple(party["id"] for party in parties), phrase)
        for side, parties in grouped.items()
        for label, phrase in [_name_side(side, parties)]
    ]


def find_rest(document: Mapping[str, Any], speakers: Collection[str]) -> Side:
    """Observers, and third parties that outlets quote: those of them who said anything so far."""
    known = [observer["id"] for observer in document.get("observers", [])]
    heard = tuple(id for id in (*known, THIRD_PARTY.id) if id in speakers)
    return Side("Observers and others", OBSERVER, heard, "observers and others")


def _name_side(side: str, parties: list[Mapping[str, Any]]) -> tuple[str, str]:
    """As a head, and within a sentence."""
    if len(parties) == 1:
        return (str(parties[0]["name"]),) * 2
    name = f"{side.replace('_', ' ').title()} side"
    return name, f"the {name}"
