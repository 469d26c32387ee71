"""How well claims are read, measured on what people said of them: verdicts on claims, and misses.

A verdict judges what the machine read, so that the machine's values say where it counts, also where a
person corrected them. Precision: readings that stand as they are. Kept: those that a person corrected too;
the text does make a claim there. Recall: claims kept, of these and the misses that people marked; it can
be no better than the eyes that looked for misses.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.models import Claim, Facet, LogLine, Miss, Reading, Review, Statement
from monitor.models.log_line import CURRENT
from monitor.models.review import CONFIRMED, CORRECTED, REJECTED
from monitor.queries.shares import Share

MOST_VERDICTS = 20_000  # the newest, so that the answer comes at once
CUTS = ("lang", "type", "source", "by", "against")
NOBODY = ""


class Judged(NamedTuple):
    """What the machine read, where, and what a person said of it."""

    verdict: str
    lang: str
    source: str
    by: str
    against: str
    types: Sequence[str]


@dataclass(slots=True)
class Measured:
    """Verdicts and misses of one language, act, source or party."""

    verdicts: Counter[str] = field(default_factory=Counter)
    misses: int = 0

    @property
    def reviewed(self) -> int:
        return sum(self.verdicts.values())

    @property
    def precision(self) -> Share:
        return Share(self.verdicts[CONFIRMED], self.reviewed)

    @property
    def kept(self) -> Share:
        return Share(self.verdicts[CONFIRMED] + self.verdicts[CORRECTED], self.reviewed)

    @property
    def recall(self) -> Share:
        return Share(self.kept.hits, self.kept.hits + self.misses)

    def as_json(self) -> dict[str, Any]:
        counts = {verdict: self.verdicts[verdict] for verdict in (CONFIRMED, CORRECTED, REJECTED)}
        shares = {name: getattr(self, name).as_json() for name in ("precision", "kept", "recall")}
        return counts | {"misses": self.misses} | shares


@dataclass(frozen=True, slots=True)
class Quality:
    """All together, and cut by each of CUTS; `is_whole`: no verdict was left out. `open`: not judged yet."""

    whole: Measured
    cuts: Mapping[str, Mapping[str, Measured]]
    open: int
    is_whole: bool


def measure_quality(session: Session, agreements: Sequence[str]) -> Quality:
    """Over these agreements: the verdicts that count for claims that stand, and the misses that do."""
    whole = Measured()
    cuts: dict[str, defaultdict[str, Measured]] = {cut: defaultdict(Measured) for cut in CUTS}
    judged = list(_list_judged(session, agreements))
    for one in judged[:MOST_VERDICTS]:
        for measured in (whole, *_places(cuts, one)):
            measured.verdicts[one.verdict] += 1
    for one in _list_misses(session, agreements):
        for measured in (whole, *_places(cuts, one)):
            measured.misses += 1
    return Quality(whole, cuts, _count_open(session, agreements), len(judged) <= MOST_VERDICTS)


def _places(cuts: Mapping[str, defaultdict[str, Measured]], one: Judged) -> Iterator[Measured]:
    """Wherever it counts; a claim of several acts with each of them."""
    for cut in ("lang", "source", "by", "against"):
        yield cuts[cut][getattr(one, cut)]
    for type_ in one.types:
        yield cuts["type"][type_]


def _list_judged(session: Session, agreements: Sequence[str]) -> Iterator[Judged]:
    columns = (Review.verdict, Facet.lang, Facet.source_id, Claim.by, Claim.against, Claim.types)
    query = (
        select(*columns)  # type: ignore[call-overload]
        .select_from(Review)
        .join(
            LogLine,
            (col(LogLine.lineage_id) == col(Review.lineage_id)) & (col(LogLine.review_id) == col(Review.id)),
        )
        .join(Facet, col(Facet.id) == col(LogLine.facet_id))
        .join(Claim, col(Claim.id) == col(LogLine.claim_id))
        .where(col(LogLine.ended_at).is_(None), col(Facet.standing) == CURRENT)
        .where(col(Facet.agreement_id).in_(agreements))
        .order_by(col(Review.made_at).desc(), col(Review.id))
        .limit(MOST_VERDICTS + 1)
    )
    for verdict, lang, source, by, against, types in session.execute(query):
        yield Judged(verdict, lang, source, by, against or NOBODY, types)


def _list_misses(session: Session, agreements: Sequence[str]) -> Iterator[Judged]:
    """As if they had been judged; their language is what the reading took the text for."""
    read = (col(Reading.revision_id) == Miss.revision_id) & (col(Reading.agreement_id) == Miss.agreement_id)
    query = (
        select(Miss, func.max(Reading.lang), Statement.source_id)
        .join(Statement, col(Statement.id) == col(Miss.statement_id))
        .outerjoin(Reading, read)
        .group_by(col(Miss.id), col(Statement.source_id))
        .where(col(Miss.taken_back_at).is_(None), col(Miss.agreement_id).in_(agreements))
    )
    for miss, lang, source in session.exec(query):
        yield Judged("", lang or "und", source, miss.by, miss.against or NOBODY, miss.types)


def _count_open(session: Session, agreements: Sequence[str]) -> int:
    waiting = (col(Facet.review) == "open", col(Facet.standing) == CURRENT, col(Facet.lines) > 0)
    query = select(Facet.lines).where(*waiting, col(Facet.agreement_id).in_(agreements))
    return sum(session.exec(query))
