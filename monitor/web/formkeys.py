"""The key that a form carries, worked out from a cookie; `posting` says what it is for."""

from __future__ import annotations

import hashlib
import hmac

KEY_FIELD = "form_key"


def make_form_key(seed: str) -> str:
    """The key of a form that is bound to a cookie; the cookie can't be worked out from it."""
    return hmac.new(seed.encode("utf-8", "replace"), b"ceasewatch form", hashlib.sha256).hexdigest()
