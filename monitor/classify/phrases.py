"""Finds the wordings of a lexicon in a row of tokens: a dictionary by first word, longest wording first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from monitor.classify.morphology import CASES, NONE, Features, Morphology
from monitor.classify.sentences import cut_tokens
from monitor.classify.words import CAPITAL, Cue, Sense, Token

Entry = tuple[str, Sense] | tuple[str, Sense, str]  # wording, sense, and the kind by which it is inflected
Keys = tuple[str, ...]
_REMEMBERED = 50_000  # distinct words of texts whose analysis is kept
_MOST_GAPS = 2
_FORMS = {"fin": "fin", "nominal": "noun", "part": "part", "ger": "ger", "inf": "inf"}


class Node:
    """A place in the tree of wordings: what may come next, and what the words so far mean."""

    __slots__ = ("following", "senses")

    def __init__(self) -> None:
        self.following: dict[str, Node] = {}
        self.senses: tuple[Sense, ...] = ()


@dataclass(slots=True)
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


Start = tuple[int, Wordings, Node, Features]
Starts = dict[str, tuple[Start, ...]]
Found = tuple[int, tuple[Sense, ...], Features]


def find_cues(tokens: list[Token], layers: tuple[Wordings, ...], starts: Starts | None = None) -> list[Cue]:
    """Leftmost, longest; of two wordings of one length the earlier layer's holds.

    `starts` is kept by the caller for one set of layers: what each word met so far may begin.
    """
    starts = {} if starts is None else starts
    cues: list[Cue] = []
    i, size = 0, len(tokens)
    while i < size:
        low = tokens[i].low
        begun = starts.get(low)
        if begun is None:
            begun = starts[low] = _begin(low, layers)
        found = _longest(tokens, i, begun) if begun else None
        if found is None:
            i += 1
            continue
        j, senses, features = found
        cues += [Cue(s.cls, s.key, _form_of(s, features), i, j, features) for s in senses]
        if "SELF" in features:
            cues.append(Cue("self", "our", "", i, j))
        i = j
    return cues


def _begin(low: str, layers: tuple[Wordings, ...]) -> tuple[Start, ...]:
    return tuple((n, layer, node, f) for n, layer in enumerate(layers) for node, f in layer.open(low))


def _longest(tokens: list[Token], i: int, begun: tuple[Start, ...]) -> Found | None:
    """The longest wording; those of one layer and one length are all meant."""
    best: Found | None = None
    rank = 0
    for n, layer, node, features in begun:
        for found in _follow(tokens, i, node, features, layer):
            if best is None or found[0] > best[0]:
                best, rank = found, n
            elif found[0] == best[0] and n == rank:
                more = tuple(s for s in found[1] if s not in best[1])
                best = (best[0], best[1] + more, best[2] | found[2])
    return best


def _follow(tokens: list[Token], i: int, node: Node, features: Features, layer: Wordings) -> Iterable[Found]:
    """The wordings that begin at token i; quick where the next word leads no further."""
    k = i + 1
    if node.following and k < len(tokens):
        words = layer.analyse(tokens[k].low)
        gaps = layer.morphology.gaps
        if not node.following.keys().isdisjoint(words) or (gaps and not gaps.isdisjoint(words)):
            return _walk(tokens, i, k, node, features, layer)
    if not node.senses:
        return ()
    fit = tuple([s for s in node.senses if not s.exact or _spelled_so(s, tokens[i], tokens[i])])
    return (_with_ending(tokens, k, fit, features, layer.morphology),) if fit else ()


def _walk(
    tokens: list[Token], i: int, k: int, node: Node, features: Features, layer: Wordings, gaps: int = 0
) -> Iterator[Found]:
    """The wordings that begin at token i and have been followed up to token k; small words may part them."""
    if node.senses:
        fit = tuple(s for s in node.senses if not s.exact or _spelled_so(s, tokens[i], tokens[k - 1]))
        if fit:
            yield _with_ending(tokens, k, fit, features, layer.morphology)
    if not node.following or k >= len(tokens):
        return
    words = layer.analyse(tokens[k].low)
    for key, more in words.items():
        if key in node.following:
            yield from _walk(tokens, i, k + 1, node.following[key], _agree(features, more), layer, gaps)
    if gaps < _MOST_GAPS and not layer.morphology.gaps.isdisjoint(words):
        for found in _walk(tokens, i, k + 1, node, features, layer, gaps + 1):
            if found[0] > k + 1:
                yield found


def _with_ending(
    tokens: list[Token], k: int, senses: tuple[Sense, ...], features: Features, morphology: Morphology
) -> Found:
    """With the case ending that is written after the wording with a hyphen or an apostrophe."""
    if morphology.glued and k < len(tokens) and tokens[k].glued and tokens[k].low in morphology.glued:
        return k + 1, senses, features | morphology.glued[tokens[k].low]
    return k, senses, features


def _agree(one: Features, other: Features) -> Features:
    """The features of two words of a wording: the cases that both may have, and all else."""
    cases = one & other & CASES or (one | other) & CASES
    return (one | other) - CASES | cases


def _form_of(sense: Sense, features: Features) -> str:
    if sense.form != "verb":
        return sense.form
    return next((form for feature, form in _FORMS.items() if feature in features), "fin")


def _spelled_so(sense: Sense, first: Token, last: Token) -> bool:
    """Some names must keep their capitals: letter for letter, or (CAPITAL) the last word's first letter."""
    return last.capital if sense.exact == CAPITAL else first.raw == sense.exact
