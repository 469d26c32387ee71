"""An alert as the JSON body of a webhook."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from alerts.message import Entry, Message
from alerts.wording import make_absolute


def write_body(message: Message, wall: datetime) -> str:
    """The body of a webhook, as the contract has it."""
    data: dict[str, Any] = {
        "alert": {"id": message.alert_id, "follows": message.follows},
        "rule": message.rule,
        "agreement": message.agreement,
        **_list_subjects(message),
        "more": message.more,
        "url": message.url,
    }
    timestamp = wall.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    body = {"type": message.type, "timestamp": timestamp, "data": data}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode()  # a lone surrogate has no bytes


def _list_subjects(message: Message) -> dict[str, Any]:
    """`claims`; or the newest state as `source` or `system`, with all of them beside it."""
    if message.type in ("source.state", "system"):
        name = message.type.partition(".")[0]
        subjects = [entry.facts[name] for entry in message.entries]
        return {name: subjects[-1], f"{name}_notices": subjects}
    mixed = message.type == "claims.mixed"
    return {"claims": [claim_of(entry, message.base_url, mixed) for entry in message.entries]}


def claim_of(entry: Entry, base_url: str, mixed: bool) -> dict[str, Any]:
    """The claim of an entry; in a message of several kinds with its own, in a correction with what it was."""
    claim = dict(entry.facts["claim"])
    claim["url"] = make_absolute(claim.get("url"), base_url)
    if mixed:
        claim["kind"] = entry.kind
    if entry.kind == "correction":
        claim["previous"] = dict(entry.facts.get("previous") or {})
    return claim
