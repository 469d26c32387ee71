"""Who says it, and how: words of saying, accusing, denying and admitting, and what each reaches over."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.classify.discourse import OTHER, STRANGER, Discourse
from monitor.classify.events import Event
from monitor.classify.holding import find_holding
from monitor.classify.mentions import Mention
from monitor.classify.morphology import CASES
from monitor.classify.speakers import find_accused, speaker_by_case
from monitor.classify.verb_final import is_strange_source, is_verb_final
from monitor.classify.weighing import is_peaceable
from monitor.classify.words import Cue, Sentence

_NOUN_BEFORE = ("det", "genitive", "number", "negation", "ordinal")


@dataclass(slots=True)
class Frame:
    """A word of saying at tokens [i, j) that reaches over tokens [lo, hi)."""

    kind: str  # say, claim, accuse, deny, reject, admit
    who: str | None  # None: somebody whom the sentence does not name
    i: int
    j: int
    lo: int
    hi: int
    explicit: bool
    office: bool = False  # an office speaks whose side the sentence does not name
    accused: Mention | None = None
    passive: bool = False


def find_frames(
    sentence: Sentence, mentions: list[Mention], events: list[Event], discourse: Discourse
) -> list[Frame]:
    """The frames of a sentence in the order of the text."""
    size = len(sentence.tokens)
    frames = _headline_frame(sentence, mentions, events, discourse)
    for cue in _speech_verbs(sentence, mentions, events):
        m, passive = _find_subject(sentence, cue, mentions, frames, events)
        who, explicit = _who_speaks(sentence, cue, m, discourse, frames, mentions)
        if frames:
            frames[-1].hi = min(frames[-1].hi, _own_start(cue, m, events))
        frame = Frame(cue.key, who, cue.i, cue.j, cue.j, size, explicit)
        frame.passive = passive
        frame.office = m is None and _unnamed_official(sentence, cue, mentions)
        frame.accused = find_accused(cue, mentions, passive, sentence.grammar, m) or (
            frames[-1].accused if frames else None
        )
        frames.append(frame)
    _reach_back(sentence, frames, events)
    if sentence.grammar.speech_scope == "left":
        _turn_left(sentence, frames)
    return frames


def _turn_left(sentence: Sentence, frames: list[Frame]) -> None:
    """What is said stands before the word of saying, unless a colon, a quote or a clause word follows it."""
    for n, frame in enumerate(frames):
        opened = any(token.raw in ':"' for token in sentence.tokens[frame.i : frame.j + 1])
        if opened or sentence.is_at(frame.j, "that") or sentence.is_at(frame.j + 1, "that"):
            continue
        before = [f.j for f in frames[:n] if f.hi > f.j]
        frame.lo, frame.hi = max(before, default=0), frame.j


_HEADING = 7  # tokens in which "X: ..." may begin a sentence


def _headline_frame(
    sentence: Sentence, mentions: list[Mention], events: list[Event], discourse: Discourse
) -> list[Frame]:
    """ "The ministry of X: ...": who stands before the colon says what follows it."""
    if discourse.speaker is not None:
        return []
    colon = next((k for k, t in enumerate(sentence.tokens[:_HEADING]) if t.raw == ":"), None)
    m = next((m for m in mentions if m.right == colon and m.left <= 1), None)
    if m is None or colon is None or m.head in ("thing", "act"):
        return []
    told = m.head == "official" or any(a is not m for e in events for a in e.agents)
    if not (sentence.grammar.free or told):
        return []  # "X: three dead in floods" only says where
    who = discourse.resolve(m, None)
    who = OTHER if who == STRANGER else who
    return [Frame("say", who, colon, colon + 1, colon + 1, len(sentence.tokens), True)] if who else []


def _own_start(cue: Cue, m: Mention | None, events: list[Event]) -> int:
    """Where the clause of a word of saying begins: at its subject, when no act stands between them."""
    if m is None or m.right > cue.i or any(m.right <= e.i < cue.i for e in events):
        return cue.i
    return m.left


def _speech_verbs(sentence: Sentence, mentions: list[Mention], events: list[Event]) -> list[Cue]:
    """The words of saying that are verbs here, not nouns ("the report") nor parts of a name."""
    cues, free = find_holding(sentence), sentence.grammar.free
    acted = {e.i for e in events if free or e.agents}
    for cue in sentence.of("speech"):
        told = any(sentence.is_at(k, "that" if free else "relative") for k in (cue.j, cue.j + 1))
        if cue.i in acted and (free or cue.key == "deny") and not told:
            continue  # "the mine that X set", "denied us passage": what may be said is done here
        if cue.form == "base" and sentence.ending_at(cue.i, *_NOUN_BEFORE):
            continue
        if is_verb_final(sentence) and _names_a_claim(sentence, cue):
            continue
        own = sentence.ending_at(cue.i, "self")
        if cue.form == "base" and own is not None and own.key == "our":
            continue
        if cue.form in ("base", "s") and _part_of_phrase(cue, mentions):
            continue
        if (
            cue.form in ("base", "s")
            and sentence.is_at(cue.i, "head")
            and not _follows_subject(cue, mentions)
        ):
            continue
        cues.append(cue)
    return sorted(cues, key=lambda cue: cue.i)


def _names_a_claim(sentence: Sentence, cue: Cue) -> bool:
    """A noun of saying in a case that is not a verb's: "in its statement"."""
    cased = cue.features & (CASES - {"nom"})
    return bool(cased) and any(c.key == "claim" for c in sentence.starting[cue.i])


def _part_of_phrase(cue: Cue, mentions: list[Mention]) -> bool:
    """The word is the head of somebody's phrase ("X's report"), not what a name does ("X reports")."""
    inside = any(m.head_at == cue.i or m.right == cue.j for m in mentions)
    return inside and not any(m.kind == "name" and m.j == cue.i and not m.genitive for m in mentions)


def _follows_subject(cue: Cue, mentions: list[Mention]) -> bool:
    return any(m.right == cue.i and m.leading for m in mentions)


def _find_subject(
    sentence: Sentence, cue: Cue, mentions: list[Mention], frames: list[Frame], events: list[Event]
) -> tuple[Mention | None, bool]:
    """The phrase that speaks: before the verb; after it when inverted; after "by" in the passive."""
    if sentence.grammar.roles:
        return speaker_by_case(sentence, cue, mentions, frames, events)
    if _is_passive(sentence, cue):
        by = next(
            (m for m in mentions if m.left >= cue.j and m.role == "agent" and m.left - cue.j < 16), None
        )
        if by is None and cue.key != "accuse":
            near = sorted(mentions, key=lambda m: (m.left < cue.j, m.left))
            by = next((m for m in near if m.role in ("place", "origin") and m.who), None)
        return by, True
    if frames and (cue.form == "ing" or sentence.ending_at(cue.i, "to")):
        return None, False
    inverted = next((m for m in mentions if 0 <= m.left - cue.j <= 1 and m.leading), None)
    doing = any(inverted is m for e in events for m in e.agents)
    if (
        inverted is not None
        and not doing
        and cue.key in ("say", "claim")
        and cue.i > 0
        and sentence.tokens[cue.i - 1].raw in ',"'
    ):
        inverted.after = None
        return inverted, False
    if _unnamed_official(sentence, cue, mentions):
        return None, False
    floor = frames[-1].j if frames else 0
    for m in reversed(mentions):
        if m.right > cue.i or m.left < floor:
            continue
        told = m.after is None or (m.after.cls == "speech" and m.after.key != "accuse")
        if _could_speak(m) and (told or m.right == cue.i):
            return m, False
    return None, False


def _unnamed_official(sentence: Sentence, cue: Cue, mentions: list[Mention]) -> bool:
    """ "The general staff noted": an office right before the verb that the text leaves to be understood."""
    head = sentence.ending_at(cue.i, "head")
    if head is None or head.key != "official":
        return False
    return not any(m.left <= head.i < m.right for m in mentions)


def _could_speak(m: Mention) -> bool:
    return m.leading and m.head not in ("thing", "act") and not (m.kind == "poss" and not m.head)


def _is_passive(sentence: Sentence, cue: Cue) -> bool:
    if cue.form not in ("past", "part"):
        return False
    noun = sentence.ending_at(cue.i, "head")
    if noun is not None and noun.key == "claim":
        return True
    be = [c for c in sentence.within(cue.i - 3, cue.i, "aux") if c.key == "be"]
    return bool(be) and not sentence.barred(be[-1].j, cue.i)


def _answering(sentence: Sentence, cue: Cue, mentions: list[Mention], discourse: Discourse) -> str | None:
    """ "The ministry denied the claim of X": an unnamed office that answers X is X's only opponent's."""
    if not is_verb_final(sentence) or (cue.key != "deny" and not sentence.has("falsity")):
        return None
    claimed = any(c.key == "claim" for c in sentence.of("head"))
    parties = [m.who for m in mentions if discourse.roster.is_party(m.who) and (m.head == "claim" or claimed)]
    return discourse.opponent_of(parties[0]) if parties else None


def _who_speaks(
    sentence: Sentence,
    cue: Cue,
    m: Mention | None,
    discourse: Discourse,
    frames: list[Frame],
    mentions: list[Mention],
) -> tuple[str | None, bool]:
    inherited = frames[-1].who if frames else discourse.voice
    if m is None:
        fresh = discourse.speaker is None and not frames
        if fresh and (answering := _answering(sentence, cue, mentions, discourse)):
            return answering, True
        if cue.key in ("deny", "admit") and discourse.speaker is None and not frames and discourse.alleged:
            return discourse.alleged[-1].against, False
        if frames or discourse.voice or discourse.speaker:
            return inherited or discourse.speaker, False
        if sentence.grammar.free and cue.key == "accuse" and _any_capital(sentence, cue):
            return OTHER, True
        return (OTHER, True) if _proper_before(sentence, cue) else (None, False)
    if discourse.speaker is not None and m.kind in ("it", "he", "they") and m.antecedent is None:
        return discourse.speaker, False
    who = discourse.resolve(m, inherited or discourse.voice or discourse.speaker)
    if who == STRANGER or (discourse.speaker is None and is_peaceable(sentence, m)):
        return OTHER, True
    if m.kind == "they":
        return inherited or who, False
    return who, m.kind not in ("he", "it", "poss")


def _any_capital(sentence: Sentence, cue: Cue) -> bool:
    """A capitalised name stands before the word of accusing, in its clause."""
    lo = max(1, cue.i - 8)
    return any(
        sentence.tokens[k].capital and (not sentence.starting.get(k) or sentence.tokens[k - 1].raw == '"')
        for k in range(lo, cue.i)
    )


def _proper_before(sentence: Sentence, cue: Cue) -> bool:
    """A name that the agreement does not know stands right before the word of saying."""
    k = cue.i - 1
    return (
        k >= 0 and sentence.tokens[k].capital and sentence.tokens[k].word and not sentence.ending.get(cue.i)
    )


def _reach_back(sentence: Sentence, frames: list[Frame], events: list[Event]) -> None:
    """A trailing ", X said" reaches over what stands before it, when nothing alleged stands after it."""
    for n, frame in enumerate(frames):
        if frame.passive and frame.kind in ("deny", "reject"):
            frame.lo = frames[n - 1].hi if n else 0
            continue
        after = [e for e in events if frame.j <= e.i < frame.hi]
        before = [e for e in events if e.j <= frame.i and (n == 0 or e.i > frames[n - 1].j)]
        comma = any(t.raw in ',"' for t in sentence.tokens[max(0, frame.i - 24) : frame.i])
        if before and comma and (not after or n == 0) and frame.kind in ("say", "claim", "accuse"):
            edge = max((e.j for e in before), default=0)
            if any(t.raw in ',"' for t in sentence.tokens[edge : frame.i]) and not (
                n > 0 and frames[n - 1].hi > edge
            ):
                frame.lo = 0


def frame_of(event: Event, frames: list[Frame]) -> Frame | None:
    """The innermost frame that reaches over the event."""
    covering = [f for f in frames if f.j <= event.i < f.hi]
    if covering:
        return covering[-1]
    return next((f for f in frames if f.lo <= event.i < f.i and f.lo < f.j), None)


def source_phrase(sentence: Sentence, mentions: list[Mention], discourse: Discourse) -> str | None:
    """ "According to X": who X is."""
    for cue in sentence.of("source_of"):
        for m in mentions:
            before = is_verb_final(sentence) and (0 <= cue.i - m.right <= 2 or m.head_at == cue.i)
            if before or (0 <= m.left - cue.j <= 3 and not sentence.barred(cue.j, m.left)):
                who = discourse.resolve(m, discourse.voice)
                return OTHER if who == STRANGER else who
        if is_strange_source(sentence, cue, mentions):
            return OTHER
    return None
