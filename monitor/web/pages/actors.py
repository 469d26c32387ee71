"""Who speaks and of whom, as a page draws them: the name in full, the side as a half-square."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

DRAWN_SIDES = 4


@dataclass(frozen=True, slots=True)
class Actor:
    """`mark` is a class of the stylesheet: s1 to s4 by the order of sides, ob, none."""

    id: str
    name: str
    mark: str


NOT_SAID = Actor("", "not said", "none")
THIRD_PARTY = Actor("other", "A third party", "ob")


def list_actors(documents: Sequence[Mapping[str, Any]]) -> list[Actor]:
    """Parties, then observers, each in the order of its agreement; an id of two agreements once."""
    actors = [
        *(Actor(party["id"], party["name"], mark) for each in documents for party, mark in _marked(each)),
        *(
            Actor(observer["id"], observer["name"], "ob")
            for document in documents
            for observer in document.get("observers", [])
        ),
    ]
    return list({actor.id: actor for actor in reversed(actors)}.values())[::-1]


def find_actor(document: Mapping[str, Any], id: str | None) -> Actor:
    """An id that the agreement lost stands for itself."""
    if id is None:
        return NOT_SAID
    known = {actor.id: actor for actor in (THIRD_PARTY, *list_actors([document]))}
    return known.get(id) or Actor(id, id, "ob")


def place_names(document: Mapping[str, Any], name: str) -> list[str]:
    """All English names (or those of the first language) of the place that bears `name`, else `name`."""
    folded = name.casefold()
    for place in document.get("places", []):
        names: Mapping[str, list[str]] = place["names"]
        if any(folded == each.casefold() for spelled in names.values() for each in spelled):
            return names.get("en") or next(iter(names.values()))
    return [name]


def _marked(document: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], str]]:
    sides = list(dict.fromkeys(_side(party) for party in document["parties"]))
    return [(party, _mark(sides.index(_side(party)))) for party in document["parties"]]


def _side(party: Mapping[str, Any]) -> str:
    side: str = party.get("side") or party["id"]
    return side


def _mark(position: int) -> str:
    return f"s{position + 1}" if position < DRAWN_SIDES else "ob"
