"""Claims that point back or both ways: "these claims are false", "the parties accused each other"."""

from __future__ import annotations

from monitor.classify.discourse import Alleged, Discourse
from monitor.classify.drafts import Draft
from monitor.classify.events import Event
from monitor.classify.figures import number_at
from monitor.classify.mentions import Mention
from monitor.classify.stance import Frame
from monitor.classify.words import Cue, Sentence
from monitor.terms import Stance, ViolationType


def read_mutual(
    sentence: Sentence, mentions: list[Mention], events: list[Event], discourse: Discourse
) -> list[Draft]:
    """Accusations both ways where the sentence says that sides accuse each other; none otherwise."""
    if not _is_mutual(sentence, events):
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


def _is_mutual(sentence: Sentence, events: list[Event]) -> bool:
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


def read_tallied(sentence: Sentence, mentions: list[Mention], discourse: Discourse) -> list[Draft]:
    """ "41 violations by X and six by Y": each number before a doer's marker is a count of its own."""
    voice = discourse.speaker or discourse.voice
    drafts: list[Draft] = []
    for m in mentions:
        marker = sentence.ending_at(m.left, "marker") or sentence.ending_at(m.left - 1, "marker")
        number = _tally_before(sentence, marker, bool(drafts))
        who = discourse.resolve(m, voice)
        if voice is None or number is None or not discourse.roster.is_party(who) or who == voice:
            continue
        types = (ViolationType.UNSPECIFIED,)
        draft = Draft(
            Stance.ACCUSATION, voice, who, types, sentence, m.i, "marked", explicit=True, voice=voice
        )
        draft.generic, draft.count = True, number
        draft.why = [
            f"voice:{voice}",
            f"{m.kind}->{who}",
            "act:" + sentence.words(marker.i - 1 if marker else m.i, m.j),
        ]
        drafts.append(draft)
    return drafts


def _tally_before(sentence: Sentence, marker: Cue | None, listed: bool) -> int | None:
    """ "41 by X", "two were attributed to X", "3,186 violations against X"; in a list also "seven of Y"."""
    if marker is None or marker.i == 0:
        return None
    if marker.key == "agent" or (listed and marker.key in ("of", "goal", "target")):
        aux = sentence.ending_at(marker.i, "aux")
        return number_at(sentence, (aux.i if aux is not None else marker.i) - 1)
    counted = sentence.ending_at(marker.i, "count_noun")
    ruled = marker.key == "target" and counted is not None and counted.i and sentence.has("ruling")
    return number_at(sentence, counted.i - 1) if ruled and counted is not None else None


def read_recalled(
    sentence: Sentence, frames: list[Frame], mentions: list[Mention], discourse: Discourse
) -> list[Draft]:
    """A denial or an admission without an act of its own answers the last accusation against its speaker."""
    stance, who, explicit = _answer_in(sentence, frames, mentions, discourse)
    if stance is None or who is None or not discourse.roster.is_party(who):
        return []
    answered = _last_against(who, discourse)
    own_text = discourse.speaker is not None
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
    drafts = []
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
    if sentence.has("rumour"):
        return None, None, False
    claims = any(c.key == "claim" for c in sentence.of("head"))
    for frame in frames:
        who = frame.who if discourse.speaker is None else discourse.speaker
        if discourse.speaker is not None and frame.who not in (None, discourse.speaker):
            continue
        if (frame.kind == "deny" and (claims or discourse.speaker is None)) or (
            frame.kind == "reject" and claims
        ):
            return Stance.DENIAL, who, frame.explicit
        if frame.kind == "admit" and discourse.speaker is None:
            return Stance.ADMISSION, who, frame.explicit
    if sentence.has("falsity") and (claims or (discourse.speaker is None and bool(discourse.alleged))):
        return Stance.DENIAL, _falsity_voice(mentions, discourse, frames), bool(frames)
    if sentence.of("alibi", "other_cause") and discourse.alleged:
        return _explains(frames, discourse)
    return None, None, False


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
    return discourse.resolve(bare[0], discourse.voice) if bare else discourse.voice


def _last_against(who: str, discourse: Discourse) -> Alleged | None:
    for alleged in reversed(discourse.alleged):
        if alleged.against == who and not discourse.roster.allied(alleged.by, who):
            return alleged
    return None
