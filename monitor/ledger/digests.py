"""What is kept in place of a random secret."""

from __future__ import annotations

import hashlib


def digest(text: str) -> str:
    """SHA-256 in hex: enough for 256 random bits, never for a password."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
