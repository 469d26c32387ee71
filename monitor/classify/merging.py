"""One claim per alleged act: drops repeats, the title's echo, and the bare breach beside a named act."""

from __future__ import annotations

from itertools import takewhile

from monitor.classify.drafts import Draft
from monitor.classify.verdicts import BARE
from monitor.terms import Stance, ViolationType

_BACK = 12  # drafts looked at for what points back


def merge_drafts(drafts: list[Draft]) -> list[Draft]:
    """The drafts that stay, in the order of the text."""
    text = [d for d in drafts if d.sentence.field == "text"]
    title = [d for d in drafts if d.sentence.field == "title"]
    kept = text + [d for d in title if not _echoed(d, text)]
    _settle_open(kept)
    kept = _drop_repeats(kept)
    kept = _drop_tallies(_drop_bare(_drop_open(_drop_answered(kept))))
    return _fold_generic(kept)


def _echoed(draft: Draft, text: list[Draft]) -> bool:
    """The text makes the title's claim too, or leaves no act of the title unsaid."""
    same = [d for d in text if d.triple == draft.triple]
    if draft.against is None:  # the title leaves unsaid against whom
        same += [d for d in text if (d.stance, d.by) == (draft.stance, draft.by) and d.against]
    if not same:
        return False
    return (
        draft.generic
        or set(draft.types) <= {t for d in same for t in d.types}
        or any(not d.generic for d in same)
    )


def _drop_repeats(drafts: list[Draft]) -> list[Draft]:
    """Two wordings of one act in one sentence are one claim."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((k for k in _of_sentence(kept, draft) if _same_act(k, draft)), None)
        if twin is None:
            kept.append(draft)
        else:
            if _unnamed(twin):
                twin.types, twin.generic, twin.towns = draft.types, draft.generic, draft.towns
            _absorb(twin, draft)
    return kept


def _of_sentence(kept: list[Draft], draft: Draft) -> list[Draft]:
    """Those already kept of the draft's own sentence: they stand at the end."""
    found = list(takewhile(lambda k: k.sentence is draft.sentence, reversed(kept)))
    return found[::-1]


def _same_act(one: Draft, other: Draft) -> bool:
    return (
        one.triple == other.triple
        and (one.types == other.types or (one.generic and other.generic) or _unnamed(other) or _unnamed(one))
        and one.in_force == other.in_force
        and (one.places == other.places or not one.places or not other.places)
    )


def _unnamed(draft: Draft) -> bool:
    """An act without means: the same as the one named beside it."""
    return draft.types == (ViolationType.UNSPECIFIED,)


def _drop_answered(drafts: list[Draft]) -> list[Draft]:
    """An admission of an act that the same speaker's sentence denies is none."""
    denied = {(d.by, id(d.sentence)) for d in drafts if d.stance is Stance.DENIAL}
    return [d for d in drafts if d.stance is not Stance.ADMISSION or (d.by, id(d.sentence)) not in denied]


def _settle_open(drafts: list[Draft]) -> None:
    """ "The mission holds X responsible for this breach": what it left open right before that is X's."""
    for at, draft in enumerate(drafts):
        if not draft.generic or draft.against is None or not _points_back(draft):
            continue
        for other in drafts[max(0, at - _BACK) : at]:
            same = other.stance is draft.stance and other.by == draft.by
            if same and other.against is None and other.path == "open":
                other.against, other.path = draft.against, draft.path


def _points_back(draft: Draft) -> bool:
    """ "This breach", "thereby violated", or a doer whom the sentence holds responsible."""
    sentence = draft.sentence
    pointed = sentence.within(max(draft.at - 9, 0), draft.at + 1, "this", "ascribing")
    return bool(pointed) or sentence.has("hold_responsible")


def _drop_open(drafts: list[Draft]) -> list[Draft]:
    """An act left open in a sentence that names its doer elsewhere is the same act."""
    named: dict[tuple[str, int], Draft] = {}
    for draft in drafts:
        if draft.against is not None:
            named.setdefault((draft.by, id(draft.sentence)), draft)
    kept = []
    for draft in drafts:
        twin = named.get((draft.by, id(draft.sentence)))
        if draft.against is None and draft.stance is Stance.ACCUSATION and twin is not None:
            _absorb(twin, draft)
        else:
            kept.append(draft)
    return kept


def _drop_bare(drafts: list[Draft]) -> list[Draft]:
    """ "We did not shell" denies something only where somebody is accused, too."""
    accusing = any(d.stance is Stance.ACCUSATION for d in drafts)
    return [d for d in drafts if accusing or d.path != BARE]


def _drop_tallies(drafts: list[Draft]) -> list[Draft]:
    """What is left open is said of the one whom the same voice names elsewhere; a bare breach of several."""
    accusing: dict[str, dict[str, list[Draft]]] = {}
    for draft in drafts:
        if draft.against and draft.stance is Stance.ACCUSATION:
            accusing.setdefault(draft.by, {}).setdefault(draft.against, []).append(draft)
    kept = []
    for draft in drafts:
        named = accusing.get(draft.by, {})
        if draft.against is not None or not named or draft.path not in ("open", "prior"):
            kept.append(draft)
        elif len(named) == 1:
            kept += _lay_open(draft, next(iter(named.values())))
        elif not draft.generic:
            kept.append(draft)
    return kept


def _lay_open(draft: Draft, named: list[Draft]) -> list[Draft]:
    """An act without a doer beside acts of the only one accused: his where it is like them."""
    same = next((d for d in named[:_BACK] if set(d.types) & set(draft.types)), None)
    twin = named[0] if draft.generic else same
    if twin is not None:
        _absorb(twin, draft)
        return []
    if draft.path == "prior":
        draft.against = named[0].against
        return [draft]
    return [] if draft.generic else [draft]


def _fold_generic(drafts: list[Draft]) -> list[Draft]:
    """Where a named act of the same triple stands, "violated the ceasefire" adds its numbers and goes."""
    named: dict[object, Draft] = {}
    for draft in drafts:
        if not draft.generic:
            named.setdefault((draft.triple, draft.in_force), draft)
            named.setdefault((draft.triple, draft.in_force, id(draft.sentence)), draft)
    kept = []
    for draft in drafts:
        key = (draft.triple, draft.in_force)
        near = named.get((*key, id(draft.sentence))) or named.get(key)
        if draft.generic and near is not None:
            _absorb(near, draft)
        else:
            kept.append(draft)
    return kept


def _absorb(draft: Draft, other: Draft) -> None:
    draft.places += [p for p in other.places if p not in draft.places]
    counts = [n for n in (draft.count, other.count) if n is not None]
    draft.count = max(counts, default=None)
    for field in ("killed", "wounded"):
        numbers = [n for n in (getattr(draft, field), getattr(other, field)) if n is not None]
        setattr(draft, field, sum(numbers) if numbers else None)
    draft.civilians = draft.civilians or other.civilians
    draft.occurred = draft.occurred or other.occurred
