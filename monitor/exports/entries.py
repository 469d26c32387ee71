"""A claim as every format gives it: with the reviewed values, the names, and where its places lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alerts.sentences import claim_sentence
from monitor.models import Agreement
from monitor.models.claim import LogRow, actor_names, place_names

CORRECTED = "corrected"
OPEN = "open"


@dataclass(frozen=True, slots=True)
class Point:
    """A place of the agreement's gazetteer, in degrees north and east; `name` is the text's."""

    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim of an export.

    `form` is the contract's claim JSON with the values that a person corrected in their places; under
    `machine` it has what the software read there, under `names` those of accuser and accused. `place_names`
    are all names of the places that the agreement's gazetteer knows.
    """

    form: dict[str, Any]
    row: LogRow
    points: tuple[Point, ...]
    place_names: dict[str, list[str]]

    @property
    def status(self) -> str:
        """What people say of the reading: open, confirmed, corrected or rejected."""
        return self.row.review.verdict if self.row.review else OPEN

    @property
    def sentence(self) -> str:
        """The claim in one plain sentence that states nothing as a fact."""
        names = self.form["names"] | {"places": self.place_names}
        return claim_sentence(self.form, names, self.row.agreement.timezone)

    @property
    def updated_at(self) -> datetime:
        """When we last learned something of it: its text, or a review."""
        seen = self.row.revision.seen_at
        return max(seen, self.row.review.made_at) if self.row.review else seen


class EntryMaker:
    """Makes the entries of one export; what all claims of an agreement share is worked out once."""

    def __init__(self, base_url: str) -> None:
        """`base_url` is the desk's address, for the links to the claims' pages."""
        self._base_url = base_url
        self._grounds: dict[tuple[str, int], _Ground] = {}

    def make(self, row: LogRow) -> Entry:
        form = row.as_json()
        form["url"] = self._base_url + form["url"]
        review = row.review
        changes = review.changes if review and review.verdict == CORRECTED else {}
        said = {name: value for name, value in changes.items() if name in form}
        form["machine"] = {name: form[name] for name in said} or None
        form |= said
        ground = self._find_ground(row.agreement)
        form["names"] = ground.name_actors(form)
        form["current"] = row.lineage.claim_id == row.claim.id
        form["superseded_by"] = row.superseded_by
        return Entry(form, row, ground.find_points(form["places"]), ground.find_names(form["places"]))

    def _find_ground(self, agreement: Agreement) -> _Ground:
        key = (agreement.id, agreement.version)
        if key not in self._grounds:
            self._grounds[key] = _Ground(agreement.document)
        return self._grounds[key]


class _Ground:
    """The names and places that an agreement knows."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._actors, self._places = actor_names(document), place_names(document)
        self._at: dict[str, tuple[float, float]] = {}
        for place in document.get("places", []):
            if place.get("lat") is None or place.get("lon") is None:
                continue
            names = [name for spelled in place["names"].values() for name in spelled]
            for name in (place["id"], *names):
                self._at.setdefault(name.casefold(), (float(place["lat"]), float(place["lon"])))

    def name_actors(self, form: Mapping[str, Any]) -> dict[str, Any]:
        """In the language of work; an id that the agreement lost stands for itself."""
        by, against = form["by"], form["against"]
        named = self._actors.get(against, against) if against else None
        return {"by": self._actors.get(by, by), "against": named}

    def find_points(self, places: list[str]) -> tuple[Point, ...]:
        known = [name for name in places if name.casefold() in self._at]
        return tuple(Point(name, *self._at[name.casefold()]) for name in known)

    def find_names(self, places: list[str]) -> dict[str, list[str]]:
        folded = {name: name.casefold() for name in places}
        return {name: self._places[key] for name, key in folded.items() if key in self._places}
