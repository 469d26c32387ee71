"""What a person orders of a draft: a row more, a row less, a source tried, one view of it taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from monitor.agreements.draft import Draft, Sent, merge_sent, write_draft
from monitor.agreements.fields import LISTS
from monitor.agreements.form_values import known_zones
from monitor.readers import known_kinds
from monitor.terms import SourceState
from monitor.web.desk import Desk
from monitor.web.pages.agreement_page import EditPage
from monitor.web.pages.try_results import TryResult, make_result
from monitor.web.problems import Problem
from monitor.web.trying import Refusal, read_facts, try_now

CHECK = "check"
TORN = "Form and YAML were both changed. Choose which of them counts; until then both stay as they are."
GONE = "That row is not there any more; look at the form again."


@dataclass(frozen=True, slots=True)
class Wish:
    """What the pressed button asks for, and of what: `remove:sources.3` is remove, sources.3."""

    verb: str
    what: str


def read_wish(fields: Mapping[str, str]) -> Wish:
    """Without a button, as when Enter was pressed in a field, the draft is checked."""
    verb, _, what = fields.get("do", CHECK).partition(":")
    return Wish(verb, what)


def read_page(fields: Mapping[str, str], wish: Wish, id_: str) -> EditPage:
    """The page as it was sent; where form and YAML differ, both of them."""
    sent = Sent(fields, fields.get("yaml", ""), fields.get("base", ""), fields.get("digest", ""))
    merged = merge_sent(sent, known_kinds(), wish.what if wish.verb == "take" else "")
    seen, origin = fields.get("seen", ""), fields.get("origin", "")
    page = EditPage(merged.draft, id_, seen, origin, places=merged.places)
    if not merged.torn:
        return page
    return replace(page, filled=merged.filled, base=sent.base, digest=sent.digest, note=TORN)


def carry_out(desk: Desk, page: EditPage, wish: Wish) -> EditPage:
    """Raises Problem for a row that is not there; any other word is a check."""
    document = page.draft.document
    if document is None or page.filled is not None:
        return page
    if wish.verb == "add":
        return replace(page, blanks={wish.what: 1}, is_fresh=not document)
    if wish.verb == "remove":
        what = page.places.get(wish.what, wish.what)
        return replace(page, draft=write_draft(_without(document, what), known_kinds()))
    if wish.verb == "try":
        what = page.places.get(wish.what, wish.what)
        return _try(desk, page, document, _find_row(document, what))
    return page


def _without(document: Mapping[str, Any], what: str) -> dict[str, Any]:
    noun, at = what.partition(".")[0], _find_row(document, what)
    return {**document, noun: [row for number, row in enumerate(document[noun]) if number != at]}


def _find_row(document: Mapping[str, Any], what: str) -> int:
    noun, _, at = what.partition(".")
    if noun not in LISTS or not at.isdecimal() or int(at) >= len(document.get(noun) or []):
        raise Problem(409, GONE)
    return int(at)


def _try(desk: Desk, page: EditPage, document: dict[str, Any], at: int) -> EditPage:
    """What the try finds out of kind and selectors is filled in where nothing stands."""
    row = document["sources"][at]
    result = try_row(desk, page.draft, row)
    found = result.found if isinstance(result, TryResult) else {}
    new = {key: value for key, value in found.items() if not row.get(key)}
    if new:
        sources = [row | new if number == at else each for number, each in enumerate(document["sources"])]
        draft = write_draft(document | {"sources": sources}, known_kinds())
        page = replace(page, draft=draft)
    return replace(page, tried={at: result})


def try_row(desk: Desk, draft: Draft, row: Mapping[str, Any]) -> TryResult | Refusal:
    """Read as the draft would read it, once that can be read without its sources."""
    document = draft.document or {}
    zone = str(document.get("timezone") or "UTC")
    zone = zone if zone in known_zones() else "UTC"
    facts = read_facts(row, zone)
    if isinstance(facts, Refusal):
        return facts
    if facts.kind == "manual":
        return TryResult(SourceState.OK, "A person enters its statements; nothing is asked.", (), (), {})
    trial = try_now(desk.engine, desk.settings, facts, desk.now())
    bare = write_draft({key: value for key, value in document.items() if key != "sources"}, ())
    agreement = bare.form.content.agreements[0] if bare.form else None
    return make_result(trial, agreement, row.get("party"), desk.now(), zone)
