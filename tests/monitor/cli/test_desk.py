"""`token`, `channel`, `deliveries`, `db` and `doctor`: what keeps a desk running."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from alerts.configuration import save_channel, save_rule
from alerts.models import Delivery
from monitor import clock
from monitor.db import reading, writing
from monitor.doctor.pulse import find_worker_name
from monitor.ledger.heartbeats import beat
from monitor.ledger.tokens import find_token
from tests.alerts.scenes import a_rule
from tests.outside import Site


def test_a_token_is_all_that_is_printed_and_it_works(ready: Any, engine_of_ready: Engine) -> None:
    done = ready("token", "create", "--role", "viewer")
    assert (done.code, done.err, done.out.count("\n")) == (0, "", 1)
    with reading(engine_of_ready) as session:
        token = find_token(session, done.out.strip())
        assert token is not None
        assert token.role == "viewer"


def test_a_role_that_does_not_exist_is_one_sentence(ready: Any) -> None:
    assert "viewer, reviewer, admin" in ready("token", "create", "--role", "boss").sentence


@pytest.fixture
def channel(ready: Any, engine_of_ready: Engine) -> Any:
    with writing(engine_of_ready) as session:
        save_channel(session, "desk", "email", {"to": ["desk@example.org"]}, clock.wall(), "apply")
    return ready


def test_a_channel_test_is_queued_and_seen_in_the_log(channel: Any) -> None:
    told = channel("channel", "test", "desk", "--json").json
    (line,) = channel("deliveries", "--json").json
    assert (line["id"], line["channel"], line["type"], line["state"]) == (
        told["delivery"],
        "desk",
        "test",
        "pending",
    )
    assert told["delivery"] in channel("deliveries").out


def test_a_channel_that_does_not_exist_is_one_sentence(channel: Any) -> None:
    assert "did you mean `desk`?" in channel("channel", "test", "dsk").sentence


def test_a_dead_delivery_is_sent_again_on_request(channel: Any, engine_of_ready: Engine) -> None:
    delivery = channel("channel", "test", "desk", "--json").json["delivery"]
    with writing(engine_of_ready) as session:
        row = session.exec(select(Delivery)).one()
        row.state = "dead"
    assert delivery in channel("deliveries", "--failed").out
    assert channel("deliveries", "retry", delivery).out == f"Delivery {delivery} is due now.\n"
    assert channel("deliveries", "--failed").out == "No failed deliveries.\n"


def test_a_delivery_that_does_not_exist_is_one_sentence(channel: Any) -> None:
    for word in ("retry", "cancel", "show"):
        assert "no delivery 'nope'" in channel("deliveries", word, "nope").sentence


def test_an_empty_database_is_made_by_upgrade(command: Any) -> None:
    assert command("db", "upgrade").out == "The database was brought up to date.\n"
    assert command("db", "upgrade").out == "The database is up to date.\n"


def test_a_copy_brings_back_what_stood_when_it_was_made(
    command: Any, watch_file: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite3"
    command("apply", str(watch_file))
    before = command("export").out
    assert command("db", "backup", str(copy)).out == f"Copied to {copy}.\n"
    assert copy.stat().st_mode & 0o077 == 0
    watch_file.write_text("version: 1\n")
    command("apply", str(watch_file), "--prune")
    kept = command("db", "restore", str(copy), "--json").json["kept"]
    assert command("export").out == before
    assert Path(kept).exists()


def test_a_copy_is_put_into_an_empty_data_folder(command: Any, ready: Any, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    ready("db", "backup", str(copy))
    assert command("db", "restore", str(copy), "--json").json["kept"] is None
    assert command("claims").out == "No claims.\n"


def test_a_copy_overwrites_nothing(ready: Any, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    copy.write_text("mine")
    assert "exists already" in ready("db", "backup", str(copy)).sentence
    assert copy.read_text() == "mine"


def test_what_is_no_copy_is_not_restored(ready: Any, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database")
    with sqlite3.connect(tmp_path / "other") as other:
        other.execute("CREATE TABLE x (y)")
    assert "is no file" in ready("db", "restore", str(tmp_path / "none")).sentence
    assert "no sound SQLite database" in ready("db", "restore", str(tmp_path / "text")).sentence
    assert "no database of Ceasewatch" in ready("db", "restore", str(tmp_path / "other")).sentence


@pytest.mark.parametrize("words", [("backup", "pg_dump"), ("restore", "pg_restore")])
def test_postgresql_has_its_own_tools(command: Any, tmp_path: Path, words: tuple[str, str]) -> None:
    command.environment["CEASEWATCH_DATABASE_URL"] = "postgresql+psycopg://u@127.0.0.1:1/x"
    assert words[1] in command("db", words[0], str(tmp_path / "copy")).sentence


def test_doctor_looks_at_every_part(ready: Any) -> None:
    told = ready("doctor", "--json").json
    states = {check["part"]: check["state"] for check in told["checks"]}
    assert told["ok"] is True
    assert states == {
        "data folder": "ok",
        "languages": "ok",
        "mail": "note",
        "heartbeat": "note",
        "rules": "note",
        "queue": "ok",
        "database": "ok",
        "scheduler": "note",
        "worker": "note",
        "sources": "ok",
        "channels": "ok",
        "deliveries": "ok",
        "notices": "ok",
    }


def test_doctor_says_when_nobody_would_hear_of_a_trouble_of_ours(
    channel: Any, engine_of_ready: Engine
) -> None:
    parts = {one["part"]: one for one in channel("doctor", "--json").json["checks"]}
    assert (parts["heartbeat"]["state"], parts["rules"]["state"]) == ("note", "note")
    assert "CEASEWATCH_HEARTBEAT_URL" in parts["heartbeat"]["detail"]
    assert "{kind: [system]}" in parts["rules"]["detail"]
    channel.environment["CEASEWATCH_HEARTBEAT_URL"] = "https://watchdog.example/a-key"
    with writing(engine_of_ready) as session:
        save_rule(session, "service", a_rule({"kind": ["system"]}), clock.wall(), "test")
    told = channel("doctor", "--json")
    parts = {one["part"]: one for one in told.json["checks"]}
    assert (parts["heartbeat"]["state"], parts["rules"]["state"]) == ("ok", "ok")
    assert "a-key" not in told.out


def test_doctor_makes_no_database_and_says_that_there_is_none(command: Any) -> None:
    done = command("doctor")
    assert done.code == 1
    assert "There is none yet" in done.out
    assert not (command.home / "ceasewatch.sqlite3").exists()


def test_doctor_ends_with_1_when_something_is_wrong(ready: Any) -> None:
    ready.environment["CEASEWATCH_SMTP_URL"] = "http://mail.example"
    done = ready("doctor")
    assert (done.code, "CEASEWATCH_SMTP_URL: it names no mail server" in done.out) == (1, True)


def test_doctor_names_a_secret_that_is_not_set(ready: Any, engine_of_ready: Engine) -> None:
    document = {"url": "https://x.example/", "secret": {"env": "CEASEWATCH_TEST_UNSET"}}
    with writing(engine_of_ready) as session:
        save_channel(session, "hook", "webhook", document, clock.wall(), "apply")
    assert "hook: the variable CEASEWATCH_TEST_UNSET is not set here" in ready("doctor").out


@pytest.mark.parametrize(
    ("service", "name"), [("scheduler", "scheduler"), ("worker", f"{find_worker_name()}17")]
)
def test_a_service_is_alive_while_its_heartbeat_is_fresh(
    ready: Any, engine_of_ready: Engine, service: str, name: str
) -> None:
    never = ready("doctor", "--service", service)
    assert (never.code, never.out) == (1, "")
    assert f"No {service} has ever spoken here" in never.err
    for age, code in ((40, 1), (5, 0)):
        with writing(engine_of_ready) as session:
            beat(session, name, clock.wall() - timedelta(seconds=age))
        assert ready("doctor", "--service", service).code == code


def test_a_worker_of_another_machine_says_nothing_about_ours(ready: Any, engine_of_ready: Engine) -> None:
    with writing(engine_of_ready) as session:
        beat(session, "worker:elsewhere:1", clock.wall())
    assert ready("doctor", "--service", "worker").code == 1


def test_web_is_alive_when_it_answers(ready: Any, site: Site) -> None:
    port = site.url.rpartition(":")[2]
    site.page("/healthz", '{"status": "ok"}')
    assert ready("doctor", "--service", "web", "--port", port).out == "web is alive.\n"
    assert ready("doctor", "--service", "web", "--port", "1").code == 1


def test_a_service_that_does_not_exist_is_one_sentence(ready: Any) -> None:
    assert "web, scheduler, worker" in ready("doctor", "--service", "broker").sentence
