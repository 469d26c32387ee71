"""Spells out the forms of a dictionary word by the paradigms of its language's data file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

Paradigms = Mapping[str, Any]


def inflect(lemma: str, kind: str, paradigms: Paradigms) -> Iterator[tuple[str, str]]:
    """(form, wording) pairs; of several words one is inflected, the rest stand as they are."""
    words = lemma.split(" ")
    at = _inflected_word(words, paradigms["inflected"][kind])
    for form, word in _forms_of(words[at], kind, paradigms):
        yield form, " ".join((*words[:at], word, *words[at + 1 :]))


def _inflected_word(words: list[str], rule: Mapping[str, Any]) -> int:
    """The first or the last word; with `before`, the word before the first of those."""
    stops = [words.index(stop) for stop in rule.get("before", ()) if stop in words[1:]]
    if stops:
        return min(stops) - 1
    return 0 if rule["word"] == "first" else len(words) - 1


def _forms_of(word: str, kind: str, paradigms: Paradigms) -> Iterator[tuple[str, str]]:
    """A listed irregular word as listed, any other by the first paradigm whose pattern it matches.

    A paradigm names, for each form, how many letters to cut and what to append.
    """
    yield "base", word
    irregular = paradigms.get("irregular", {}).get(kind, {}).get(word)
    if irregular is not None:
        for form, wordings in irregular.items():
            for wording in wordings if isinstance(wordings, list) else [wordings]:
                yield form, wording
        return
    for paradigm in paradigms.get(kind, ()):
        if re.search(paradigm["ends"], word):
            for form, (cut, add) in paradigm["forms"].items():
                yield form, word[: len(word) - cut] + add
            return
