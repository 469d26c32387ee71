"""The child process: one message from standard input to one service, one line of JSON about it back."""

from __future__ import annotations

import html
import ipaddress
import json
import os
import sys
from typing import Any

import apprise
import requests

from alerts.services import SERVICES
from monitor.relay.cage import Cage, limit_process

READ_SECONDS = 10.0


class _Answers:
    """What the servers answered, noted where requests reads it: apprise keeps it to itself."""

    def __init__(self) -> None:
        self.last: tuple[int, str | None] = (0, None)
        self.failed: tuple[int, str | None] | None = None
        send = requests.adapters.HTTPAdapter.send

        def note_send(adapter: Any, *arguments: Any, **options: Any) -> Any:
            response = send(adapter, *arguments, **options)
            self._note(response)
            return response

        requests.adapters.HTTPAdapter.send = note_send  # type: ignore[assignment, method-assign]  # on purpose

    def _note(self, response: Any) -> None:
        self.last = (response.status_code, response.headers.get("Retry-After"))
        if not 200 <= response.status_code < 300:
            self.failed = self.last


def main() -> None:
    """Read the job, close the cage, send, and tell in one line what came of it."""
    job = json.load(sys.stdin.buffer)
    with os.fdopen(os.dup(1), "w", encoding="ascii") as line:
        _silence()
        limit_process(job["seconds"])
        line.write(json.dumps(_send(job)))


def _silence() -> None:
    """What is printed from now on, by whomever, goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


def _send(job: dict[str, Any]) -> dict[str, Any]:
    answers, cage = _Answers(), Cage(map(ipaddress.ip_network, job["networks"]))
    cage.close()
    delivered = _notify(job)
    status, retry_after = answers.failed or answers.last
    told = {"delivered": delivered, "status": status, "retry_after": retry_after}
    return told | {"refused": cage.refused[:1]}


def _notify(job: dict[str, Any]) -> bool | None:
    """Whether the service took it; None when the address can't be read, or leads to another service."""
    asset = apprise.AppriseAsset(
        app_id="Ceasewatch",
        http_redirects=False,
        allow_templates=False,
        async_mode=False,
        storage_mode=apprise.PersistentStoreMode.MEMORY,
        image_url_mask=None,
        image_url_logo=None,
        image_path_mask=None,
    )
    service = apprise.Apprise.instantiate(job["url"], asset=asset)
    if service is None or not _list_schemes(service) & SERVICES.keys():
        return None
    service.socket_read_timeout, service.redirects = READ_SECONDS, False  # whatever the address asks for
    sender = apprise.Apprise(asset=asset)
    sender.add(service)
    body, form = _write_body(service, job["lines"], job["link"])
    result = sender.notify(title=job["title"], body=body, body_format=form)
    return bool(result.status == apprise.AppriseResultStatus.SUCCESS)


def _list_schemes(service: Any) -> set[str]:
    schemes: set[str] = set()
    for names in (service.protocol, service.secure_protocol):
        schemes.update([names] if isinstance(names, str) else names or ())
    return schemes


def _write_body(service: Any, lines: list[str], link: str) -> tuple[str, apprise.NotifyFormat]:
    """Plain text where the service reads it; else HTML, in which a link stays whole when apprise turns it."""
    forms = type(service).notify_format
    if apprise.NotifyFormat.TEXT in ((forms,) if isinstance(forms, str) else forms):
        return "\n".join([*lines, link]), apprise.NotifyFormat.TEXT
    url = html.escape(link)
    body = "<br/>".join([*map(html.escape, lines), f'<a href="{url}">{url}</a>'])
    return body, apprise.NotifyFormat.HTML


main()
