"""What `doctor` looks at, one check a part; a check says what is wrong and never raises."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import redis
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from alerts.channels import find_kinds
from alerts.channels.apprise import NOT_INSTALLED
from alerts.configuration import current_channels, current_rules
from alerts.delivery_log import DeliveryFilter, list_deliveries
from alerts.grouping import SYSTEM
from alerts.set_aside import list_set_aside
from monitor.classify import LANGUAGES, find_broken
from monitor.courier import read_mailer
from monitor.db import is_current, open_engine, reading, say_database_failure
from monitor.doctor.pulse import says_it_lives
from monitor.health.states import ANSWERING
from monitor.models import Source
from monitor.settings import BadSetting, Settings
from monitor.wire import time_json

State = Literal["ok", "note", "wrong"]


@dataclass(frozen=True, slots=True)
class Check:
    """One part: `note` is worth knowing, `wrong` needs a hand."""

    part: str
    state: State
    detail: str


def check_everything(settings: Settings, wall: datetime) -> list[Check]:
    """Every part; those behind a database that can't be used are left out."""
    checks = check_settings(settings)
    try:
        engine = open_engine(settings.database)
    except BadSetting as error:
        return [*checks, Check("database", "wrong", str(error))]
    try:
        return [*checks, *check_database(engine, settings, wall)]
    finally:
        engine.dispose()


def check_settings(settings: Settings) -> list[Check]:
    """What is known without the database."""
    checks = [_check_folder(settings), _check_mail(settings), _check_broker(settings), _check_languages()]
    return [*checks, _check_heartbeat(settings)]


def check_database(engine: Engine, settings: Settings, wall: datetime) -> list[Check]:
    """The database, and what it tells when it can be used."""
    database = _check_engine(engine)
    if database.state == "wrong":
        return [database]
    beats = [_check_beat(engine, name, wall) for name in ("scheduler", "worker")]
    return [database, *beats, *_check_rows(engine, settings)]


def _check_folder(settings: Settings) -> Check:
    home = settings.home
    usable = home if home.exists() else next((place for place in home.parents if place.exists()), home)
    if not os.access(usable, os.W_OK | os.X_OK):
        return Check(
            "data folder", "wrong", f"{home} can't be written to; set CEASEWATCH_HOME to one that can."
        )
    return Check("data folder", "ok", str(home))


def _check_mail(settings: Settings) -> Check:
    try:
        mailer = read_mailer(settings)
    except BadSetting as error:
        return Check("mail", "wrong", str(error))
    if mailer is None:
        return Check(
            "mail", "note", "No mail server is set (CEASEWATCH_SMTP_URL); email channels can't send."
        )
    return Check("mail", "ok", f"{mailer.host}:{mailer.port}, from {mailer.sender}")


def _check_broker(settings: Settings) -> Check:
    if settings.broker_url is None:
        return Check("queue", "ok", "none: one-process mode")
    try:
        with redis.Redis.from_url(
            settings.broker_url.get_secret_value(), socket_timeout=3, socket_connect_timeout=3
        ) as client:
            client.ping()
    except (redis.RedisError, ValueError, OSError) as error:
        what = f"Redis does not answer ({type(error).__name__}); check CEASEWATCH_BROKER_URL."
        return Check("queue", "wrong", what)
    return Check("queue", "ok", "Redis answers")


def _check_heartbeat(settings: Settings) -> Check:
    if settings.heartbeat_url is None:
        what = "Nobody outside would notice the end of this service; set CEASEWATCH_HEARTBEAT_URL."
        return Check("heartbeat", "note", what)
    return Check("heartbeat", "ok", "a watchdog outside is called every minute while all is well")


def _check_languages() -> Check:
    broken = find_broken()
    if broken:
        return Check("languages", "wrong", " ".join(broken.values()))
    return Check("languages", "ok", f"{', '.join(LANGUAGES)} can be read")


def _check_engine(engine: Engine) -> Check:
    file = engine.url.database
    if engine.dialect.name == "sqlite" and file and not Path(file).exists():
        return Check("database", "wrong", "There is none yet; the first command that needs it makes it.")
    try:
        if not is_current(engine):
            return Check("database", "wrong", "It was made by another version; run: ceasewatch db upgrade")
    except SQLAlchemyError as error:
        return Check("database", "wrong", say_database_failure(error))
    return Check("database", "ok", f"{engine.dialect.name}, of this version")


def _check_beat(engine: Engine, name: str, wall: datetime) -> Check:
    detail = says_it_lives(engine, name, wall)
    return Check(name, "note", detail) if detail else Check(name, "ok", "alive")


def _check_rows(engine: Engine, settings: Settings) -> list[Check]:
    looks: list[Callable[[Session, Settings], Check]] = [
        _check_sources,
        _check_rules,
        _check_channels,
        _check_deliveries,
        _check_notices,
    ]
    with reading(engine) as session:
        return [look(session, settings) for look in looks]


def _check_sources(session: Session, settings: Settings) -> Check:
    del settings
    query = select(Source).where(col(Source.enabled).is_(True), col(Source.removed_at).is_(None))
    sources = list(session.exec(query))
    silent = [row.id for row in sources if row.state is not None and row.state not in ANSWERING]
    if silent:
        return Check("sources", "note", f"{len(sources)} enabled; in trouble: {', '.join(sorted(silent))}")
    return Check("sources", "ok", f"{len(sources)} enabled")


def _check_rules(session: Session, settings: Settings) -> Check:
    del settings
    rules = current_rules(session)
    if any(SYSTEM in (rule.document["when"]["kind"] or [SYSTEM]) for rule in rules):
        return Check("rules", "ok", f"{len(rules)} in use")
    what = "none asks for notices of this service itself (alerts that are stuck, channels that are disabled)"
    return Check("rules", "note", f"{len(rules)} in use, {what}; add one with when: {{kind: [system]}}")


def _check_channels(session: Session, settings: Settings) -> Check:
    channels = current_channels(session)
    faults = [f"{row.id} is disabled" for row in channels if row.disabled_at is not None]
    for row in channels:
        if row.failing_since is not None and row.disabled_at is None:
            faults.append(f"{row.id} has failed since {time_json(row.failing_since, UTC)}")
        secret = row.document.get(find_kinds()[row.kind].KEPT_APART or "")
        if isinstance(secret, dict) and "env" in secret and secret["env"] not in os.environ:
            faults.append(f"{row.id}: the variable {secret['env']} is not set here")
        if row.kind == "apprise" and importlib.util.find_spec("apprise") is None:
            faults.append(f"{row.id}: {NOT_INSTALLED}")
        if row.kind == "email" and settings.smtp_url is None:
            faults.append(f"{row.id}: no mail server is set")
    if faults:
        return Check("channels", "note", "; ".join(faults))
    return Check("channels", "ok", f"{len(channels)} in use")


def _check_deliveries(session: Session, settings: Settings) -> Check:
    del settings
    failed = list_deliveries(session, DeliveryFilter(failed=True))
    if failed:
        return Check(
            "deliveries", "note", f"{len(failed)} failed or waiting; see `ceasewatch deliveries --failed`"
        )
    return Check("deliveries", "ok", "none failed")


def _check_notices(session: Session, settings: Settings) -> Check:
    del settings
    told = list_set_aside(session)
    if told:
        return Check("notices", "note", f"{len(told)} set aside, unread by a rule; the newest: {told[0]}")
    return Check("notices", "ok", "every one was looked at, or waits for it")
