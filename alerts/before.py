"""Pure: what a rule asks of the notices before one: the first of its kind, both sides, more than so many.

A rule marks the notices that fit its other conditions under keys that name what is compared. A
claim with several types or places has a key for each; what has no value has no key: an
accusation of nobody is the first of no party. Times are those at which notices were made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from alerts.conditions import NoticeFacts
from alerts.keys import write_key
from alerts.marks import Mark, MarkBook
from alerts.traits import find_sides, list_traits


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a rule wants a notice, and which earlier ones it now wants with it."""

    wanted: bool
    recalled: Sequence[int] = ()


class Before(Protocol):
    """What a rule asks of what came before."""

    @property
    def span(self) -> timedelta | None:
        """How far it looks back; None: to the first notice of all."""
        ...

    def list_keys(self, notice: NoticeFacts) -> list[str]:
        """The keys whose marks it must know to judge a notice."""
        ...

    def judge(self, notice: NoticeFacts, mark: Mark, book: MarkBook, *, fresh: bool) -> Verdict:
        """Mark a notice that fits the other conditions, and judge it."""
        ...


def read_before(when: Mapping[str, Any]) -> Before | None:
    """What a rule's `when` asks of what came before; None: nothing."""
    if when.get("first"):
        return First(when["first"])
    if when.get("mutual"):
        return Mutual(timedelta(seconds=when["mutual"]))
    asked = when.get("more_than")
    return MoreThan(asked["count"], timedelta(seconds=asked["within"]), asked["per"]) if asked else None


@dataclass(frozen=True, slots=True)
class First:
    """The first of an agreement, a party, a type or a place; old ones have come before, too."""

    per: str
    span: timedelta | None = None

    def list_keys(self, notice: NoticeFacts) -> list[str]:
        return _make_keys(self.per, notice)

    def judge(self, notice: NoticeFacts, mark: Mark, book: MarkBook, *, fresh: bool) -> Verdict:
        new = [key for key in self.list_keys(notice) if not book.list_marks(key)]
        for key in new:
            book.add_mark(key, mark)
        return Verdict(bool(new) and fresh)


@dataclass(frozen=True, slots=True)
class Mutual:
    """Both sides accuse each other within a time: then both accusations, and what goes on within it."""

    span: timedelta

    def list_keys(self, notice: NoticeFacts) -> list[str]:
        sides = find_sides(notice)
        if sides is None:
            return []
        return [_make_key("mutual", notice, *sides), _make_key("mutual", notice, *reversed(sides))]

    def judge(self, notice: NoticeFacts, mark: Mark, book: MarkBook, *, fresh: bool) -> Verdict:
        keys = self.list_keys(notice) if fresh else []
        if not keys:
            return Verdict(False)
        since = mark.at - self.span
        for key in keys:  # the newest stays: it answers the other side
            book.drop_oldest(
                key, lambda one, left: one.at < since or (left > 1 and one.notice_id in book.covered)
            )
        own, other = keys
        wanted = bool(book.list_marks(other, since))
        recalled = book.list_uncovered(keys, since) if wanted else ()
        book.add_mark(own, mark)
        return Verdict(wanted, recalled)


@dataclass(frozen=True, slots=True)
class MoreThan:
    """More than `count` within a time: then all of them, and each further one while it lasts."""

    count: int
    span: timedelta
    per: str

    def list_keys(self, notice: NoticeFacts) -> list[str]:
        return _make_keys(self.per, notice)

    def judge(self, notice: NoticeFacts, mark: Mark, book: MarkBook, *, fresh: bool) -> Verdict:
        keys = self.list_keys(notice) if fresh else []
        since = mark.at - self.span
        crossed = []
        for key in keys:
            book.drop_oldest(
                key, lambda one, left: one.at < since or (left > self.count and one.notice_id in book.covered)
            )
            if len(book.list_marks(key, since)) >= self.count:
                crossed.append(key)
        recalled = book.list_uncovered(crossed, since)
        for key in keys:
            book.add_mark(key, mark)
        return Verdict(bool(crossed), recalled)


def _make_keys(per: str, notice: NoticeFacts) -> list[str]:
    return [_make_key(per, notice, value) for value in list_traits(per, notice)]


def _make_key(what: str, notice: NoticeFacts, *values: str) -> str:
    return write_key(what, notice.agreement_id, *values)
