"""A first look at a sentence's words: whether any of them could be part of an allegation.

Whatever makes a draft of a claim (telling.py and what it calls) needs a cue of one of the classes named here;
a new way to make one belongs into these lists. test_gate.py reads all corpora with the gate and without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from monitor.classify.events import Event
from monitor.classify.inferring import could_infer
from monitor.classify.language import load_profile
from monitor.classify.lexicon import Lexicon
from monitor.classify.mentions import Mention
from monitor.classify.parties import Roster
from monitor.classify.phrases import Node, Wordings
from monitor.classify.recalled import is_mutual
from monitor.classify.supposing import HARM, could_suppose
from monitor.classify.verdicts import NO_ALLEGATION
from monitor.classify.words import Sense, Sentence

TELLS, OPENS, ACTS, HARMS = 1, 2, 4, 8  # what a word may be part of: see the classes below
ALL = TELLS | OPENS | ACTS | HARMS
PAIRED = 16  # only together with a certain other word
_REMEMBERED = 20_000  # distinct words of texts whose marks are kept
_ANSWERS = ("deny", "reject", "admit", "accuse")  # words of saying that need no act beside them for a claim
_ANSWERED = frozenset(  # so do these
    (
        *("mutual", "falsity", "blaming", "taken_up", "silence", "off_limits", "heard"),
        *("not_ours", "ours", "tellers"),
    )
)
_OPENING = _ANSWERED | {"act", "count_noun"}
_TELLING = _OPENING | {
    *("name", "casualty", "casualty_noun", "killed_adj", "toll", "hold_responsible", "speech", "times_word"),
    *("mistake", "enemy", "rumour", "both", "state", "monitors"),
    *("scenario", "correction", "intact", "alone", "affirm", "cleared", "alibi", "other_cause", "rebuttal"),
    *("remembrance", "undecided", "checkable", "ours"),
}
_ACTING = frozenset(["name", "enemy", "pronoun", "both", "state", "monitors"])
_HARMING = frozenset(HARM)
_ACTORS = _ACTING | {"self"}


def mark_sentence(sentence: Sentence, lexicon: Lexicon, roster: Roster) -> int:
    """What its words may be part of: of anything that is told, of a claim, of who acts, of what is harmed."""
    known, marks = roster.marks, 0
    pairs = []
    for token in sentence.tokens:
        found = known.get(token.low)
        found = _mark(token.low, lexicon, roster) if found is None else found
        marks |= found
        if found & PAIRED:
            pairs.append(token.low)
    if pairs and marks & ALL != ALL:
        for layer in (roster.names, lexicon.wordings):
            marks |= _mark_pairs(pairs, sentence, layer, lexicon.code)
    return marks


def _mark_pairs(pairs: list[str], sentence: Sentence, layer: Wordings, code: str) -> int:
    """The marks of the wordings of several words of which two words stand in the sentence."""
    hints, marks = _find_hints(layer, code).pairs, 0
    keys: set[str] = set()
    for low in pairs:
        for key in layer.analyse(low):
            if key in hints:
                keys = keys or {k for token in sentence.tokens for k in layer.analyse(token.low)}
                for partner in hints[key].keys() & keys:
                    marks |= hints[key][partner]
    return marks


def may_open(marks: int, *, speaking: bool) -> bool:
    """Whether a claim may begin in a sentence of these marks.

    In the text of a party or an observer (`speaking`) an unknown word between doer and harm is enough.
    """
    return bool(marks & OPENS) or (speaking and marks & (ACTS | HARMS) == ACTS | HARMS)


def may_tell(marks: int, *, speaking: bool) -> bool:
    """Whether the sentence can allege or answer anything, or say who is spoken of; else it is not read."""
    return bool(marks & TELLS) or may_open(marks, speaking=speaking)


def could_open(sentence: Sentence, *, speaking: bool) -> bool:
    """Whether a claim may begin in the sentence, now that its cues are known."""
    found = sentence.by_class.keys()
    if not found.isdisjoint(_OPENING) or any(cue.key in _ANSWERS for cue in sentence.of("speech")):
        return True
    return speaking and not (found.isdisjoint(_ACTORS) or found.isdisjoint(_HARMING))


def could_claim(sentence: Sentence, mentions: list[Mention], events: list[Event], *, speaking: bool) -> bool:
    """Whether a claim may begin in the sentence, now that its acts and who is spoken of are known."""
    if any(event.mood not in NO_ALLEGATION for event in events) or sentence.of("falsity", "blaming"):
        return True
    if speaking and sentence.of("taken_up", "silence", "off_limits", "heard", "not_ours", "ours", "tellers"):
        return True
    if is_mutual(sentence, events):
        return True
    if any(cue.key in _ANSWERS for cue in sentence.of("speech")):
        return True
    if (sentence.of("count_noun") or (len(mentions) > 1 and sentence.of("act"))) and _has_number(sentence):
        return True
    if speaking and (_relates(sentence) or could_infer(sentence, mentions, events)):
        return True
    return speaking and not events and could_suppose(sentence, mentions)


def _relates(sentence: Sentence) -> bool:
    """A word of saying or for what is said, beside what harm may be told of: a claim that may be disputed."""
    said = sentence.of("speech") or any(c.key == "claim" for c in sentence.of("head"))
    return bool(said) and bool(sentence.of("means", "fortification", "civilian", "self"))


def _has_number(sentence: Sentence) -> bool:
    return sentence.has("number") or any(token.raw[0].isdigit() for token in sentence.tokens)


def _mark(low: str, lexicon: Lexicon, roster: Roster) -> int:
    marks = 0
    for layer in (roster.names, lexicon.wordings):
        hints = _find_hints(layer, lexicon.code)
        for key in layer.analyse(low):
            marks |= hints.alone.get(key, 0) | PAIRED * (key in hints.pairs)
    if len(roster.marks) >= _REMEMBERED:
        roster.marks.clear()
    roster.marks[low] = marks
    return marks


@dataclass(frozen=True, slots=True)
class Hints:
    """The marks of wordings of one word by its key; of longer ones by the two keys that are the rarest."""

    alone: Mapping[str, int]
    pairs: Mapping[str, Mapping[str, int]]


@lru_cache(maxsize=512)
def _find_hints(layer: Wordings, code: str) -> Hints:
    common = load_profile(code).function_words
    alone: dict[str, int] = {}
    pairs: dict[str, dict[str, int]] = {}
    for keys, senses in _wordings(layer.root, ()):
        marks = 0
        for sense in senses:
            marks |= _marks_of(sense)
        if marks:
            first, *more = sorted(set(keys), key=lambda key: (key in common, -len(key), key))
            table, key = (pairs.setdefault(first, {}), more[0]) if more else (alone, first)
            table[key] = table.get(key, 0) | marks
    return Hints(alone, pairs)


def _marks_of(sense: Sense) -> int:
    claimed = sense.cls == "head" and sense.key == "claim"
    opens = sense.cls in _OPENING or (sense.cls == "speech" and sense.key in _ANSWERS)
    return (
        TELLS * (sense.cls in _TELLING or claimed)
        | OPENS * opens
        | ACTS * (sense.cls in _ACTING)
        | HARMS * (sense.cls in _HARMING)
    )


def _wordings(node: Node, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[Sense, ...]]]:
    if node.senses:
        yield keys, node.senses
    for key, following in node.following.items():
        yield from _wordings(following, (*keys, key))
