"""Asks whether the text alleges that an act took place: negation, condition, plan, appeal, exercise."""

from __future__ import annotations

from monitor.classify.events import Event
from monitor.classify.words import Cue, Sentence

_REACH = {"negation": 6, "plan": 5, "call": 9, "hypothetical": 9, "retaliation": 4}


def judge_mood(sentence: Sentence, event: Event) -> str:
    """What keeps the act from being alleged: the class of the cue, or "" when it is alleged."""
    if sentence.has("exercise"):
        return "exercise"
    if event.governor and event.governor.key == "repel":
        return ""
    purpose = any(c.j <= event.start for c in sentence.of("purpose"))
    if purpose:
        return "plan"
    if event.act.negated:
        return _first(sentence, event, ("hypothetical", "call"))
    found = _first(sentence, event, ("hypothetical", "call", "plan", "negation"))
    return found or _denied_after(sentence, event)


def _first(sentence: Sentence, event: Event, classes: tuple[str, ...]) -> str:
    for cls in classes:
        if any(_governs(sentence, cue, event) for cue in sentence.of(cls)):
            return cls
    return ""


def _governs(sentence: Sentence, cue: Cue, event: Event) -> bool:
    """The cue stands before the act, near enough, in the same clause, with no other report between."""
    if sentence.is_at(cue.i, "month") and _dated(sentence, cue):
        return False
    if not cue.j <= event.start or event.start - cue.j > _REACH[cue.cls]:
        return False
    if sentence.barred(cue.j, event.start):
        return False
    return not sentence.within(cue.j, event.start, "speech", "suffer")


def _dated(sentence: Sentence, cue: Cue) -> bool:
    """The word is a month's name: a number stands beside it."""
    around = (*sentence.tokens[max(0, cue.i - 1) : cue.i], *sentence.tokens[cue.j : cue.j + 1])
    return any(token.raw[0].isdigit() for token in around)


def _denied_after(sentence: Sentence, event: Event) -> str:
    """ "Violations were not recorded": a negation in the verb that follows a noun of action."""
    if event.voice != "noun":
        return ""
    aux = next((c for c in sentence.within(event.j, event.j + 5, "aux")), None)
    if aux is None or sentence.barred(event.j, aux.i):
        return ""
    return "negation" if sentence.within(aux.j, aux.j + 2, "negation") else ""
