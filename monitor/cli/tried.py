"""Which agreement and which rules `replay` tries: those of a file, else those in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, col, select

from alerts.conditions import EVERY_AGREEMENT
from alerts.configuration import current_rules
from alerts.matching import StandingRule, read_rule
from monitor.agreements.adopt import agreement_columns
from monitor.agreements.documents import agreement_document, rule_document
from monitor.agreements.faults import BadForm, suggest
from monitor.agreements.form import read_forms
from monitor.agreements.form_agreement import AgreementForm
from monitor.agreements.form_rule import RuleForm
from monitor.agreements.presets import list_presets, read_preset
from monitor.agreements.references import find_unknown_names, name_actors
from monitor.agreements.wanted import Wanted, collect_wanted
from monitor.cli.outcome import BadInput
from monitor.cli.output import write_error
from monitor.models import Agreement

USUAL_RULE = RuleForm(id="every-accusation", send_to=["nobody"])


@dataclass(frozen=True, slots=True)
class Tried:
    """What --rules names; without a file, nothing."""

    file: Path | None
    wanted: Wanted

    def has_agreement(self, agreement_id: str) -> bool:
        return agreement_id in self.wanted.agreements


def read_tried(file: Path | None) -> Tried:
    """The rules to be tried, and agreements that stand beside them; raises BadForm and BadInput."""
    wanted = collect_wanted(read_forms([file]) if file else [])
    if file is not None and not wanted.rules:
        raise BadInput(f"{file}: holds no rule; add one under `rules:`.")
    return Tried(file, wanted)


def find_agreement(
    tried: Tried, session: Session | None, agreement_id: str, *, with_presets: bool
) -> Agreement:
    """The agreement of the file, else of the database, else the bundled one; raises BadInput."""
    form = tried.wanted.agreements.get(agreement_id)
    if form is not None:
        return _make_agreement(form)
    stored = {row.id: row for row in _stored_agreements(session)}
    if agreement_id in stored:
        return stored[agreement_id]
    presets = list_presets() if with_presets else []
    if agreement_id in presets:
        return _make_agreement(read_preset(agreement_id).content.agreements[0])
    known = sorted({*tried.wanted.agreements, *stored, *presets})
    raise BadInput(
        f"--agreement: there is no agreement {agreement_id!r} here; {suggest(agreement_id, known)}"
    )


def find_rules(
    tried: Tried, session: Session | None, agreement: Agreement, rule_id: str | None
) -> list[StandingRule]:
    """The rules that look at the agreement, or the one that is named; raises BadForm and BadInput."""
    if tried.file is not None:
        _check_names(tried, session, agreement)
        found = [read_rule(rule.id, 1, rule_document(rule)) for rule in tried.wanted.rules.values()]
    else:
        rows = current_rules(session) if session is not None else []
        found = [read_rule(row.id, row.version, row.document) for row in rows]
    rules = [rule for rule in found if rule.document["agreement"] in (EVERY_AGREEMENT, agreement.id)]
    if rule_id is None:
        return rules or [_take_usual(agreement, tried)]
    if rule_id not in {rule.id for rule in rules}:
        known = [rule.id for rule in rules]
        raise BadInput(f"--rule: no rule {rule_id!r} looks at {agreement.id}; {suggest(rule_id, known)}")
    return [rule for rule in rules if rule.id == rule_id]


def _take_usual(agreement: Agreement, tried: Tried) -> StandingRule:
    if tried.file is not None:
        raise BadInput(
            f"{tried.file}: no rule there looks at {agreement.id}; give one `agreement: {agreement.id}`."
        )
    write_error(f"No rule in use looks at {agreement.id}: tried is one with nothing but defaults.")
    return read_rule(USUAL_RULE.id, 1, rule_document(USUAL_RULE))


def _check_names(tried: Tried, session: Session | None, agreement: Agreement) -> None:
    """A name that leads nowhere would make a rule silent, and the preview a wrong comfort."""
    actors = {row.id: name_actors(row.document) for row in _stored_agreements(session)}
    actors |= {id: name_actors(agreement_document(form)) for id, form in tried.wanted.agreements.items()}
    actors[agreement.id] = name_actors(agreement.document)
    sentences = [
        tried.wanted.spots[("rule", rule.id)].say(fault.what, *fault.path)
        for rule in tried.wanted.rules.values()
        if rule.agreement in (EVERY_AGREEMENT, agreement.id)
        for fault in find_unknown_names(rule, actors)
    ]
    if sentences:
        raise BadForm(sentences)


def _stored_agreements(session: Session | None) -> Sequence[Agreement]:
    if session is None:
        return []
    return session.exec(select(Agreement).where(col(Agreement.removed_at).is_(None))).all()


def _make_agreement(form: AgreementForm) -> Agreement:
    document = agreement_document(form)
    return Agreement(
        id=form.id, version=0, document=document, updated_at=form.starts_at, **agreement_columns(form)
    )
