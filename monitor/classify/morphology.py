"""Reads a word's dictionary form and features out of its spelling, by the paradigms of a data file."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Features = frozenset[str]
Endings = dict[str, set[str]]
CASES = frozenset({"nom", "gen", "dat", "acc", "ins", "loc", "abl"})
NONE: Features = frozenset()
_HARMONY_MARK = re.compile(r"[A-Z]")


@dataclass(frozen=True, slots=True)
class Paradigm:
    """Which dictionary forms it fits, the stems that they have, and the endings with their features."""

    ends: re.Pattern[str]
    stems: tuple[tuple[int, str], ...]
    endings: Mapping[str, Features]


@dataclass(slots=True)
class Morphology:
    """The paradigms of one language and the letters that it reads alike."""

    folds: dict[int, str] = field(default_factory=dict)
    paradigms: dict[str, list[Paradigm]] = field(default_factory=dict)
    irregular: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    head: Mapping[str, str] = field(default_factory=dict)  # kind -> first | last word is inflected
    prefixes: Mapping[str, Features] = field(default_factory=dict)
    glued: Mapping[str, Features] = field(default_factory=dict)  # endings written after a hyphen
    gaps: Mapping[str, Features] = field(default_factory=dict)  # small words that may stand inside a wording
    analysed: bool = False  # whether words are analysed at all (else every form is spelled out)

    def fold(self, word: str) -> str:
        """The word with letters that are read alike made one."""
        return word.translate(self.folds) if self.folds else word

    def spell(self, word: str, kind: str) -> Iterator[tuple[str, Mapping[str, Features]]]:
        """(stem, endings) of a dictionary form; nothing when no paradigm fits it."""
        listed = self.irregular.get(kind, {}).get(word)
        if listed is not None:
            for features, forms in listed.items():
                for form in forms if isinstance(forms, list) else [forms]:
                    yield self.fold(form), {"": frozenset(features.split("."))}
            return
        own = self.paradigms.get("name", []) if kind == "name" else []
        for paradigm in (*own, *self.paradigms.get("noun" if kind == "name" else kind, ())):
            if paradigm.ends.search(word):
                for cut, add in paradigm.stems:
                    yield self.fold(word[: len(word) - cut] + add), paradigm.endings
                return


def make_morphology(data: Mapping[str, Any]) -> Morphology:
    """The `morphology` part of a language file; an empty part leaves words as they are spelled."""
    if not data:
        return Morphology()
    folds = {ord(letter): str(alike) for letter, alike in data.get("folds", {}).items()}
    slots = data.get("slots", {})
    harmony = data.get("harmony", {})
    morphology = Morphology(
        folds=folds,
        irregular=data.get("irregular", {}),
        head=data.get("head", {}),
        prefixes={str(p): _split(f) for f, many in data.get("prefixes", {}).items() for p in many},
        glued={str(p).translate(folds): _split(f) for f, many in data.get("glued", {}).items() for p in many},
        gaps={
            str(w).translate(folds): _split(f) for f, many in _featured(data.get("gaps", ())) for w in many
        },
        analysed=True,
    )
    for kind in ("name", "noun", "adjective", "verb"):
        morphology.paradigms[kind] = [
            _make_paradigm(entry, slots, harmony, morphology) for entry in data.get(kind, ())
        ]
    return morphology


def _featured(gaps: Any) -> Iterable[tuple[str, Iterable[str]]]:
    """Small words with the features that they give to the wording: a mapping, or a plain list without any."""
    return gaps.items() if isinstance(gaps, Mapping) else [("", gaps)]


def _split(features: str) -> Features:
    return frozenset(str(features).split(".")) - {""}


def _make_paradigm(
    entry: Mapping[str, Any], slots: Mapping[str, Any], harmony: Mapping[str, Any], morphology: Morphology
) -> Paradigm:
    endings: Endings = {}
    for chain in entry["chains"]:
        for ending, features in _spell_chain([slots[s] if isinstance(s, str) else s for s in chain]):
            for spelled in _harmonise(ending, harmony):
                endings.setdefault(morphology.fold(spelled), set()).update(features)
    stems = entry.get("stems") or [[entry.get("cut", 0), ""]]
    return Paradigm(
        ends=re.compile(entry["ends"]),
        stems=tuple((int(cut), str(add)) for cut, add in stems),
        endings={ending: frozenset(features) for ending, features in endings.items()},
    )


def _spell_chain(slots: list[Mapping[str, Iterable[str]]]) -> Iterator[tuple[str, Features]]:
    """Every way to take one ending from each slot in turn, with the features of all of them."""
    options = [
        [(_split(features), str(e)) for features, endings in slot.items() for e in endings] for slot in slots
    ]
    for taken in itertools.product(*options):
        yield "".join(e for _, e in taken), NONE.union(*(f for f, _ in taken))


def _harmonise(ending: str, harmony: Mapping[str, Mapping[str, str]]) -> set[str]:
    """Spell out the capital letters of an ending after each vowel that the stem may end in.

    `harmony` gives for each capital letter: vowels before it -> the vowel that it becomes.
    """
    if not harmony or not _HARMONY_MARK.search(ending):
        return {ending}
    vowels = {v for table in harmony.values() for group in table for v in group}
    return {_resolve(ending, vowel, harmony, vowels) for vowel in sorted(vowels)}


def _resolve(ending: str, last: str, harmony: Mapping[str, Mapping[str, str]], vowels: set[str]) -> str:
    out = []
    for letter in ending:
        table = harmony.get(letter)
        if table is not None:
            letter = next(to for group, to in table.items() if last in group)
        if letter in vowels:
            last = letter
        out.append(letter)
    return "".join(out)
