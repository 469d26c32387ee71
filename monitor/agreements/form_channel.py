"""The form of a channel: an id, a kind, and the settings that the kind's own file checks."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict

from alerts.channels import BadChannel, check_channel, find_kinds
from monitor.agreements.faults import Fault, Path, suggest
from monitor.agreements.form_values import Id, Name, StrictForm, check_address

OWN_KEYS = ("id", "kind")


class ChannelForm(StrictForm):
    """A way to reach people or programs; what a kind needs beyond `id` and `kind` is its own."""

    model_config = ConfigDict(extra="allow")

    id: Id
    kind: Name

    @property
    def settings(self) -> dict[str, Any]:
        """The settings as they are kept; raises BadChannel."""
        return check_channel(self.kind, self.model_extra or {})


def find_channel_fault(value: dict[str, Any], path: Path) -> Fault | None:
    """What is wrong with a channel's settings, told at its key."""
    kind = value.get("kind")
    if not isinstance(kind, str):
        return None
    if kind not in find_kinds():
        return Fault((*path, "kind"), f"{kind!r} is not known here; {suggest(kind, find_kinds())}")
    settings = {key: item for key, item in value.items() if key not in OWN_KEYS}
    try:
        check_channel(kind, settings)
        if find_kinds()[kind].KEPT_APART != "url" and isinstance(settings.get("url"), str):
            check_address(settings["url"])
    except BadChannel as error:
        key, colon, what = str(error).partition(": ")
        return Fault((*path, key), what) if colon and key.isidentifier() else Fault(path, str(error))
    except ValueError as error:
        return Fault((*path, "url"), str(error))
    return None
