"""Requests for the desk as people might send them, drawn from the claims that a database holds."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import col, select

from monitor.db import reading
from monitor.models import Lineage, LogLine
from monitor.models.claim import LogRow
from monitor.queries.claims import get_claim, place_of
from monitor.queries.cursor import write_cursor
from monitor.queries.filters import Sort

Query = dict[str, list[str]]
SAMPLE = 400
NAMES = "agreement stance by against type in_force civilians from to place source lang review"
FILTERS = [*NAMES.split(), "min_confidence"]
ORDERS: tuple[Sort, ...] = ("published", "-occurred", "occurred", "-confidence", "confidence")


class Asker:
    """Draws addresses from a sample of the claims of one database."""

    def __init__(self, engine: Engine, rng: random.Random) -> None:
        self._rng = rng
        with reading(engine) as session:
            standing = select(Lineage.claim_id).where(col(Lineage.claim_id).is_not(None))
            somewhere = standing.where(Lineage.id >= f"{rng.randrange(200):02x}")  # ids are random
            chosen = session.exec(somewhere.order_by(Lineage.id).limit(SAMPLE)).all()
            self._rows = [row for id in chosen if (row := get_claim(session, id))]
            self._texts = {row.revision.id: row.revision.text for row in self._rows}
            lines = select(LogLine).where(col(LogLine.claim_id).in_(chosen))
            self._lines = list(session.exec(lines).all())

    def kinds(self) -> dict[str, Callable[[], tuple[str, Query]]]:
        """What is measured: name and a draw of path and query."""
        return {
            "log page": lambda: ("/claims", self._draw_pair() | self._draw_depth("-published")),
            "log API": lambda: ("/api/v1/claims", self._draw_pair() | self._draw_depth("-published")),
            "other orders": self._draw_ordered,
            "search": self._draw_search,
            "overview": lambda: (f"/agreements/{self._row().agreement.id}", {}),
            "stats": self._draw_stats,
            "first page": lambda: ("/claims", {}),
        }

    def _row(self) -> LogRow:
        return self._rng.choice(self._rows)

    def _draw_pair(self) -> Query:
        """Two filters; every other time their values are those of one claim."""
        first, second = self._rng.sample(FILTERS, 2)
        one = self._row()
        other = one if self._rng.random() < 0.5 else self._row()
        return {first: self._value(first, one), second: self._value(second, other)}

    def _value(self, name: str, row: LogRow) -> list[str]:
        claim = row.claim
        published = row.lineage.published_at
        values = {
            "agreement": row.agreement.id,
            "stance": claim.stance,
            "by": claim.by,
            "against": claim.against or claim.by,
            "type": self._rng.choice(claim.types),
            "in_force": str(claim.in_force).lower(),
            "civilians": str(claim.civilians).lower(),
            "from": (published - timedelta(days=self._rng.choice((1, 30, 400)))).isoformat(),
            "to": (published + timedelta(days=self._rng.choice((1, 30, 400)))).isoformat(),
            "place": self._rng.choice(claim.places or ["Donetsk"]),
            "source": row.source.id,
            "lang": row.lang,
            "review": row.review.verdict if row.review else "open",
            "min_confidence": str(self._rng.choice((0.5, 0.75, 0.9, 0.97, claim.confidence))),
        }
        return [values[name]]

    def _draw_depth(self, sort: Sort) -> Query:
        if self._rng.random() < 0.3:
            return {}
        return {"cursor": [write_cursor(sort, place_of(self._rng.choice(self._lines), sort))]}

    def _draw_ordered(self) -> tuple[str, Query]:
        sort = self._rng.choice(ORDERS)
        return "/api/v1/claims", self._draw_pair() | {"sort": [sort]} | self._draw_depth(sort)

    def _draw_stats(self) -> tuple[str, Query]:
        """Figures of an agreement, in half of the draws of a span of days."""
        row = self._row()
        query = {"agreement": [row.agreement.id], "bin": [self._rng.choice(("day", "week"))]}
        if self._rng.random() < 0.5:
            first = row.lineage.published_at.date()
            days = self._rng.choice((1, 30, 400))
            query["bin"] = ["hour" if days < 62 else "day"]
            query |= {"from": [first.isoformat()], "to": [(first + timedelta(days=days)).isoformat()]}
        return "/api/v1/stats", query

    def _draw_search(self) -> tuple[str, Query]:
        """A word, two words, a phrase; in half of the draws with a filter, at some depth."""
        rng, row = self._rng, self._row()
        words = self._texts[row.revision.id].replace(".", "").split()
        start = rng.randrange(len(words))
        phrase = '"' + " ".join(words[start : start + 2]) + '"'
        asked = rng.choice((rng.choice(words), " ".join(rng.sample(words, min(2, len(words)))), phrase))
        query: Query = {"q": [asked[:200]]}
        if rng.random() < 0.5:
            name = rng.choice(FILTERS)
            query[name] = self._value(name, self._row())
        return "/claims", query | self._draw_depth("-published")
