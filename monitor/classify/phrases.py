"""Finds the wordings of a lexicon in a row of tokens: a dictionary by first word, longest wording first."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.classify.sentences import cut_tokens
from monitor.classify.words import CAPITAL, Cue, Sense, Token

Wordings = dict[str, list[tuple[tuple[str, ...], tuple[Sense, ...]]]]


def compile_wordings(entries: Iterable[tuple[str, Sense]]) -> Wordings:
    """Group the wordings by first token; the senses of one wording stand together."""
    senses: dict[tuple[str, ...], list[Sense]] = {}
    for wording, sense in entries:
        key = _key_of(wording)
        known = senses.setdefault(key, [])
        if key and sense not in known:
            known.append(sense)
    wordings: Wordings = {}
    for key in sorted(senses, key=len, reverse=True):
        if key:
            wordings.setdefault(key[0], []).append((key, tuple(senses[key])))
    return wordings


def _key_of(wording: str) -> tuple[str, ...]:
    """The tokens of a wording; one that begins with an apostrophe is the end of a word, and one token."""
    if wording.startswith("'"):
        return (wording.casefold(),)
    return tuple(token.low for token in cut_tokens(wording) if token.raw != "\n")


def find_cues(tokens: list[Token], layers: tuple[Wordings, ...]) -> list[Cue]:
    """Leftmost, longest; of two wordings of one length the earlier layer's holds."""
    lows = tuple(token.low for token in tokens)
    cues: list[Cue] = []
    i = 0
    while i < len(lows):
        found = _longest(tokens, lows, i, layers)
        if found is None:
            i += 1
            continue
        length, senses = found
        cues.extend(Cue(s.cls, s.key, s.form, i, i + length) for s in senses)
        i += length
    return cues


def _longest(
    tokens: list[Token], lows: tuple[str, ...], i: int, layers: tuple[Wordings, ...]
) -> tuple[int, tuple[Sense, ...]] | None:
    best: tuple[int, tuple[Sense, ...]] | None = None
    for layer in layers:
        for key, senses in layer.get(lows[i], ()):
            if best is not None and len(key) <= best[0]:
                break
            if lows[i : i + len(key)] == key:
                fit = tuple(s for s in senses if _spelled_so(s, tokens[i], tokens[i + len(key) - 1]))
                if fit:
                    best = (len(key), fit)
                    break
    return best


def _spelled_so(sense: Sense, first: Token, last: Token) -> bool:
    """Some names must keep their capitals: letter for letter, or (CAPITAL) the last word's first letter."""
    if not sense.exact:
        return True
    return last.capital if sense.exact == CAPITAL else first.raw == sense.exact
