"""Store no more of a text than its publisher's terms allow, once it has been read."""

from __future__ import annotations

from sqlmodel import Session, col, select

from monitor.models import Revision, Source, Statement, Work
from monitor.models.work import CLASSIFY

FULL, EXCERPT, LINK = "full", "excerpt", "link"


def trim_text(session: Session, revision_id: str) -> None:
    """After the last reading that waits for it: of an `excerpt` the quotes of its claims stay, of a
    `link` the title and the address. The hash of the whole text stays with both.
    """
    revision = session.get_one(Revision, revision_id)
    statement = session.get_one(Statement, revision.statement_id)
    keep = session.get_one(Source, statement.source_id).document.get("keep", FULL)
    waiting = (Work.kind == CLASSIFY, Work.subject_id == revision_id, col(Work.done_at).is_(None))
    if keep == FULL or session.exec(select(Work.id).where(*waiting)).first() is not None:
        return
    revision.text, revision.kept = "", keep
    session.add(revision)


def allowed_quote(source: Source, quote: str) -> str:
    """A claim's words as they may be stored and told."""
    return "" if source.document.get("keep") == LINK else quote
