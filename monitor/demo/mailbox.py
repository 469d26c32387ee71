"""The local mailbox: an SMTP server on loopback that keeps every mail it is handed."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from monitor.demo.loopback import HOST


class _AnyPortController(Controller):
    """aiosmtpd says hello to itself at the port asked for; with port 0 that is not the one it got."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # not typed there


class Mailbox:
    """Accepts every recipient on a port of the system's choice, from its making until `stop`."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self._controller = _AnyPortController(self, hostname=HOST, port=0, ready_timeout=15)
        self._controller.start()

    @property
    def url(self) -> str:
        return f"smtp://{HOST}:{self._controller.port}"

    def stop(self) -> None:
        self._controller.stop(no_assert=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's
        content: Any = envelope.content
        self.mails.append(message_from_bytes(content, _class=EmailMessage, policy=policy.SMTP))
        return "250 OK"
