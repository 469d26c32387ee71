"""Whatever is asked, by whatever way the lines are found, the log shows what fits, in order, and no more."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from monitor.db import reading
from monitor.models import Facet, LogLine, LogMark, SearchText
from monitor.models.log_line import moment_of, second_of_id, type_mark
from monitor.models.search_text import split_words
from monitor.queries import lines as finding
from monitor.queries.claims import place_of
from monitor.queries.filters import ClaimFilter
from monitor.queries.lines import LogLines
from monitor.queries.order import Place
from monitor.queries.wishes import find_place_marks
from tests.seeded_log import build_log

CLAIMS, ASKED = 1_200, 60
SORTS = ("-published", "published", "-occurred", "occurred", "-confidence", "confidence")
LISTS = ("agreement", "stance", "by", "against", "source", "lang", "review")
COLUMNS = {"agreement": "agreement_id", "source": "source_id"}
OTHERS = ("type", "place", "in_force", "civilians", "from_", "to", "min_confidence", "q", "as_of", "versions")


@dataclass(frozen=True)
class Seen:
    """A line with all that a filter may ask for."""

    line: LogLine
    facet: Facet
    marks: frozenset[str]
    words: list[str]

    @property
    def published(self) -> datetime:
        return moment_of(second_of_id(self.line.id))


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    build_log(engine, CLAIMS)
    with reading(engine) as session:
        yield session


def see_all(session: Session) -> list[Seen]:
    marks: dict[int, set[str]] = {}
    for mark in session.exec(select(LogMark)):
        marks.setdefault(mark.line_id, set()).add(mark.mark)
    texts = {text.id: text for text in session.exec(select(SearchText))}
    joined = select(LogLine, Facet).join(Facet, col(Facet.id) == LogLine.facet_id)
    return [
        Seen(line, facet, frozenset(marks.get(line.id, ())), words_of(texts[line.text_id]))
        for line, facet in session.exec(joined)
    ]


def words_of(text: SearchText) -> list[str]:
    words: Any = text.words
    if "':" in words:  # a tsvector: each word with its places
        places = [each.rsplit(":", 1) for each in words.split(" ")]
        return [word.strip("'") for word, _ in places]
    return str(words).split(" ")


def draw_filter(rng: random.Random, seen: list[Seen]) -> ClaimFilter:
    """One to three wishes, of one line or of several that may have nothing in common."""
    names = rng.sample((*LISTS, *OTHERS), rng.choice((1, 2, 2, 3)))
    wanted = ClaimFilter(sort=rng.choice(SORTS))  # type: ignore[arg-type]
    one = rng.choice(seen)
    for name in names:
        line = one if rng.random() < 0.6 else rng.choice(seen)
        wanted = replace(wanted, **{name: draw_value(rng, name, line)})
    return replace(wanted, versions="current") if wanted.as_of else wanted


def draw_value(rng: random.Random, name: str, seen: Seen) -> Any:
    if name in LISTS:
        value = getattr(seen.facet, COLUMNS.get(name, name))
        return () if value is None else (value, "nobody")[: rng.choice((1, 2))]
    marks = {kind: sorted(m[2:] for m in seen.marks if m.startswith(kind)) for kind in ("t:", "p:")}
    draws: dict[str, Callable[[], Any]] = {
        "type": lambda: tuple({rng.choice(marks["t:"]), rng.choice(("drone", "shelling"))}),
        "place": lambda: tuple(marks["p:"][:1]),
        "in_force": lambda: seen.facet.in_force,
        "civilians": lambda: seen.facet.civilians,
        "from_": lambda: seen.published - timedelta(days=rng.choice((0, 30))),
        "to": lambda: seen.published + timedelta(days=rng.choice((0, 30)), seconds=1),
        "min_confidence": lambda: rng.choice((0.5, 0.9, seen.line.confidence / 1000)),
        "q": lambda: draw_words(rng, seen),
        "as_of": lambda: seen.line.began_at + timedelta(hours=rng.choice((0, 1, 900))),
        "versions": lambda: "all",
    }
    return draws[name]()


def draw_words(rng: random.Random, seen: Seen) -> str:
    """Words of letters only: how phrases are cut is tested with the words."""
    plain = [word for word in seen.words if word.isascii() and word.isalpha() and len(word) > 3]
    return " ".join(f'"{word}"' for word in rng.sample(plain, min(len(plain), 2)))


def fits(wanted: ClaimFilter, places: tuple[str, ...], seen: Seen) -> bool:
    line, facet = seen.line, seen.facet
    if wanted.as_of is not None:
        if line.began_at > wanted.as_of or (line.ended_at is not None and line.ended_at <= wanted.as_of):
            return False
    elif facet.standing not in (("current",) if wanted.versions == "current" else ("current", "past")):
        return False
    lists = [(getattr(wanted, name), getattr(facet, COLUMNS.get(name, name))) for name in LISTS]
    return all(
        [
            *(not values or value in values for values, value in lists),
            not wanted.type or any(type_mark(each) in seen.marks for each in wanted.type),
            not wanted.place or any(mark in seen.marks for mark in places),
            wanted.in_force in (None, facet.in_force),
            wanted.civilians in (None, facet.civilians),
            wanted.from_ is None or seen.published >= wanted.from_,
            wanted.to is None or seen.published < wanted.to,
            line.confidence >= 1000 * (wanted.min_confidence or 0) - 1e-6,
            set(split_words(wanted.q)) <= set(seen.words),
        ]
    )


def list_fitting(session: Session, wanted: ClaimFilter, seen: list[Seen]) -> list[Seen]:
    places = find_place_marks(session, wanted.place)
    found = [each for each in seen if fits(wanted, places, each)]
    down = wanted.sort.startswith("-")
    return sorted(found, key=lambda each: place_of(each.line, wanted.sort), reverse=down)


def is_after(one: Place, other: Place, *, down: bool) -> bool:
    return one < other if down else one > other


@pytest.mark.parametrize("stretch", [20, 500])
def test_every_way_shows_the_lines_that_fit(
    session: Session, monkeypatch: pytest.MonkeyPatch, stretch: int
) -> None:
    monkeypatch.setattr(finding, "SHORTEST", stretch)
    monkeypatch.setattr(finding, "LONGEST", stretch)
    seen, rng = see_all(session), random.Random(stretch)
    for _ in range(ASKED):
        wanted = draw_filter(rng, seen)
        fitting = list_fitting(session, wanted, seen)
        start = rng.choice(seen)
        place = place_of(start.line, wanted.sort) if rng.random() < 0.6 else None
        down = wanted.sort.startswith("-")
        after = [
            each.line.id
            for each in fitting
            if place is None or is_after(place_of(each.line, wanted.sort), place, down=down)
        ]
        need = rng.choice((3, 51))
        log = LogLines(session, wanted)
        assert [line.id for line in log.find(need, place)] == after[:need], (wanted, place)
        figures = log.count()
        assert figures.total == len(fitting) if figures.exact else figures.total <= len(fitting), wanted


@pytest.mark.parametrize("sort", ["-published", "published"])
def test_a_common_word_is_paged_through_from_either_end(
    session: Session, monkeypatch: pytest.MonkeyPatch, sort: Any
) -> None:
    monkeypatch.setattr(finding, "SHORTEST", 20)
    seen = see_all(session)
    common = Counter(word for each in seen for word in each.words if word.isascii() and word.isalpha())
    wanted = ClaimFilter(q=f'"{common.most_common(1)[0][0]}"', sort=sort)
    expected = [each.line.id for each in list_fitting(session, wanted, seen)]
    assert len(expected) > 300
    found: list[int] = []
    place = None
    while lines := LogLines(session, wanted).find(70, place):
        found += [line.id for line in lines]
        place = (found[-1],)
    assert found == expected
