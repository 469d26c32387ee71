"""The verdict box of a claim: what may be said of its reading, and where one goes from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from sqlmodel import Session

from alerts.columns import new_id
from monitor.models.claim import LogRow
from monitor.queries.claims import get_claim
from monitor.queries.neighbours import Neighbours, find_neighbours
from monitor.web.orders import can_order
from monitor.web.pages.correction import CorrectionForm, make_form
from monitor.web.pages.filters import Pair, list_pairs
from monitor.web.pages.wording import write_count
from monitor.web.parameters import FilterParameters
from monitor.web.visitor import Visitor

OF_THE_PAGE = ("edit", "last", "done")
HIDDEN = ("seen", "key", "next", "back")
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Turn:
    """Addresses of the claims around one, "" where there is none; all under the same filters."""

    here: str
    log: str
    previous: str
    next: str
    to_review: str
    left: str
    last: LogRow | None


@dataclass(frozen=True, slots=True)
class Judging:
    """What the forms carry. `form` is None while nothing is corrected; `fault`: why nothing was recorded.

    `seen`: the verdict that counted when the page was made, so that nobody's is overruled unseen.
    """

    form_key: str
    seen: str
    key: str
    next: str
    back: str
    edit: str
    note: str = ""
    form: CorrectionForm | None = None
    fault_field: str = ""
    fault: str = ""


def claim_url(id: str, pairs: list[Pair], **more: str) -> str:
    query = urlencode([*pairs, *more.items()])
    return f"/claims/{quote(id)}" + (f"?{query}" if query else "")


def list_filters(wishes: FilterParameters) -> list[Pair]:
    """The filters of the log that the page of a claim carries on."""
    return [pair for pair in list_pairs(wishes) if pair[0] not in OF_THE_PAGE]


def make_turn(session: Session, wishes: FilterParameters, id: str) -> Turn:
    pairs, last = list_filters(wishes), getattr(wishes, "last", None)
    found = find_neighbours(session, wishes.as_filter(), id)

    def url(claim: str | None, **more: str) -> str:
        return claim_url(claim, pairs, **more) if claim else ""

    query = urlencode(pairs)
    return Turn(
        here=claim_url(id, pairs),
        log=f"/claims?{query}" if query else "/claims",
        previous=url(found.previous) if found else "",
        next=url(found.next) if found else "",
        to_review=url(found.to_review, last=id) if found else "",
        left=_say_left(found) if found else "",
        last=get_claim(session, last) if last else None,
    )


def make_judging(row: LogRow, reader: Visitor, turn: Turn, *, is_edited: bool) -> Judging | None:
    """None for who only reads, and for a claim that no longer stands."""
    if not can_order(reader) or row.lineage.claim_id != row.claim.id:
        return None
    return Judging(
        form_key=reader.form_key,
        seen=row.review.id if row.review else "",
        key=new_id(),
        next=turn.to_review,
        back=turn.here,
        edit=turn.here + ("&" if "?" in turn.here else "?") + "edit=true#correct",
        form=make_form(row) if is_edited else None,
    )


def make_judging_beside(row: LogRow, reader: Visitor, pairs: list[Pair]) -> Judging | None:
    """Of a claim that stands beside the list: afterwards it is shown there again."""
    here = claim_url(row.claim.id, pairs)
    turn = Turn(here=here, log="", previous="", next="", to_review="", left="", last=None)
    judging = make_judging(row, reader, turn, is_edited=False)
    beside = here.replace(f"/claims/{quote(row.claim.id)}", f"/claims/{quote(row.claim.id)}/pane", 1)
    return replace(judging, back=beside) if judging else None


def make_judging_again(row: LogRow, reader: Visitor, typed: Fields, field: str, sentence: str) -> Judging:
    """The same after something stood in the way, with all that was typed."""
    back = typed.get("back") or claim_url(row.claim.id, [])
    return Judging(
        form_key=reader.form_key,
        seen=row.review.id if row.review else "",
        key=new_id(),
        next=typed.get("next", ""),
        back=back,
        edit=back + ("&" if "?" in back else "?") + "edit=true#correct",
        note=typed.get("note", ""),
        form=make_form(row, typed) if "stance" in typed else None,
        fault_field=field,
        fault=sentence,
    )


def _say_left(found: Neighbours) -> str:
    total = found.open.total
    if not total:
        return "nothing to review"
    return f"{write_count(total, 'claim')}{'' if found.open.exact else ' or more'} to review"
