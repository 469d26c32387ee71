"""Check what a person corrects of a claim: what the agreement knows, and what differs from the reading."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, select

from monitor.agreements.facts import agreement_facts
from monitor.classify.force import judge_force
from monitor.ledger.baselines import stood_at_start
from monitor.models import Agreement, Claim, Revision, Source, Statement, Watch
from monitor.terms import Finding, PublishedPrecision, Stance, StatementText, ViolationType
from monitor.wire import change_finding, finding_json

FIELDS = ("stance", "by", "against", "types", "count", "killed", "wounded", "civilians", "places")
CORRECTABLE = (*FIELDS, "occurred", "evidence")
DERIVED = ("in_force", "in_force_certain")
MOST = 1_000_000
MOST_PLACES = 50
LONGEST_PLACE = 200


class BadReview(ValueError):
    """A person's word that can't be taken: the field, and one plain sentence about it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(f"{field}: {sentence}.")
        self.field = field
        self.sentence = sentence


def read_changes(
    session: Session, claim: Claim, agreement: Agreement, changes: Mapping[str, Any]
) -> dict[str, Any]:
    """The fields whose values differ from the reading, as the claim's JSON has them. Raises BadReview.

    Whether an act is in force follows from its time and the agreement's window; nobody types it in.
    """
    revision = session.get_one(Revision, claim.revision_id)
    said = dict(changes)
    for name, value in changes.items():
        said[name] = _read_field(name, value, agreement, revision)
    machine = claim.finding
    finding = _apply(machine, said)
    if finding.against == finding.by:
        raise BadReview("against", "must be somebody else than who says it")
    if "occurred" in said:
        in_force, certain = _judge(session, revision, agreement, finding)
        said |= {"in_force": in_force, "in_force_certain": certain}
        finding = _apply(machine, said)
    before = finding_json(machine, agreement.timezone)
    after = finding_json(finding, agreement.timezone)
    different = {name: after[name] for name in said if _plain(after[name]) != _plain(before[name])}
    if not different:
        raise BadReview("changes", "name nothing that differs from the reading; confirm it instead")
    return different


def _apply(finding: Finding, changes: Mapping[str, Any]) -> Finding:
    try:
        return change_finding(finding, changes)
    except (ValueError, TypeError, KeyError, OverflowError):
        raise BadReview(
            "occurred", "needs `from`, `to` and `precision` as the claim's JSON has them"
        ) from None


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def _read_field(name: str, value: Any, agreement: Agreement, revision: Revision) -> Any:
    if name in DERIVED:
        raise BadReview(name, "follows from `occurred` and the agreement's window; correct `occurred`")
    if name not in CORRECTABLE:
        raise BadReview(name, f"can't be corrected; these can: {', '.join(CORRECTABLE)}")
    if name in ("by", "against"):
        return read_actor(name, value, agreement)
    if name in ("count", "killed", "wounded"):
        return _read_number(name, value)
    if name == "evidence":
        return read_span(value, revision)
    if name == "civilians" and not isinstance(value, bool):
        raise BadReview(name, "must be true or false")
    return read_choice(name, value)


def read_choice(name: str, value: Any) -> Any:
    if name == "stance" and value not in list(Stance):
        raise BadReview(name, f"must be one of {', '.join(Stance)}")
    known = isinstance(value, list) and all(each in list(ViolationType) for each in value)
    if name == "types" and not (value and known):
        raise BadReview(name, f"must be a list of some of {', '.join(ViolationType)}")
    if name == "places" and not (isinstance(value, list) and all(_is_place(place) for place in value)):
        raise BadReview(name, "must be a list of names")
    if name in ("types", "places"):
        if len(value) > MOST_PLACES:
            raise BadReview(name, f"are more than {MOST_PLACES}; name the nearest regions instead")
        return list(dict.fromkeys(value))
    return value


def _is_place(value: Any) -> bool:
    return isinstance(value, str) and value.strip() == value != "" and len(value) <= LONGEST_PLACE


def read_actor(name: str, value: Any, agreement: Agreement) -> str | None:
    """A party, an observer, who says it also somebody else; against nobody where the text does not say."""
    if value is None and name == "against":
        return None
    known = [actor["id"] for actor in agreement.document["parties"]]
    known += [actor["id"] for actor in agreement.document["observers"]]
    known += ["other"] if name == "by" else []
    if value not in known:
        raise BadReview(name, f"{value!r} is nobody of this agreement; choose one of {', '.join(known)}")
    return str(value)


def _read_number(name: str, value: Any) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST
    if value is not None and not is_number:
        raise BadReview(name, f"must be a whole number up to {MOST}, or null where the text gives none")
    return None if value is None else int(value)


def read_span(value: Any, revision: Revision) -> dict[str, Any]:
    """A passage of the text that is kept, with its words."""
    try:
        field, start, end = value["field"], int(value["start"]), int(value["end"])
        whole = {"title": revision.title, "text": revision.text}[field]
    except (KeyError, TypeError, ValueError):
        raise BadReview("evidence", "needs `field` (title or text), `start` and `end`") from None
    if not 0 <= start < end <= len(whole):
        raise BadReview("evidence", f"must lie within the {len(whole)} characters of the {field}")
    return {"field": field, "start": start, "end": end, "quote": whole[start:end]}


def _judge(session: Session, revision: Revision, agreement: Agreement, finding: Finding) -> tuple[bool, bool]:
    """Whether an act of that time is in force, as a reading would have it without the text's own word."""
    statement = session.get_one(Statement, revision.statement_id)
    source = session.get_one(Source, statement.source_id)
    mine = (Watch.agreement_id == agreement.id, Watch.source_id == source.id)
    watch = session.exec(select(Watch).where(*mine)).first()
    baseline = watch.baseline_at if watch else None
    text = StatementText(
        title=revision.title,
        text=revision.text,
        speaker=None,
        published_at=revision.published_at,
        precision=PublishedPrecision(revision.precision),
        timezone=source.document.get("timezone"),
        stood_at_start=stood_at_start(statement.first_seen_at, baseline, agreement.starts_at),
    )
    return judge_force(text, agreement_facts(agreement.document), finding.occurred, None)
