"""Pure: the services that apprise may hand a message to, by the address that it knows them by.

All of them are asked over HTTP(S), nothing else. What apprise knows besides, and is not listed
here, is refused: mail, syslog, message buses, chats with protocols of their own, programs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

SERVICES: Mapping[str, str] = {
    "discord": "discord",
    "gchat": "google chat",
    "gotify": "gotify",
    "gotifys": "gotify",
    "json": "json",
    "jsons": "json",
    "matrix": "matrix",
    "matrixs": "matrix",
    "mmost": "mattermost",
    "mmosts": "mattermost",
    "nctalk": "nextcloud talk",
    "nctalks": "nextcloud talk",
    "ntfy": "ntfy",
    "ntfys": "ntfy",
    "pbul": "pushbullet",
    "pover": "pushover",
    "rocket": "rocket.chat",
    "rockets": "rocket.chat",
    "signal": "signal",
    "signals": "signal",
    "slack": "slack",
    "tgram": "telegram",
    "webex": "webex",
    "workflow": "teams",
    "workflows": "teams",
    "wxteams": "webex",
    "zulip": "zulip",
}
# Addresses as the services themselves show them, which apprise understands too; a domain's hosts as well.
OWN_HOSTS: Mapping[str, str] = {
    "api.powerplatform.com": "teams",
    "chat.googleapis.com": "google chat",
    "discord.com": "discord",
    "discordapp.com": "discord",
    "hooks.slack.com": "slack",
    "logic.azure.com": "teams",
    "ntfy.sh": "ntfy",
    "webexapis.com": "webex",
}
FORM = "an address of apprise, such as slack://TOKEN_A/TOKEN_B/TOKEN_C"
_SCHEME = re.compile(r"([A-Za-z0-9]{1,20})://")


class UnknownService(ValueError):
    """No message goes to this address; the text gives nothing of it away but its scheme."""


def name_service(url: str) -> str:
    """The service that an address leads to; raises UnknownService."""
    found = _SCHEME.match(url)
    if found is None or any(letter.isspace() or not letter.isprintable() for letter in url):
        raise UnknownService(f"give {FORM}.")
    scheme = found[1].lower()
    if scheme == "https":
        return _name_host(url)
    if scheme not in SERVICES:
        known = ", ".join(f"{name}://" for name in SERVICES)
        raise UnknownService(f"{scheme}:// is no service that messages go to; use one of {known}.")
    return SERVICES[scheme]


def _name_host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    for domain, name in OWN_HOSTS.items():
        if host == domain or host.endswith(f".{domain}"):
            return name
    raise UnknownService(f"is a web address of no service that is known here; give {FORM}.")
