"""The versions of a rule or a channel, the newest first: who saved what, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlmodel import Session, col, select

from alerts.models import ChannelVersion, RuleVersion
from monitor.agreements.changes import changed_keys
from monitor.agreements.documents import complete_rule


@dataclass(frozen=True, slots=True)
class VersionLine:
    """`fields`: the dotted keys that differ from the version before; none of the first, or after a removal.

    `document` is None where it was removed; a secret never stands in it.
    """

    version: int
    at: datetime
    by: str
    fields: list[str]
    document: Mapping[str, Any] | None


def list_versions(session: Session, noun: Literal["rule", "channel"], id_: str) -> list[VersionLine]:
    """All of them; none: there has never been one of that id."""
    lines: list[VersionLine] = []
    before: Mapping[str, Any] | None = None
    for row in _find_rows(session, noun, id_):
        document = _complete(row)
        fields = changed_keys(before, document) if before is not None and document is not None else []
        lines.append(VersionLine(row.version, row.at, row.by, fields, document))
        before = document
    return lines[::-1]


def _find_rows(session: Session, noun: str, id_: str) -> list[RuleVersion] | list[ChannelVersion]:
    if noun == "rule":
        of_rule = select(RuleVersion).where(RuleVersion.rule_id == id_)
        return list(session.exec(of_rule.order_by(col(RuleVersion.version))))
    of_channel = select(ChannelVersion).where(ChannelVersion.channel_id == id_)
    return list(session.exec(of_channel.order_by(col(ChannelVersion.version))))


def _complete(row: RuleVersion | ChannelVersion) -> dict[str, Any] | None:
    """Keys that came with a later version of the form are no change of anybody's."""
    if row.document is None:
        return None
    return complete_rule(row.document) if isinstance(row, RuleVersion) else {"kind": row.kind} | row.document
