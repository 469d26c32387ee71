"""Scores what was read against labelled statements: figures in 0..1, the errors, confidence by band."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Claims = list[dict[str, Any]]
Triple = tuple[str, str | None, str | None]
NUMBERS = ("count", "killed", "wounded")
_LEAST_START = 3  # letters that two forms of one word share at least
_LONGEST_ENDING = 2  # letters in which the shorter of two forms may differ


@dataclass(frozen=True, slots=True)
class Merged:
    """All claims of one statement that share (stance, by, against), as one."""

    types: frozenset[str]
    places: frozenset[str]
    in_force: bool
    civilians: bool
    numbers: Mapping[str, int | None]


def merge_claims(claims: Claims) -> dict[Triple, Merged]:
    """Acts in force drive out others; types and places unite, casualties add, the highest count stays."""
    groups: dict[Triple, Claims] = defaultdict(list)
    for claim in claims:
        groups[claim["stance"], claim.get("by"), claim.get("against")].append(claim)
    return {triple: _merge_group(acts) for triple, acts in groups.items()}


def _merge_group(acts: Claims) -> Merged:
    in_force = [act for act in acts if act.get("in_force", True)]
    used = in_force or acts
    stated = {name: [act[name] for act in used if act.get(name) is not None] for name in NUMBERS}
    return Merged(
        types=frozenset(name for act in used for name in act.get("types") or ()),
        places=frozenset(place.casefold().strip() for act in used for place in act.get("places") or ()),
        in_force=bool(in_force),
        civilians=any(act.get("civilians") for act in used),
        numbers={
            name: (max(found) if name == "count" else sum(found)) if found else None
            for name, found in stated.items()
        },
    )


def score_statements(rows: Iterable[tuple[Claims, Claims]]) -> dict[str, float | int | None]:
    """The figures over (labelled, read) pairs; None where nothing could be judged.

    Detection is of statements with a claim, roles of (stance, by, against); all else is judged on the
    triples found. An error of 0/0 counts as right, as in the labelled sets' own scorer.
    """
    tally: Counter[str] = Counter()
    for labelled, read in rows:
        _tally_statement(tally, merge_claims(labelled), merge_claims(read))
    detect, roles = _precision_recall(tally, "detect"), _precision_recall(tally, "role")
    return {
        "statements": tally["statements"],
        "detect_p": detect[0],
        "detect_r": detect[1],
        "detect_f1": detect[2],
        "roles_p": roles[0],
        "roles_r": roles[1],
        "roles_f1": roles[2],
        "types_f1": _precision_recall(tally, "type")[2],
        "places_f1": _precision_recall(tally, "place")[2],
        "in_force_yes": _share(tally, "in_force_yes"),
        "in_force_no": _share(tally, "in_force_no"),
        "figures": _share(tally, "figures"),
        "civilians": _share(tally, "civilians"),
        **{name: _share(tally, name) for name in NUMBERS},
        "false_alarm": tally["detect_fp"] / tally["negatives"] if tally["negatives"] else None,
        "exact": tally["exact"] / max(1, tally["statements"]),
    }


def _tally_statement(tally: Counter[str], want: dict[Triple, Merged], got: dict[Triple, Merged]) -> None:
    tally["statements"] += 1
    tally["negatives"] += not want
    tally["detect_tp"] += bool(want) and bool(got)
    tally["detect_fn"] += bool(want) and not got
    tally["detect_fp"] += not want and bool(got)
    tally["exact"] += want.keys() == got.keys()
    _tally_sets(tally, "role", want.keys(), got.keys())
    for triple in want.keys() & got.keys():
        _tally_triple(tally, triple, want[triple], got[triple])


def _tally_sets(tally: Counter[str], name: str, want: Iterable[Any], got: Iterable[Any]) -> None:
    wanted, found = set(want), set(got)
    tally[f"{name}_tp"] += len(wanted & found)
    tally[f"{name}_fp"] += len(found - wanted)
    tally[f"{name}_fn"] += len(wanted - found)


def _tally_triple(tally: Counter[str], triple: Triple, want: Merged, got: Merged) -> None:
    if triple[0] == "accusation":
        _tally_sets(tally, "type", want.types, got.types)
        hits, spurious, missed = match_places(want.places, got.places)
        tally.update(place_tp=hits, place_fp=spurious, place_fn=missed)
        _tally_right(tally, "civilians", right=want.civilians == got.civilians)
    side = "in_force_yes" if want.in_force else "in_force_no"
    _tally_right(tally, side, right=want.in_force == got.in_force)
    for name in NUMBERS:
        if want.numbers[name] is not None or got.numbers[name] is not None:
            right = want.numbers[name] == got.numbers[name]
            _tally_right(tally, name, right=right)
            _tally_right(tally, "figures", right=right)


def _tally_right(tally: Counter[str], name: str, *, right: bool) -> None:
    tally[f"{name}_n"] += 1
    tally[f"{name}_ok"] += right


def _share(tally: Counter[str], name: str) -> float | None:
    return tally[f"{name}_ok"] / tally[f"{name}_n"] if tally[f"{name}_n"] else None


def _precision_recall(tally: Counter[str], name: str) -> tuple[float, float, float]:
    right, spurious, missed = (tally[f"{name}_{kind}"] for kind in ("tp", "fp", "fn"))
    precision = right / (right + spurious) if right + spurious else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


def match_places(want: Iterable[str], got: Iterable[str]) -> tuple[int, int, int]:
    """(matched, spurious, missed). Equal names first; then one that holds the other as whole words."""
    wanted, found = {place for place in want if place}, {place for place in got if place}
    hits, missed = len(wanted & found), 0
    left = sorted(found - wanted)
    for place in sorted(wanted - found):
        words = place.split()
        near = next((p for p in left if _holds(words, p.split()) or _holds(p.split(), words)), None)
        if near is None:
            missed += 1
        else:
            left.remove(near)
            hits += 1
    return hits, len(left), missed


def _holds(words: list[str], part: list[str]) -> bool:
    starts = range(len(words) - len(part) + 1)
    return any(all(map(_same_word, words[i : i + len(part)], part)) for i in starts)


def _same_word(one: str, other: str) -> bool:
    """One word in two inflected forms: they begin alike and only a short ending differs."""
    shorter = min(len(one), len(other))
    alike = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), shorter)
    return one == other or alike >= max(_LEAST_START, shorter - _LONGEST_ENDING)


def rate_bands(rows: Iterable[tuple[Claims, Claims]]) -> list[tuple[float, int, float]]:
    """(lower edge of the band of 0.1, claims read, share of them whose triple is labelled), upwards."""
    read: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for labelled, claims in rows:
        want = merge_claims(labelled)
        for claim in claims:
            band = min(int(claim["confidence"] * 10 + 1e-9), 9)
            read[band] += 1
            right[band] += (claim["stance"], claim.get("by"), claim.get("against")) in want
    return [(band / 10, read[band], right[band] / read[band]) for band in sorted(read)]


def name_errors(labelled: Claims, read: Claims) -> tuple[list[str], list[str]]:
    """(missing, extra) triples of one statement, as one would say them."""
    want, got = merge_claims(labelled).keys(), merge_claims(read).keys()
    return sorted(map(_say, want - got)), sorted(map(_say, got - want))


def _say(triple: Triple) -> str:
    stance, by, against = triple
    return f"{stance} by {by} against {against or 'nobody named'}"
