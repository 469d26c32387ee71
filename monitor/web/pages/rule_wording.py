"""A rule in one plain line, and what differs between two of its versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from alerts.conditions import EVERY_AGREEMENT
from alerts.reasons import FIRST
from monitor.agreements.changes import changed_keys
from monitor.web.pages.rule_boxes import KINDS, PER, Names
from monitor.web.pages.wording import ACTS

MOST_TOLD = 4
LABELS = {
    "agreement": "agreement",
    "send_to": "channels",
    "group_by": "what goes together",
    "group_wait": "wait for the first message",
    "group_interval": "time between messages",
    "max_age": "oldest text",
    "digest": "digest",
    "quiet_hours": "quiet hours",
    "when.kind": "kinds",
    "when.by": "who says it",
    "when.against": "of whom",
    "when.types": "acts",
    "when.in_force": "in force",
    "when.in_force_certain": "certainty of being in force",
    "when.civilians": "civilians",
    "when.min_confidence": "least confidence",
    "when.places": "places",
    "when.sources": "sources",
    "when.speakers": "whose outlets",
    "when.languages": "languages",
    "when.words": "words",
    "when.states": "states",
    "when.first": "the first",
    "when.mutual": "mutual accusations",
    "when.more_than": "threshold",
}


def sum_up(document: Mapping[str, Any], names: Names) -> str:
    """ "Accusations while in force, by Armenia, shelling; the first of each type"; of a whole document."""
    when = document["when"]
    kinds = _join([KINDS.get(kind, kind) for kind in when["kind"]]) or "every notice"
    told = ", ".join([kinds, *_list_asked(when, names)])
    before = _say_before(when)
    hours = _say_hours(document)
    scope = document["agreement"]
    about = "" if scope == EVERY_AGREEMENT else names.agreements.get(scope, scope)
    line = "; ".join(filter(None, (told, before, hours, about)))
    return line[0].upper() + line[1:]


def say_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """ "time between messages, 1m to 5m"; the first few, and how many more there are."""
    keys = list(dict.fromkeys(_top(key) for key in changed_keys(old, new)))
    told = [_say_change(key, _value(old, key), _value(new, key)) for key in keys[:MOST_TOLD]]
    return [*told, f"{len(keys) - MOST_TOLD} more"] if len(keys) > MOST_TOLD else told


def _list_asked(when: Mapping[str, Any], names: Names) -> Iterator[str]:
    if when["in_force"] is not None:
        yield "while in force" if when["in_force"] else "not in force"
    if when["by"]:
        yield f"by {_join([names.actors.get(each, each) for each in when['by']], 'or')}"
    if when["against"]:
        yield f"against {_join([names.actors.get(each, each) for each in when['against']], 'or')}"
    if when["types"]:
        yield _join([ACTS.get(each, each) for each in when["types"]], "or")
    if when["civilians"] is not None:
        yield "civilians said to be hit" if when["civilians"] else "no civilians named"
    if when["places"]:
        yield f"at {_join(when['places'], 'or')}"
    if when["sources"]:
        yield f"from {_join([names.sources.get(each, each) for each in when['sources']], 'or')}"
    if when["words"]:
        yield f"with {_join([f'“{each}”' for each in when['words']], 'or')}"
    if when["states"]:
        yield f"sources {_join(when['states'], 'or')}"


def _say_before(when: Mapping[str, Any]) -> str:
    if when["first"] is not None:
        return f"only the first{FIRST[when['first']]}"
    if when["mutual"] is not None:
        return f"both sides accuse each other within {when['mutual']}"
    more = when["more_than"]
    return f"more than {more['count']} within {more['within']} {PER[more['per']]}" if more else ""


def _say_hours(document: Mapping[str, Any]) -> str:
    digest, quiet = document["digest"], document["quiet_hours"]
    parts = []
    if digest:
        at = " ".join(filter(None, (digest.get("on"), digest.get("at"))))
        parts.append(f"a digest every {digest['every']}{f', {at}' if at else ''}")
    if quiet:
        parts.append(f"quiet from {quiet['from']} to {quiet['to']}")
    return "; ".join(parts)


def _top(key: str) -> str:
    steps = key.split(".")
    return ".".join(steps[:2]) if steps[0] == "when" else steps[0]


def _value(document: Mapping[str, Any], key: str) -> Any:
    found: Any = document
    for step in key.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found


def _say_change(key: str, old: Any, new: Any) -> str:
    label = LABELS.get(key, key.removeprefix("when.").replace("_", " "))
    if key == "when.min_confidence":
        return f"{label}, {old:.0%} to {new:.0%}"
    if isinstance(old, str) and isinstance(new, str):
        return f"{label}, {old} to {new}"
    return label


def _join(words: Sequence[str], last: str = "and") -> str:
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
