"""What an observer says that it saw or heard: arms where none may be, explosions that it lays to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.discourse import Discourse
from monitor.classify.drafts import Draft
from monitor.classify.words import Cue, Sentence
from monitor.terms import Stance, ViolationType

if TYPE_CHECKING:
    from monitor.classify.scenes import Scene

_UNSAID = (
    *("hypothetical", "call", "plan", "exercise", "rumour", "separate", "negation", "outsider", "mishap"),
    *("permitted", "other_cause", "long_ago", "lack", "allotted", "freed"),
)
_FLYING = (ViolationType.DRONE, ViolationType.AIR_STRIKE)


def read_sighting(scene: Scene, discourse: Discourse) -> list[Draft]:
    """At most one draft, for a sentence of an observer in which no act was found."""
    sentence, voice = scene.sentence, discourse.speaker
    if voice not in discourse.roster.observers or sentence.field == "title":
        return []
    if not (sentence.has("witness") or any(c.key == "perceive" for c in sentence.of("verb"))):
        return []
    where = sentence.of("off_limits")
    stops = [c for c in where if c.key == "none"]
    end = next((k for k, t in enumerate(sentence.tokens) if t.raw == ";"), len(sentence.tokens))
    unsaid = [c for c in sentence.within(0, end, *_UNSAID) if not sentence.is_at(c.i, "month")]
    if any(not any(s.i <= c.i < s.j for s in stops) for c in unsaid):
        return []
    if where:
        return _out_of_place(scene, voice, discourse)
    heard = [c for c in sentence.of("heard") if not _whose(scene, c)]
    if not heard or any(discourse.roster.is_party(m.who) and m.doer for m in scene.mentions):
        return []
    types = tuple(dict.fromkeys(ViolationType(c.key) for c in heard))
    return [_draft(sentence, heard[0], voice, None, types)]


def _whose(scene: Scene, cue: Cue) -> bool:
    return any(m.left <= cue.i < m.right and m.kind == "we" for m in scene.mentions)


def _out_of_place(scene: Scene, voice: str, discourse: Discourse) -> list[Draft]:
    """ "A helicopter of X inside the prohibited corridor", "tanks of X where the truce permits none"."""
    for m in scene.mentions:
        who = discourse.resolve(m, voice)
        arms = scene.sentence.within(m.i, m.right + 1, "means", "materiel")
        if who is None or not discourse.roster.is_party(who) or m.head != "force" or not arms:
            continue
        means = [ViolationType(c.key) for c in arms if c.cls == "means"]
        kind = ViolationType.OVERFLIGHT if means and means[0] in _FLYING else ViolationType.BUILDUP
        return [_draft(scene.sentence, arms[0], voice, who, (kind,))]
    return []


def _draft(
    sentence: Sentence, cue: Cue, voice: str, against: str | None, types: tuple[ViolationType, ...]
) -> Draft:
    draft = Draft(Stance.ACCUSATION, voice, against, types, sentence, cue.i, "seen", explicit=True)
    draft.towns, draft.hits_civilians = True, False
    draft.why = [
        f"speaker:{voice}",
        f"seen->{against or 'nobody named'}",
        "act:" + sentence.words(cue.i, cue.j),
    ]
    return draft
