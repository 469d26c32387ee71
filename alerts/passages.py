"""An entry of an alert as a mail shows it: our sentence, and their words below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from alerts.message import Entry
from alerts.sentences import claim_sentence, head_sentence, list_changes
from alerts.wording import (
    clean_text,
    find_direction,
    isolate,
    isolate_as,
    make_absolute,
    read_moment,
    write_stamp,
    write_time_said,
)

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
TALL = frozenset({"ar", "ckb", "fa", "hi", "km", "ps", "sd", "th", "ug", "ur"})
KEPT_TEXT = "#revisions"
ROOM = ((3, 1000), (12, 500), (50, 280))


@dataclass(frozen=True, slots=True)
class Quote:
    """Their words, cut visibly; `isolated` for plain text, where no attribute tells the direction."""

    text: str
    lang: str
    dir: str
    is_tall: bool

    @property
    def isolated(self) -> str:
        return isolate_as(self.text, self.dir)

    @property
    def side(self) -> str:
        """Where it begins: of an unknown language, as its first letter has it."""
        return find_direction(self.text) if self.dir == "auto" else self.dir


@dataclass(frozen=True, slots=True)
class Answered:
    """The accusation, told before, that a denial is about."""

    sentence: str
    claim_url: str


@dataclass(frozen=True, slots=True)
class Passage:
    """An entry as a mail shows it; `is_past`: the text does not say it any more."""

    sentence: str
    changes: list[str] = field(default_factory=list)
    answers: Answered | None = None
    is_past: bool = False
    quote: Quote | None = None
    source: str = ""
    time_said: str = ""
    claim_url: str = ""
    text_url: str = ""
    statement_url: str = ""


def write_passage(entry: Entry, base_url: str, reader: str | None, room: int) -> Passage:
    """`room`: characters for the quote; `reader`: the zone of its times, if not the agreement's."""
    sentence, facts = head_sentence(entry.kind, entry.facts, reader), entry.facts
    if "claim" not in facts:
        return Passage(sentence)
    claim, timezone = facts["claim"], facts["agreement"]["timezone"]
    statement = claim.get("statement") or {}
    claim_url = make_absolute(claim.get("url"), base_url)
    return Passage(
        sentence=sentence,
        changes=list_changes(facts, reader) if entry.kind == "correction" else [],
        answers=_write_answered(entry.answers, base_url, reader),
        is_past=entry.kind == "retraction",
        quote=_write_quote(claim, statement, room),
        source=_write_source(statement, timezone, reader),
        time_said=write_time_said(claim.get("occurred"), timezone, reader),
        claim_url=claim_url,
        text_url=claim_url and claim_url + KEPT_TEXT,
        statement_url=_keep_web_address(statement.get("url")),
    )


def find_room(entries: int) -> int:
    """How many characters of a quote are shown: fewer in a long mail, which mail programs would cut."""
    return next(room for most, room in ROOM if entries <= most)


def _write_answered(facts: Mapping[str, Any] | None, base_url: str, reader: str | None) -> Answered | None:
    if facts is None:
        return None
    claim = facts["claim"]
    sentence = claim_sentence(claim, facts["names"], facts["agreement"]["timezone"], reader)
    return Answered(sentence, make_absolute(claim.get("url"), base_url))


def _write_quote(claim: Mapping[str, Any], statement: Mapping[str, Any], room: int) -> Quote | None:
    text = _cut_quote(clean_text((claim.get("evidence") or {}).get("quote") or ""), room)
    lang = _read_language(statement.get("lang"))
    family = lang.partition("-")[0]
    direction = ("rtl" if family in RIGHT_TO_LEFT else "ltr") if lang else "auto"
    return Quote(text, lang, direction, family in TALL) if text else None


def _read_language(lang: str | None) -> str:
    known = lang and lang != "und" and lang.replace("-", "").isalnum() and lang.isascii()
    return lang if lang and known else ""


def _cut_quote(quote: str, room: int) -> str:
    """Cut at a blank, where there is one near."""
    if len(quote) <= room:
        return quote
    cut = quote[:room]
    blank = cut.rfind(" ", room * 3 // 4)
    return (cut[:blank] if blank > 0 else cut).rstrip() + " [...]"


def _write_source(statement: Mapping[str, Any], timezone: str, reader: str | None) -> str:
    publisher = isolate(statement.get("publisher") or statement.get("source") or "Source not named")
    published = read_moment(statement.get("published_at"))
    if published is None:
        return publisher
    if statement.get("precision") == "day":  # a day of the place, in whatever zone it is read
        return f"{publisher}, published {write_stamp(published, timezone).partition(',')[0]}"
    stamp = write_stamp(published, reader or timezone)
    if statement.get("precision") == "first_seen":
        return f"{publisher}, no date given, first seen {stamp}"
    return f"{publisher}, published {stamp}"


def _keep_web_address(url: str | None) -> str:
    return url if url and url.lower().startswith(("http://", "https://")) else ""
