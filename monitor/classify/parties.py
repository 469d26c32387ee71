"""Who the parties and observers of an agreement are, and by which names a text may call them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from monitor.classify.countries import load_countries, name_country
from monitor.classify.lexicon import Lexicon, load_lexicon, read_data
from monitor.classify.phrases import Wordings, compile_wordings
from monitor.classify.words import CAPITAL, Sense
from monitor.terms import AgreementFacts, Observer, Party

_PARENTHESIS = re.compile(r"\(([^)]*)\)")
_ACRONYM_LENGTH = 5  # longest all-capital name that must keep its capitals, so that "US" is not "us"


@dataclass(frozen=True)
class Roster:
    """An agreement's actors, with their names in one language compiled for matching."""

    sides: dict[str, str]
    observers: frozenset[str]
    names: Wordings
    foreign: Wordings
    states: frozenset[str]  # the parties that have a country
    state: str | None  # the one party that "the government", "the army" can mean
    places: Wordings

    def is_party(self, who: str | None) -> bool:
        """Bound by the agreement."""
        return who in self.sides

    def allied(self, one: str, other: str) -> bool:
        """The same party, or two of one side."""
        return one == other or (one in self.sides and self.sides[one] == self.sides.get(other))

    def opponents(self, who: str) -> tuple[str, ...]:
        """The parties of the other sides."""
        if who not in self.sides:
            return ()
        return tuple(p for p, side in self.sides.items() if side != self.sides[who])


def _find_state(agreement: AgreementFacts, language: str) -> str | None:
    """The only party with a country; else the only one whose names speak of a government or an army."""
    countries = [party.id for party in agreement.parties if party.country]
    if countries:
        return countries[0] if len(countries) == 1 else None
    words = set(read_data(f"{language}.yaml")["classes"]["state_name"]["any"])
    governing = [
        party.id
        for party in agreement.parties
        if any(
            word in name.casefold()
            for word in words
            for name in (party.name, *party.aliases.get(language, ()))
        )
    ]
    return governing[0] if len(governing) == 1 else None


class _Key:
    """Wraps an agreement so that it can be cached by what the names depend on."""

    def __init__(self, agreement: AgreementFacts) -> None:
        self.agreement = agreement
        self.identity = repr((agreement.parties, agreement.observers, agreement.places))

    def __hash__(self) -> int:
        return hash(self.identity)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.identity == self.identity


def compile_roster(agreement: AgreementFacts, lexicon: Lexicon) -> Roster:
    """The roster of an agreement; its names are compiled once."""
    return _compile(_Key(agreement), lexicon.code)


@lru_cache(maxsize=256)
def _compile(key: _Key, language: str) -> Roster:
    agreement = key.agreement
    entries = _name_entries((*agreement.parties, *agreement.observers), language)
    taken = {wording.casefold() for wording, _ in entries}
    return Roster(
        sides={party.id: party.side for party in agreement.parties},
        observers=frozenset(observer.id for observer in agreement.observers),
        names=compile_wordings(entries),
        foreign=_foreign_wordings(language),
        states=frozenset(party.id for party in agreement.parties if party.country),
        state=_find_state(agreement, language),
        places=compile_wordings(
            (name, Sense("place_name", name))
            for place in agreement.places
            for names in place.names.values()
            for name in names
            if name.casefold() not in taken
        ),
    )


def _name_entries(actors: tuple[Party | Observer, ...], language: str) -> list[tuple[str, Sense]]:
    """All names; a stem that is somebody's full name as well is not taken as a stem."""
    entries = [entry for actor in actors for entry in _actor_entries(actor, language)]
    taken = {wording.casefold() for wording, _ in entries}
    stems = (entry for actor in actors for entry in _stem_entries(actor, language))
    return entries + [entry for entry in stems if entry[0].casefold() not in taken]


@lru_cache(maxsize=16)
def _foreign_wordings(language: str) -> Wordings:
    """Every country of the table: a country that is no party must not be taken for one."""
    return compile_wordings(
        (wording, Sense("name", "", form, _exact(wording)))
        for code in load_countries(language)
        for form, wording in name_country(code, language)
    )


def _actor_entries(actor: Party | Observer, language: str) -> Iterator[tuple[str, Sense]]:
    if actor.country:
        for form, wording in name_country(actor.country, language):
            yield wording, Sense("name", actor.id, form, _exact(wording))
    for wording in (actor.name, *actor.aliases.get(language, ())):
        for variant in (*_spell_variants(wording, language), *_without_article(wording, language)):
            yield variant, Sense("name", actor.id, "name", _exact(variant))


def _spell_variants(name: str, language: str) -> Iterator[str]:
    """A name, its parts around brackets and slashes, its acronym, and without a plural's last letter."""
    bare = _PARENTHESIS.sub(" ", name).strip()
    inner = [part for part in _PARENTHESIS.findall(name) if part.isupper()]
    parts = [part.strip() for part in bare.split("/")] if "/" in bare else []
    words = bare.split()
    acronyms = [word for word in words if word.isupper() and len(word) > 1]
    initials = "".join(word[0] for word in re.split(r"[\s-]+", bare) if word[:1].isupper())
    for variant in (name, bare, *inner, *(p for p in parts if len(p) > 1), *acronyms):
        if variant:
            yield variant
    if len(initials) > 2 and len(initials) >= len(words):
        yield initials
    plural = read_data(f"{language}.yaml")["names"]["plural"]
    if len(bare) > _ACRONYM_LENGTH and plural and bare.endswith(plural) and not bare.isupper():
        yield bare.removesuffix(plural)


def _stem_entries(actor: Party | Observer, language: str) -> Iterator[tuple[str, Sense]]:
    for wording in (actor.name, *actor.aliases.get(language, ())):
        for stem in _stem_of(wording, load_lexicon(language)):
            yield stem, Sense("name", actor.id, "adjective", _exact(stem))


def _stem_of(name: str, lexicon: Lexicon) -> Iterator[str]:
    """ "Haftar's forces", "Tigrayan forces": what stands before one word for forces."""
    stem, _, last = name.rpartition(" ")
    known = [senses for key, senses in lexicon.wordings.get(last.casefold(), ()) if len(key) == 1]
    is_force = any(s.cls == "head" and s.key == "force" for senses in known for s in senses)
    word = stem.removesuffix(read_data(f"{lexicon.code}.yaml")["names"]["possessive"])
    if is_force and word[:1].isupper() and " " not in word and word.casefold() not in lexicon.wordings:
        yield word


def _without_article(name: str, language: str) -> Iterator[str]:
    """ "The Front" is also "a Front spokesman"."""
    first, _, rest = name.partition(" ")
    if (
        rest[:1].isupper()
        and first.casefold() in read_data(f"{language}.yaml")["classes"]["determiner"]["any"]
    ):
        yield rest


def _exact(name: str) -> str:
    """What of a name's capitals a text must keep."""
    if name.isupper() and len(name) <= _ACRONYM_LENGTH:
        return name
    return CAPITAL if name.split()[-1][:1].isupper() else ""
