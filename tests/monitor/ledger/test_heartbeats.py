"""Who is alive, and who is no more."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import select

from monitor.db import reading, writing
from monitor.ledger.heartbeats import beat, forget_gone, is_any_alive
from monitor.models import Heartbeat
from tests.builders import START


def test_a_part_is_alive_for_half_a_minute_after_it_spoke(engine: Engine) -> None:
    with writing(engine) as session:
        beat(session, "worker:one", START)
        assert is_any_alive(session, "worker:", START + timedelta(seconds=30))
        assert not is_any_alive(session, "worker:", START + timedelta(seconds=31))
        assert not is_any_alive(session, "scheduler", START)


def test_who_has_been_silent_for_a_day_is_forgotten(engine: Engine) -> None:
    with writing(engine) as session:
        beat(session, "worker:old", START)
        beat(session, "worker:new", START + timedelta(hours=23))
        forget_gone(session, START + timedelta(hours=25))
    with reading(engine) as session:
        assert session.exec(select(Heartbeat.name)).all() == ["worker:new"]
