"""YAML text -> plain values with the line of every key.

Only what a form needs is read: plain scalars as YAML 1.2 has it (`NO` is Norway, `on` is a
word, a time stays text), no tags, no keys that are not text. Built from the parser's
events, because its own composer follows any depth and any alias.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from monitor.agreements.faults import Fault, Path

MOST_BYTES = 5_000_000
MOST_DEPTH = 24
MOST_NODES = 400_000
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
INTEGER = re.compile(r"[-+]?[0-9]{1,15}\Z")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?\Z")


class Unreadable(Exception):
    """The text is no YAML that a form may hold; carries the one fault that ends the reading."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.what)


@dataclass(slots=True)
class Tree:
    """Plain values, the line of each key (from 1), and the faults that leave the rest readable."""

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_tree(text: str) -> Tree:
    """Read one YAML document; raises Unreadable."""
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise Unreadable(Fault((), "is larger than 5 MB; split it into several files."))
    try:
        return _TreeBuilder(yaml.parse(text, Loader=LOADER)).build_document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        problem = (error.problem or "it breaks off").replace("'", "`")
        raise Unreadable(
            Fault((), f"is not valid YAML: {problem}; check the indentation and the quotes there.", line)
        ) from None
    except (yaml.YAMLError, UnicodeError) as error:
        what = "holds a character that YAML does not allow; remove it."
        raise Unreadable(Fault((), what, _line_of_reader_error(error, text))) from None


def _line_of_reader_error(error: Exception, text: str) -> int | None:
    position = getattr(error, "position", None)
    return text.count("\n", 0, position) + 1 if isinstance(position, int) else None


def read_scalar(text: str) -> Any:
    """A plain scalar after YAML 1.2's core schema: null, true, false, numbers, else text."""
    if text in WORDS:
        return WORDS[text]
    if INTEGER.match(text):
        return int(text)
    return float(text) if FLOAT.match(text) else text


class _TreeBuilder:
    """Follows the events of one document; sizes of anchored parts count again at every alias."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._tree = Tree()
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._nodes = 0

    def build_document(self) -> Tree:
        event = self._skip_to_content()
        if event is None:
            return self._tree
        self._tree.lines[()] = 1
        self._tree.value = self._build(event, ())
        next(self._events)  # the end of the document
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._stop(after, (), "holds a second document (`---`); put it into a file of its own.")
        return self._tree

    def _skip_to_content(self) -> Any:
        for event in self._events:
            if isinstance(event, yaml.StreamEndEvent):
                return None
            if not isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
                return event
        return None

    def _build(self, event: Any, path: Path) -> Any:
        before = self._nodes
        self._count(event, path)
        value = self._build_value(event, path)
        if not isinstance(event, yaml.AliasEvent) and event.anchor:
            self._anchors[event.anchor] = (value, self._nodes - before)
        return value

    def _build_value(self, event: Any, path: Path) -> Any:
        if isinstance(event, yaml.AliasEvent):
            return self._follow(event, path)
        if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
            self._stop(event, path, "carries a tag (`!...`), which a form does not use; remove it.")
        if isinstance(event, yaml.ScalarEvent):
            if UNPRINTABLE.search(event.value):
                self._stop(event, path, "holds a control character; remove it.")
            plain = event.implicit[0] and event.tag is None
            return read_scalar(event.value) if plain else event.value
        return self._build_list(path) if isinstance(event, yaml.SequenceStartEvent) else self._build_map(path)

    def _build_list(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            here = (*path, len(items))
            self._tree.lines[here] = event.start_mark.line + 1
            items.append(self._build(event, here))
        return items

    def _build_map(self, path: Path) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._stop(event, path, "has a key that is not plain text; write a name before the colon.")
            key, line = str(event.value), event.start_mark.line + 1
            value = self._build(next(self._events), (*path, key))
            if key in items:
                first = self._tree.lines[(*path, key)]
                what = f"stands twice (first in line {first}); keep one of them."
                self._tree.faults.append(Fault((*path, key), what, line))
                continue
            self._tree.lines[(*path, key)] = line
            items[key] = value
        return items

    def _follow(self, event: Any, path: Path) -> Any:
        if event.anchor not in self._anchors:
            self._stop(event, path, f"refers to `&{event.anchor}`, which does not stand before it.")
        value, size = self._anchors[event.anchor]
        self._nodes += size
        self._count(event, path)
        return value

    def _count(self, event: Any, path: Path) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._stop(event, path, "holds too much (aliases count each time); split the file.")
        if len(path) > MOST_DEPTH:
            self._stop(event, path[:3], "is nested too deeply; check the brackets and the indentation.")

    def _stop(self, event: Any, path: Path, what: str) -> None:
        raise Unreadable(Fault(path, what, event.start_mark.line + 1))
