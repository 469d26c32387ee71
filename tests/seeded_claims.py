"""The rows of a made-up log: statements, readings, claims and reviews as skewed as real ones."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from tests.bulk import Bulk, write_time
from tests.seeded_words import write_rare, write_text

COLUMNS = {
    "capture": "id source_id requested_url final_url status headers body coding kept sha256 pages_back"
    " received_at",
    "statement": "id source_id external_id url first_seen_at revision is_listed withdrawn_at",
    "revision": "id statement_id number capture_id title text text_sha256 published_at precision edited"
    " forwarded kept seen_at",
    "reading": "id statement_id revision_id agreement_id agreement_version classifier_version lang made_at"
    " superseded_at superseded_by",
    "lineage": "id agreement_id statement_id stance by against claim_id published_at opened_at closed_at",
    "claim": "id reading_id revision_id lineage_id position stance by against types in_force"
    " in_force_certain count killed wounded civilians places occurred_from occurred_to occurred_precision"
    " evidence_field evidence_start evidence_end quote confidence why",
    "review": "id lineage_id claim_id verdict changes note made_by made_at",
}
COMMON = "shelling small_arms drone ground_assault missile air_strike unspecified explosive buildup"
TYPES = [*COMMON.split(), "obstruction", "overflight", "detention"]
TYPE_ODDS = list(accumulate((30, 22, 14, 9, 6, 5, 5, 3, 2, 2, 1.4, 0.6)))
STANCE_ODDS = list(accumulate((0.85, 0.11, 0.04)))
VERDICT_ODDS = list(accumulate((0.62, 0.2, 0.18)))
REVIEWERS = ("K. Lindqvist", "A. Okafor", "M. Reyes")
PER_CAPTURE = 15
EDITED, REVIEWED, WITHDRAWN = 0.06, 0.2, 0.003


@dataclass(frozen=True)
class Outlet:
    """A source as one agreement watches it; `odds` of a statement being its own."""

    source: str
    speaker: str | None
    languages: tuple[str, ...]
    odds: float


@dataclass(frozen=True)
class Theatre:
    """An agreement with what its claims are drawn from; times in seconds since 1970."""

    agreement: str
    starts: int
    ends: int
    share: float
    sides: dict[str, str]
    observers: tuple[str, ...]
    places: tuple[tuple[str, dict[str, list[str]]], ...]
    outlets: tuple[Outlet, ...]


@dataclass(frozen=True)
class Act:
    """What the versions of one claim share, and its facts in one of them."""

    lineage: str
    stance: str
    by: str
    against: str | None
    facts: dict[str, Any]


@dataclass(frozen=True)
class Said:
    """One statement, published and first seen at these seconds."""

    id: str
    outlet: Outlet
    language: str
    text: tuple[str, str]
    published: int
    seen: int


class Maker:
    """Draws statements of one theatre, each with everything that became of it, into `bulk`."""

    def __init__(self, rng: random.Random, theatre: Theatre, bulk: Bulk) -> None:
        self._rng, self._theatre, self._bulk = rng, theatre, bulk
        self._outlet_odds = list(accumulate(outlet.odds for outlet in theatre.outlets))
        self._place_odds = list(accumulate(1 / rank for rank in range(1, len(theatre.places) + 1)))
        self._captures: dict[str, tuple[str, int]] = {}
        self._parties = list(theatre.sides)

    def make_statement(self) -> int:
        """Write a statement down with its texts, readings, claims and reviews; how many claims stand."""
        rng = self._rng
        (outlet,) = rng.choices(self._theatre.outlets, cum_weights=self._outlet_odds)
        published = self._draw_time()
        acts = [self._draw_act(outlet, published) for _ in range(min(1 + int(rng.expovariate(1.0)), 9))]
        language = outlet.languages[min(int(rng.expovariate(1.3)), len(outlet.languages) - 1)]
        text = write_text(rng, language, [place for act in acts for place in act.facts["places"]])
        said = Said(self._id(), outlet, language, text, published, published + rng.randint(20, 900))
        versions = [acts, self._edit(acts, said)] if rng.random() < EDITED else [acts]
        withdrawn = said.seen + 9000 if rng.random() < WITHDRAWN else None
        self._write_statement(said, len(versions), withdrawn)
        claims = self._write_versions(said, versions)
        return self._write_lineages(said, versions, claims, withdrawn)

    def _id(self) -> str:
        return f"{self._rng.getrandbits(128):032x}"

    def _draw_time(self) -> int:
        """Dense after the start, with a day's rhythm; to the minute, sometimes to the day only."""
        span = self._theatre.ends - self._theatre.starts
        at = self._theatre.starts + int(span * self._rng.random() ** 1.6)
        if self._rng.random() < 0.5:
            at = at - at % 86400 + int(self._rng.triangular(0, 86400, 50000))
        return at - at % (86400 if self._rng.random() < 0.08 else 60)

    def _draw_act(self, outlet: Outlet, published: int) -> Act:
        rng = self._rng
        by = outlet.speaker or rng.choice([*self._parties, *self._theatre.observers])
        stance = rng.choices(("accusation", "denial", "admission"), cum_weights=STANCE_ODDS)[0]
        stance = "accusation" if by not in self._theatre.sides else stance
        enemies = [
            party for party, side in self._theatre.sides.items() if side != self._theatre.sides.get(by, "")
        ]
        against = rng.choice(enemies) if rng.random() < 0.94 and stance != "admission" else None
        return Act(self._id(), stance, by, against, self._draw_facts(outlet, published, stance))

    def _draw_facts(self, outlet: Outlet, published: int, stance: str) -> dict[str, Any]:
        rng = self._rng
        count = 1 + (rng.random() < 0.22) + (rng.random() < 0.05)
        types = list(dict.fromkeys(rng.choices(TYPES, cum_weights=TYPE_ODDS, k=count)))
        precision = rng.choices(("minute", "hour", "part", "day", None), (4, 1, 2, 2, 3))[0]
        hit = stance == "accusation" and rng.random() < 0.2
        sure = rng.betavariate(9, 2) if "unspecified" not in types else rng.betavariate(4, 4)
        in_force = rng.random() < 0.94
        return {
            "types": types,
            "in_force": in_force,
            "in_force_certain": rng.random() < (0.93 if in_force else 0.8),
            "count": rng.randint(2, 90) if rng.random() < 0.07 else None,
            "killed": rng.randint(1, 9) if hit and rng.random() < 0.5 else None,
            "wounded": rng.randint(1, 20) if hit else None,
            "civilians": hit and rng.random() < 0.7,
            "places": self._draw_places(outlet),
            "occurred_from": write_time(published - rng.randint(0, 160_000)) if precision else None,
            "occurred_precision": precision,
            "confidence": round(min(sure, 0.99), 3),
        }

    def _draw_places(self, outlet: Outlet) -> list[str]:
        rng, found = self._rng, []
        for _ in range(rng.choices((0, 1, 2, 3), (2, 6, 2, 1))[0]):
            if rng.random() < 0.06:
                found.append(write_rare(rng))
                continue
            names = rng.choices(self._theatre.places, cum_weights=self._place_odds)[0][1]
            spelled = names.get(outlet.languages[0]) or next(iter(names.values()))
            found.append(spelled[min(int(rng.expovariate(2)), len(spelled) - 1)])
        return list(dict.fromkeys(found))

    def _edit(self, acts: list[Act], said: Said) -> list[Act]:
        """A later text drops some acts, changes the facts of others, and leaves the rest as they were."""
        kept = [act for act in acts if self._rng.random() < 0.9]
        return [
            replace(act, facts=self._draw_facts(said.outlet, said.published, act.stance))
            if self._rng.random() < 0.5
            else act
            for act in kept
        ]

    def _write_statement(self, said: Said, revisions: int, withdrawn: int | None) -> None:
        url = f"https://{said.outlet.source}.example/{said.id}"
        gone = write_time(withdrawn) if withdrawn else None
        row = (said.id, said.outlet.source, said.id, url, write_time(said.seen), revisions, False, gone)
        self._bulk.add("statement", row)

    def _write_versions(self, said: Said, versions: list[list[Act]]) -> list[dict[str, str]]:
        """A revision, a reading and the claims of each version; the claim of each lineage in each."""
        readings = [self._id() for _ in versions]
        claims = []
        for number, acts in enumerate(versions, 1):
            revision, seen = self._id(), said.seen + 4000 * (number - 1)
            title, text = said.text if number == 1 else (said.text[0], f"{said.text[1]} Edited.")
            sha256 = hashlib.sha256(revision.encode()).hexdigest()
            row = (revision, said.id, number, self._capture(said.outlet.source, seen), title, text, sha256)
            precision = "day" if said.published % 86400 == 0 else "minute"
            marks = (precision, number > 1, False, "full", write_time(seen))
            self._bulk.add("revision", (*row, write_time(said.published), *marks))
            after = (write_time(seen + 4002), readings[number]) if number < len(versions) else (None, None)
            head = (readings[number - 1], said.id, revision, self._theatre.agreement, 1, "seeded")
            self._bulk.add("reading", (*head, said.language, write_time(seen + 2), *after))
            claims.append({act.lineage: self._id() for act in acts})
            for position, act in enumerate(acts):
                ids = (claims[-1][act.lineage], readings[number - 1], revision, act.lineage, position)
                self._bulk.add("claim", (*ids, *_facts(act, text)))
        return claims

    def _capture(self, source: str, seen: int) -> str:
        capture, used = self._captures.get(source, ("", PER_CAPTURE))
        if used >= PER_CAPTURE:
            capture, used = self._id(), 0
            url = f"https://{source}.example/feed.xml"
            row = (capture, source, url, url, 200, "[]", b"", "identity", "full", capture * 2, 0)
            self._bulk.add("capture", (*row, write_time(seen)))
        self._captures[source] = (capture, used + 1)
        return capture

    def _write_lineages(
        self, said: Said, versions: list[list[Act]], claims: list[dict[str, str]], withdrawn: int | None
    ) -> int:
        last = {} if withdrawn else claims[-1]
        for act in {act.lineage: act for acts in versions for act in acts}.values():
            claim = last.get(act.lineage)
            closed = None if claim else write_time(withdrawn or said.seen + 4002)
            row = (act.lineage, self._theatre.agreement, said.id, act.stance, act.by, act.against, claim)
            times = (write_time(said.published), write_time(said.seen + 2), closed)
            self._bulk.add("lineage", row + times)
            if self._rng.random() < REVIEWED:
                seen = next(each[act.lineage] for each in reversed(claims) if act.lineage in each)
                self._write_review(said, act, seen)
        return len(last)

    def _write_review(self, said: Said, act: Act, claim: str) -> None:
        rng = self._rng
        verdict = rng.choices(("confirmed", "corrected", "rejected"), cum_weights=VERDICT_ODDS)[0]
        changes = rng.choice(({"killed": 1}, {"civilians": True}, {"types": ["shelling"]}, {"places": []}))
        at = said.seen + 5000 + int(rng.expovariate(1 / 90_000))
        written = json.dumps(changes if verdict == "corrected" else {})
        row = (self._id(), act.lineage, claim, verdict, written, "", rng.choice(REVIEWERS), write_time(at))
        self._bulk.add("review", row)


def _facts(act: Act, text: str) -> tuple[Any, ...]:
    """The columns of a claim from its stance on."""
    facts, quote = act.facts, text[:120]
    return (
        *(act.stance, act.by, act.against, json.dumps(facts["types"])),
        *(facts[name] for name in ("in_force", "in_force_certain", "count", "killed", "wounded")),
        *(facts["civilians"], json.dumps(facts["places"], ensure_ascii=False)),
        *(facts["occurred_from"], None, facts["occurred_precision"]),
        *("text", 0, len(quote), quote, facts["confidence"], '["seeded"]'),
    )
