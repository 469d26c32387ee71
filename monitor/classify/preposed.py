"""What stands before the verb where the verb stands last: its objects, conditions, lists, participles."""

from __future__ import annotations

from monitor.classify.events import Event
from monitor.classify.mentions import Mention
from monitor.classify.words import Cue, Sentence

_OBJECT_WITHIN = 8  # tokens before a verb in which its object stands
_NOUN_WITHIN = 5  # tokens after a participle in which the noun that it belongs to stands
_LISTED = 3  # tokens between two weapons of a list
_PEOPLE = ("victim", "civilian", "monitors", "outsider")
_ACTORS = ("name", "enemy", "state", "unknown")


def is_conditioned(sentence: Sentence, event: Event) -> bool:
    """ "If they bring up tanks, this will be a breach": a verb in the conditional before the act."""
    for cue in sentence.cues:
        if cue.i >= event.start:
            return False
        conceding = sentence.is_at(cue.j, "concession") is not None
        if "IF" in cue.features and not conceding and ";" not in _raw(sentence, cue.j, event.start):
            return True
    return False


def _raw(sentence: Sentence, lo: int, hi: int) -> list[str]:
    return [token.raw for token in sentence.tokens[lo:hi]]


def belongs_to_people(sentence: Sentence, event: Event) -> bool:
    """ "Two women who had crossed the border": an active participle whose noun is a person."""
    if "REL" not in event.cue.features or event.voice != "active":
        return False
    for cue in sentence.within(event.j, event.j + _NOUN_WITHIN, *_PEOPLE):
        between = sentence.within(event.j, cue.i + 1, *_ACTORS)
        if not between and not sentence.barred(event.j, cue.i):
            return True
    return False


def is_ended(sentence: Sentence, event: Event) -> bool:
    """ "Handed over the two policemen whom it held": a capture told as a participle of those who are free."""
    if not {"OBJ", "REL"} & event.cue.features or event.act.negated:
        return False
    return any("NEG" not in c.features for c in sentence.of("freed") if c.i >= event.j)


def find_needed(sentence: Sentence, event: Event, need: str, mentions: list[Mention]) -> bool:
    """The object that an act needs stands before it, or after its participle, and is not who does it."""
    loose = event.voice == "noun" or {"REL", "OBJ"} & event.cue.features
    hi = event.j + _NOUN_WITHIN if loose else event.j
    found = sentence.within(event.i - _OBJECT_WITHIN, hi, need)
    if event.voice != "active" or need in ("truce", "airspace", "means"):
        return bool(found)
    doing = [m for m in mentions if m.doer and m.leading and m.kind != "we"]
    return any(not any(m.left <= c.i < m.right for m in doing) for c in found)


def list_weapons(sentence: Sentence, near: list[Cue], event: Event) -> list[Cue]:
    """ "From mortars, grenade launchers and rifles": the commas of a list of weapons part nothing."""
    kept: list[Cue] = []
    edge = event.i
    for cue in sorted(near, key=lambda c: -c.i):
        parted = sentence.barred(cue.j, edge)
        if parted and not (kept and edge - cue.j <= _LISTED):
            break
        kept.append(cue)
        edge = cue.i
    owners = {c.i for c in kept if "gen" in c.features and any(0 <= d.i - c.j <= 1 for d in kept)}
    return [c for c in kept if c.i not in owners][::-1]
