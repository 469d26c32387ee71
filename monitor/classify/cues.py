"""Finds the wordings of a lexicon in a row of tokens: by first word, the longest wording first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, KeysView, Mapping
from typing import NamedTuple

from monitor.classify.morphology import CASES, NONE, Features, Morphology
from monitor.classify.phrases import Node, Wordings
from monitor.classify.words import CAPITAL, MARKED, Cue, Sense, Token

_REMEMBERED = 20_000  # distinct words of texts of which it is kept what they begin
_MOST_GAPS = 2
_FORMS = {"fin": "fin", "nominal": "noun", "part": "part", "ger": "ger", "inf": "inf"}
_new_cue = tuple.__new__

Start = tuple[int, Wordings, Node, Features]
Found = tuple[int, tuple[Sense, ...], Features]
Alone = tuple[tuple[str, str, str, Features], ...]  # class, concept, form and features of each cue


class Opening(NamedTuple):
    """What a first word may begin, and what it means when nothing that follows belongs to it."""

    begun: tuple[Start, ...]
    leading: tuple[tuple[Wordings, KeysView[str]], ...]  # the layers in which more may follow, and what
    alone: Alone | None  # None: it depends on how the word is spelled


Starts = dict[str, Opening | None]


def find_cues(tokens: list[Token], layers: tuple[Wordings, ...], starts: Starts | None = None) -> list[Cue]:
    """Leftmost, longest; of two wordings of one length the earlier layer's holds.

    `starts` is kept by the caller for one set of layers: what each word met so far may begin.
    """
    starts = {} if starts is None else starts
    glued = layers[-1].morphology.glued
    cues: list[Cue] = []
    i, size = 0, len(tokens)
    while i < size:
        low = tokens[i].low
        try:
            begun = starts[low]
        except KeyError:
            begun = _remember(low, layers, starts)
        if begun is None:
            i += 1
            continue
        following = tokens[i + 1] if i + 1 < size else None
        plain = begun.alone is not None and (following is None or not _leads_on(begun, following, glued))
        if plain and begun.alone is not None:
            for cls, key, form, features in begun.alone:
                cues.append(_new_cue(Cue, (cls, key, form, i, i + 1, features)))
            i += 1
            continue
        found = _longest(tokens, i, begun.begun)
        if found is None:
            i += 1
            continue
        j, senses, features = found
        cues += [Cue(*cue[:3], i, j, cue[3]) for cue in _name_cues(senses, features)]
        i = j
    return cues


def _leads_on(opening: Opening, following: Token, glued: Mapping[str, Features]) -> bool:
    """Whether the next token may belong to a wording that the word begins."""
    low = following.low
    if glued and following.glued and low in glued:
        return True
    for layer, keys in opening.leading:
        words = layer.analyse(low)
        gaps = layer.morphology.gaps
        if not keys.isdisjoint(words) or (gaps and not gaps.keys().isdisjoint(words)):
            return True
    return False


def _name_cues(senses: tuple[Sense, ...], features: Features) -> Alone:
    """The cues of a wording; one that says in itself that something is ours is a cue of that as well."""
    cues = tuple((s.cls, s.key, _form_of(s, features), features) for s in senses)
    return (*cues, ("self", "our", "", NONE)) if "SELF" in features else cues


def _remember(low: str, layers: tuple[Wordings, ...], starts: Starts) -> Opening | None:
    if len(starts) >= _REMEMBERED:
        starts.clear()
    starts[low] = opening = _open(low, layers)
    return opening


def _open(low: str, layers: tuple[Wordings, ...]) -> Opening | None:
    begun = tuple((n, layer, node, f) for n, layer in enumerate(layers) for node, f in layer.open(low))
    if not begun:
        return None
    leading = tuple((layer, node.following.keys()) for _, layer, node, _ in begun if node.following)
    if any(sense.exact for _, _, node, _ in begun for sense in node.senses):
        return Opening(begun, leading, None)
    found = _longest([_bare(low)], 0, begun)
    return Opening(begun, leading, _name_cues(found[1], found[2]) if found else ())


def _bare(low: str) -> Token:
    return Token(low, low, 0, len(low), glued=False, word=True, capital=False)


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
        if not node.following.keys().isdisjoint(words) or (gaps and not gaps.keys().isdisjoint(words)):
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
    small = layer.morphology.gaps
    if gaps < _MOST_GAPS and (passed := next((w for w in words if w in small), None)) is not None:
        for found in _walk(tokens, i, k + 1, node, features | small[passed], layer, gaps + 1):
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
    if sense.exact.startswith(MARKED):
        return sense.exact[1:] in last.low
    return last.capital if sense.exact == CAPITAL else first.raw == sense.exact
