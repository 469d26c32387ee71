"""What a try found, for a page: the statements, how each would be read, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from alerts.sentences import STATES, claim_sentence
from alerts.wording import write_stamp
from monitor.agreements.documents import agreement_document
from monitor.agreements.facts import agreement_facts
from monitor.agreements.form_agreement import AgreementForm
from monitor.classify import read_statement
from monitor.models.claim import actor_names, place_names
from monitor.readers.sniffing import say_select
from monitor.terms import FoundStatement, PublishedPrecision, SourceState, StatementText
from monitor.trial import Trial
from monitor.web.pages.wording import write_count
from monitor.wire import finding_json

MOST = 8


@dataclass(frozen=True, slots=True)
class TriedStatement:
    """One statement as it would be recorded; `claims` are sentences, None where nothing could read it."""

    title: str
    url: str
    lang: str
    when: str
    claims: Sequence[str] | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TryResult:
    """`summary` says what came, `problems` what is wrong with it; `found` is what the try found out."""

    state: SourceState
    summary: str
    statements: Sequence[TriedStatement]
    problems: Sequence[str]
    found: Mapping[str, Any]

    @property
    def proposals(self) -> list[str]:
        return [
            f"{key}: {say_select(value) if isinstance(value, dict) else value}"
            for key, value in self.found.items()
        ]


def make_result(
    trial: Trial, agreement: AgreementForm | None, speaker: str | None, now: datetime, zone: str
) -> TryResult:
    """The newest first; without an agreement that can be read, nothing is read for claims."""
    newest = list(reversed(trial.statements))[:MOST]
    shown = [_show(one, agreement, speaker, now, zone) for one in newest]
    return TryResult(trial.state, _sum_up(trial, zone), shown, trial.problems, trial.proposal)


def _sum_up(trial: Trial, zone: str) -> str:
    if trial.state is not SourceState.OK:
        return STATES[trial.state.value]
    if not trial.statements:
        return "an answer without statements"
    dated = [one.published_at for one in trial.statements if one.published_at]
    count = write_count(len(trial.statements), "statement")
    if not dated:
        return f"{count}, none with a date"
    undated = len(trial.statements) - len(dated)
    rest = f", {undated} without a date" if undated else ""
    return f"{count}, the newest of {write_stamp(max(dated), zone)}{rest}"


def _show(
    one: FoundStatement, agreement: AgreementForm | None, speaker: str | None, now: datetime, zone: str
) -> TriedStatement:
    title = one.title or one.text[:160]
    when = write_local(one, zone)
    if one.unread or agreement is None:
        return TriedStatement(title, one.url, one.language or "", when, None, one.unread or "")
    lang, claims = _read(one, agreement, None if one.forwarded else speaker, now)
    note = "only its title and teaser were read" if one.follow else ""
    return TriedStatement(title, one.url, lang, when, claims, note)


def _read(
    one: FoundStatement, agreement: AgreementForm, speaker: str | None, now: datetime
) -> tuple[str, list[str]]:
    document = agreement_document(agreement)
    text = StatementText(
        title=one.title,
        text=one.text,
        speaker=speaker,
        published_at=one.published_at or now,
        precision=one.precision,
        timezone=one.timezone,
        languages=(one.language,) if one.language else (),
    )
    answer = read_statement(text, agreement_facts(document))
    return answer.lang, [
        _say(finding_json(found, agreement.timezone), document, text) for found in answer.findings
    ]


def _say(claim: dict[str, Any], document: Mapping[str, Any], text: StatementText) -> str:
    actors, places = actor_names(document), place_names(document)
    said = claim | {"statement": {"published_at": text.published_at.isoformat()}}
    known = {
        "by": actors.get(claim["by"]),
        "against": actors.get(claim["against"]),
        "places": {
            place: places[place.casefold()] for place in claim["places"] if place.casefold() in places
        },
    }
    return claim_sentence(said, known, document["timezone"])


def write_local(one: FoundStatement, zone: str) -> str:
    """ "11 Oct 20:58", a day where no more is known, or "no date"."""
    if one.published_at is None:
        return "no date"
    local = one.published_at.astimezone(ZoneInfo(zone))
    day = f"{local.day} {local:%b %Y}"
    return day if one.precision is PublishedPrecision.DAY else f"{day} {local:%H:%M}"
