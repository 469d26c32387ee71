"""Numbers of violations that a sentence states: "73 times", "290 breaches"; not of rounds or flights."""

from __future__ import annotations

from monitor.classify.figures import find_casualties
from monitor.classify.numerals import Figure, is_clock_or_day, number_before
from monitor.classify.words import Sentence


def find_figures(sentence: Sentence) -> list[Figure]:
    """The figures of a sentence, in the order of the text."""
    figures = _times(sentence) + _tallies(sentence) + find_casualties(sentence)
    return sorted(figures, key=lambda f: f.at)


def _times(sentence: Sentence) -> list[Figure]:
    """ "73 times", "on four occasions", "twice"."""
    figures = []
    for cue in sentence.of("times_word"):
        if cue.key != "n":
            figures.append(Figure("count", int(cue.key), cue.i))
            continue
        number, at = number_before(sentence, cue.i)
        if number is not None:
            figures.append(Figure("count", number, at))
    return [f for f in figures if f.number > 1]


def _tallies(sentence: Sentence) -> list[Figure]:
    """ "290 ceasefire violations", "four such strikes", "at least 12 attacks"."""
    figures = []
    for cue in sentence.of("count_noun"):
        k = cue.i
        for _ in range(4):
            number, at = number_before(sentence, k)
            if number is not None and number > 1 and not is_clock_or_day(sentence, at):
                figures.append(Figure("count", number, at, sentence.has("total")))
                break
            filler = sentence.ending_at(k, "count_filler", "det", "means", "act", "town_word")
            joined = sentence.ending_at(k, "link") if filler is None else None  # "air and artillery strikes"
            if joined is not None and sentence.ending_at(joined.i, "means"):
                filler = joined
            if filler is None:
                break
            k = filler.i
    return figures
