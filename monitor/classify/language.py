"""Which language a sentence is in, by its script, its letters and its common words."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from monitor.classify.datafiles import LANGUAGES, BrokenLanguage, read_head
from monitor.classify.lexicon import load_lexicon
from monitor.classify.sentences import Stops
from monitor.classify.words import Sentence

UNKNOWN = "und"
_LOOKED_AT = 400  # words from the start that are counted
_SHARE = 0.13  # the least share of common words in a text of that language
_KNOWN = 0.25  # the weight of a word that is known to the lexicon beside a common word
_LETTER = 0.15  # the weight of a letter that only some languages of the script have
_EXPECTED = 0.08  # what the source's own language has ahead
_BRIEF = 4  # words up to which a sentence is taken to be in the language of its text
_COMMON, _OWN, _NEVER = 2, 1, 0  # the marks of a word: common, with a letter for, with one against
_REMEMBERED = 20_000  # distinct words whose marks are kept
_SHORT = 12  # words up to which one common word, or the source's own language, is enough


@dataclass(frozen=True, slots=True)
class Profile:
    """By what a language is known: its script, letters that speak for it and against it, common words.

    And where its sentences end, which must be known before.
    """

    code: str
    script: str
    letters: frozenset[str]
    never: frozenset[str]
    function_words: frozenset[str]
    stops: Stops


_NOWHERE = Profile("", "", frozenset(), frozenset(), frozenset(), Stops())


def load_profile(code: str) -> Profile:
    """The head of a language file; of one that cannot be read an empty one, by which no text is known."""
    found = _try_profile(code)
    return _NOWHERE if isinstance(found, BrokenLanguage) else found


def check_expected(codes: tuple[str, ...]) -> None:
    """BrokenLanguage when a text could not be known because the file of its expected language is broken."""
    for code in codes:
        found = _try_profile(code.split("-")[0]) if code.split("-")[0] in LANGUAGES else None
        if isinstance(found, BrokenLanguage):
            raise BrokenLanguage(str(found))


@cache
def _try_profile(code: str) -> Profile | BrokenLanguage:
    try:
        data = read_head(f"{code}.yaml")
    except BrokenLanguage as error:
        return error
    return Profile(
        code=code,
        script=str(data.get("script", "LATIN")),
        letters=frozenset(str(data.get("letters") or "")),
        never=frozenset(str(data.get("never_letters") or "")),
        function_words=frozenset(map(str, data["function_words"])),
        stops=_make_stops(data),
    )


def _make_stops(head: Mapping[str, Any]) -> Stops:
    given = head.get("stops") or {}
    after = frozenset(given.get("after", ""))
    typed, parting = (dict.fromkeys(given.get(part, ""), after) for part in ("typed", "parting"))
    return Stops(frozenset(map(str, head["abbreviations"])), typed, parting)


@cache
def load_stops() -> Stops:
    """Those of all languages together: a text is cut before its language is known."""
    each = [load_profile(code).stops for code in LANGUAGES]
    abbreviations = frozenset[str]().union(*(stops.abbreviations for stops in each))
    return Stops(abbreviations, _join(s.typed for s in each), _join(s.parting for s in each))


def _join(each: Iterable[Mapping[str, frozenset[str]]]) -> Mapping[str, frozenset[str]]:
    joined: dict[str, frozenset[str]] = {}
    for marks in each:
        for mark, letters in marks.items():
            joined[mark] = joined.get(mark, frozenset()) | letters
    return joined


class _Marks(dict[str, int]):
    """What speaks for and against each language in a word: its script's number, three bits a language."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        marks = _number_of(_script(word[0]))
        for code in LANGUAGES:
            profile = load_profile(code)
            common, lettered = word in profile.function_words, not profile.letters.isdisjoint(word)
            marks = marks << 3 | common << _COMMON | lettered << _OWN | (not profile.never.isdisjoint(word))
        self[word] = marks
        return marks


_marks = _Marks()
_scripts: dict[str, int] = {}
_SCRIPT_BITS = 3 * len(LANGUAGES)


def _number_of(script: str) -> int:
    return _scripts.setdefault(script, len(_scripts))


@dataclass(slots=True)
class _Tally:
    """Some words, counted by what speaks for and against each language."""

    words: list[str]
    counts: Counter[int]

    def having(self, code: str, bit: int) -> int:
        """How many words have the mark: _COMMON, _OWN or _NEVER."""
        mask = 1 << bit + 3 * (len(LANGUAGES) - 1 - LANGUAGES.index(code))
        return sum(n for marks, n in self.counts.items() if marks & mask)

    def script(self) -> int:
        """The number of the script that most words begin with; of two the one met first."""
        scripts: dict[int, int] = {}
        for marks, n in self.counts.items():
            scripts[marks >> _SCRIPT_BITS] = scripts.get(marks >> _SCRIPT_BITS, 0) + n
        return max(scripts, key=scripts.__getitem__)


def _tally(words: list[str]) -> _Tally:
    return _Tally(words, Counter(map(_marks.__getitem__, words)))


def find_language(sentences: list[Sentence], expected: tuple[str, ...]) -> str:
    """The code of the language, or "und"; `expected` are the source's own languages."""
    words = [t.low for s in sentences[:60] for t in s.tokens if t.word][:_LOOKED_AT]
    return judge_words(words, tuple(code.split("-")[0] for code in expected))


def judge_words(words: list[str], expected: tuple[str, ...]) -> str:
    """The likeliest language of some words; "und" when none is likely."""
    return _judge(_tally(words), expected) if words else UNKNOWN


def _judge(tally: _Tally, expected: tuple[str, ...]) -> str:
    script = tally.script()
    rated = []
    for code in LANGUAGES:
        if _number_of(load_profile(code).script) == script:
            share = _likeness(tally, code)
            rated.append((share + _EXPECTED * (code in expected and share > 0), code in expected, code))
    best = max(rated, default=(0.0, False, UNKNOWN))
    short = len(tally.words) <= _SHORT
    if best[0] >= _SHARE or (short and best[0] > 0):
        return best[2]
    hinted = [code for _, hoped, code in rated if hoped]
    return hinted[0] if hinted and short and not _foreign(tally, hinted[0]) else UNKNOWN


def name_languages(sentences: list[Sentence], main: str) -> list[str]:
    """The language of each sentence; what is too short or unclear is taken to be in the text's main one."""
    if len(LANGUAGES) == 1:
        return [main] * len(sentences)
    return [_language_of(sentence, main) for sentence in sentences]


def _language_of(sentence: Sentence, main: str) -> str:
    words = [t.low for t in sentence.tokens if t.word]
    if len(words) <= _BRIEF:
        return main
    tally = _tally(words)
    if _plainly(tally, load_profile(main)):
        return main
    own = _judge(tally, (main,))
    return own if own != UNKNOWN else main


def _plainly(tally: _Tally, profile: Profile) -> bool:
    """The common words of the language are many enough that no other need be asked."""
    common = tally.having(profile.code, _COMMON)
    return common >= _SHARE * len(tally.words) and tally.script() == _number_of(profile.script)


def _likeness(tally: _Tally, code: str) -> float:
    """The share of common words; words and letters that the language knows count at a lower weight."""
    if _foreign(tally, code):
        return 0.0
    share = (tally.having(code, _COMMON) + _LETTER * tally.having(code, _OWN)) / len(tally.words)
    if share >= 2 * _SHARE:
        return share
    try:
        known = load_lexicon(code).wordings.open
    except BrokenLanguage:
        return share
    return share + _KNOWN * sum(1 for word in tally.words if known(word)) / len(tally.words)


def _foreign(tally: _Tally, code: str) -> bool:
    """Letters that the language does not have stand in more than one word of fifteen."""
    return tally.having(code, _NEVER) * 15 > len(tally.words)


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0]
