"""Claims that point back or both ways: "these claims are false", "the parties accused each other"."""

from __future__ import annotations

from monitor.classify.discourse import Alleged, Discourse
from monitor.classify.drafts import Draft
from monitor.classify.events import Event
from monitor.classify.mentions import Mention
from monitor.classify.stance import Frame
from monitor.classify.words import Sentence
from monitor.terms import Stance, ViolationType

_FLAT = 3  # words of a wording of denying that needs no allegation beside it


def read_mutual(
    sentence: Sentence, mentions: list[Mention], events: list[Event], discourse: Discourse
) -> list[Draft]:
    """Accusations both ways where the sentence says that sides accuse each other; none otherwise."""
    if not is_mutual(sentence, events) or _of_others(sentence, mentions, discourse):
        return []
    pair = _pair_of(mentions, discourse)
    if pair is None:
        return []
    named = [e for e in events if not e.act.generic]
    types = tuple(dict.fromkeys(t for e in named for t in e.types)) or (ViolationType.UNSPECIFIED,)
    at = events[0].i if events else sentence.of("mutual")[0].i
    drafts = []
    for by, against in (pair, pair[::-1]):
        draft = Draft(Stance.ACCUSATION, by, against, types, sentence, at, "mutual", explicit=True, voice=by)
        draft.generic = not named
        draft.why = [f"voice:{by}", f"accused->{against}", "act:" + _wording(sentence, events)]
        drafts.append(draft)
    return drafts


def _of_others(sentence: Sentence, mentions: list[Mention], discourse: Discourse) -> bool:
    """Names stand in the sentence, but neither that of a party nor a word for both of them."""
    if sentence.has("both") or discourse.last_pair or sentence.grammar.roles:
        return False
    if any(discourse.roster.is_party(m.who) for m in mentions):
        return False
    return any(m.stranger for m in mentions) or sum(t.capital for t in sentence.tokens[1:]) > 1


def is_mutual(sentence: Sentence, events: list[Event]) -> bool:
    if sentence.has("mutual", "trade"):
        return bool(events) or sentence.has("truce")
    accusing = any(c.key == "accuse" for c in sentence.of("speech"))
    return sentence.has("mutual", "each") and accusing


def _wording(sentence: Sentence, events: list[Event]) -> str:
    cue = events[0].cue if events else sentence.of("mutual")[0]
    return sentence.words(cue.i, cue.j)


def _pair_of(mentions: list[Mention], discourse: Discourse) -> tuple[str, str] | None:
    """Two opposed parties named in the sentence; else the last such pair of the text."""
    roster = discourse.roster
    named = [m.who for m in mentions if roster.is_party(m.who)]
    for one in named:
        for other in named:
            if other in roster.opponents(one):
                return one, other
    if discourse.last_pair:
        return discourse.last_pair
    ids = list(roster.sides)
    foes = [(a, b) for a in ids for b in roster.opponents(a) if ids.index(a) < ids.index(b)]
    ranked = sorted(foes, key=lambda p: -(discourse.named[p[0]] and 1) - (discourse.named[p[1]] and 1))
    return ranked[0] if ranked else None


def read_recalled(
    sentence: Sentence, frames: list[Frame], mentions: list[Mention], discourse: Discourse
) -> list[Draft]:
    """A denial or an admission without an act of its own answers the last accusation against its speaker."""
    stance, who, explicit = _answer_in(sentence, frames, mentions, discourse)
    if stance is None or who is None or not discourse.roster.is_party(who):
        return []
    answered = _last_against(who, discourse)
    own_text = discourse.speaker is not None
    if answered is None and discourse.aside is not None and not own_text:
        return []
    if answered is None and (stance is Stance.ADMISSION or not (own_text or explicit)):
        return []
    against = answered.by if answered else discourse.opponent_of(who)
    types = answered.types if answered else (ViolationType.UNSPECIFIED,)
    at = frames[-1].i if frames else 0
    draft = Draft(stance, who, against, types, sentence, at, "recalled", explicit=explicit, voice=who)
    if stance is Stance.ADMISSION:
        draft.against = None
    if answered:
        draft.places, draft.occurred = list(answered.places), answered.occurred
    draft.why = [f"voice:{who}", f"{stance.value} of an allegation", "act:" + sentence.words(at, at + 1)]
    return [draft]


def read_blamed(
    sentence: Sentence, frames: list[Frame], before: list[Event], discourse: Discourse
) -> list[Draft]:
    """ "X blamed Y", with the act told in the sentence before or not at all."""
    drafts: list[Draft] = []
    if sentence.has("exercise"):
        discourse.aside = (sentence.field, sentence.paragraph)
        return drafts
    for frame in frames:
        blames = sentence.is_at(frame.i, "blaming") is not None and frame.accused is not None
        against = discourse.resolve(frame.accused, frame.who) if blames and frame.accused else None
        if frame.who is None or not discourse.roster.is_party(against):
            continue
        if against == frame.who or discourse.roster.allied(str(against), frame.who):
            continue
        named = [e for e in before if not e.act.generic and not e.mood]
        types = tuple(dict.fromkeys(t for e in named for t in e.types)) or (ViolationType.UNSPECIFIED,)
        draft = Draft(
            Stance.ACCUSATION, frame.who, against, types, sentence, frame.i, "recalled", frame.explicit
        )
        draft.generic = not named
        draft.why = [f"voice:{frame.who}", f"accused->{against}", "act:" + sentence.words(frame.i, frame.j)]
        drafts.append(draft)
    return drafts


def _answer_in(
    sentence: Sentence, frames: list[Frame], mentions: list[Mention], discourse: Discourse
) -> tuple[Stance | None, str | None, bool]:
    if (
        sentence.has("rumour")
        or sentence.has("exercise")
        or (sentence.has("intact", "bond") and sentence.has("truce"))
    ):
        return None, None, False
    claims = any(c.key == "claim" for c in sentence.of("head"))
    for frame in frames:
        who = frame.who if discourse.speaker is None else discourse.speaker
        if discourse.speaker is not None and frame.who not in (None, discourse.speaker):
            continue
        flat = frame.j - frame.i >= _FLAT  # "have no hand in" denies whatever it is said of
        if (frame.kind == "deny" and (claims or flat or discourse.speaker is None)) or (
            frame.kind == "reject" and (claims or _points_at(sentence, frame, discourse))
        ):
            return Stance.DENIAL, who, frame.explicit
        if frame.kind == "admit" and discourse.speaker is None and frame is frames[-1]:
            return Stance.ADMISSION, who, frame.explicit
    if sentence.has("falsity") and (claims or (discourse.speaker is None and bool(discourse.alleged))):
        return Stance.DENIAL, _falsity_voice(mentions, discourse, frames), bool(frames)
    told = sentence.of("alibi", "other_cause") or (
        not discourse.events and sentence.of("rebuttal", "silence")
    )
    if told and discourse.alleged:
        return _explains(frames, discourse)
    return None, None, False


def _points_at(sentence: Sentence, frame: Frame, discourse: Discourse) -> bool:
    """ "X rejected this": in media, what was alleged last."""
    pointed = sentence.is_at(frame.j, "this", "pronoun")
    return discourse.speaker is None and bool(discourse.alleged) and pointed is not None


def _explains(frames: list[Frame], discourse: Discourse) -> tuple[Stance | None, str | None, bool]:
    """ "Said its boats had been in port", "said the gale had sunk her": the accused tells otherwise."""
    accused = {a.against for a in discourse.alleged}
    for frame in frames:
        if frame.kind in ("say", "claim", "deny") and discourse.speaker is None:
            who = frame.who if frame.explicit else discourse.alleged[-1].against
            return (Stance.DENIAL, who, frame.explicit) if who in accused else (None, None, False)
    return None, None, False


def _falsity_voice(mentions: list[Mention], discourse: Discourse, frames: list[Frame]) -> str | None:
    if discourse.speaker is not None:
        return discourse.speaker
    if frames and frames[0].who:
        return frames[0].who
    bare = [m for m in mentions if m.leading and m.doer]
    who = discourse.resolve(bare[0], discourse.voice) if bare else discourse.voice
    last = discourse.alleged[-1] if discourse.alleged else None
    return last.against if last is not None and not bare and who == last.by else who


def _last_against(who: str, discourse: Discourse) -> Alleged | None:
    for alleged in reversed(discourse.alleged):
        if alleged.against == who and not discourse.roster.allied(alleged.by, who):
            return alleged
    return None
