"""“This is an accusation”: the form on a statement's page, and what it sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alerts.columns import new_id
from monitor.ledger.digests import digest
from monitor.ledger.misses import FoundClaim
from monitor.models import Agreement, Miss, Revision
from monitor.web.pages.actors import THIRD_PARTY, Actor, find_actor, list_actors
from monitor.web.pages.correction import TYPE, BadCorrection, find_words
from monitor.web.pages.wording import ACTS, write_acts

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MissForm:
    """What the template asks for; `values` as typed, `fault`: why nothing was recorded."""

    form_key: str
    key: str
    agreements: Sequence[Agreement]
    speakers: list[Actor]
    accused: list[Actor]
    values: Fields
    fault: str = ""

    @property
    def acts(self) -> Mapping[str, str]:
        return ACTS

    def has(self, type_: str) -> bool:
        return self.values.get(TYPE + type_) == "yes"


@dataclass(frozen=True, slots=True)
class MissRow:
    """A claim that a person found, beside those of the machine."""

    miss: Miss
    who: Actor
    whom: Actor
    acts: str
    quote: str
    said_at: str


def make_miss_form(
    form_key: str, agreements: Sequence[Agreement], speaker: str, typed: Fields | None = None, fault: str = ""
) -> MissForm:
    actors = list_actors([each.document for each in agreements])
    values = {"by": speaker, "stance": "accusation"} if typed is None else typed
    return MissForm(form_key, new_id(), agreements, [*actors, THIRD_PARTY], actors, values, fault)


def view_miss(miss: Miss, revision: Revision, agreement: Agreement | None, said_at: str) -> MissRow:
    document = agreement.document if agreement else {"parties": []}
    whole = revision.title if miss.field == "title" else revision.text
    return MissRow(
        miss,
        find_actor(document, miss.by),
        find_actor(document, miss.against),
        write_acts(miss.types),
        whole[miss.start : miss.end],
        said_at,
    )


def read_miss(fields: Fields, statement_id: str, revision: Revision, author: str) -> FoundClaim:
    """Raises BadCorrection: the words are none, or not of this text."""
    start = fields.get("start", "")
    near = int(start) if start.isascii() and start.isdecimal() and len(start) < 9 else 0
    found = find_words(fields.get("words", ""), revision.title, revision.text, near)
    if found is None:
        raise BadCorrection("words", "do not stand in this text; choose a sentence, or copy them as they are")
    types = [name.removeprefix(TYPE) for name in fields if name.startswith(TYPE)]
    key = fields.get("key", "")
    return FoundClaim(
        statement_id=statement_id,
        revision=revision.number,
        field=found[0],
        start=found[1],
        end=found[2],
        by=fields.get("by", ""),
        against=fields.get("against") or None,
        types=types or ["unspecified"],
        author=author,
        stance=fields.get("stance", ""),
        agreement=fields.get("agreement") or None,
        note=fields.get("note", "").replace("\r\n", "\n").replace("\0", ""),
        request_key=digest(f"{author}\n{key}") if key else None,
    )
