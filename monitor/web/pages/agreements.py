"""/agreements and /agreements/new: what is watched and how it is configured; a further one from a preset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlmodel import Session

from alerts.wording import write_stamp
from monitor.agreements.form_agreement import AgreementForm
from monitor.agreements.presets import list_presets, read_preset
from monitor.agreements.stored import load_stored
from monitor.db import reading
from monitor.health.states import ANSWERING
from monitor.models import Agreement, AgreementVersion
from monitor.queries.agreements import list_agreements
from monitor.web.auth import Admin, Reader
from monitor.web.desk import AtDesk
from monitor.web.pages.actors import Actor, list_actors
from monitor.web.pages.agreement_edit import open_new, read_origin
from monitor.web.pages.agreement_page import show_page
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell
from monitor.web.pages.wording import write_count, write_state

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """An agreement as it is configured; `sources` says how many there are and how many answer."""

    agreement: Agreement
    state: str
    actors: Sequence[Actor]
    sources: str
    saved: str
    by: str


@dataclass(frozen=True, slots=True)
class PresetRow:
    """A bundled agreement; `is_watched`: one of its id is in use already."""

    id: str
    name: str
    window: str
    actors: Sequence[Actor]
    sources: str
    is_watched: bool


@router.get("/agreements")
def show_agreements(request: Request, _reader: Reader, desk: AtDesk) -> Response:
    with reading(desk.engine) as session:
        agreements = list_agreements(session)
        shell = make_shell(agreements, desk.now())
        rows = _list_rows(session, agreements, desk.now())
    return render(request, "agreement_list.html", shell=shell, rows=rows)


@router.get("/agreements/new")
def show_new(
    request: Request,
    _admin: Admin,
    desk: AtDesk,
    origin: Annotated[str, Query(alias="from", max_length=100)] = "",
) -> Response:
    """Which preset, or none; then the form."""
    if origin:
        return show_page(request, desk, open_new(read_origin(origin), origin))
    with reading(desk.engine) as session:
        agreements = list_agreements(session)
    shell = make_shell(agreements, desk.now())
    watched = {each.id for each in agreements}
    presets = [_preset_row(form, form.id in watched) for form in _presets()]
    return render(request, "agreement_new.html", shell=shell, presets=presets)


def _list_rows(session: Session, agreements: Sequence[Agreement], now: datetime) -> list[AgreementRow]:
    stored = load_stored(session)
    rows = []
    for each in agreements:
        watched = [stored.sources[watch.source_id] for watch in stored.live_watches(each.id)]
        in_use = [source for source in watched if source.enabled]
        answer = sum(source.state in ANSWERING for source in in_use)
        version = session.get(AgreementVersion, (each.id, each.version))
        rows.append(
            AgreementRow(
                each,
                write_state(each, now),
                list_actors([each.document]),
                f"{len(in_use)} of {write_count(len(watched), 'source')} in use, {answer} answering",
                write_stamp(each.updated_at, each.timezone),
                version.made_by if version else "",
            )
        )
    return rows


@cache
def _presets() -> list[AgreementForm]:
    return [read_preset(name).content.agreements[0] for name in list_presets()]


def _preset_row(form: AgreementForm, is_watched: bool) -> PresetRow:
    ids: Mapping[str, Any] = form.model_dump(mode="json")
    enabled = sum(not hasattr(source, "source") and source.enabled for source in form.sources)
    until = f" until {form.ends_at:%-d %B %Y}" if form.ends_at else ""
    return PresetRow(
        form.id,
        form.name,
        f"from {form.starts_at:%-d %B %Y, %H:%M}{until}",
        list_actors([ids]),
        f"{enabled} of {write_count(len(form.sources), 'source')} enabled",
        is_watched,
    )
