"""What can be chosen in the form of a rule, as it is filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from alerts.conditions import EVERY_AGREEMENT
from alerts.configuration import current_channels
from monitor.models import Agreement
from monitor.queries.sources import list_outlets
from monitor.terms import SourceState
from monitor.web.pages.actors import THIRD_PARTY, list_actors
from monitor.web.pages.filters import Box, make_box
from monitor.web.pages.rule_fields import Values, list_pairs
from monitor.web.pages.wording import ACTS

KINDS = {
    "accusation": "accusations",
    "denial": "denials",
    "admission": "acknowledgements",
    "correction": "corrections",
    "retraction": "retractions",
    "source": "states of sources",
    "system": "troubles of Ceasewatch itself",
}
GROUPS = {
    "agreement": "the same agreement",
    "by": "the same speaker",
    "against": "the same accused",
    "type": "the same act",
    "place": "the same place",
    "source": "the same source",
    "kind": "the same kind",
}
IN_FORCE = {"true": "while in force", "false": "before the start or after the end", "": "whenever"}
CERTAIN = {"": "certainly or not", "true": "certainly", "false": "not certainly"}
CIVILIANS = {
    "": "whoever is said to be hit",
    "true": "civilians are said to be hit",
    "false": "no civilians named",
}
BEFORE = {
    "": "nothing of what came before",
    "first": "only the first since the start",
    "mutual": "both sides accuse each other",
    "more_than": "more than so many",
}
FIRSTS = {
    "agreement": "of all",
    "by": "of each speaker",
    "against": "against each party",
    "type": "of each act",
    "place": "at each place",
}
PER = {
    "agreement": "of one agreement",
    "by": "by one speaker",
    "against": "against one party",
    "type": "of one act",
    "place": "at one place",
    "source": "from one source",
}
DIGESTS = {"": "no: as they come", "hour": "every hour", "day": "every day", "week": "every week"}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Names:
    """What ids are called on the page."""

    agreements: Mapping[str, str]
    actors: Mapping[str, str]
    sources: Mapping[str, str]
    channels: Mapping[str, str]


def list_names(session: Session, agreements: Sequence[Agreement]) -> Names:
    """Of all that a rule may name."""
    actors = list_actors([each.document for each in agreements])
    return Names(
        agreements={each.id: each.name for each in agreements},
        actors={actor.id: actor.name for actor in actors} | {THIRD_PARTY.id: THIRD_PARTY.name},
        sources=dict(list_outlets(session)),
        channels={channel.id: channel.kind for channel in current_channels(session)},
    )


def list_boxes(names: Names, agreements: Sequence[Agreement], values: Values) -> dict[str, Box]:
    """By the field's name. Parties are those of the agreement that is chosen, or of all."""
    chosen = list_pairs(values)
    scope = next(iter(values.get("agreement", ())), EVERY_AGREEMENT)
    near = [each for each in agreements if scope in (EVERY_AGREEMENT, each.id)]
    actors = [(actor.id, actor.name, actor.mark) for actor in list_actors([each.document for each in near])]
    speakers = [*actors, (THIRD_PARTY.id, THIRD_PARTY.name, THIRD_PARTY.mark)]
    several: Mapping[str, tuple[str, Sequence[tuple[str, ...]]]] = {
        "send_to": ("Channels", [(id, f"{id} ({kind})") for id, kind in names.channels.items()]),
        "by": ("Who says it", speakers),
        "against": ("Of whom it is said", actors),
        "types": ("Alleged acts", list(ACTS.items())),
        "group_by": ("What goes together", list(GROUPS.items())),
        "kind": ("Kinds of notices", list(KINDS.items())),
        "speakers": ("Whose outlets", actors),
        "sources": ("Sources", list(names.sources.items())),
        "states": ("States of sources", [(state.value, state.value) for state in SourceState]),
        "quiet_bypass": ("Acts that are told all the same", list(ACTS.items())),
    }
    one: Mapping[str, tuple[str, Mapping[str, str]]] = {
        "agreement": ("Agreement", {EVERY_AGREEMENT: "every agreement", **names.agreements}),
        "in_force": ("In force", IN_FORCE),
        "in_force_certain": ("Certainty of being in force", CERTAIN),
        "civilians": ("Civilians", CIVILIANS),
        "before": ("What came before", BEFORE),
        "first": ("The first of what", FIRSTS),
        "more_per": ("Counted for what", PER),
        "digest_every": ("Digest", DIGESTS),
        "digest_on": ("Day of the week", {"": "-", **{day: day.capitalize() for day in WEEKDAYS}}),
    }
    boxes = {
        name: make_box(name, label, "checkbox", found, chosen) for name, (label, found) in several.items()
    }
    return boxes | {
        name: make_box(name, label, "radio", list(found.items()), chosen)
        for name, (label, found) in one.items()
    }
