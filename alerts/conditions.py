"""Pure: what a rule's `when` asks of one notice by itself.

An empty list or null asks for nothing. Each condition that is given becomes one test of the
notice's facts, so that a rule costs no more than what it asks for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

CLAIM_KINDS = frozenset({"accusation", "denial", "admission", "correction", "retraction"})
SOURCE = "source"
EVERY_AGREEMENT = "*"
"""The agreement of a rule, or of a silence, that is about all of them."""

Facts = Mapping[str, Any]
Test = Callable[[Facts], bool]


class NoticeFacts(Protocol):
    """What matching and grouping know of a notice."""

    @property
    def kind(self) -> str: ...
    @property
    def agreement_id(self) -> str | None: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def published_at(self) -> datetime | None: ...
    @property
    def made_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Conditions:
    """A `when`, ready to be asked often."""

    kinds: frozenset[str]
    of_claims: tuple[Test, ...]
    of_sources: tuple[Test, ...]

    def fit(self, notice: NoticeFacts) -> bool:
        """Whether a notice is of a wanted kind and like what is asked of its kind.

        Conditions on claims do not apply to other notices; `sources` and `states` do to a source's.
        """
        if self.kinds and notice.kind not in self.kinds:
            return False
        if notice.kind in CLAIM_KINDS:
            return all(test(notice.facts) for test in self.of_claims)
        return notice.kind != SOURCE or all(test(notice.facts) for test in self.of_sources)


def read_conditions(when: Mapping[str, Any]) -> Conditions:
    """The tests of what is given; keys that an older document does not have ask for nothing."""
    given = {key: value for key, value in when.items() if value is not None and value != []}
    return Conditions(
        kinds=frozenset(given.get("kind", ())),
        of_claims=tuple(make(given[key]) for key, make in _OF_CLAIMS.items() if key in given),
        of_sources=tuple(make(given[key]) for key, make in _OF_SOURCES.items() if key in given),
    )


@lru_cache(20_000)
def fold_name(name: str) -> str:
    """A short spelling as it is compared; the same ones come again and again."""
    return fold_text(name)


def fold_text(text: str) -> str:
    """A text as it is compared: whatever the case, also of the dotted and the dotless i."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded.replace("i\u0307", "i").replace("ı", "i")


def names_of_place(facts: Facts, place: str) -> Iterable[str]:
    """A place of a claim as it is written there, its id and every name that the gazetteer has for it."""
    return (place, *facts.get("places", {}).get(place, ()), *facts["names"].get("places", {}).get(place, ()))


def _is_one_of(key: str) -> Callable[[Any], Test]:
    return lambda wanted: lambda facts: facts["claim"][key] in wanted


def _is(key: str) -> Callable[[Any], Test]:
    return lambda wanted: lambda facts: facts["claim"][key] is wanted


def _is_at_least(key: str) -> Callable[[Any], Test]:
    return lambda least: lambda facts: facts["claim"][key] is not None and facts["claim"][key] >= least


def _comes_from(key: str) -> Callable[[Any], Test]:
    return lambda wanted: lambda facts: (facts["claim"].get("statement") or {}).get(key) in wanted


def _shares_type(wanted: Any) -> Test:
    return lambda facts: not frozenset(wanted).isdisjoint(facts["claim"]["types"])


def _names_place(wanted: Any) -> Test:
    folded = frozenset(map(fold_name, wanted))
    return lambda facts: any(
        fold_name(name) in folded
        for place in facts["claim"]["places"]
        for name in names_of_place(facts, place)
    )


def _is_in_language(wanted: Any) -> Test:
    """`en` asks for every English; `en-GB` for that alone."""
    asked = frozenset(language.lower() for language in wanted)

    def test(facts: Facts) -> bool:
        lang = str((facts["claim"].get("statement") or {}).get("lang") or "").lower()
        return lang in asked or lang.partition("-")[0] in asked

    return test


def _says_word(wanted: Any) -> Test:
    """Whole words of the quote; the blanks of several words may be any."""
    written = (r"\s+".join(map(re.escape, fold_name(words).split())) for words in wanted)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(written)})(?!\w)")
    return lambda facts: bool(
        pattern.search(fold_text((facts["claim"].get("evidence") or {}).get("quote") or ""))
    )


def _is_source(wanted: Any) -> Test:
    return lambda facts: facts["source"]["id"] in wanted


def _has_state(wanted: Any) -> Test:
    return lambda facts: facts["source"]["state"] in wanted


_OF_CLAIMS: Mapping[str, Callable[[Any], Test]] = {
    "in_force": _is("in_force"),
    "by": _is_one_of("by"),
    "against": _is_one_of("against"),
    "types": _shares_type,
    "in_force_certain": _is("in_force_certain"),
    "civilians": _is("civilians"),
    "min_confidence": _is_at_least("confidence"),
    "killed": _is_at_least("killed"),
    "wounded": _is_at_least("wounded"),
    "count": _is_at_least("count"),
    "sources": _comes_from("source"),
    "speakers": _comes_from("speaker"),
    "languages": _is_in_language,
    "places": _names_place,
    "words": _says_word,
}
_OF_SOURCES: Mapping[str, Callable[[Any], Test]] = {"sources": _is_source, "states": _has_state}
