"""A claim in the making: one event of one sentence, with who says it of whom and how that was read."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.classify.words import Sentence
from monitor.terms import Occurred, Stance, ViolationType


@dataclass(slots=True)
class Draft:
    """What becomes a finding once numbers, places and time are in and repeats are merged."""

    stance: Stance
    by: str
    against: str | None
    types: tuple[ViolationType, ...]
    sentence: Sentence
    at: int  # the token of the act
    path: (
        str  # how the doer was found: modifier, marked, subject, accused, mutual, own, prior, open, recalled
    )
    explicit: bool  # the sentence names who says it
    why: list[str] = field(default_factory=list)
    generic: bool = False
    weak: bool = False
    hits_civilians: bool = True
    omission: bool = False  # what was left undone: a withdrawal, a release
    suffered: bool = False  # told of the one who suffers it: what it hit stands before it
    towns: bool = False
    definite: bool = False  # "the raid": what was told before, by another name
    voice: str | None = None
    occurred: Occurred | None = None
    side: str | None = None  # the text's own word on before or after the start
    places: list[str] = field(default_factory=list)
    count: int | None = None
    killed: int | None = None
    wounded: int | None = None
    civilians: bool = False
    in_force: bool = True
    certain: bool = True

    @property
    def triple(self) -> tuple[Stance, str, str | None]:
        """Who takes which stance towards whom."""
        return self.stance, self.by, self.against
