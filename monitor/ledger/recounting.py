"""Count the lines of an agreement anew, because its days begin at another hour."""

from __future__ import annotations

from itertools import groupby

from sqlalchemy import delete, select
from sqlmodel import Session, col

from monitor.ledger.journal import take_journal
from monitor.ledger.line_counts import shared_of
from monitor.ledger.tallies import Tallies
from monitor.models import Agreement, Facet, LogLine, LogMark, LogTally
from monitor.models.log_line import CURRENT, second_of_id


def recount_tallies(session: Session, agreement: Agreement) -> None:
    """Forget the agreement's tallies and make them again in its zone."""
    take_journal(session)
    session.execute(delete(LogTally).where(col(LogTally.agreement_id) == agreement.id))
    query = (
        select(col(LogLine.id), col(LogMark.mark), Facet)
        .join(Facet, col(Facet.id) == col(LogLine.facet_id))
        .outerjoin(LogMark, col(LogMark.line_id) == col(LogLine.id))
        .where(col(Facet.agreement_id) == agreement.id, col(Facet.standing) == CURRENT)
        .order_by(col(LogLine.id))
    )
    tallies = Tallies()
    for id, found in groupby(session.execute(query), lambda row: row[0]):
        rows = list(found)
        marks = [mark for _, mark, _ in rows if mark is not None]
        tallies.count(shared_of(rows[0][2]), second_of_id(id), marks, agreement.timezone, 1)
    tallies.write(session)
