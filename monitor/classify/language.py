"""Which language a sentence is in, by its script, its letters and its common words."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache

from monitor.classify.lexicon import LANGUAGES, load_lexicon, read_data
from monitor.classify.words import Sentence

UNKNOWN = "und"
_LOOKED_AT = 400  # words from the start that are counted
_SHARE = 0.13  # the least share of common words in a text of that language
_KNOWN = 0.25  # the weight of a word that is known to the lexicon beside a common word
_LETTER = 0.15  # the weight of a letter that only some languages of the script have
_EXPECTED = 0.08  # what the source's own language has ahead
_BRIEF = 4  # words up to which a sentence is taken to be in the language of its text
_SHORT = 12  # words up to which one common word, or the source's own language, is enough


@dataclass(frozen=True, slots=True)
class Profile:
    """By what a language is known: its script, letters that speak for it and against it, common words."""

    code: str
    script: str
    letters: frozenset[str]
    never: frozenset[str]
    function_words: frozenset[str]
    abbreviations: frozenset[str]


@cache
def load_profile(code: str) -> Profile:
    """The head of a language file."""
    data = read_data(f"{code}.yaml")
    return Profile(
        code=code,
        script=str(data.get("script", "LATIN")),
        letters=frozenset(data.get("letters", "")),
        never=frozenset(data.get("never_letters", "")),
        function_words=frozenset(map(str, data["function_words"])),
        abbreviations=frozenset(map(str, data["abbreviations"])),
    )


@cache
def load_abbreviations() -> frozenset[str]:
    """The short forms of all languages: a text is cut before its language is known."""
    return frozenset().union(*(load_profile(code).abbreviations for code in LANGUAGES))


def find_language(sentences: list[Sentence], expected: tuple[str, ...]) -> str:
    """The code of the language, or "und"; `expected` are the source's own languages."""
    words = [t.low for s in sentences[:60] for t in s.tokens if t.word][:_LOOKED_AT]
    return judge_words(words, tuple(code.split("-")[0] for code in expected))


def judge_words(words: list[str], expected: tuple[str, ...]) -> str:
    """The likeliest language of some words; "und" when none is likely."""
    if not words:
        return UNKNOWN
    script = _script_of(words)
    rated = []
    for code in LANGUAGES:
        profile = load_profile(code)
        if profile.script == script:
            share = _likeness(words, profile)
            rated.append((share + _EXPECTED * (code in expected and share > 0), code in expected, code))
    best = max(rated, default=(0.0, False, UNKNOWN))
    short = len(words) <= _SHORT
    if best[0] >= _SHARE or (short and best[0] > 0):
        return best[2]
    hinted = [code for _, hoped, code in rated if hoped]
    return hinted[0] if hinted and short and not _foreign(words, hinted[0]) else UNKNOWN


def name_languages(sentences: list[Sentence], main: str) -> list[str]:
    """The language of each sentence; what is too short or unclear is taken to be in the text's main one."""
    if len(LANGUAGES) == 1:
        return [main] * len(sentences)
    return [_language_of(sentence, main) for sentence in sentences]


def _language_of(sentence: Sentence, main: str) -> str:
    words = [t.low for t in sentence.tokens if t.word]
    if len(words) <= _BRIEF or _plainly(words, load_profile(main)):
        return main
    own = judge_words(words, (main,))
    return own if own != UNKNOWN else main


def _plainly(words: list[str], profile: Profile) -> bool:
    """The common words of the language are many enough that no other need be asked."""
    common = sum(word in profile.function_words for word in words)
    return common >= _SHARE * len(words) and _script_of(words) == profile.script


def _likeness(words: list[str], profile: Profile) -> float:
    """The share of common words; words and letters that the language knows count at a lower weight."""
    if _foreign(words, profile.code):
        return 0.0
    common = sum(word in profile.function_words for word in words)
    letters = sum(not profile.letters.isdisjoint(word) for word in words) if profile.letters else 0
    share = (common + _LETTER * letters) / len(words)
    if share >= 2 * _SHARE:
        return share
    wordings = load_lexicon(profile.code).wordings
    return share + _KNOWN * sum(word in wordings for word in words) / len(words)


def _foreign(words: list[str], code: str) -> bool:
    """Letters that the language does not have stand in more than one word of fifteen."""
    never = load_profile(code).never
    return bool(never) and sum(not never.isdisjoint(w) for w in words) * 15 > len(words)


def _script_of(words: list[str]) -> str:
    counts = Counter(_script(word[0]) for word in words)
    return counts.most_common(1)[0][0]


@lru_cache(maxsize=4096)
def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split()[0]
