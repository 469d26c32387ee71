"""The demonstration makes all it needs, knows when it is over, and leaves nothing behind."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import httpx
import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from alerts.models import Alert, Channel, Delivery, Rule
from alerts.notices import post_notice
from monitor.db import open_engine, writing
from monitor.demo.pending import list_unrecorded
from monitor.demo.play import Demo
from monitor.demo.scenario import Scenario
from monitor.demo.site import external_id
from monitor.models import Statement, Work
from tests.builders import (
    START,
    a_published_claim,
    a_revision,
    a_source,
    a_statement,
    an_agreement,
    minutes_after,
)
from tests.servers import make_schema


@pytest.fixture
def demo() -> Iterator[Demo]:
    with Demo(port=8123) as demo:
        yield demo


@pytest.fixture
def engine(demo: Demo) -> Iterator[Engine]:
    engine = open_engine(demo.settings.database)
    make_schema(engine)
    yield engine
    engine.dispose()


def record_all(session: Session, scenario: Scenario, until: datetime) -> None:
    """Every text that stands by then, as the road would have recorded it."""
    an_agreement(session)
    for scripted in scenario.published_by(until):
        source = a_source(session, scripted.outlet)
        statement = a_statement(session, source, external_id=external_id(scripted))
        for version in scripted.versions:
            if version.at <= until:
                a_revision(session, statement, text=version.text.replace("\n\n", "\n").strip())


def run_to_the_end(demo: Demo) -> None:
    demo.clock = type(demo.clock)(demo.ends_at, 0)


def test_nothing_of_the_environment_reaches_the_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {
        "DATABASE_URL": "postgresql+psycopg://elsewhere/desk",
        "BROKER_URL": "redis://elsewhere",
        "HOME": "/nowhere",
        "SMTP_URL": "smtp://elsewhere",
        "BASE_URL": "https://desk.example.org",
        "HOST_GAP": "5s",
        "CONTACT": "desk@example.org",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"CEASEWATCH_{name}", value)
    with Demo(port=8123) as demo:
        assert demo.settings.database == f"sqlite:///{demo.home}/ceasewatch.sqlite3"
        assert demo.settings.one_process
        assert demo.settings.base_url == "http://127.0.0.1:8123"
        assert demo.settings.smtp_url is not None
        assert demo.settings.smtp_url.get_secret_value() == demo.mailbox.url
        assert demo.settings.host_gap == 0
        assert demo.settings.contact == ""


def test_everything_is_on_loopback(demo: Demo) -> None:
    for address in (demo.site.url, demo.mailbox.url, demo.receiver.url):
        assert urlsplit(address).hostname == "127.0.0.1"
    assert [str(network) for network in demo.settings.allow_networks] == ["127.0.0.0/8"]


def test_the_clock_stands_half_an_hour_before_the_start(demo: Demo) -> None:
    assert demo.clock.now() == START - timedelta(minutes=30)
    assert httpx.get(demo.site.feed_url("am-mod")).status_code == 200


def test_nothing_is_left_behind() -> None:
    with Demo() as demo:
        (demo.home / "ceasewatch.sqlite3").write_text("x")
        addresses = [urlsplit(url) for url in (demo.site.url, demo.mailbox.url, demo.receiver.url)]
    assert not demo.home.exists()
    for address in addresses:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((str(address.hostname), address.port or 0), 2)


def test_nothing_is_left_behind_after_an_interrupt() -> None:
    demo = Demo()
    with pytest.raises(KeyboardInterrupt), demo:
        raise KeyboardInterrupt
    assert not demo.home.exists()


def test_what_was_made_is_removed_when_the_rest_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    demo = Demo()
    monkeypatch.setattr(demo, "_make_settings", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        demo.__enter__()
    assert not demo.home.exists()


def test_two_demonstrations_share_no_secret(demo: Demo) -> None:
    with Demo() as other:
        secrets = {str(one.forms[0].content.channels[1]) for one in (demo, other)}
        assert demo.home != other.home
    assert len(secrets) == 2


def test_it_is_not_over_before_the_scenario_ends(demo: Demo, engine: Engine) -> None:
    with writing(engine) as session:
        record_all(session, demo.scenario, demo.ends_at)
    assert not demo.finished(engine)
    run_to_the_end(demo)
    assert demo.finished(engine)


def test_it_is_not_over_while_an_edit_is_unrecorded(demo: Demo, engine: Engine) -> None:
    run_to_the_end(demo)
    with writing(engine) as session:
        record_all(session, demo.scenario, demo.ends_at - timedelta(hours=4))
        assert list_unrecorded(session, demo.scenario, demo.ends_at) == ["ganja-casualties", "tovuz-snipers"]
    assert not demo.finished(engine)


def add_work(session: Session) -> None:
    session.add(Work(id="w", kind="classify", subject_id="r", due_at=START))


def add_notice(session: Session) -> None:
    post_notice(
        session,
        kind="accusation",
        subject_kind="claim",
        subject_id="c",
        agreement_id="karabakh-2020",
        facts={},
        published_at=START,
        now=START,
    )


def add_delivery(session: Session) -> None:
    session.add(Channel(id="desk", kind="email", version=1, document={}, updated_at=START))
    session.flush()
    session.add(Delivery(channel_id="desk", type="test", created_at=START, due_at=START))


def add_alert(session: Session) -> None:
    session.add(Rule(id="digest", version=1, document={}, updated_at=START))
    session.flush()
    session.add(
        Alert(
            rule_id="digest", rule_version=1, group_key={}, group_hash="h", opened_at=START, closes_at=START
        )
    )


@pytest.mark.parametrize("add", [add_work, add_notice, add_delivery, add_alert])
def test_it_is_not_over_while_something_is_under_way(
    demo: Demo, engine: Engine, add: Callable[[Session], None]
) -> None:
    run_to_the_end(demo)
    with writing(engine) as session:
        record_all(session, demo.scenario, demo.ends_at)
        add(session)
    assert not demo.finished(engine)


def test_the_summary_has_the_contracts_keys(demo: Demo, engine: Engine) -> None:
    with writing(engine) as session:
        a_published_claim(session, published_at=minutes_after(-30), in_force=False)
        a_published_claim(session, published_at=minutes_after(12), stance="denial")
        a_published_claim(session, published_at=minutes_after(19))
        a_published_claim(session, published_at=minutes_after(40))
        session.add(
            Statement(id="s", source_id="am-mod", external_id="s", url="", first_seen_at=START, revision=1)
        )
    assert demo.summary(engine, 27.04) == {
        "statements": 5,
        "claims": 4,
        "accusations": 3,
        "emails": 0,
        "webhooks": 0,
        "first_accusation_after_s": 19 * 60,
        "seconds": 27.0,
    }


def test_without_an_accusation_the_summary_says_none(demo: Demo, engine: Engine) -> None:
    assert demo.summary(engine, 1)["first_accusation_after_s"] is None


def test_the_progress_line_tells_the_scenarios_time(demo: Demo, engine: Engine) -> None:
    with writing(engine) as session:
        a_published_claim(session)
    line = demo.progress_line(engine)
    assert line.split("  ")[0] == "10 Oct 11:30"
    assert " ".join(line.split()[3:]) == "1 statements 1 accusations 0 emails 0 webhooks"
    assert len(line) < 80


def test_the_closing_table_leads_to_the_desk(demo: Demo, engine: Engine) -> None:
    with writing(engine) as session:
        a_published_claim(session, published_at=minutes_after(19))
    table = demo.closing_table(engine)
    assert table.endswith("http://127.0.0.1:8123/claims")
    assert "\n00:19  " in table
