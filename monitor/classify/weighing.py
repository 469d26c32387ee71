"""Weighs whether an act without a named doer may be laid at the other side's door."""

from __future__ import annotations

from monitor.classify.discourse import Discourse
from monitor.classify.events import Event
from monitor.classify.mentions import Mention
from monitor.classify.strangers import is_done_by_stranger
from monitor.classify.words import Cue, Sentence

_HIT_WITHIN = 10  # tokens after an act in which our own may stand as what it hit
_DATELINE = 9  # tokens in which "TOWN (agency) -" may stand
_POINTING = ("enemy", "after_start")  # these say that the sentence speaks of the truce's other side


def may_accuse(sentence: Sentence, event: Event, named: str | None, voice: str, discourse: Discourse) -> bool:
    """Whether a party's own text that names no doer accuses the other side of this act.

    It does where the act hits the speaker's own. Else a word that is harmless in other company needs the
    other side in its sentence; and nothing is laid at its door that outsiders did or suffered, that the
    speaker's own servants did, or that stands in a text which says that the truce is kept.
    """
    if _is_undecided(sentence, discourse):
        return False
    here = (sentence.field, sentence.paragraph)
    settled = (discourse.cleared | discourse.keeping).issuperset(discourse.roster.opponents(voice))
    apart = concerns_outsiders(sentence)
    elsewhere = _is_elsewhere(sentence, event) or _is_strangers(sentence, event, voice, discourse)
    if sentence.has("mishap") or (settled and apart) or elsewhere:
        discourse.aside = here
        return False
    if hits_own(sentence, event, voice, discourse) or named is not None:
        return True
    served = _is_served(sentence, event, voice, discourse)
    if not (settled or apart or event.act.named) and _servants_hit(sentence, event, voice, discourse):
        return True
    if served or apart or settled:
        discourse.aside = here
    own_text = discourse.speaker is not None
    weak = event.act.named and not any(sentence.has(cls) for cls in _POINTING)
    if own_text and (weak or _lacks_doer(sentence, event)):
        return False
    return discourse.aside != here and not _recalls_war(sentence)


def _is_undecided(sentence: Sentence, discourse: Discourse) -> bool:
    """What a day of remembrance recalls, without a date of its own; what the text lays to nobody yet."""
    if sentence.has("enemy") or any(c.key in discourse.roster.sides for c in sentence.of("name")):
        return discourse.remembers and not sentence.of("day", "weekday", "recent")
    return discourse.undecided or (discourse.remembers and not sentence.of("day", "weekday", "recent"))


def _is_elsewhere(sentence: Sentence, event: Event) -> bool:
    harmless = event.voice == "active" and _is_subject(sentence, event, "peaceable")
    return harmless or _is_subject(sentence, event, "outsider") or _comes_from_elsewhere(sentence)


def _is_strangers(sentence: Sentence, event: Event, voice: str, discourse: Discourse) -> bool:
    """A named group did it, and the other side is made of states: of a movement it might be one."""
    states = all(discourse.roster.governs(other) for other in discourse.roster.opponents(voice))
    return states and is_done_by_stranger(sentence, event)


def _servants_hit(sentence: Sentence, event: Event, voice: str, discourse: Discourse) -> bool:
    """ "Engineers came under fire": those who serve the speaker's own state suffered it."""
    suffered = event.voice in ("passive", "suffered") and discourse.roster.governs(voice)
    return suffered and _is_subject(sentence, event, "servant")


def _is_served(sentence: Sentence, event: Event, voice: str, discourse: Discourse) -> bool:
    """Those who serve the speaker's own state did it."""
    own = discourse.speaker is not None and discourse.roster.governs(voice)
    return own and event.voice in ("active", "noun") and _is_subject(sentence, event, "servant")


def is_peaceable(sentence: Sentence, m: Mention) -> bool:
    """ "X's nomads", "the opposition of X": people of a country who are not its arms, and bear none here."""
    if m.kind not in ("name", "adjective", "state") or sentence.has("means") or sentence.has("anonymous"):
        return False
    return bool(sentence.within(m.j, m.right + 1, "peaceable") or sentence.within(m.left, m.i, "peaceable"))


def may_be_open(sentence: Sentence, event: Event) -> bool:
    """Whether an observer's text that names no doer tells of a breach at all."""
    if event.act.named and not sentence.of("monitors", "self"):
        return False
    return not (sentence.has("outsider") or sentence.has("mishap") or _recalls_war(sentence))


def hits_own(sentence: Sentence, event: Event, voice: str, discourse: Discourse) -> bool:
    """What the act hit is the speaker's: a target of its side, or "our" beside the act."""
    targets = [
        discourse.resolve(m, voice) for m in event.targets if m.kind not in ("they", "it", "he", "poss")
    ]
    if any(t and discourse.roster.allied(t, voice) for t in targets):
        return True
    lo = event.j if event.voice == "active" else 0
    if event.voice in ("passive", "suffered"):
        before = [c for c in sentence.within(0, event.start, "name") if discourse.roster.is_party(c.key)]
        if any(discourse.roster.allied(c.key, voice) and not _marked(sentence, c, "name") for c in before):
            return True
    return bool(sentence.within(lo, event.j + _HIT_WITHIN, "self"))


def concerns_outsiders(sentence: Sentence) -> bool:
    """The sentence tells of people who belong to no party, or of a country that is none."""
    if sentence.has("outsider") or _names_others(sentence):
        return True
    return any(c.key == "" and not _makes(sentence, c) for c in sentence.of("name"))


def _names_others(sentence: Sentence) -> bool:
    """An organisation that no list knows: letters for a name, or a name before a word for a group."""
    first = next((k for k, token in enumerate(sentence.tokens[:_DATELINE]) if token.raw in "-\u2014"), 0)
    for k, token in enumerate(sentence.tokens):
        if k <= first or not token.word or sentence.starting.get(k) or not token.capital:
            continue
        if token.raw.isupper() and len(token.raw) > 2:
            return True
        if sentence.is_at(k + 1, "organisation") or _names_polity(sentence, k + 1):
            return True
    return False


def _names_polity(sentence: Sentence, k: int) -> bool:
    """ "The Islamic State": a name that ends with a word for a state, both in capitals."""
    return sentence.is_at(k, "polity") is not None and sentence.tokens[k].capital


def _makes(sentence: Sentence, name: Cue) -> bool:
    """ "A-made drones", "A rockets": the country only says where a weapon comes from."""
    if name.form == "capital" or sentence.is_at(name.j, "means", "settled", "truce") is not None:
        return True
    return sentence.is_at(name.j, "head", "materiel") is None and name.form == "adjective"


def _is_subject(sentence: Sentence, event: Event, cls: str) -> bool:
    """A noun of the class stands before the act in its clause, unmarked, and not as somebody unknown."""
    lo = _clause_start(sentence, event.start)
    for cue in sentence.within(lo, event.start, cls):
        if not _marked(sentence, cue, cls) and not sentence.within(lo, cue.i, "anonymous"):
            return True
    return False


def _lacks_doer(sentence: Sentence, event: Event) -> bool:
    """An active verb before which nothing stands that could be armed: no troops, people or weapons."""
    if event.voice != "active" or sentence.grammar.roles:
        return False
    lo = _clause_start(sentence, event.start)
    armed = [c for c in sentence.within(lo, event.j, "head") if c.key in ("force", "people")]
    armed += [c for c in sentence.within(lo, event.start, "name") if c.key]
    return not armed and not sentence.within(lo, event.j, "means", "anonymous", "pronoun", "victim", "enemy")


def _comes_from_elsewhere(sentence: Sentence) -> bool:
    """ "From Afghan territory", where that country is no party."""
    for cue in sentence.of("name"):
        marker = sentence.ending_at(cue.i, "marker")
        if cue.key == "" and marker is not None and marker.key in ("origin", "agent"):
            return True
    return False


def _recalls_war(sentence: Sentence) -> bool:
    """The time before the truce without a date: background."""
    return sentence.has("before_start") and not sentence.of("month", "weekday", "day", "ago", "clock_mark")


def _clause_start(sentence: Sentence, hi: int) -> int:
    stops = [k for k in range(hi) if sentence.tokens[k].raw in ";:\u2014"]
    return stops[-1] + 1 if stops else 0


def _marked(sentence: Sentence, cue: Cue, cls: str) -> bool:
    """A marker stands before the noun: it is not the subject."""
    k = cue.i
    while k > 0 and (skipped := sentence.ending_at(k, "det", "number", "name", cls)) is not None:
        k = skipped.i
    return sentence.ending_at(k, "marker") is not None
