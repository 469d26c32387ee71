"""Reads the languages' data files; one that cannot be used is named with its line, and stops only itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from monitor.terms import ViolationType

FILES = resources.files("monitor.classify").joinpath("languages")
LANGUAGES = tuple(  # the codes of the data files: every file named by a language's code
    sorted(f.name.removesuffix(".yaml") for f in FILES.iterdir() if re.fullmatch(r"[a-z]{2,3}\.yaml", f.name))
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NESTED = ("classes", "nouns", "verbs", "adjectives")  # parts that hold class -> concept -> wordings
_WORDS_OF_ACT = ("verbs", "suffered", "nouns", "weak_nouns", "phrases", "adjectives", "needs")
_BODY = re.compile(r"^(?:classes|nouns|verbs|adjectives|acts|morphology|inflection):", re.MULTILINE)
_TYPES = frozenset(ViolationType)

Path = tuple[str, ...]
Fault = tuple[Path, str]  # where in the file, and what is wrong there


class BrokenLanguage(Exception):
    """A language's data file cannot be used; the text is one sentence that names file and line."""


def read_data(name: str) -> dict[str, Any]:
    """A data file of the languages folder, sound in its parts."""
    found = _try_data(name)
    if isinstance(found, BrokenLanguage):
        raise BrokenLanguage(str(found))
    return found


def read_head(name: str) -> dict[str, Any]:
    """What stands before the words of a language file; it can be read where the words cannot."""
    text = _read_text(name)
    body = _BODY.search(text)
    head = _parse(name, text[: body.start()] if body else text)
    fault = next(_find_faults(head, ("function_words", "abbreviations"), ()), None)
    if fault is not None:
        raise say_fault(name, *fault)
    return head


def say_fault(name: str, path: Path, what: str) -> BrokenLanguage:
    """The sentence about one part of a file, with the line on which it begins."""
    return BrokenLanguage(f"languages/{name}, line {_line_of(name, path)}: {'.'.join(path)} {what}.")


@cache
def _try_data(name: str) -> dict[str, Any] | BrokenLanguage:
    try:
        data = _parse(name, _read_text(name))
    except BrokenLanguage as error:
        return error
    countries = name.startswith("countries_")
    faults = _find_country_faults(data) if countries else _find_faults(data)
    fault = next(iter(faults), None)
    return say_fault(name, *fault) if fault is not None else data


def _read_text(name: str) -> str:
    try:
        return FILES.joinpath(name).read_text(encoding="utf-8")
    except OSError as error:
        raise BrokenLanguage(f"languages/{name}, line 1: can't be read ({error.strerror}).") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BrokenLanguage(f"languages/{name}, line {line}: is not UTF-8 text.") from None


def _parse(name: str, text: str) -> dict[str, Any]:
    try:
        data = yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are safe ones
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = str(getattr(error, "problem", None) or "is no YAML").rstrip(".")
        line = mark.line + 1 if mark else 1
        raise BrokenLanguage(f"languages/{name}, line {line}: can't be read as YAML: {what}.") from None
    if not isinstance(data, dict):
        raise BrokenLanguage(f"languages/{name}, line 1: holds no table of parts.")
    return data


def _find_faults(
    data: Mapping[str, Any],
    lists: Path = ("function_words", "abbreviations"),
    tables: Path = ("order", "classes", "verbs", "nouns", "acts"),
) -> Iterator[Fault]:
    """What keeps a language file from being used; where it is sound, nothing."""
    for part in lists:
        if not isinstance(data.get(part), list):
            yield (part,), "is no list of words"
    stops = data.get("stops", {})
    if not isinstance(stops, dict) or not all(isinstance(marks, str) for marks in stops.values()):
        yield ("stops",), "is no table of letters and marks"
    for part in tables:
        if not isinstance(data.get(part), dict):
            yield (part,), "is missing or no table"
    for part in _NESTED if tables else ():
        for cls, concepts in _items(data.get(part)):
            if not isinstance(concepts, dict):
                yield (part, cls), "is no table of concepts"
            for key, words in _items(concepts):
                if not _is_words(words):
                    yield (part, cls, key), "is no list of wordings"
    for key, act in _items(data.get("acts")) if tables else ():
        yield from _find_act_faults(key, act)


def _find_act_faults(key: str, act: Any) -> Iterator[Fault]:
    types = act.get("types") if isinstance(act, dict) else None
    if not isinstance(types, list) or not _TYPES.issuperset(map(str, types)):
        yield ("acts", key), "needs `types`, a list of the types that claims know"
    for field in _WORDS_OF_ACT:
        if isinstance(act, dict) and field in act and not _is_words(act[field]):
            yield ("acts", key, field), "is no list of wordings"


def _find_country_faults(data: Mapping[str, Any]) -> Iterator[Fault]:
    for code, entry in data.items():
        if not isinstance(entry, dict):
            yield (str(code),), "is no table of names"
        for kind, names in _items(entry):
            if not _is_words(names):
                yield (str(code), kind), "is no list of names"


def _items(table: Any) -> list[tuple[str, Any]]:
    return [(str(key), value) for key, value in table.items()] if isinstance(table, dict) else []


def _is_words(words: Any) -> bool:
    return isinstance(words, list) and all(isinstance(word, str | int | float) for word in words)


def _line_of(name: str, path: Path) -> int:
    """The line on which a part begins; that of the innermost part that is there."""
    node = yaml.compose(_read_text(name), Loader=_LOADER)
    line = 1
    for step in path:
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        found = next(((key, value) for key, value in pairs if key.value == step), None)
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line
