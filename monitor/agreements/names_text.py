"""Names by language on one line, as a field of a form has them: `en: Ganja; az: Gəncə, Kirovabad`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

USUAL = "en"
_QUOTED = r'"(?:[^"\\]|\\.)*"?'
_PART = re.compile(rf"(?:{_QUOTED}|[^;\"])+")
_NAME = re.compile(rf"\s*({_QUOTED}|[^,]*)\s*(?:,|$)")
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\s*:")
_SPECIAL = re.compile(r'[,;:"]|^\s|\s$')


def write_names(names: Mapping[str, Sequence[str]]) -> str:
    """Every language with its names; a name that holds a separator stands in quotes."""
    return "; ".join(f"{language}: {', '.join(map(_quote, forms))}" for language, forms in names.items())


def read_names(text: str) -> dict[str, list[str]]:
    """The names that a line holds; those before any language are English."""
    names: dict[str, list[str]] = {}
    for part in _PART.findall(text):
        found = _LANGUAGE.match(part)
        language, rest = (found[1].lower(), part[found.end() :]) if found else (USUAL, part)
        forms = [_unquote(form) for form in _NAME.findall(rest)]
        names.setdefault(language, []).extend(form for form in forms if form)
    return {language: forms for language, forms in names.items() if forms}


def _quote(name: str) -> str:
    if not _SPECIAL.search(name):
        return name
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _unquote(written: str) -> str:
    text = written.strip()
    if not text.startswith('"'):
        return text
    inside = text[1:-1] if len(text) > 1 and text.endswith('"') else text[1:]
    return re.sub(r"\\(.)", r"\1", inside)
