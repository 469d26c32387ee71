"""Which marker a phrase stands with: the word before or after it, or its case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.classify.morphology import CASES
from monitor.classify.words import Cue, Sentence

if TYPE_CHECKING:
    from monitor.classify.mentions import Mention

_QUOTED = 8  # most tokens of a name in quotes
_SKIPPED_LEFT = ("det", "number", "title_word", "ordinal", "means", "town_word", "civilian")
_OWNED = ("means", "head", "materiel", "passage", "civilian", "place_noun", "fortification")  # may be owned
_VERBAL = (
    "act",
    "light",
    "verb",
    "suffer",
    "casualty",
    "speech",
    "aux",
    "lack",
    "hypothetical",
    "plan",
    "call",
)


def find_marker(sentence: Sentence, mention: Mention) -> None:
    """Walk left over modifiers to the marker before the phrase; "soldiers of X" is one phrase."""
    if sentence.grammar.roles and _mark_by_case(sentence, mention):
        return
    for _ in range(3):
        marker, k = _marker_before(sentence, mention.left)
        if marker is None:
            mention.after = _verbal_before(sentence, k)
            if sentence.grammar.roles:
                mention.role = role_of_cases(sentence, mention)
                mention.after = None if mention.role == "subject" else mention.after
            return
        mention.role = _role_of_marker(sentence, marker, mention)
        if mention.role != "of":
            return
        few = sentence.ending_at(marker.i, "number", "determiner")
        if few is not None:
            mention.left, mention.role = few.i, ""
            continue
        outer = sentence.ending_at(marker.i, "head", "unit", "state")
        if outer is None:
            mention.of_act = any(
                c.cls == "act" and c.form in ("noun", "weak", "ing")
                for c in sentence.ending.get(marker.i, ())
            )
            return
        mention.left, mention.role = _over_name(sentence, outer.i), ""
        mention.head, mention.head_at = (outer.key if outer.cls == "head" else "force"), outer.i
        mention.genitive = False
        if mention.kind == "adjective":
            mention.right = max(mention.right, mention.j)


def _over_name(sentence: Sentence, left: int) -> int:
    """ "The Western Bloc of X": capitalised words that no wording covers belong to the noun after them."""
    k = left
    while k > 1 and left - k < 2 and sentence.tokens[left].capital:
        token = sentence.tokens[k - 1]
        if not token.capital or not token.word or sentence.ending.get(k):
            break
        k -= 1
    return k


def _mark_owned(sentence: Sentence, mention: Mention, after: Cue) -> bool:
    """ "A drone that belongs to X" stands in the case of the drone."""
    owned = next((c for c in sentence.within(after.j, after.j + 4, *_OWNED) if c.features & CASES), None)
    mention.cases = owned.features & CASES if owned else frozenset({"nom"})
    mention.role = role_of_cases(sentence, mention)
    mention.head = "force" if mention.role == "subject" else "thing"
    return True


def _mark_by_case(sentence: Sentence, mention: Mention) -> bool:
    """A marker after the phrase, or the noun before it that it belongs to; whether that settles its role."""
    one = sentence.is_at(mention.right, "one_of")
    if one is not None and "abl" in mention.cases:  # "one of our posts" stands in the case of "one"
        mention.role, mention.right = one.key, one.j
        return True
    after = sentence.is_at(mention.right, "postmarker")
    if after is not None and after.key == "owner":
        return _mark_owned(sentence, mention, after)
    if after is not None:
        mention.role = after.key
        return True
    if sentence.grammar.owner != "after":
        return False
    for _ in range(3):
        if "gen" in mention.cases and _is_counted(sentence, mention.left):
            mention.cases = frozenset({"nom", "acc"})
            return False
        quoted = mention.left > 0 and sentence.tokens[mention.left - 1].raw == '"'
        if quoted and sentence.ending_at(mention.left - 1, "head", "unit"):
            mention.left -= 1  # a noun with a name in quotes: the name stands in no case
        elif mention.cases and "gen" not in mention.cases:
            return False
        k = mention.left
        if not sentence.ending_at(k, "head", "unit", "state"):
            k = _over_modifiers(sentence, k)
        outer = sentence.ending_at(k, "head", "unit", "state")
        if outer is not None and outer.form != "adjective":
            mention.left, mention.head_at = outer.i, outer.i
            mention.head = outer.key if outer.cls == "head" else "force"
            mention.cases, mention.genitive, mention.adjectival = outer.features & CASES, False, False
            continue
        if any(c.cls == "act" and c.form in ("noun", "weak") for c in sentence.ending.get(k, ())):
            mention.role, mention.of_act = "of", True
            return True
        return False
    return False


def _is_counted(sentence: Sentence, left: int) -> bool:
    """ "Three tanks of X": after such a number a phrase in the genitive stands as subject or object."""
    k = left
    while (det := sentence.ending_at(k, "det")) is not None and det.form == "adjective":
        k = det.i
    if k > 0 and sentence.tokens[k - 1].raw.isdigit():
        return True
    return sentence.ending_at(k, "counting") is not None


def _over_modifiers(sentence: Sentence, left: int) -> int:
    """Where adjectives and the like before a phrase begin."""
    k = left
    while k > 0 and left - k < 4:
        skipped = sentence.ending_at(k, "det", "number", "title_word")
        if skipped is None:
            break
        k = skipped.i
    return k


def role_of_cases(sentence: Sentence, mention: Mention) -> str:
    """The role of a phrase without a marker: that of the first of its cases in the language's table."""
    cases = mention.cases
    if not cases or {"nom", "acc"} <= cases:
        return ""
    return next((role for case, role in sentence.grammar.roles.items() if case in cases), "")


def _role_of_marker(sentence: Sentence, marker: Cue, mention: Mention) -> str:
    """A marker that means different things with different cases has a key for each: "target:acc"."""
    keys = [c.key for c in sentence.ending.get(marker.j, ()) if c.cls == "marker"]
    fitting = [k for k in keys if k.partition(":")[2] in mention.cases]
    plain = [k for k in keys if ":" not in k]
    return (fitting or plain or keys)[0].partition(":")[0]


def _marker_before(sentence: Sentence, left: int) -> tuple[Cue | None, int]:
    """The marker before token `left`, or None and where the walk ended."""
    k, unknown = left, 0
    while k > 0 and left - k < 6:
        cues = sentence.ending.get(k, [])
        marker = next((c for c in cues if c.cls == "marker"), None)
        if marker:
            return (None, k) if marker.i == 0 and unknown else (marker, k)
        skipped = next((c for c in cues if c.cls in _SKIPPED_LEFT), None)
        if skipped:
            k = skipped.i
        elif not cues and sentence.tokens[k - 1].word and not sentence.tokens[k - 1].capital and unknown < 2:
            unknown, k = unknown + 1, k - 1
        else:
            break
    return None, k


def _verbal_before(sentence: Sentence, k: int) -> Cue | None:
    return sentence.ending_at(k, *_VERBAL)


def follows_quoted_name(sentence: Sentence, k: int) -> bool:
    """A name in quotes that no list knows, right before a word for fighters: they are that group's."""
    if sentence.grammar.owner != "before" or k < 3 or sentence.tokens[k - 1].raw != '"':
        return False
    opened = next((n for n in range(k - 2, max(-1, k - _QUOTED), -1) if sentence.tokens[n].raw == '"'), None)
    return (
        opened is not None and sentence.tokens[opened + 1].capital and not sentence.within(opened, k, "name")
    )
