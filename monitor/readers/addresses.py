"""Addresses of items: absolute, without what only traces where a reader came from."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urljoin, urlsplit

_TRACKING = re.compile(
    r"(?:utm_[^=&#;]{0,60}|fbclid|gclid|yclid|dclid|msclkid|mc_cid|mc_eid|igshid|_openstat)(?:=[^&#]*)?(?:&|(?=#)|\Z)",
    re.IGNORECASE,
)
LONGEST_ID = 500


def absolute(at: str, link: str) -> str:
    """The address that a link on the page `at` leads to; the page's own for a link that is none."""
    try:
        return urljoin(at, " ".join(link.split()).replace(" ", "%20"))
    except ValueError:
        return at


def canonical(address: str) -> str:
    """Without tracking parameters and fragment. All else of the query may be the item's id and stays."""
    head, mark, query = address.partition("#")[0].partition("?")
    kept = _TRACKING.sub("", query).rstrip("&") if mark else ""
    return f"{head}?{kept}" if kept else head


def is_web(address: str) -> bool:
    """An http or https address with a host."""
    try:
        parts = urlsplit(address)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def same_host(one: str, other: str) -> bool:
    """Whether two addresses lead to the same host, whatever the scheme."""
    try:
        return urlsplit(one).netloc.lower() == urlsplit(other).netloc.lower()
    except ValueError:
        return False


def bounded_id(text: str) -> str:
    """An id that any table takes: the text itself, or its hash when it is too long."""
    return text if len(text) <= LONGEST_ID else hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
