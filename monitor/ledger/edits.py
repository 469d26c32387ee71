"""What a person edits at the desk: one thing that is configured at a time, over the version that they saw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from alerts.configuration import current_rules, find_channel, find_rule
from monitor.agreements.changes import Change
from monitor.agreements.form import Form
from monitor.agreements.given import LISTS, Noun
from monitor.agreements.stored import load_stored
from monitor.agreements.whole import tag_of, whole_agreement, whole_channel, whole_rule, whole_source
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
    """The whole document of what is in use; raises UnknownThing."""
    found = _READ[noun](session, id_)
    if found is None:
        raise UnknownThing(id_)
    return found


def _read_source(session: Session, id_: str) -> dict[str, Any] | None:
    row = session.get(Source, id_)
    return whole_source(row) if row is not None and row.removed_at is None else None


def _read_rule(session: Session, id_: str) -> dict[str, Any] | None:
    row = find_rule(session, id_)
    return whole_rule(row) if row is not None else None


def _read_channel(session: Session, id_: str) -> dict[str, Any] | None:
    row = find_channel(session, id_)
    return whole_channel(row) if row is not None else None


_READ: Mapping[Noun, Callable[[Session, str], dict[str, Any] | None]] = {
    "agreement": lambda session, id_: whole_agreement(load_stored(session), id_),
    "source": _read_source,
    "rule": _read_rule,
    "channel": _read_channel,
}


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
    users, what = _list_users(session, noun, id_), "agreement" if noun == "source" else "rule"
    if users:
        plural = "s" if len(users) > 1 else ""
        raise ThingNeeded(
            f"The {what}{plural} {', '.join(users)} would lose it; change {'them' if plural else 'it'} first."
        )


def _list_users(session: Session, noun: Noun, id_: str) -> list[str]:
    """The rules of an agreement, the agreements that watch a source, the rules that send to a channel."""
    if noun == "source":
        standing = (col(Watch.removed_at).is_(None), col(Agreement.removed_at).is_(None))
        joined = select(Agreement.id).join(Watch, col(Watch.agreement_id) == Agreement.id)
        return list(session.exec(joined.where(Watch.source_id == id_, *standing).order_by(Agreement.id)))
    rules = current_rules(session)
    if noun == "agreement":
        return [rule.id for rule in rules if rule.document.get("agreement") == id_]
    return [rule.id for rule in rules if noun == "channel" and id_ in rule.document["send_to"]]
