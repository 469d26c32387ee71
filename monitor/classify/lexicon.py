"""Loads a language's data file into one table of wordings and the acts that they stand for."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from monitor.classify.datafiles import BrokenLanguage, read_data, say_fault
from monitor.classify.grammar import Grammar, make_grammar
from monitor.classify.inflection import inflect
from monitor.classify.morphology import Morphology, make_morphology
from monitor.classify.phrases import Entry, Wordings, compile_wordings
from monitor.classify.words import MARKED, Sense
from monitor.terms import ViolationType


@dataclass(frozen=True, slots=True)
class Act:
    """A kind of hostile act: what it is called on a claim, and what must stand beside it to count."""

    key: str
    types: tuple[ViolationType, ...]
    generic: bool = False  # only says that there was a breach; gives way to a named act
    by_means: bool = False  # a weapon named beside it decides the type
    negated: bool = False  # the act is an omission: it needs a negation or a refusal
    of: str = "target"  # what a party after the noun's genitive marker is
    needs: tuple[str, ...] = ()  # classes of which one must stand beside it
    on_forces: tuple[ViolationType, ...] = ()  # the types when it is aimed at troops or positions
    weak: bool = False  # counts only with a known agent or a stated violation
    named: bool = False  # harmless in other company: needs a doer or what it hit
    hits_civilians: bool = True
    means_only: tuple[ViolationType, ...] = ()  # of the weapons beside it, those that decide the type
    carried: bool = False  # the weapons that its doer comes with decide the type
    theirs: bool = False  # in the passive, whose its subject is did it ("tanks of X were seen there")
    towns: bool = False  # a settlement as its object is a civilian object
    beside: tuple[
        str, ...
    ] = ()  # classes of which one must stand after it, in its clause ("turned the lorries back")
    watched: bool = False  # its subject only sees it: whose its object is did it
    impersonal: bool = False  # its subject is a weapon, not a doer ("shells fell")
    owned: bool = False  # who says this of itself admits it


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language, ready to match."""

    code: str
    wordings: Wordings
    acts: Mapping[str, Act]
    grammar: Grammar
    morphology: Morphology


def load_lexicon(code: str) -> Lexicon:
    """Read `languages/<code>.yaml` once; BrokenLanguage when it cannot be used."""
    found = _try_lexicon(code)
    if isinstance(found, BrokenLanguage):
        raise BrokenLanguage(str(found))
    return found


@cache
def _try_lexicon(code: str) -> Lexicon | BrokenLanguage:
    name, part = f"{code}.yaml", "morphology"
    try:
        data = read_data(name)
        morphology = make_morphology(data.get("morphology", {}))
        part = "order"
        grammar = make_grammar(data)
        part = "acts"
        acts = {key: _make_act(key, entry) for key, entry in data["acts"].items()}
        part = "morphology" if morphology.analysed else "inflection"
        wordings = compile_wordings(
            _analysed_entries(data) if morphology.analysed else _entries(data), morphology
        )
    except BrokenLanguage as error:
        return error
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, StopIteration, re.error) as error:
        return say_fault(name, (part,), f"can't be used ({type(error).__name__}: {error})")
    # It stays for good; a collector walking through it again and again takes a tenth of the reading's time.
    gc.freeze()
    return Lexicon(code, wordings, acts, grammar, morphology)


def _entries(data: Mapping[str, Any]) -> Iterator[tuple[str, Sense]]:
    """Every wording of the file with its sense: fixed ones, inflected verbs and nouns, and acts."""
    paradigms = data["inflection"]
    for cls, concepts in data["classes"].items():
        for key, wordings in concepts.items():
            for wording in wordings:
                yield str(wording), Sense(cls, str(key))
    for kind in ("verb", "noun"):
        for cls, concepts in data[f"{kind}s"].items():
            for key, lemmas in concepts.items():
                for lemma in lemmas:
                    for form, wording in inflect(lemma, kind, paradigms):
                        yield wording, Sense(cls, str(key), form if kind == "verb" else "noun")
    for key, act in data["acts"].items():
        yield from _act_entries(key, act, paradigms)


_ACT_FIELDS = (  # field of an act, kind by which its words are inflected, form of the sense
    ("verbs", "verb", "verb"),
    ("nouns", "noun", "noun"),
    ("weak_nouns", "noun", "weak"),
    ("adjectives", "adjective", "noun"),
    ("suffered", "verb", "suffered"),
    ("phrases", "", "phrase"),
)


def _analysed_entries(data: Mapping[str, Any]) -> Iterator[Entry]:
    """Every wording of a file whose words are analysed: one entry each, whatever its forms."""
    marked = data["morphology"].get("marked", {})
    for cls, concepts in data["classes"].items():
        for key, wordings in concepts.items():
            yield from ((str(w), Sense(cls, str(key), exact=_acronym(str(w), marked))) for w in wordings)
    for kind in ("verb", "noun", "adjective"):
        for cls, concepts in data.get(f"{kind}s", {}).items():
            for key, lemmas in concepts.items():
                yield from (
                    (str(w), Sense(cls, str(key), kind, _acronym(str(w), marked)), kind) for w in lemmas
                )
    for key, act in data["acts"].items():
        for field, kind, form in _ACT_FIELDS:
            yield from ((str(w), Sense("act", key, form), kind) for w in act.get(field, ()))


def _acronym(wording: str, marked: Mapping[str, str] = MappingProxyType({})) -> str:
    """A wording in capitals must stand in capitals, so that it is no common word; others keep a letter."""
    if wording in marked:
        return MARKED + marked[wording]
    return wording if wording.isupper() and " " not in wording else ""


def _act_entries(
    key: str, act: Mapping[str, Any], paradigms: Mapping[str, Any]
) -> Iterator[tuple[str, Sense]]:
    for lemma in act.get("verbs", ()):
        for form, wording in inflect(lemma, "verb", paradigms):
            yield wording, Sense("act", key, form)
    for field, form in (("nouns", "noun"), ("weak_nouns", "weak")):
        for lemma in act.get(field, ()):
            for _, wording in inflect(lemma, "noun", paradigms):
                yield wording, Sense("act", key, form)
    for wording in act.get("phrases", ()):
        yield wording, Sense("act", key, "phrase")
    for lemma in act.get("suffered", ()):
        for _, wording in inflect(lemma, "verb", paradigms):
            yield wording, Sense("act", key, "suffered")


def _make_act(key: str, entry: Mapping[str, Any]) -> Act:
    return Act(
        key=key,
        types=tuple(ViolationType(name) for name in entry["types"]),
        generic=entry.get("generic", False),
        by_means=entry.get("by_means", False),
        negated=entry.get("negated", False),
        of=entry.get("of", "target"),
        needs=tuple(entry.get("needs", ())),
        on_forces=tuple(ViolationType(name) for name in entry.get("on_forces", ())),
        weak=entry.get("weak", False),
        named=entry.get("named", False),
        hits_civilians=entry.get("hits_civilians", True),
        means_only=tuple(ViolationType(name) for name in entry.get("means_only", ())),
        theirs=entry.get("theirs", False),
        towns=entry.get("towns", False),
        carried=entry.get("carried", False),
        beside=tuple(entry.get("beside", ())),
        watched=entry.get("watched", False),
        impersonal=entry.get("impersonal", False),
        owned=entry.get("owned", False),
    )
