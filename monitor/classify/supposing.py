"""Supposes an act behind an unknown word: somebody accusable does it, and harm stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.discourse import Discourse
from monitor.classify.drafts import Draft
from monitor.classify.mentions import Mention
from monitor.classify.words import Sentence
from monitor.terms import Stance, ViolationType

if TYPE_CHECKING:
    from monitor.classify.scenes import Scene

_UNSAID = (
    "hypothetical",
    "call",
    "plan",
    "exercise",
    "rumour",
    "separate",
    "falsity",
    "mistake",
    "retaliation",
    "long_ago",
    "friendly",
    "outsider",
    "permitted",
)
_PASSED = (
    "aux",
    "adverb",
    "continuing",
    "daypart",
    "day",
    "month",
    "weekday",
    "recent",
    "det",
    "number",
    "light",
)
HARM = ("means", "casualty", "fortification", "civilian", "captive", "self")
_REACH = 4  # tokens between the doer and the word that is supposed to be the act
_BESIDE = 12  # tokens after that word in which what it harms or with what must stand


def suppose_act(scene: Scene, discourse: Discourse) -> list[Draft]:
    """At most one draft, for a party's or an observer's text; none beside a word that unsays the act."""
    sentence, voice = scene.sentence, discourse.speaker
    if voice is None or sentence.field == "title" or any(sentence.has(cls) for cls in _UNSAID):
        return []
    for m in scene.mentions:
        doer = discourse.resolve(m, voice)
        if not m.doer or m.role != "" or m.stranger or not _accusable(doer, voice, discourse):
            continue
        at = _unknown_verb(sentence, m)
        if at is not None and _harms(sentence, at):
            return [_draft(sentence, at, voice, str(doer))]
    return []


def could_suppose(sentence: Sentence, mentions: list[Mention]) -> bool:
    """Whether somebody may have done an unknown thing to something, whoever it is."""
    for m in mentions:
        at = _unknown_verb(sentence, m) if m.doer and m.role == "" and not m.stranger else None
        if at is not None and _harms(sentence, at):
            return True
    return False


def _accusable(doer: str | None, voice: str, discourse: Discourse) -> bool:
    roster = discourse.roster
    return doer in roster.opponents(voice) if roster.is_party(voice) else roster.is_party(doer)


def _unknown_verb(sentence: Sentence, m: Mention) -> int | None:
    """The first word after the doer that no wording covers, with nothing but small words between."""
    k = m.right
    while k < min(m.right + _REACH, len(sentence.tokens)):
        token = sentence.tokens[k]
        if not sentence.starting.get(k):
            return k if token.word and not token.capital else None
        passed = sentence.is_at(k, *_PASSED)
        if passed is not None and passed.cls == "aux" and passed.key == "be":
            return None
        if passed is None or sentence.is_at(k, "negation", "speech", "marker"):
            return None
        k = passed.j
    return None


def _harms(sentence: Sentence, at: int) -> bool:
    if sentence.within(at - _REACH, at + 2, "negation", "lack"):
        return False
    return bool(sentence.within(at + 1, at + _BESIDE, *HARM))


def _draft(sentence: Sentence, at: int, voice: str, doer: str) -> Draft:
    weapons = [c.key for c in sentence.within(at, at + _BESIDE, "means")]
    forces = [c for c in sentence.within(at, at + _BESIDE, "head") if c.key == "force"]
    struck = bool(forces or sentence.within(at, at + _BESIDE, "fortification"))
    types = (ViolationType(weapons[0]),) if weapons else (ViolationType.UNSPECIFIED,)
    if struck and not weapons:
        types = (ViolationType.GROUND_ASSAULT,)
    draft = Draft(Stance.ACCUSATION, voice, doer, types, sentence, at, "supposed", explicit=True)
    draft.generic, draft.towns = not weapons, True
    word = sentence.words(at, at + 1)
    draft.why = [f"speaker:{voice}", f"supposed->{doer}", "act:" + word]
    return draft
