"""Data interfaces: an answer parsed within bounds, and what its values say as text, address or moment."""

from __future__ import annotations

import json
from typing import Any

from monitor.readers.coding import decode, mend_coding
from monitor.readers.contract import CaptureText, SourceFacts, Unreadable
from monitor.readers.dates import UNKNOWN, Dating, Published
from monitor.readers.prose import plain_text, storable

MOST_BYTES = 8_000_000
MOST_PARTS = 250_000
MOST_ITEMS = 500
_TEXT_KEYS = ("rendered", "html", "text", "value", "content", "en")


def parse_data(answer: CaptureText, source: SourceFacts) -> Any:
    """The JSON of an answer; raises Unreadable saying what came instead, or that it holds too much."""
    body = answer.body
    if len(body) > MOST_BYTES or body.count(b"{") + body.count(b"[") + body.count(b":") > MOST_PARTS:
        raise Unreadable(f"{answer.final_url} holds far more than a list of statements; it was not read.")
    text = decode(body, answer.content_type, source.languages).lstrip("\ufeff \t\r\n")
    if not text:
        raise Unreadable(f"{answer.final_url} can't be read: the answer is empty.")
    try:
        return json.loads(text)
    except RecursionError:
        raise Unreadable(f"{answer.final_url} nests deeper than any list of statements.") from None
    except ValueError:
        what = "an HTML page" if text.startswith("<") else "damaged, or something else"
        raise Unreadable(f"{answer.final_url} is not JSON: it is {what}.") from None


def prose(value: Any, *, markup: bool = True) -> str:
    """A value as plain text; of an object, the member that holds the text."""
    if isinstance(value, dict):
        value = next((value[key] for key in _TEXT_KEYS if isinstance(value.get(key), str)), "")
    if isinstance(value, list):
        return "\n".join(filter(None, (prose(one, markup=markup) for one in value[:50])))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)[:1_000_000]
    return mend_coding(plain_text(text) if markup else storable(text).strip())


def line(value: Any) -> str:
    """A value as one line: an id, an address."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(storable(str(value)[:5_000]).split())


def moment(value: Any, dating: Dating) -> Published:
    """A value as a moment: a date as text, or a number of seconds or milliseconds since 1970."""
    if isinstance(value, bool):
        return UNKNOWN
    if isinstance(value, int | float):
        return dating.read_epoch(value)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) in (10, 13):
        return dating.read_epoch(int(value))
    return dating.read(value) if isinstance(value, str) else UNKNOWN


def was_edited(published: Published, changed: Published) -> bool:
    """Changed more than a minute after it was published, by the publisher's own word."""
    if published[0] is None or changed[0] is None:
        return False
    return (changed[0] - published[0]).total_seconds() > 60
