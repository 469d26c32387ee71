"""What applying forms would change: the database compared with what the forms ask for."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from alerts.channels import find_kinds
from alerts.models import Channel, Rule
from monitor.agreements.changes import Change, Noun, changed_keys
from monitor.agreements.documents import (
    agreement_document,
    channel_document,
    complete_rule,
    rule_document,
    source_document,
)
from monitor.agreements.form import Form
from monitor.agreements.form_agreement import AgreementForm
from monitor.agreements.form_channel import ChannelForm
from monitor.agreements.references import check_references
from monitor.agreements.stored import Stored, find_other_editor, load_stored
from monitor.agreements.wanted import Wanted, collect_wanted
from monitor.models import Agreement, Source

Row = Agreement | Source | Channel | Rule


def plan(session: Session, forms: Sequence[Form], prune: bool = False) -> list[Change]:
    """Every thing that the forms speak of (with `prune`: or leave out) and what would become of it.

    Writes nothing; raises BadForm when names lead nowhere or forms contradict each other.
    """
    wanted, stored = collect_wanted(forms), load_stored(session)
    check_references(wanted, stored, prune=prune)
    return compare(session, wanted, stored, prune=prune)


def compare(session: Session, wanted: Wanted, stored: Stored, *, prune: bool) -> list[Change]:
    """The changes: sources, agreements, channels, rules, in the order of the forms; removals last."""
    changes = [
        _judge(session, "source", id_, stored.sources.get(id_), source_document(form))
        for id_, form in wanted.sources.items()
    ]
    changes += [_judge_agreement(session, form, stored) for form in wanted.agreements.values()]
    changes += [_judge_channel(session, form, stored) for form in wanted.channels.values()]
    changes += [
        _judge(session, "rule", id_, stored.rules.get(id_), rule_document(form))
        for id_, form in wanted.rules.items()
    ]
    return changes + (list(_removals(session, wanted, stored)) if prune else [])


def watched_sources(form: AgreementForm) -> list[tuple[str, str | None]]:
    """Source and speaker of each watch, in order."""
    return [(source.source_id, source.party) for source in form.sources]


def _judge(
    session: Session,
    noun: Noun,
    id_: str,
    row: Row | None,
    document: dict[str, Any],
    more: Sequence[str] = (),
) -> Change:
    if row is None or row.removed_at is not None:
        return Change(noun, id_, "create")
    old = complete_rule(row.document) if isinstance(row, Rule) else row.document
    fields = (*changed_keys(old, document), *more)
    if not fields:
        return Change(noun, id_, "unchanged")
    return Change(noun, id_, "change", fields, find_other_editor(session, row))


def _judge_agreement(session: Session, form: AgreementForm, stored: Stored) -> Change:
    old = {watch.source_id: watch.speaker for watch in stored.live_watches(form.id)}
    watches = _changed_watches(old, dict(watched_sources(form)))
    row = stored.agreements.get(form.id)
    return _judge(session, "agreement", form.id, row, agreement_document(form), watches)


def _changed_watches(old: dict[str, str | None], new: dict[str, str | None]) -> list[str]:
    keys = [f"sources.{id_}" for id_ in dict.fromkeys([*new, *old]) if (id_ in old) != (id_ in new)]
    keys += [f"sources.{id_}.party" for id_ in new if id_ in old and old[id_] != new[id_]]
    return keys or (["sources"] if list(old) != list(new) else [])


def _judge_channel(session: Session, form: ChannelForm, stored: Stored) -> Change:
    """A literal secret is compared with the one that is kept apart, and never shown."""
    row, document = stored.channels.get(form.id), channel_document(form)
    if row is None:
        return _judge(session, "channel", form.id, None, document)
    more = [] if row.kind == form.kind else ["kind"]
    key = find_kinds()[form.kind].KEPT_APART or ""
    secret = document.get(key)
    if isinstance(secret, str):
        more += [] if secret == row.secret or row.document.get(key) is None else [key]
        document = document | {key: {"stored": form.id}}
    elif isinstance(secret, dict) and secret.get("stored") not in (None, form.id):
        holder = stored.channels[secret["stored"]]
        more += [] if holder.secret == row.secret else [key]
        document = document | {key: {"stored": form.id}}
    return _judge(session, "channel", form.id, row, document, more)


def _removals(session: Session, wanted: Wanted, stored: Stored) -> Iterator[Change]:
    nouns: Sequence[tuple[Noun, Mapping[str, Row], Container[str]]] = (
        ("rule", stored.rules, wanted.rules),
        ("channel", stored.channels, wanted.channels),
        ("agreement", stored.agreements, wanted.agreements),
        ("source", stored.sources, wanted.sources),
    )
    for noun, rows, kept in nouns:
        for id_, row in rows.items():
            if id_ not in kept and row.removed_at is None:
                yield Change(noun, id_, "remove", (), find_other_editor(session, row))
