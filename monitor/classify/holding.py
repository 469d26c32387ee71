"""Doers that no marker shows: who is held responsible for an act, who mans the positions that do it."""

from __future__ import annotations

from monitor.classify.events import Event
from monitor.classify.mentions import Mention
from monitor.classify.words import Cue, Sentence
from monitor.terms import ViolationType

_HELD = 8  # tokens between the two parts of "hold ... responsible for"
_SEEN_WITHIN = 9  # tokens after a word of seeing in which what was seen may stand
_HELD_AT = {ViolationType.OBSTRUCTION, ViolationType.DETENTION}
_BEHIND = 5  # tokens between an act and the verb that ascribes it, or the one whom it is ascribed to


def is_manned(sentence: Sentence, event: Event, m: Mention) -> bool:
    """ "X positions opened fire", "X checkpoints turned back patrols": those who man them do it."""
    near = m.right <= event.start <= m.right + 2 and event.voice == "active" and m.role == ""
    return m.head == "thing" and near and sentence.is_at(m.head_at, "fortification") is not None


def find_responsible(sentence: Sentence, event: Event, mentions: list[Mention]) -> Mention | None:
    """ "Holds X responsible for the breach", "X is responsible for the breach"."""
    for cue in sentence.of("hold_responsible"):
        if cue.j <= event.start:
            near = [m for m in mentions if 0 <= cue.i - m.right <= 2 and m.doer and m.bare]
            return near[-1] if near else None
    return None


def is_ascribed(sentence: Sentence, event: Event, m: Mention) -> bool:
    """ "Ascribes this breach to X", "pins the attack on X"."""
    if event.voice != "noun" or m.role not in ("goal", "target") or not m.doer or m.left - event.j > _BEHIND:
        return False
    return m.left >= event.j and bool(sentence.within(event.i - _BEHIND, event.i, "ascribing"))


def watched_doer(event: Event, mentions: list[Mention]) -> Mention | None:
    """ "The patrol saw three tanks of X": whose its object is did what is watched."""
    if not event.act.watched or event.voice != "active":
        return None
    seen = (m for m in mentions if 0 <= m.left - event.j <= _SEEN_WITHIN and m.role in ("", "object"))
    return next((m for m in seen if m.who and m.head in ("force", "thing")), None)


def holder_of_post(sentence: Sentence, event: Event, mentions: list[Mention]) -> Mention | None:
    """ "The patrol was stopped at a checkpoint of X": in the passive, those who man the post did it."""
    if event.voice != "passive" or not sentence.grammar.roles or not _HELD_AT & set(event.types):
        return None
    posts = [m for m in mentions if m.role == "place" and sentence.is_at(m.head_at, "fortification")]
    near = [m for m in posts if m.who and not sentence.barred(min(m.right, event.j), max(m.left, event.i))]
    return near[0] if near else None


def find_holding(sentence: Sentence) -> list[Cue]:
    """ "X holds Y responsible for": a word of accusing in two parts."""
    held = sentence.of("hold_responsible") and sentence.of("holds")
    return [
        Cue("speech", "accuse", "s", c.i, c.j, c.features)
        for c in held
        if sentence.within(c.j + 1, c.j + _HELD, "hold_responsible")
    ]
