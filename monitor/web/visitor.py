"""Who sent a request, as far as a page needs to know."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request


@dataclass(frozen=True, slots=True)
class Visitor:
    """`name` is empty for a token and for a reader of an open desk; only a person has a `form_key`."""

    role: str
    name: str = ""
    user_id: str = ""
    form_key: str = ""
    token_id: str = ""

    @property
    def actor(self) -> str:
        """Who it was, for the record."""
        return self.name or (f"token:{self.token_id}" if self.token_id else "a reader of the open desk")


def remember_visitor(request: Request, visitor: Visitor) -> Visitor:
    """For whatever answers this request, a page about a problem too."""
    request.state.visitor = visitor
    return visitor


def visitor_of(request: Request) -> Visitor | None:
    """None while nobody asked who it is."""
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    return visitor
