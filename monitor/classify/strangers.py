"""Names that no wording knows where the doer of an act stands: somebody did it who is no party."""

from __future__ import annotations

from monitor.classify.events import Event
from monitor.classify.verb_final import is_verb_final, owns_next, stands_in_place
from monitor.classify.words import Sentence

_LEAST = 2  # capitalised words: a single one may begin a sentence, or name a weapon
_MARKED_WITHIN = 6  # tokens between an act and the marker of its doer
_SKIPPED = ("adverb", "aux", "continuing")  # may stand between a subject and its verb
_OF_PLACES = ("postmarker", "town_word", "place_noun")
_COMMON = ("means", "head", "unit", "state", "materiel", "victim", "enemy", "title_word")


def is_done_by_stranger(sentence: Sentence, event: Event) -> bool:
    """ "Jaysh al-Adl attacked", "shelled by Jaysh al-Adl fighters": two capitals in a row, next to the act.

    In a headline every word may be one. Beside a common noun other than that of an organisation (a
    brigade, drones, a colonel) they may well name what is a party's.
    """
    if sentence.field == "title":
        return False
    if event.voice == "active":
        return _is_doer(sentence, _skip_back(sentence, event.start)) or _opens(sentence)
    near = (event.i - _MARKED_WITHIN, event.j + _MARKED_WITHIN)
    for cue in sentence.within(*near, "marker", "postmarker"):
        run = _run_after(sentence, cue.j) if cue.cls == "marker" else _run_before(sentence, cue.i)
        if cue.key == "agent" and _is_stranger(sentence, *run):
            return True
    return False


def _is_doer(sentence: Sentence, hi: int) -> bool:
    """The name opens its clause, as far as no preposition stands before it."""
    lo, hi = _run_before(sentence, hi)
    determiner = sentence.ending_at(lo, "determiner", "det")
    bare = determiner.i if determiner is not None else lo
    before = sentence.ending.get(bare, ())  # a wording of several words may end with a preposition
    marked = any(cue.cls == "marker" or cue.j - cue.i > 1 for cue in before)
    return not marked and _is_stranger(sentence, lo, hi)


def _opens(sentence: Sentence) -> bool:
    """Where the verb stands last its subject opens the sentence; of a place an ending or a noun says so."""
    lo, hi = _run_after(sentence, 0)
    if not is_verb_final(sentence) or sentence.is_at(hi, *_OF_PLACES):
        return False
    return (
        _is_stranger(sentence, lo, hi)
        and not stands_in_place(sentence, lo, hi)
        and not owns_next(sentence, hi - 1)
    )


def _is_stranger(sentence: Sentence, lo: int, hi: int) -> bool:
    named = sum(token.capital for token in sentence.tokens[lo:hi])
    polity = sentence.ending_at(hi, "polity") is not None
    if named < _LEAST and not (polity and named and hi - lo == _LEAST):
        return False
    beside = sentence.is_at(hi, *_COMMON) and not sentence.is_at(hi, "organisation", "postmarker", "self")
    titled = sentence.ending_at(lo, *_COMMON) and not sentence.ending_at(lo, "self")
    return not beside and not titled


def _run_before(sentence: Sentence, hi: int) -> tuple[int, int]:
    organisation = sentence.ending_at(hi, "organisation")
    lo = hi = organisation.i if organisation is not None else hi
    while lo > 0 and _may_be_name(sentence, lo - 1):
        lo -= 1
    while lo < hi and not sentence.tokens[lo].capital:
        lo += 1
    return lo, hi


def _run_after(sentence: Sentence, lo: int) -> tuple[int, int]:
    determiner = sentence.is_at(lo, "determiner", "det")
    lo = hi = determiner.j if determiner is not None else lo
    while hi < len(sentence.tokens) and _may_be_name(sentence, hi):
        hi += 1
    return lo, hi


def _may_be_name(sentence: Sentence, k: int) -> bool:
    """A capitalised word that no wording covers, a small one joined to it, or a word for a state after it."""
    token = sentence.tokens[k]
    joined = token.glued or (k + 1 < len(sentence.tokens) and sentence.tokens[k + 1].glued)
    covering = [cue for cue in sentence.cues if cue.i <= k < cue.j]
    if any(cue.cls == "polity" for cue in covering):
        return k > 0 and sentence.tokens[k - 1].capital and not sentence.starting.get(k - 1)
    return token.word and (token.capital or joined) and not covering


def _skip_back(sentence: Sentence, hi: int) -> int:
    while (skipped := sentence.ending_at(hi, *_SKIPPED)) is not None:
        hi = skipped.i
    return hi
