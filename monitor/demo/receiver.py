"""The local webhook receiver, as a newsroom would write it: check the signature, drop repeats, keep the rest.

It shares no code with the sender, so that a mistake there can't hide itself here.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message
from typing import Any

from monitor.clock import Now
from monitor.demo.loopback import Answer, LoopbackServer, Request

PREFIX = "whsec_"
TOLERANCE = timedelta(minutes=5)
PATH = "/ceasewatch"


@dataclass(frozen=True, slots=True)
class Hook:
    """One accepted webhook."""

    id: str
    type: str
    data: dict[str, Any]


class Receiver:
    """Takes webhooks signed with `secret` (`whsec_` and base64), from its making until `stop`.

    `wall` is the machine's time, with which a signature's must agree.
    """

    def __init__(self, secret: str, wall: Now) -> None:
        self.hooks: list[Hook] = []
        self.repeats = 0
        self.refusals = 0
        self._key = base64.b64decode(secret.removeprefix(PREFIX))
        self._wall = wall
        self._lock = threading.Lock()
        self._server = LoopbackServer(self.respond)

    @property
    def url(self) -> str:
        return self._server.url + PATH

    def stop(self) -> None:
        self._server.stop()

    def respond(self, request: Request) -> Answer:
        if request.method != "POST" or request.path != PATH:
            return Answer(404)
        return Answer(self.take(request.headers, request.body))

    def take(self, headers: Message, body: bytes) -> int:
        """The status that answers a webhook: 204 when kept or a repeat, 401 unsigned, 400 unreadable."""
        with self._lock:
            if not self._is_signed(headers, body):
                self.refusals += 1
                return 401
            hook = _read_hook(headers["webhook-id"], body)
            if hook is None:
                self.refusals += 1
                return 400
            if hook.id in {kept.id for kept in self.hooks}:
                self.repeats += 1
            else:
                self.hooks.append(hook)
            return 204

    def _is_signed(self, headers: Message, body: bytes) -> bool:
        id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        if not id or not stamp.isdecimal() or len(stamp) > 12:
            return False
        if abs(self._wall().timestamp() - int(stamp)) > TOLERANCE.total_seconds():
            return False
        digest = hmac.digest(self._key, f"{id}.{stamp}.".encode() + body, hashlib.sha256)
        expected = f"v1,{base64.b64encode(digest).decode()}"
        given = headers.get("webhook-signature", "").split(" ")
        return any(hmac.compare_digest(expected.encode(), one.encode()) for one in given)


def _read_hook(id: str, body: bytes) -> Hook | None:
    try:
        content = json.loads(body)
        return Hook(id, str(content["type"]), dict(content["data"]))
    except (ValueError, KeyError, TypeError):
        return None
