"""One alert with all that belongs to it: what it holds, its thread, its deliveries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlmodel import Session

from alerts.alert_log import AlertLine, find_alert, list_notices, list_thread
from alerts.body import claim_of
from alerts.contents import link_alert
from alerts.delivery_log import DeliveryFilter, DeliveryLine, list_deliveries
from alerts.grouping import name_alert_type
from alerts.message import Entry
from alerts.models import Notice
from monitor.wire import record_json, time_json

MOST_ENTRIES = 500
MOST_DELIVERIES = 500


@dataclass(frozen=True, slots=True)
class WholeAlert:
    """`notices`: its entries, the first so many of them; `url`: the page that has them all."""

    line: AlertLine
    notices: Sequence[Notice]
    url: str
    thread: Sequence[AlertLine]
    deliveries: Sequence[DeliveryLine]

    @property
    def more(self) -> int:
        return self.line.entry_count - len(self.notices)

    def as_json(self, base_url: str) -> dict[str, Any]:
        return record_json(self.line) | {
            "entries": [_write_entry(notice, base_url) for notice in self.notices],
            "more": self.more,
            "url": self.url,
            "thread": [record_json(each) for each in self.thread],
            "deliveries": [record_json(each) for each in self.deliveries],
        }


def get_alert(session: Session, alert_id: str, base_url: str) -> WholeAlert | None:
    """None: there is no alert of that id."""
    line = find_alert(session, alert_id)
    if line is None:
        return None
    notices = list_notices(session, line.id, MOST_ENTRIES)
    alert_type = line.type or name_alert_type([notice.kind for notice in notices])
    return WholeAlert(
        line=line,
        notices=notices,
        url=link_alert(session, line.id, alert_type, base_url),
        thread=list_thread(session, line),
        deliveries=list_deliveries(session, DeliveryFilter(alert=line.id), limit=MOST_DELIVERIES),
    )


def _write_entry(notice: Notice, base_url: str) -> dict[str, Any]:
    form: dict[str, Any] = {"kind": notice.kind, "made_at": time_json(notice.made_at, UTC)}
    if "claim" in notice.facts:
        entry = Entry(notice.kind, notice.facts)
        return form | {"claim": claim_of(entry, base_url, mixed=False)}
    return form | {name: notice.facts[name] for name in ("source", "system") if name in notice.facts}
