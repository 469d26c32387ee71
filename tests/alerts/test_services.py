"""Which services a message may go to, by the address that apprise knows them by."""

from __future__ import annotations

import pytest

from alerts.services import UnknownService, name_service

KEY = "T1JJ3T3L2"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (f"slack://{KEY}/A/B", "slack"),
        (f"https://hooks.slack.com/services/{KEY}/A/B", "slack"),
        (f"workflows://host:443/{KEY}/x", "teams"),
        (
            f"https://prod-161.westeurope.logic.azure.com:443/workflows/{KEY}/triggers/manual/paths/invoke",
            "teams",
        ),
        (f"TGRAM://{KEY}/1", "telegram"),
        (f"mmosts://host/{KEY}", "mattermost"),
        ("jsons://user:password@host/path", "json"),
    ],
)
def test_an_address_names_its_service(url: str, name: str) -> None:
    assert name_service(url) == name


@pytest.mark.parametrize(
    "url",
    [
        *(f"mailto://{KEY}@example.org", "syslog://", "rsyslog://host", "dbus://", "gnome://", "windows://"),
        *("macosx://", "mqtt://host", "irc://host", "smpp://host", "xmpp://host", "growl://host", "aprs://x"),
        *(
            "file:///etc/hosts",
            "http://host/x",
            f"https://example.org/{KEY}",
            "https://logic.azure.com.evil/x",
        ),
        *("https://evilhooks.slack.com/x", "https://[::1/x", KEY, "", f"slack://{KEY} json://localhost"),
        f"slack://{KEY}\njson://localhost",
    ],
)
def test_every_other_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(UnknownService) as refusal:
        name_service(url)
    assert KEY not in str(refusal.value)
    assert "slack://" in str(refusal.value)  # it says what would do


def test_a_scheme_that_is_refused_is_named() -> None:
    with pytest.raises(UnknownService, match=r"^mailto:// is no service that messages go to; use one of "):
        name_service("mailto://user:password@host")
