"""The log in the shape of ACLED's event files, so that its tools open it; a row is a claim and no event.

Columns and their order: ACLED's since 20 March 2023, docs/exports.md says from where we know them. What
only ACLED could decide (regions, associated actors, the scale of a source) stays empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitor.exports.cells import BYTE_ORDER_MARK, join_list, write_row
from monitor.exports.entries import Entry

THEIRS = (
    *("event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type"),
    *("sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2"),
    *("interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3"),
    *("location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes"),
    *("fatalities", "tags", "timestamp"),
)
OURS = (
    *("accuser", "accused", "claim_stance", "claim_status", "claim_types", "claim_in_force"),
    *("claim_occurred_precision", "claim_confidence", "quote", "statement_title", "statement_published_at"),
    *("statement_url", "claim_id", "claim_url", "agreement"),
)
COLUMNS = (*THEIRS, *OURS)

VIOLENCE, STRATEGIC = "Political violence", "Strategic developments"
_REMOTE, _BATTLES, _CIVILIANS = "Explosions/Remote violence", "Battles", "Violence against civilians"
_SHELLING = "Shelling/artillery/missile attack"
# Event type and sub-event type of an act; an act that the text does not name has none.
EVENTS = {
    "shelling": (_REMOTE, _SHELLING),
    "small_arms": (_BATTLES, "Armed clash"),
    "air_strike": (_REMOTE, "Air/drone strike"),
    "drone": (_REMOTE, "Air/drone strike"),
    "missile": (_REMOTE, _SHELLING),
    "ground_assault": (_BATTLES, "Armed clash"),
    "explosive": (_REMOTE, "Remote explosive/landmine/IED"),
    "overflight": (STRATEGIC, "Other"),
    "buildup": (STRATEGIC, "Other"),
    "detention": (STRATEGIC, "Arrests"),
    "obstruction": (STRATEGIC, "Other"),
    "unspecified": ("", ""),
}
AGAINST_CIVILIANS = {
    "small_arms": (_CIVILIANS, "Attack"),
    "detention": (_CIVILIANS, "Abduction/forced disappearance"),
}
# 1: the day itself; 2: a week; 3: a month, or no time said, so that the day is that of publication.
TIME_PRECISION = {"minute": 1, "hour": 1, "part": 1, "day": 1, "period": 2}
STATE_FORCES = "State forces"


def write_acled(entries: Iterable[Entry]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + write_row(COLUMNS)
    for entry in entries:
        values = list_values(entry)
        yield write_row([values.get(name) for name in COLUMNS])


def list_values(entry: Entry) -> dict[str, Any]:
    """The value of each column that has one."""
    theirs = _list_time(entry) | _list_act(entry) | _list_actors(entry) | _list_place(entry)
    return theirs | _list_ours(entry)


def _list_time(entry: Entry) -> dict[str, Any]:
    """In the agreement's zone; ACLED dates an event, and so this is when the act is said to have begun."""
    occurred = entry.form["occurred"]
    zone = ZoneInfo(entry.row.agreement.timezone)
    start = datetime.fromisoformat(occurred["from"]) if occurred else entry.row.revision.published_at
    day = start.astimezone(zone)
    return {
        "event_id_cnty": f"CW{entry.form['lineage']}",
        "event_date": f"{day:%Y-%m-%d}",
        "year": day.year,
        "time_precision": TIME_PRECISION[occurred["precision"]] if occurred else 3,
        "timestamp": int(entry.updated_at.timestamp()),
    }


def _list_act(entry: Entry) -> dict[str, Any]:
    """Of several acts the first one that is named, in the order of our list of types."""
    form = entry.form
    act = next((name for name in EVENTS if name in form["types"]), "unspecified")
    kind, narrower = (AGAINST_CIVILIANS if form["civilians"] else {}).get(act, EVENTS[act])
    disorder = STRATEGIC if kind == STRATEGIC else VIOLENCE if kind else ""
    killed = form["killed"]
    return {
        "disorder_type": disorder,
        "event_type": kind,
        "sub_event_type": narrower,
        "civilian_targeting": "Civilian targeting" if form["civilians"] else "",
        "fatalities": killed,
        "tags": f"claim={form['stance']}; status={entry.status}",
        "notes": entry.sentence,
    }


def _list_actors(entry: Entry) -> dict[str, Any]:
    """`actor1` is who is said to have acted, `actor2` the other one that the claim names."""
    actor, other = _find_roles(entry)
    kinds = [_find_kind(entry, id) for id in (actor, other)]
    return {
        "actor1": _name(entry, actor),
        "inter1": kinds[0],
        "actor2": _name(entry, other),
        "inter2": kinds[1],
        "interaction": "-".join(kinds) if all(kinds) else "",
        "accuser": _name(entry, other if entry.form["stance"] != "admission" else None),
        "accused": _name(entry, actor),
    }


def _find_roles(entry: Entry) -> tuple[str | None, str | None]:
    """The accused and its accuser; who denies or admits is the one that is said to have acted."""
    by, against = entry.form["by"], entry.form["against"]
    return (against, by) if entry.form["stance"] == "accusation" else (by, against)


def _find_kind(entry: Entry, id: str | None) -> str:
    """Of a party that is a state; of others we do not judge."""
    parties = entry.row.agreement.document["parties"]
    is_state = any(party["id"] == id and party.get("country") for party in parties)
    return STATE_FORCES if is_state else ""


def _name(entry: Entry, id: str | None) -> str:
    names = entry.form["names"]
    if id is None:
        return ""
    name: str = names["by"] if id == entry.form["by"] else names["against"]
    return name


def _list_place(entry: Entry) -> dict[str, Any]:
    """The first place whose coordinates are known, else the first that is named."""
    places, points = entry.form["places"], entry.points
    point = points[0] if points else None
    return {
        "location": point.name if point else next(iter(places), ""),
        "latitude": point.lat if point else None,
        "longitude": point.lon if point else None,
        "geo_precision": (1 if len(places) == 1 else 2) if point else None,
    }


def _list_ours(entry: Entry) -> dict[str, Any]:
    form, said = entry.form, entry.form["statement"]
    return {
        "source": said["publisher"],
        "claim_stance": form["stance"],
        "claim_status": entry.status,
        "claim_types": join_list(form["types"]),
        "claim_in_force": form["in_force"],
        "claim_occurred_precision": form["occurred"]["precision"] if form["occurred"] else "",
        "claim_confidence": form["confidence"],
        "quote": form["evidence"]["quote"],
        "statement_title": said["title"],
        "statement_published_at": said["published_at"],
        "statement_url": said["url"],
        "claim_id": form["id"],
        "claim_url": form["url"],
        "agreement": form["agreement"],
    }
