"""What the page of a draft asks for while somebody types: the YAML that follows the form, and tries."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from monitor.agreements.draft import digest_of
from monitor.agreements.filled_fields import read_fields
from monitor.db import reading
from monitor.web.desk import AtDesk
from monitor.web.orders import DocumentOrdered
from monitor.web.pages.agreement_orders import Wish, read_page, read_wish, try_row
from monitor.web.pages.agreement_page import draw_bar, draw_rows, look_ahead
from monitor.web.pages.rendering import TEMPLATES, render
from monitor.web.pages.try_results import TryResult

router = APIRouter(include_in_schema=False)


@router.post("/agreements/check")
def send_check(order: DocumentOrdered, desk: AtDesk) -> JSONResponse:
    """The YAML with its marks, the bar, and what is wrong with which field; nothing is saved.

    `torn`: form and YAML were both changed; the page then leaves the YAML as it is.
    """
    page = read_page(order.fields, Wish("check", ""), order.fields.get("agreement", ""))
    if page.filled is not None:
        return JSONResponse({"torn": True, "bar": page.note})
    with reading(desk.engine) as session:
        ahead = look_ahead(session, page)
    rows = draw_rows(page, ahead.draft)
    values = draw_bar(page, ahead, rows) | {"page": page, "rows": rows}
    return JSONResponse(
        {
            "torn": False,
            "text": ahead.draft.text,
            "digest": digest_of(ahead.draft.text),
            "lines": TEMPLATES.get_template("agreement_lines.html").render(values),
            "bar": TEMPLATES.get_template("agreement_bar.html").render(values),
            "faults": rows.faults if rows else {},
            "actors": [[actor.id, actor.name] for actor in rows.actors] if rows else [],
        }
    )


@router.post("/agreements/try")
def send_try(request: Request, order: DocumentOrdered, desk: AtDesk) -> Response:
    """One source of the form, as it is typed: what it holds, how each would be read; nothing is recorded."""
    wish = read_wish(order.fields)
    name = wish.what
    page = read_page(order.fields, wish, order.fields.get("agreement", ""))
    typed = {key: value for key, value in order.fields.items() if key.startswith(f"{name}.")}
    alone = {key.replace(f"{name}.", "sources.0.", 1): value for key, value in typed.items()}
    row = read_fields(alone, {}).get("sources", [])[:1]
    if not row:
        return render(request, "agreement_try.html", result=None)
    result = try_row(desk, replace(page, filled=None).draft, row[0])
    found = result.found if isinstance(result, TryResult) else {}
    return render(request, "agreement_try.html", result=result, found=found)
