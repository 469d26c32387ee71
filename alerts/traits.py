"""Pure: by what the claims of two notices are compared: parties, sides, types, places, source."""

from __future__ import annotations

from alerts.conditions import Facts, NoticeFacts, fold_name

UNSPECIFIED = "unspecified"


def list_traits(per: str, notice: NoticeFacts) -> list[str]:
    """A claim's values of agreement, by, against, type, place or source, none where it has none.

    A type that is not said is none. A place that the gazetteer knows is its id, however it is spelled.
    """
    claim = notice.facts["claim"]
    if per == "type":
        return [name for name in claim["types"] if name != UNSPECIFIED]
    if per == "place":
        return list(dict.fromkeys(_identify_place(notice.facts, place) for place in claim["places"]))
    if per == "source":
        value = (claim.get("statement") or {}).get("source")
    else:
        value = notice.agreement_id if per == "agreement" else claim[per]
    return [] if value is None else [str(value)]


def find_sides(notice: NoticeFacts) -> tuple[str, str] | None:
    """Who accuses whom, by side: allies speak for each other. None when either is no party."""
    return sides_of(notice.facts)


def sides_of(facts: Facts) -> tuple[str, str] | None:
    """The same for the bare facts."""
    sides = facts.get("sides")
    if sides is None:  # a notice of an older version
        sides = {role: facts["claim"][role] for role in ("by", "against")}
    by, against = sides.get("by"), sides.get("against")
    return (by, against) if by and against and by != against else None


def _identify_place(facts: Facts, place: str) -> str:
    known = facts.get("places", {}).get(place)
    return str(known[0]) if known else fold_name(place)
