"""Moods that reach beyond a sentence's end: a scenario that is played, a question and its answer."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.classify.mood import TERMS
from monitor.classify.words import Sentence

if TYPE_CHECKING:
    from monitor.classify.parties import Roster
    from monitor.classify.scenes import Scene

_ANCHORS = ("weekday", "month", "day", "recent", "day_number")  # a date of its own tells of what took place
_BOND = 6  # tokens after "has nothing to do with" in which the truce must be named
_OPENING = 4  # tokens in which a question's verb or an answer's yes stands


def frame_scenes(scenes: list[Scene]) -> None:
    """What is only played or asked is not alleged; a question that is answered with yes is."""
    played: tuple[str, int] | None = None
    for scene in scenes:
        sentence = scene.sentence
        here = (sentence.field, sentence.paragraph)
        played = here if sentence.has("scenario") else played
        if played == here and (sentence.has("scenario") or not sentence.of(*_ANCHORS)):
            _set_mood(scene, "exercise")
    _excuse(scenes)
    corrected = any(scene.sentence.has("correction") for scene in scenes)
    for scene in scenes:
        if corrected and scene.sentence.has("own_report"):
            _set_mood(scene, "hypothetical")
    for n, scene in enumerate(scenes):
        answered = n + 1 < len(scenes) and _affirms(scenes[n + 1].sentence)
        if not answered and asks(scene.sentence):
            _set_mood(scene, "hypothetical")


def _excuse(scenes: list[Scene]) -> None:
    """ "The flight had been asked for": what the sentence before told was allowed."""
    for before, scene in pairwise(scenes):
        one, other = before.sentence, scene.sentence
        if other.has("consent") and (one.field, one.paragraph) == (other.field, other.paragraph):
            for event in before.events:
                if set(event.types) & TERMS and not scene.sentence.has("negation"):
                    event.mood = event.mood or "plan"


def _set_mood(scene: Scene, mood: str) -> None:
    for event in scene.events:
        event.mood = mood


def asks(sentence: Sentence) -> bool:
    """Asks whether something is so; who did it or why presupposes that it was done."""
    if sentence.tokens[-1].raw != "?" and (len(sentence.tokens) < 2 or sentence.tokens[-2].raw != "?"):
        return False
    start = next((k + 1 for k, t in enumerate(sentence.tokens[:_OPENING]) if t.raw in ":\u2014"), 0)
    return any(c.i <= start + 1 for c in sentence.within(start, start + 2, "aux", "polar"))


def _affirms(sentence: Sentence) -> bool:
    return bool(sentence.within(0, _OPENING, "affirm"))


def is_closed(scenes: list[Scene]) -> bool:
    """Whether the text says that the matter it tells of is settled."""
    return any(
        scene.sentence.has("intact", "closed") and not scene.sentence.of("negation", "lack")
        for scene in scenes
    )


def find_keeping(scenes: list[Scene], voice: str | None, roster: Roster) -> frozenset[str]:
    """The speaker's opponents (in media: the parties) of whom the text says that they keep the truce."""
    opponents = frozenset(roster.opponents(voice or "") or roster.sides)
    keeping: set[str] = set()
    for scene in scenes:
        sentence = scene.sentence
        bonds = [c for c in sentence.of("intact") if c.key == "bond"]
        if any(sentence.within(c.j, c.j + _BOND, "truce") for c in bonds):
            return opponents
        about = sentence.of("truce", "name", "enemy", "both")
        kept = sentence.has("intact", "alone") or (sentence.has("intact", "any") and about)
        named = {c.key for c in sentence.of("name")} & opponents
        if kept and named and voice:
            keeping |= named
        elif kept:
            return opponents
    return frozenset(keeping)
