"""Thirty outlets on local sites, polled by the real corridor on a clock that the test sets."""

from __future__ import annotations

import ipaddress
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session, SQLModel, col, select

from alerts.leases import claim_due
from monitor import http
from monitor.db import reading, writing
from monitor.ledger.work import is_due
from monitor.models import Source, Work
from monitor.models.work import READ
from monitor.pipeline import Tools, fetch_source, read_capture
from monitor.settings import Settings
from tests.builders import START, a_source, a_watch, an_agreement
from tests.outside import Site

INTERVAL = timedelta(seconds=60)
USUAL_GAP = timedelta(minutes=90)  # four of them are six hours
NEARLY_SILENT = timedelta(hours=6) - timedelta(minutes=2, seconds=30)
ITEMS = 10


class Outlets:
    """`silent` ones have been so for six hours two and a half minutes after the start, which is longer than
    usual. `states`: every state that each source showed, with the time at which it was seen.
    """

    def __init__(self, engine: Engine, make_site: Callable[[], Site], silent: Sequence[str] = ()) -> None:
        self.engine = engine
        event.listen(engine, "connect", _spare_the_disk)
        engine.dispose()
        self.now = START
        self.near, self.far = make_site(), make_site()  # the far one can be taken away
        self.items: dict[str, list[dict[str, Any]]] = {}
        self.states: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
        networks = (ipaddress.ip_network("127.0.0.0/8"),)
        self.tools = Tools(
            engine=engine,
            client=http.open_client(Settings(allow_networks=networks)),
            now=lambda: self.now,
            settings=Settings(host_gap=0, host_concurrency=16),
        )
        self.ids = [f"s{number:02d}" for number in range(30)]
        with writing(engine) as session:
            for id in self.ids:
                self._open(session, id, NEARLY_SILENT if id in silent else timedelta(minutes=10))

    def _open(self, session: Session, id: str, silence: timedelta) -> None:
        """An outlet that has published every ninety minutes, the last time so long before the start."""
        last = START - silence
        self.items[id] = [self._item(id, last - number * USUAL_GAP) for number in reversed(range(ITEMS))]
        source = a_source(session, id, url=f"{self.site_of(id).url}/{id}", due_at=START)
        a_watch(session, an_agreement(session), source)
        self.publish(id)

    def _item(self, id: str, at: datetime) -> dict[str, Any]:
        name = f"{id} {at:%d %H:%M:%S}"
        return {"id": name, "title": name, "text": f"Letters of {name} were exchanged.", "published_at": at}

    def site_of(self, id: str) -> Site:
        return self.far if id.endswith("9") else self.near

    def publish(self, id: str, *times: datetime) -> None:
        """The outlet as it should be, with further items; it lists the newest ten."""
        self.items[id] = [*self.items[id], *(self._item(id, at) for at in times)][-ITEMS:]
        self.site_of(id).feed(f"/{id}", reversed(self.items[id]))

    def run_for(self, span: timedelta) -> None:
        """Poll what falls due within the next time, in its order."""
        end = self.now + span
        while (due := self._next_due()) is not None and due <= end:
            self.now = max(due, self.now)
            for lease in self._claim(Source, col(Source.due_at) <= self.now):
                fetch_source(self.tools, lease)
            for lease in self._claim(Work, is_due(self.now, READ)):
                read_capture(self.tools, lease)
            self._look()
        self.now = end

    def shown(self, id: str, since: datetime) -> list[str]:
        """The states that a source showed after a moment, in order."""
        return [state for at, state in self.states[id] if at > since]

    def all_of(self, table: type[SQLModel]) -> list[Any]:
        with reading(self.engine) as session:
            return list(session.exec(select(table)).all())

    def _look(self) -> None:
        with reading(self.engine) as session:
            rows: Iterable[tuple[str, str | None]] = session.exec(select(Source.id, Source.state)).all()
        for id, state in rows:
            if state is not None and self.states[id][-1:] != [(self.now, state)]:
                self.states[id].append((self.now, state))

    def _next_due(self) -> datetime | None:
        with reading(self.engine) as session:
            return min(filter(None, session.exec(select(Source.due_at)).all()), default=None)

    def _claim(self, table: type[Any], due: Any) -> list[Any]:
        with writing(self.engine) as session:
            return claim_due(session, table, due, table.id, wall=self.now, limit=100)


def _spare_the_disk(connection: Any, _record: Any) -> None:
    """Thousands of polls are no test of the disk."""
    connection.execute("PRAGMA synchronous=OFF")
