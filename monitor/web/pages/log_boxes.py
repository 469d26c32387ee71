"""The boxes of the log's filter bar, from left to right, with what can be chosen in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from monitor.models import Agreement
from monitor.queries.choices import Counts, count_choices, list_languages, list_named_places
from monitor.queries.sources import list_outlets
from monitor.web.pages.actors import THIRD_PARTY, list_actors
from monitor.web.pages.filters import ORDERS, YES_NO, Box, Pair, list_pairs, make_box
from monitor.web.pages.wording import ACTS, STANCES, name_language
from monitor.web.parameters import FilterParameters

REVIEWS = (
    ("open", "to review"),
    ("confirmed", "reading confirmed"),
    ("corrected", "reading corrected"),
    ("rejected", "reading rejected"),
)
SURE = (("", "any"), *((str(least / 100), f"at least {least} %") for least in (50, 75, 85, 95)))
FEW_AGREEMENTS = 3  # the outlets of more would make the page longer than its claims do
Options = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Dates:
    """What the fields of publication hold, in the zone of the page, and in one line for the bar."""

    from_: str
    to: str
    value: str


class LogBoxes:
    """Made for one address of the log."""

    def __init__(self, session: Session, wishes: FilterParameters, agreements: Sequence[Agreement]) -> None:
        self._session = session
        self._agreements = agreements
        self._shown = [each for each in agreements if not wishes.agreement or each.id in wishes.agreement]
        self._chosen = list_pairs(wishes)
        self._counts: Counts = count_choices(session, wishes.as_filter())

    def list_boxes(self) -> list[Box]:
        """Before the dates."""
        actors = [
            (actor.id, actor.name, actor.mark)
            for actor in list_actors([each.document for each in self._shown])
        ]
        third = (THIRD_PARTY.id, THIRD_PARTY.name, THIRD_PARTY.mark)
        boxes = [
            self._box("by", "Who says", [*actors, third]),
            self._box("against", "Of whom", actors),
            self._box("stance", "Stance", list(STANCES.items())),
            self._box("type", "Act", list(ACTS.items())),
            self._box("place", "Place", self._list_places()),
        ]
        if len(self._agreements) > 1:
            names = [(each.id, each.name) for each in self._agreements]
            boxes.insert(0, self._box("agreement", "Agreement", names))
        return boxes

    def list_later_boxes(self) -> list[Box]:
        """After the dates."""
        few = [each.id for each in self._shown] if len(self._shown) <= FEW_AGREEMENTS else []
        outlets = list_outlets(self._session, few) if few else []
        return [
            self._box("in_force", "In force", YES_NO, "radio"),
            self._box("civilians", "Civilians", YES_NO, "radio"),
            self._box("source", "Source", outlets),
            self._box("review", "Review", REVIEWS),
            self._box("lang", "Language", self._list_languages()),
            self._box("min_confidence", "Confidence", SURE, "radio"),
            self._box("sort", "Order", [("", ORDERS["-published"]), *list(ORDERS.items())[1:]], "radio"),
        ]

    def _box(self, name: str, label: str, options: Options, kind: str = "checkbox") -> Box:
        return make_box(name, label, kind, options, self._chosen, self._counts.get(name))

    def _list_languages(self) -> list[tuple[str, str]]:
        return [(lang, name_language(lang)) for lang in list_languages(self._session)]

    def _list_places(self) -> list[tuple[str, str]]:
        """Places that claims name: first the gazetteers' in their order, by all names, then the others.

        Of several agreements none: the list would be longer than the log; the field takes any name.
        """
        if len(self._shown) > 1:
            return []
        keys = list_named_places(self._session, [each.id for each in self._shown])
        known: dict[str, str] = {}
        for agreement in self._shown:
            for place in agreement.document.get("places", []):
                names: Mapping[str, list[str]] = place["names"]
                spelled = names.get("en") or next(iter(names.values()), [place["id"]])
                known.setdefault(place["id"].casefold(), " / ".join(spelled))
        listed = [(key, label) for key, label in known.items() if key in set(keys)]
        return [*listed, *((key, key) for key in keys if key not in known)]


def write_dates(wishes: FilterParameters, zone: ZoneInfo) -> Dates:
    """ "since 10 Oct 12:00", "10 Oct to 11 Oct 18:00"."""
    start = wishes.from_.astimezone(zone) if wishes.from_ else None
    end = wishes.to.astimezone(zone) if wishes.to else None
    first = f"{start.day} {start:%b %H:%M}" if start else ""
    last = f"{end.day} {end:%b %H:%M}" if end else ""
    if first and last:
        value = f"{first} to {last}"
    else:
        value = f"since {first}" if first else (f"until {last}" if last else "")
    written = [moment.isoformat(timespec="minutes") if moment else "" for moment in (start, end)]
    return Dates(written[0], written[1], value)


def first_day(agreement: Agreement) -> list[Pair]:
    """The filter of the first 24 hours."""
    end = agreement.starts_at + timedelta(hours=24)
    return [
        ("agreement", agreement.id),
        ("from", f"{agreement.starts_at:%Y-%m-%dT%H:%M:%SZ}"),
        ("to", f"{end:%Y-%m-%dT%H:%M:%SZ}"),
    ]
