"""The bytes of a capture: packed when they are kept, given back as they were received."""

from __future__ import annotations

import hashlib

import zstandard

from monitor.models import Capture

ZSTD = "zstd"
_LEVEL = 3  # higher ones take fifty times as long and save one byte in a hundred (measured)
_MOST_BYTES = 20_000_000  # twice what a poll may receive


class Missing(Exception):
    """The bytes of a capture are not there: never kept, erased, or damaged; the sentence says which."""


def pack_body(body: bytes) -> bytes:
    """As it is stored; `Capture.coding` names it."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(body)


def body_of(capture: Capture) -> bytes:
    """As it was received; raises Missing."""
    if capture.kept != "full":
        raise Missing(f"Capture {capture.id}: its source allows to keep only the hash of what was seen.")
    body = _unpack(capture)
    if hashlib.sha256(body).hexdigest() != capture.sha256:
        raise Missing(f"Capture {capture.id}: the bytes are not those that were received.")
    return body


def _unpack(capture: Capture) -> bytes:
    if capture.coding != ZSTD:
        return capture.body
    # As a stream: a damaged head may claim any size, and would be believed.
    unpacker = zstandard.ZstdDecompressor(max_window_size=2**27)
    try:
        body = unpacker.stream_reader(capture.body).read(_MOST_BYTES + 1)
    except (zstandard.ZstdError, TypeError):  # SQLite may hold text where bytes belong
        raise Missing(f"Capture {capture.id}: the bytes are gone or damaged.") from None
    if len(body) > _MOST_BYTES:
        raise Missing(f"Capture {capture.id}: the bytes are damaged.")
    return bytes(body)
