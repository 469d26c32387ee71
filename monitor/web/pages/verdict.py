"""POST /claims/{id}/reviews: a person says whether the text says what was read; nothing typed is lost."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from monitor.db import reading, writing
from monitor.ledger.corrections import BadReview
from monitor.ledger.digests import digest
from monitor.ledger.reviews import Opinion, StaleClaim, record_review
from monitor.models.review import CORRECTED, VERDICTS
from monitor.queries.cursor import ID
from monitor.web.desk import AtDesk, Desk
from monitor.web.orders import Order, Ordered, Sender
from monitor.web.pages.claim import find_claim, show
from monitor.web.pages.correction import BadCorrection, read_fields
from monitor.web.pages.judging import make_judging_again
from monitor.web.pages.login_form import local_path
from monitor.web.problems import Problem

KEPT = " What you typed is kept below; nothing was recorded."
LONGEST_ID = 100
router = APIRouter(include_in_schema=False)


@router.post("/claims/{id}/reviews")
def receive_verdict(request: Request, sender: Sender, order: Ordered, desk: AtDesk, id: str) -> Response:
    fields = order.fields
    try:
        _record(desk, order, id)
    except BadCorrection as error:
        fault: tuple[str, str] = error.field, f"{error.field}: {error.sentence}."
        return _show_again(request, sender, desk, fields, id, 422, fault)
    except BadReview as error:
        return _show_again(request, sender, desk, fields, id, 422, (error.field, str(error)))
    except StaleClaim as error:
        status, standing = (412 if error.is_reviewed else 409), error.claim_id or id
        return _show_again(request, sender, desk, fields, standing, status, ("", f"{error}{KEPT}"))
    return RedirectResponse(_choose_next(order, id), 303)


def _record(desk: Desk, order: Order, id: str) -> None:
    with writing(desk.engine) as session:
        opinion = _read_opinion(session, order, id)
        if record_review(session, opinion, desk.now()) is None:
            raise Problem(404, "No claim has this id.")


def _read_opinion(session: Session, order: Order, id: str) -> Opinion:
    fields, verdict = order.fields, order.fields.get("verdict", "")
    changes: dict[str, Any] = {}
    if verdict == CORRECTED:
        changes = read_fields(fields, find_claim(session, id))
    seen, key = fields.get("seen", ""), fields.get("key", "")
    if not ID.fullmatch(id) or len(seen) > LONGEST_ID:
        raise Problem(404, "No claim has this id.")
    return Opinion(
        claim_id=id,
        verdict=verdict,
        made_by=order.actor,
        changes=changes,
        note=fields.get("note", "").replace("\r\n", "\n").replace("\0", ""),
        seen_review=seen,
        request_key=digest(f"{order.actor}\n{key}") if key else None,
    )


def _choose_next(order: Order, id: str) -> str:
    """A verdict moves on to the next claim if that was asked for; else back to where it stood."""
    moves = order.fields.get("verdict") in VERDICTS and order.fields.get("then") == "next"
    following = local_path(order.fields.get("next", "")) if moves else "/"
    return following if following != "/" else order.back(f"/claims/{id}")


def _show_again(
    request: Request,
    sender: Sender,
    desk: Desk,
    fields: Any,
    id: str,
    status: int,
    fault: tuple[str, str],
) -> Response:
    with reading(desk.engine) as session:
        row = find_claim(session, id)
        judging = make_judging_again(row, sender, fields, *fault)
        return show(request, session, row, desk.now(), status, turn=None, judging=judging)
