"""/quality: how well claims are read, as measured on the reviews so far, and the same for each party."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from markupsafe import Markup

from monitor.db import reading
from monitor.models import Agreement, Source
from monitor.queries.agreements import list_agreements
from monitor.queries.quality import MOST_VERDICTS, NOBODY, Measured, Quality, measure_quality
from monitor.queries.shares import Share
from monitor.web.auth import Reader
from monitor.web.charts.intervals import draw_interval
from monitor.web.desk import AtDesk
from monitor.web.pages.actors import NOT_SAID, THIRD_PARTY, Actor, list_actors
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell
from monitor.web.pages.wording import ACTS, name_language, write_count
from monitor.web.parameters import Name
from monitor.web.problems import Problem

UNKNOWN = "No agreement of this id is watched."
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A share in words, with its interval drawn."""

    text: str
    small: str
    chart: Markup


@dataclass(frozen=True, slots=True)
class Row:
    """What one language, act, source or party has; `mark` draws the side of a party."""

    label: str
    mark: str
    measured: Measured
    precision: Figure
    kept: Figure
    recall: Figure


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading that says by what they are cut."""

    title: str
    head: str
    rows: Sequence[Row]


@router.get("/quality")
def show_quality(
    request: Request, _reader: Reader, desk: AtDesk, agreement: Annotated[list[Name] | None, Query()] = None
) -> Response:
    with reading(desk.engine) as session:
        watched = list_agreements(session)
        about = choose_agreements(watched, agreement or ())
        quality = measure_quality(session, [each.id for each in about])
        publishers = {id: _publisher(session.get(Source, id), id) for id in quality.cuts["source"]}
        return render(
            request,
            "quality.html",
            shell=make_shell(about, desk.now()),
            watched=watched,
            chosen=[each.id for each in about] if agreement else [],
            quality=quality,
            waiting=write_count(quality.open, "claim"),
            whole=_make_row("all", "", quality.whole),
            most=MOST_VERDICTS,
            **_make_tables(about, quality, publishers),
        )


def choose_agreements(watched: Sequence[Agreement], wanted: Sequence[str]) -> list[Agreement]:
    """Those that are asked for, or all; raises Problem for an id that is not watched."""
    known = {each.id for each in watched}
    if not known.issuperset(wanted):
        raise Problem(404, UNKNOWN)
    return [each for each in watched if not wanted or each.id in wanted]


def _make_tables(
    about: Sequence[Agreement], quality: Quality, publishers: Mapping[str, str]
) -> dict[str, Any]:
    actors = {
        each.id: each for each in (*list_actors([one.document for one in about]), THIRD_PARTY, NOT_SAID)
    }
    cuts = quality.cuts
    return {
        "parties": [
            Table("As the one who says it", "Who says", _make_party_rows(cuts["by"], actors)),
            Table("As the one it is said of", "Of whom", _make_party_rows(cuts["against"], actors)),
        ],
        "tables": [
            Table(
                "By language", "Language", _make_rows(cuts["lang"], _name_all(cuts["lang"], name_language))
            ),
            Table("By alleged act", "Act", _make_rows(cuts["type"], ACTS)),
            Table("By source", "Source", _make_rows(cuts["source"], publishers)),
        ],
    }


def _name_all(keys: Iterable[str], name: Any) -> dict[str, str]:
    return {key: name(key) for key in keys}


def _make_rows(measured: Mapping[str, Measured], names: Mapping[str, str]) -> list[Row]:
    """By name: no ranking."""
    labelled = sorted((names.get(key, key), key) for key in measured)
    return [_make_row(label, "", measured[key]) for label, key in labelled]


def _make_party_rows(measured: Mapping[str, Measured], actors: Mapping[str, Actor]) -> list[Row]:
    """Every party in the fixed order, those of whom nothing was judged too, so that a bias shows."""
    lost = [key for key in measured if key not in actors]
    shown = [each for each in actors.values() if each.mark.startswith("s") or each.id in measured]
    rows = [_make_row(each.name, each.mark, measured.get(each.id, Measured())) for each in shown]
    return [*rows, *(_make_row(key, "ob", measured[key]) for key in sorted(lost) if key != NOBODY)]


def _make_row(label: str, mark: str, measured: Measured) -> Row:
    shares = (measured.precision, measured.kept, measured.recall)
    return Row(label, mark, measured, *(write_share(share) for share in shares))


def write_share(share: Share) -> Figure:
    """ "93 %" and "81 to 98 %"; nothing is said of nothing."""
    low, high = share.interval
    if share.value is None:
        return Figure("not measured", "", draw_interval(None, low, high))
    small = f"{100 * low:.0f} to {100 * high:.0f} %"
    return Figure(f"{100 * share.value:.0f} %", small, draw_interval(share.value, low, high))


def _publisher(source: Source | None, id: str) -> str:
    return str(source.document.get("publisher") or id) if source else id
