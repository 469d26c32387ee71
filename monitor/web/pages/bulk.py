"""POST /claims/reviews: one verdict on every reading that was picked in the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from monitor.db import writing
from monitor.ledger.corrections import BadReview
from monitor.ledger.reviews import Opinion, record_reviews
from monitor.models.review import CONFIRMED, REJECTED
from monitor.queries.cursor import ID
from monitor.web.desk import AtDesk
from monitor.web.orders import Ordered
from monitor.web.problems import Problem

LOG = "/claims"
PICK = "pick."
VERDICTS = (CONFIRMED, REJECTED)
router = APIRouter(include_in_schema=False)


@router.post("/claims/reviews")
def receive_verdicts(order: Ordered, desk: AtDesk) -> Response:
    """What was judged or has changed since the list was made is left out, and the reader is told how many."""
    verdict, note = order.fields.get("verdict", ""), order.fields.get("note", "").replace("\0", "")
    picked = dict(_list_picked(order.fields))
    if verdict not in VERDICTS:
        raise Problem(422, f"verdict: must be one of {', '.join(VERDICTS)}.")
    if not picked:
        raise Problem(422, "No claim was picked; pick some by their boxes, then give the verdict.")
    with writing(desk.engine) as session:
        opinions = [Opinion(id, verdict, order.actor, {}, note, seen) for id, seen in picked.items()]
        try:
            recorded = record_reviews(session, opinions, desk.now())
        except BadReview as error:
            raise Problem(422, str(error)) from None
    back = order.back(LOG)
    back = back if back.partition("?")[0] == LOG else LOG
    done = f"{verdict}.{recorded}.{len(picked) - recorded}"
    return RedirectResponse(f"{back}{'&' if '?' in back else '?'}done={done}", 303)


def _list_picked(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The ids, each with the verdict that was seen beside it."""
    for name, seen in fields.items():
        id = name.removeprefix(PICK)
        if name.startswith(PICK) and ID.fullmatch(id):
            yield id, seen
