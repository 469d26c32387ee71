"""Who says it, and how: words of saying, accusing, denying and admitting, and what each reaches over."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.classify.discourse import OTHER, STRANGER, Discourse
from monitor.classify.events import Event
from monitor.classify.mentions import Mention
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
    frames: list[Frame] = []
    size = len(sentence.tokens)
    for cue in _speech_verbs(sentence, mentions):
        m, passive = _find_subject(sentence, cue, mentions, frames, events)
        who, explicit = _who_speaks(sentence, cue, m, discourse, frames)
        if frames:
            frames[-1].hi = min(frames[-1].hi, _own_start(cue, m, events))
        frame = Frame(cue.key, who, cue.i, cue.j, cue.j, size, explicit)
        frame.passive = passive
        frame.office = m is None and _unnamed_official(sentence, cue, mentions)
        frame.accused = _find_accused(cue, mentions, passive) or (frames[-1].accused if frames else None)
        frames.append(frame)
    _reach_back(sentence, frames, events)
    return frames


def _own_start(cue: Cue, m: Mention | None, events: list[Event]) -> int:
    """Where the clause of a word of saying begins: at its subject, when no act stands between them."""
    if m is None or m.right > cue.i or any(m.right <= e.i < cue.i for e in events):
        return cue.i
    return m.left


def _speech_verbs(sentence: Sentence, mentions: list[Mention]) -> list[Cue]:
    """The words of saying that are verbs here, not nouns ("the report") nor parts of a name."""
    cues = []
    for cue in sentence.of("speech"):
        if cue.form == "base" and sentence.ending_at(cue.i, *_NOUN_BEFORE):
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
    return cues


def _part_of_phrase(cue: Cue, mentions: list[Mention]) -> bool:
    """The word is the head of somebody's phrase ("X's report"), not what a name does ("X reports")."""
    inside = any(m.head_at == cue.i or m.right == cue.j for m in mentions)
    return inside and not any(m.kind == "name" and m.j == cue.i and not m.genitive for m in mentions)


def _follows_subject(cue: Cue, mentions: list[Mention]) -> bool:
    return any(m.right == cue.i and m.role == "" for m in mentions)


def _find_subject(
    sentence: Sentence, cue: Cue, mentions: list[Mention], frames: list[Frame], events: list[Event]
) -> tuple[Mention | None, bool]:
    """The phrase that speaks: before the verb; after it when inverted; after "by" in the passive."""
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
    inverted = next((m for m in mentions if 0 <= m.left - cue.j <= 1 and m.role == ""), None)
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
        if _could_speak(m) and (m.after is None or m.after.cls == "speech" or m.right == cue.i):
            return m, False
    return None, False


def _unnamed_official(sentence: Sentence, cue: Cue, mentions: list[Mention]) -> bool:
    """ "The general staff noted": an office right before the verb that the text leaves to be understood."""
    head = sentence.ending_at(cue.i, "head")
    if head is None or head.key != "official":
        return False
    return not any(m.left <= head.i < m.right for m in mentions)


def _could_speak(m: Mention) -> bool:
    return m.role == "" and m.head not in ("thing", "act") and not (m.kind == "poss" and not m.head)


def _is_passive(sentence: Sentence, cue: Cue) -> bool:
    if cue.form not in ("past", "part"):
        return False
    noun = sentence.ending_at(cue.i, "head")
    if noun is not None and noun.key == "claim":
        return True
    be = [c for c in sentence.within(cue.i - 3, cue.i, "aux") if c.key == "be"]
    return bool(be) and not sentence.barred(be[-1].j, cue.i)


def _who_speaks(
    sentence: Sentence, cue: Cue, m: Mention | None, discourse: Discourse, frames: list[Frame]
) -> tuple[str | None, bool]:
    inherited = frames[-1].who if frames else discourse.voice
    if m is None:
        if cue.key in ("deny", "admit") and discourse.speaker is None and not frames and discourse.alleged:
            return discourse.alleged[-1].against, False
        if frames or discourse.voice or discourse.speaker:
            return inherited or discourse.speaker, False
        return (OTHER, True) if _proper_before(sentence, cue) else (None, False)
    who = discourse.resolve(m, inherited or discourse.voice or discourse.speaker)
    if who == STRANGER:
        return OTHER, True
    if m.kind == "they":
        return inherited or who, False
    return who, m.kind not in ("he", "it", "poss")


def _proper_before(sentence: Sentence, cue: Cue) -> bool:
    """A name that the agreement does not know stands right before the word of saying."""
    k = cue.i - 1
    return (
        k >= 0 and sentence.tokens[k].capital and sentence.tokens[k].word and not sentence.ending.get(cue.i)
    )


def _find_accused(cue: Cue, mentions: list[Mention], passive: bool) -> Mention | None:
    if cue.key != "accuse":
        return None
    if passive:
        return next((m for m in reversed(mentions) if m.right <= cue.i and m.role == ""), None)
    return next((m for m in mentions if 0 <= m.left - cue.j <= 4 and m.role == "" and m.head != "act"), None)


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
            if 0 <= m.left - cue.j <= 3:
                who = discourse.resolve(m, discourse.voice)
                return OTHER if who == STRANGER else who
    return None
