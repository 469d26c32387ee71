"""Cuts a folded text into tokens and sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from monitor.classify.words import Field, Sentence, Token

LONGEST = 160  # tokens of one sentence; a longer run without a full stop is cut

_TOKEN = re.compile(r"([^\S\n]*)(\d+(?:[.,:\u0589]\d+)*(?![\w])|(?<=\w)'[^\W\d_]+|\w+|\n|[^\w\s])")
_BLANKS = "".join(char for char in map(chr, range(0x3001)) if char.isspace() and char != "\n")
_DOTTED = "i\u0307"  # what a capital i with a dot folds to
_ENDS = frozenset(".!?\u2026\u0589\u0964\u3002\u061f")
_CLOSERS = frozenset("\"')]")
_STOPS = _ENDS | _CLOSERS | {"\n"}  # the tokens at which a sentence may end in every language
_BULLETS = frozenset("-*\u2022\u00b7\u2014\u25cf\u25aa")
_REMEMBERED = 20_000  # distinct spellings whose small letters are kept
_LONGEST_KEPT = 80  # letters of a spelling that is kept

_new_token = tuple.__new__


@dataclass(frozen=True, slots=True)
class Stops:
    """Where the sentences of the languages end otherwise than by the marks that all have in common.

    No sentence ends at the full stop of `abbreviations`. `typed` marks stand for a full stop, and
    `parting` ones end a sentence before a small letter too, each after one of its letters only.
    """

    abbreviations: frozenset[str] = frozenset()
    typed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    parting: Mapping[str, frozenset[str]] = field(default_factory=dict)


class _Spellings(dict[str, tuple[str, bool, bool]]):
    """What is asked of each spelling again and again: in small letters, whether a word, whether capital."""

    def __missing__(self, raw: str) -> tuple[str, bool, bool]:
        if len(self) >= _REMEMBERED:
            self.clear()
        first = raw[0]
        found = (raw.casefold().replace(_DOTTED, "i"), first.isalpha(), first.isupper())
        if len(raw) <= _LONGEST_KEPT:
            self[raw] = found
        return found


_spellings = _Spellings()


def cut_tokens(text: str) -> list[Token]:
    """Words, numbers, marks and line ends; a hyphen inside a word joins its parts and falls away."""
    tokens: list[Token] = []
    end = 0
    for space, raw in _TOKEN.findall(text.rstrip(_BLANKS)):  # blanks at the end would be tried one by one
        start = end + len(space)
        end = start + len(raw)
        glued = not space and start > 0
        if raw == "-" and glued and tokens and tokens[-1].raw[-1].isalnum() and text[end : end + 1].isalnum():
            continue
        low, word, capital = _spellings[raw]
        tokens.append(_new_token(Token, (low, raw, start, end, glued, word, capital)))
    return tokens


def cut_sentences(text: str, field: Field, stops: Stops) -> Iterator[Sentence]:
    """The sentences of a text, each with the number of its paragraph."""
    tokens = cut_tokens(text)
    may_end = _STOPS.union(stops.typed)
    current: list[Token] = []
    paragraph = 0
    for k, token in enumerate(tokens):
        if token.raw not in may_end:
            current.append(token)
            if len(current) >= LONGEST:
                yield Sentence(field, current, paragraph, text)
                current = []
            continue
        following = tokens[k + 1] if k + 1 < len(tokens) else None
        if token.raw == "\n":
            blank = following is not None and following.raw == "\n"
            if current and (blank or _ends_line(current[-1], following)):
                yield Sentence(field, current, paragraph, text)
                current = []
            paragraph += blank
            continue
        current.append(token)
        if len(current) >= LONGEST or _ends_sentence(tokens, k, following, stops):
            yield Sentence(field, current, paragraph, text)
            current = []
    if current:
        yield Sentence(field, current, paragraph, text)


def _ends_line(last: Token, following: Token | None) -> bool:
    """A line end closes a sentence before a bullet, or after a mark that ends something."""
    if following is None or following.raw in _BULLETS:
        return True
    return last.raw in _ENDS or last.raw in ":;" or last.raw in _CLOSERS


def _ends_sentence(tokens: list[Token], k: int, following: Token | None, stops: Stops) -> bool:
    token = tokens[k]
    closing = token.raw in _CLOSERS and token.glued and k > 0 and tokens[k - 1].raw in _ENDS
    if token.raw not in _ENDS and not closing and not _is_typed(tokens, k, following, stops):
        return False
    if following is None or following.raw == "\n":
        return True
    if following.glued and (following.raw in _CLOSERS or following.raw in _ENDS):
        return False
    if following.word and not following.capital and following.raw.lower() != following.raw.upper():
        return _is_parting(tokens, k, following, stops) and not _is_abbreviation(tokens, k, following, stops)
    return closing or not _is_abbreviation(tokens, k, following, stops)


def _is_parting(tokens: list[Token], k: int, following: Token, stops: Stops) -> bool:
    """A mark between two small letters that parts statements there, as a semicolon does elsewhere."""
    letters = stops.parting.get(tokens[k].raw)
    if letters is None or k == 0 or len(tokens[k - 1].raw) <= 2:
        return False
    return tokens[k - 1].raw[-1] in letters and not following.glued and following.raw[0] in letters


def _is_typed(tokens: list[Token], k: int, following: Token | None, stops: Stops) -> bool:
    """A mark that is typed where the keyboard lacks the language's own full stop."""
    letters = stops.typed.get(tokens[k].raw)
    if letters is None or k == 0 or tokens[k - 1].raw[-1] not in letters:
        return False
    return following is None or following.raw == "\n" or (following.capital and not following.glued)


def _is_abbreviation(tokens: list[Token], k: int, following: Token, stops: Stops) -> bool:
    """A full stop after an initial or a known short form, or inside a name, ends nothing."""
    if tokens[k].raw != "." or k == 0:
        return False
    before = tokens[k - 1]
    initial = len(before.raw) == 1 and before.raw.isupper()
    return following.glued or initial or before.low in stops.abbreviations
