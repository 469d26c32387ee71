"""What `classify`, `evaluate` and `replay` are given: a text, or one statement a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.agreements.documents import agreement_document
from monitor.agreements.facts import agreement_facts
from monitor.agreements.faults import suggest
from monitor.agreements.form import Form
from monitor.cli.outcome import BadInput
from monitor.ledger.entry_terms import read_published
from monitor.terms import AgreementFacts, StatementText

MOST_LETTERS = 2_000_000
OPTIONS = {
    "`agreement`": "--agreement",
    "`speaker`": "--speaker",
    "`published_at`": "--published-at",
}


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds for a statement that does not say it itself."""

    agreement: str | None
    speaker: str | None
    published_at: str | None
    lang: str | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """One statement to read: its id, its agreement, its text."""

    id: Any
    facts: AgreementFacts
    statement: StatementText


def facts_by_id(form: Form) -> dict[str, AgreementFacts]:
    """The agreements of a form, ready to read with."""
    return {one.id: agreement_facts(agreement_document(one)) for one in form.content.agreements}


def choose_agreement(
    known: Mapping[str, AgreementFacts], wanted: str | None, key: str = "`agreement`"
) -> AgreementFacts:
    """The agreement that is named, else the only one; raises BadInput, which names `key`."""
    if wanted is None and len(known) == 1:
        return next(iter(known.values()))
    if wanted is None:
        raise BadInput(f"{key} is missing, and there are several; {suggest('', known)}")
    if wanted not in known:
        raise BadInput(f"{key}: there is no agreement {wanted!r} here; {suggest(wanted, known)}")
    return known[wanted]


def ask_text(text: str, known: Mapping[str, AgreementFacts], usual: Usual) -> Asked:
    """A plain text with what the options say of it; raises BadInput, which names the option."""
    try:
        return ask_row({"text": text}, known, usual)
    except BadInput as error:
        key, colon, what = str(error).partition(":")
        raise BadInput(OPTIONS.get(key, key) + colon + what) from None


def ask_line(line: bytes, known: Mapping[str, AgreementFacts], usual: Usual) -> Asked:
    """One JSON object {"id","agreement","speaker","published_at","lang"?,"title","text"}; raises BadInput."""
    return ask_row(read_row(line), known, usual)


def read_row(line: bytes) -> dict[str, Any]:
    """The JSON object of a line, which has an id; raises BadInput."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadInput("is not UTF-8 text; send it as UTF-8.") from None
    except (ValueError, RecursionError):
        raise BadInput("is no JSON; write one object a line.") from None
    if not isinstance(row, dict):
        raise BadInput('is no JSON object; write {"id": ..., "text": ...}.')
    if "id" not in row:
        raise BadInput("`id` is missing; give each statement one.")
    return row


def ask_row(row: Mapping[str, Any], known: Mapping[str, AgreementFacts], usual: Usual) -> Asked:
    """The statement that a line's object or the options tell of; raises BadInput."""
    facts = choose_agreement(known, find_text(row, "agreement") or usual.agreement)
    speaker = find_text(row, "speaker") if "speaker" in row else usual.speaker
    actors = [party.id for party in facts.parties] + [observer.id for observer in facts.observers]
    if speaker is not None and speaker not in actors:
        raise BadInput(
            f"`speaker`: {facts.id} has no party or observer {speaker!r}; {suggest(speaker, actors)}"
        )
    language = find_text(row, "lang") or usual.lang
    return Asked(row.get("id"), facts, _statement(row, facts, speaker, language, usual))


def _statement(
    row: Mapping[str, Any], facts: AgreementFacts, speaker: str | None, language: str | None, usual: Usual
) -> StatementText:
    title, text = find_text(row, "title") or "", find_text(row, "text") or ""
    if len(title) + len(text) > MOST_LETTERS:
        raise BadInput(f"`text`: is longer than {MOST_LETTERS} letters; send a shorter one.")
    languages = (language,) if language else ()
    published = find_text(row, "published_at") or usual.published_at
    if published is None:
        return StatementText(title, text, speaker, usual.now, timezone=facts.timezone, languages=languages)
    try:
        moment, precision = read_published(published, facts.timezone)
    except ValueError as error:
        raise BadInput(f"`published_at`: {error}") from None
    return StatementText(title, text, speaker, moment, precision, facts.timezone, languages)


def find_text(row: Mapping[str, Any], key: str) -> str | None:
    """The text under a key, if there is one; raises BadInput when it is something else."""
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise BadInput(f"`{key}`: must be text.")
    return value
