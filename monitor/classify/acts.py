"""Finds the alleged acts in a sentence: which act a word stands for there,."""

from __future__ import annotations

from monitor.classify.events import NOUN_FORMS, Event
from monitor.classify.kinds import name_types
from monitor.classify.lexicon import Act, Lexicon
from monitor.classify.mentions import Mention
from monitor.classify.participles import describes_ours, own_arms_only
from monitor.classify.preposed import find_needed
from monitor.classify.verb_final import is_refused
from monitor.classify.words import Cue, Sentence

_THROWING = ("fired", "used")  # acts whose verb takes another act's noun as its object
_LEFT, _RIGHT = 8, 12  # tokens before and after an act in which what it needs may stand
_APART = 8  # tokens after a verb in which its second part may stand
_AFTER = 7  # tokens after a noun of action in which its verb may stand
_NOUN_SIGNS = ("det", "means", "number", "negation", "civilian", "place_noun", "ordinal", "town_word")
_GOALS = ("place_name", "place_noun", "self", "fortification", "withdrawal_zone")  # where troops may go
_BEFORE_VERB = (
    "to",
    "aux",
    "pronoun",
    "plan",
    "relative",
    "call",
    "lack",
    "negation",
    "hypothetical",
    "link",
    "light",
    "suffer",
)
_AFTER_NOUN = ("marker", "aux", "relative")
_NOUNS = ("place_noun", "head", "town_word", "fortification")  # "the surrounding heights"


def find_events(sentence: Sentence, lexicon: Lexicon, mentions: list[Mention]) -> list[Event]:
    """The acts of a sentence in the order of the text; one for each wording."""
    events = []
    last = -1
    for cue in sentence.of("act"):
        if cue.i < last:
            continue
        senses = [c for c in sentence.starting[cue.i] if c.cls == "act"]
        event = _choose_sense(sentence, lexicon, senses, mentions)
        last = cue.j
        if event is not None:
            events.append(event)
    governing = {event.governor.i for event in events if event.governor}
    events = [event for event in events if event.i not in governing]
    events = [event for event in events if not describes_ours(sentence, event, mentions)]
    for event in events:
        name_types(sentence, event, events)
    return events


def _choose_sense(
    sentence: Sentence, lexicon: Lexicon, senses: list[Cue], mentions: list[Mention]
) -> Event | None:
    """The first sense whose needs are met; senses with needs come before those without."""
    nominal = _reads_as_noun(sentence, senses, mentions)
    fitting = [c for c in senses if (c.form in NOUN_FORMS) == nominal or c.form in ("phrase", "suffered")]
    if senses and not nominal and _was_done(sentence, senses[0]):
        fitting = [c for c in fitting if c.form != "base"] or fitting
    ranked = sorted(
        fitting or senses, key=lambda c: (not lexicon.acts[c.key].needs, not lexicon.acts[c.key].negated)
    )
    for cue in ranked:
        event = _build_event(sentence, lexicon.acts[cue.key], cue)
        if _needs_met(sentence, event, mentions):
            return event
    return None


def _was_done(sentence: Sentence, cue: Cue) -> bool:
    """After "was" or "has" a form that may be base or past is the past one."""
    before = sentence.ending_at(cue.i, "aux")
    return before is not None and before.key in ("be", "have")


def _reads_as_noun(sentence: Sentence, senses: list[Cue], mentions: list[Mention]) -> bool:
    """Whether a wording that may be noun or verb is a noun here, by what stands before and after it."""
    forms = {cue.form for cue in senses}
    if not forms & set(NOUN_FORMS):
        return False
    if forms <= set(NOUN_FORMS):
        return True
    i, j = senses[0].i, senses[0].j
    if sentence.ending_at(i, "to", "aux", "plan", "call", "pronoun", "relative") and not sentence.ending_at(
        i, "det"
    ):
        return False
    if any(c.cls == "lack" and c.j - c.i > 1 for c in sentence.ending.get(i, ())) and "base" in forms:
        return False
    if "past" in forms or ("fin" in forms and sentence.is_at(j, "copula")):
        return False
    if any(m.kind == "name" and not m.genitive and m.j == i for m in mentions) and "s" in forms:
        return not sentence.is_at(j, "det", "place_name", "self", "number") and not _capital_at(sentence, j)
    if sentence.ending_at(i, *_NOUN_SIGNS) or any(m.right == i or m.head_at == i for m in mentions):
        return True
    if "ing" in forms and not sentence.is_at(j, *_AFTER_NOUN):
        return j >= len(sentence.tokens) or not sentence.tokens[j].word
    return True


def _capital_at(sentence: Sentence, k: int) -> bool:
    return k < len(sentence.tokens) and sentence.tokens[k].capital


def _build_event(sentence: Sentence, act: Act, cue: Cue) -> Event:
    governor = None
    if cue.form in NOUN_FORMS:
        voice, governor = "noun", _find_governor(sentence, cue)
    elif cue.form == "suffered":
        voice = "suffered"
    else:
        voice = "passive" if _is_passive(sentence, cue) else "active"
    if voice == "noun" and governor is None and any(c.key == "agent" for c in sentence.ending.get(cue.i, ())):
        voice = "suffered"
    if governor is not None:
        voice = "suffered" if governor.cls == "suffer" else voice
    start = min(governor.i, cue.i) if governor else cue.i
    return Event(act, cue, voice, start, act.types, governor)


def _find_governor(sentence: Sentence, cue: Cue) -> Cue | None:
    """The verb that a noun of action hangs on: "launched an attack", "came under fire"."""
    if sentence.grammar.free or sentence.grammar.main == "SOV":
        after = _governor_after(sentence, cue)
        if after is not None and sentence.grammar.main == "SOV":
            return after
        return _governor_before(sentence, cue) or after
    return _governor_before(sentence, cue)


def _governor_after(sentence: Sentence, cue: Cue) -> Cue | None:
    """ "Fire was opened", "an attack they launched": the verb after its noun, in one clause."""
    hi = min(cue.j + _AFTER, len(sentence.tokens))
    stops = [k for k in range(cue.j, hi) if sentence.tokens[k].raw in ",;:\u2014"]
    hi = min([hi, *stops, *(c.i for c in sentence.within(cue.j, hi, "speech", "link", "relative", "verb"))])
    found = sentence.within(cue.j, hi, "light", "suffer")
    found += [c for c in sentence.within(cue.j, hi, "act") if c.key in _THROWING]
    return min(found, key=lambda c: c.i, default=None)


def _governor_before(sentence: Sentence, cue: Cue) -> Cue | None:
    k = cue.i
    while k > 0 and cue.i - k < 7:
        adjective = sentence.ending_at(k, "det")
        found = (None if adjective else sentence.ending_at(k, "light", "suffer")) or _throwing_verb(
            sentence, k
        )
        if found:
            return found
        blocking = sentence.ending_at(k, "speech", "aux", "verb", "call", "marker")
        if (blocking and blocking.key not in ("of", "goal")) or sentence.tokens[k - 1].raw in ",;:\u2014":
            return None
        k -= 1
    return None


def _throwing_verb(sentence: Sentence, k: int) -> Cue | None:
    """ "Fired 18 artillery rounds": the verb hands its subject to the noun, which says what was done."""
    return next((c for c in sentence.ending.get(k, ()) if c.cls == "act" and c.key in _THROWING), None)


def _is_passive(sentence: Sentence, cue: Cue) -> bool:
    if "PASSIVE" in cue.features or (cue.form == "part" and sentence.grammar.free):
        return True
    if cue.form not in ("past", "part", "phrase"):
        return False
    reach = cue.j + (_RIGHT if cue.i == 0 else cue.form != "phrase")  # "Abducted from his tractor by X"
    if any(m.key == "agent" and m.i <= reach for m in sentence.within(cue.j, reach + 1, "marker")):
        return True
    noun = sentence.ending_at(cue.i, "head")
    if noun is not None and noun.key == "thing":
        return True
    be = [c for c in sentence.within(cue.i - 4, cue.i, "aux") if c.key == "be"]
    return any(not _parts_verb(sentence, c.j, cue.i) for c in be)


def _parts_verb(sentence: Sentence, lo: int, hi: int) -> bool:
    """Something stands between an auxiliary and a verb that keeps them from being one verb."""
    return sentence.barred(lo, hi) or bool(sentence.within(lo, hi, "relative", "name"))


def _needs_met(sentence: Sentence, event: Event, mentions: list[Mention]) -> bool:
    act, cue = event.act, event.cue
    if not _stands_as_verb(sentence, event, mentions):
        return False
    lacking = "NEG" in cue.features or bool(event.governor and "NEG" in event.governor.features)
    lacking = lacking or is_refused(sentence, event.governor or cue)
    if act.negated and not lacking and not _lacks(sentence, cue):
        return False
    if cue.form == "weak" and not _weak_noun_stands(sentence, event, mentions):
        return False
    if act.beside and not _in_two_parts(sentence, event):
        return False
    return not act.needs or any(
        _need_met(sentence, event, need, mentions)
        and not (need == "materiel" and own_arms_only(sentence, event, mentions))
        for need in act.needs
    )


def _in_two_parts(sentence: Sentence, event: Event) -> bool:
    """ "Turned forty lorries back": the verb's second part stands after it, what it needs between them."""
    j = event.j
    for part in sentence.within(j, j + _APART, *event.act.beside):
        held = event.voice == "passive" or sentence.within(j, part.i, *event.act.needs)
        if held and not sentence.barred(j, part.i):
            return True
    return False


def _lacks(sentence: Sentence, cue: Cue) -> bool:
    """A word of failing or refusing before the act, with no semicolon between."""
    found = sentence.within(cue.i - 9, cue.i, "lack")
    return any(all(token.raw != ";" for token in sentence.tokens[c.j : cue.i]) for c in found)


def _stands_as_verb(sentence: Sentence, event: Event, mentions: list[Mention]) -> bool:
    """A verb form after an article is an adjective; one that also names a thing needs its subject."""
    cue = event.cue
    if cue.form in ("ing", "past", "part") and any(m.j <= cue.i and cue.j <= m.head_at for m in mentions):
        return False
    if cue.form in ("noun", "weak"):
        followed = sentence.is_at(cue.j, "determiner", "name", "place_name")
        return not (sentence.ending_at(cue.i, "to") and followed)
    if sentence.grammar.roles:
        return True
    if cue.form == "ing" and sentence.ending_at(cue.i, "determiner") and sentence.is_at(cue.j, *_NOUNS):
        return False
    if cue.form in ("base", "past", "part") and sentence.ending_at(cue.i, "determiner", "genitive", "number"):
        return False
    if cue.form in ("base", "past", "part", "s") and sentence.ending_at(cue.i, "marker"):
        return cue.form != "s" and sentence.ending_at(cue.i, "to", "with") is not None
    if cue.form == "base" and any(c.key == "be" for c in sentence.starting.get(cue.j, ()) if c.cls == "aux"):
        return False
    if event.act.impersonal and sentence.ending_at(cue.i, "means"):
        return True
    nominal = sentence.is_at(cue.i, "means", "head", "fortification", "place_noun", "passage")
    if cue.form == "base" or (cue.form == "s" and nominal):
        near = cue.i - 1 if cue.i and not sentence.ending.get(cue.i) else cue.i
        aside = sentence.ending_at(cue.i, "aside")
        near = aside.i if aside is not None else near
        subject = any(near <= m.right <= cue.i and m.role == "" and m.head != "act" for m in mentions)
        return subject or any(sentence.ending_at(k, *_BEFORE_VERB) for k in {cue.i, near})
    return True


def _weak_noun_stands(sentence: Sentence, event: Event, mentions: list[Mention]) -> bool:
    """A word such as "fire" is hostile under a verb of action, beside a weapon, a party or a direction."""
    cue = event.cue
    if event.governor or sentence.ending_at(cue.i, "means", "light", "suffer"):
        return True
    marker = sentence.is_at(cue.j, "marker")
    aimed = marker is not None and marker.key in ("target", "origin")
    return aimed or any(m.head == "act" and m.head_at == cue.i for m in mentions)


def _need_met(sentence: Sentence, event: Event, need: str, mentions: list[Mention]) -> bool:
    i, j = event.i, event.j
    relative = bool(sentence.within(i - 4, i, "relative"))
    lo = i - _LEFT if event.voice != "active" or relative or sentence.grammar.free else i - 3
    if need == "marker_target":
        passed = sentence.is_at(j, "positive", "aside", "adverb")
        marker = sentence.is_at(passed.j if passed else j, "marker")
        return marker is not None and marker.key == "target"
    if need == "means_explosive":
        return any(c.key == "explosive" for c in sentence.within(i - _LEFT, j + 6, "means"))
    if need == "means_air":
        return any(c.key in ("drone", "air_strike") for c in sentence.within(i - _LEFT, j + 6, "means"))
    if need == "forces_object":
        if event.voice == "passive":
            lo, hi = i - 6, i
        else:
            lo, hi = (i - _LEFT, j + 8) if relative else (j, j + 8)
        near = (lo, hi) if event.voice == "passive" else (j, j + 8)
        forces = [c for c in sentence.within(*near, "head") if c.key == "force"]
        held = sentence.within(*near, "fortification")
        return bool(forces or held or sentence.within(lo, hi, "means", "materiel"))
    if need == "force_goal":
        goal = sentence.within(j, j + 5, *_GOALS)
        return bool(goal) or any(
            token.capital for token in sentence.tokens[j : j + (5 if sentence.grammar.free else 3)]
        )
    if need == "quantity_means":
        return bool(sentence.within(j, j + 5, "means"))
    if sentence.grammar.speech_scope == "left":  # nothing stands after the verb
        return find_needed(sentence, event, need, mentions)
    hi = j + _RIGHT
    if event.act.impersonal:
        lo = min(lo, i - _RIGHT)
    if need == "fortification" and not sentence.grammar.free:
        lo, hi = (i - _LEFT, i) if event.voice == "passive" else (lo if relative else j, hi)
    if need == "captive":  # the one who is taken is the nearest object
        hi = next((k for k in range(j, min(hi, len(sentence.tokens))) if sentence.barred(k, k + 1)), hi)
    return bool(sentence.within(lo, hi, need))
