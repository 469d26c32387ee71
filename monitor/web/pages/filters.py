"""The filter bar: one GET form, a box for each filter, and addresses without one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from monitor.web.parameters import FilterParameters, Parameters

ORDERS = {
    "-published": "newest published first",
    "published": "earliest published first",
    "-occurred": "latest alleged time first",
    "occurred": "earliest alleged time first",
    "-confidence": "surest reading first",
    "confidence": "least sure reading first",
}
YES_NO = (("", "any"), ("true", "yes"), ("false", "no"))
LABELS = {
    "q": "words",
    "agreement": "agreement",
    "by": "who says",
    "against": "of whom",
    "stance": "stance",
    "type": "act",
    "in_force": "in force",
    "civilians": "civilians",
    "from": "published from",
    "to": "published to",
    "place": "place",
    "source": "source",
    "lang": "language",
    "review": "review",
    "min_confidence": "confidence at least",
    "versions": "versions",
    "as_of": "as of",
}
DATES = ("from", "to")
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that can be chosen; `mark` draws the side of a party, `count`: rows that it would leave."""

    value: str
    label: str
    chosen: bool
    mark: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """One `<details>` of the bar; `value` names what is chosen and is empty when nothing is."""

    name: str
    label: str
    kind: str
    choices: list[Choice]
    value: str


@dataclass(frozen=True, slots=True)
class Wish:
    """A filter that is set: what it is called, what it asks for, and the address without it."""

    label: str
    value: str
    url: str


def list_pairs(wishes: Parameters) -> list[Pair]:
    """The filters that are set, as an address carries them, in one order; no cursor."""
    given = wishes.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"cursor"})
    return [
        (name, _write_value(value))
        for name, found in given.items()
        for value in (found if isinstance(found, list) else [found])
    ]


def write_url(pairs: Sequence[Pair], **more: str) -> str:
    """The log under these filters."""
    query = urlencode([*pairs, *more.items()])
    return f"/claims?{query}" if query else "/claims"


def list_wishes(wishes: FilterParameters, boxes: Sequence[Box]) -> list[Wish]:
    """Every filter that is set; the order of the rows is none."""
    pairs = [pair for pair in list_pairs(wishes) if pair[0] != "sort"]
    known = {(box.name, choice.value): choice.label for box in boxes for choice in box.choices}
    return [
        Wish(
            LABELS[name],
            ", ".join(known.get(pair, pair[1]) for pair in pairs if pair[0] == name),
            write_url([pair for pair in list_pairs(wishes) if pair[0] != name]),
        )
        for name in dict.fromkeys(name for name, _ in pairs)
    ]


def list_hidden(wishes: FilterParameters, boxes: Sequence[Box]) -> list[Pair]:
    """What the address asks for and no control of the form shows; the form must carry it on."""
    controls = {"q", *DATES, *(box.name for box in boxes)}
    return [pair for pair in list_pairs(wishes) if pair[0] not in controls]


def make_box(
    name: str,
    label: str,
    kind: str,
    options: Sequence[tuple[str, ...]],
    chosen: Sequence[Pair],
    counts: Mapping[str, int] | None = None,
) -> Box:
    """What can be chosen of one filter; a value that no option has is shown as itself."""
    values = [value for each, value in chosen if each == name]
    default = [""] if kind == "radio" else []
    choices = [
        Choice(value, text, value in (values or default), "".join(mark), _count_of(counts, value))
        for value, text, *mark in options
    ]
    named = [choice.label for choice in choices if choice.chosen and choice.value]
    unlisted = [value for value in values if value not in {choice.value for choice in choices}]
    choices += [Choice(value, value, chosen=True) for value in unlisted]
    return Box(name, label, kind, choices, ", ".join([*named, *unlisted]))


def _count_of(counts: Mapping[str, int] | None, value: str) -> int | None:
    """None where nobody counted, and for the choice that asks for nothing."""
    return None if counts is None or value == "" else counts.get(value, 0)


def _write_value(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
