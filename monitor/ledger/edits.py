"""What a person edits at the desk: one agreement or source at a time, over the version that they saw."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from alerts.models import Rule
from monitor.agreements.changes import Change
from monitor.agreements.form import Form
from monitor.agreements.given import LISTS, Noun
from monitor.agreements.stored import load_stored
from monitor.agreements.whole import tag_of, whole_agreement, whole_source
from monitor.ledger.adoption import adopt_forms, remove_adopted
from monitor.models import Agreement, Source, Watch

ANY = "*"


class UnknownThing(Exception):
    """There is nothing of that id in use."""


class ThingExists(Exception):
    """The id of what was to be made is taken; the text says so."""


class ThingChanged(Exception):
    """Somebody saved since: `current` is the document as it stands now."""

    def __init__(self, current: Mapping[str, Any]) -> None:
        super().__init__("It was changed since it was read; read it again, and compare before you save.")
        self.current = current


class ThingNeeded(Exception):
    """It can't be taken out of use while something else needs it; the text names what."""


@dataclass(frozen=True, slots=True)
class Editor:
    """Who edits, and when."""

    by: str
    now: datetime


def read_thing(session: Session, noun: Noun, id_: str) -> dict[str, Any]:
    """The whole document of an agreement or a source in use; raises UnknownThing."""
    if noun == "agreement":
        found = whole_agreement(load_stored(session), id_)
    else:
        row = session.get(Source, id_)
        found = whole_source(row) if row is not None and row.removed_at is None else None
    if found is None:
        raise UnknownThing(id_)
    return found


def add_thing(engine: Engine, noun: Noun, form: Form, editor: Editor) -> list[Change]:
    """Make what the form holds; raises ThingExists and BadForm. What was removed comes back."""
    id_ = form_id(noun, form)

    def check(session: Session) -> None:
        with suppress(UnknownThing):
            read_thing(session, noun, id_)
            raise ThingExists(
                f"There is a{'n' if noun == 'agreement' else ''} {noun} {id_!r} already; choose another id."
            )

    return adopt_forms(engine, [form], now=editor.now, by=editor.by, first=check)


def change_thing(engine: Engine, noun: Noun, form: Form, seen: str, editor: Editor) -> list[Change]:
    """Save over the version whose tag was `seen`; raises UnknownThing, ThingChanged and BadForm."""
    id_ = form_id(noun, form)
    return adopt_forms(
        engine,
        [form],
        now=editor.now,
        by=editor.by,
        first=lambda session: _check_seen(session, noun, id_, seen),
    )


def remove_thing(engine: Engine, noun: Noun, id_: str, seen: str, editor: Editor) -> None:
    """Take it out of use; raises UnknownThing, ThingChanged and ThingNeeded."""

    def check(session: Session) -> None:
        _check_seen(session, noun, id_, seen)
        _check_unneeded(session, noun, id_)

    remove_adopted(engine, noun, id_, now=editor.now, by=editor.by, first=check)


def form_id(noun: Noun, form: Form) -> str:
    """The id of the one thing that a form holds."""
    things = getattr(form.content, LISTS[noun])
    return str(things[0].id)


def _check_seen(session: Session, noun: Noun, id_: str, seen: str) -> None:
    current = read_thing(session, noun, id_)
    if seen not in (ANY, tag_of(current)):
        raise ThingChanged(current)


def _check_unneeded(session: Session, noun: Noun, id_: str) -> None:
    if noun == "agreement":
        rules = session.exec(select(Rule).where(col(Rule.removed_at).is_(None)).order_by(Rule.id))
        users, what = [rule.id for rule in rules if rule.document.get("agreement") == id_], "rule"
    else:
        standing = (col(Watch.removed_at).is_(None), col(Agreement.removed_at).is_(None))
        joined = select(Agreement.id).join(Watch, col(Watch.agreement_id) == Agreement.id)
        users = list(session.exec(joined.where(Watch.source_id == id_, *standing).order_by(Agreement.id)))
        what = "agreement"
    if users:
        plural = "s" if len(users) > 1 else ""
        raise ThingNeeded(
            f"The {what}{plural} {', '.join(users)} would lose it; change {'them' if plural else 'it'} first."
        )
