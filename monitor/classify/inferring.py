"""A whole-sentence fallback where nothing was read: the other side stands beside arms and harm."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from monitor.classify.attaching import attach_aftermath, attach_facts
from monitor.classify.discourse import Discourse
from monitor.classify.drafts import Draft
from monitor.classify.events import Event
from monitor.classify.mentions import Mention
from monitor.classify.stance import Frame, find_frames
from monitor.classify.times import find_times
from monitor.classify.verdicts import NO_ALLEGATION
from monitor.classify.words import Sentence
from monitor.terms import Stance, ViolationType

if TYPE_CHECKING:
    from monitor.classify.scenes import Scene

_UNSAID = (
    *("hypothetical", "conditional", "call", "plan", "exercise", "rumour", "separate", "falsity", "mistake"),
    *("retaliation", "long_ago", "friendly", "outsider", "permitted", "handed_in", "scenario", "truth"),
    *("mishap", "consent", "freed", "before_start", "harmless", "other_cause", "dubs", "correction"),
    *("excluded", "conjecture", "unconfirmed", "forbidden", "restrain", "purpose", "undecided"),
    *("rebuttal", "alibi", "silence", "taken_up", "tellers", "peaceable", "allotted", "mutual", "recurring"),
)
_NEGATING = ("negation", "lack")
_NEGATED_WITHIN = 5  # tokens from a negation to an act, or from a doer to a negation, that it may reach
_ACTORS = ("name", "adjective", "enemy", "state", "rebel", "capital")
_LINKS = ("", "subject", "agent", "origin")  # the roles in which somebody does something
_HARM = ("casualty", "civilian", "fortification", "captive", "self", "passage", "town_word", "airspace")
_ENOUGH = 3
_MEANS_OF = 3  # tokens between a weapon and whose it is


def infer_acts(
    scenes: list[Scene], drafts: list[Draft], discourse: Discourse, published: datetime
) -> list[Draft]:
    """The drafts, with at most one more for each voice that has none: acts by words that no list knows."""
    if discourse.closed or discourse.remembers or discourse.undecided or discourse.abroad:
        return drafts
    voices = {d.by for d in drafts}
    found: list[Draft] = []
    for n, scene in enumerate(scenes):
        sentence = scene.sentence
        if not sentence.cues or sentence.field == "title" or _is_unsaid(scene):
            continue
        draft = _infer(scene, discourse)
        if draft is None or draft.by in voices:
            continue
        voices.add(draft.by)
        attach_facts(sentence, [draft], scene.mentions, find_times(sentence, published), discourse)
        _add_aftermath(scenes[n + 1 : n + 2], draft, published)
        found.append(draft)
    return drafts + found


def _add_aftermath(following: list[Scene], draft: Draft, published: datetime) -> None:
    for scene in following:
        if scene.sentence.paragraph == draft.sentence.paragraph and scene.sentence.cues:
            times = find_times(scene.sentence, published)
            attach_aftermath(scene.sentence, draft, scene.mentions, times)


def _is_unsaid(scene: Scene) -> bool:
    sentence = scene.sentence
    if any(event.mood in (*NO_ALLEGATION, "negation") for event in scene.events):
        return True
    if any(c.key == "claim" for c in sentence.of("head")):
        return True
    if any(c.key != "any" for c in sentence.of("intact")):
        return True
    return any(not sentence.is_at(c.i, "month") for c in sentence.of(*_UNSAID))


def _is_negated(sentence: Sentence, m: Mention, events: list[Event]) -> bool:
    """A negation right behind the doer or before an act; not "has no roof left", "flares, no bombs"."""
    for cue in sentence.of(*_NEGATING):
        if cue.i < 2 or m.right <= cue.i <= m.right + _NEGATED_WITHIN:
            return True
        if any(0 <= e.start - cue.j <= _NEGATED_WITHIN and not e.act.negated for e in events):
            return True
    return False


def _infer(scene: Scene, discourse: Discourse) -> Draft | None:
    speaker = discourse.speaker
    frames = find_frames(scene.sentence, scene.mentions, scene.events, discourse)
    if speaker is not None:
        said = [f for f in frames if f.explicit and f.who != speaker]
        return None if said else _accuse(scene, speaker, frames, discourse)
    telling = [
        f for f in frames if f.kind in ("say", "claim") and f.explicit and discourse.roster.is_party(f.who)
    ]
    if len(telling) != 1 or len(frames) != 1:
        return None
    return _accuse(scene, str(telling[0].who), frames, discourse)


def _accuse(scene: Scene, voice: str, frames: list[Frame], discourse: Discourse) -> Draft | None:
    roster, sentence = discourse.roster, scene.sentence
    foes = roster.opponents(voice) if roster.is_party(voice) else tuple(roster.sides)
    linked = [(m, who) for m in scene.mentions if (who := discourse.resolve(m, voice)) in foes]
    linked = [(m, who) for m, who in linked if _may_do(sentence, m, scene.mentions, voice, discourse)]
    if len({who for _, who in linked}) != 1:
        return None
    m, who = linked[0]
    if any(m.left <= f.i < m.right + 1 for f in frames) or _is_negated(sentence, m, scene.events):
        return None
    if voice in roster.observers and not (scene.events or sentence.has("witness")):
        return None
    if _weigh(sentence, m, scene.events) < _ENOUGH:
        return None
    types, at = _types_of(scene)
    draft = Draft(Stance.ACCUSATION, voice, who, types, sentence, at, "inferred", explicit=True, voice=voice)
    draft.generic, draft.towns = types == (ViolationType.UNSPECIFIED,), True
    draft.why = [f"speaker:{voice}", f"inferred->{who}", "act:" + sentence.words(at, at + 1)]
    return draft


def _may_do(
    sentence: Sentence, m: Mention, mentions: list[Mention], voice: str, discourse: Discourse
) -> bool:
    """Stands where doers stand, or is whose the arms are; and is not what our own side acted on."""
    if m.kind not in _ACTORS or m.head in ("official", "claim", "act", "thing"):
        return False
    if m.leading and sentence.is_at(m.right, "verb", "speech") is not None:
        return False
    armed = m.role in ("of", "origin") and bool(sentence.within(m.left - _MEANS_OF, m.left, "means"))
    if not armed and (m.role not in _LINKS or not (m.doer or m.head == "force")):
        return False
    if m.role in ("agent", "origin") or voice not in discourse.roster.sides:
        return True
    return not any(
        own.right <= m.left and own.leading and own.doer and not sentence.barred(own.right, m.left)
        for own in mentions
        if own is not m and discourse.roster.allied(str(discourse.resolve(own, voice)), voice)
    )


def could_infer(sentence: Sentence, mentions: list[Mention], events: list[Event]) -> bool:
    """Whether the sentence may be one, whoever speaks."""
    return any(m.kind in _ACTORS and _weigh(sentence, m, events) >= _ENOUGH for m in mentions)


def _weigh(sentence: Sentence, m: Mention, events: list[Event]) -> int:
    """How much in the sentence speaks for a hostile act: who, with what, an act, and what was hit."""
    armed = m.head == "force" or m.kind in ("enemy", "rebel")
    hit = {c.cls for c in sentence.of(*_HARM) if not m.left <= c.i < m.right}
    means = [
        c for c in sentence.of("means") if c.key != "explosive" or "casualty" in hit or m.role == "agent"
    ]
    theirs = m.role in ("of", "origin", "agent") and any(0 <= m.left - c.j <= _MEANS_OF for c in means)
    if not (means or events or "casualty" in hit) or not (hit or theirs):
        return 0
    return armed + theirs + bool(means) + bool(events) + len(hit)


def _types_of(scene: Scene) -> tuple[tuple[ViolationType, ...], int]:
    sentence = scene.sentence
    named = [e for e in scene.events if not e.act.generic and ViolationType.UNSPECIFIED not in e.types]
    if named:
        return named[0].types, named[0].i
    for cue in sentence.of("means"):
        return (ViolationType(cue.key),), cue.i
    return (ViolationType.UNSPECIFIED,), scene.events[0].i if scene.events else 0
