"""Texts with certain words: how many there are, and the lines that were read from them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, cast, column, exists, func, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlmodel import Session, col

from monitor.models import LogLine, SearchText
from monitor.models.log_line import first_id, last_id, second_of_id
from monitor.queries.arrays import on_postgres, pick
from monitor.queries.wishes import Wish
from monitor.queries.words import write_match, write_tsquery

FEW_TEXTS = 5_000  # so many are gone through at once
_INDEX = table("search_index", column("rowid"))
_LINES = pick(col(LogLine.id), col(LogLine.facet_id))


class TextSearch:
    """The texts that have the words of a wish, and the labels that its filters ask for."""

    def __init__(self, session: Session, wish: Wish) -> None:
        self._session, self._wish = session, wish
        self._on_postgres = on_postgres(session)
        known = self._texts().limit(FEW_TEXTS + 1).subquery()
        self.texts: int = session.scalar(select(func.count()).select_from(known)) or 0

    @property
    def are_few(self) -> bool:
        return self.texts <= FEW_TEXTS

    def lines_of_all(self) -> Select[Any]:
        """(id, facet_id) of the lines of every text, however many."""
        return _LINES.where(col(LogLine.text_id).in_(self._texts()))

    def lines_near(self, id: int, size: int) -> tuple[Select[Any], int | None]:
        """The lines of the next `size` texts from an id on, and the id from which to go on; None at the end.

        Texts and lines of one second are in no common order: a second is taken as a whole.
        """
        second = second_of_id(id)
        key, down = self._key(), self._wish.descending
        beyond = key <= last_id(second) if down else key >= first_id(second)
        wanted = self._texts().where(beyond).order_by(key.desc() if down else key.asc())
        ids = list(self._session.scalars(wanted.limit(size)))
        last = second_of_id(ids[-1]) if len(ids) == size else None
        if last is not None and last == second_of_id(ids[0]):
            return self.lines_near(id, size * 4)
        if last is not None:
            ids = [each for each in ids if second_of_id(each) != last]
        edge = None if last is None else last_id(last) + 1 if down else first_id(last) - 1
        return _LINES.where(col(LogLine.text_id).in_(ids)), edge

    def has_words(self) -> ColumnElement[bool]:
        """Whether the text of a line has them."""
        return exists(self._texts().where(self._key() == col(LogLine.text_id)).correlate(LogLine))

    def _key(self) -> Any:
        return col(SearchText.id) if self._on_postgres else _INDEX.c.rowid

    def _texts(self) -> Select[Any]:
        asked = (self._wish.phrases or (), self._wish.labels)
        if self._on_postgres:
            question = cast(write_tsquery(*asked), TSQUERY)
            return select(self._key()).where(col(SearchText.words).bool_op("@@")(question))
        matches = literal_column("search_index").op("MATCH", is_comparison=True)(write_match(*asked))
        return select(self._key()).select_from(_INDEX).where(matches)
