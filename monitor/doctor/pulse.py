"""Who is alive: heartbeats in the database, and the desk's own answer."""

from __future__ import annotations

import socket
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from monitor.db import reading
from monitor.http import Unanswered, get, open_client
from monitor.models import Heartbeat
from monitor.settings import Settings, read_settings

SERVICES = ("web", "scheduler", "worker")
FRESH = timedelta(seconds=30)


def find_worker_name() -> str:
    """The beginning of the names of this machine's workers: one elsewhere says nothing about ours."""
    return f"worker:{socket.gethostname()}:"


def says_it_lives(engine: Engine, name: str, wall: datetime) -> str | None:
    """None when a part whose name begins so has spoken within 30 s, else a sentence."""
    what = name.partition(":")[0]
    try:
        last = last_beat(engine, name)
    except SQLAlchemyError:
        return f"Whether a {what} is alive is not known: the database does not answer, or has no tables yet."
    if last is None:
        return f"No {what} has ever spoken here; start `ceasewatch {what}` or `ceasewatch run`."
    if wall - last > FRESH:
        return f"The {what} last spoke {(wall - last).total_seconds():.0f} s ago; look at its log."
    return None


def last_beat(engine: Engine, name: str) -> datetime | None:
    """When a part whose name begins so last spoke; raises SQLAlchemyError."""
    named = col(Heartbeat.name).startswith(name, autoescape=True)
    query = select(Heartbeat.beat_at).where(named).order_by(col(Heartbeat.beat_at).desc())
    with reading(engine) as session:
        return session.exec(query).first()


def ask_web(settings: Settings, port: int | None) -> str | None:
    """None when the desk answers /healthz, else a sentence. It is ours, so it may stand anywhere."""
    address = f"http://127.0.0.1:{port}" if port else settings.base_url
    anywhere = read_settings(allow_networks="0.0.0.0/0,::/0")
    try:
        with open_client(anywhere) as client:
            answer = get(client, f"{address}/healthz", {})
    except Unanswered as failure:
        return f"The desk does not answer: {failure}"
    return None if answer.status == 200 else f"The desk at {address} answered {answer.status}."
