"""Asks whether the text alleges that an act took place: negation, condition, plan, appeal, exercise."""

from __future__ import annotations

from itertools import pairwise

from monitor.classify.events import Event
from monitor.classify.participles import is_attributive
from monitor.classify.preposed import is_ended
from monitor.classify.verb_final import is_tally, is_verb_final, mood_after
from monitor.classify.words import Cue, Sentence
from monitor.terms import ViolationType

_REACH = {"negation": 6, "plan": 5, "call": 9, "hypothetical": 9, "retaliation": 4}


def judge_mood(sentence: Sentence, event: Event) -> str:
    """What keeps the act from being alleged: the class of the cue, or "" when it is alleged."""
    if _only_played(sentence, event):
        return "exercise"
    if _stands_aside(sentence, event) or _restrained(sentence, event) or is_ended(sentence, event):
        return "plan"
    if after := mood_after(sentence, event):
        return after
    if sentence.within(0, 5 if is_verb_final(sentence) else 2, "conditional"):
        return "hypothetical"
    repelled = event.governor is not None and event.governor.key == "repel"
    if repelled and event.governor and not _aspired(sentence, event.governor):
        return _first(sentence, event, ("hypothetical", "plan"))
    purpose = any(c.j <= event.start for c in sentence.of("purpose"))
    if purpose:
        return "plan"
    negated = "NEG" in event.cue.features or (event.governor and "NEG" in event.governor.features)
    forbidden = sentence.grammar.free and "inf" in (event.cue.form, event.governor and event.governor.form)
    if forbidden and _first(sentence, event, ("negation",)) and not event.act.negated:
        return "call"
    if negated and not event.act.negated:
        return _first(sentence, event, ("hypothetical", "call", "plan")) or "negation"
    if event.act.negated:
        return _first(sentence, event, ("hypothetical", "call"))
    told = bool(event.agents) and is_attributive(sentence, event.cue)  # "free those taken by X"
    vetoes = ("negation",) if told else ("hypothetical", "call", "plan", "negation")
    found = _recurs(sentence, event, _first(sentence, event, vetoes))
    if found == "call" and any(c.i >= event.j for c in sentence.of("actual")):
        return ""
    if not found and _none_at_all(sentence, event):
        return "negation"
    return found or _denied_after(sentence, event) or _supposed_after(sentence, event)


def _none_at_all(sentence: Sentence, event: Event) -> bool:
    """ "None of them was ruled a violation"; "vessels fired on: none"."""
    for cue in sentence.within(event.j + 1, len(sentence.tokens), "negation"):
        last = all(not token.word for token in sentence.tokens[cue.j :])
        if last and sentence.tokens[cue.i - 1].raw == ":":
            return True
    return event.act.generic and event.voice == "noun" and any(c.i == 0 for c in sentence.of("negation"))


def _restrained(sentence: Sentence, event: Event) -> bool:
    """ "To refrain from abductions, from recruiting and from movements": a list, however long."""
    if event.voice != "noun" and event.cue.form != "ing":
        return False
    return any(c.j <= event.start for c in sentence.of("restrain"))


def _aspired(sentence: Sentence, governor: Cue) -> bool:
    """ "Its task was to stop the firing": not told as done."""
    after_to = governor.form == "base" and sentence.ending_at(governor.i, "to") is not None
    return governor.form == "inf" or after_to


def _recurs(sentence: Sentence, event: Event, found: str) -> str:
    """ "Not a day passed in which X did not shell us": two negations allege; one of them denies."""
    told = [
        c
        for c in sentence.of("recurring")
        if c.j <= event.start and sentence.within(c.j, event.start, "relative")
    ]
    if not told:
        return found
    return "" if sentence.within(told[0].j, event.start, "negation") else "negation"


def _only_played(sentence: Sentence, event: Event) -> bool:
    """A word of exercises stands in the sentence, and not in a clause before the act that only tells when."""
    for cue in sentence.of("exercise"):
        when = any(c.i < cue.i for c in sentence.of("clause"))
        if not (when and cue.j <= event.start and sentence.barred(cue.j, event.start)):
            return True
    return False


TERMS = {  # what a truce may provide for: to move, to hold, to stop, to fly over
    *(ViolationType.BUILDUP, ViolationType.DETENTION, ViolationType.OBSTRUCTION, ViolationType.OVERFLIGHT)
}


def _stands_aside(sentence: Sentence, event: Event) -> bool:
    """What the truce provides for or the other side consents to; a capture that has ended."""
    if _in_quotes(sentence, event) or (sentence.has("handed_in") and sentence.is_at(event.i, "means")):
        return True  # "the handover of arms: howitzers and rockets were counted"
    if sentence.has("consent") and not event.act.generic:
        return True
    if sentence.has("long_ago") or _forbidden(sentence, event) or _of_a_year(sentence, event):
        return True
    if (event.act.named or "means" in event.act.needs) and any(
        not sentence.within(event.j, c.i, "relative") for c in sentence.of("friendly")
    ):
        return True
    if event.act.negated or not set(event.types) & TERMS:
        return False
    allowed = [c for c in sentence.of("permitted") if not sentence.within(event.j, c.i, "relative")]
    if allowed and not sentence.within(event.start - 8, event.start, "negation", "lack"):
        return True
    placed = sentence.within(event.j, event.j + 8, "allotted")
    if placed and not sentence.within(event.start - 8, placed[0].i, "negation", "lack"):
        return True
    before = sentence.within(event.start - 5, event.start, "relative")
    had = any(c.key == "have" for c in sentence.within(event.start - 4, event.start, "aux"))
    past = (bool(before) and had) or event.is_attribute
    return ViolationType.DETENTION in event.types and past and sentence.has("freed")


def _in_quotes(sentence: Sentence, event: Event) -> bool:
    """ "The \"shelling\" was thunder": a word held at arm's length by its own quotation marks."""
    around = tuple(t.raw for k, t in enumerate(sentence.tokens) if k in (event.i - 1, event.j))
    return around == ('"', '"') and event.voice in ("noun", "passive") and not sentence.has("speech")


def _of_a_year(sentence: Sentence, event: Event) -> bool:
    """ "The shelling of 1993": a noun of action with nothing but a year is history."""
    year = sentence.tokens[event.j + 1].raw if event.j + 1 < len(sentence.tokens) else ""
    of = sentence.is_at(event.j, "marker")
    return event.voice == "noun" and of is not None and len(year) == 4 and year.isdigit() and year < "2100"


def _forbidden(sentence: Sentence, event: Event) -> bool:
    """ "The following are forbidden: ...": what a rule names, however far from its word for forbidding."""
    return any(c.j <= event.start for c in sentence.of("forbidden")) and not sentence.of(
        "enemy", "weekday", "day"
    )


_AFTER_NOUN = 8  # tokens after a noun of action in which its verb may stand


def _supposed_after(sentence: Sentence, event: Event) -> str:
    """ "An attack would be answered", "sabotage can be ruled out"."""
    if event.voice != "noun" or event.governor is not None:
        return ""
    if sentence.is_at(event.j, "halted"):
        return "plan"
    hi = event.j + _AFTER_NOUN
    after = sentence.within(event.j, hi, "excluded", "conjecture")
    if sentence.ending_at(event.i, "article"):
        after += sentence.within(event.j, hi, "promise")
    after = [c for c in after if not sentence.barred(event.j, c.i)]
    return "hypothetical" if any(not sentence.within(event.j, c.i, "speech", "aux") for c in after) else ""


def carry_mood(sentence: Sentence, events: list[Event]) -> None:
    """ "Ready to repel attacks, raids and shelling": what governs one noun of a list governs the next."""
    for one, other in pairwise(events):
        listed = other.voice == "noun" and not other.agents and one.mood in ("hypothetical", "plan", "call")
        same = (
            not sentence.grammar.roles
            and other.voice == one.voice == "active"
            and bool(other.agents)
            and other.agents == one.agents
        )
        supposed = one.mood in ("hypothetical", "plan", "call") and same
        if (
            supposed
            and not other.mood
            and not sentence.within(one.j, other.i, "speech", "clause", "relative")
        ):
            other.mood = one.mood
        if listed and not other.mood and not sentence.within(one.j, other.i, "speech", "aux", "clause"):
            other.mood = one.mood


def _first(sentence: Sentence, event: Event, classes: tuple[str, ...]) -> str:
    for cls in classes:
        if any(_governs(sentence, cue, event) for cue in sentence.of(cls)):
            return cls
    return ""


def _governs(sentence: Sentence, cue: Cue, event: Event) -> bool:
    """The cue stands before the act, near enough, in the same clause, with no other report between."""
    if is_tally(sentence, cue) or (sentence.is_at(cue.i, "month") and _dated(sentence, cue)):
        return False
    if event.governor and event.governor.i > event.i and 0 <= event.governor.i - cue.j <= 1:
        return True
    if not cue.j <= event.start or event.start - cue.j > _REACH[cue.cls]:
        return False
    if sentence.barred(cue.j, event.start):
        return False
    return not sentence.within(cue.j, event.start, "speech", "suffer")


def _dated(sentence: Sentence, cue: Cue) -> bool:
    """The word is a month's name: a number stands beside it."""
    around = (*sentence.tokens[max(0, cue.i - 1) : cue.i], *sentence.tokens[cue.j : cue.j + 1])
    return any(token.raw[0].isdigit() for token in around)


_RECORDED_WITHIN = 9  # tokens after a noun of action in which the verb that records it may stand


def _unrecorded(sentence: Sentence, event: Event) -> str:
    """ "Violations there were not recorded": a negated word of recording after the noun, or before it."""
    if event.act.negated or event.voice == "active":
        return ""
    hi = event.j + _RECORDED_WITHIN
    for cue in sentence.within(event.j, hi, "speech", "light", "aux", "suffer"):
        negated = "NEG" in cue.features or sentence.ending_at(cue.i, "negation") is not None
        if negated and not sentence.barred(event.j, cue.i) and not sentence.ending_at(cue.i, "positive"):
            return "negation"
    for cue in sentence.within(event.j, hi, "negation"):
        last = cue.j >= len(sentence.tokens) or not sentence.tokens[cue.j].word or cue.key == "was"
        if last and event.voice == "noun" and not sentence.barred(event.j, cue.i):
            return "negation"
    return ""


def _denied_after(sentence: Sentence, event: Event) -> str:
    """ "Violations were not recorded": a negation in the verb that follows a noun of action."""
    if sentence.grammar.free:
        return _unrecorded(sentence, event)
    if event.voice != "noun":
        return ""
    aux = next((c for c in sentence.within(event.j, event.j + 5, "aux")), None)
    if aux is None or sentence.barred(event.j, aux.i):
        return ""
    return "negation" if sentence.within(aux.j, aux.j + 2, "negation") else ""
