"""What a language whose verb stands last asks for: moods in the verb, needs before it, claims after it."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.classify.events import Event
from monitor.classify.mentions import Mention
from monitor.classify.numerals import number_at
from monitor.classify.preposed import belongs_to_people, is_conditioned
from monitor.classify.words import Cue, Sentence

_MOODS = {"IF": "hypothetical", "FUT": "plan", "CALL": "call"}  # feature of a verb form -> mood
_AFTER = {"hypothetical": 4, "call": 9, "plan": 6}  # tokens after an act in which such a word governs it
_CLAIMED_WITHIN = 14  # tokens after an act in which the word for the allegation of it may stand
_NOUNS = ("place_noun", "fortification", "head", "det", "link", "unit", "town_word", "place_name", "number")
_STEPS = 8  # words after a place's name up to the noun that carries its case


def is_verb_final(sentence: Sentence) -> bool:
    """Whether the sentence's language puts its verb last."""
    return sentence.grammar.main == "SOV"


def mood_after(sentence: Sentence, event: Event) -> str:
    """The mood that the verb's own form gives, or a word after it that governs it ("to shell is urged")."""
    for cue in (event.cue, event.governor):
        for feature in _MOODS if cue else ():
            if cue and feature in cue.features and not _negated_plan(feature, event):
                return _MOODS[feature]
    if not is_verb_final(sentence):
        return ""
    if is_conditioned(sentence, event):
        return "hypothetical"
    if belongs_to_people(sentence, event):
        return "plan"
    start = max(event.j, event.governor.j if event.governor else 0)
    for cls, reach in _AFTER.items():
        for cue in sentence.within(start, start + reach, cls):
            if (
                not is_tally(sentence, cue)
                and not sentence.barred(start, cue.i)
                and not sentence.within(start, cue.i, "speech", "act")
            ):
                return cls
    return ""


def _negated_plan(feature: str, event: Event) -> bool:
    """ "Will not withdraw": an omission that is announced."""
    return feature == "FUT" and event.act.negated


def is_tally(sentence: Sentence, cue: Cue) -> bool:
    """ "In 12 cases": a word that means "in case" too, with a number before it."""
    return sentence.is_at(cue.i, "times_word") is not None and number_at(sentence, cue.i - 1) is not None


def is_refused(sentence: Sentence, cue: Cue) -> bool:
    """A negation right before the verb or right after its participle, or a word of refusal after it."""
    if not is_verb_final(sentence):
        return False
    after = sentence.is_at(cue.j, "negation")
    if after is not None and after.j - after.i == 1 and "ATTR" in cue.features:
        return True  # "the troops withdrawn are not"
    return sentence.ending_at(cue.i, "negation") is not None or bool(
        sentence.within(cue.j, cue.j + 4, "lack")
    )


def weapons_before(sentence: Sentence, event: Event, events: Sequence[Event]) -> list[Cue]:
    """Weapons between the verb and the verb before it; a verb that only says what was used hands them on."""
    if not is_verb_final(sentence):
        return []
    lo = max((e.j for e in events if e.j <= event.i and "means" not in e.act.needs), default=0)
    stops = [k for k in range(lo, event.i) if sentence.tokens[k].raw in ";:"]
    return sentence.within(max([lo, event.i - 18, *stops]), event.i, "means")


def pick_speaker(cue: Cue, spoken: Sequence[Mention], events: Sequence[Event], floor: int) -> Mention | None:
    """Who speaks where what is said stands between speaker and verb: the first that may be a subject."""
    genitive = frozenset({"gen"})
    before = [m for m in spoken if floor <= m.left and m.right <= cue.i and m.cases != genitive]
    before = [m for m in before if m.doer or m.head in ("official", "claim")]
    if not before:
        return None
    near = [m for m in before if m.right == cue.i and not any(e.i > m.left for e in events)]
    chosen = next((m for m in (*near, *before) if m in near or m.head == "official"), before[0])
    if cue.key in ("accuse", "deny", "admit") or chosen.head == "official":
        for event in events:
            event.agents = tuple(m for m in event.agents if m is not chosen)
    return chosen


def is_strange_source(sentence: Sentence, cue: Cue, mentions: Sequence[Mention]) -> bool:
    """ "According to X" after its X, where X is a name that the agreement does not know."""
    named = [t for t in sentence.tokens[max(0, cue.i - 4) : cue.i] if t.capital and t.word]
    told = bool(sentence.within(0, cue.i, "pronoun")) or any(m.right <= cue.i for m in mentions)
    return is_verb_final(sentence) and cue.i > 1 and bool(named) and not told


def claimant_after(sentence: Sentence, event: Event, mentions: Sequence[Mention]) -> Mention | None:
    """Whose allegation the act is, where the word for it stands after the act ("X's about the act claim")."""
    if not is_verb_final(sentence):
        return None
    claims = [c for c in sentence.within(event.j, event.j + _CLAIMED_WITHIN, "head") if c.key == "claim"]
    if not claims or any(token.raw == ";" for token in sentence.tokens[event.j : claims[0].i]):
        return None
    own = next((m for m in mentions if m.head_at == claims[0].i), None)
    doing = {id(m) for m in event.agents}
    owners = [m for m in mentions if m.right <= event.start and "gen" in m.cases and id(m) not in doing]
    return own or next((m for m in owners if m.doer), None)


def stands_in_place(sentence: Sentence, k: int, end: int) -> bool:
    """A name before a postposition of place or aim, or with a case ending of one."""
    if sentence.is_at(end, "taking_effect", "truce"):
        return False  # "the truce signed in A"
    after = sentence.is_at(end, "postmarker")
    if after is not None:
        return after.key in ("place", "target")
    word = sentence.tokens[end - 1]
    alone = end - k == 1
    if _ends_with(sentence, "place", word.low, least=1 if word.glued else 3) and not (
        alone and k == 0 and sentence.starting.get(k)
    ):
        return not _ends_with(sentence, "origin", word.low, least=1)
    struck = sentence.within(end, end + 4, "act") or sentence.within(k - 2, k, "act")
    return bool(struck) and k > 0 and _ends_with(sentence, "target", word.low, least=1 if word.glued else 3)


def owns_next(sentence: Sentence, k: int) -> bool:
    """ "A's B": a name in the genitive before another is a place of its own."""
    return _ends_with(sentence, "of", sentence.tokens[k].low, least=3)


def _ends_with(sentence: Sentence, role: str, word: str, *, least: int) -> bool:
    endings = sentence.grammar.endings.get(role, ())
    return any(word.endswith(e) and len(word) >= len(e) + (least if word != e else 0) for e in endings)


def leads_away(sentence: Sentence, end: int) -> bool:
    """The noun that a place's name belongs to, or its postposition, stands in the case of "from"."""
    if not is_verb_final(sentence):
        return False
    last = sentence.tokens[end - 1].low
    noun = sentence.is_at(end, *_NOUNS)
    if noun is None and sentence.is_at(end, "postmarker") is None:
        return _ends_with(sentence, "origin", last, least=2)
    k = end
    for _ in range(_STEPS):
        marker = sentence.is_at(k, "postmarker")
        if marker is not None:
            return marker.key == "origin"
        cue = sentence.is_at(k, *_NOUNS)
        if cue is not None:
            if "abl" in cue.features and not cue.features & {"loc", "dat", "acc", "nom"}:
                return True
            k = cue.j
        elif k < len(sentence.tokens) and sentence.tokens[k].capital and not sentence.is_at(k, "name"):
            k += 1
        else:
            return False
    return False
