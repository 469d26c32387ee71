"""What stands at a leaf of the chain, and how leaves become one root. Pure.

A leaf is the hash of a record's facts as canonical JSON, never of bytes that may have to be
erased: those stand in it by their own hash. Leaves and nodes are told apart by their first
byte and the tree is cut at the largest power of two below its size (RFC 6962, section 2.1).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from monitor.models import Capture, JournalEntry, Seal


def capture_facts(capture: Capture) -> dict[str, Any]:
    """All that never changes of a capture, its bytes by their hash."""
    return {
        "id": capture.id,
        "source": capture.source_id,
        "requested_url": capture.requested_url,
        "final_url": capture.final_url,
        "status": capture.status,
        "headers": capture.headers,
        "media_type": capture.media_type,
        "certificate_sha256": capture.certificate_sha256,
        "kept": capture.kept,
        "listed": capture.listed,
        "pages_back": capture.pages_back,
        "received_at": say_time(capture.received_at),
        "sha256": capture.sha256,
    }


def capture_leaf(capture: Capture) -> str:
    """A capture's leaf, as 64 hexadecimal digits."""
    return leaf_hash(capture_facts(capture))


def entry_leaf(entry: JournalEntry) -> str:
    """A journal row's leaf."""
    facts = {
        "number": entry.number,
        "at": say_time(entry.at),
        "kind": entry.kind,
        "subject": entry.subject,
        "actor": entry.actor,
        "details": entry.details,
    }
    return leaf_hash(facts)


def seal_facts(seal: Seal) -> dict[str, Any]:
    """All that a seal's own hash is made of."""
    return {
        "sequence": seal.sequence,
        "previous": seal.previous,
        "root": seal.root,
        "captures": seal.captures,
        "journal_to": seal.journal_to,
        "made_at": say_time(seal.made_at),
    }


def seal_hash(seal: Seal) -> str:
    """What the next seal names as `previous`, and the chain's head is printed as."""
    return hashlib.sha256(canonical(seal_facts(seal))).hexdigest()


def leaf_hash(facts: dict[str, Any]) -> str:
    """SHA-256 over a zero byte and the facts as canonical JSON."""
    return hashlib.sha256(b"\x00" + canonical(facts)).hexdigest()


def canonical(facts: dict[str, Any]) -> bytes:
    """One spelling of the same facts: keys in order, no white space, UTF-8."""
    written = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return written.encode("utf-8", "surrogatepass")


def say_time(moment: datetime) -> str:
    """A moment as facts hold it: ISO 8601 in UTC, no digit left out."""
    return moment.astimezone(UTC).isoformat()


def merkle_root(leaves: Sequence[str]) -> str:
    """The root over leaves in their order; of none, the hash of nothing."""
    if not leaves:
        return hashlib.sha256(b"").hexdigest()
    level = [bytes.fromhex(leaf) for leaf in leaves]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        odd = level[-1:] if len(level) % 2 else []
        level = [hashlib.sha256(b"\x01" + left + right).digest() for left, right in pairs] + odd
    return level[0].hex()
