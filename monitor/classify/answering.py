"""An allegation against the speaker that its own text takes up and answers: alibi, other cause, ridicule."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.classify.discourse import Discourse
from monitor.classify.drafts import Draft
from monitor.classify.verdicts import NO_ALLEGATION
from monitor.classify.words import Cue, Sentence
from monitor.terms import Stance, ViolationType

if TYPE_CHECKING:
    from monitor.classify.scenes import Scene
    from monitor.classify.stance import Frame

_REBUTS = ("rebuttal", "alibi", "other_cause", "falsity")
_RELATED = ("prior", "sentence", "supposed", "accused", "either")  # how a related act was laid at a door
_UNSAID = ("hypothetical", "call", "plan", "exercise", "scenario", "truth", "mistake")
_BEFORE, _AFTER = 3, 4  # tokens between who alleges and the word for alleging


@dataclass(frozen=True, slots=True)
class Taken:
    """Who alleged what the sentence takes up, where it says so, and whether that alone rejects it."""

    who: str | None
    at: int
    flat: bool


def answer_allegation(
    scene: Scene, following: list[Scene], frames: list[Frame], drafts: list[Draft], discourse: Discourse
) -> list[Draft]:
    """The drafts of a sentence in a party's own text; a denial for those that only relate what it answers."""
    sentence, voice = scene.sentence, discourse.speaker
    if voice not in discourse.roster.sides or any(sentence.has(cls) for cls in _UNSAID):
        return drafts
    taken = find_taken(scene, frames, discourse)
    if any(d.stance is not Stance.ACCUSATION for d in drafts):
        return _readdress(drafts, taken, discourse)
    near = [s for s in following if s.sentence.paragraph == sentence.paragraph]
    if sentence.has("silence") and not any(_does(s, discourse) for s in near):
        taken = taken or next((t for s in near if (t := find_taken(s, [], discourse))), None)
        who = taken.who if taken else discourse.answered
        return _deny(scene, who, discourse) if taken or discourse.answered else drafts
    if taken is None or any(d.path not in _RELATED and not d.generic for d in drafts):
        return drafts
    told = told_types(scene, taken.at)
    if not told:
        return drafts
    rebutted = any(s.sentence.of(*_REBUTS, "silence") for s in (scene, *near))
    if not taken.flat and not (rebutted and _concerns_us(scene, discourse)):
        return drafts
    return _deny(scene, taken.who, discourse, told)


def find_taken(scene: Scene, frames: list[Frame], discourse: Discourse) -> Taken | None:
    """The allegation that the sentence takes up, if any."""
    sentence, roster = scene.sentence, discourse.roster
    others = {*roster.opponents(discourse.speaker or ""), *roster.observers}
    cues = sentence.of("taken_up", "dubs")
    said: Taken | None = None
    for m in scene.mentions:
        who = discourse.resolve(m, discourse.speaker)
        if who not in others:
            continue
        for cue in cues:
            if 0 <= cue.i - m.right <= _BEFORE or 0 <= m.left - cue.j <= _AFTER or m.left <= cue.i < m.right:
                if said is not None and who in roster.observers:
                    continue  # "whatever X may write to the mission"
                flat = cue.key == "flat" or (cue.cls == "dubs" and _is_what(sentence, m.left))
                said = Taken(who, cue.i, flat or (said is not None and said.flat))
        if m.head == "claim" and said is None:
            said = Taken(who, m.left, flat=False)
    if said is None:
        spoken = next((f for f in frames if f.who in others and f.kind in ("say", "claim", "accuse")), None)
        said = Taken(spoken.who, spoken.i, flat=False) if spoken is not None else None
    return said


def _does(scene: Scene, discourse: Discourse) -> bool:
    """ "They were not silent: howitzers of X shelled the town": an opponent's own act, told as done."""
    voice, foes = discourse.speaker, discourse.roster.opponents(discourse.speaker or "")
    told = [e for e in scene.events if e.mood not in (*NO_ALLEGATION, "negation")]
    return any(discourse.resolve(m, voice) in foes for e in told for m in e.agents)


def _is_what(sentence: Sentence, k: int) -> bool:
    return sentence.ending_at(k, "what") is not None


def _readdress(drafts: list[Draft], taken: Taken | None, discourse: Discourse) -> list[Draft]:
    """A denial answers who is named as having alleged it, an observer too."""
    if taken is not None and taken.who in discourse.roster.observers:
        for draft in drafts:
            if draft.stance is Stance.DENIAL:
                draft.against = taken.who
    return drafts


def _concerns_us(scene: Scene, discourse: Discourse) -> bool:
    """The sentence names the speaker's own side, and no opponent's act."""
    allied, voice = discourse.roster.allied, discourse.speaker
    for event in scene.events:
        if any(discourse.resolve(m, voice) in discourse.roster.opponents(voice or "") for m in event.agents):
            return False
    return any(allied(str(discourse.resolve(m, voice)), str(voice)) for m in scene.mentions)


def told_types(scene: Scene, at: int) -> tuple[ViolationType, ...]:
    """The kinds of the acts that are told; where none is, of the things that are said to have been seen."""
    sentence = scene.sentence
    stops = [c.i for c in sentence.of(*_REBUTS) if c.i > at]
    stop = next((k for k, t in enumerate(sentence.tokens) if k > at and t.raw in ":;"), 999)
    events = [e for e in scene.events if e.mood not in NO_ALLEGATION and e.i != at]
    first = [e for e in events if e.i < min([*stops, stop])] or events
    named = [e for e in first if not e.act.generic] or first
    found = tuple(dict.fromkeys(t for e in named for t in e.types))
    return found or seen_types(sentence)


def seen_types(sentence: Sentence) -> tuple[ViolationType, ...]:
    for cue in sentence.of("means", "sighting", "fortification"):
        if cue.cls == "fortification":
            return (ViolationType.BUILDUP,)
        kind = ViolationType(cue.key)
        flying = kind in (ViolationType.DRONE, ViolationType.AIR_STRIKE)
        return (ViolationType.OVERFLIGHT if flying and sentence.is_at(cue.j, "above") else kind,)
    return ()


def _deny(
    scene: Scene, against: str | None, discourse: Discourse, types: tuple[ViolationType, ...] = ()
) -> list[Draft]:
    sentence, voice = scene.sentence, str(discourse.speaker)
    cue = _told_at(sentence)
    types = types or (ViolationType(cue.key),)
    draft = Draft(Stance.DENIAL, voice, against, types, sentence, cue.i, "answered", explicit=True)
    draft.towns = True
    draft.why = [f"speaker:{voice}", f"answered->{against}", "act:" + sentence.words(cue.i, cue.j)]
    return [draft]


def _told_at(sentence: Sentence) -> Cue:
    return next(
        iter(sentence.of("silence") or sentence.of("act", "means", "sighting", "fortification", "taken_up"))
    )
