"""Who speaks and who is accused beside a word of saying, where case or a marker tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.events import Event
from monitor.classify.grammar import Grammar
from monitor.classify.mentions import Mention
from monitor.classify.verb_final import pick_speaker
from monitor.classify.words import Cue, Sentence

if TYPE_CHECKING:
    from monitor.classify.stance import Frame


def speaker_by_case(
    sentence: Sentence, cue: Cue, mentions: list[Mention], frames: list[Frame], events: list[Event]
) -> tuple[Mention | None, bool]:
    """The nearest phrase that its case lets speak: right after the word of saying, or before it."""
    passive = "PASSIVE" in cue.features or cue.form == "part"
    roles = ("agent", *sentence.grammar.speaker) if passive else ("subject", "", *sentence.grammar.speaker)
    doing = {id(m) for e in events for m in e.agents if e.agent_path == "marked"}
    floor = max((f.j for f in frames), default=0)
    found = []
    spoken = []
    for m in mentions:
        if m.role == "agent" and sentence.ending_at(m.left, "marker"):
            continue  # "on the part of X": X did it, and somebody else says so
        if m.role not in roles or id(m) in doing or m.head in ("thing", "act") or _is_said(m):
            continue
        if m.role not in ("subject", "", "agent") and not _speaks_from(m, cue):
            continue
        if cue.key == "accuse" and m.left >= cue.j and m.role != "subject":
            continue
        spoken.append(m)
        if 0 <= m.left - cue.j <= 3 and not _has_mark(sentence, cue.j, m.left):
            found.append((m.left - cue.j - 2 * (cue.i == 0 or sentence.tokens[cue.i - 1].raw in ',"'), m))
        elif floor <= m.left and m.right <= cue.i and not any(m.right <= e.i < cue.i for e in events):
            found.append((cue.i - m.right, m))
    if sentence.grammar.speech_scope == "left" and not passive:
        return pick_speaker(cue, spoken, events, floor), passive
    return (min(found, key=lambda pair: pair[0])[1] if found else None), passive


def _is_said(m: Mention) -> bool:
    """An allegation speaks only where it is the place in which something is said."""
    return m.head == "claim" and m.role in ("", "subject", "agent")


def _speaks_from(m: Mention, cue: Cue) -> bool:
    """ "In the ministry", "in a statement of X", "in the capital": where the word of saying places it."""
    beside = m.right == cue.i or m.left - cue.j <= 1
    return m.head in ("official", "claim") or m.kind == "capital" or (beside and not m.head)


def _has_mark(sentence: Sentence, lo: int, hi: int) -> bool:
    return any(token.raw in ",;:" for token in sentence.tokens[lo:hi])


def find_accused(
    cue: Cue, mentions: list[Mention], passive: bool, grammar: Grammar, speaker: Mention | None
) -> Mention | None:
    if cue.key != "accuse":
        return None
    if passive:
        return next((m for m in reversed(mentions) if m.right <= cue.i and m.leading), None)
    if grammar.roles:
        return _accused_by_case(cue, mentions, grammar, speaker)
    return next((m for m in mentions if 0 <= m.left - cue.j <= 4 and m.role == "" and m.head != "act"), None)


def _accused_by_case(
    cue: Cue, mentions: list[Mention], grammar: Grammar, speaker: Mention | None
) -> Mention | None:
    """The nearest phrase in a role that the language's words of accusing give to the accused."""
    near = [m for m in mentions if m.role in grammar.accused and m.head not in ("act", "claim", "thing")]
    near = [m for m in near if m is not speaker]
    near = [
        m
        for m in near
        if 0 <= m.left - cue.j <= 9 or 0 <= cue.i - m.right <= (18 if grammar.speech_scope == "left" else 9)
    ]
    return min(near, key=lambda m: m.left - cue.j if m.left >= cue.j else 2 + cue.i - m.right, default=None)
