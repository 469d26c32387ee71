"""The formats by their names: what each is called outside, and who writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from monitor.exports.acled import write_acled
from monitor.exports.atom import Feed, write_feed
from monitor.exports.entries import Entry
from monitor.exports.json_text import write_features, write_lines, write_list
from monitor.exports.table import write_table

Writer = Callable[[Iterable[Entry]], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Format:
    """`title` is what people choose by, `ending` that of a file's name."""

    name: str
    title: str
    media_type: str
    ending: str


FORMATS = {
    each.name: each
    for each in (
        Format("csv", "CSV", "text/csv; charset=utf-8; header=present", "csv"),
        Format("json", "JSON", "application/json", "json"),
        Format("jsonl", "JSON Lines", "application/jsonl", "jsonl"),
        Format("geojson", "GeoJSON", "application/geo+json", "geojson"),
        Format("acled", "ACLED-shaped CSV", "text/csv; charset=utf-8; header=present", "acled.csv"),
        Format("atom", "Atom", "application/atom+xml; charset=utf-8", "atom.xml"),
    )
}
_WRITERS: dict[str, Writer] = {
    "csv": write_table,
    "json": write_list,
    "jsonl": write_lines,
    "geojson": write_features,
    "acled": write_acled,
}


def find_writer(name: str, feed: Feed) -> Writer:
    """Who writes the format of that name; `feed` is what only Atom wants to know."""
    return partial(write_feed, feed=feed) if name == "atom" else _WRITERS[name]
