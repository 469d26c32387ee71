"""One thing that is configured, given as plain values (JSON, or what a page's form came to), and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Literal

from monitor.agreements.faults import BadForm, Fault, Path, write_faults
from monitor.agreements.form import Form, check_tree
from monitor.agreements.yaml_tree import UNPRINTABLE, Tree

Noun = Literal["agreement", "source", "rule", "channel"]
LISTS: Mapping[Noun, str] = {
    "agreement": "agreements",
    "source": "sources",
    "rule": "rules",
    "channel": "channels",
}
FILE = "document"


def check_given(noun: Noun, document: Mapping[str, Any]) -> Form:
    """The form that holds this one thing; raises BadForm, see `inside_thing` for the paths of its faults."""
    tree = Tree({"version": 1, LISTS[noun]: [dict(document)]})
    unprintable = [Fault((LISTS[noun], 0, *fault.path), fault.what) for fault in _find_unprintable(document)]
    if unprintable:
        raise BadForm(write_faults(unprintable, FILE, {}))
    return check_tree(tree, FILE)


def inside_thing(noun: Noun, bad: BadForm) -> list[Fault]:
    """The faults of a form that holds one thing, with paths that begin at the thing: () is all of it."""
    top = (LISTS[noun], 0)
    return [replace(fault, path=fault.path[2:]) if fault.path[:2] == top else fault for fault in bad.faults]


def _find_unprintable(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Control characters and halves of characters, which neither YAML nor a database takes."""
    waiting: list[tuple[Path, Any]] = [((), document)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, Mapping):
            for key, each in value.items():
                if UNPRINTABLE.search(str(key)):
                    yield Fault(path, "has a key with a control character; remove it.")
                else:
                    waiting.append(((*path, str(key)), each))
        elif isinstance(value, list):
            waiting += [((*path, at), each) for at, each in enumerate(value)]
        elif isinstance(value, str) and UNPRINTABLE.search(value):
            yield Fault(path, "holds a control character; remove it.")
