"""The navigation: which pages there are, in which groups, and behind which of them the reader stands."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.models import Agreement


@dataclass(frozen=True, slots=True)
class Door:
    """`about_one` is its address on pages about one agreement; `beneath` begins the paths that belong to it,
    of which with `endings` only those count that end so.

    `role`: who alone may come in; empty: everybody who is signed in.
    """

    label: str
    url: str
    about_one: str = ""
    beneath: tuple[str, ...] = ()
    role: str = ""
    endings: tuple[str, ...] = ("",)


DOORS: tuple[tuple[Door, ...], ...] = (
    (
        Door("Overview", "/", "/agreements/{id}"),
        Door("Log", "/claims", "/claims?agreement={id}", ("/claims/", "/exports")),
        Door("Statements", "/statements", beneath=("/statements/", "/captures/")),
    ),
    (
        Door("Agreements", "/agreements", beneath=("/agreements/",), endings=("/new", "/edit", "/versions")),
        Door("Sources", "/sources", beneath=("/sources/", "/entries/")),
        Door("Rules", "/rules", beneath=("/rules/",)),
        Door("Channels", "/channels", beneath=("/channels/",)),
        Door("Alerts", "/alerts", beneath=("/alerts/",)),
        Door("Deliveries", "/deliveries", beneath=("/deliveries/",)),
        Door("Silences", "/silences", beneath=("/silences/",)),
    ),
    (
        Door("Quality", "/quality", "/quality?agreement={id}"),
        Door("System", "/system", beneath=("/people", "/tokens", "/audit", "/sessions"), role="admin"),
    ),
)


@dataclass(frozen=True, slots=True)
class Way:
    """A door as a page shows it; `is_here`: its page, or one beneath it, is open."""

    label: str
    url: str
    is_here: bool


def list_ways(path: str, agreement: Agreement | None, role: str) -> list[list[Way]]:
    """The doors that open for this role, by group; groups without any are left out."""
    groups = [[_open(door, path, agreement) for door in doors if door.role in ("", role)] for doors in DOORS]
    return [group for group in groups if group]


def _open(door: Door, path: str, agreement: Agreement | None) -> Way:
    about_one = door.about_one.format(id=agreement.id) if agreement else ""
    own = {door.url, about_one.partition("?")[0]}
    return Way(door.label, about_one or door.url, path in own or _is_beneath(path, door))


def _is_beneath(path: str, door: Door) -> bool:
    return path.startswith(door.beneath) and path.endswith(door.endings)
