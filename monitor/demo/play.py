"""The demonstration as a whole: a home, the outside world on loopback, and how far the replay is."""

from __future__ import annotations

import base64
import ipaddress
import secrets
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from monitor.clock import Now, wall
from monitor.db import reading
from monitor.demo.closing import write_closing
from monitor.demo.figures import count_records, find_first_accusation
from monitor.demo.mailbox import Mailbox
from monitor.demo.pace import ReplayClock
from monitor.demo.pending import is_all_done
from monitor.demo.receiver import PREFIX, Receiver
from monitor.demo.scenario import Scenario, load_scenario
from monitor.demo.setting import write_setting
from monitor.demo.site import Site
from monitor.settings import Settings

DEFAULT_SPEED = 4500.0
LOOPBACK = ipaddress.ip_network("127.0.0.0/8")


class Demo:
    """Everything that the replay needs but the clockwork; entering makes it, leaving removes it.

    `clock` stands at the scenario's beginning until `clock.begin()`: call it when the forms are
    adopted and the workers run. After `finished`, `clock.settle()` slows it to a second a second.
    The engine given to the methods is that of `settings.database`; dispose it before leaving.
    """

    def __init__(self, *, port: int = 8080, speed: float = DEFAULT_SPEED, machine: Now = wall) -> None:
        self.scenario: Scenario = load_scenario()
        self.clock = ReplayClock(self.scenario.begins_at, speed)
        self._port = port
        self._machine = machine
        self._parts = ExitStack()

    def __enter__(self) -> Demo:
        try:
            self._make_parts()
        except BaseException:
            self._parts.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._parts.close()

    @property
    def ends_at(self) -> datetime:
        return self.scenario.ends_at

    def progress_line(self, engine: Engine) -> str:
        """Where the replay is, on one line of fewer than 80 characters."""
        with reading(engine) as session:
            figures = count_records(session, self.scenario.agreement)
        now = self.clock.now().astimezone(self._zone)
        told = f"{len(self.mailbox.mails):>2} emails  {len(self.receiver.hooks):>2} webhooks"
        read = f"{figures.statements:>3} statements  {figures.accusations:>3} accusations"
        return f"{now.day:>2} {now:%b %H:%M}  {read}  {told}"

    def finished(self, engine: Engine) -> bool:
        """Whether the scenario's end is passed and nothing of it is still under way."""
        now = self.clock.now()
        if now < self.ends_at:
            return False
        with reading(engine) as session:
            return is_all_done(session, self.scenario, now)

    def summary(self, engine: Engine, seconds: float) -> dict[str, Any]:
        """The contract's figures; `seconds` is how long the replay took."""
        with reading(engine) as session:
            figures = count_records(session, self.scenario.agreement)
            first = find_first_accusation(session, self.scenario.agreement)
        return asdict(figures) | {
            "emails": len(self.mailbox.mails),
            "webhooks": len(self.receiver.hooks),
            "first_accusation_after_s": int((first - self.starts_at).total_seconds()) if first else None,
            "seconds": round(seconds, 1),
        }

    def closing_table(self, engine: Engine) -> str:
        """What was said of the time in force, for a terminal of 100 columns."""
        page = f"{self.settings.base_url}/claims"
        with reading(engine) as session:
            start = self.starts_at.astimezone(self._zone)
            return write_closing(session, self.scenario.agreement, start, page)

    def _make_parts(self) -> None:
        folder = TemporaryDirectory(prefix="ceasewatch-demo-", ignore_cleanup_errors=True)
        self.home = Path(self._parts.enter_context(folder))
        self.site = Site(self.scenario, self.clock.now)
        self._parts.callback(self.site.stop)
        self.mailbox = Mailbox()
        self._parts.callback(self.mailbox.stop)
        secret = PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
        self.receiver = Receiver(secret, self._machine)
        self._parts.callback(self.receiver.stop)
        self.settings = self._make_settings()
        self.forms = [write_setting(self.scenario, self.site.feed_url, self.receiver.url, secret)]
        agreement = self.forms[0].content.agreements[0]
        self.starts_at: datetime = agreement.starts_at
        self._zone = ZoneInfo(agreement.timezone)

    def _make_settings(self) -> Settings:
        """Every setting is given, so that none of the environment reaches the replay."""
        return Settings(
            home=self.home,
            database_url=None,
            broker_url=None,
            smtp_url=self.mailbox.url,
            mail_from="Ceasewatch <ceasewatch@localhost>",
            base_url=f"http://127.0.0.1:{self._port}",
            allow_networks=(LOOPBACK,),
            host_gap=0,
            host_concurrency=16,
            contact="",
            heartbeat_url=None,
            log_format="text",
        )
