"""Participles that stand before a noun: whose act they tell of, and whose thing they only describe."""

from __future__ import annotations

from monitor.classify.events import Event
from monitor.classify.mentions import Mention
from monitor.classify.words import Cue, Sentence

_ARMS_WITHIN = 12  # tokens around a verb in which the troops or arms that it moves may stand
_DOER_WITHIN = 3  # tokens between the genitive of a doer and its participle ("by X days ago laid mines")


def is_attributive(sentence: Sentence, cue: Cue) -> bool:
    """A participle without a copula beside it belongs to the noun that follows."""
    if "ATTR" not in cue.features:
        return False
    return sentence.is_at(cue.j, "copula") is None and sentence.ending_at(cue.i, "copula") is None


def describes_ours(sentence: Sentence, event: Event, mentions: list[Mention]) -> bool:
    """ "Our post stationed there": what is only said to stand somewhere, and is ours, breaches nothing."""
    if event.act.hits_civilians or not is_attributive(sentence, event.cue):
        return False
    return any(m.kind == "we" and 0 <= m.left - event.j <= 1 for m in mentions)


def doer_of_participle(sentence: Sentence, event: Event, mentions: list[Mention]) -> Mention | None:
    """ "The mine laid by X", where X stands in the genitive before an active participle."""
    if event.voice != "active" or not is_attributive(sentence, event.cue):
        return None
    near = [m for m in mentions if m.role == "of" and 0 <= event.i - m.right <= _DOER_WITHIN]
    near = [m for m in near if m.head in ("", "force", "people") and not sentence.barred(m.right, event.i)]
    return near[-1] if near else None


def own_arms_only(sentence: Sentence, event: Event, mentions: list[Mention]) -> bool:
    """The only troops near an active verb, where words have cases, are its doers: they move nothing."""
    if event.voice != "active" or not sentence.grammar.roles:
        return False
    doing = {m.head_at for m in mentions if m.leading and m.head == "force" and not m.adjectival}
    near = sentence.within(event.i - _ARMS_WITHIN, event.j + _ARMS_WITHIN, "materiel")
    return bool(near) and all(c.i in doing for c in near)
