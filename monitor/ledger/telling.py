"""The notices of a source: one when a trouble lasts, one when it is over."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlmodel import Session

from alerts.notices import post_notice
from monitor.health.states import FAILING, WELL, has_lasted
from monitor.ledger.watches import watches_of, window_of
from monitor.models import Agreement, Source
from monitor.terms import SourceState
from monitor.wire import time_json

_TOLD = FAILING | {SourceState.QUIET, SourceState.GAP}
_AGAIN = "It answers again, and its list can be read."


def tell_of_state(session: Session, source: Source, at: datetime) -> None:
    """One notice when a trouble has lasted for more than two intervals, and one when it is over.

    Each agreement in force that watches the source has its own, so that its rules see it.

    Rules must ask for notices of the kind `source`.
    """
    if source.state in _TOLD:
        if source.told_state == source.state or not has_lasted(source.state_since, at, source.pace):
            return
        _post(session, source, source.state or "", source.state_reason, at)
        source.told_state = source.state
    elif source.state in WELL and source.told_state is not None:
        _post(session, source, SourceState.OK.value, _AGAIN, at)
        source.told_state = None


def _post(session: Session, source: Source, state: str, reason: str | None, at: datetime) -> None:
    agreements = [agreement for _, agreement in watches_of(session, source.id)]
    for agreement in agreements:
        if window_of(agreement).is_watched(at):
            _post_for(session, source, agreement, state, reason, at)


def _post_for(
    session: Session, source: Source, agreement: Agreement, state: str, reason: str | None, at: datetime
) -> None:
    facts = {
        "agreement": {"id": agreement.id, "name": agreement.name, "timezone": agreement.timezone},
        "source": {
            "id": source.id,
            "publisher": source.document.get("publisher") or source.id,
            "state": state,
            "since": time_json(source.state_since or at, UTC),
            "reason": reason,
        },
    }
    post_notice(
        session,
        kind="source",
        subject_kind="source",
        subject_id=source.id,
        agreement_id=agreement.id,
        facts=facts,
        published_at=None,
        now=at,
    )
