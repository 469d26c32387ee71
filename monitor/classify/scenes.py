"""Prepares a statement: its sentences with cues, mentions and events, in one language."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from monitor.classify.acts import find_events
from monitor.classify.cues import find_cues
from monitor.classify.events import Event
from monitor.classify.framing import frame_scenes
from monitor.classify.gate import could_claim, could_open, mark_sentence, may_open, may_tell
from monitor.classify.kinds import name_carried
from monitor.classify.lexicon import Lexicon
from monitor.classify.mentions import Mention, find_mentions
from monitor.classify.mood import carry_mood, judge_mood
from monitor.classify.parties import Roster
from monitor.classify.phrases import Wordings
from monitor.classify.roles import assign_roles
from monitor.classify.words import Cue, Sentence

_CLEARED_WITHIN = 12  # tokens between a name and the words that clear it
_DATELINE = 9  # tokens in which "TOWN (agency) -" may stand at the head of a text


@dataclass(slots=True)
class Scene:
    """One sentence with what was found in it."""

    sentence: Sentence
    mentions: list[Mention]
    events: list[Event]


def set_scenes(
    sentences: list[Sentence], known: list[tuple[Lexicon, Roster]], *, speaking: bool = True
) -> list[Scene]:
    """The scenes of a statement in reading order, each read by the words and names of its language.

    None at all when no sentence can make a claim: first those are prepared that may, by their words, then
    by their cues.
    """
    marks = [mark_sentence(s, *words) for s, words in zip(sentences, known, strict=True)]
    first = next((k for k, sentence in enumerate(sentences) if sentence.field == "text"), -1)
    opening = [k for k, mark in enumerate(marks) if may_open(mark, speaking=speaking)]
    for k in opening:
        _find_words(sentences[k], *known[k], first=k == first)
    claiming = [k for k in opening if could_open(sentences[k], speaking=speaking)]
    scenes = {k: _set_scene(sentences[k], known[k][0]) for k in claiming}
    if not any(could_claim(s.sentence, s.mentions, s.events, speaking=speaking) for s in scenes.values()):
        return []
    found = set(opening)
    for k, sentence in enumerate(sentences):
        if k not in found and may_tell(marks[k], speaking=speaking):
            _find_words(sentence, *known[k], first=k == first)
        if k not in scenes:
            scenes[k] = _set_scene(sentence, known[k][0])
    ordered = [scenes[k] for k in range(len(sentences))]
    frame_scenes(ordered)
    return ordered


def _find_words(sentence: Sentence, lexicon: Lexicon, roster: Roster, *, first: bool) -> None:
    """The cues of one sentence; the first of a text may begin with a dateline."""
    layers = (roster.names, roster.places, roster.foreign, lexicon.wordings)
    cues = find_cues(sentence.tokens, layers, roster.starts)
    skipped = _dateline_end(sentence) if first else 0
    cues = [c for c in cues if c.i >= skipped] if skipped else cues
    sentence.take(_join_asides(sentence, cues, layers, roster))


def _set_scene(sentence: Sentence, lexicon: Lexicon) -> Scene:
    """Mentions and acts of one sentence whose cues are found."""
    sentence.grammar = lexicon.grammar
    if not sentence.cues:
        return Scene(sentence, [], [])
    mentions = find_mentions(sentence)
    events = find_events(sentence, lexicon, mentions) if sentence.has("act") else []
    for event in events:
        assign_roles(sentence, event, mentions)
        name_carried(sentence, event)
        event.mood = judge_mood(sentence, event)
    carry_mood(sentence, events)
    return Scene(sentence, mentions, events)


def _join_asides(
    sentence: Sentence, cues: list[Cue], layers: tuple[Wordings, ...], roster: Roster
) -> list[Cue]:
    """ "X, in turn, said": the two commas around such a word part nothing; they fall away."""
    tokens = sentence.tokens
    gone = {
        k
        for c in cues
        if c.cls == "aside" and c.i and c.j < len(tokens) and tokens[c.i - 1].raw == tokens[c.j].raw == ","
        for k in (c.i - 1, c.j)
    }
    if not gone:
        return cues
    first = min((c.i for c in cues), default=0)
    start = tokens[first].start
    sentence.tokens = [t for k, t in enumerate(tokens) if k not in gone]
    found = find_cues(sentence.tokens, layers, roster.starts)
    return [c for c in found if sentence.tokens[c.i].start >= start]


def _dateline_end(sentence: Sentence) -> int:
    """The end of a news dateline: capitals only, up to a dash."""
    for k, token in enumerate(sentence.tokens[:_DATELINE]):
        if token.raw in "-\u2014" and k:
            return k + 1
        if k == 0 and not token.raw.isupper():
            return 0
    return 0


def is_contested(scenes: list[Scene]) -> bool:
    """Whether the text anywhere speaks of an allegation, or answers one."""
    answering = ("deny", "reject", "accuse", "claim")
    return any(
        scene.sentence.has("falsity")
        or any(c.key in answering for c in scene.sentence.of("speech"))
        or any(c.key == "claim" for c in scene.sentence.of("head"))
        for scene in scenes
    )


def is_abroad(scenes: list[Scene]) -> bool:
    """Whether something in the text takes place in a country that is neither party nor observer."""
    return any(m.stranger and m.role == "place" for scene in scenes for m in scene.mentions)


def count_named(scenes: list[Scene]) -> Counter[str]:
    """How often each actor is named."""
    return Counter(m.who for scene in scenes for m in scene.mentions if m.who)


def owns_mistake(sentence: Sentence) -> bool:
    """ "This was our fault": the mistake is called the speaker's own."""
    for cue in sentence.of("mistake"):
        if cue.key == "ours" or sentence.ending_at(cue.i, "self") or sentence.is_at(cue.i, "self"):
            return True
    return False


def find_cleared(scene: Scene) -> set[str]:
    """ "X took no part": those of whom the text says so."""
    return {
        m.who
        for cue in scene.sentence.of("cleared")
        for m in scene.mentions
        if m.who
        and m.leading
        and 0 <= cue.i - m.right <= _CLEARED_WITHIN
        and not _other_between(scene, m, cue)
    }


def _other_between(scene: Scene, m: Mention, cue: Cue) -> bool:
    return any(m.right <= other.left < cue.i and other.leading and other.who for other in scene.mentions)
