"""Which language a text is in, by its common words."""

from __future__ import annotations

from monitor.classify.lexicon import LANGUAGES, load_lexicon
from monitor.classify.words import Sentence

UNKNOWN = "und"
_LOOKED_AT = 400  # words from the start that are counted
_SHARE = 0.16  # the least share of common words in a text of that language
_KNOWN = 0.25  # the weight of a word that is known to the lexicon beside a common word
_SHORT = 12  # words up to which one common word, or the source's own language, is enough


def find_language(sentences: list[Sentence], expected: tuple[str, ...]) -> str:
    """The code of the language, or "und"; `expected` are the source's own languages."""
    words = [t.low for s in sentences[:60] for t in s.tokens if t.word][:_LOOKED_AT]
    if not words:
        return UNKNOWN
    best, share = UNKNOWN, 0.0
    for code in LANGUAGES:
        found = _likeness(words, code)
        if found > share:
            best, share = code, found
    if share >= _SHARE or (len(words) <= _SHORT and share > 0):
        return best
    hinted = [code for code in expected if code.split("-")[0] in LANGUAGES]
    return hinted[0].split("-")[0] if hinted and len(words) <= _SHORT and _latin(words) else UNKNOWN


def _likeness(words: list[str], code: str) -> float:
    """The share of common words, and of words that begin a wording of the lexicon at a lower weight."""
    lexicon = load_lexicon(code)
    common = sum(word in lexicon.function_words for word in words)
    known = sum(word in lexicon.wordings for word in words)
    return (common + _KNOWN * known) / len(words)


def _latin(words: list[str]) -> bool:
    return any(word.isascii() for word in words)
