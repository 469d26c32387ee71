"""An alleged act as found in a sentence, before anybody is made responsible for it."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.classify.lexicon import Act
from monitor.classify.mentions import Mention
from monitor.classify.morphology import CASES
from monitor.classify.words import Cue
from monitor.terms import ViolationType

NOUN_FORMS = ("noun", "weak")


@dataclass(slots=True)
class Event:
    """An act at tokens [i, j); `start` is where its verb group begins."""

    act: Act
    cue: Cue
    voice: str  # active, passive, noun, suffered
    start: int
    types: tuple[ViolationType, ...]
    governor: Cue | None = None
    agents: tuple[Mention, ...] = ()
    targets: tuple[Mention, ...] = ()
    agent_path: str = ""
    either: Mention | None = None  # doer or target: only perspective can tell
    mood: str = ""
    types_named: bool = False  # a weapon or the act itself says the type

    @property
    def is_attribute(self) -> bool:
        """A participle that only says which ones are meant: "those captured", "the shelled village"."""
        return self.cue.form == "part" and bool(self.cue.features & CASES)

    @property
    def i(self) -> int:
        return self.cue.i

    @property
    def j(self) -> int:
        return self.cue.j
