"""Finds who is spoken of in a sentence: names, the enemy, ourselves; their head word and marker."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from monitor.classify.marking import find_marker, follows_quoted_name, role_of_cases
from monitor.classify.morphology import CASES
from monitor.classify.words import Cue, Sentence

_ACTORS = ("name", "enemy", "self", "pronoun", "both", "state", "monitors", "third_party")
_GENERAL = (
    "state",
    "monitors",
    "parties",
    "rebel",
)  # words that name nobody when they belong to somebody's phrase
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
    cases: frozenset[str] = frozenset()  # the cases that the phrase may stand in; none where words have none
    adjectival: bool = False  # the name is an adjective: its noun follows

    @property
    def bare(self) -> bool:
        """Stands without a marker: subject or object of a verb."""
        return self.role in ("", "subject", "object")

    @property
    def leading(self) -> bool:
        """May be the subject of a verb, as far as marker and case tell."""
        return self.role in ("", "subject")

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
        if sentence.is_at(cue.j, "made") is not None:
            continue  # "of A make": where a thing was built, not who acts
        mention = _begin(cue)
        if mention.kind == "rebel" and follows_quoted_name(sentence, mention.i):
            mention.stranger, mention.kind = True, "name"
        if mention.kind == "state" and _is_of_another(sentence, cue.i):
            mention.kind = "unknown"
        _find_head(sentence, mention)
        if cue.key == "bare" and (mention.head not in ("force", "thing") or sentence.tokens[cue.i].capital):
            continue  # "the Federal Secretariat": part of a name
        find_marker(sentence, mention)
        if mention.kind in ("it", "they", "poss", "state"):
            seen = [m for m in mentions if m.kind not in _GENERAL or not _covered(m, mentions)]
            meant = [m for m in reversed(seen) if _can_be_meant(m)]
            nearest = next(iter(meant), None)
            owned = sentence.is_at(cue.i, "relative") is not None  # "whose": of the one named last
            mention.antecedent = nearest if owned else next((m for m in meant if m.leading), nearest)
        if mention.kind == "he":
            mention.antecedent = next((m for m in reversed(mentions) if m.kind == "enemy"), None)
        mentions.append(mention)
    _name_states(mentions)
    mentions = _join_epithets(sentence, mentions)
    return [m for m in mentions if m.kind not in _GENERAL or not _covered(m, mentions)]


def _is_of_another(sentence: Sentence, i: int) -> bool:
    """ "The Ruritanian Air Force": a capitalised word that no wording covers says whose it is."""
    before = sentence.tokens[i - 1] if i > 1 and not sentence.grammar.roles else None
    mine = sentence.tokens[i].capital
    return bool(before and mine and before.capital and before.word and not sentence.ending.get(i))


def _join_epithets(sentence: Sentence, mentions: list[Mention]) -> list[Mention]:
    """An adjective of a name right before a common noun for fighters: the adjective says whose they are."""
    kept: list[Mention] = []
    for m in mentions:
        whose = kept[-1] if kept else None
        common = (
            m.kind in ("name", "rebel", "enemy", "monitors", "state") and not sentence.tokens[m.i].capital
        )
        people = whose is not None and whose.kind == "name" and not sentence.tokens[whose.i].capital
        epithet = whose is not None and (whose.kind == "adjective" or (people and not whose.head))
        if whose and common and epithet and whose.right == m.left and not m.adjectival:
            whose.head, whose.head_at, whose.right = "force", m.i, m.right
            if sentence.grammar.roles:
                whose.cases = whose.cases & m.cases or m.cases
                whose.role = whose.role or role_of_cases(sentence, whose)
            continue
        kept.append(m)
    return kept


def _name_states(mentions: list[Mention]) -> None:
    """ "The regime in A": the place says whose regime it is."""
    for one, other in pairwise(mentions):
        placed = other.kind in ("capital", "name") and other.role == "place" and other.who and not other.head
        if one.kind == "state" and placed and one.right + 1 == other.i:
            one.kind, one.who = "name", other.who


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
            "third_party": "name",
        }.get(cue.cls, cue.key)
    )
    who = cue.key if cue.cls == "name" else ""
    stranger = cue.cls == "third_party" or (cue.cls == "name" and not cue.key)
    mention = Mention(cue.i, cue.j, kind, who, cue.i, cue.j, stranger=stranger, cases=cue.features & CASES)
    mention.adjectival = "adjective" in (kind, cue.form) or kind in ("we", "poss")
    if "POSS" in cue.features:  # whoever owns it is not named: its ending is the object's
        mention.cases -= {"nom"}
    return mention


def _find_head(sentence: Sentence, mention: Mention) -> None:
    """Walk right over modifiers to the noun that the name belongs to; the last of a run of nouns counts."""
    k, unknown, size = mention.j, 0, len(sentence.tokens)
    if sentence.is_at(k, "genitive"):
        mention.genitive = True
        k += 1
    own = sentence.is_at(mention.i, "head", "state") if mention.kind == "we" else None
    if own is not None:
        mention.head, mention.head_at = own.key if own.cls == "head" else "force", own.i
        mention.adjectival = False
    attributive = _is_attributive(sentence, mention)
    if sentence.grammar.owner and not attributive:
        return
    while k < min(size, mention.j + _LONGEST_HEAD):
        if sentence.is_at(k, "postmarker"):
            break
        head = sentence.is_at(k, "head") or sentence.is_at(k, "state")
        if head and (_is_ours(head, mention) or _speaks_alone(sentence, mention, head)):
            break
        if head:
            mention.head = head.key if head.cls == "head" else "force"
            mention.head_at, mention.right, k = head.i, head.j, head.j
            if head.features:
                _take_case(mention, head)
            if sentence.grammar.owner == "after" or _ends_phrase(sentence, head):
                break
            continue
        fighters = _owned_fighters(sentence, mention, k)
        if fighters is not None:
            mention.head, mention.head_at, mention.right = "force", fighters.i, fighters.j
            _take_case(mention, fighters)
            return
        act = _noun_act(sentence, k)
        if act and attributive and not mention.head:
            mention.head, mention.head_at, mention.right = "act", act.i, act.j
            mention.cases = act.features & CASES
            return
        step = _modifier_end(sentence, k, mention) if attributive or sentence.is_at(k, "means") else None
        if step is None and attributive and not mention.head and unknown < 2 and _may_modify(sentence, k):
            unknown, step = unknown + 1, k + 1
        if step is None:
            break
        k = step
    if mention.kind == "adjective" and not mention.head:
        if sentence.grammar.owner == "before" and sentence.is_at(mention.j, "victim", "civilian", "captive"):
            mention.head = "thing"
        elif not _plain_word(sentence, mention.j):
            mention.head = "alone"
        elif sentence.grammar.owner:
            mention.head, mention.head_at, mention.right = "force", mention.j, mention.j + 1


def _owned_fighters(sentence: Sentence, mention: Mention, k: int) -> Cue | None:
    """ "A's rebels": a common noun for fighters whose ending says that whoever stands before it has them."""
    if sentence.grammar.owner != "before" or mention.kind != "name" or k != mention.j:
        return None
    cue = sentence.is_at(k, "enemy")
    return cue if cue is not None and cue.key == "rebel" and "POSS" in cue.features else None


def _is_attributive(sentence: Sentence, mention: Mention) -> bool:
    """Whether the noun that the name belongs to follows it."""
    owner = sentence.grammar.owner
    if owner == "after":
        return mention.adjectival
    if owner == "before":
        demonym = mention.kind == "name" and not sentence.tokens[mention.i].capital
        if demonym and sentence.is_at(mention.j, "head"):
            return True
        if mention.cases <= {"gen"} and mention.kind != "they":
            return True
        return bool(mention.cases.intersection(sentence.grammar.owners)) and mention.kind != "they"
    return mention.genitive or mention.kind in ("adjective", "we", "poss", "enemy", "rebel", "state")


def _ends_phrase(sentence: Sentence, head: Cue) -> bool:
    """Where owners stand first, a noun in any case but theirs is the last of its phrase."""
    cases = head.features & CASES
    owning = cases.intersection(sentence.grammar.owners)
    return sentence.grammar.owner == "before" and bool(cases) and not owning


def _speaks_alone(sentence: Sentence, mention: Mention, head: Cue) -> bool:
    """An office in the nominative owns no troops that are named after it: it speaks of them."""
    office = mention.head == "official" and "nom" in mention.cases
    return office and sentence.grammar.owner == "before" and head.key in ("force", "thing", "claim")


def _is_ours(head: Cue, mention: Mention) -> bool:
    """A noun that says in itself that it is ours belongs to nobody who is named before it."""
    return "SELF" in head.features and mention.kind != "we"


def _take_case(mention: Mention, head: Cue) -> None:
    """The phrase stands in the case of its noun; an adjective before it narrows that."""
    cases = head.features & CASES
    if "POSS" in head.features and "nom" in cases:  # its ending is that of something owned, not the object's
        cases -= {"acc"}
    if mention.adjectival and mention.cases & cases:
        cases &= mention.cases
    mention.genitive = mention.genitive or (not mention.adjectival and "gen" in mention.cases)
    mention.cases = cases


def _noun_act(sentence: Sentence, k: int) -> Cue | None:
    return next(
        (c for c in sentence.starting.get(k, ()) if c.cls == "act" and c.form in ("noun", "weak")), None
    )


def _modifier_end(sentence: Sentence, k: int, mention: Mention) -> int | None:
    """The end of a word that may stand between a name and its noun; None when token k is no such word.

    Where owners stand first, a place belongs to who is named before it in the genitive only: "A's forces
    shelled B's villages" has "A's forces B's villages" side by side.
    """
    cue = sentence.is_at(k, "det", "means", "civilian", "number", "enemy", "place_name")
    if cue is None and k < len(sentence.tokens) and sentence.tokens[k].low == "/":
        return k + 1
    if cue and cue.cls == "place_name" and sentence.grammar.owner == "before" and "gen" not in mention.cases:
        return None
    return cue.j if cue else None


def _may_modify(sentence: Sentence, k: int) -> bool:
    """A word that the lexicon does not know; where owners stand first, a name is not one of them."""
    return _plain_word(sentence, k) and not (
        sentence.grammar.owner == "before" and sentence.tokens[k].capital
    )


def _plain_word(sentence: Sentence, k: int) -> bool:
    """A word that the lexicon does not know."""
    if k >= len(sentence.tokens) or not sentence.tokens[k].word:
        return False
    return not sentence.starting.get(k)
