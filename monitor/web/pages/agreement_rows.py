"""An agreement's draft as its form shows it: columns of sides, rows of observers, sources and places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from monitor.agreements.faults import Fault, write_path
from monitor.agreements.fields import Document, Fields, list_columns, side_of, write_fields
from monitor.web.pages.actors import Actor, list_actors

BLANK_COLUMNS, BLANK_SOURCES = 2, 2
MOST_PLACES = 300


@dataclass(frozen=True, slots=True)
class Column:
    """A side: its number, its mark, and the numbers of its parties; a title where it has any."""

    number: int
    mark: str
    title: str
    parties: Sequence[int]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """`speaker` is whose outlet it is; `known` is False for a row that nothing was written into yet."""

    at: int
    title: str
    id: str
    kind: str
    speaker: Actor | None
    known: bool
    is_reference: bool


@dataclass(slots=True)
class Rows:
    """What the template goes through; `fields` are the texts of all fields by name."""

    fields: Fields
    columns: list[Column]
    observers: list[int]
    places: list[int]
    hidden_places: int
    sources: list[SourceRow]
    actors: list[Actor]
    faults: dict[str, str] = field(default_factory=dict)
    loose: list[Fault] = field(default_factory=list)

    def value(self, name: str) -> str:
        return self.fields.get(name, "")

    def label(self, name: str) -> str:
        """A field as the bar names it: `parties.0.country` is "Armenia, country"."""
        noun, _, rest = name.partition(".")
        at, _, key = rest.partition(".")
        whose = next(
            filter(None, (self.value(f"{noun}.{at}.{own}") for own in ("name", "publisher", "id"))), ""
        )
        return ", ".join(filter(None, [whose or noun, key])).replace("_", " ")

    def count_problems(self, row: str) -> int:
        """How many stand at a row or at its fields."""
        return sum(name == row or name.startswith(f"{row}.") for name in self.faults)

    @property
    def balance(self) -> str:
        """ "Of the Armenian side 4, of the Azerbaijani side 4, of Russia 1, independent media 2." """
        speakers = [row.speaker.id if row.speaker else "" for row in self.sources if row.known]
        if not speakers:
            return "The official outlets of each side, and those of observers."
        said = []
        for column in self.columns:
            ids = {self.value(f"parties.{at}.id") for at in column.parties} - {""}
            said += [f"of {_the(column.title)} {sum(each in ids for each in speakers)}"] if ids else []
        observers = {actor.id for actor in self.actors if actor.mark == "ob"}
        for who, count in (
            ("observers", sum(each in observers for each in speakers)),
            ("independent media", speakers.count("")),
        ):
            said += [f"of {who} {count}"] if count else []
        return f"Balance: {', '.join(said)}."


def make_rows(document: Document, blanks: Mapping[str, int]) -> Rows:
    """`blanks` are the rows that were asked for, by noun; a party's noun has the number of its column."""
    fields = write_fields(document)
    actors = _list_actors(document)
    columns = _list_columns(document, blanks, fields)
    observers = _count(document, "observers", blanks)
    sources = [_source_row(at, row, actors) for at, row in enumerate(document.get("sources") or [])]
    wanted = blanks.get("sources", 0 if sources else BLANK_SOURCES)
    sources += [_blank_source(len(sources) + at, fields) for at in range(wanted)]
    places = _count(document, "places", blanks)
    shown = places if len(places) <= MOST_PLACES else []
    return Rows(fields, columns, observers, shown, len(places) - len(shown), sources, actors)


def attach_faults(rows: Rows, faults: Sequence[Fault]) -> None:
    """Each fault stands at its field, else at its row, else above the form."""
    for fault in faults:
        name = _find_field(rows, fault)
        if name is None:
            rows.loose.append(fault)
        else:
            rows.faults.setdefault(name, fault.what)


def _find_field(rows: Rows, fault: Fault) -> str | None:
    path = fault.path
    if len(path) == 3 and path[0] == "parties" and path[2] == "side":
        return f"sides.{rows.value(f'parties.{path[1]}.column')}"
    if path[-1:] == ("id",) and len(path) == 3:
        path = path[:2]
    for length in range(len(path), 0, -1):
        name = ".".join(map(str, path[:length]))
        is_row = length == 2 and isinstance(path[1], int) and _has_row(rows, str(path[0]), path[1])
        if name in rows.fields or is_row:
            return name
    return None


def _has_row(rows: Rows, noun: str, at: int) -> bool:
    return any(name.startswith(f"{noun}.{at}.") for name in rows.fields) and not (
        noun == "places" and rows.hidden_places
    )


def _the(title: str) -> str:
    return f"the {title}" if title.endswith(" side") else title


def name_fault(fault: Fault) -> str:
    """A fault that has no field: its key, where it has one, and what is wrong."""
    return f"{write_path(fault.path)}: {fault.what}" if fault.path else fault.what


def _list_columns(document: Document, blanks: Mapping[str, int], fields: Fields) -> list[Column]:
    parties = document.get("parties") or []
    sides, next_row = list_columns(document), len(parties)
    known = {actor.id: actor.mark for actor in _list_actors(document)}
    columns = []
    wanted = max(BLANK_COLUMNS, len(sides) + blanks.get("sides", 0))
    for number in range(wanted):
        side = sides[number] if number < len(sides) else None
        rows = [at for at, party in enumerate(parties) if side is not None and side_of(party) == side]
        more = blanks.get(f"parties.{number}", 0) if side is not None else 1
        fields |= {f"parties.{next_row + at}.column": str(number) for at in range(more)}
        rows += range(next_row, next_row + more)
        next_row += more
        title = _title(fields.get(f"sides.{number}", ""), parties, rows) or f"Side {number + 1}"
        mark = known.get(str(parties[rows[0]].get("id"))) if side is not None else None
        columns.append(Column(number, mark or (f"s{number + 1}" if number < 4 else "ob"), title, rows))
    return columns


def _title(side: str, parties: Sequence[Mapping[str, Any]], rows: Sequence[int]) -> str:
    """ "Armenian side", or the name of the party that stands alone."""
    if side:
        return f"{side[:1].upper()}{side[1:]} side"
    names = [str(parties[at].get("name") or "") for at in rows if at < len(parties)]
    return next(filter(None, names), "")


def _count(document: Document, noun: str, blanks: Mapping[str, int]) -> list[int]:
    return list(range(len(document.get(noun) or []) + blanks.get(noun, 0)))


def _source_row(at: int, row: Mapping[str, Any], actors: Sequence[Actor]) -> SourceRow:
    speaker = next((actor for actor in actors if actor.id == row.get("party")), None)
    id_ = str(row.get("source") or row.get("id") or "")
    title = str(row.get("publisher") or id_)
    return SourceRow(at, title, id_, str(row.get("kind") or ""), speaker, True, "source" in row)


def _blank_source(at: int, fields: Fields) -> SourceRow:
    fields[f"sources.{at}.enabled"] = "1"
    return SourceRow(at, "A further source", "", "", None, False, False)


def _list_actors(document: Document) -> list[Actor]:
    """As the pages draw them; also while a party still lacks its name."""
    whole = {
        "parties": [_named(row) for row in document.get("parties") or []],
        "observers": [_named(row) for row in document.get("observers") or []],
    }
    return list_actors([whole])


def _named(row: Mapping[str, Any]) -> dict[str, Any]:
    id_ = str(row.get("id") or "")
    return {**row, "id": id_, "name": str(row.get("name") or id_)}
