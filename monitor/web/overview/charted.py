"""The charts and tables of the overview, made of what was gathered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from monitor.models.log_tally import OUTSIDE, REJECTED
from monitor.queries.figures import ACCUSATION
from monitor.web.charts.acts import Head, draw_acts
from monitor.web.charts.answers import Answered, draw_answers
from monitor.web.charts.places import draw_places
from monitor.web.charts.timeline import draw_timeline
from monitor.web.overview.gaps import say_gaps
from monitor.web.overview.grounds import Places, list_acts, list_places
from monitor.web.overview.ledger import Facts, make_ledger
from monitor.web.overview.matrix import Matrix, make_matrix
from monitor.web.overview.outlets import list_outlet_rows
from monitor.web.overview.over_time import NARROW, WIDE, Divided, divide, list_rows, make_timeline
from monitor.web.overview.whole import Whole
from monitor.web.pages.actors import THIRD_PARTY, Actor, list_actors

LABELS, FEW_LABELS = 18, 7
MAP_WIDE, MAP_NARROW = 540, 340
ON_PHONES = 0.09  # of the width is the scale's there


def draw_all(whole: Whole) -> dict[str, Any]:
    """What the template asks for, by name."""
    places = list_places(
        whole.agreement.document, whole.figures, [each.side for each in whole.coverages], whole.links
    )
    divided = divide(whole.span, whole.bins, whole.coverages, WIDE)
    acts = list_acts(whole.figures, whole.sides, whole.links)
    return {
        "sides": whole.sides,
        "ledger": make_ledger(
            Facts(whole.agreement, whole.figures, whole.now, whole.links), whole.coverages[:-1]
        ),
        "matrix": _make_matrix(whole),
        "times": _draw_times(whole, divided),
        "grain": divided.grain,
        "columns": [each.side for each in whole.coverages],
        "rows": list_rows(whole.span, divided, whole.coverages),
        "places": places,
        "maps": _draw_maps(whole, places),
        "acts": acts,
        "acts_chart": draw_acts([Head(side.label, side.mark) for side in whole.sides], acts, "ty"),
        "answers_chart": draw_answers(_list_answers(whole), "an"),
        "outlets": list_outlet_rows(whole.agreement, whole.outlets, whole.received, whole.now),
        "unasked": sum(not outlet.in_use for outlet in whole.outlets),
        "gaps": say_gaps(whole.coverages),
        "outside": whole.figures.apart.get(OUTSIDE, 0),
        "rejected": whole.figures.apart.get(REJECTED, 0),
    }


def _draw_times(whole: Whole, wide: Divided) -> Sequence[tuple[str, Markup]]:
    """For wide screens, and in coarser bins for phones."""
    narrow = divide(whole.span, whole.bins, whole.coverages, NARROW)
    on_desks = make_timeline(whole.span, wide, whole.coverages, LABELS)
    on_phones = make_timeline(whole.span, narrow, whole.coverages, FEW_LABELS)
    return [
        ("wideonly", draw_timeline(on_desks, "tc")),
        ("narrowonly", draw_timeline(on_phones, "tn", left=ON_PHONES, is_linked=False)),
    ]


def _draw_maps(whole: Whole, places: Places) -> Sequence[tuple[str, Markup]]:
    sides = [(side.label, side.mark) for side in whole.sides]
    title = "Places named in accusations. The table beside it holds every number."
    return [
        ("wideonly", draw_places(places.spots, sides, "mp", title, MAP_WIDE)),
        ("narrowonly", draw_places(places.spots, sides, "mn", title, MAP_NARROW, is_linked=False)),
    ]


def _make_matrix(whole: Whole) -> Matrix:
    document = whole.agreement.document
    parties = {party["id"] for party in document["parties"]}
    known = list_actors([document])
    lost = sorted(
        {by for pairs in whole.figures.pairs.values() for by, _ in pairs}
        - {actor.id for actor in known}
        - {THIRD_PARTY.id}
    )
    others = [actor for actor in known if actor.id not in parties]
    others += [THIRD_PARTY, *(Actor(id, id, "ob") for id in lost)]
    return make_matrix([actor for actor in known if actor.id in parties], others, whole.figures, whole.links)


def _list_answers(whole: Whole) -> list[Answered]:
    return [
        Answered(
            side.phrase,
            side.mark,
            sum(whole.figures.count(ACCUSATION, member) for member in side.members),
            sum(lines for (by, _), lines in whole.figures.answered.items() if by in side.members),
        )
        for side in whole.sides
    ]
