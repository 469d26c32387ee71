"""Keep the words of texts that make claims ready to be searched."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlmodel import Session, col, select

from monitor.ledger.keeping import FULL
from monitor.ledger.line_values import LineValues
from monitor.ledger.moment_ids import free_id
from monitor.models import Claim, Reading, Revision, SearchText, Source, Statement
from monitor.models.log_line import second_of
from monitor.models.search_text import split_words


def write_texts(session: Session, lines: Collection[LineValues]) -> dict[str, int]:
    """The id of the words of each line's revision; what is missing is written: words, labels, quotes."""
    labels: dict[str, set[str]] = {}
    for line in lines:
        labels.setdefault(line.revision_id, set()).update(line.labels)
    known = select(SearchText).where(col(SearchText.revision_id).in_(labels))
    texts = {text.revision_id: text for text in session.exec(known)}
    for id, wanted in labels.items():
        revision = session.get_one(Revision, id)
        text = texts.get(id)
        if text is not None and wanted <= set(text.labels) and is_whole(session, revision):
            continue
        if text is None:
            text_id = free_id(session, SearchText, second_of(revision.published_at), id)
            text = texts[id] = SearchText(id=text_id, revision_id=id, labels=[], words=[])
        text.labels = sorted({*text.labels, *wanted})
        text.words = [*list_words(session, revision), *text.labels]
        session.add(text)
        session.flush()
    return {id: text.id for id, text in texts.items()}


def refresh_text(session: Session, revision: Revision) -> None:
    """After what is kept of a revision changed: its words are those that are left."""
    session.flush()
    query = select(SearchText).where(SearchText.revision_id == revision.id)
    text = session.exec(query).first()
    if text is not None:
        text.words = [*list_words(session, revision), *text.labels]
        session.add(text)


def list_words(session: Session, revision: Revision) -> list[str]:
    """The words of title and text; where the text is not kept whole, of title and quotes."""
    read = (Reading.statement_id == revision.statement_id, Reading.revision_id == revision.id)
    quotes = select(Claim.quote).join(Reading, col(Reading.id) == Claim.reading_id).where(*read)
    text = revision.text if is_whole(session, revision) else None
    return choose_words(revision.title, text, session.exec(quotes.order_by(col(Claim.position), Claim.id)))


def is_whole(session: Session, revision: Revision) -> bool:
    """Whether all of the text is kept, now and after its last reading."""
    statement = session.get_one(Statement, revision.statement_id)
    keep = session.get_one(Source, statement.source_id).document.get("keep", FULL)
    return bool(keep == FULL and revision.kept == FULL)


def choose_words(title: str, text: str | None, quotes: Iterable[str]) -> list[str]:
    """`text` is None where it is not kept whole."""
    said = [text] if text is not None else list(dict.fromkeys(quotes))
    return split_words("\n".join([title, *said]))
