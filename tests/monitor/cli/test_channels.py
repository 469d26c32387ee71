"""`channel`: what a person sees of the channels and does to them, and what the journal knows of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from alerts.leases import claim_due
from alerts.models import Attempt, Channel, Delivery
from alerts.outbox import deliver_channel
from alerts.waiting import can_send
from monitor import clock
from monitor.db import reading, writing
from monitor.models import JournalEntry
from tests.alerts.scenes import a_courier
from tests.outside import Receiver

OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLwSw"
FILE = f"""
version: 1
channels:
  - {{id: desk, kind: email, to: [desk@example.org]}}
  - {{id: newsroom, kind: webhook, url: "https://hooks.example/T0/k3y", secret: {OLD}}}
  - {{id: wire, kind: webhook, url: "https://wire.example/hook", secret: {{env: WIRE_SECRET}}}}
"""


@pytest.fixture
def desk(ready: Any, tmp_path: Path) -> Any:
    """A command whose database has one channel of each sort."""
    file = tmp_path / "channels.yaml"
    file.write_text(FILE)
    assert ready("apply", str(file)).code == 0
    return ready


CHAT = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"


def journal(engine: Engine, id: str) -> list[tuple[str, str, dict[str, Any]]]:
    """What was noted of a channel after it was made: by whom, and the details."""
    query = (
        select(JournalEntry).where(JournalEntry.subject == f"channel:{id}").order_by(col(JournalEntry.number))
    )
    with reading(engine) as session:
        return [(one.kind, one.actor, one.details) for one in session.exec(query)][1:]


def test_a_rotated_secret_is_all_that_is_printed(desk: Any) -> None:
    done = desk("channel", "rotate", "newsroom")
    assert (done.code, done.out.count("\n"), done.out[:6]) == (0, 1, "whsec_")
    assert "The old secret signs as well until 20" in done.err
    assert "write {stored: newsroom} there instead" in done.err
    assert not any(secret in done.err for secret in (OLD, done.out.strip()))


def test_a_rotated_secret_is_shown_never_again(desk: Any, engine_of_ready: Engine) -> None:
    secret = desk("channel", "rotate", "newsroom").out.strip()
    ((kind, actor, details),) = journal(engine_of_ready, "newsroom")
    assert (kind, actor, details["action"]) == ("configuration", "channel rotate", "rotate")
    for shown in (desk("export").out, desk("doctor").out, str(details)):
        assert not any(key in shown for key in (OLD, secret, secret[6:]))


def test_rotating_can_end_the_old_secret_at_once(desk: Any) -> None:
    told = desk("channel", "rotate", "newsroom", "--keep", "0s", "--json").json
    assert (told["channel"], told["previous_until"], told["secret"][:6]) == ("newsroom", None, "whsec_")


def test_applying_the_old_secret_again_says_what_it_overrides(desk: Any, tmp_path: Path) -> None:
    desk("channel", "rotate", "newsroom")
    told = desk("apply", str(tmp_path / "channels.yaml"), "--dry-run").out
    assert "change channel newsroom: secret (overrides an edit by channel rotate)" in told
    assert OLD not in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("wire",),
            "kept here but in env WIRE_SECRET: write the new and the old one there, sep",
        ),
        (("desk",), "desk is a channel of kind email, which signs nothing."),
        (("newsrom",), "There is no channel 'newsrom'; did you mean `newsroom`?"),
        (("newsroom", "--keep", "24"), "--keep: '24' is not a duration"),
        (("newsroom", "--keep", "999999999d"), "--keep: '999999999d' is longer than a year"),
    ],
)
def test_what_can_not_be_rotated_is_one_sentence(desk: Any, words: tuple[str, ...], said: str) -> None:
    assert said in desk("channel", "rotate", *words).sentence


def test_the_list_shows_every_channel_and_no_secret(desk: Any) -> None:
    secret = desk("channel", "rotate", "newsroom").out.strip()
    lines = {line["id"]: line for line in desk("channel", "list", "--json").json}
    assert (lines["desk"]["place"], lines["desk"]["secret"]) == ("desk@example.org", None)
    assert (lines["newsroom"]["place"], lines["newsroom"]["secret"]) == ("https://hooks.example", "stored")
    assert lines["newsroom"]["rotating_until"] is not None
    assert lines["wire"]["secret"] == "env WIRE_SECRET"
    assert {line["state"] for line in lines.values()} == {"in use"}
    shown = desk("channel", "list").out
    assert "stored, rotating until 20" in shown
    assert not any(key in shown for key in (OLD, secret, "k3y"))


def apply_chat(command: Any, folder: Path, url: str) -> Any:
    file = folder / "chat.yaml"
    file.write_text(f"version: 1\nchannels:\n  - {{id: chat, kind: apprise, url: '{url}'}}\n")
    return command("apply", str(file))


def test_a_chat_is_known_by_its_service_alone(desk: Any, engine_of_ready: Engine, tmp_path: Path) -> None:
    assert apply_chat(desk, tmp_path, CHAT).out.startswith("create channel chat\n")
    assert apply_chat(desk, tmp_path, CHAT).out.startswith("Nothing changes.")
    assert apply_chat(desk, tmp_path, CHAT[:-1]).out.startswith("change channel chat: url\n")
    exported = desk("export").out
    assert "url: {stored: chat}" in exported
    file = tmp_path / "exported.yaml"
    file.write_text(exported)
    assert desk("apply", str(file)).out.startswith("Nothing changes.")
    (line,) = (line for line in desk("channel", "list", "--json").json if line["id"] == "chat")
    assert (line["place"], line["secret"]) == ("slack", "stored")
    shown = exported + str(journal(engine_of_ready, "chat")) + desk("channel", "list").out
    assert CHAT[20:30] not in shown


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (
            "mailto://T1JJ3T3L2@host",
            "chat.yaml:3: channels[0].url: mailto:// is no service that messages go to",
        ),
        ("T1JJ3T3L2/A1", "chat.yaml:3: channels[0].url: give an address of apprise"),
    ],
)
def test_an_address_of_no_chat_is_told_at_its_key_and_not_repeated(
    desk: Any, tmp_path: Path, url: str, said: str
) -> None:
    sentence = apply_chat(desk, tmp_path, url).sentence
    assert said in sentence
    assert "T1JJ3T3L2" not in sentence


def test_a_chat_that_this_database_does_not_know_is_refused(desk: Any, tmp_path: Path) -> None:
    file = tmp_path / "chat.yaml"
    file.write_text("version: 1\nchannels: [{id: chat, kind: apprise, url: {stored: chat}}]\n")
    assert "this database holds no secret of a channel 'chat'" in desk("apply", str(file)).sentence


def test_doctor_says_that_apprise_is_missing(
    desk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply_chat(desk, tmp_path, CHAT)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "chat: apprise is not installed here; run: pip install" in desk("doctor").out
    assert "channels[0].kind: apprise is not installed here" in apply_chat(desk, tmp_path, CHAT).sentence


def test_without_channels_the_list_says_so(ready: Any) -> None:
    assert ready("channel", "list").out == "No channels.\n"


def test_a_person_takes_a_channel_out_and_puts_it_back(desk: Any, engine_of_ready: Engine) -> None:
    assert "channel enable wire` lifts it" in desk("channel", "disable", "wire", "--reason", "it\nmoves.").out
    assert desk("channel", "disable", "wire").out == "wire is disabled already.\n"
    (line,) = (line for line in desk("channel", "list", "--json").json if line["id"] == "wire")
    assert (line["state"], line["reason"]) == ("disabled", "Disabled by a person: it moves.")
    assert "Disabled by a person: it moves." in desk("channel", "list").out
    assert "channel replay wire --since 20" in desk("channel", "enable", "wire").out
    assert desk("channel", "enable", "wire").out == "wire is not disabled.\n"
    actors = [(actor, details["action"]) for _, actor, details in journal(engine_of_ready, "wire")]
    assert actors == [("channel disable", "disable"), ("channel enable", "enable")]


def test_what_waited_when_a_channel_was_disabled_is_missing_too(desk: Any, engine_of_ready: Engine) -> None:
    wall = clock.wall()
    with writing(engine_of_ready) as session:
        waits = {"channel_id": "wire", "type": "system", "due_at": wall}
        session.add(Delivery(**waits, created_at=wall - timedelta(days=3)))
        given_up = Delivery(**waits, state="dead", created_at=wall - timedelta(days=4), reason="Given up.")
        session.add(given_up)
        session.flush()
        tried = {"delivery_id": given_up.id, "number": 1, "duration_ms": 1, "outcome": "waits", "detail": ""}
        session.add(Attempt(**tried, at=wall - timedelta(days=4), early=False))
        session.get_one(Channel, "wire").failing_since = wall - timedelta(days=4)
    desk("channel", "disable", "wire")
    since = desk("channel", "enable", "wire").out.partition("--since ")[2].partition("`")[0]
    assert desk("channel", "replay", "wire", "--since", since, "--json").json["deliveries"] == 2


def test_a_channel_that_fails_is_shown_as_failing(desk: Any, engine_of_ready: Engine) -> None:
    with writing(engine_of_ready) as session:
        session.get_one(Channel, "wire").failing_since = clock.wall()
    assert "failing since 20" in desk("channel", "list").out
    assert "wire has failed since 20" in desk("doctor").out


def test_what_died_is_sent_again_from_a_time_on(desk: Any, engine_of_ready: Engine) -> None:
    wall = clock.wall()
    with writing(engine_of_ready) as session:
        died = {"channel_id": "wire", "type": "system", "state": "dead", "created_at": wall, "due_at": wall}
        session.add(Delivery(**died))
    assert desk("channel", "replay", "wire", "--since", "2199-01-01").out == "There is nothing to send.\n"
    assert (
        desk("channel", "replay", "wire", "--since", "2020-10-10").out == "1 delivery is due at wire now.\n"
    )
    assert (
        desk("channel", "replay", "wire", "--since", "2020-10-10", "--all", "--json").json["deliveries"] == 0
    )
    assert desk("deliveries", "--json").json[0]["state"] == "pending"
    ((_, actor, details), *_) = journal(engine_of_ready, "wire")[1:]
    assert (actor, details["since"]) == ("channel replay", "2020-10-10T00:00:00+00:00")
    assert (details["all"], details["deliveries"]) == (False, 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("replay", "wire", "--since", "noon"), "--since: 'noon' is no time"),
        (("replay", "wire"), "Missing option '--since'"),
        (("replay", "wir", "--since", "2020-10-10"), "did you mean `wire`?"),
        (("enable", "wir"), "did you mean `wire`?"),
        (("disable", "wir"), "did you mean `wire`?"),
        (("test", "wir", "--wait"), "did you mean `wire`?"),
    ],
)
def test_what_can_not_be_done_is_one_sentence(desk: Any, words: tuple[str, ...], said: str) -> None:
    assert said in desk("channel", *words).sentence


@contextmanager
def a_worker(engine: Engine) -> Iterator[None]:
    """Delivers what is due until the end, as a worker does."""
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.05):
            with Session(engine) as session, session.begin():
                leases = claim_due(
                    session, Channel, can_send(clock.wall()), Channel.id, wall=clock.wall(), limit=9
                )
            for lease in leases:
                deliver_channel(engine, lease, a_courier(), clock.wall)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.fixture
def hook(desk: Any, receiver: Receiver, tmp_path: Path) -> Any:
    file = tmp_path / "hook.yaml"
    file.write_text(f"version: 1\nchannels: [{{id: hook, kind: webhook, url: '{receiver.url}'}}]\n")
    assert desk("apply", str(file)).code == 0
    return desk


def test_a_test_that_is_waited_for_shows_status_and_time(
    hook: Any, receiver: Receiver, engine_of_ready: Engine
) -> None:
    with a_worker(engine_of_ready):
        told = hook("channel", "test", "hook", "--wait", "--json").json
        plain = hook("channel", "test", "hook", "--wait").out
    assert (told["state"], told["status"], told["detail"]) == ("delivered", 200, "The receiver answered 200.")
    assert 0 <= told["took_ms"] < 10_000
    assert plain.startswith("Delivered: The receiver answered 200. It took 0.")
    assert [entry[1] for entry in journal(engine_of_ready, "hook")] == ["channel test"] * 2


def test_a_test_that_does_not_arrive_ends_with_1_and_shows_no_body(
    hook: Any, receiver: Receiver, engine_of_ready: Engine
) -> None:
    receiver.status = 403
    with a_worker(engine_of_ready):
        done = hook("channel", "test", "hook", "--wait")
    assert (done.code, done.err) == (1, "")
    assert done.out.startswith("Not delivered: The receiver answered 403. It took ")


def test_a_test_that_nobody_takes_says_so(hook: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.cli.channels.LONGEST_WAIT", 0.3)
    done = hook("channel", "test", "hook", "--wait")
    assert done.code == 1
    assert "is `ceasewatch run` or a worker running? It waits on." in done.err
