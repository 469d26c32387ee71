"""Gives numbers, places, time and civilians of a sentence to the claims that it makes."""

from __future__ import annotations

from datetime import timedelta

from monitor.classify.counts import find_figures
from monitor.classify.discourse import Discourse
from monitor.classify.drafts import Draft
from monitor.classify.force import BEFORE
from monitor.classify.mentions import Mention
from monitor.classify.morphology import CASES
from monitor.classify.numerals import Figure
from monitor.classify.places import PlaceName, find_places
from monitor.classify.times import TimeSpan, nearest_time, side_of_start
from monitor.classify.words import Sentence
from monitor.terms import Occurred, OccurredPrecision, Stance, ViolationType

_TOWARDS = {ViolationType.BUILDUP, ViolationType.OBSTRUCTION}  # acts whose goal is their place
_LONG_BEFORE = timedelta(days=20)
_BEFORE = 16  # tokens before a passive act in which the town that it hit may stand
_HARM = ("damage", "kill")  # acts that tell of the outcome of an act


def attach_facts(
    sentence: Sentence,
    drafts: list[Draft],
    mentions: list[Mention],
    times: list[TimeSpan],
    discourse: Discourse,
) -> None:
    """Fill the drafts of one sentence."""
    context = carried_time(sentence, discourse)
    times = _of_acts(sentence, times)
    for draft in drafts:
        draft.side = side_of_start(sentence, draft.at)
        if draft.occurred is None:
            draft.occurred = nearest_time(times, draft.at) or (context if draft.side is None else None)
        if draft.stance is not Stance.DENIAL:
            draft.civilians = _hits_civilians(sentence, draft)
    _give_places(
        drafts,
        find_places(sentence, mentions, discourse.roster.sides, leaving=any(d.omission for d in drafts)),
    )
    _give_figures(
        drafts, [f for f in find_figures(sentence) if not _of_the_accused(sentence, f, drafts, mentions)]
    )
    dated = [d.occurred for d in drafts if d.occurred and nearest_time(times, d.at)]
    discourse.context = dated[-1] if dated else (context if drafts or _continues(sentence) else None)


def _of_acts(sentence: Sentence, times: list[TimeSpan]) -> list[TimeSpan]:
    """Without the time of the truce ("reached on Friday") and of saying ("said today"), if one is left."""
    kept = [t for t in times if not _follows(sentence, t, "taking_effect")]
    return [t for t in kept if not _follows(sentence, t, "speech")] or kept or times


def _follows(sentence: Sentence, span: TimeSpan, cls: str) -> bool:
    return bool(sentence.ending_at(span.i, cls) or sentence.ending_at(span.i - 1, cls))


def date_back(sentence: Sentence, drafts: list[Draft], times: list[TimeSpan]) -> None:
    """ "This was on Saturday, two days before the truce": it dates what the sentence before told."""
    if not sentence.is_at(0, "this", "pronoun"):
        return
    for draft in drafts:
        if draft.occurred is None and draft.side is None:
            draft.occurred, draft.side = nearest_time(times, 0), side_of_start(sentence, 0)


def carried_time(sentence: Sentence, discourse: Discourse) -> Occurred | None:
    """A date carries on to a sentence without one that says it continues ("in turn", "in particular")."""
    return discourse.context if _continues(sentence) else None


def _continues(sentence: Sentence) -> bool:
    return sentence.has("continuing")


def _hits_civilians(sentence: Sentence, draft: Draft) -> bool:
    """Civilians or civilian objects stand in the sentence, or a town is what was fired on."""
    if not draft.hits_civilians:
        return False
    if any(_is_hit(sentence, draft, c.i) for c in sentence.of("civilian")):
        return True
    before = draft.suffered or sentence.grammar.speech_scope == "left"
    lo, hi = (draft.at - _BEFORE, draft.at) if before else (draft.at, draft.at + 7)
    towns = sentence.within(lo, hi, "town_word")
    return draft.towns and any(not _near_position(sentence, c.i) for c in towns)


def _is_hit(sentence: Sentence, draft: Draft, i: int) -> bool:
    if sentence.grammar.speech_scope == "left" and _only_there(sentence, i):
        return False
    return not _spared(sentence, i) and not (i > draft.at and sentence.within(draft.at + 1, i, "speech"))


def _spared(sentence: Sentence, i: int) -> bool:
    taken_there = sentence.ending_at(i, "to") is not None  # "taken to hospital"
    return taken_there or bool(sentence.within(i - 3, i, "negation", "no_casualty"))


def _near_position(sentence: Sentence, i: int) -> bool:
    """ "Positions near the village": the village is only where it was."""
    if sentence.grammar.speech_scope == "left":
        return _only_there(sentence, i)
    before = sentence.within(i - 6, i, "marker")
    return any(c.key == "place" for c in before) or bool(sentence.within(i - 7, i, "fortification"))


def _only_there(sentence: Sentence, i: int) -> bool:
    """ "The village's vicinity's positions", "in the village": what follows or the case says so."""
    cue = next((c for c in sentence.starting.get(i, ()) if c.features & CASES), None)
    after = sentence.is_at(cue.j if cue else i + 1, "postmarker")
    placed = after is not None and after.key in ("place", "origin")
    return placed or bool(cue and cue.features & {"loc", "abl"} and not cue.features & {"acc", "dat", "nom"})


def _give_places(drafts: list[Draft], places: list[PlaceName]) -> None:
    """Each place goes to the nearest act, and to what else is alleged of it."""
    if not drafts:
        return
    for place in places:
        if place.goal and not any(set(d.types) & _TOWARDS for d in drafts):
            continue
        if all(_in_other_clause(d.sentence, place.i, d.at) for d in drafts):
            continue
        near = min(drafts, key=lambda d: place.i - d.at if place.i >= d.at else 4 + d.at - place.i)
        for draft in drafts:
            if (draft is near or draft.at == near.at) and place.name not in draft.places:
                draft.places.append(place.name)


def _in_other_clause(sentence: Sentence, place: int, act: int) -> bool:
    """ "While talks went on in A, X shelled B": A stands in the clause that a comma ends before the act."""
    opening = [c for c in sentence.of("clause") if c.i < place]
    return bool(opening) and place < act and opening[-1].i < 3 and sentence.barred(place, act)


def _give_figures(drafts: list[Draft], figures: list[Figure]) -> None:
    accusing = [d for d in drafts if d.stance is not Stance.DENIAL]
    if not accusing:
        return
    shared = (
        sum(d.count is not None for d in accusing) > 1
    )  # each party has its own count: a total is nobody's
    for figure in figures:
        if shared and figure.kind == "count":
            continue
        draft = min(accusing, key=lambda d: (abs(d.at - figure.at), d.generic))
        add_figure(draft, figure)


def _tells_of_old(draft: Draft, times: list[TimeSpan]) -> bool:
    """Every time that the sentence names lies long before the act: it recalls another one."""
    if not times or draft.occurred is None:
        return bool(times) and all(span.occurred.precision is OccurredPrecision.PERIOD for span in times)
    return all(span.occurred.start + _LONG_BEFORE < draft.occurred.start for span in times)


def _of_the_accused(sentence: Sentence, figure: Figure, drafts: list[Draft], mentions: list[Mention]) -> bool:
    """The losses of the one who is accused are not those that the claim alleges."""
    accused = {d.against for d in drafts if d.against}
    return figure.kind != "count" and any(
        figure.at < m.i <= figure.at + 4
        and not sentence.within(figure.at, m.i, "clause")
        and (m.who in accused or m.kind in ("enemy", "rebel"))
        and m.role == ""
        for m in mentions
    )


def add_figure(draft: Draft, figure: Figure) -> None:
    """Casualties add up; of several tallies the highest stands."""
    if figure.kind == "count":
        draft.count = max(draft.count or 0, figure.number)
    elif figure.kind == "killed":
        draft.killed = figure.number if figure.total else (draft.killed or 0) + figure.number
    else:
        draft.wounded = figure.number if figure.total else (draft.wounded or 0) + figure.number


def attach_aftermath(
    sentence: Sentence, draft: Draft, mentions: list[Mention], times: list[TimeSpan]
) -> None:
    """A sentence without an act of its own that goes on about the last one: losses, damage, a tally."""
    elsewhere = any(m.stranger and m.role == "place" for m in mentions)
    before = draft.side is None and side_of_start(sentence, 0) == BEFORE
    if elsewhere or before or _tells_of_old(draft, times):
        return
    for figure in find_figures(sentence):
        told = draft.count is not None or not sentence.has("count_noun")
        if (figure.kind == "count" and told) or _of_the_accused(sentence, figure, [draft], mentions):
            continue
        add_figure(draft, figure)
    harm = sentence.of("casualty", "casualty_noun")
    if harm and sentence.grammar.free and not draft.places:
        draft.places = [p.name for p in find_places(sentence, [], (), leaving=False)]
    harmed = sentence.of("casualty", "casualty_noun") or any(c.key in _HARM for c in sentence.of("act"))
    if draft.hits_civilians and harmed and any(not _spared(sentence, c.i) for c in sentence.of("civilian")):
        draft.civilians = True


_UNTOLD = ("separate", "exercise", "rumour", "hypothetical", "before_start", "call", "plan", "other_cause")


def attach_beforehand(
    sentence: Sentence, draft: Draft, mentions: list[Mention], times: list[TimeSpan], *, bare: bool
) -> None:
    """Losses and the place that a sentence right before the claim tells without saying who did it."""
    if any(sentence.has(cls) for cls in _UNTOLD) or _tells_of_old(draft, times):
        return
    figures = [f for f in find_figures(sentence) if f.kind != "count"]
    if bare:  # the claim's own sentence states no losses
        for figure in figures:
            if not _of_the_accused(sentence, figure, [draft], mentions):
                add_figure(draft, figure)
    if figures and draft.hits_civilians and any(not _spared(sentence, c.i) for c in sentence.of("civilian")):
        draft.civilians = True
    if not draft.places and not sentence.grammar.free:
        draft.places = [p.name for p in find_places(sentence, mentions, (), leaving=False) if not p.goal]
