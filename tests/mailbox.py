"""A real mail server on loopback that keeps what it accepts."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.servers import free_port


@dataclass(frozen=True)
class Mail:
    """One accepted email; `envelope` recipients are those that were not refused."""

    sender: str
    recipients: tuple[str, ...]
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    def part(self, kind: str) -> str:
        """The text of the `plain` or the `html` part, line ends as \\n; empty when there is none."""
        body = self.message.get_body((kind,))
        return "" if body is None else str(body.get_content()).replace("\r\n", "\n")


class Mailbox:
    """A mail server that keeps what it accepts; it can refuse, stop, and start again on the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.mails: list[Mail] = []
        self.refused: list[str] = []
        self.logins: list[tuple[str, str]] = []
        self._refusals: dict[str, int] = {}
        self._controller: Controller | None = None

    def refuse(self, code: int, *recipients: str) -> None:
        """Refuse these recipients, or without any every message, with 451 (for now), 550 (for good), ..."""
        self._refusals.update(dict.fromkeys(recipients or ("",), code))

    def accept(self) -> None:
        self._refusals.clear()

    def start(self) -> None:
        if self._controller is None:
            options: dict[str, Any] = {"authenticator": self._keep_login, "auth_require_tls": False}
            self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)
            self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop(no_assert=True)
            self._controller = None

    async def handle_RCPT(  # noqa: N802  aiosmtpd looks it up by this name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self._refusals:
            self.refused.append(address)
            return f"{self._refusals[address]} {address} is not taken"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  as above
        if "" in self._refusals:
            self.refused.extend(envelope.rcpt_tos)
            return f"{self._refusals['']} not taken"
        message = message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.SMTP)
        self.mails.append(Mail(envelope.mail_from, tuple(envelope.rcpt_tos), message))
        return "250 OK"

    def _keep_login(
        self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, login: Any
    ) -> AuthResult:
        if isinstance(login, LoginPassword):
            self.logins.append((login.login.decode(), login.password.decode()))
        return AuthResult(success=True)
