"""Breaches counted by party: "41 by X and six by Y", "X 17, Y 22", "both were the work of X"."""

from __future__ import annotations

from monitor.classify.discourse import Discourse
from monitor.classify.drafts import Draft
from monitor.classify.events import Event
from monitor.classify.mentions import Mention
from monitor.classify.numerals import number_at, number_before
from monitor.classify.words import Cue, Sentence
from monitor.terms import Stance, ViolationType

_ENDING = ",;:.()\u2014"
_OWNER_WITHIN = 7  # tokens between a number and the owner whose breaches it counts
_VERBAL = ("light", "aux", "copula")
_ALL = 6  # tokens at the head of a sentence in which "both" or "all of them" may stand


def read_tallied(
    sentence: Sentence, mentions: list[Mention], events: list[Event], discourse: Discourse
) -> list[Draft]:
    """One bare breach, with its count, for each party that the sentence gives a number to."""
    voice = discourse.speaker or discourse.voice
    counting = discourse.counting or bool(sentence.of("count_noun"))
    if voice is None or not (counting or any(e.act.generic for e in events)):
        return []
    lone = counting and sum(_tally_after(sentence, m) is not None for m in mentions) > 1
    drafts: list[Draft] = []
    for m in mentions:
        marker = sentence.ending_at(m.left, "marker") or sentence.ending_at(m.left - 1, "marker")
        number = _tally_before(sentence, marker, bool(drafts))
        light = sentence.is_at(m.right, "light") if m.leading else None
        if number is None and counting and (lone or light or (marker is not None and marker.key == "agent")):
            number = _tally_after(sentence, m)
        if number is None and discourse.counting and marker is not None and marker.key == "agent":
            number = _tally_of_all(sentence, marker, discourse.counting)
        if number is None and sentence.grammar.roles and counting:
            number = _tally_by_case(sentence, m, marker, discourse.counting)
        if number is None and sentence.grammar.owner == "before" and sentence.of("part_of"):
            number = _tally_of_owner(sentence, m)
        who = discourse.resolve(m, voice)
        if number is None or not discourse.roster.is_party(who) or who == voice:
            continue
        drafts.append(_draft(sentence, m, marker, voice, str(who)))
        drafts[-1].count = number or None
    _name_acts(drafts, events, len(sentence.tokens))
    return drafts


def _name_acts(drafts: list[Draft], events: list[Event], size: int) -> None:
    """ "By X 16, all of them flights; by Y two, both ambushes": the acts after a party are those counted."""
    ends = [*(d.at for d in drafts[1:]), size]
    for draft, end in zip(drafts, ends, strict=False):
        named = [e for e in events if draft.at < e.i < end and not e.act.generic and not e.mood]
        types = tuple(dict.fromkeys(t for e in named for t in e.types))
        if types:
            draft.types, draft.generic, draft.at = types, False, named[0].i


def note_count(sentence: Sentence, discourse: Discourse) -> None:
    """How many breaches the sentence counted: what "both" and "eleven of them" of the next ones speak of."""
    numbers = [_number_near(sentence, c) for c in sentence.of("count_noun")]
    stated = [n for n in numbers if n]
    if stated:
        discourse.counting = stated[-1]
    elif sentence.field == "title":
        discourse.counting = None


def _number_near(sentence: Sentence, cue: Cue) -> int | None:
    found = (number_at(sentence, k) for k in range(cue.i - 1, max(-1, cue.i - 5), -1))
    return next((n for n in found if n), None)


def _draft(sentence: Sentence, m: Mention, marker: Cue | None, voice: str, who: str) -> Draft:
    types = (ViolationType.UNSPECIFIED,)
    draft = Draft(Stance.ACCUSATION, voice, who, types, sentence, m.i, "marked", explicit=True, voice=voice)
    draft.generic = True
    at = marker.i - 1 if marker else m.i
    draft.why = [f"voice:{voice}", f"{m.kind}->{who}", "act:" + sentence.words(max(at, 0), m.j)]
    return draft


def _tally_before(sentence: Sentence, marker: Cue | None, listed: bool) -> int | None:
    """ "41 by X", "two were attributed to X", "3,186 violations against X"; in a list also "seven of Y"."""
    if marker is None or marker.i == 0:
        return None
    if marker.key == "agent" or (listed and marker.key in ("of", "goal", "target")):
        aux = sentence.ending_at(marker.i, "aux")
        at = aux.i if aux is not None else marker.i
        number = number_at(sentence, at - 1)
        return number if number is not None else _number_of_them(sentence, at)
    counted = sentence.ending_at(marker.i, "count_noun")
    ruled = marker.key == "target" and counted is not None and counted.i and sentence.has("ruling")
    return number_at(sentence, counted.i - 1) if ruled and counted is not None else None


def _number_of_them(sentence: Sentence, at: int) -> int | None:
    """ "Eleven of them were committed by X"."""
    them = sentence.ending_at(at, "pronoun", "this", "relative", "part_of")
    if them is None:
        return None
    of = sentence.ending_at(them.i, "marker") if them.cls != "part_of" else them
    return number_at(sentence, of.i - 1) if of is not None else None


def _tally_after(sentence: Sentence, m: Mention) -> int | None:
    """ "By X 17, by Y 22", "X: 17", "X committed 16, all of them flights": the number closes its phrase."""
    k = m.right
    light = sentence.is_at(k, "light")
    if light is not None and m.leading:
        k = light.j
    elif k < len(sentence.tokens) and sentence.tokens[k].raw in ":(":
        k += 1
    number = number_at(sentence, k)
    cue = sentence.is_at(k, "number")
    after = cue.j if cue is not None else k + 1
    closed = after >= len(sentence.tokens) or sentence.tokens[after].raw in _ENDING
    return number if number and (closed or sentence.is_at(after, "link")) else None


_PART_WITHIN = 16  # tokens before a party in which "five of them" may stand


def _tally_by_case(sentence: Sentence, m: Mention, marker: Cue | None, counted: int | None) -> int | None:
    """ "X — eight", "the other six — X's", "X committed 46 breaches", "three ... committed X": case tells."""
    right = _over_quote(sentence, m.right, 1)
    after = sentence.tokens[right].raw if right < len(sentence.tokens) else ""
    light = sentence.is_at(right, "light")
    start = marker.i if marker is not None and marker.key == "agent" else m.left
    left = _over_quote(sentence, start, -1)
    before = sentence.tokens[left - 1].raw if left else ""
    if after == "\u2014" and m.leading and number_at(sentence, right + 1):
        return number_at(sentence, right + 1)
    closed = after in _ENDING  # of no token at all, too
    if before == "\u2014" and (m.role in ("of", "agent") or (m.leading and closed)) and left > 1:
        return number_at(sentence, left - 2)
    if light is not None and m.leading and sentence.within(light.j + 1, light.j + 4, "count_noun"):
        return number_at(sentence, light.j)
    done = sentence.ending_at(left, "light")
    if (done is None or not m.leading) and start == m.left:
        return None
    if done is not None and number_at(sentence, done.i - 1):
        return number_at(sentence, done.i - 1)
    parts = sentence.within(left - _PART_WITHIN, left, "part_of")
    if parts and parts[-1].i:
        return number_at(sentence, parts[-1].i - 1)
    dashed = counted and len(sentence.tokens) > 1 and sentence.tokens[1].raw == "\u2014"
    return number_at(sentence, 0) if dashed else None


def _over_quote(sentence: Sentence, k: int, step: int) -> int:
    """Past a quotation mark that stands right at a name."""
    at = k if step > 0 else k - 1
    return k + step if 0 <= at < len(sentence.tokens) and sentence.tokens[at].raw == '"' else k


def _tally_of_owner(sentence: Sentence, m: Mention) -> int | None:
    """ "Of which 12 (are) X's, 7 on the part of Y", where the owner stands after its number."""
    if m.role not in ("of", "agent"):
        return None
    for k in range(m.left - 1, max(-1, m.left - _OWNER_WITHIN), -1):
        number, _ = number_before(sentence, k + 1)
        if number is not None:
            return number
        if (
            sentence.tokens[k].raw != ","
            and not sentence.tokens[k].glued
            and not sentence.ending_at(k + 1, *_VERBAL)
        ):
            return None
    return None


def _tally_of_all(sentence: Sentence, marker: Cue, counted: int) -> int | None:
    """ "Both were the work of X", "all of them were committed by X"."""
    for cue in sentence.within(0, min(_ALL, marker.i), "entire"):
        if not sentence.barred(cue.j, marker.i):
            return 2 if cue.key == "2" else counted
    return None
