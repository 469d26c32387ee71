"""Numbers of killed and wounded that a sentence states."""

from __future__ import annotations

from monitor.classify.numerals import Figure, is_age, is_clock_or_day, number_at, number_before
from monitor.classify.words import Cue, Sentence

_CLAUSE_MARKS = ",;:"
_PHRASE = 5  # tokens of a phrase without a number that stands for one person


def find_casualties(sentence: Sentence) -> list[Figure]:
    """The killed and wounded of a sentence, in the order of the text."""
    figures = [f for f in _casualties(sentence) if not _unsaid(sentence, f.at)]
    return sorted(figures, key=lambda f: f.at)


def _unsaid(sentence: Sentence, k: int) -> bool:
    """ "Not one death", "no soldier was hurt": a negation right before the figure."""
    return any(
        not sentence.barred(c.j, k) and not sentence.is_at(c.i, "positive")
        for c in sentence.within(k - 2, k + 1, "negation")
    )


def _casualties(sentence: Sentence) -> list[Figure]:
    figures: list[Figure] = []
    for cue in _verbs(sentence):
        kind = "wounded" if cue.key == "wounded" else "killed"
        figures += _around_verb(sentence, cue, kind)
    for cue in sentence.of("casualty_noun", "killed_adj"):
        if sentence.is_at(cue.i, "casualty"):
            continue
        kind = "wounded" if cue.key == "wounded" else "killed"
        figures += _around_noun(sentence, cue, kind)
    return _drop_repeats(_tolls(sentence) or figures)


def _verbs(sentence: Sentence) -> list[Cue]:
    """Of a form that may be base or past ("hurt", "fell") only the past, unless "to" stands before it."""
    cues = sentence.of("casualty")
    past = {c.i for c in cues if c.form in ("past", "part")}
    return [
        c for c in cues if c.form != "base" or c.i not in past or sentence.ending_at(c.i, "to") is not None
    ]


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
    if cue.form == "base" and sentence.within(cue.i - 2, cue.i, "negation"):
        return []  # "did not lose a single man"
    if cue.form in ("ing", "base", "s") or (cue.form == "past" and not _passive_like(sentence, cue)):
        after = _counted(sentence, range(cue.j, min(cue.j + 4, len(sentence.tokens))), need_victim=False)
        if after:
            return [Figure(kind, after[0], after[1]), *_joined_after(sentence, after[1], kind)]
    return (
        _counted_before(sentence, cue, kind)
        or _one_victim(sentence, cue, kind)
        or _one_by_verb(sentence, cue, kind)
    )


def _one_by_verb(sentence: Sentence, cue: Cue, kind: str) -> list[Figure]:
    """ "The helmsman was hurt": a verb in the singular after a definite phrase tells of one."""
    verb = sentence.ending_at(cue.i, "verb_of_one") or sentence.is_at(cue.i, "verb_of_one")
    if verb is None or sentence.grammar.free:
        return []
    lo = max((k + 1 for k in range(verb.i) if sentence.barred(k, k + 1)), default=0)
    if verb.i - lo > _PHRASE or sentence.within(
        lo, verb.i, "negation", "number", "head", "place_noun", "relative"
    ):
        return []
    named = sentence.is_at(lo, "determiner") or sentence.is_at(lo, "link")
    return [Figure(kind, 1, verb.i - 1)] if named is not None and verb.i - lo > 1 else []


def _one_victim(sentence: Sentence, cue: Cue, kind: str) -> list[Figure]:
    """ "The driver was killed", "Private N. gave his life": one, though no number says so."""
    after = sentence.within(cue.j, cue.j + 4, "single") if cue.form in ("ing", "past", "s", "base") else []
    before = sentence.within(cue.i - 12, cue.i, "single")
    for one in (*after, *before[::-1]):
        lo, hi = (cue.j, one.i) if one.i >= cue.j else (one.j, cue.i)
        parted = sentence.within(lo, hi, "casualty", "act", "negation", "speech", "link")
        joined = not sentence.barred(lo, hi) or _in_apposition(sentence, lo, hi)
        numbered = any(not is_age(sentence, c.i) for c in sentence.within(lo, hi, "number"))
        if not parted and joined and not numbered:
            return [*_joined_before(sentence, _opening(sentence, one.i), kind), Figure(kind, 1, one.i)]
    return []


def _opening(sentence: Sentence, i: int) -> int:
    """Where the phrase of a noun begins, as far as the small word before it."""
    small = sentence.ending_at(i, "determiner", "pronoun")
    return small.i if small is not None else i


def _in_apposition(sentence: Sentence, lo: int, hi: int) -> bool:
    """ "A sergeant, N. N., was hit": two commas enclose what only tells more of him."""
    marks = [sentence.tokens[k].raw for k in range(lo, hi) if sentence.barred(k, k + 1)]
    return marks == [",", ","]


def _either_side(sentence: Sentence, cue: Cue, kind: str) -> list[Figure]:
    """Free order: the number right after the verb, in its clause, else the nearest before it."""
    hi = min(cue.j + 5, len(sentence.tokens))
    stops = [k for k in range(cue.j, hi) if sentence.tokens[k].raw in _CLAUSE_MARKS]
    hi = min([hi, *stops, *(c.i for c in sentence.within(cue.j, hi, "casualty", "casualty_noun"))])
    after = _counted(sentence, range(cue.j, hi), need_victim=False)
    before = _counted_before(sentence, cue, kind)
    near = [f for f in before if not sentence.barred(f.at, cue.i)]
    if near and not (after and sentence.ending_at(cue.i, "link")):
        return near
    after = after or _after_mark(sentence, cue.j)
    if after:
        return [Figure(kind, after[0], after[1]), *_joined_after(sentence, after[1], kind)]
    single = _single_victim(sentence, cue, hi)
    return before or ([Figure(kind, 1, cue.i)] if single else [])


def _after_mark(sentence: Sentence, k: int) -> tuple[int, int] | None:
    """ "Eleven were killed, wounded: 27": a number behind the mark that stands for the verb's other half."""
    verb = sentence.is_at(k, "copula")
    k = verb.j if verb is not None else k
    if k >= len(sentence.tokens) or sentence.tokens[k].raw not in _CLAUSE_MARKS:
        return None
    found = _counted(sentence, range(k + 1, min(k + 3, len(sentence.tokens))), need_victim=False)
    other = sentence.within(found[1], found[1] + 6, "casualty") if found else []
    return None if other and not sentence.barred(k + 1, other[0].i) else found


def _single_victim(sentence: Sentence, cue: Cue, hi: int) -> bool:
    """A verb and a victim in the singular, without a number: one person."""
    found = [c for c in sentence.within(cue.i - 4, hi, "victim") if "one" in c.features]
    return any(not sentence.ending_at(c.i, "several") for c in found)


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
        found = _counted(
            sentence, range(k, k + 1), need_victim=cue.i - k > 3 + _aside_before(sentence, k, cue.i)
        )
        if found and not sentence.within(k - 2, k, "part_of") and not _is_part(sentence, k):
            return [*_joined_before(sentence, found[1], kind), Figure(kind, found[0], found[1])]
    return []


def _is_part(sentence: Sentence, k: int) -> bool:
    """ "Nine, three of them children, were hurt": the three are among the nine, said between two commas."""
    width = (sentence.is_at(k, "number") or Cue("", "", "", k, k + 1)).j
    among = sentence.is_at(width, "part_of") is not None and k > 0 and sentence.tokens[k - 1].raw in ",("
    return (among and number_at(sentence, k - 2) is not None) or (among and _victim_after(sentence, k - 4))


def _aside_before(sentence: Sentence, k: int, hi: int) -> int:
    """How many tokens two commas enclose between a number and its verb."""
    commas = [n for n in range(k + 1, hi) if sentence.tokens[n].raw == ","]
    return commas[-1] - commas[0] + 1 if len(commas) == 2 else 0


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
        if sentence.is_at(k, "single") and sentence.ending_at(k, "determiner"):
            return [Figure(kind, 1, k)]  # "the driver and a teacher were killed"
    return []


def _joined_after(sentence: Sentence, at: int, kind: str) -> list[Figure]:
    """ "Killing two soldiers and a priest"."""
    for link in sentence.within(at + 1, at + 6, "link"):
        between = sentence.barred(at, link.i) or sentence.within(at, link.i, "casualty", "aux", "act")
        found = None if between else _counted(sentence, range(link.j, link.j + 1), need_victim=True)
        there = sentence.is_at(link.j + 1, "marker") if not between else None
        if found is None and there is not None and there.key in ("place", "target"):
            found = _counted(sentence, range(link.j, link.j + 1), need_victim=False)
        verb = found and sentence.within(link.j, link.j + 6, "casualty")
        if found and not verb:
            return [Figure(kind, found[0], found[1])]
    return []


def _counted(sentence: Sentence, where: range, *, need_victim: bool) -> tuple[int, int] | None:
    """The number in this range that counts people."""
    for k in where:
        number = number_at(sentence, k)
        if number is None or number == 0 or is_clock_or_day(sentence, k) or is_age(sentence, k):
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
    number, at = number_before(sentence, cue.i)
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
        before = kept.setdefault(figure.at, figure)
        if before.kind == "wounded" and figure.kind == "killed":  # "was hit in the head and died"
            kept[figure.at] = figure
    return list(kept.values())
