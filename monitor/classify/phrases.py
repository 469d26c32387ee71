"""The wordings of a lexicon as a tree of words, and the reading back of inflected words to its keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from monitor.classify.morphology import NONE, Features, Morphology
from monitor.classify.sentences import cut_tokens
from monitor.classify.words import Sense

Entry = tuple[str, Sense] | tuple[str, Sense, str]  # wording, sense, and the kind by which it is inflected
Keys = tuple[str, ...]
_REMEMBERED = 20_000  # distinct words of texts whose analysis is kept
_LONGEST = 80  # letters of a word that is read back to its dictionary form


class Node:
    """A place in the tree of wordings: what may come next, and what the words so far mean."""

    __slots__ = ("following", "senses")

    def __init__(self) -> None:
        self.following: dict[str, Node] = {}
        self.senses: tuple[Sense, ...] = ()


@dataclass(slots=True, eq=False)
class Wordings:
    """A tree of wordings by keys. A key is a word as spelled, or `word~kind` for any form of it."""

    morphology: Morphology
    root: Node = field(default_factory=Node)
    stems: dict[str, list[tuple[Mapping[str, Features], str]]] = field(default_factory=dict)
    seen: dict[str, dict[str, Features]] = field(default_factory=dict)
    openings: dict[str, tuple[tuple[Node, Features], ...]] = field(default_factory=dict)

    def __contains__(self, word: str) -> bool:
        return bool(self.open(word))

    def get(self, word: str) -> list[Sense]:
        """The senses of the word where it is a wording by itself, in any of its forms."""
        return [sense for node, _ in self.open(word) for sense in node.senses]

    def open(self, low: str) -> tuple[tuple[Node, Features], ...]:
        """Where in the tree the word leads as a first word."""
        found = self.openings.get(low)
        if found is None:
            if len(self.openings) > _REMEMBERED:
                self.openings.clear()
            following = self.root.following
            found = self.openings[low] = tuple(
                (following[key], features) for key, features in self.analyse(low).items() if key in following
            )
        return found

    def analyse(self, low: str) -> dict[str, Features]:
        """The keys that a word of a text answers to, with the features that its form has under each."""
        found = self.seen.get(low)
        if found is None:
            if len(self.seen) > _REMEMBERED:
                self.seen.clear()
            found = self.seen[low] = self._analyse(self.morphology.fold(low))
        return found

    def _analyse(self, word: str) -> dict[str, Features]:
        found = {word: NONE}
        if len(word) > _LONGEST:
            return found
        self._add_forms(found, word, NONE)
        for prefix, features in self.morphology.prefixes.items():
            if word.startswith(prefix) and len(word) > len(prefix) + 1:
                self._add_forms(found, word.removeprefix(prefix), features)
        return found

    def _add_forms(self, found: dict[str, Features], word: str, more: Features) -> None:
        for cut in range(len(word), 0, -1):
            for endings, key in self.stems.get(word[:cut], ()):
                features = endings.get(word[cut:])
                if features is not None:
                    found[key] = found.get(key, NONE) | features | more


def compile_wordings(entries: Iterable[Entry], morphology: Morphology | None = None) -> Wordings:
    """Build the tree; the senses of one wording stand together, in the order of the entries."""
    wordings = Wordings(morphology or Morphology())
    for wording, sense, *kind in entries:
        node = wordings.root
        for key in _key_of(wording, kind[0] if kind else "", wordings):
            node = node.following.setdefault(key, Node())
        if node is not wordings.root and sense not in node.senses:
            node.senses = (*node.senses, sense)
    return wordings


def _key_of(wording: str, kind: str, wordings: Wordings) -> Keys:
    """The keys of a wording; one that begins with an apostrophe is the end of a word, and one token."""
    fold = wordings.morphology.fold
    if wording.startswith("'"):
        return (fold(wording.casefold()),)
    tokens = [token for token in cut_tokens(wording) if token.raw != "\n"]
    words = [token.low for token in tokens]
    if not kind or not wordings.morphology.analysed or not words:
        return tuple(map(fold, words))
    kinds = _kinds_of(words, kind, wordings.morphology)
    if kind == "name":  # every part of "A-B" may be inflected
        for k in range(1, len(tokens)):
            kinds[k] = kinds[k] or (kinds[k - 1] if tokens[k].glued else "")
    return tuple(
        fold(word) if not k or token.raw.isupper() else _register(word, k, wordings)
        for word, token, k in zip(words, tokens, kinds, strict=True)
    )


def _kinds_of(words: list[str], kind: str, morphology: Morphology) -> list[str]:
    """By which kind each word of a wording is inflected ("": as it stands): its head, adjectives before."""
    if kind == "adjective":
        return [kind] * len(words)
    kinds = [""] * len(words)
    if morphology.head.get("noun" if kind == "name" else kind, "first") == "last":
        kinds[-1] = kind
        return kinds
    at = 0
    while kind in ("noun", "name") and at < len(words) - 1 and any(morphology.spell(words[at], "adjective")):
        kinds[at] = "adjective"
        at += 1
    kinds[at] = kind
    return kinds


def _register(word: str, kind: str, wordings: Wordings) -> str:
    """Make the word's forms known; the key that they answer to."""
    key = f"{wordings.morphology.fold(word)}~{kind}"
    if key not in wordings.root.following:
        spelled = False
        for stem, endings in wordings.morphology.spell(word, kind):
            spelled = True
            if (endings, key) not in wordings.stems.setdefault(stem, []):
                wordings.stems[stem].append((endings, key))
        if not spelled:
            return wordings.morphology.fold(word)
    return key
