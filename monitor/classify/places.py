"""Where the alleged acts took place: the gazetteer first, then the language's locative patterns."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import takewhile

from monitor.classify.mentions import Mention
from monitor.classify.verb_final import leads_away, owns_next, stands_in_place
from monitor.classify.words import Sentence

_LOCATIVE = ("place", "target", "of")
_NOT_NAMES = (
    "marker",
    "det",
    "determiner",
    "link",
    "relative",
    "aux",
    "since",
    "until",
    "daypart",
    "means",
    "self",
    "adverb",
    "continuing",
    "hypothetical",
    "source_of",
    "times_word",
    "number",
    "name",
    "enemy",
    "self",
    "month",
    "weekday",
    "not_place",
    "both",
    "title_word",
    "speech",
    "pronoun",
    "truce",
    "day",
)
_LONGEST_NAME = 6
_LONGEST_WORD = 60  # letters: more than any name on a map has


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place at tokens [i, j), in its basic form as spelled in the text."""

    i: int
    j: int
    name: str
    goal: bool = False  # where something was sent or taken to


def find_places(
    sentence: Sentence, mentions: list[Mention], parties: Collection[str], *, leaving: bool = False
) -> list[PlaceName]:
    """The places of a sentence; where the fire came from is none of them, where troops fail to leave is."""
    found = _known_places(sentence)
    taken = {k for p in found for k in range(p.i, p.j)}
    k = 0
    while k < len(sentence.tokens):
        if not sentence.tokens[k].capital and sentence.is_at(k, "name") is None:
            k += 1  # no name begins here
            continue
        end = _name_end(sentence, k)
        if (
            end > k
            and k not in taken
            and not _is_actor(mentions, k)
            and not _inside(sentence, k)
            and not (k == 0 and sentence.grammar.owner == "before" and sentence.is_at(k, "act"))
            and _stands_locative(sentence, k, end, found)
        ):
            goal = _marker_before(sentence, k) == "goal"
            found.append(PlaceName(k, end, sentence.words(k, end), goal))
        passed = sentence.grammar.owner == "before" and (_is_actor(mentions, k) or _inside(sentence, k))
        k = k + 1 if passed else max(end, k + 1)
    found = [p for p in found if leaving or not _is_origin(sentence, p)]
    found += _capitals(sentence, mentions, parties)
    return sorted(found, key=lambda p: p.i)


def _known_places(sentence: Sentence) -> list[PlaceName]:
    """The gazetteer's places, by the spelling there that is nearest to the text's: "in Ganja's" is Ganja."""
    nearest: dict[tuple[int, int], str] = {}
    for cue in sentence.of("place_name"):
        at, text = (cue.i, cue.j), sentence.words(cue.i, cue.j)
        known = nearest.get(at)
        if known is None or _shared(cue.key, text) > _shared(known, text):
            nearest[at] = cue.key
    return [PlaceName(i, j, name) for (i, j), name in nearest.items()]


def _shared(one: str, other: str) -> int:
    """How many letters two spellings begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _name_end(sentence: Sentence, k: int) -> int:
    """The end of a run of capitalised words (with glued parts) that may name a place; k when none."""
    end = k
    while end < len(sentence.tokens) and end - k < _LONGEST_NAME:
        token = sentence.tokens[end]
        joined = end > k and token.glued and (token.word or token.raw[0].isdigit() or token.raw[0] == "'")
        proper = token.capital and token.word and len(token.raw) <= _LONGEST_WORD
        proper = proper and not sentence.is_at(end, *_NOT_NAMES)
        proper = proper or _begins_longer(sentence, end)
        proper = proper and not any(
            c.cls == "head" and c.key == "official" for c in sentence.starting.get(end, ())
        )
        proper = proper or (
            end > k and len(token.raw) == 1 and token.capital and _capital_at(sentence, end + 1)
        )
        if not (proper or joined) or (not joined and end > k and owns_next(sentence, end - 1)):
            break
        end += 1
    if end > k and _numbered(sentence, end):
        return end + 1
    while end > k and sentence.is_at(end - 1, "place_noun", "genitive"):
        end -= 1
    owner = sentence.grammar.owner == "after" and end - k > 1 and not sentence.tokens[end - 1].glued
    if owner and sentence.is_at(end, "place_noun") and sentence.ending_at(k, "place_noun", "marker"):
        return end - 1  # "the village of A of the B district": two places
    return end


def _numbered(sentence: Sentence, k: int) -> bool:
    """ "Kilo 16", "Hill 402": a number after a name, with nothing after it that it could count."""
    if k >= len(sentence.tokens) or not sentence.tokens[k].raw.isdigit() or len(sentence.tokens[k].raw) > 4:
        return False
    after = sentence.tokens[k + 1] if k + 1 < len(sentence.tokens) else None
    return after is None or not after.word or sentence.is_at(k + 1, "marker", "link", "aux") is not None


def _begins_longer(sentence: Sentence, k: int) -> bool:
    """A capital's name with a name after it that no wording covers: a quarter, or another town."""
    name = sentence.is_at(k, "name")
    after = name.j if name is not None and name.form == "capital" else len(sentence.tokens)
    return _capital_at(sentence, after) and sentence.tokens[after].word and not sentence.starting.get(after)


def _capital_at(sentence: Sentence, k: int) -> bool:
    return k < len(sentence.tokens) and sentence.tokens[k].capital


def _is_actor(mentions: list[Mention], k: int) -> bool:
    return any(
        m.i <= k < m.j or (m.head in ("force", "official") and m.j <= k <= m.head_at) for m in mentions
    )


def _inside(sentence: Sentence, k: int) -> bool:
    """The word is a later part of a wording, in a language whose names stand before their nouns."""
    if sentence.grammar.owner != "before":
        return False
    return any(c.i < k < c.j for back in (1, 2, 3) for c in sentence.starting.get(k - back, ()))


def _stands_locative(sentence: Sentence, k: int, end: int, found: list[PlaceName]) -> bool:
    """After a marker of place or target, beside a place noun, after a verb of attack, joined to a place."""
    noun_after = sentence.is_at(end, "place_noun") or (
        sentence.is_at(end, "civilian", "passage", "det") and sentence.is_at(end + 1, "place_noun")
    )
    if sentence.grammar.owner == "before" and owns_next(sentence, end - 1):
        noun_after = noun_after or sentence.is_at(end, "civilian")
    if noun_after and not sentence.ending_at(k, "speech"):
        return True
    marker = _marker_before(sentence, k)
    if any(c.cls == "head" and c.key in ("force", "official") for c in sentence.starting.get(end, ())):
        return False
    if sentence.grammar.owner == "after" and sentence.is_at(end, "truce"):
        return False
    if marker in ("place", "target", "goal") or stands_in_place(sentence, k, end):
        return True
    if _shares_noun(sentence, end):
        return True
    noun = sentence.ending_at(k, "place_noun") or sentence.ending_at(k - 1, "place_noun") if k else None
    if noun is not None:
        return True
    if marker == "of":
        return bool(sentence.ending_at(k - 1, "act", "place_noun")) or _part_of_place(sentence, k)
    article = sentence.ending_at(k, "determiner")
    if article is not None and sentence.is_at(article.i, "article"):
        return False
    before = sentence.ending.get(article.i if article else k, ())
    if (
        sentence.grammar.free
        and not sentence.is_at(k, "act")
        and (sentence.is_at(end, "suffer") or any(c.cls == "suffer" for c in before))
    ):
        return True
    if any(c.cls == "act" and c.form not in ("noun", "weak") for c in before):
        return sentence.is_at(end, "victim", "head", "civilian") is None
    return _joined_to_place(sentence, k, found)


def _part_of_place(sentence: Sentence, k: int) -> bool:
    """ "Into the orchards of A": the noun before the name stands after a marker of place itself."""
    of = sentence.ending_at(k, "marker")
    if of is None or of.i == 0 or sentence.tokens[of.i - 1].capital or not sentence.tokens[of.i - 1].word:
        return False
    noun = sentence.ending_at(of.i, "head")
    if noun is not None and noun.key != "thing":
        return False
    start = noun.i if noun is not None else of.i - 1
    return _marker_before(sentence, start) in ("place", "target", "goal")


def _shares_noun(sentence: Sentence, end: int) -> bool:
    """ "A and B regions": the noun after the second belongs to the first too."""
    link = sentence.is_at(end, "link")
    listed = sentence.grammar.owner == "before" and sentence.tokens[end : end + 1]
    if link is None and not (listed and listed[0].raw == ","):
        return False
    start = link.j if link else end + 1
    last = _name_end(sentence, start)
    if last > start and sentence.grammar.owner == "before":
        return sentence.is_at(last, "place_noun", "postmarker") is not None or _shares_noun(sentence, last)
    return last > start and sentence.is_at(last, "place_noun") is not None


def _marker_before(sentence: Sentence, k: int) -> str:
    steps = 0
    while k > 0 and steps < 4:
        marker = sentence.ending_at(k, "marker")
        if marker:
            return marker.key.partition(":")[0]
        skipped = sentence.ending_at(k, "det", "determiner", "town_word", "place_noun")
        if skipped is None:
            return ""
        k, steps = skipped.i, steps + 1
    return ""


def _joined_to_place(sentence: Sentence, k: int, found: list[PlaceName]) -> bool:
    """ "A, B and C": joined to a place that was just read."""
    marks = ",\u2014" if sentence.grammar.free else ","
    for place in found[-6:]:
        between = sentence.tokens[place.j : k]
        if 0 < len(between) <= 3 and all(
            t.raw in marks or sentence.is_at(place.j + n, "link", "det", "place_noun")
            for n, t in enumerate(between)
        ):
            return True
    return False


def _is_origin(sentence: Sentence, place: PlaceName) -> bool:
    """After "from", with nothing but places and their nouns between."""
    if leads_away(sentence, place.j):
        return True
    k, steps = place.i, 0
    while k > 0 and steps < 9:
        marker = sentence.ending_at(k, "marker")
        if marker and marker.key.partition(":")[0] in ("origin", "agent"):
            return True
        noun = sentence.ending_at(marker.i, "head", "place_noun", "fortification") if marker else None
        if marker and marker.key in ("target", "of", "place") and noun is not None and noun.key != "force":
            k, steps = marker.i, steps + 1
            continue
        step = sentence.ending_at(k, "det", "place_noun", "fortification", "head", "town_word", "place_name")
        if marker and marker.key == "of":
            step = marker
        if step is None:
            if marker or not sentence.tokens[k - 1].capital:
                return False
            k, steps = k - 1, steps + 1
            continue
        k, steps = step.i, steps + 1
    return False


def _capitals(sentence: Sentence, mentions: list[Mention], parties: Collection[str]) -> list[PlaceName]:
    """A capital is a place, not its government, as the aim of an act or after a marker of place."""
    found = []
    for m in mentions:
        if (
            m.kind == "capital"
            and m.who in parties
            and not m.genitive
            and not m.head
            and not sentence.is_at(m.right, "speech")
            and m.role in ("place", "target", "of")
        ):
            after_act = m.role == "of" and m.of_act
            if m.role in ("place", "target") or after_act:
                found.append(PlaceName(m.i, m.j, sentence.words(m.i, m.j)))
    return found
