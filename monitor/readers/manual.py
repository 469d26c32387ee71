"""Statements that a person enters, of outlets that no machine may read (Facebook, X). Never polled."""

from __future__ import annotations

from monitor.readers.contract import CaptureText, Listing, SourceFacts, Unreadable

KIND = "manual"
POLLED = False
_NEVER = "sources of kind `manual` are never polled; their statements are entered by a person."


def address(source: SourceFacts) -> str:
    """There is none to request."""
    raise Unreadable(f"{source.id}: {_NEVER}")


def read(answer: CaptureText, source: SourceFacts) -> Listing:
    """There is no answer to read."""
    raise Unreadable(f"{source.id}, {answer.final_url}: {_NEVER}")
