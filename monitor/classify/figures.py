"""Numbers of violations, killed and wounded that a sentence states."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.classify.words import Cue, Sentence

_NUMBER = re.compile(r"\d{1,3}(?:[,.]\d{3})+$|\d{1,6}$")
_MOST = 1_000_000
_CLAUSE_MARKS = ",;:"


@dataclass(frozen=True, slots=True)
class Figure:
    """A stated number: of violations (`count`), of `killed` or of `wounded`; `at` is its token."""

    kind: str
    number: int
    at: int
    total: bool = False


def find_figures(sentence: Sentence) -> list[Figure]:
    """The figures of a sentence, in the order of the text."""
    figures = _times(sentence) + _tallies(sentence) + _casualties(sentence)
    return sorted(figures, key=lambda f: f.at)


def number_at(sentence: Sentence, k: int) -> int | None:
    """The number that token k (or the wording that begins there) states."""
    if not 0 <= k < len(sentence.tokens):
        return None
    text = sentence.tokens[k].low
    if text.isascii() and _NUMBER.match(text):
        number = int(text.replace(",", "").replace(".", ""))
        return number if number <= _MOST else None
    cue = sentence.is_at(k, "number")
    return int(cue.key) if cue else None


def _times(sentence: Sentence) -> list[Figure]:
    """ "73 times", "on four occasions", "twice"."""
    figures = []
    for cue in sentence.of("times_word"):
        if cue.key != "n":
            figures.append(Figure("count", int(cue.key), cue.i))
            continue
        number, at = _number_before(sentence, cue.i)
        if number is not None:
            figures.append(Figure("count", number, at))
    return [f for f in figures if f.number > 1]


def _is_spaced(sentence: Sentence, k: int) -> bool:
    """ "2 740": thousands parted by a space."""
    if k < 2 or not re.fullmatch(r"\d{3}", sentence.tokens[k - 1].raw):
        return False
    return re.fullmatch(r"[1-9]\d?", sentence.tokens[k - 2].raw) is not None


def _number_before(sentence: Sentence, k: int) -> tuple[int | None, int]:
    number = number_at(sentence, k - 1) if k else None
    if number is not None and _is_spaced(sentence, k):
        return int(sentence.tokens[k - 2].low) * 1000 + number, k - 2
    if number is not None:
        tens = number_at(sentence, k - 2) if k > 1 and 0 < number < 10 else None
        if tens and tens % 10 == 0 and 10 < tens <= 900:
            return tens + number, k - 2
        return number, k - 1
    cue = sentence.ending_at(k, "number")
    return (int(cue.key), cue.i) if cue else (None, k)


def _tallies(sentence: Sentence) -> list[Figure]:
    """ "290 ceasefire violations", "four such strikes", "at least 12 attacks"."""
    figures = []
    for cue in sentence.of("count_noun"):
        k = cue.i
        for _ in range(4):
            number, at = _number_before(sentence, k)
            if number is not None and number > 1 and not _is_clock_or_day(sentence, at):
                figures.append(Figure("count", number, at, sentence.has("total")))
                break
            filler = sentence.ending_at(k, "count_filler", "det", "means", "act", "town_word")
            if filler is None:
                break
            k = filler.i
    return figures


def _is_clock_or_day(sentence: Sentence, k: int) -> bool:
    return bool(sentence.ending_at(k, "month")) or sentence.is_at(k + 1, "month") is not None


def _is_age(sentence: Sentence, k: int) -> bool:
    """ "A 19-year-old", "(34)", ", 34,"."""
    if sentence.is_at(k + 1, "age") or sentence.ending_at(k, "aged"):
        return True
    marks = [t.raw for t in (*sentence.tokens[max(k - 1, 0) : k], *sentence.tokens[k + 1 : k + 2])]
    return marks in (["(", ")"], [",", ","]) and sentence.tokens[k].raw.isdigit()


def _casualties(sentence: Sentence) -> list[Figure]:
    figures: list[Figure] = []
    for cue in sentence.of("casualty"):
        kind = "wounded" if cue.key == "wounded" else "killed"
        figures += _around_verb(sentence, cue, kind)
    for cue in sentence.of("casualty_noun", "killed_adj"):
        if sentence.is_at(cue.i, "casualty"):
            continue
        kind = "wounded" if cue.key == "wounded" else "killed"
        figures += _around_noun(sentence, cue, kind)
    return _drop_repeats(_tolls(sentence) or figures)


def _tolls(sentence: Sentence) -> list[Figure]:
    """ "Bringing the death toll to eleven": a total, beside which the parts of the sentence do not count."""
    figures = []
    for cue in sentence.of("toll"):
        stop = next((k for k in range(cue.j, cue.j + 7) if sentence.barred(k, k + 1)), cue.j + 7)
        found = _counted(sentence, range(cue.j, min(stop, len(sentence.tokens))), need_victim=False)
        if found:
            figures.append(Figure(cue.key, found[0], found[1], total=True))
    return figures


def _around_verb(sentence: Sentence, cue: Cue, kind: str) -> list[Figure]:
    """ "killing two civilians"; "two soldiers were killed and five wounded"; "seven were injured"."""
    if sentence.grammar.free:
        return _either_side(sentence, cue, kind)
    if cue.form in ("ing", "base", "s") or (cue.form == "past" and not _passive_like(sentence, cue)):
        after = _counted(sentence, range(cue.j, min(cue.j + 4, len(sentence.tokens))), need_victim=False)
        if after:
            return [Figure(kind, after[0], after[1]), *_joined_after(sentence, after[1], kind)]
    return _counted_before(sentence, cue, kind) or _one_victim(sentence, cue, kind)


def _one_victim(sentence: Sentence, cue: Cue, kind: str) -> list[Figure]:
    """ "The driver was killed", "Private N. gave his life": one, though no number says so."""
    after = sentence.within(cue.j, cue.j + 4, "single") if cue.form in ("ing", "past", "s", "base") else []
    before = sentence.within(cue.i - 7, cue.i, "single")
    for one in (*after, *before[::-1]):
        lo, hi = (cue.j, one.i) if one.i >= cue.j else (one.j, cue.i)
        parted = sentence.within(lo, hi, "casualty", "act", "negation", "speech", "link")
        if not parted and not sentence.barred(lo, hi) and not sentence.within(lo, hi, "number"):
            return [Figure(kind, 1, one.i)]
    return []


def _either_side(sentence: Sentence, cue: Cue, kind: str) -> list[Figure]:
    """Free order: the number right after the verb, in its clause, else the nearest before it."""
    hi = min(cue.j + 5, len(sentence.tokens))
    stops = [k for k in range(cue.j, hi) if sentence.tokens[k].raw in _CLAUSE_MARKS]
    hi = min([hi, *stops, *(c.i for c in sentence.within(cue.j, hi, "casualty", "casualty_noun"))])
    after = _counted(sentence, range(cue.j, hi), need_victim=False)
    before = _counted_before(sentence, cue, kind)
    near = [f for f in before if not sentence.barred(f.at, cue.i)]
    if near:
        return near
    if after:
        return [Figure(kind, after[0], after[1])]
    single = _single_victim(sentence, cue, hi)
    return before or ([Figure(kind, 1, cue.i)] if single else [])


def _single_victim(sentence: Sentence, cue: Cue, hi: int) -> bool:
    """A verb and a victim in the singular, without a number: one person."""
    return any("one" in c.features for c in sentence.within(cue.i - 4, hi, "victim"))


def _passive_like(sentence: Sentence, cue: Cue) -> bool:
    """A past form that is not followed by what was hit: a passive, or short for one."""
    nearby = sentence.within(cue.i - 4, cue.i, "aux")
    if any(c.key == "be" for c in nearby):
        return True
    return (
        number_at(sentence, cue.j) is None
        and sentence.is_at(cue.j, "det", "victim", "number", "civilian") is None
    )


def _counted_before(sentence: Sentence, cue: Cue, kind: str) -> list[Figure]:
    lo = max(0, cue.i - 16)
    for k in range(cue.i - 1, lo - 1, -1):
        if sentence.tokens[k].raw in ";:" or sentence.is_at(k, "casualty") or sentence.is_at(k, "negation"):
            return []
        found = _counted(sentence, range(k, k + 1), need_victim=cue.i - k > 3)
        if found and not sentence.within(k - 2, k, "part_of"):
            return [*_joined_before(sentence, found[1], kind), Figure(kind, found[0], found[1])]
    return []


def _joined_before(sentence: Sentence, at: int, kind: str) -> list[Figure]:
    """ "Nine children and a woman were killed": what is joined to the counted victims by a link."""
    link = sentence.ending_at(at, "link")
    if link is None or sentence.is_at(link.j, "casualty"):
        return []
    for k in range(link.i - 1, max(-1, link.i - 5), -1):
        if sentence.barred(k, k + 1) or sentence.is_at(k, "casualty", "aux", "act"):
            return []
        found = _counted(sentence, range(k, k + 1), need_victim=True)
        if found:
            return [Figure(kind, found[0], found[1])]
    return []


def _joined_after(sentence: Sentence, at: int, kind: str) -> list[Figure]:
    """ "Killing two soldiers and a priest"."""
    for link in sentence.within(at + 1, at + 6, "link"):
        between = sentence.barred(at, link.i) or sentence.within(at, link.i, "casualty", "aux", "act")
        found = None if between else _counted(sentence, range(link.j, link.j + 1), need_victim=True)
        verb = found and sentence.within(link.j, link.j + 6, "casualty")
        if found and not verb:
            return [Figure(kind, found[0], found[1])]
    return []


def _counted(sentence: Sentence, where: range, *, need_victim: bool) -> tuple[int, int] | None:
    """The number in this range that counts people."""
    for k in where:
        number = number_at(sentence, k)
        if number is None or number == 0 or _is_clock_or_day(sentence, k) or _is_age(sentence, k):
            continue
        width = (sentence.is_at(k, "number") or Cue("", "", "", k, k + 1)).j
        victim = _victim_after(sentence, width)
        if victim or not (need_victim or _counts_things(sentence, k, width)):
            return number, k
    return None


def _counts_things(sentence: Sentence, k: int, j: int) -> bool:
    """An article stands before something else; a number before a thing counts things."""
    if sentence.is_at(k, "article"):
        return sentence.is_at(j, "ordinal") is None
    stop = next((n for n in range(j, j + 3) if sentence.barred(n, n + 1)), j + 3)
    nouns = sentence.within(
        j, stop, "head", "means", "count_noun", "civilian", "place_noun", "ago_unit", "times_word"
    )
    return bool(nouns)


def _victim_after(sentence: Sentence, j: int) -> bool:
    for k in range(j, min(j + 5, len(sentence.tokens))):
        if sentence.is_at(k, "victim", "ordinal"):
            return True
        if sentence.tokens[k].raw in ",;:." or sentence.is_at(k, "casualty", "aux"):
            return False
    return False


def _around_noun(sentence: Sentence, cue: Cue, kind: str) -> list[Figure]:
    """ "left three dead and five wounded", "the death of two civilians", "four fatalities"."""
    number, at = _number_before(sentence, cue.i)
    if number is not None and number > 0 and cue.key != "casualty":
        return [Figure(kind, number, at)]
    if cue.cls == "casualty_noun":
        of = sentence.is_at(cue.j, "marker")
        if of is not None and of.key == "of":
            found = _counted(sentence, range(of.j, min(of.j + 3, len(sentence.tokens))), need_victim=True)
            return (
                [Figure(kind, found[0], found[1]), *_joined_after(sentence, found[1], kind)] if found else []
            )
    if cue.cls == "killed_adj":
        return _counted_before(sentence, cue, kind) or _one_victim(sentence, cue, kind)
    return []


def _drop_repeats(figures: list[Figure]) -> list[Figure]:
    """One number token counts once for each kind, and for one kind only when two claim it."""
    kept: dict[int, Figure] = {}
    for figure in figures:
        kept.setdefault(figure.at, figure)
    return list(kept.values())
