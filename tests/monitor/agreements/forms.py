"""Forms for the tests of the YAML room, and the database as one text."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import yaml
from sqlalchemy import Engine
from sqlmodel import Session, select

from monitor.agreements.adopt import apply_forms
from monitor.agreements.changes import Change
from monitor.agreements.faults import BadForm
from monitor.agreements.form import Form, read_form
from monitor.db import writing
from monitor.models import Agreement, AgreementVersion, Source, SourceVersion, Watch
from tests.builders import START

AGREEMENT: dict[str, Any] = {
    "id": "truce",
    "name": "A truce",
    "starts_at": "2020-10-10T12:00:00+04:00",
    "timezone": "Asia/Yerevan",
    "parties": [
        {"id": "armenia", "name": "Armenia", "country": "AM", "side": "west", "aliases": {"en": ["Yerevan"]}},
        {"id": "azerbaijan", "name": "Azerbaijan", "country": "AZ", "side": "east"},
    ],
    "observers": [{"id": "russia", "name": "Russia", "country": "RU"}],
    "places": [{"id": "ganja", "lat": 40.7, "lon": 46.4, "names": {"en": ["Ganja"], "az": ["Gəncə"]}}],
    "sources": [
        {
            "id": "am-mod",
            "publisher": "Ministry",
            "party": "armenia",
            "kind": "feed",
            "url": "https://am-mod.example/feed",
        }
    ],
}
CHANNELS = [
    {"id": "desk", "kind": "email", "to": ["desk@example.org"]},
    {"id": "newsroom", "kind": "webhook", "url": "https://news.example/hook", "secret": {"env": "SECRET"}},
]
RULES = [{"id": "every-accusation", "agreement": "truce", "send_to": ["desk", "newsroom"]}]
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def an_agreement(**changes: Any) -> dict[str, Any]:
    return AGREEMENT | changes


def a_source(id: str = "am-mod", **changes: Any) -> dict[str, Any]:
    return {"id": id, "publisher": "Ministry", "kind": "feed", "url": f"https://{id}.example/feed"} | changes


def a_form(**parts: Any) -> Form:
    """A form of these parts; without any, of everything that the tests usually need."""
    usual: dict[str, Any] = {"agreements": [AGREEMENT], "channels": CHANNELS, "rules": RULES}
    return read_form(yaml.safe_dump({"version": 1} | (parts or usual), allow_unicode=True), "watch.yaml")


def faults_of(text: str) -> list[str]:
    """What is wrong with a text; nothing when it is a good form."""
    try:
        read_form(text, "watch.yaml")
    except BadForm as bad:
        return list(bad.sentences)
    return []


def faults_in(**parts: Any) -> list[str]:
    return faults_of(yaml.safe_dump({"version": 1} | parts, allow_unicode=True, sort_keys=False))


def dump_tables(session: Session) -> list[str]:
    """Every row of this room's tables, to compare before and after."""
    tables = (Agreement, AgreementVersion, Source, SourceVersion, Watch)
    return sorted(repr(row.model_dump()) for table in tables for row in session.exec(select(table)).all())


def adopt(
    engine: Engine, *forms: Form, prune: bool = False, minutes: int = 0, by: str = "apply"
) -> list[Change]:
    """Apply; returns what changed."""
    with writing(engine) as session:
        now = START + timedelta(minutes=minutes)
        changes = apply_forms(session, forms or (a_form(),), prune=prune, now=now, by=by)
    return [change for change in changes if change.action != "unchanged"]


def actions(changes: list[Change]) -> list[tuple[str, str, str]]:
    return [(change.action, change.noun, change.id) for change in changes]
