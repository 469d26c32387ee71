"""Who does an act and who suffers it: markers first, then position, in the order of the language."""

from __future__ import annotations

from monitor.classify.events import Event
from monitor.classify.free_order import agent_before, find_either, subject_by_case
from monitor.classify.holding import find_responsible, holder_of_post, is_ascribed, is_manned, watched_doer
from monitor.classify.mentions import Mention
from monitor.classify.participles import doer_of_participle
from monitor.classify.verb_final import is_verb_final
from monitor.classify.words import Sentence

_REACH_RIGHT = 14
_OBJECT_OF = ("act", "light", "verb", "suffer", "casualty")
_JOINING = 4  # tokens of joining between two doers


def assign_roles(sentence: Sentence, event: Event, mentions: list[Mention]) -> None:
    """Fill the event's agents and targets; `agent_path` says by which sign."""
    event.targets = _nearest_targets(event, [m for m in mentions if _is_target(sentence, event, m)])
    for path, found in (
        ("subject", watched_doer(event, mentions)),
        ("modifier", _modifying_agent(event, mentions)),
        ("marked", _marked_agent(sentence, event, mentions)),
        ("marked", doer_of_participle(sentence, event, mentions)),
        ("subject", _subject(sentence, event, mentions)),
        ("marked", _origin_of(sentence, event, mentions) or _arms_of(sentence, event, mentions)),
        ("marked", holder_of_post(sentence, event, mentions)),
        (
            "subject",
            event.targets[0] if event.act.theirs and event.voice == "passive" and event.targets else None,
        ),
    ):
        if found is not None:
            event.agents = _with_joined(sentence, found, mentions)
            event.agent_path = path
            return
    event.either = find_either(sentence, event, mentions)


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
        if sentence.grammar.free and event.voice == "passive" and m.role == "subject":
            return m.left - event.j <= 3
        if m.role == "of":
            return m.of_act and event.act.of == "target" and m.left - event.j <= 3
        return m.role in ("target", "", "object") and (m.role != "" or m.left - event.j <= 3)
    before = m.right <= event.start and event.start - m.right <= 8
    if before and m.role in ("target", "object") and sentence.grammar.roles:
        return not sentence.within(m.right, event.start, "speech")
    if before and is_verb_final(sentence) and m.head == "thing" and event.voice == "active":
        return m.bare
    return before and event.voice in ("passive", "suffered") and m.leading


def _modifying_agent(event: Event, mentions: list[Mention]) -> Mention | None:
    """ "Armenian shelling", "the enemy's attacks"."""
    if event.voice not in ("noun", "suffered"):
        return None
    for m in mentions:
        direct = m.head == "act" and m.head_at <= event.i and m.j <= event.i and event.i - m.j <= 6
        attached = m.kind in ("name", "enemy", "adjective") and m.right == event.i and not m.of_act
        if (direct and m.head_at == event.i) or (attached and m.doer):
            return m
    return None


def _marked_agent(sentence: Sentence, event: Event, mentions: list[Mention]) -> Mention | None:
    """ "shelled by X", "violations on the part of X", "fire from the X side", "attacks of X"."""
    nominal = sentence.grammar.main == "SOV" and event.cue.form == "inf"  # "the shelling of A by X" as a verb
    if event.voice == "active" and not nominal:
        return None
    by_first = mentions if sentence.grammar.roles else sorted(mentions, key=lambda m: m.role != "agent")
    for m in by_first:
        if sentence.grammar.free and m.right <= event.i and agent_before(sentence, event, m):
            return m
        if m.left < event.j or m.left - event.j > _REACH_RIGHT or sentence.within(event.j, m.left, "speech"):
            continue
        if m.role == "agent" and m.head not in ("thing", "claim"):
            return m
        if m.doer and sentence.ending_at(m.left, "hold_responsible"):
            return m
        if m.doer and _in_relative(sentence, event, m):
            return m
        if (m.role == "origin" and (m.doer or m.head == "thing")) or is_ascribed(sentence, event, m):
            return m
        if m.role == "of" and m.of_act and m.doer and event.act.of == "agent" and m.left - event.j <= 4:
            return m
    return None


def _origin_of(sentence: Sentence, event: Event, mentions: list[Mention]) -> Mention | None:
    """ "From X's post they fired": where it came from tells who did it when nobody else does."""
    if (
        not sentence.grammar.free
        or event.voice == "noun"
        or any(m.role == "agent" and m.doer for m in mentions)
    ):
        return None
    near = [m for m in mentions if m.role == "origin" and m.head not in ("claim", "official", "act")]
    near = [m for m in near if not sentence.within(min(m.right, event.j), max(m.left, event.i), "speech")]
    return min(near, key=lambda m: abs(m.left - event.i), default=None)


def _arms_of(sentence: Sentence, event: Event, mentions: list[Mention]) -> Mention | None:
    """ "A plane from X entered", "jets of the government roared": arms do what those do whose they are."""
    if sentence.grammar.roles or event.voice != "active":
        return None
    for m in reversed(mentions):
        if m.right > event.start or m.role not in ("origin", "of") or not m.doer:
            continue
        marker = next((c for c in reversed(sentence.within(0, m.i, "marker")) if c.j <= m.i), None)
        if marker is None or not sentence.ending_at(marker.i, "means"):
            return None
        return None if sentence.barred(m.right, event.start) else m
    return None


def _in_relative(sentence: Sentence, event: Event, m: Mention) -> bool:
    """ "The strike that X carried out": the doer stands in the noun's own clause."""
    if event.voice == "active" or not m.leading or m.left - event.j > 3:
        return False
    relative = sentence.within(event.j, m.left, "relative")
    return bool(relative) and bool(sentence.within(m.right, m.right + 3, "light"))


def _subject(sentence: Sentence, event: Event, mentions: list[Mention]) -> Mention | None:
    """The nearest bare phrase before the verb that can act and is not another verb's object."""
    if event.voice in ("passive", "suffered") or (event.voice == "noun" and event.governor is None):
        named = _accused(event, mentions) or find_responsible(sentence, event, mentions)
        return named if event.voice == "noun" else None
    if event.governor is not None and _is_passive_governor(sentence, event):
        return None
    if sentence.grammar.free:
        able = {id(m) for m in mentions if _could_act(sentence, event, m)}
        return subject_by_case(sentence, event, mentions, able)
    located = event.cue.form == "phrase"
    for m in reversed(mentions):
        if is_manned(sentence, event, m):
            return m
        if located and any(c.key == "perceive" for c in sentence.within(m.right, event.start, "verb")):
            return None
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
            and other.leading
            and other.doer
            and not other.stranger
            and not sentence.barred(other.right, k)
        ):
            return not sentence.within(other.right, k, "speech", "relative", "clause", "act")
    return False


def _is_passive_governor(sentence: Sentence, event: Event) -> bool:
    governor = event.governor
    assert governor is not None  # noqa: S101 - the caller has looked
    if "PASSIVE" in governor.features:
        return True
    be = any(c.key == "be" for c in sentence.within(governor.i - 3, governor.i, "aux"))
    return governor.form in ("past", "part") and (be or sentence.grammar.free)


def _could_act(sentence: Sentence, event: Event, m: Mention) -> bool:
    if not m.doer or m.role not in ("", "subject", "agent") or (m.kind == "poss" and not m.head):
        return False
    between = sentence.tokens[m.right : event.start]
    if any(token.raw in ";" for token in between):
        return False
    if m.role == "agent" and sentence.within(m.left - 4, m.left, "speech"):
        return False
    if sentence.within(m.right, event.start, "speech") and not _parenthetical(sentence, m, event):
        return False
    if m.role == "agent" and event.act.generic and _of_other_verb(sentence, m):
        return False
    relative = sentence.within(m.right, min(m.right + 3, event.start), "relative", "hold_responsible")
    if m.kind in ("we", "they", "he") and m.after is not None and m.after.cls == "speech" and not m.head:
        return False
    opened = m.after is not None and bool(sentence.within(m.after.j, m.left, "relative"))
    seen = m.after is not None and m.after.key == "perceive"  # what is seen may itself act
    free = relative or seen or opened
    if m.after is not None and m.after.cls in _OBJECT_OF and m.after.form != "noun" and not free:
        return event.start == m.right  # an object right before the verb can only be its subject
    return True


def _of_other_verb(sentence: Sentence, m: Mention) -> bool:
    """ "The area dominated by X": the doer of a word that no list knows does not break the truce by it."""
    marker = next((c for c in reversed(sentence.within(0, m.i, "marker")) if c.j <= m.i), None)
    return marker is not None and marker.key == "agent" and not sentence.ending.get(marker.i)


def _parenthetical(sentence: Sentence, m: Mention, event: Event) -> bool:
    """ "X, the ministry said, shelled ...": two commas enclose the words of saying."""
    commas = [k for k in range(m.right, event.start) if sentence.tokens[k].raw == ","]
    return len(commas) >= 2 and commas[0] == m.right


def _accused(event: Event, mentions: list[Mention]) -> Mention | None:
    """ "accused X of attacks": the object of the word of accusing."""
    for m in reversed(mentions):
        if m.right <= event.i and m.doer and m.after is not None and m.after.cls == "speech":
            return m if m.after.key == "accuse" and m.bare else None
    return None


def _only_linked(sentence: Sentence, one: Mention, other: Mention) -> bool:
    """ "X and allied with it Y", "both X, and also Y", "X too, Y too": only words of joining between."""
    k, linked = one.right, False
    while k < other.left and other.left - one.right <= _JOINING:
        cue = sentence.is_at(k, "link", "concession")
        if cue is None and sentence.tokens[k].raw != ",":
            return False
        linked = linked or cue is not None
        k = cue.j if cue is not None else k + 1
    return linked and k == other.left


def _with_joined(sentence: Sentence, m: Mention, mentions: list[Mention]) -> tuple[Mention, ...]:
    """A doer and those joined to it by "and": both are meant."""
    joined = [m]
    for other in mentions:
        link = sentence.is_at(joined[-1].right, "link")
        near = link is not None and 0 <= other.left - link.j <= 1 and other.role == ""
        if near and other.kind in ("name", "adjective") and joined[-1].role == "agent" and other.doer:
            joined.append(other)
    for other in reversed(mentions):
        first = joined[0]
        if (
            other.right <= first.left
            and (first.left - other.right <= 2 or _only_linked(sentence, other, first))
            and other.kind in ("name", "adjective", "capital")
        ):
            between = _only_linked(sentence, other, first) or sentence.within(other.right, first.left, "link")
            glued = (
                first.left < len(sentence.tokens)
                and other.right == first.left
                and sentence.tokens[first.left].glued
            )
            if (between or glued) and (other.doer or other.kind == "adjective"):
                joined.insert(0, other)
    return tuple(joined)
