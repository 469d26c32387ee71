"""The page on which an agreement is written: form and YAML, problems, and what saving would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from monitor.agreements.changes import Change
from monitor.agreements.draft import Draft, digest_of, with_faults
from monitor.agreements.export import write_agreement
from monitor.agreements.faults import BadForm
from monitor.agreements.form_values import known_zones
from monitor.agreements.plan import plan
from monitor.db import reading
from monitor.models import Agreement
from monitor.queries.agreements import get_agreement, list_agreements
from monitor.readers import known_kinds
from monitor.web.desk import Desk
from monitor.web.pages.agreement_rows import Rows, attach_faults, make_rows, name_fault
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell
from monitor.web.pages.text_lines import DiffLine, MarkedLine, mark_lines
from monitor.web.pages.try_results import TryResult
from monitor.web.trying import Refusal

CHANGES = {"create": "add", "change": "change", "remove": "remove"}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody saved meanwhile: who, when, and what differs between theirs and what stands here."""

    by: str
    at: str
    lines: list[DiffLine]


@dataclass(frozen=True, slots=True)
class EditPage:
    """`id` is empty for an agreement that is new; `seen` the tag of the version under the draft.

    `filled` is what the form came to where the YAML says something else; `base` and `digest` then stay
    those that were sent. `places`: where rows that were new went, see Merged. `is_fresh`: nothing was
    written yet, so that nothing is wrong yet.
    """

    draft: Draft
    id: str = ""
    seen: str = ""
    origin: str = ""
    filled: Mapping[str, Any] | None = None
    blanks: Mapping[str, int] = field(default_factory=dict)
    tried: Mapping[int, TryResult | Refusal] = field(default_factory=dict)
    conflict: Conflict | None = None
    note: str = ""
    is_fresh: bool = False
    base: str = ""
    digest: str = ""
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"/agreements/{self.id}/edit" if self.id else "/agreements/new"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What saving would come to: the draft with all of its faults, and the changes when it has none."""

    draft: Draft
    changes: list[Change]
    stored: str | None
    agreement: Agreement | None

    @property
    def sentences(self) -> list[str]:
        return [_say_change(change) for change in self.changes]

    @property
    def changed_sources(self) -> set[str]:
        return {change.id for change in self.changes if change.noun == "source"}


def look_ahead(session: Session, page: EditPage) -> Outlook:
    """Also the faults that only the database can tell: a source that is referred to and is not there."""
    draft, changes = page.draft, list[Change]()
    if draft.form is not None:
        try:
            changes = [change for change in plan(session, [draft.form]) if change.action != "unchanged"]
        except BadForm as bad:
            draft = with_faults(draft, bad)
    stored = write_agreement(session, page.id) if page.id else None
    return Outlook(draft, changes, stored, get_agreement(session, page.id) if page.id else None)


def show_page(request: Request, desk: Desk, page: EditPage, status: int = 200) -> Response:
    """The form beside its YAML."""
    with reading(desk.engine) as session:
        ahead = look_ahead(session, page)
        around = [ahead.agreement] if ahead.agreement else list_agreements(session)
        shell = make_shell(around, desk.now())
    page = replace(page, draft=Draft(page.draft.text, page.draft.document)) if page.is_fresh else page
    draft = page.draft if page.is_fresh else ahead.draft
    rows = draw_rows(page, draft)
    return render(
        request,
        "agreement_edit.html",
        status,
        shell=shell,
        page=page,
        rows=rows,
        kinds=sorted(known_kinds()),
        zones=sorted(known_zones()),
        digest=page.digest or digest_of(draft.text),
        base=page.base or draft.text,
        **draw_bar(page, replace(ahead, draft=draft), rows),
    )


def draw_rows(page: EditPage, draft: Draft) -> Rows | None:
    """The form; None while the YAML can't be shown as one."""
    document = page.filled if page.filled is not None else draft.document
    if document is None:
        return None
    rows = make_rows(document, page.blanks)
    if page.filled is None:
        attach_faults(rows, draft.faults)
    return rows


def draw_bar(page: EditPage, ahead: Outlook, rows: Rows | None) -> dict[str, Any]:
    """What changes while somebody types: the YAML's lines, problems, and what saving would change."""
    draft = ahead.draft
    loose = rows.loose if rows is not None and page.filled is None else draft.faults
    return {
        "lines": draw_lines(draft, ahead.stored),
        "problems": [(name, rows.label(name)) for name in rows.faults] if rows is not None else [],
        "loose": [name_fault(fault) for fault in loose],
        "changes": ahead.sentences,
        "changed_sources": ahead.changed_sources,
        "is_good": draft.form is not None and page.filled is None,
    }


def draw_lines(draft: Draft, stored: str | None) -> list[MarkedLine]:
    barred = {fault.line for fault in draft.faults if fault.line}
    return mark_lines(draft.text, stored, barred)


def _say_change(change: Change) -> str:
    """ "change source az-mod: every, url (saved last by K. Lindqvist)"."""
    line = f"{CHANGES[change.action]} {change.noun} {change.id}"
    if change.fields:
        line += f": {', '.join(change.fields)}"
    return f"{line} (saved last by {change.overrides})" if change.overrides else line
