"""An alert -> its subject, text, HTML and JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from alerts.sentences import notice_sentence
from alerts.wording import clean_text, isolate, read_moment, write_stamp

MOST_ENTRIES = 50
LONGEST_QUOTE = 1000
LONGEST_SUBJECT = 200
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A notice as a message needs it."""

    kind: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """What an alert has to say: its first entries, and how many `more` are behind `url`."""

    type: str
    alert_id: str
    rule: str | None
    agreement: str | None
    entries: Sequence[Entry]
    more: int
    url: str
    base_url: str


@dataclass(frozen=True, slots=True)
class Passage:
    """An entry as a mail shows it: our sentence, and their words below it."""

    sentence: str
    quote: str = ""
    lang: str = ""
    dir: str = "auto"
    source: str = ""
    claim_url: str = ""
    statement_url: str = ""


def write_subject(message: Message) -> str:
    """The first sentence, and how many more there are."""
    if not message.entries:
        return "Ceasewatch: a test message"
    first = message.entries[0]
    sentence = notice_sentence(first.kind, first.facts)
    more = len(message.entries) - 1 + message.more
    tail = f" (and {more} more)" if more else ""
    room = LONGEST_SUBJECT - len(tail)
    return (sentence if len(sentence) <= room else sentence[: room - 3].rstrip() + "...") + tail


def write_text(message: Message) -> str:
    """The plain text of a mail."""
    return _open_templates().get_template("alert.txt").render(_fill(message)).strip() + "\n"


def write_html(message: Message) -> str:
    """The HTML of a mail: styles inline, nothing loaded from elsewhere, dark where the reader is."""
    html = _open_templates().get_template("alert.html").render(_fill(message))
    inliner = css_inline.CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
    return str(inliner.inline(html))


def write_body(message: Message, wall: datetime) -> str:
    """The body of a webhook, as the contract has it."""
    data: dict[str, Any] = {
        "alert": {"id": message.alert_id},
        "rule": message.rule,
        "agreement": message.agreement,
        **_list_subjects(message),
        "more": message.more,
        "url": message.url,
    }
    timestamp = wall.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body = {"type": message.type, "timestamp": timestamp, "data": data}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode()  # a lone surrogate has no bytes


def _list_subjects(message: Message) -> dict[str, Any]:
    """`claims`; or the newest state as `source` or `system`, with all of them beside it."""
    if message.type in ("source.state", "system"):
        name = message.type.partition(".")[0]
        subjects = [entry.facts[name] for entry in message.entries]
        return {name: subjects[-1], f"{name}_notices": subjects}
    mixed = message.type == "claims.mixed"
    return {"claims": [_claim_of(entry, message.base_url, mixed) for entry in message.entries]}


def _claim_of(entry: Entry, base_url: str, mixed: bool) -> dict[str, Any]:
    claim = dict(entry.facts["claim"])
    claim["url"] = _make_absolute(claim.get("url"), base_url)
    if mixed:
        claim["kind"] = entry.kind
    if entry.kind == "correction":
        claim["previous"] = dict(entry.facts.get("previous") or {})
    return claim


def _fill(message: Message) -> dict[str, Any]:
    passages = [_write_passage(entry, message.base_url) for entry in message.entries]
    agreements = [entry.facts["agreement"]["name"] for entry in message.entries if "agreement" in entry.facts]
    return {
        "message": message,
        "subject": write_subject(message),
        "passages": passages,
        "agreements": list(dict.fromkeys(map(isolate, agreements))),
    }


def _write_passage(entry: Entry, base_url: str) -> Passage:
    sentence = notice_sentence(entry.kind, entry.facts)
    if "claim" not in entry.facts:
        return Passage(sentence)
    claim = entry.facts["claim"]
    statement = claim.get("statement") or {}
    lang = _read_language(statement.get("lang"))
    return Passage(
        sentence=sentence,
        quote=_cut_quote(clean_text((claim.get("evidence") or {}).get("quote") or "")),
        lang=lang,
        dir=("rtl" if lang.partition("-")[0] in RIGHT_TO_LEFT else "ltr") if lang else "auto",
        source=_write_source(statement, entry.facts["agreement"]["timezone"]),
        claim_url=_make_absolute(claim.get("url"), base_url),
        statement_url=_keep_web_address(statement.get("url")),
    )


def _read_language(lang: str | None) -> str:
    known = lang and lang != "und" and lang.replace("-", "").isalnum() and lang.isascii()
    return lang if lang and known else ""


def _cut_quote(quote: str) -> str:
    return quote if len(quote) <= LONGEST_QUOTE else quote[:LONGEST_QUOTE].rstrip() + " [...]"


def _write_source(statement: Mapping[str, Any], timezone: str) -> str:
    publisher = isolate(statement.get("publisher") or statement.get("source") or "Source not named")
    published = read_moment(statement.get("published_at"))
    if published is None:
        return publisher
    stamp = write_stamp(published, timezone)
    if statement.get("precision") == "first_seen":
        return f"{publisher}, no date given, first seen {stamp}"
    if statement.get("precision") == "day":
        return f"{publisher}, published {stamp.partition(',')[0]}"
    return f"{publisher}, published {stamp}"


def _make_absolute(url: str | None, base_url: str) -> str:
    return f"{base_url}{url}" if url and url.startswith("/") else (url or "")


def _keep_web_address(url: str | None) -> str:
    return url if url and url.lower().startswith(("http://", "https://")) else ""


@cache
def _open_templates() -> Environment:
    return Environment(
        loader=PackageLoader("alerts"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
