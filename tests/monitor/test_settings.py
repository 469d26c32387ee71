"""Settings: from the environment, secrets from files, never shown."""

import ipaddress

import pytest

from monitor.settings import BadSetting, read_settings


def test_without_any_setting_the_database_is_a_file_in_the_data_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("CEASEWATCH_HOME", str(tmp_path))
    settings = read_settings()
    assert settings.database == f"sqlite:///{tmp_path}/ceasewatch.sqlite3"
    assert settings.one_process


def test_a_secret_is_read_from_its_file(monkeypatch, tmp_path):
    (tmp_path / "url").write_text("postgresql+psycopg://watch:hunter2@db/watch\n")
    monkeypatch.setenv("CEASEWATCH_DATABASE_URL_FILE", str(tmp_path / "url"))
    assert read_settings().database == "postgresql+psycopg://watch:hunter2@db/watch"


def test_a_secret_is_not_shown_by_repr(monkeypatch):
    monkeypatch.setenv("CEASEWATCH_SMTP_URL", "smtp://user:hunter2@mail.example.org")
    assert "hunter2" not in repr(read_settings())


def test_a_setting_given_twice_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("CEASEWATCH_BROKER_URL", "redis://a")
    monkeypatch.setenv("CEASEWATCH_BROKER_URL_FILE", str(tmp_path / "x"))
    with pytest.raises(BadSetting, match="both set"):
        read_settings()


def test_an_unreadable_secret_file_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("CEASEWATCH_BROKER_URL_FILE", str(tmp_path / "missing"))
    with pytest.raises(BadSetting, match="missing"):
        read_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOW_NETWORKS", "10.0.0.0/99"),
        ("HOST_GAP", "soon"),
        ("LOG_FORMAT", "xml"),
        ("HOST_CONCURRENCY", "0"),
    ],
)
def test_a_bad_value_is_one_sentence_that_names_the_variable(monkeypatch, name, value):
    monkeypatch.setenv(f"CEASEWATCH_{name}", value)
    with pytest.raises(BadSetting, match=f"CEASEWATCH_{name}"):
        read_settings()


def test_networks_are_a_comma_separated_list(monkeypatch):
    monkeypatch.setenv("CEASEWATCH_ALLOW_NETWORKS", "127.0.0.0/8, ::1/128")
    networks = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
    assert read_settings().allow_networks == networks


def test_a_gap_may_carry_its_unit(monkeypatch):
    monkeypatch.setenv("CEASEWATCH_HOST_GAP", "2.5s")
    assert read_settings().host_gap == 2.5


def test_an_empty_variable_is_as_good_as_none(monkeypatch):
    monkeypatch.setenv("CEASEWATCH_BROKER_URL", "")
    monkeypatch.setenv("CEASEWATCH_DATABASE_URL_FILE", "")
    assert read_settings().one_process
