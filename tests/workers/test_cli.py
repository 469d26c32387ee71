"""What the operator can mend ends a command in one plain sentence and exit 2, never in a traceback."""

import logging
import sys

import pytest

from monitor.db import hold_folder, open_engine, prepare, writing
from monitor.ledger.accounts import add_user
from monitor.settings import Settings
from tests.builders import START
from workers.cli import main

PARTS = ("run", "web", "scheduler", "worker")


@pytest.fixture(autouse=True)
def quiet_afterwards():
    """A command logs to the stderr of its own run, which is gone when the test ends."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level


@pytest.fixture
def refuse(monkeypatch, tmp_path, capsys):
    """Runs a command that must refuse with exit 2, and gives its one sentence back."""

    def run(*words, **settings):
        for name, value in ({"HOME": str(tmp_path / "home")} | settings).items():
            monkeypatch.setenv(f"CEASEWATCH_{name}", value)
        monkeypatch.setattr(sys, "argv", ["ceasewatch", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert (ended.value.code, said.out, said.err.count("\n")) == (2, "", 1), said.err
        return said.err

    return run


def add_admin(home):
    """As `ceasewatch user add` does it."""
    engine = open_engine(Settings(home=home).database)
    prepare(engine)
    with writing(engine) as session:
        add_user(session, "Anna", "hash", "admin", START, "user add")
    engine.dispose()


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONTACT", "Հայաստան"),
        ("BROKER_URL", "http://redis:6379/0"),
        ("DATABASE_URL", "mysql://x/y"),
        ("DATABASE_URL", "nonsense"),
        ("MAIL_FROM", "nonsense"),
        ("BASE_URL", "example.org"),
    ],
)
def test_a_bad_setting_is_one_sentence_whatever_starts(refuse, part, name, value):
    assert refuse(part, **{name: value}).startswith(f"CEASEWATCH_{name}: ")


@pytest.mark.parametrize("words", [("run",), ("web",), ("claims",), ("db", "upgrade")])
def test_a_data_folder_that_can_t_be_had_is_one_sentence(refuse, tmp_path, words):
    (tmp_path / "file").write_text("in the way")
    sentence = refuse(*words, HOME=str(tmp_path / "file" / "home"))
    assert sentence.startswith(f"The data folder {tmp_path / 'file' / 'home'} can't be used")
    assert "CEASEWATCH_HOME" in sentence


@pytest.mark.parametrize("words", [("run", "--port", "0"), ("db", "restore", "copy.sqlite3")])
def test_a_data_folder_in_use_is_one_sentence(refuse, tmp_path, monkeypatch, words):
    monkeypatch.setattr("monitor.cli.copies._check_copy", lambda _: None)
    with hold_folder(tmp_path / "home"):
        assert f"works in {tmp_path / 'home'}; stop it first" in refuse(*words)


@pytest.mark.parametrize("part", ["run", "web"])
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "nowhere.invalid"])
def test_nothing_listens_beyond_this_machine_without_an_administrator(refuse, part, host):
    assert f"does not listen on {host}" in refuse(part, "--host", host, "--port", "0")
    assert "`ceasewatch user add NAME --role admin`" in refuse(part, "--host", host, "--port", "0")


@pytest.mark.parametrize("part", ["run", "web"])
def test_an_address_that_can_t_be_had_is_one_sentence(refuse, part, tmp_path):
    add_admin(tmp_path / "home")
    assert "choose another with --port" in refuse(part, "--host", "nowhere.invalid")
