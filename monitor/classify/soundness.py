"""Which languages can be read, and what is wrong with the data files of the others."""

from __future__ import annotations

from monitor.classify.countries import load_countries
from monitor.classify.datafiles import LANGUAGES, BrokenLanguage, read_head
from monitor.classify.lexicon import load_lexicon


def find_broken() -> dict[str, str]:
    """Of each language that cannot be read, by its code, one sentence that names file and line."""
    return {code: sentence for code in LANGUAGES if (sentence := _say_fault(code)) is not None}


def find_unknowable() -> dict[str, str]:
    """Of each language that no text can even be known to be in, the same; no words are read for it."""
    broken = {}
    for code in LANGUAGES:
        try:
            read_head(f"{code}.yaml")
        except BrokenLanguage as error:
            broken[code] = str(error)
    return broken


def _say_fault(code: str) -> str | None:
    try:
        read_head(f"{code}.yaml")
        load_lexicon(code)
        load_countries(code)
    except BrokenLanguage as error:
        return str(error)
    return None
