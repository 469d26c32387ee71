"""Applying forms: rows, watches and versions written in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from alerts.columns import new_id
from alerts.configuration import remove_channel, remove_rule, save_channel, save_rule
from monitor.agreements.changes import Change
from monitor.agreements.documents import (
    agreement_document,
    channel_document,
    rule_document,
    source_document,
)
from monitor.agreements.form import Form
from monitor.agreements.form_agreement import AgreementForm
from monitor.agreements.form_source import SourceForm
from monitor.agreements.plan import compare, watched_sources
from monitor.agreements.references import check_references
from monitor.agreements.stored import Stored, load_stored
from monitor.agreements.wanted import Wanted, collect_wanted
from monitor.models import Agreement, AgreementVersion, Source, SourceVersion, Watch


@dataclass(frozen=True, slots=True)
class _Writing:
    session: Session
    stored: Stored
    now: datetime
    by: str


def apply_forms(
    session: Session, forms: Sequence[Form], *, prune: bool = False, now: datetime, by: str
) -> list[Change]:
    """Make the database say what the forms say; returns what changed, the unchanged included.

    Every change appends a version made by `by` at `now`. A watch that comes or goes makes no
    version of its agreement, a watch with another speaker does: readings depend on it. What
    leaves the forms stays, unless `prune`; what is removed is marked and comes back when a
    form names it again. Raises BadForm before anything is written.
    """
    wanted, stored = collect_wanted(forms), load_stored(session)
    check_references(wanted, stored, prune=prune)
    changes = compare(session, wanted, stored, prune=prune)
    writing = _Writing(session, stored, now, by)
    for change in changes:
        if change.action == "remove":
            _remove(writing, change)
        elif change.action != "unchanged":
            _write(writing, wanted, change)
        session.flush()
    return changes


def remove_thing(session: Session, change: Change, *, now: datetime, by: str) -> None:
    """Mark what a change of the action `remove` names as removed, with the watches of an agreement."""
    _remove(_Writing(session, load_stored(session), now, by), change)


def _write(writing: _Writing, wanted: Wanted, change: Change) -> None:
    session, now, by = writing.session, writing.now, writing.by
    if change.noun == "source":
        _write_source(writing, wanted.sources[change.id])
    elif change.noun == "agreement":
        _write_agreement(writing, wanted.agreements[change.id], change)
    elif change.noun == "channel":
        channel = wanted.channels[change.id]
        save_channel(session, channel.id, channel.kind, channel_document(channel), now, by)
    else:
        save_rule(session, change.id, rule_document(wanted.rules[change.id]), now, by)


def _remove(writing: _Writing, change: Change) -> None:
    session, stored, now = writing.session, writing.stored, writing.now
    if change.noun == "rule":
        remove_rule(session, change.id, now, writing.by)
    elif change.noun == "channel":
        remove_channel(session, change.id, now, writing.by)
    elif change.noun == "source":
        _mark_removed(stored.sources[change.id], now)
    else:
        _mark_removed(stored.agreements[change.id], now)
        for watch in stored.live_watches(change.id):
            watch.removed_at = now


def _mark_removed(row: Agreement | Source, now: datetime) -> None:
    row.removed_at = row.updated_at = now


def _write_source(writing: _Writing, form: SourceForm) -> None:
    """A new address makes what was known of the old one's last answer worthless."""
    document = source_document(form)
    row = writing.stored.sources.get(form.id)
    if row is None:
        row = Source(id=form.id, version=0, kind="", url="", document={}, updated_at=writing.now)
        writing.stored.sources[form.id] = row
    elif (row.kind, row.url) != (form.kind, form.url):
        row.etag = row.last_modified = row.body_sha256 = row.read_sha256 = None
        row.unread_reason = row.moved_to = row.window = None
    row.version, row.document, row.updated_at, row.removed_at = row.version + 1, document, writing.now, None
    row.kind, row.url, row.enabled = form.kind, form.url, form.enabled
    writing.session.add(row)
    writing.session.flush()
    writing.session.add(
        SourceVersion(
            source_id=form.id,
            version=row.version,
            document=document,
            made_at=writing.now,
            made_by=writing.by,
        )
    )


def _write_agreement(writing: _Writing, form: AgreementForm, change: Change) -> None:
    document = agreement_document(form)
    row = writing.stored.agreements.get(form.id)
    if row is None:
        row = Agreement(id=form.id, version=0, document={}, updated_at=writing.now, **agreement_columns(form))
        writing.stored.agreements[form.id] = row
    changed = row.document != document or row.removed_at is not None
    if changed or any(key.endswith(".party") for key in change.fields):
        row.sqlmodel_update(agreement_columns(form) | {"document": document, "version": row.version + 1})
        writing.session.add(row)
        writing.session.flush()
        writing.session.add(_version_of(row, writing))
    row.updated_at, row.removed_at = writing.now, None
    _write_watches(writing, form)


def agreement_columns(form: AgreementForm) -> dict[str, Any]:
    """What an agreement's row has beside its document."""
    return {
        "name": form.name,
        "starts_at": form.starts_at,
        "ends_at": form.ends_at,
        "timezone": form.timezone,
    }


def _version_of(row: Agreement, writing: _Writing) -> AgreementVersion:
    return AgreementVersion(
        agreement_id=row.id,
        version=row.version,
        document=row.document,
        made_at=writing.now,
        made_by=writing.by,
    )


def _write_watches(writing: _Writing, form: AgreementForm) -> None:
    known = {watch.source_id: watch for watch in writing.stored.watches.get(form.id, [])}
    listed = watched_sources(form)
    for position, (source_id, speaker) in enumerate(listed):
        watch = known.get(source_id) or Watch(id=new_id(), agreement_id=form.id, source_id=source_id)
        if watch.removed_at is not None:
            watch.baseline_at = None  # nobody looked for this agreement meanwhile
        watch.position, watch.speaker, watch.removed_at = position, speaker, None
        writing.session.add(watch)
    listed_ids = {source_id for source_id, _ in listed}
    for watch in known.values():
        if watch.source_id not in listed_ids and watch.removed_at is None:
            watch.removed_at = writing.now
