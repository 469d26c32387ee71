"""The stand-in outlets: each one's feed and item pages as they stand at a moment of the scenario."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from email.utils import format_datetime, parsedate_to_datetime

from monitor.clock import Now
from monitor.demo.feeds import MEDIA_TYPES, Item, write_feed, write_page
from monitor.demo.loopback import Answer, LoopbackServer, Request
from monitor.demo.scenario import Outlet, Scenario, ScriptedStatement

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Document:
    """What a path answers; `changed_at` is None while nothing has been published there."""

    media_type: str
    body: bytes
    changed_at: datetime | None

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    def headers(self) -> dict[str, str]:
        headers = {"Content-Type": self.media_type, "ETag": self.etag, "Cache-Control": "no-cache"}
        if self.changed_at is not None:
            headers["Last-Modified"] = format_datetime(self.changed_at)
        return headers

    def is_known(self, request: Message) -> bool:
        """Whether the client has this very document; If-None-Match wins (RFC 9110, 13.2.2)."""
        tags = request.get("If-None-Match")
        if tags is not None:
            known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return self.etag in known or "*" in known
        since = _read_date(request.get("If-Modified-Since"))
        return since is not None and self.changed_at is not None and self.changed_at <= since


class Site:
    """Serves every outlet of a scenario from one address, from its making until `stop`."""

    def __init__(self, scenario: Scenario, now: Now) -> None:
        self._scenario = scenario
        self._now = now
        self._outlets = {outlet.id: outlet for outlet in scenario.outlets}
        self._server = LoopbackServer(self.respond)
        self.url = self._server.url

    def stop(self) -> None:
        self._server.stop()

    def respond(self, request: Request) -> Answer:
        document = self.find_document(request.path, self._now())
        if document is None or request.method == "POST":
            return Answer(404, {"Content-Type": "text/plain"}, b"Not here.\n")
        if document.is_known(request.headers):
            return Answer(304, document.headers())
        return Answer(200, document.headers(), document.body)

    def feed_url(self, outlet_id: str) -> str:
        return f"{self.url}/{outlet_id}/feed.xml"

    def find_document(self, path: str, moment: datetime) -> Document | None:
        """What `path` answers at `moment`; None for what is unknown or not yet published."""
        outlet_id, _, name = path.lstrip("/").partition("/")
        outlet = self._outlets.get(outlet_id)
        if outlet is None:
            return None
        items = self._items(outlet, moment)
        if name == "feed.xml":
            return self._feed(outlet, items)
        found = next((item for item in items if item.url == f"{self.url}/{outlet_id}/{name}"), None)
        return Document(HTML, write_page(outlet, found).encode(), found.updated_at) if found else None

    def _feed(self, outlet: Outlet, items: list[Item]) -> Document:
        body = write_feed(outlet, self.feed_url(outlet.id), items).encode()
        return Document(
            MEDIA_TYPES[outlet.form], body, max((item.updated_at for item in items), default=None)
        )

    def _items(self, outlet: Outlet, moment: datetime) -> list[Item]:
        standing = (self._item(one, moment) for one in self._scenario.of_outlet(outlet.id))
        return [item for item in standing if item is not None]

    def _item(self, statement: ScriptedStatement, moment: datetime) -> Item | None:
        version = statement.version_at(moment)
        if version is None:
            return None
        return Item(
            id=external_id(statement),
            url=f"{self.url}/{statement.outlet}/{statement.id}.html",
            title=statement.title,
            text=version.text.strip(),
            published_at=statement.at,
            updated_at=version.at,
        )


def external_id(statement: ScriptedStatement) -> str:
    """The id that the outlet gives to a statement in its feed."""
    return f"tag:{statement.outlet}.example,2020:{statement.id}"


def _read_date(value: str | None) -> datetime | None:
    try:
        return parsedate_to_datetime(value) if value else None
    except ValueError:
        return None
