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
        ("ALLOW_NETWORKS", "10.0.0.1/8"),
        ("CONTACT", "Հայաստան"),
        ("CONTACT", "desk@example.org\nX: y"),
        ("BROKER_URL", "http://redis:6379/0"),
        ("BROKER_URL", "redis://"),
        ("BROKER_URL", "redis://redis:port/0"),
        ("BROKER_URL", "redis://redis:6379/zero"),
        ("DATABASE_URL", "mysql://x/y"),
        ("DATABASE_URL", "postgresql://user:pass@host/name"),
        ("DATABASE_URL", "postgresql+psycopg://user@host:port/name"),
        ("DATABASE_URL", "not an address"),
        ("HEARTBEAT_URL", "watchdog.example.org/ping"),
        ("HEARTBEAT_URL", "ftp://watchdog.example.org/ping"),
        ("MAIL_FROM", "nonsense"),
        ("MAIL_FROM", " "),
        ("MAIL_FROM", "Desk <>"),
        ("MAIL_FROM", "Desk <desk@հայ.am>"),
        ("MAIL_FROM", "ü@example.org"),
        ("MAIL_FROM", "desk@example.org\nBcc: x@example.org"),
        ("MAIL_FROM", "one@example.org, two@example.org"),
        ("BASE_URL", "example.org"),
        ("BASE_URL", "ftp://example.org"),
        ("BASE_URL", "https://"),
        ("BASE_URL", "https://example.org/?desk"),
        ("BASE_URL", "https://exa mple.org"),
    ],
)
def test_a_bad_value_is_one_sentence_that_names_the_variable(monkeypatch, name, value):
    monkeypatch.setenv(f"CEASEWATCH_{name}", value)
    with pytest.raises(BadSetting, match=rf"^CEASEWATCH_{name}: .+; .+\.$"):
        read_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CONTACT", "News desk, desk@example.org"),
        ("BROKER_URL", "redis://:p%40ss@redis:6379"),
        ("BROKER_URL", "rediss://redis/1"),
        ("DATABASE_URL", "postgresql+psycopg://user:pass@host/name?sslmode=require"),
        ("DATABASE_URL", "sqlite:////var/lib/watch.sqlite3"),
        ("MAIL_FROM", "watch@example.org"),
        ("MAIL_FROM", "Ծառայություն <watch@example.org>"),
        ("MAIL_FROM", '"Desk, North" <watch@localhost>'),
        ("BASE_URL", "https://example.org/watch"),
        ("BASE_URL", "http://[::1]:8080"),
    ],
)
def test_a_good_value_is_taken_as_it_is(monkeypatch, name, value):
    monkeypatch.setenv(f"CEASEWATCH_{name}", value)
    found = getattr(read_settings(), name.lower())
    assert (found if isinstance(found, str) else found.get_secret_value()) == value


def test_a_refused_address_does_not_show_its_password(monkeypatch):
    for name in ("DATABASE_URL", "BROKER_URL"):
        monkeypatch.setenv(f"CEASEWATCH_{name}", "mysql://user:hunter2@host/name")
        with pytest.raises(BadSetting) as refused:
            read_settings()
        assert "hunter2" not in str(refused.value)
        monkeypatch.delenv(f"CEASEWATCH_{name}")


def test_the_desk_s_address_is_kept_without_its_last_slash(monkeypatch):
    monkeypatch.setenv("CEASEWATCH_BASE_URL", "https://example.org/")
    assert read_settings().base_url == "https://example.org"


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
