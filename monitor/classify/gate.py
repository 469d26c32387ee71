"""A first look at a sentence's words: whether any of them could be part of an allegation."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from monitor.classify.language import load_profile
from monitor.classify.lexicon import Lexicon, load_lexicon
from monitor.classify.parties import Roster
from monitor.classify.phrases import Node
from monitor.classify.words import Sense, Sentence

_REMEMBERED = 50_000  # distinct words of texts whose judgement is kept
_TELLING = frozenset(
    [
        "act",
        "mutual",
        "falsity",
        "blaming",
        "casualty",
        "casualty_noun",
        "hold_responsible",
        "speech",
        "count_noun",
        "times_word",
        "mistake",
        "enemy",
        "rumour",
        "both",
        "scenario",
        "intact",
        "affirm",
    ]
)


def may_tell(sentence: Sentence, lexicon: Lexicon, roster: Roster) -> bool:
    """Whether a word stands in the sentence that an allegation or an answer to one needs, or an actor's name.

    A sentence without any can neither allege nor say who is spoken of: it need not be read.
    """
    tells, names = _judged(lexicon.code), roster.names
    for token in sentence.tokens:
        found = tells.get(token.low)
        if found is None:
            found = _is_telling(token.low, lexicon)
        if found or names.open(token.low):
            return True
    return False


def _is_telling(low: str, lexicon: Lexicon) -> bool:
    telling = _telling_keys(lexicon.code)
    found = any(key in telling for key in lexicon.wordings.analyse(low))
    judged = _judged(lexicon.code)
    if len(judged) > _REMEMBERED:
        judged.clear()
    judged[low] = found
    return found


@cache
def _judged(code: str) -> dict[str, bool]:  # noqa: ARG001 - the cache keeps one table for each language
    return {}


@cache
def _telling_keys(code: str) -> frozenset[str]:
    """Of each wording that alleges something, the one key without which it cannot stand."""
    lexicon = load_lexicon(code)
    common = load_profile(code).function_words
    return frozenset(
        max(keys, key=lambda key: (key not in common, len(key)))
        for keys, senses in _wordings(lexicon.wordings.root, ())
        if any(_alleges(sense) for sense in senses)
    )


def _alleges(sense: Sense) -> bool:
    return sense.cls in _TELLING or (sense.cls == "head" and sense.key == "claim")


def _wordings(node: Node, keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], tuple[Sense, ...]]]:
    if node.senses:
        yield keys, node.senses
    for key, following in node.following.items():
        yield from _wordings(following, (*keys, key))
