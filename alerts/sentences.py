"""One plain neutral sentence per claim, for mails, pages and the command line alike.

Subject first, a verb of saying second: nothing here states a claim as a fact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from alerts.wording import (
    clean_text,
    isolate,
    join_words,
    read_moment,
    write_occurred,
    write_stamp,
    write_time_said,
)

ACTS = {
    "shelling": "shelling",
    "small_arms": "small-arms fire",
    "air_strike": "an air strike",
    "drone": "a drone attack",
    "missile": "a missile attack",
    "ground_assault": "a ground assault",
    "explosive": "the use of explosive devices",
    "overflight": "an overflight",
    "buildup": "a military build-up",
    "detention": "the detention of people",
    "obstruction": "obstruction",
}
STATES = {
    "ok": "answers",
    "unchanged": "answers",
    "quiet": "answers, and is silent for longer than usual",
    "blocked": "refuses to answer us",
    "moved": "has moved to another host, which waits for approval",
    "broken": "answers without the expected list",
    "unreachable": "does not answer",
    "gap": "answers; items may have passed unseen",
    "outage": "could not be reached, as all others",
}
FIGURES = {"count": "alleged violations", "killed": "alleged killed", "wounded": "alleged wounded"}
FIELDS = FIGURES | {
    "types": "acts",
    "civilians": "civilians or civilian objects said to be hit",
    "in_force": "while in force",
    "in_force_certain": "in force for certain",
    "occurred": "time said",
}
UNTOLD = ("evidence", "confidence", "why")
PREFIXES = {"correction": "Corrected: ", "retraction": "Retracted, the text no longer says it: "}
MOST_PLACES = 4
UTC = "UTC"


def claim_sentence(
    claim: Mapping[str, Any], names: Mapping[str, Any], timezone: str, reader: str | None = None
) -> str:
    """ "Armenia accuses Azerbaijan of a ground assault at Karakhambeyli, 12:05".

    `names` has the parties' names under "by" and "against"; under "places" it may have all
    names of a place, in the gazetteer's order, by the name that the claim uses. `timezone` is the
    agreement's, `reader` that of who reads it elsewhere.
    """
    published = read_moment(claim.get("statement", {}).get("published_at"))
    when = write_occurred(claim.get("occurred"), published, timezone, reader)
    sentence = ", ".join([say_claim(claim, names), *filter(None, [when, *_write_figures(claim)])])
    return sentence + _write_reservations(claim)


def notice_sentence(kind: str, facts: Mapping[str, Any], reader: str | None = None) -> str:
    """A notice of any kind in one sentence; a correction says what changed."""
    if "claim" not in facts:
        return head_sentence(kind, facts, reader)
    changes = "; ".join(list_changes(facts, reader)) if kind == "correction" else ""
    return head_sentence(kind, facts, reader) + (f" ({changes})" if changes else "")


def head_sentence(kind: str, facts: Mapping[str, Any], reader: str | None = None) -> str:
    """The same where what changed stands apart from it."""
    if kind == "source":
        timezone = reader or facts.get("agreement", {}).get("timezone", UTC)
        return _source_sentence(facts["source"], timezone)
    if kind == "system":
        return clean_text(facts["system"]["sentence"])
    timezone = facts["agreement"]["timezone"]
    return PREFIXES.get(kind, "") + claim_sentence(facts["claim"], facts["names"], timezone, reader)


def list_changes(facts: Mapping[str, Any], reader: str | None = None) -> list[str]:
    """ "alleged killed: 2, before: 1" for every changed fact; of a quote that was moved or reworded none."""
    previous: Mapping[str, Any] = facts.get("previous") or {}
    return [
        f"{FIELDS.get(name, name)}: {_write_fact(name, facts['claim'].get(name), facts, reader)},"
        f" before: {_write_fact(name, old, facts, reader)}"
        for name, old in previous.items()
        if name not in UNTOLD
    ]


def say_claim(claim: Mapping[str, Any], names: Mapping[str, Any]) -> str:
    """ "Armenia accuses Azerbaijan of a ground assault at Karakhambeyli", without time and figures."""
    by, against = _name_of("by", claim, names), _name_of("against", claim, names)
    acts, places = _write_acts(claim), _write_places(claim, names)
    if claim["stance"] == "denial":
        whose = f"{_possessive(against)} accusation" if against else "an accusation"
        return f"{by} denies {whose} of {acts or 'a ceasefire breach'}{places}"
    if claim["stance"] == "admission":
        return f"{by} acknowledges {acts or 'a ceasefire breach'}{places}"
    if against:
        return f"{by} accuses {against} of {acts or 'breaching the ceasefire'}{places}"
    return f"{by} says the ceasefire was breached{f' by {acts}' if acts else ''}{places}"


def _write_reservations(claim: Mapping[str, Any]) -> str:
    unnamed = claim["stance"] == "accusation" and claim.get("against") is None
    parts = {
        "no party named": unnamed,
        "civilians or civilian objects said to be hit": claim.get("civilians"),
        "dated outside the ceasefire": claim.get("in_force") is False,
    }
    return "".join(f"; {words}" for words, stands in parts.items() if stands)


def _write_figures(claim: Mapping[str, Any]) -> list[str]:
    return [f"{words} {claim[name]}" for name, words in FIGURES.items() if claim.get(name) is not None]


def _write_acts(claim: Mapping[str, Any]) -> str:
    return join_words([ACTS.get(kind, clean_text(kind)) for kind in claim["types"] if kind != "unspecified"])


def _write_places(claim: Mapping[str, Any], names: Mapping[str, Any]) -> str:
    places = _list_places(claim.get("places") or [], names)
    if not places:
        return ""
    left_out = len(places) - MOST_PLACES
    more = [f"{left_out} more place{'s' if left_out > 1 else ''}"] if left_out > 0 else []
    return f" at {join_words(places[:MOST_PLACES] + more)}"


def _list_places(places: Sequence[str], names: Mapping[str, Any]) -> list[str]:
    known = names.get("places") or {}
    written = ["/".join(map(isolate, known.get(place) or [place])) for place in places]
    return [place for place in written if place]


def _name_of(role: str, claim: Mapping[str, Any], names: Mapping[str, Any]) -> str:
    return isolate(names.get(role) or claim.get(role) or "")


def _possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _source_sentence(source: Mapping[str, Any], timezone: str) -> str:
    """ "Ministry of Defence of Armenia: the source refuses to answer us (blocked) since ...; why"."""
    since, state = read_moment(source.get("since")), str(source["state"])
    publisher = isolate(source.get("publisher") or source["id"])
    sentence = f"{publisher}: the source {STATES.get(state, 'is')} ({state})"
    sentence += f" since {write_stamp(since, timezone)}" if since else ""
    reason = clean_text(source.get("reason") or "")
    return f"{sentence}; {reason}" if reason else sentence


def _write_fact(name: str, value: Any, facts: Mapping[str, Any], reader: str | None) -> str:
    if value is None or value == []:
        return "not said"
    if name == "occurred":
        return write_time_said(value, facts["agreement"]["timezone"], reader)
    if name == "places":
        return join_words(_list_places(value, facts["names"]))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return join_words([ACTS.get(item) or isolate(str(item).replace("_", " ")) for item in value])
    return isolate(str(value))
