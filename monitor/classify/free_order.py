"""Who does an act where case, not place, tells: on either side of the verb, within its clause."""

from __future__ import annotations

from monitor.classify.events import Event
from monitor.classify.mentions import Mention
from monitor.classify.words import Sentence

_OBJECT_AFTER = 8  # tokens after a verb in which its object may stand
_ENCLOSED, _PAIR = 30, 2  # tokens of a clause between two commas
_DECIDED_WITHIN = 4  # tokens between the one who decides and what is decided
_OPENING_CONVERBS = ("act", "light", "verb", "speech", "casualty")
_REACH = 14  # tokens before an act in which its marked doer may stand


def agent_before(sentence: Sentence, event: Event, m: Mention) -> bool:
    """Marked as the doer, before its passive verb or its noun."""
    if m.role != "agent" or m.head in ("thing", "claim") or event.i - m.right > _REACH:
        return False
    marker = sentence.ending_at(m.left, "marker")
    if marker:
        taken = any(c.cls == "act" for c in sentence.ending.get(marker.i, ()))
        parted = any(token.raw == ";" for token in sentence.tokens[m.right : event.i])
        nouns = [c for c in sentence.within(m.right, event.i, "act") if c.form in ("noun", "weak")]
        return not taken and not parted and not nouns
    if event.voice == "noun" and not event.governor:
        return event.i - m.right <= 2 and not sentence.barred(m.right, event.i)
    governing = event.governor.i if event.governor else -1
    return not any(c.i != governing for c in sentence.within(m.right, event.i, "speech", "act"))


def subject_by_case(
    sentence: Sentence, event: Event, mentions: list[Mention], able: set[int]
) -> Mention | None:
    """The nearest phrase that its case makes a subject, on either side of the verb, in its clause.

    `able` holds the identities of the mentions that may be subjects by their place alone.
    """
    found = []
    if event.cue.form == "ger" and "REL" in event.cue.features:
        owned = (m for m in mentions if m.doer and event.j <= m.left <= event.j + 1)
        if (own := next(owned, None)) is not None:
            return own  # "the posts shelling enemy crew": the participle's noun does it
    for m in mentions:
        if (
            m.doer
            and event.cue.form == "ger"
            and m.right == event.i - 1
            and sentence.barred(m.right, event.i)
        ):
            return m  # an active participle after a comma belongs to the noun before it
        if not m.leading or not m.doer or _speaks(sentence, m) or _opens_clause(sentence, event, m):
            continue
        if m.role == "" and (m.right > event.start or id(m) not in able):
            continue
        lo, hi = (_past_quote(sentence, m), event.i) if m.right <= event.i else (event.j, m.left)
        if lo > hi or sentence.within(lo, hi, "speech") or _parts_clauses(sentence, lo, hi):
            continue
        barred = sentence.barred(lo, hi) and not (m.right <= event.i and _encloses(sentence, lo, hi))
        if barred and m.left >= event.j:
            continue
        if m.role == "" and barred:
            continue
        found.append((hi - lo + 12 * barred + 2 * (m.left >= event.j) + 9 * (m.role == ""), m))
    if not found and "inf" in (event.cue.form, event.governor and event.governor.form):
        return next((m for m in mentions if _decides(sentence, event, m)), None)
    return _owner_of_verb(sentence, event, found) if found else None


def _opens_clause(sentence: Sentence, event: Event, m: Mention) -> bool:
    """ "After X came, Y laid mines": X is the subject of what went before."""
    if sentence.grammar.speech_scope != "left":
        return False
    return any(c.j <= event.i and c.i > m.right for c in sentence.within(m.right, m.right + 3, "later"))


def _owner_of_verb(sentence: Sentence, event: Event, found: list[tuple[int, Mention]]) -> Mention:
    """The nearest; where the verb stands last and our own side opens the clause, the next is its object."""
    near = min(found, key=lambda pair: pair[0])[1]
    first = found[0][1]
    opens = first.kind == "we" and first.right <= near.left and near.right <= event.i + _OBJECT_AFTER
    if sentence.grammar.main == "SOV" and opens and not sentence.barred(first.right, event.i):
        return first
    return near


def _decides(sentence: Sentence, event: Event, m: Mention) -> bool:
    """ "X's decision to forbid", "the refusal of X to let through": whose decision it is does the act."""
    near = 0 <= event.start - m.right <= _DECIDED_WITHIN and not sentence.barred(m.right, event.start)
    return m.doer and m.role == "of" and near and sentence.ending_at(m.left, "decision") is not None


def _past_quote(sentence: Sentence, m: Mention) -> int:
    """Where a phrase ends when the quotation mark that closes its name belongs to it."""
    quoted = (
        m.right < len(sentence.tokens)
        and sentence.tokens[m.right].raw == '"'
        and not sentence.barred(m.i, m.right)
    )
    return m.right + quoted


def _encloses(sentence: Sentence, lo: int, hi: int) -> bool:
    """ "X, having crossed the river, attacked": two commas about a converb's clause."""
    if hi - lo > _ENCLOSED or sentence.tokens[lo].raw != ",":
        return False
    marks = [k for k in range(lo, hi) if sentence.barred(k, k + 1)]
    commas = [k for k in marks if sentence.tokens[k].raw == ","]
    if marks != commas or len(commas) != _PAIR:
        return False
    return any(c.form == "ger" for c in sentence.within(lo, commas[1], *_OPENING_CONVERBS))


def _parts_clauses(sentence: Sentence, lo: int, hi: int) -> bool:
    """A colon or semicolon, or a clause on another noun ("..., from which"), stands between."""
    if any(token.raw in ";:" for token in sentence.tokens[lo:hi]):
        return True
    return any(c.i > lo + 1 and not _closed(sentence, c.j, hi) for c in sentence.within(lo, hi, "relative"))


def _closed(sentence: Sentence, lo: int, hi: int) -> bool:
    """The clause ends with a comma before token `hi`."""
    return any(token.raw == "," for token in sentence.tokens[lo:hi])


def _speaks(sentence: Sentence, m: Mention) -> bool:
    """Stands right beside a word of saying."""
    return sentence.ending_at(m.left, "speech") is not None or sentence.is_at(m.right, "speech") is not None


def find_either(sentence: Sentence, event: Event, mentions: list[Mention]) -> Mention | None:
    """A doer whose case does not tell whether it does the act or suffers it; perspective has to say."""
    if not sentence.grammar.free or event.agents:
        return None
    for m in mentions:
        if not m.doer or m.head in ("thing", "claim", "act"):
            continue
        if m.of_act and 0 <= m.left - event.j <= 3:
            return m
        verb = max(event.j, event.governor.j) if event.governor else event.j
        near = 0 <= m.left - verb <= 4 and not sentence.barred(verb, m.left)
        near = near and not sentence.within(verb, m.left, "marker")
        if m.role == "" and near and (event.voice == "active" or event.governor):
            return m
        called = m.right <= event.i and bool(
            sentence.ending_at(m.left, "speech") or sentence.ending_at(m.left - 1, "speech")
        )
        if event.voice == "noun" and not event.governor and called and m.role in ("of", "object", ""):
            return m
    return None
