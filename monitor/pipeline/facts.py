"""What a reader may know of a source."""

from __future__ import annotations

from sqlmodel import Session

from monitor.ledger.watches import watches_of
from monitor.models import Source
from monitor.readers import SourceFacts


def source_facts(session: Session, source: Source) -> SourceFacts:
    """What a reader may know of a source; its zone is its own, else that of an agreement that watches it."""
    document = source.document
    zones = (agreement.timezone for _, agreement in watches_of(session, source.id))
    return SourceFacts(
        id=source.id,
        kind=source.kind,
        url=source.url,
        languages=tuple(document.get("languages") or ()),
        timezone=document.get("timezone") or next(zones, "UTC"),
        options=document,
    )
