"""What makes two items of an outlet the same statement when its id does not tell. Pure."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from difflib import SequenceMatcher
from urllib.parse import urlsplit

# An outlet that renames its items does so within this time of publishing them.
RENAMING = timedelta(hours=48)
_LIKE = 0.9
_LONGEST = 20_000  # letters of two texts that are compared
_TRACKING = re.compile(r"(utm_\w+|fbclid|gclid|yclid|mc_[ce]id)\Z")
_LANGUAGE = re.compile(r"[a-z]{2}(-[a-z]{2})?\Z")
_NUMBER = re.compile(r"\d+")


def address_key(url: str) -> str | None:
    """An address without what does not tell items apart: scheme, `www.`, fragment, tracking parameters.

    Any other part of the query may be the item's id and stays. None for a site's front page,
    and for what is no address.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    query = "&".join(part for part in parts.query.split("&") if not _TRACKING.match(part.partition("=")[0]))
    path = parts.path.rstrip("/")
    if not parts.netloc or not (path or query):
        return None
    return f"{parts.netloc.lower().removeprefix('www.')}{path}{'?' + query if query else ''}"[:500]


def version_key(url: str) -> str | None:
    """An address that the language versions of one statement share: its language taken out.

    None when the address names no language, or no number that would tell its statement from others.
    """
    key = address_key(url)
    if key is None:
        return None
    host, _, path = key.partition("/")
    steps = path.split("/")
    places = [n for n, step in enumerate(steps[:2]) if _LANGUAGE.match(step)]
    if not places or not _NUMBER.search("/".join(steps[places[0] + 1 :])):
        return None
    steps[places[0]] = "*"
    # Titles are translated, numbers are not.
    return f"{host}/" + "/".join(_id_of(step) for step in steps)


def is_renamed(old: str, new: str) -> bool:
    """Whether two texts are one, slightly rewritten: nearly the same letters, and the same numbers.

    Texts that differ in a number are two statements, however alike.
    """
    if Counter(_NUMBER.findall(old)) != Counter(_NUMBER.findall(new)):
        return False
    matcher = SequenceMatcher(None, old[:_LONGEST].split(), new[:_LONGEST].split(), autojunk=False)
    return matcher.real_quick_ratio() >= _LIKE and matcher.quick_ratio() >= _LIKE and matcher.ratio() >= _LIKE


def share_most_words(old: str, new: str) -> bool:
    """Whether half of the longer text's words stand in the other: enough where the address is the same."""
    before, now = Counter(old.split()), Counter(new.split())
    return 2 * (before & now).total() >= max(before.total(), now.total())


def names_one_item(key: str) -> bool:
    """Whether an address tells its item from others: many an outlet links all to its front page."""
    return _NUMBER.search(key.partition("/")[2]) is not None


def _id_of(step: str) -> str:
    number = _NUMBER.search(step)
    return number[0] if number else step
