"""Turns one scene into drafts of claims, and keeps what the text has said up to date."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from monitor.classify.answering import answer_allegation
from monitor.classify.attaching import (
    attach_aftermath,
    attach_beforehand,
    attach_facts,
    carried_time,
    date_back,
)
from monitor.classify.discourse import STRANGER, Alleged, Discourse
from monitor.classify.disputing import dispute_claims
from monitor.classify.drafts import Draft
from monitor.classify.events import Event
from monitor.classify.inferring import infer_acts
from monitor.classify.recalled import read_blamed, read_mutual, read_recalled
from monitor.classify.scenes import Scene
from monitor.classify.sightings import read_sighting
from monitor.classify.stance import Frame, find_frames
from monitor.classify.supposing import suppose_act
from monitor.classify.tallies import note_count, read_tallied
from monitor.classify.times import find_times
from monitor.classify.utterances import hear_event
from monitor.classify.verdicts import Utterance, Verdict, judge_event
from monitor.terms import Stance, ViolationType

_UNNAMED = (ViolationType.UNSPECIFIED,)
_LATELY = 8  # drafts among which those of the last claim's sentence are sought
_AHEAD = 2  # sentences before a claim in which its losses and its place may stand
_SAYING = ("speech", "falsity", "mutual", "taken_up", "silence", "off_limits", "heard")
_REMEMBERED = 40  # accusations that "these claims" may point back to


def tell_scenes(scenes: list[Scene], discourse: Discourse, published: datetime) -> list[Draft]:
    """The drafts of all sentences; what the title says is not carried over into the text."""
    drafts: list[Draft] = []
    last: Draft | None = None
    ahead: list[Scene] = []  # sentences without a claim right before this one
    field = scenes[0].sentence.field if scenes else "text"
    for n, scene in enumerate(scenes):
        if scene.sentence.field != field:
            field, last = scene.sentence.field, None
            discourse.voice, discourse.context = discourse.speaker, None
        _hear_ahead(scene, scenes[n + 1 : n + 2], discourse)
        told = last is not None and last.sentence.paragraph == scene.sentence.paragraph
        found = tell_scene(scene, discourse, published, scenes[n + 1 : n + 2])
        accusing = [d for d in found if d.stance is Stance.ACCUSATION]
        if last is not None and told:
            _carry_act(accusing, last)
        discourse.alleged = (discourse.alleged + [_alleged(d) for d in accusing])[-_REMEMBERED:]
        if found:
            last = next((d for d in reversed(found) if d.stance is not Stance.DENIAL), None)
        elif last is not None and told:
            times = find_times(scene.sentence, published)
            attach_aftermath(scene.sentence, last, scene.mentions, times)
            date_back(scene.sentence, [d for d in drafts[-_LATELY:] if d.sentence is last.sentence], times)
        ahead = [] if told else _attach_ahead(ahead, scene, accusing, found, published)
        drafts += found
    return infer_acts(scenes, dispute_claims(scenes, drafts, discourse, published), discourse, published)


def _attach_ahead(
    ahead: list[Scene], scene: Scene, accusing: list[Draft], found: list[Draft], published: datetime
) -> list[Scene]:
    """ "Four people died when their car hit a mine. X had laid it": the losses come first."""
    near = [s for s in ahead if s.sentence.paragraph == scene.sentence.paragraph]
    if not found:
        return [*near, scene][-_AHEAD:] if scene.sentence.field == "text" else []
    if accusing:
        bare = accusing[0].killed is None and accusing[0].wounded is None
        for before in near:
            times = find_times(before.sentence, published)
            attach_beforehand(before.sentence, accusing[0], before.mentions, times, bare=bare)
    return []


def _hear_ahead(scene: Scene, following: list[Scene], discourse: Discourse) -> None:
    """ "Troops of X shelled the town. Y said so": the next sentence names who says it."""
    if discourse.speaker is not None or scene.sentence.of("speech", "source_of"):
        return
    for after in following:
        if after.sentence.field != scene.sentence.field or not after.sentence.within(0, 2, "said_so"):
            continue
        if after.sentence.of("speech"):
            known = (discourse.resolve(m, None) for m in after.mentions if m.head not in ("thing", "act"))
            discourse.voice = next((who for who in known if who and who != STRANGER), discourse.voice)


def _carry_act(accusing: list[Draft], last: Draft) -> None:
    """ "And the mill was hit": what has neither means nor time goes on about the act before."""
    for draft in accusing:
        undated = draft.occurred is None and draft.side is None
        if draft.definite and undated and draft.triple == last.triple and not draft.places:
            draft.generic = True
        if draft.path == "prior" and undated and draft.triple == last.triple and draft.types == _UNNAMED:
            draft.generic, draft.occurred, draft.side = True, last.occurred, last.side


def _alleged(draft: Draft) -> Alleged:
    return Alleged(draft.by, draft.against, draft.types, tuple(draft.places), draft.occurred)


def tell_scene(
    scene: Scene, discourse: Discourse, published: datetime, following: list[Scene]
) -> list[Draft]:
    """The drafts of one sentence, with their facts."""
    sentence = scene.sentence
    if not scene.events and not (discourse.counting or sentence.of(*_SAYING)):
        return _tell_plain(scene, discourse, published)
    frames = find_frames(sentence, scene.mentions, scene.events, discourse)
    _note_quoted(frames, scene, discourse)
    drafts = read_mutual(sentence, scene.mentions, scene.events, discourse)
    if not drafts:
        drafts = _tell_events(scene, frames, discourse)
    if scene.mentions:
        tallied = read_tallied(sentence, scene.mentions, scene.events, discourse)
        drafts = [d for d in drafts if not _is_whole_of(d, tallied)] + tallied
    note_count(sentence, discourse)
    if not drafts and not scene.events and discourse.speaker is None:
        drafts = read_blamed(sentence, frames, discourse.events, discourse)
    discourse.events = scene.events
    answers = _answers(scene, frames, drafts, discourse)
    if answers and sentence.has("other_cause"):  # what the weather did is nobody's act
        drafts = [d for d in drafts if d.path != "prior"]
    drafts += answers
    drafts = drafts or read_sighting(scene, discourse)
    drafts = answer_allegation(scene, following, frames, drafts, discourse)
    if drafts:
        attach_facts(sentence, drafts, scene.mentions, find_times(sentence, published), discourse)
    else:
        discourse.context = carried_time(sentence, discourse)
    _note_voice(frames, discourse)
    _note_pair(scene, discourse)
    _note_subject(scene, discourse)
    return drafts


def _tell_plain(scene: Scene, discourse: Discourse, published: datetime) -> list[Draft]:
    """A sentence without any word for an act or for saying: an act may still be supposed."""
    drafts = suppose_act(scene, discourse)
    if drafts:
        times = find_times(scene.sentence, published)
        attach_facts(scene.sentence, drafts, scene.mentions, times, discourse)
    _note_pair(scene, discourse)
    _note_subject(scene, discourse)
    discourse.events, discourse.quoted = [], None
    return drafts


def _is_whole_of(draft: Draft, tallied: list[Draft]) -> bool:
    """A bare breach beside the parts that several parties are given: the parts say it."""
    parts = {d.against for d in tallied}
    return len(parts) > 1 and draft.generic and (draft.against is None or draft.against in parts)


def _answers(scene: Scene, frames: list[Frame], drafts: list[Draft], discourse: Discourse) -> list[Draft]:
    """Denials and admissions that point back, unless the sentence's own acts were denied or admitted."""
    if any(d.stance is not Stance.ACCUSATION for d in drafts):
        return []
    said = [replace(_alleged(d), places=(), occurred=None) for d in drafts]
    before = discourse.alleged
    discourse.alleged = before + said
    answers = read_recalled(scene.sentence, frames, scene.mentions, discourse)
    discourse.alleged = before
    for answer in answers:
        twin = next((d for d in drafts if d.against == answer.by), None)
        answer.at = twin.at if twin and not answer.places else answer.at
    return answers


def _tell_events(scene: Scene, frames: list[Frame], discourse: Discourse) -> list[Draft]:
    drafts = []
    if scene.sentence.has("separate") or _is_rumour(scene, discourse):
        return []
    for event in scene.events:
        said = hear_event(scene.sentence, event, frames, scene.mentions, discourse)
        for verdict in judge_event(scene.sentence, event, said, discourse):
            drafts.append(_draft(scene, event, said, verdict, discourse))
            if verdict.against and verdict.stance is Stance.ACCUSATION:
                discourse.last_agent = verdict.against
    return drafts


def _is_rumour(scene: Scene, discourse: Discourse) -> bool:
    """Hearsay that nobody bound by the agreement is said to spread."""
    spread = any(m.role == "agent" and discourse.roster.is_party(m.who) for m in scene.mentions)
    return scene.sentence.has("rumour") and not spread


def _draft(scene: Scene, event: Event, said: Utterance, verdict: Verdict, discourse: Discourse) -> Draft:
    draft = Draft(
        verdict.stance,
        verdict.by,
        verdict.against,
        event.types,
        scene.sentence,
        event.i,
        verdict.path,
        said.explicit,
    )
    draft.generic = not event.types_named and (event.act.generic or bool(event.act.on_forces))
    draft.weak = event.act.weak
    draft.hits_civilians = event.act.hits_civilians
    draft.suffered = event.voice in ("passive", "suffered")
    draft.omission = event.act.negated
    draft.towns = event.act.towns
    known = scene.sentence.ending_at(event.start, "determiner") and not scene.sentence.ending_at(
        event.start, "article"
    )
    draft.definite = event.voice == "noun" and event.governor is None and bool(known)
    draft.why = [_why_voice(verdict, said, discourse), _why_doer(event, verdict)]
    draft.why.append("act:" + scene.sentence.words(event.start, event.j))
    return draft


def _why_voice(verdict: Verdict, said: Utterance, discourse: Discourse) -> str:
    kind = "speaker" if verdict.by == discourse.speaker else "voice" if said.explicit else "voice carried on"
    return f"{kind}:{verdict.by}"


def _why_doer(event: Event, verdict: Verdict) -> str:
    whom = verdict.against or "nobody named"
    if verdict.path == "prior":
        return f"perspective->{whom}"
    kind = event.agents[0].kind if event.agents else verdict.path
    return f"{kind}->{whom}"


def _note_subject(scene: Scene, discourse: Discourse) -> None:
    """Whom "it" and "they" of a later sentence stand for: the last opponent that did something here."""
    if discourse.speaker is None:
        return
    accusable = discourse.roster.opponents(discourse.speaker) or tuple(discourse.roster.sides)
    for m in scene.mentions:
        who = (
            discourse.resolve(m, discourse.speaker)
            if m.doer and m.kind not in ("it", "they", "poss")
            else None
        )
        if who in accusable and (m.role in ("", "agent") or not discourse.last_agent):
            discourse.last_agent = who


def _note_quoted(frames: list[Frame], scene: Scene, discourse: Discourse) -> None:
    """Whose words a party's own text relates and may answer with a bare denial."""
    opponents = discourse.roster.opponents(discourse.speaker or "")
    said = [f.who for f in frames] + [
        discourse.resolve(m, discourse.speaker) for m in scene.mentions if m.head == "claim"
    ]
    now = next((who for who in said if who in opponents), None)
    discourse.answered, discourse.quoted = now or discourse.quoted, now


def _note_voice(frames: list[Frame], discourse: Discourse) -> None:
    if discourse.speaker is not None:
        return
    for frame in frames:
        if frame.who is not None:
            discourse.voice = frame.who


def _note_pair(scene: Scene, discourse: Discourse) -> None:
    """The last two opposed parties that were named together: "the parties" of a later sentence."""
    named = [m for m in scene.mentions if discourse.roster.is_party(m.who)]
    for one, other in pairwise(named):
        linked = other.i - one.j <= 2 and scene.sentence.within(one.j, other.i, "link")
        if other.who in discourse.roster.opponents(one.who) and (linked or discourse.last_pair is None):
            discourse.last_pair = (one.who, other.who)
