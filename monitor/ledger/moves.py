"""Where an outlet went: applied by itself on the same host, on another one only by a person's word."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from monitor.fetch import Poll
from monitor.ledger.journal import append_entry
from monitor.models import Source, SourceVersion
from monitor.terms import SourceState

_OURSELVES = "ceasewatch"


class NoMove(Exception):
    """There is nothing to approve; the text says so to the operator."""


def note_move(session: Session, source: Source, poll: Poll) -> None:
    """Keep where a permanent redirect leads as a proposal, or follow it when the host is the same.

    Of a source whose reader asks another address than its own (an API below a site) the redirect
    is followed at each poll, and the source keeps its address.
    """
    if poll.state is SourceState.MOVED:
        source.moved_to = poll.moved_to
    elif poll.state in (SourceState.OK, SourceState.UNCHANGED):
        source.moved_to = None
        if poll.moved_to is not None and poll.asked.url == source.url:
            _change_address(session, source, poll.moved_to, poll.at, _OURSELVES)


def approve_move(session: Session, source_id: str, now: datetime, by: str) -> str:
    """Let a source go where it was redirected to; its new address. Raises NoMove."""
    source = session.get(Source, source_id, with_for_update=True)
    if source is None or source.removed_at is not None:
        raise NoMove(f"There is no source {source_id!r}; `ceasewatch export` lists them.")
    if source.moved_to is None:
        raise NoMove(f"{source_id} has not moved: nothing waits for approval.")
    target, source.moved_to = source.moved_to, None
    _change_address(session, source, target, now, by)
    source.etag = source.last_modified = source.body_sha256 = source.read_sha256 = None
    if source.due_at is not None:
        source.due_at = now
    return target


def _change_address(session: Session, source: Source, target: str, now: datetime, by: str) -> None:
    details = {"action": "change", "fields": ["url"], "from": source.url, "to": target}
    source.url, source.version, source.updated_at = target, source.version + 1, now
    source.document = source.document | {"url": target}
    session.add(source)
    session.flush()
    version = SourceVersion(
        source_id=source.id, version=source.version, document=source.document, made_at=now, made_by=by
    )
    session.add(version)
    append_entry(
        session, kind="configuration", subject=f"source:{source.id}", actor=by, now=now, details=details
    )
