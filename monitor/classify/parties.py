"""Who the parties and observers of an agreement are, and by which names a text may call them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from monitor.classify.countries import load_countries, name_country
from monitor.classify.cues import Starts
from monitor.classify.datafiles import read_data
from monitor.classify.lexicon import Lexicon, load_lexicon
from monitor.classify.phrases import Wordings, compile_wordings
from monitor.classify.words import CAPITAL, Sense
from monitor.terms import AgreementFacts, Observer, Party

_PARENTHESIS = re.compile(r"\(([^)]*)\)")
_QUOTES = "\"'\u00ab\u00bb\u201c\u201d\u201e"
_GENERAL = ("state", "monitors", "truce", "both", "enemy", "det", "place_noun")  # they name nobody alone
_ACRONYM_LENGTH = 5  # longest all-capital name that must keep its capitals, so that "US" is not "us"


@dataclass(frozen=True)
class Roster:
    """An agreement's actors, with their names in one language compiled for matching."""

    sides: dict[str, str]
    observers: frozenset[str]
    names: Wordings
    foreign: Wordings
    states: frozenset[str]  # the parties that have a country
    movements: frozenset[str]  # the parties that are no states
    state: str | None  # the one party that "the government", "the army" can mean
    places: Wordings
    starts: Starts = field(default_factory=dict, compare=False)  # what each word met so far may begin
    marks: dict[str, int] = field(default_factory=dict, compare=False)  # and what it may be part of

    def is_party(self, who: str | None) -> bool:
        """Bound by the agreement."""
        return who in self.sides

    def allied(self, one: str, other: str) -> bool:
        """The same party, or two of one side."""
        return one == other or (one in self.sides and self.sides[one] == self.sides.get(other))

    def governs(self, who: str) -> bool:
        """A state, as far as names tell: "the police" are its own."""
        return who in self.sides and who not in self.movements

    def opponents(self, who: str) -> tuple[str, ...]:
        """The parties of the other sides."""
        if who not in self.sides:
            return ()
        return tuple(p for p, side in self.sides.items() if side != self.sides[who])


def _find_movements(agreement: AgreementFacts, language: str) -> frozenset[str]:
    """The parties that are no states: without a country where others have one, or named as movements are."""
    countries = {party.id for party in agreement.parties if party.country}
    if countries:
        return frozenset(party.id for party in agreement.parties if party.id not in countries)
    named = {party.id for party in agreement.parties if _is_named(party, "movement", language)}
    return frozenset(
        named - {party.id for party in agreement.parties if _is_named(party, "polity", language)}
    )


def _find_state(agreement: AgreementFacts, language: str) -> str | None:
    """The only party with a country; else the only one named as a state, or that is no movement."""
    countries = [party.id for party in agreement.parties if party.country]
    if countries:
        return countries[0] if len(countries) == 1 else None
    movements = _find_movements(agreement, language)
    plain = [party for party in agreement.parties if party.id not in movements]
    governing = [p.id for p in plain if _is_named(p, "state_name", language)]
    if len(governing) == 1:
        return governing[0]
    return plain[0].id if len(plain) == 1 and movements else None


def _is_named(party: Party, cls: str, language: str) -> bool:
    """A word of the class is, or stands in, one of the party's names."""
    names = [f" {name.casefold()} " for name in (party.name, *party.aliases.get(language, ()))]
    return any(f" {word} " in name.replace("-", " ") for word in _listed(language, cls) for name in names)


def _listed(language: str, cls: str) -> list[str]:
    """The words of a class of the language's file; none when it has no such class."""
    words: list[str] = read_data(f"{language}.yaml")["classes"].get(cls, {}).get("any", [])
    return words


class _Key:
    """Wraps an agreement so that it can be cached by what the names depend on."""

    def __init__(self, agreement: AgreementFacts) -> None:
        self.agreement = agreement
        self.identity = repr((agreement.parties, agreement.observers, agreement.places))
        self.hash = hash(self.identity)

    def __hash__(self) -> int:
        return self.hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.identity == self.identity


def compile_roster(agreement: AgreementFacts, lexicon: Lexicon) -> Roster:
    """The roster of an agreement; its names are compiled once."""
    return _compile(_key_of(agreement), lexicon.code)


_met: dict[int, tuple[AgreementFacts, _Key]] = {}  # by identity: facts are values and never change
_MET = 256  # agreements whose keys are kept


def _key_of(agreement: AgreementFacts) -> _Key:
    known = _met.get(id(agreement))
    if known is not None and known[0] is agreement:
        return known[1]
    if len(_met) >= _MET:
        _met.clear()
    key = _Key(agreement)
    _met[id(agreement)] = agreement, key
    return key


def _as_inflected(entries: Iterable[tuple[str, Sense]]) -> Iterator[tuple[str, Sense, str]]:
    """With the kind by which each name is inflected, where the language inflects names."""
    return ((name, sense, "adjective" if sense.form == "adjective" else "name") for name, sense in entries)


@lru_cache(maxsize=256)
def _compile(key: _Key, language: str) -> Roster:
    agreement = key.agreement
    entries = _name_entries((*agreement.parties, *agreement.observers), language)
    taken = {wording.casefold() for wording, _ in entries}
    morphology = load_lexicon(language).morphology
    return Roster(
        sides={party.id: party.side for party in agreement.parties},
        observers=frozenset(observer.id for observer in agreement.observers),
        names=compile_wordings(_as_inflected(entries), morphology),
        foreign=_foreign_wordings(language),
        states=frozenset(party.id for party in agreement.parties if party.country),
        movements=_find_movements(agreement, language),
        state=_find_state(agreement, language),
        places=compile_wordings(
            (
                (name, Sense("place_name", name), "noun")
                for place in agreement.places
                for names in place.names.values()
                for name in names
                if name.casefold() not in taken
            ),
            morphology,
        ),
    )


def _name_entries(actors: tuple[Party | Observer, ...], language: str) -> list[tuple[str, Sense]]:
    """All names; a stem that is somebody's full name as well is not taken as a stem."""
    entries = [entry for actor in actors for entry in _actor_entries(actor, language)]
    taken = {wording.casefold() for wording, _ in entries}
    stems = (entry for actor in actors for entry in _stem_entries(actor, language))
    short = _short_entries(actors, language)
    return entries + [entry for entry in (*stems, *short) if entry[0].casefold() not in taken]


def _short_entries(actors: tuple[Party | Observer, ...], language: str) -> Iterator[tuple[str, Sense]]:
    """ "The Movement", "the coalition": the last word of one actor's name alone, after the article."""
    article = read_data(f"{language}.yaml").get("names", {}).get("article")
    lasts: dict[str, set[str]] = {}
    for actor in actors:
        for name in (actor.name, *actor.aliases.get(language, ())):
            first, _, last = name.rpartition(" ")
            if article and first and last.isalpha() and last[1:].islower():
                lasts.setdefault(last.casefold(), set()).add(actor.id)
    wordings = load_lexicon(language).wordings
    for word, ids in lasts.items():
        senses = wordings.get(word)
        if len(ids) == 1 and not any(s.cls in _GENERAL or s.key == "force" for s in senses):
            yield f"{article} {word}", Sense("name", next(iter(ids)), "name")


@lru_cache(maxsize=16)
def _foreign_wordings(language: str) -> Wordings:
    """Every country of the table: a country that is no party must not be taken for one."""
    names = (
        (wording, Sense("name", "", form, _exact(wording)))
        for code in load_countries(language)
        for form, wording in name_country(code, language)
    )
    return compile_wordings(_as_inflected(names), load_lexicon(language).morphology)


def _actor_entries(actor: Party | Observer, language: str) -> Iterator[tuple[str, Sense]]:
    if actor.country:
        for form, wording in name_country(actor.country, language):
            yield wording, Sense("name", actor.id, form, _exact(wording))
    for wording in (actor.name, *actor.aliases.get(language, ())):
        for variant in (*_spell_variants(wording, language), *_without_article(wording, language)):
            yield variant, Sense("name", actor.id, _form_of(variant, language), _exact(variant))
    for wording in (actor.name, *actor.aliases.get(language, ())):
        for short in _bare_state(wording, language):
            yield short, Sense("name", actor.id, "name", CAPITAL)
    for wording in actor.aliases.get(language, ()):
        for adjective in _derive_adjectives(wording, language):
            yield adjective, Sense("name", actor.id, "adjective")


def _bare_state(name: str, language: str) -> Iterator[str]:
    """ "Republic of A" and "A Confederation" are also called A, by the language's words for a state."""
    classes = read_data(f"{language}.yaml")["classes"]
    polity = {str(word) for word in classes.get("polity", {}).get("any", ())}
    owning = {str(word) for word in classes.get("marker", {}).get("of", ())}
    words = name.split()
    if len(words) > 2 and words[0].casefold() in polity and words[1] in owning:
        yield " ".join(words[2:])
    elif len(words) == 2 and words[1].casefold() in polity and words[0][:1].isupper():
        yield words[0]


def _form_of(name: str, language: str) -> str:
    """A single word with the ending of an adjective is one, where the language tells them by endings."""
    pattern = read_data(f"{language}.yaml").get("names", {}).get("adjective")
    return "adjective" if pattern and " " not in name and re.search(pattern, name) else "name"


def _derive_adjectives(name: str, language: str) -> Iterator[str]:
    """The adjectives that the language makes of a name of one word."""
    rules = read_data(f"{language}.yaml").get("names", {}).get("derive", ())
    word = name.strip(_QUOTES)
    if " " in word or word.isupper() or not word[:1].isupper():
        return
    for rule in rules:
        if re.search(rule["ends"], word):
            yield word[: len(word) - rule["cut"]].casefold() + rule["add"]
            return


def _spell_variants(name: str, language: str) -> Iterator[str]:
    """A name, its parts around brackets and slashes, its acronym, and without a plural's last letter."""
    bare = _PARENTHESIS.sub(" ", name).strip().strip(_QUOTES)
    inner = [part for part in _PARENTHESIS.findall(name) if part.isupper()]
    parts = [part.strip() for part in bare.split("/")] if "/" in bare else []
    words = bare.split()
    known = load_lexicon(language).wordings
    acronyms = [word for word in words if word.isupper() and len(word) > 1]
    acronyms = [
        word
        for word in acronyms
        if len(words) == 1 or not any(s.cls == "head" for s in known.get(word.casefold()))
    ]
    initials = "".join(word[0] for word in re.split(r"[\s-]+", bare) if word[:1].isupper())
    for variant in (name, bare, *inner, *(p for p in parts if len(p) > 1), *acronyms):
        if variant:
            yield variant
    listed = any(s.cls == "third_party" for s in known.get(initials.casefold()))
    if (len(initials) > 2 or listed) and len(initials) >= len(words):
        yield initials
    plural = read_data(f"{language}.yaml").get("names", {}).get("plural")
    if len(bare) > _ACRONYM_LENGTH and plural and bare.endswith(plural) and not bare.isupper():
        yield bare.removesuffix(plural)


def _stem_entries(actor: Party | Observer, language: str) -> Iterator[tuple[str, Sense]]:
    for wording in (actor.name, *actor.aliases.get(language, ())):
        for stem in _stem_of(wording, load_lexicon(language)):
            yield stem, Sense("name", actor.id, "adjective", _exact(stem))


def _stem_of(name: str, lexicon: Lexicon) -> Iterator[str]:
    """ "Haftar's forces", "Tigrayan forces": what stands before one word for forces."""
    stem, _, last = name.rpartition(" ")
    known = lexicon.wordings.get(last.casefold())
    is_force = any(sense.cls == "head" and sense.key == "force" for sense in known)
    word = stem.removesuffix(read_data(f"{lexicon.code}.yaml").get("names", {}).get("possessive", ""))
    if is_force and word[:1].isupper() and " " not in word and word.casefold() not in lexicon.wordings:
        yield word


def _without_article(name: str, language: str) -> Iterator[str]:
    """ "The Front" is also "a Front spokesman"."""
    first, _, rest = name.partition(" ")
    if rest[:1].isupper() and first.casefold() in _listed(language, "determiner"):
        yield rest


def _exact(name: str) -> str:
    """What of a name's capitals a text must keep."""
    if name.isupper() and len(name) <= _ACRONYM_LENGTH:
        return name
    return CAPITAL if name.split()[-1][:1].isupper() else ""
