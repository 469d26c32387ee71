"""The signed links of mails at the desk: what they stand for, and the one sentence for those that do nothing.

Whoever has the link has the authority: no session is asked for or looked at, so that no page
elsewhere can borrow one, and no key of a form is needed beside the token. Looking changes nothing,
because mail scanners and previews follow links; a POST does. The token is in the address that the
mail has, so these pages send no referrer, are kept by no cache, and post to a bare address.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlmodel import Session

from alerts.link_keys import find_link_key
from alerts.links import BadLink, ExpiredLink
from monitor.web.problems import Problem

NO_REFERRER = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
Meaning = TypeVar("Meaning")


def read_link(session: Session, read: Callable[[bytes], Meaning]) -> Meaning:
    """What a token means, read with this installation's key; raises Problem."""
    key = find_link_key(session)
    if key is None:
        raise refuse_link(404, str(BadLink()))
    try:
        return read(key)
    except ExpiredLink as fault:
        raise refuse_link(410, str(fault)) from None
    except BadLink as fault:
        raise refuse_link(404, str(fault)) from None


def refuse_link(status: int, sentence: str) -> Problem:
    return Problem(status, sentence, NO_REFERRER)
