"""Brings speaker, frame and context together: in whose mouth an event stands, and denied or admitted."""

from __future__ import annotations

from monitor.classify.discourse import OTHER, Discourse
from monitor.classify.events import Event
from monitor.classify.mentions import Mention
from monitor.classify.stance import Frame, frame_of, source_phrase
from monitor.classify.verb_final import claimant_after
from monitor.classify.verdicts import Utterance
from monitor.classify.words import Sentence
from monitor.terms import ViolationType

_GROUND = {ViolationType.BUILDUP, ViolationType.OBSTRUCTION}  # what is done where its doer stands
_TOLD_BEFORE = 9  # tokens before a noun of action in which the account of it may stand


def hear_event(
    sentence: Sentence, event: Event, frames: list[Frame], mentions: list[Mention], discourse: Discourse
) -> Utterance:
    """Who says it. A party's own text speaks for the party; only an opponent's words are told apart."""
    frame = frame_of(event, frames)
    if frame is not None and _is_joined(sentence, event, frame, mentions):
        frame = None
    who, explicit = (frame.who, frame.explicit) if frame else (None, False)
    if who is None:
        cited = source_phrase(sentence, mentions, discourse)
        who, explicit = (cited, True) if cited else (None, False)
    if who is None and (later := _rejecter(sentence, event, frames, mentions, discourse)):
        who, explicit = later, True
    voice, reported = _voice_of(who, frame, discourse)
    voice = _switched(event, voice, frame, discourse)
    explicit = explicit or (discourse.speaker is not None and voice == discourse.speaker)
    reported = reported or _claimant(sentence, event, mentions, voice, discourse)
    denied = (frame is not None and frame.kind in ("deny", "reject") and not reported) or (
        bool(reported) or _called_false(sentence, event, frame, frames)
    )
    denied = denied or _denied_later(sentence, event, frame, frames, discourse)
    admitted = (frame is not None and frame.kind == "admit") or (
        (sentence.has("mistake") or discourse.owns or (discourse.regrets and bool(event.agents)))
        and not denied
    )
    named = _named_opponent(mentions, voice, discourse) or _whose_ground(event, mentions, voice, discourse)
    accused = frame.accused if frame else None
    related = _is_related(sentence, event, frame, discourse)
    return Utterance(voice, explicit, denied, admitted, reported, accused, frame is not None, named, related)


def _denied_later(
    sentence: Sentence, event: Event, frame: Frame | None, frames: list[Frame], discourse: Discourse
) -> bool:
    """ "The report that our boat fired, the ministry calls an invention": a denial that ends the sentence."""
    if not sentence.grammar.free or (frame is not None and frame.explicit):
        return False
    said = any(
        c.key == "claim" and c.i < event.i and not parted(sentence, c.i, event.i) for c in sentence.of("head")
    )
    return said and any(
        f.kind in ("deny", "reject") and f.i >= event.j and f.who == discourse.speaker is not None
        for f in frames
    )


def _rejecter(
    sentence: Sentence, event: Event, frames: list[Frame], mentions: list[Mention], discourse: Discourse
) -> str | None:
    """ "A's report that B fired, B's minister calls a lie": who, in media, rejects it after it was told."""
    if discourse.speaker is not None or not sentence.grammar.free:
        return None
    for frame in frames:
        if frame.kind in ("deny", "reject") and frame.explicit and frame.who and frame.i >= event.j:
            told = [m for m in mentions if m.head == "claim" and m.head_at < event.i]
            told = [m for m in told if not parted(sentence, m.head_at, frame.i)]
            foes = discourse.roster.opponents(frame.who)
            return frame.who if any(discourse.resolve(m, frame.who) in foes for m in told) else None
    return None


def _is_related(sentence: Sentence, event: Event, frame: Frame | None, discourse: Discourse) -> bool:
    """ "Certain offices claim that our guns ...", "the account of an assault by our men": others' words."""
    if discourse.speaker not in discourse.roster.sides or (frame is not None and frame.explicit):
        return False
    if frame is not None and frame.kind == "claim":
        return True
    told = sentence.ending_at(frame.i, "head") if frame is not None else None
    if told is None and event.voice == "noun":
        told = next((c for c in sentence.within(event.i - _TOLD_BEFORE, event.i, "head")), None)
    return told is not None and told.key == "claim" and not sentence.ending_at(told.i, "self")


def _is_joined(sentence: Sentence, event: Event, frame: Frame, mentions: list[Mention]) -> bool:
    """ "X speaks of peace and shells our towns": what X does is joined to what X says, not said by X."""
    after = frame.j <= event.start and frame.kind == "say" and event.voice == "active"
    if sentence.grammar.roles or not after:
        return False
    if event.cue.form not in ("s", "past") or sentence.ending_at(event.start, "link") is None:
        return False
    if sentence.barred(frame.j, event.start) or sentence.within(
        frame.j, event.start, "that", "relative", "act"
    ):
        return False
    return not any(frame.j <= m.left < event.start and m.leading for m in mentions)


def _named_opponent(mentions: list[Mention], voice: str | None, discourse: Discourse) -> str | None:
    """The only opponent of the voice that the sentence names as somebody who acts."""
    opponents = discourse.roster.opponents(voice or "")
    named = {m.who for m in mentions if m.who in opponents and m.leading and m.doer}
    return named.pop() if len(named) == 1 else None


def _whose_ground(
    event: Event, mentions: list[Mention], voice: str | None, discourse: Discourse
) -> str | None:
    """ "Trenches on the X side", "turned back at an X checkpoint": for an observer, they are the holder's."""
    if discourse.roster.is_party(voice) or not _GROUND & set(event.types):
        return None
    grounds = {
        m.who
        for m in mentions
        if m.head in ("force", "thing", "")
        and m.kind != "capital"
        and m.role in ("place", "target", "origin", "of")
    }
    held = {who for who in grounds if discourse.roster.is_party(who)}
    return held.pop() if len(held) == 1 else None


def _switched(event: Event, voice: str | None, frame: Frame | None, discourse: Discourse) -> str | None:
    """Unnamed officials who tell of an act of the last speaker's side speak for its only opponent."""
    if discourse.speaker is not None or frame is None or frame.explicit or frame.kind not in ("say", "claim"):
        return voice
    if not frame.office or event.mood == "negation":
        return voice
    doers = [discourse.resolve(m, voice) for m in event.agents]
    if voice and doers and doers[0] and discourse.roster.allied(doers[0], voice):
        opponents = discourse.roster.opponents(doers[0])
        return opponents[0] if len(opponents) == 1 else voice
    return voice


def _voice_of(who: str | None, frame: Frame | None, discourse: Discourse) -> tuple[str | None, str | None]:
    """(voice, reported opponent)."""
    speaker, roster = discourse.speaker, discourse.roster
    if speaker is None:
        return who or discourse.voice, None
    if who is None or who in (OTHER, speaker):
        return speaker, None
    if not roster.is_party(speaker):
        return (who, None) if roster.is_party(who) else (speaker, None)
    if who in roster.opponents(speaker) and (frame is None or frame.kind != "admit"):
        return speaker, who
    return speaker, None


def _claimant(
    sentence: Sentence, event: Event, mentions: list[Mention], voice: str | None, discourse: Discourse
) -> str | None:
    """ "The claims of X that ...": an opponent whose allegation is quoted before the event."""
    for m in mentions:
        by_claim = m.role == "agent" and _after_claim(sentence, m)
        at = m.head_at if m.head == "claim" else m.i
        if (m.head == "claim" or by_claim) and at < event.i and not parted(sentence, at, event.i):
            who = discourse.resolve(m, voice)
            watching = who in discourse.roster.observers and discourse.speaker in discourse.roster.sides
            if who in discourse.roster.opponents(voice or "") or watching:
                return None if sentence.has("truth") else who
    m_after = claimant_after(sentence, event, mentions)
    who = discourse.resolve(m_after, voice) if m_after else None
    return who if who in discourse.roster.opponents(voice or "") and not sentence.has("truth") else None


def _after_claim(sentence: Sentence, m: Mention) -> bool:
    """ "A claim by X that ..."."""
    for k in range(m.left, max(-1, m.left - 4), -1):
        marker = sentence.ending_at(k, "marker")
        if marker is not None:
            said = sentence.ending_at(marker.i, "head")
            return said is not None and said.key == "claim"
    return False


def parted(sentence: Sentence, one: int, other: int) -> bool:
    """Whether a semicolon stands between two tokens."""
    return any(token.raw == ";" for token in sentence.tokens[min(one, other) : max(one, other)])


def _called_false(sentence: Sentence, event: Event, frame: Frame | None, frames: list[Frame]) -> bool:
    """A word for falsehood beside a word for an allegation, in the event's sentence and the same mouth."""
    if not sentence.has("falsity"):
        return False
    said = [c for c in sentence.of("head") if c.key == "claim"]
    before = any(c.i < event.i for c in said)
    start = frame.i if frame else 0
    later = [c for c in sentence.of("falsity") if c.i >= event.j or (before and c.i >= start)]
    later = [c for c in later if not parted(sentence, c.i, event.i)]
    answering = [f for f in frames if f.i >= event.j and f.kind in ("deny", "reject") and f is not frame]
    if answering:
        return False
    return bool(later) and bool(said or sentence.of("relative"))
