"""An agreement while somebody writes it: one document, as YAML and as fields, with what is wrong in it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from monitor.agreements.export import write_yaml
from monitor.agreements.faults import BadForm, Fault
from monitor.agreements.fields import fits_fields
from monitor.agreements.filled_fields import place_new_rows, read_fields
from monitor.agreements.form import Form, check_tree
from monitor.agreements.form_agreement import AgreementForm
from monitor.agreements.given import FILE, inside_thing
from monitor.agreements.kinds import check_kinds
from monitor.agreements.yaml_tree import Tree, Unreadable, read_tree

ONE = "This page edits one agreement with its sources: write one under `agreements:`, and nothing beside it."
BEYOND = "is edited on a page of its own; this one holds an agreement with its sources."
NOUN: Final = "agreement"


@dataclass(frozen=True, slots=True)
class Draft:
    """`document` is None while the YAML can't be shown as a form; `form` is None while anything is wrong."""

    text: str
    document: dict[str, Any] | None = None
    form: Form | None = None
    faults: list[Fault] = field(default_factory=list)


def read_draft(text: str, kinds: Collection[str]) -> Draft:
    """YAML that somebody wrote; `kinds` are those of sources that can be read."""
    try:
        tree = read_tree(text)
    except Unreadable as error:
        return Draft(text, faults=[error.fault])
    document = find_document(tree)
    if document is None:
        return Draft(text, faults=[Fault((), ONE, 1)])
    more = [
        Fault((key,), BEYOND, tree.lines.get((key,))) for key in tree.value if key in ("channels", "rules")
    ]
    draft = Draft(text, document if fits_fields(document) else None, faults=more)
    return draft if more else _check(draft, tree, kinds)


def write_draft(document: Mapping[str, Any], kinds: Collection[str]) -> Draft:
    """A document that a form came to."""
    return read_draft(write_text(document), kinds)


def write_text(document: Mapping[str, Any]) -> str:
    """The YAML of a document, its keys in their usual order."""
    known = {key: document[key] for key in AgreementForm.model_fields if key in document}
    return write_yaml({"version": 1, "agreements": [known | dict(document)]})


def find_document(tree: Tree) -> dict[str, Any] | None:
    """The one agreement that a YAML text holds."""
    agreements = tree.value.get("agreements") if isinstance(tree.value, dict) else None
    if not isinstance(agreements, list) or len(agreements) != 1 or "sources" in tree.value:
        return None
    return agreements[0] if isinstance(agreements[0], dict) else None


def with_faults(draft: Draft, bad: BadForm) -> Draft:
    """What was found wrong later, as a name that leads nowhere."""
    return replace(draft, form=None, faults=inside_thing(NOUN, bad))


def _check(draft: Draft, tree: Tree, kinds: Collection[str]) -> Draft:
    try:
        form = check_tree(tree, FILE)
        check_kinds([form], kinds)
    except BadForm as bad:
        return with_faults(draft, bad)
    return replace(draft, form=form)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page sent: the fields as filled, the YAML as it stands there, the YAML that the fields were
    shown from, and the digest of the YAML that last said the same as the fields.
    """

    fields: Mapping[str, str]
    text: str
    base: str
    digest: str


@dataclass(frozen=True, slots=True)
class Merged:
    """`torn`: fields and YAML were both changed, and apart; then `draft` is the YAML, `filled` the form.

    `places`: where the rows that were new went, `sources.3` -> `sources.2` where row 2 was left blank.
    """

    draft: Draft
    filled: dict[str, Any] | None = None
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def torn(self) -> bool:
        return self.filled is not None


def merge_sent(sent: Sent, kinds: Collection[str], take: str = "") -> Merged:
    """One document out of the two views of it; `take` says which one counts where they differ."""
    text, base = _plain_lines(sent.text), read_draft(_plain_lines(sent.base), kinds)
    if base.document is None or take == "yaml":
        return Merged(read_draft(text, kinds))
    places = place_new_rows(sent.fields, base.document)
    filled = read_fields(sent.fields, base.document)
    changed = filled != base.document
    form_text = write_text(filled) if changed else base.text
    if digest_of(text) == sent.digest or take == "form":
        untouched = digest_of(form_text) == sent.digest
        return Merged(read_draft(text if untouched else form_text, kinds), places=places)
    if changed and digest_of(form_text) != sent.digest:
        return Merged(read_draft(text, kinds), filled)
    return Merged(read_draft(text, kinds))


def digest_of(text: str) -> str:
    """The same for the same YAML, whatever a browser made of its line ends."""
    return hashlib.sha256(_plain_lines(text).strip().encode("utf-8", "replace")).hexdigest()[:16]


def _plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n")
