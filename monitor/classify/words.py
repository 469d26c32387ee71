"""The small values that reading works with: a token, a word's sense, a cue found in a sentence."""

from __future__ import annotations

import dataclasses
import operator
from bisect import bisect_left
from dataclasses import dataclass
from typing import Literal, NamedTuple

from monitor.classify.grammar import PLAIN, Grammar

BARRIERS = frozenset(',;:\u2014"()')
MARKED = "~"  # in Sense.exact: the last word must hold the letter that follows, though it is read alike
CAPITAL = "^"  # in Sense.exact: the last word must begin with a capital
_FIRST_TOKEN = operator.attrgetter("i")
Field = Literal["title", "text"]


class Token(NamedTuple):
    """A word, number or mark; `start` and `end` are offsets into the folded text."""

    low: str
    raw: str
    start: int
    end: int
    glued: bool  # written without a space after the token before it
    word: bool  # begins with a letter
    capital: bool  # begins with a capital letter


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
    bars: list[int] | None = None  # where the marks that part clauses stand, once asked for

    def take(self, cues: list[Cue]) -> None:
        """Index the cues by class and by first and last token."""
        self.cues = cues
        by_class, starting, ending = self.by_class, self.starting, self.ending
        for cue in cues:
            cls, _, _, i, j, _ = cue
            if cls in by_class:
                by_class[cls].append(cue)
            else:
                by_class[cls] = [cue]
            if i in starting:  # the cues come in the order of the text: those of one wording end together
                starting[i].append(cue)
                ending[j].append(cue)
            else:
                starting[i], ending[j] = [cue], [cue]

    def of(self, *classes: str) -> list[Cue]:
        """The cues of these classes, in the order of the text."""
        by_class = self.by_class
        if len(classes) == 1:
            return by_class.get(classes[0], [])
        found = [by_class[name] for name in classes if name in by_class]
        if len(found) < 2:
            return found[0] if found else []
        return sorted([c for cues in found for c in cues], key=_FIRST_TOKEN)

    def has(self, cls: str, key: str | None = None) -> bool:
        """Whether a cue of the class (and concept) stands in the sentence."""
        if key is None:
            return cls in self.by_class
        return any(cue.key == key for cue in self.by_class.get(cls, ()))

    def is_at(self, i: int, *classes: str) -> Cue | None:
        """The cue of one of these classes that begins at token i."""
        for cue in self.starting.get(i, ()):
            if cue.cls in classes:
                return cue
        return None

    def ending_at(self, j: int, *classes: str) -> Cue | None:
        """The cue of one of these classes that ends before token j."""
        for cue in self.ending.get(j, ()):
            if cue.cls in classes:
                return cue
        return None

    def within(self, lo: int, hi: int, *classes: str) -> list[Cue]:
        """The cues of these classes that begin in tokens [lo, hi)."""
        by_class = self.by_class
        found = []
        for name in classes:
            if name in by_class:
                found += [c for c in by_class[name] if lo <= c.i < hi]
        return found

    def barred(self, lo: int, hi: int) -> bool:
        """Whether a mark that parts clauses stands in tokens [lo, hi)."""
        bars = self.bars
        if bars is None:
            bars = self.bars = [k for k, token in enumerate(self.tokens) if token.raw in BARRIERS]
        at = bisect_left(bars, lo)
        return at < len(bars) and bars[at] < hi

    def words(self, i: int, j: int) -> str:
        """The tokens [i, j) as they are written."""
        return self.source[self.tokens[i].start : self.tokens[j - 1].end]
