"""An entry of an alert as a mail shows it: our sentence, and their words below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alerts.message import Entry
from alerts.sentences import notice_sentence
from alerts.wording import clean_text, isolate, make_absolute, read_moment, write_stamp

LONGEST_QUOTE = 1000
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


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


def write_passage(entry: Entry, base_url: str) -> Passage:
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
        claim_url=make_absolute(claim.get("url"), base_url),
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


def _keep_web_address(url: str | None) -> str:
    return url if url and url.lower().startswith(("http://", "https://")) else ""
