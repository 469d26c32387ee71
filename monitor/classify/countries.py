"""What a country is called in a language: names from babel, the rest from the language's country table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from babel import Locale

from monitor.classify.datafiles import read_data

_QUALIFIED = re.compile(r"\s*(?:\(.*\)|- .*)$")


@cache
def load_countries(language: str) -> Mapping[str, Any]:
    """The table of one language, by ISO 3166 alpha-2 code."""
    return read_data(f"countries_{language}.yaml")


def name_country(code: str, language: str) -> Iterator[tuple[str, str]]:
    """(form, wording) pairs; form is `name` (also of the people), `adjective` or `capital`."""
    entry = load_countries(language).get(code, {})
    common = Locale.parse(language).territories.get(code, "")
    for name in (_QUALIFIED.sub("", common), *entry.get("names", ()), *entry.get("people", ())):
        if name:
            yield "name", name
    for adjective in entry.get("adjectives", ()):
        yield "adjective", adjective
    for capital in entry.get("capitals", ()):
        yield "capital", capital
