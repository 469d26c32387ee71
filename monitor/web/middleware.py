"""What holds for every answer: headers that keep hostile text inert, known hosts, bounded requests."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alerts.columns import new_id
from monitor.web.problems import Problem, answer_problem

LONGEST_QUERY = 8 * 1024
LARGEST_BODY = 1024 * 1024
TOO_LARGE = f"The body is larger than {LARGEST_BODY} bytes."
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
log = logging.getLogger(__name__)


class DeskRules:
    """The outermost ASGI layer; it also turns an unforeseen failure into an answer with an id."""

    def __init__(self, app: ASGIApp, base_url: str, *, loopback_only: bool) -> None:
        self._app = app
        self._own_host = urlsplit(base_url).hostname or ""
        self._loopback_only = loopback_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        refusal = self._refusal(scope)
        if refusal is not None:
            await answer_problem(Request(scope), *refusal)(scope, receive, answer.send)
            return
        try:
            await self._app(scope, _limited(receive), answer.send)
        except Exception as error:
            if answer.begun:
                raise
            await _failure(Request(scope), error)(scope, receive, answer.send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        if not self._knows(scope, headers.get("host", "")):
            return 421, "This host name is not the desk's; set CEASEWATCH_BASE_URL to the address people use."
        if "\0" in scope["path"]:  # no id holds one, and PostgreSQL takes none
            return 404, "Nothing is kept at this address."
        if len(scope.get("query_string", b"")) > LONGEST_QUERY:
            return 414, f"The query is longer than {LONGEST_QUERY} bytes."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return 413, TOO_LARGE
        return None

    def _knows(self, scope: Scope, host: str) -> bool:
        """A foreign name that was rebound to loopback must not reach a desk that listens there."""
        server = (scope.get("server") or ("", None))[0]
        if not self._loopback_only and not _is_loopback(server):
            return True
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return _is_loopback(name) or (name != "" and name == self._own_host)


class _Answer:
    """Sends on, with the headers of the house; remembers whether anything went out."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            _add_headers(message)
        await self._send(message)


def _add_headers(message: MutableMapping[str, Any]) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store")


def _limited(receive: Receive) -> Receive:
    """The body piece by piece, up to the limit; a length that was announced is not trusted."""
    received = 0

    async def receive_piece() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > LARGEST_BODY:
            raise Problem(413, TOO_LARGE)
        return message

    return receive_piece


def _failure(request: Request, error: Exception) -> Response:
    id = new_id()[:8]
    log.error("request failed, id %s", id, exc_info=error)
    detail = f"The desk failed at this request; nothing was changed. The log of this process has it as {id}."
    return answer_problem(request, 500, detail, id=id)


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
