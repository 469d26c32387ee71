"""Finds who is spoken of in a sentence: names, the enemy, ourselves; their head word and marker."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.classify.words import Cue, Sentence

_ACTORS = ("name", "enemy", "self", "pronoun", "both", "state", "monitors")
_GENERAL = ("state", "monitors")  # words that name nobody when they belong to somebody's phrase
_SKIPPED_LEFT = ("det", "number", "title_word", "ordinal", "means", "town_word", "civilian")
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
_LONGEST_HEAD = 8  # tokens looked at to the right of a name for the noun that it belongs to


@dataclass(slots=True)
class Mention:
    """A noun phrase that names an actor; tokens [i, j) are the name, [left, right) the phrase."""

    i: int
    j: int
    kind: str  # name, adjective, capital, enemy, we, they, he, it, poss, parties
    who: str  # a party's or observer's id; "" when it must be resolved, or is a stranger
    left: int
    right: int
    head: str = ""  # force, official, thing, claim, people, act; "" when it stands alone
    head_at: int = -1
    role: str = ""  # the marker before the phrase: agent, origin, target, place, of, with; "" when bare
    after: Cue | None = None  # the word of action right before a bare phrase
    genitive: bool = False
    antecedent: Mention | None = None  # what "it", "they", "its" stands for in the sentence
    of_act: bool = False  # stands after "act of"
    stranger: bool = False  # a country that is neither party nor observer

    @property
    def doer(self) -> bool:
        """Could do something: not a place, a thing or a statement that belongs to somebody."""
        if self.kind in ("adjective", "poss") or self.genitive:
            return self.head in ("force", "official", "people") or (
                self.kind == "adjective" and self.head == "alone"
            )
        return self.head not in ("thing", "claim", "act")


def find_mentions(sentence: Sentence) -> list[Mention]:
    """The mentions in the order of the text, each with its head and its marker."""
    mentions: list[Mention] = []
    for cue in sentence.of(*_ACTORS):
        mention = _begin(cue)
        _find_head(sentence, mention)
        _find_marker(sentence, mention)
        if mention.kind in ("it", "they", "poss"):
            mention.antecedent = next(
                (m for m in reversed(mentions) if m.role == "" and _can_be_meant(m)), None
            )
        mentions.append(mention)
    return [m for m in mentions if m.kind not in _GENERAL or not _covered(m, mentions)]


def _covered(state: Mention, mentions: list[Mention]) -> bool:
    """A word such as "army" inside another's phrase says nothing of its own."""
    return any(m is not state and m.kind not in _GENERAL and m.left <= state.i < m.right for m in mentions)


def _can_be_meant(m: Mention) -> bool:
    return m.kind not in ("he", "it", "they", "poss", "we") and m.head not in ("thing", "claim", "act")


def _begin(cue: Cue) -> Mention:
    kind = (
        cue.key
        if cue.cls == "enemy"
        else {
            "name": cue.form,
            "enemy": "enemy",
            "self": "we",
            "both": "parties",
            "state": "state",
            "monitors": "monitors",
        }.get(cue.cls, cue.key)
    )
    who = cue.key if cue.cls == "name" else ""
    stranger = cue.cls == "name" and not cue.key
    return Mention(cue.i, cue.j, kind, who, cue.i, cue.j, stranger=stranger)


def _find_head(sentence: Sentence, mention: Mention) -> None:
    """Walk right over modifiers to the noun that the name belongs to; the last of a run of nouns counts."""
    k, unknown, size = mention.j, 0, len(sentence.tokens)
    if sentence.is_at(k, "genitive"):
        mention.genitive = True
        k += 1
    attributive = mention.genitive or mention.kind in ("adjective", "we", "poss", "enemy", "rebel", "state")
    while k < min(size, mention.j + _LONGEST_HEAD):
        head = sentence.is_at(k, "head") or sentence.is_at(k, "state")
        if head:
            mention.head = head.key if head.cls == "head" else "force"
            mention.head_at, mention.right, k = head.i, head.j, head.j
            continue
        act = _noun_act(sentence, k)
        if act and attributive and not mention.head:
            mention.head, mention.head_at, mention.right = "act", act.i, act.j
            return
        step = _modifier_end(sentence, k) if attributive or sentence.is_at(k, "means") else None
        if step is None and attributive and not mention.head and unknown < 2 and _plain_word(sentence, k):
            unknown, step = unknown + 1, k + 1
        if step is None:
            break
        k = step
    if mention.kind == "adjective" and not mention.head and not _plain_word(sentence, mention.j):
        mention.head = "alone"


def _noun_act(sentence: Sentence, k: int) -> Cue | None:
    return next(
        (c for c in sentence.starting.get(k, ()) if c.cls == "act" and c.form in ("noun", "weak")), None
    )


def _modifier_end(sentence: Sentence, k: int) -> int | None:
    """The end of a word that may stand between a name and its noun; None when token k is no such word."""
    cue = sentence.is_at(k, "det", "means", "civilian", "number", "enemy", "place_name")
    if cue is None and k < len(sentence.tokens) and sentence.tokens[k].low == "/":
        return k + 1
    return cue.j if cue else None


def _plain_word(sentence: Sentence, k: int) -> bool:
    """A word that the lexicon does not know."""
    if k >= len(sentence.tokens) or not sentence.tokens[k].word:
        return False
    return not sentence.starting.get(k)


def _find_marker(sentence: Sentence, mention: Mention) -> None:
    """Walk left over modifiers to the marker before the phrase; "soldiers of X" is one phrase."""
    for _ in range(3):
        marker, k = _marker_before(sentence, mention.left)
        if marker is None:
            mention.after = _verbal_before(sentence, k)
            return
        mention.role = marker.key
        if marker.key != "of":
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
        mention.left, mention.role = outer.i, ""
        mention.head, mention.head_at = (outer.key if outer.cls == "head" else "force"), outer.i
        mention.genitive = False
        if mention.kind == "adjective":
            mention.right = max(mention.right, mention.j)


def _marker_before(sentence: Sentence, left: int) -> tuple[Cue | None, int]:
    """The marker before token `left`, or None and where the walk ended."""
    k, unknown = left, 0
    while k > 0 and left - k < 6:
        cues = sentence.ending.get(k, [])
        marker = next((c for c in cues if c.cls == "marker"), None)
        if marker:
            return marker, k
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
