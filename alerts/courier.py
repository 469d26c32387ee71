"""What the floor above hands in for sending: HTTP, mail, links; and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from typing import Any, Protocol

from alerts.links import Links
from alerts.retry import Verdict

TIMEOUT = 15.0


class Undelivered(Exception):
    """A try that failed without an answer; `permanent`: trying the same again will hardly help."""

    def __init__(self, sentence: str, *, permanent: bool, status: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.permanent = permanent
        self.status = status


@dataclass(frozen=True, slots=True)
class Answer:
    """What a webhook's receiver answered; its body is of no interest."""

    status: int
    retry_after: str | None = None


@dataclass(frozen=True, slots=True)
class Brief:
    """A message in a few plain lines, for services that show little text."""

    title: str
    lines: tuple[str, ...]
    link: str


class Relay(Protocol):
    """Hand a brief to a service by its address of apprise; raises Undelivered when it was not taken.

    What comes back is the answer to the last request, as far as the service gave one.
    """

    def __call__(self, url: str, brief: Brief, timeout: float) -> Answer: ...


class Post(Protocol):
    """POST without following redirects; raises Undelivered when no answer came."""

    def __call__(self, url: str, headers: dict[str, str], body: bytes, timeout: float) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Mailer:
    """The mail server. `sender` is an address with or without a name."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    starttls: bool = False
    ssl: bool = False

    @property
    def address(self) -> str:
        return parseaddr(self.sender)[1]

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2] or "localhost"


@dataclass(frozen=True, slots=True)
class Courier:
    """Everything that sending needs from outside; `environ` resolves a secret's {"env": NAME}.

    `links` makes the signed links of the mail that is being written; nothing else gets them.
    """

    post: Post
    mailer: Mailer | None
    base_url: str
    environ: Mapping[str, str] = field(repr=False)
    relay: Relay | None = None
    links: Links | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery on its way: what its channel's kind needs to send it; `accepted`: who has it already."""

    delivery_id: str
    kind: str
    document: Mapping[str, Any]
    content: str
    secret: str | None = field(default=None, repr=False)
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of a try; `detail` is a short sentence of ours, never what a server wrote.

    `accepted`: the recipients for whom this try was taken, where a channel has several.
    """

    verdict: Verdict
    detail: str
    status: int | None = None
    not_before: datetime | None = None
    accepted: tuple[str, ...] = ()
