"""Passwords: argon2 hashes, and the same work for a name that nobody has."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import cache

from pwdlib import PasswordHash

SHORTEST = 12
LONGEST = 200
# One hash takes 64 MiB and about a tenth of a second of every core: a crowd at the door waits in line.
_TURNS = threading.BoundedSemaphore(2)
_HASHES = PasswordHash.recommended()


class BadPassword(ValueError):
    """A password that can't be taken; its text is one sentence for the person who chose it."""


def hash_password(password: str) -> str:
    """The argon2id hash of a new password; raises BadPassword. Slow: call it outside a transaction."""
    if len(password) < SHORTEST:
        raise BadPassword(f"The password has fewer than {SHORTEST} characters; choose a longer one.")
    if len(password) > LONGEST:
        raise BadPassword(f"The password has more than {LONGEST} characters; choose a shorter one.")
    with _TURNS:
        return _HASHES.hash(_normal(password))


def is_right(password: str, hashed: str | None) -> bool:
    """Whether the password is behind the hash; None (nobody has the name) takes as long, and is a no."""
    stand_in = _stand_in()
    if len(password) > LONGEST:
        return False  # told by the length that was sent, which says nothing about the name
    with _TURNS:
        right = _HASHES.verify(_normal(password), hashed or stand_in)
    return right and hashed is not None


@cache
def _stand_in() -> str:
    with _TURNS:
        return _HASHES.hash(secrets.token_urlsafe(32))


def _normal(password: str) -> str:
    """The same letters typed on another keyboard are the same password (NIST SP 800-63B, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
