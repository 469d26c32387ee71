"""The kinds of channels: one file each, found by looking into this folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Protocol, cast

from alerts.courier import Courier, Parcel, Receipt
from alerts.message import Message


class BadChannel(ValueError):
    """Settings that a channel can't have; the text is one sentence that names the key."""


class ChannelKind(Protocol):
    """What each file of this folder has.

    `POSTS`: it sends to an address of its own, which may be gone. `KEPT_APART`: the key whose value is
    a secret, which stands in a column of its own when it is written out.
    """

    POSTS: bool
    KEPT_APART: str | None

    def check(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The settings as they are kept; raises BadChannel."""

    def name_place(self, document: Mapping[str, Any], secret: str | None) -> str:
        """Where it leads, as a list of channels shows it: without anything that opens a door."""

    def write(
        self,
        message: Message,
        document: Mapping[str, Any],
        delivery_id: str,
        courier: Courier,
        wall: datetime,
    ) -> str:
        """The content that goes out on every try; raises Undelivered when the service lacks a setting."""

    def send(self, parcel: Parcel, courier: Courier, wall: datetime) -> Receipt:
        """One try; raises Undelivered when there was no answer."""


@cache
def find_kinds() -> Mapping[str, ChannelKind]:
    """Every kind by its name, which is its file's."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: cast(ChannelKind, importlib.import_module(f"{__name__}.{name}")) for name in names}


def check_channel(kind: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a channel as they are kept; raises BadChannel."""
    if kind not in find_kinds():
        raise BadChannel(f"kind: {kind!r} is not known; use one of {', '.join(find_kinds())}.")
    return find_kinds()[kind].check(document)


def refuse_unknown_keys(document: Mapping[str, Any], known: tuple[str, ...]) -> None:
    """Raise BadChannel for the first key that a kind does not have."""
    for key in document:
        if key not in known:
            raise BadChannel(f"{key}: unknown key; known are {', '.join(known)}.")
