"""The small values that reading works with: a token, a word's sense, a cue found in a sentence."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal, NamedTuple

from monitor.classify.grammar import PLAIN, Grammar

BARRIERS = frozenset(',;:\u2014"()')
CAPITAL = "^"  # in Sense.exact: the last word must begin with a capital
Field = Literal["title", "text"]


class Token(NamedTuple):
    """A word, number or mark; `start` and `end` are offsets into the folded text."""

    low: str
    raw: str
    start: int
    end: int
    glued: bool  # written without a space after the token before it

    @property
    def capital(self) -> bool:
        """Begins with a capital letter."""
        return self.raw[0].isupper()

    @property
    def word(self) -> bool:
        """Begins with a letter."""
        return self.raw[0].isalpha()


class Sense(NamedTuple):
    """One meaning of a wording: its class, its concept, and its grammatical form."""

    cls: str
    key: str
    form: str = ""
    exact: str = ""  # the spelling it must have, letter for letter, when case tells it from a common word


class Cue(NamedTuple):
    """A wording found at tokens [i, j) of a sentence."""

    cls: str
    key: str
    form: str
    i: int
    j: int
    features: frozenset[str] = frozenset()


@dataclass(slots=True)
class Sentence:
    """Tokens of one sentence, its field and paragraph, and the cues found in it."""

    field: Field
    tokens: list[Token]
    paragraph: int
    source: str  # the folded text that the tokens' offsets lead into
    grammar: Grammar = PLAIN
    cues: list[Cue] = dataclasses.field(default_factory=list)
    by_class: dict[str, list[Cue]] = dataclasses.field(default_factory=dict)
    starting: dict[int, list[Cue]] = dataclasses.field(default_factory=dict)
    ending: dict[int, list[Cue]] = dataclasses.field(default_factory=dict)

    def take(self, cues: list[Cue]) -> None:
        """Index the cues by class and by first token."""
        self.cues = cues
        for cue in cues:
            self.by_class.setdefault(cue.cls, []).append(cue)
            self.starting.setdefault(cue.i, []).append(cue)
            self.ending.setdefault(cue.j, []).append(cue)

    def of(self, *classes: str) -> list[Cue]:
        """The cues of these classes, in the order of the text."""
        if len(classes) == 1:
            return self.by_class.get(classes[0], [])
        return sorted((c for name in classes for c in self.by_class.get(name, ())), key=lambda c: c.i)

    def has(self, cls: str, key: str | None = None) -> bool:
        """Whether a cue of the class (and concept) stands in the sentence."""
        return any(key is None or cue.key == key for cue in self.by_class.get(cls, ()))

    def is_at(self, i: int, *classes: str) -> Cue | None:
        """The cue of one of these classes that begins at token i."""
        return next((c for c in self.starting.get(i, ()) if c.cls in classes), None)

    def ending_at(self, j: int, *classes: str) -> Cue | None:
        """The cue of one of these classes that ends before token j."""
        return next((c for c in self.ending.get(j, ()) if c.cls in classes), None)

    def within(self, lo: int, hi: int, *classes: str) -> list[Cue]:
        """The cues of these classes that begin in tokens [lo, hi)."""
        return [c for name in classes for c in self.by_class.get(name, ()) if lo <= c.i < hi]

    def barred(self, lo: int, hi: int) -> bool:
        """Whether a mark that parts clauses stands in tokens [lo, hi)."""
        return any(token.raw in BARRIERS for token in self.tokens[max(lo, 0) : hi])

    def words(self, i: int, j: int) -> str:
        """The tokens [i, j) as they are written."""
        return self.source[self.tokens[i].start : self.tokens[j - 1].end]
