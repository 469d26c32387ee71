"""/system: how the service itself is - what was checked, who is alive, what waits, how much is kept."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session, col, select

from monitor import clock
from monitor.classify import CLASSIFIER_VERSION, LANGUAGES
from monitor.db import reading, version_of
from monitor.doctor.checks import Check, check_database, check_settings
from monitor.ledger.heartbeats import SILENCE
from monitor.models import Heartbeat
from monitor.queries.agreements import list_agreements
from monitor.queries.storage import Storage, measure_storage
from monitor.queries.vitals import Vitals, read_vitals
from monitor.web.auth import Admin
from monitor.web.desk import AtDesk, Desk
from monitor.web.pages.rendering import render
from monitor.web.pages.shell import make_shell

PAGE = "/system"
STATES = {"ok": "in order", "note": "worth knowing", "wrong": "needs a hand"}
UNITS = ("bytes", "kB", "MB", "GB", "TB")
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Beat:
    """A part of the clockwork, when it last spoke, and whether that is recent."""

    name: str
    at: datetime
    is_alive: bool


@router.get(PAGE)
def show_system(request: Request, _admin: Admin, desk: AtDesk) -> Response:
    wall = clock.wall()
    with reading(desk.engine) as session:
        shell = make_shell(list_agreements(session), desk.now())
        vitals = read_vitals(session, wall, desk.now())
        beats = _list_beats(session, wall)
        storage = measure_storage(session, desk.settings.home)
    checks = [*check_settings(desk.settings), *check_database(desk.engine, desk.settings, wall)]
    return render(
        request,
        "system.html",
        shell=shell,
        checks=sorted(checks, key=lambda check: -list(STATES).index(check.state)),
        states=STATES,
        verdict=_say_verdict(checks),
        beats=beats,
        waiting=_list_waiting(vitals),
        groups=_list_groups(vitals),
        kept=_list_kept(storage),
        seal=storage.seal,
        versions=_list_versions(desk),
    )


def _list_beats(session: Session, wall: datetime) -> list[Beat]:
    rows = session.exec(select(Heartbeat).order_by(col(Heartbeat.name)))
    return [Beat(row.name, row.beat_at, wall - row.beat_at <= SILENCE) for row in rows]


def _say_verdict(checks: list[Check]) -> str:
    wrong = sum(check.state == "wrong" for check in checks)
    if wrong:
        return f"{wrong} of {len(checks)} parts {'needs' if wrong == 1 else 'need'} a hand."
    notes = sum(check.state == "note" for check in checks)
    more = f"; of {notes} there is something to know" if notes else ""
    return f"All {len(checks)} parts that were looked at work{more}."


def _list_waiting(vitals: Vitals) -> list[tuple[str, str]]:
    """Ages are since something should have happened."""
    ages = {
        "oldest alert not delivered": vitals.undelivered,
        "oldest notice that no rule has looked at": vitals.unmatched,
        "alert that should have closed": vitals.overdue,
    }
    counts = {
        "notices that wait for rules": vitals.pending_notices,
        "alerts that are still open": vitals.open_alerts,
        **{f"steps of kind “{kind}” that are due": number for kind, number in sorted(vitals.work.items())},
    }
    return [
        *((name, _write_age(age)) for name, age in ages.items()),
        *((name, f"{number:,}") for name, number in counts.items()),
    ]


def _list_groups(vitals: Vitals) -> list[tuple[str, str]]:
    """What there is of each, by state."""
    found = {"deliveries": vitals.deliveries, "sources": vitals.sources, "channels": vitals.channels}
    return [
        (name, ", ".join(f"{number:,} {state}" for state, number in states.items() if number) or "none")
        for name, states in found.items()
    ]


def _list_kept(storage: Storage) -> list[tuple[str, str]]:
    free = "not known" if storage.free is None else write_size(storage.free)
    counts = [(name, f"{number:,}") for name, number in storage.counts.items()]
    return [("database", write_size(storage.database)), ("free in the data folder", free), *counts]


def _list_versions(desk: Desk) -> list[tuple[str, str]]:
    server = desk.engine.dialect
    numbers = ".".join(str(part) for part in getattr(server, "server_version_info", None) or ())
    return [
        ("Ceasewatch", version("ceasewatch")),
        ("reading", CLASSIFIER_VERSION),
        ("languages that are read", ", ".join(LANGUAGES)),
        ("Python", platform.python_version()),
        (server.name, numbers or "not known"),
        ("tables", version_of(desk.engine) or "none"),
    ]


def _write_age(age: timedelta) -> str:
    seconds = round(age.total_seconds())
    return "nothing is late" if seconds <= 0 else f"{timedelta(seconds=seconds)} late"


def write_size(size: float) -> str:
    """ "1.2 MB": thousands, as disks are sold."""
    for unit in UNITS[:-1]:
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == UNITS[0] else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} {UNITS[-1]}"
