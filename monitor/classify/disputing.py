"""Denials without a word of denying: the other side's claim, and beside it what makes it worth nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.classify.answering import find_taken, told_types
from monitor.classify.attaching import attach_facts
from monitor.classify.discourse import Discourse
from monitor.classify.drafts import Draft
from monitor.classify.mentions import Mention
from monitor.classify.stance import find_frames
from monitor.classify.times import find_times
from monitor.classify.verdicts import BARE
from monitor.classify.words import Sentence
from monitor.terms import Stance, ViolationType

if TYPE_CHECKING:
    from monitor.classify.scenes import Scene

_WORTHLESS = ("rebuttal", "alibi", "other_cause", "falsity", "silence", "checkable")
_UNSAID = ("hypothetical", "call", "plan", "exercise", "scenario", "truth", "mistake", "intact")
_READ_ON = 4  # sentences from a claim of the other side on in which its answer may stand
_OWNED_WITHIN = 9  # tokens between a negation and "ours"
_HURT_WITHIN = 7  # tokens after "ours" in which a loss may stand: "no man of ours was hurt"
_HAD_WITHIN = 3
_CLAIM_OF = 4  # tokens between a word for a claim and whose it is
_NAMED = ("subject", "modifier", "marked")  # how a doer was found whom the sentence names


@dataclass(frozen=True, slots=True)
class Dispute:
    """The scene that relates the claim, who made it, and of which types the act would be."""

    scene: Scene
    against: str | None
    types: tuple[ViolationType, ...]
    answer: Scene


def dispute_claims(
    scenes: list[Scene], drafts: list[Draft], discourse: Discourse, published: datetime
) -> list[Draft]:
    """The drafts of a party's own text with at most one denial more, where none was found by its words."""
    voice, roster = discourse.speaker, discourse.roster
    denied = any(d.stance is Stance.DENIAL and d.path != BARE for d in drafts)
    if voice not in roster.sides or denied or discourse.closed:
        return drafts
    found = next((f for n in range(len(scenes)) if (f := _find_dispute(scenes, n, drafts, discourse))), None)
    if found is None:
        return drafts
    sentence = found.scene.sentence
    against = found.against or discourse.opponent_of(voice)
    draft = Draft(Stance.DENIAL, str(voice), against, found.types, sentence, 0, "disputed", explicit=True)
    draft.why = [f"speaker:{voice}", f"disputed->{against}", "act:" + sentence.words(0, len(sentence.tokens))]
    attach_facts(sentence, [draft], found.scene.mentions, find_times(sentence, published), discourse)
    return [d for d in drafts if not _is_related(d, found)] + [draft]


def _is_related(draft: Draft, found: Dispute) -> bool:
    """What the other side claims, or what the answer disowns, is neither alleged nor admitted."""
    if draft.sentence not in (found.scene.sentence, found.answer.sentence):
        return False
    return draft.stance is Stance.ADMISSION or draft.path not in _NAMED


def _find_dispute(scenes: list[Scene], n: int, drafts: list[Draft], discourse: Discourse) -> Dispute | None:
    scene = scenes[n]
    sentence = scene.sentence
    if not sentence.cues or _is_unsaid(sentence):
        return None
    foes = discourse.roster.opponents(str(discourse.speaker))
    if any(discourse.resolve(m, discourse.speaker) in foes for e in scene.events for m in e.agents):
        return None  # what the other side did or left undone is no claim against us
    types = _types_of(scene)
    who, flat, taken = _claim_of_others(scene, discourse)
    if not taken:
        absent = _nobody_of_ours(scene, discourse)
        if not (absent or (types and (disowns(sentence) or _lacks_means(scene, discourse)))):
            return None
        return Dispute(scene, None, types or (ViolationType.UNSPECIFIED,), scene)
    near = scenes[n : n + _READ_ON]
    beside = scenes[max(n - 1, 0) : n + 2]
    if any(d.sentence is s.sentence and d.path in _NAMED for s in beside for d in drafts):
        return None  # "they say that their guns were silent. They were not"
    if not types and not _is_ours(scene, discourse):
        return None
    answer = scene if flat else next((s for s in near if _answers(s, scene, discourse)), None)
    if answer is None:
        return None
    return Dispute(scene, who, types or _types_of(answer) or (ViolationType.UNSPECIFIED,), answer)


def _is_unsaid(sentence: Sentence) -> bool:
    """A condition or a plan; not the "may" of "whatever they may say"."""
    flat = [c for c in sentence.of("taken_up", "tellers") if c.key != "tells"]
    for cue in sentence.of(*_UNSAID):
        if not any(0 <= cue.i - c.i <= _CLAIM_OF or (cue.i > c.i and c.cls == "tellers") for c in flat):
            return True
    return False


def _types_of(scene: Scene) -> tuple[ViolationType, ...]:
    return told_types(scene, -1)


def _claim_of_others(scene: Scene, discourse: Discourse) -> tuple[str | None, bool, bool]:
    """Who made the claim that the sentence takes up, whether that alone rejects it, and whether it does."""
    sentence = scene.sentence
    if sentence.has("tellers"):
        return None, False, True
    frames = find_frames(sentence, scene.mentions, scene.events, discourse)
    taken = find_taken(scene, frames, discourse)
    if taken is not None:
        return taken.who, taken.flat, True
    others = {*discourse.roster.opponents(str(discourse.speaker)), *discourse.roster.observers}
    for m in scene.mentions:
        who = discourse.resolve(m, discourse.speaker)
        of = any(c.key == "claim" for c in sentence.within(m.left - _CLAIM_OF, m.left, "head"))
        if who in others and (of or _shows(sentence, m)):
            return who, False, True
    return None, False, False


def _shows(sentence: Sentence, m: Mention) -> bool:
    """ "The picture of a tank that X shows": a clause of its own tells whose claim it is."""
    claim = next((c for c in sentence.of("head") if c.key == "claim"), None)
    which = sentence.ending_at(m.left, "relative") or sentence.ending_at(m.left - 1, "relative")
    return claim is not None and which is not None and claim.i < which.i and m.leading


def _is_ours(scene: Scene, discourse: Discourse) -> bool:
    allied, voice = discourse.roster.allied, str(discourse.speaker)
    return any(allied(str(discourse.resolve(m, voice)), voice) for m in scene.mentions)


def _answers(scene: Scene, claim: Scene, discourse: Discourse) -> bool:
    """The sentence says what the claim is worth, or that we were not there and had nothing to do it with."""
    sentence = scene.sentence
    if sentence.of(*_WORTHLESS) or disowns(sentence) or _lacks_means(scene, discourse):
        return True
    if any(event.mood == "negation" for event in scene.events):
        return True  # "what they say of Dolna ... There was no bombardment"
    return scene is not claim and _rests(scene, discourse)


def disowns(sentence: Sentence) -> bool:
    """ "The mine was not ours", "no boat of ours", "nothing that flew there was ours"."""
    if sentence.has("not_ours"):
        return True
    owned = [c for c in sentence.of("mistake") if c.key == "ours"]  # "was ours", with "nothing" before it
    for cue in (*sentence.of("ours"), *owned):
        before = sentence.within(cue.i - _OWNED_WITHIN, cue.i, "negation", "nobody")
        hurt = sentence.within(cue.j, cue.j + _HURT_WITHIN, "casualty", "suffer", "plan", "head")
        if any(not sentence.barred(c.j, cue.i) for c in before) and not hurt:
            return True
    return False


def _nobody_of_ours(scene: Scene, discourse: Discourse) -> bool:
    """ "Nobody from A has been at the bridge", with no loss beside it."""
    sentence = scene.sentence
    for cue in sentence.of("nobody"):
        near = (m for m in scene.mentions if cue.j <= m.left <= cue.j + 2 and m.role in ("of", "origin"))
        who = next((who for m in near if (who := discourse.resolve(m, discourse.speaker))), None)
        been = sentence.within(cue.j, cue.j + _OWNED_WITHIN, "aux") and not sentence.of("casualty", "suffer")
        if who is not None and _allied(who, discourse) and been:
            return bool(sentence.of("since", "place_name", "town_word"))
    return False


def _lacks_means(scene: Scene, discourse: Discourse) -> bool:
    """ "A has had no mortar since spring", "our policemen have no rifles"."""
    sentence = scene.sentence
    for no in sentence.of("negation"):
        had = [c for c in sentence.within(no.i - _HAD_WITHIN, no.i + 1, "aux") if c.key == "have"]
        if not had or not sentence.within(no.j, no.j + 2, "means"):
            continue
        if any(
            m.leading and m.doer and 0 <= had[0].i - m.right <= 2 and _allied(m_who, discourse)
            for m in scene.mentions
            if (m_who := discourse.resolve(m, discourse.speaker))
        ):
            return True
    return False


def _allied(who: str, discourse: Discourse) -> bool:
    return discourse.roster.allied(who, str(discourse.speaker))


def _rests(scene: Scene, discourse: Discourse) -> bool:
    """ "The regiment has been in the south since March": an alibi, after a claim."""
    sentence = scene.sentence
    if sentence.grammar.roles or scene.events:
        return False
    have = [c for c in sentence.of("aux") if c.key == "have"]
    lasting = have and sentence.within(have[0].j, len(sentence.tokens), "since")
    return bool(lasting) and not any(
        discourse.resolve(m, discourse.speaker) in discourse.roster.opponents(str(discourse.speaker))
        for m in scene.mentions
    )
