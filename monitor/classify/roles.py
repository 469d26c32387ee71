"""Who does an act and who suffers it: markers first, then position, in the order of the language."""

from __future__ import annotations

from monitor.classify.events import Event
from monitor.classify.mentions import Mention
from monitor.classify.words import Sentence

_REACH_RIGHT = 14
_OBJECT_OF = ("act", "light", "verb", "suffer", "casualty")


def assign_roles(sentence: Sentence, event: Event, mentions: list[Mention]) -> None:
    """Fill the event's agents and targets; `agent_path` says by which sign."""
    event.targets = _nearest_targets(event, [m for m in mentions if _is_target(sentence, event, m)])
    for path, found in (
        ("modifier", _modifying_agent(event, mentions)),
        ("marked", _marked_agent(sentence, event, mentions)),
        ("subject", _subject(sentence, event, mentions)),
    ):
        if found is not None:
            event.agents = _with_joined(sentence, found, mentions)
            event.agent_path = path
            return


def _nearest_targets(event: Event, found: list[Mention]) -> tuple[Mention, ...]:
    """What stands after the act, and of what stands before it only the nearest."""
    before = [m for m in found if m.right <= event.start]
    return (*before[-1:], *(m for m in found if m.right > event.start))


def _is_target(sentence: Sentence, event: Event, m: Mention) -> bool:
    if m.left >= event.j and m.left - event.j <= _REACH_RIGHT:
        if _in_relative(sentence, event, m):
            return False
        if sentence.within(event.j, m.left, "speech", "suffer"):
            return False
        if m.role == "of":
            return m.of_act and event.act.of == "target" and m.left - event.j <= 3
        return m.role in ("target", "") and (m.role == "target" or m.left - event.j <= 3)
    before = m.right <= event.start and event.start - m.right <= 8
    return before and event.voice in ("passive", "suffered") and m.role == ""


def _modifying_agent(event: Event, mentions: list[Mention]) -> Mention | None:
    """ "Armenian shelling", "the enemy's attacks"."""
    if event.voice not in ("noun", "suffered"):
        return None
    for m in mentions:
        direct = m.head == "act" and m.head_at <= event.i and m.j <= event.i and event.i - m.j <= 6
        attached = m.kind in ("name", "enemy", "adjective") and m.right == event.i and m.role != "of"
        if (direct and m.head_at == event.i) or (attached and m.doer):
            return m
    return None


def _marked_agent(sentence: Sentence, event: Event, mentions: list[Mention]) -> Mention | None:
    """ "shelled by X", "violations on the part of X", "fire from the X side", "attacks of X"."""
    if event.voice == "active":
        return None
    for m in mentions:
        if m.left < event.j or m.left - event.j > _REACH_RIGHT or sentence.within(event.j, m.left, "speech"):
            continue
        if m.role == "agent" and m.head not in ("thing", "claim"):
            return m
        if m.doer and _in_relative(sentence, event, m):
            return m
        if m.role == "origin" and (m.doer or m.head == "thing"):
            return m
        if m.role == "of" and m.of_act and m.doer and event.act.of == "agent" and m.left - event.j <= 4:
            return m
    return None


def _in_relative(sentence: Sentence, event: Event, m: Mention) -> bool:
    """ "The strike that X carried out": the doer stands in the noun's own clause."""
    if event.voice == "active" or m.role != "" or m.left - event.j > 3:
        return False
    relative = sentence.within(event.j, m.left, "relative")
    return bool(relative) and bool(sentence.within(m.right, m.right + 3, "light"))


def _subject(sentence: Sentence, event: Event, mentions: list[Mention]) -> Mention | None:
    """The nearest bare phrase before the verb that can act and is not another verb's object."""
    if event.voice in ("passive", "suffered") or (event.voice == "noun" and event.governor is None):
        return _accused(event, mentions) if event.voice == "noun" else None
    if event.governor is not None and _is_passive_governor(sentence, event):
        return None
    for m in reversed(mentions):
        if m.right > event.start or not _could_act(sentence, event, m):
            continue
        if not _likely_object(sentence, m, mentions):
            return m
    return None


def _likely_object(sentence: Sentence, m: Mention, mentions: list[Mention]) -> bool:
    """After a word that the lexicon does not know, and another doer before that: the object of that word."""
    k = m.left - 1
    unknown = (
        k > 0
        and sentence.tokens[k].word
        and not sentence.tokens[k].capital
        and not sentence.ending.get(m.left)
    )
    if not unknown:
        return False
    for other in mentions:
        if (
            other.right <= k
            and other.role == ""
            and other.doer
            and not other.stranger
            and not sentence.barred(other.right, k)
        ):
            return not sentence.within(other.right, k, "speech", "relative", "clause", "act")
    return False


def _is_passive_governor(sentence: Sentence, event: Event) -> bool:
    governor = event.governor
    assert governor is not None  # noqa: S101 - the caller has looked
    be = any(c.key == "be" for c in sentence.within(governor.i - 3, governor.i, "aux"))
    return governor.form in ("past", "part") and be


def _could_act(sentence: Sentence, event: Event, m: Mention) -> bool:
    if not m.doer or m.role not in ("", "agent") or (m.kind == "poss" and not m.head):
        return False
    between = sentence.tokens[m.right : event.start]
    if any(token.raw in ";" for token in between):
        return False
    if m.role == "agent" and sentence.within(m.left - 4, m.left, "speech"):
        return False
    if sentence.within(m.right, event.start, "speech") and not _parenthetical(sentence, m, event):
        return False
    relative = sentence.within(m.right, min(m.right + 3, event.start), "relative", "hold_responsible")
    if m.after is not None and m.after.cls in _OBJECT_OF and m.after.form != "noun" and not relative:
        return event.start == m.right  # an object right before the verb can only be its subject
    return True


def _parenthetical(sentence: Sentence, m: Mention, event: Event) -> bool:
    """ "X, the ministry said, shelled ...": two commas enclose the words of saying."""
    commas = [k for k in range(m.right, event.start) if sentence.tokens[k].raw == ","]
    return len(commas) >= 2 and commas[0] == m.right


def _accused(event: Event, mentions: list[Mention]) -> Mention | None:
    """ "accused X of attacks": the object of the word of accusing."""
    for m in reversed(mentions):
        if m.right <= event.i and m.doer and m.after is not None and m.after.cls == "speech":
            return m if m.after.key == "accuse" and m.role == "" else None
    return None


def _with_joined(sentence: Sentence, m: Mention, mentions: list[Mention]) -> tuple[Mention, ...]:
    """A doer and those joined to it by "and": both are meant."""
    joined = [m]
    for other in reversed(mentions):
        first = joined[0]
        if (
            other.right <= first.left
            and first.left - other.right <= 2
            and other.kind in ("name", "adjective", "capital")
        ):
            between = sentence.within(other.right, first.left, "link")
            glued = (
                first.left < len(sentence.tokens)
                and other.right == first.left
                and sentence.tokens[first.left].glued
            )
            if (between or glued) and (other.doer or other.kind == "adjective"):
                joined.insert(0, other)
    return tuple(joined)
