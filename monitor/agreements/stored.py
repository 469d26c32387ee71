"""What the database holds of agreements, sources, channels and rules, removed ones too."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from alerts.models import Channel, ChannelVersion, Rule, RuleVersion
from monitor.models import Agreement, AgreementVersion, Source, SourceVersion, Watch

APPLY = "apply"


@dataclass(frozen=True, slots=True)
class Stored:
    """Rows by id; watches by agreement, in their order."""

    agreements: dict[str, Agreement]
    sources: dict[str, Source]
    channels: dict[str, Channel]
    rules: dict[str, Rule]
    watches: dict[str, list[Watch]]

    def live_watches(self, agreement_id: str) -> list[Watch]:
        """The watches in use, in the agreement's order; one of a removed source is not."""
        return [
            watch
            for watch in self.watches.get(agreement_id, [])
            if watch.removed_at is None and self.sources[watch.source_id].removed_at is None
        ]


def load_stored(session: Session) -> Stored:
    """Everything that a form can speak of."""
    watches: dict[str, list[Watch]] = {}
    for watch in session.exec(select(Watch).order_by(col(Watch.position), col(Watch.source_id))):
        watches.setdefault(watch.agreement_id, []).append(watch)
    return Stored(
        agreements={row.id: row for row in session.exec(select(Agreement).order_by(Agreement.id))},
        sources={row.id: row for row in session.exec(select(Source).order_by(Source.id))},
        channels={row.id: row for row in session.exec(select(Channel).order_by(Channel.id))},
        rules={row.id: row for row in session.exec(select(Rule).order_by(Rule.id))},
        watches=watches,
    )


def find_other_editor(session: Session, row: Agreement | Source | Channel | Rule) -> str | None:
    """Who made the version that stands, when it was somebody other than `apply`."""
    key = (row.id, row.version)
    if isinstance(row, Agreement):
        agreement = session.get(AgreementVersion, key)
        maker = agreement.made_by if agreement else None
    elif isinstance(row, Source):
        source = session.get(SourceVersion, key)
        maker = source.made_by if source else None
    elif isinstance(row, Rule):
        rule = session.get(RuleVersion, key)
        maker = rule.by if rule else None
    else:
        channel = session.get(ChannelVersion, key)
        maker = channel.by if channel else None
    return None if maker is None or maker.startswith(APPLY) else maker
