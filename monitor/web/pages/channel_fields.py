"""A channel as the fields of a form, and back; a secret goes in, and never comes out."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from alerts.channels import find_kinds
from alerts.rotation import make_secret

MAKE, KEEP, NONE, TEXT = "make", "keep", "none", "text"
HOW = {
    MAKE: "made here, and shown once",
    KEEP: "the one that is kept here",
    TEXT: "this one, kept here",
    "env": "in a variable of the environment",
    "file": "in a file of the server",
    NONE: "none: nothing is signed",
}


@dataclass(frozen=True, slots=True)
class Written:
    """The document that a filled form stands for, unchecked; `secret` was made here, to be shown once."""

    document: dict[str, Any]
    secret: str = ""


def list_kinds() -> list[str]:
    """Those that this installation can send by."""
    kinds = list(find_kinds())
    return kinds if importlib.util.find_spec("apprise") is not None else [k for k in kinds if k != "apprise"]


def list_ways(kind: str, *, is_new: bool) -> dict[str, str]:
    """Where the secret of a kind may be, by what the form sends."""
    left_out = {KEEP if is_new else "", *((MAKE, NONE) if kind == "apprise" else ())}
    return {way: words for way, words in HOW.items() if way not in left_out}


def write_fields(document: Mapping[str, Any]) -> dict[str, str]:
    """The fields of a whole document, as `whole_channel` makes it."""
    key = find_kinds()[document["kind"]].KEPT_APART
    how, secret = _write_secret(document.get(key) if key else None)
    plain = {name: document.get(name) for name in ("id", "kind", "timezone", "url") if name != key}
    fields = {name: str(value or "") for name, value in plain.items()}
    return fields | {"to": "\n".join(document.get("to", ())), "how": how, "secret": secret}


def read_written(fields: Mapping[str, str], id_: str) -> Written:
    """What a form of a channel says; `id_` is that of the page, or what was written for a new one."""
    kind = fields.get("kind", "")
    document: dict[str, Any] = {"id": id_, "kind": kind}
    if kind == "email":
        zone = fields.get("timezone", "").strip()
        document["to"] = _read_addresses(fields.get("to", ""))
        return Written(document | ({"timezone": zone} if zone else {}))
    key = find_kinds()[kind].KEPT_APART if kind in find_kinds() else None
    if key != "url":
        document["url"] = fields.get("url", "").strip()
    how, secret = fields.get("how", ""), fields.get("secret", "").strip()
    if how == MAKE and key == "secret":
        made = make_secret()
        return Written(document | {"secret": made}, made)
    if key is not None and how != NONE:
        references = {KEEP: {"stored": id_}, "env": {"env": secret}, "file": {"file": secret}}
        document[key] = references.get(how, secret)
    return Written(document)


def name_field(path: Sequence[str | int], kind: str) -> str:
    """The field at which a fault is told; nothing for what has none of its own."""
    name = str(path[0]) if path else ""
    key = find_kinds()[kind].KEPT_APART if kind in find_kinds() else None
    return "secret" if key is not None and name == key else name


def _write_secret(reference: Any) -> tuple[str, str]:
    if not isinstance(reference, Mapping):
        return NONE, ""
    name, place = next(iter(reference.items()))
    return (KEEP, "") if name == "stored" else (name, str(place))


def _read_addresses(text: str) -> list[str]:
    return [address for address in text.replace(",", " ").replace(";", " ").split() if address]
