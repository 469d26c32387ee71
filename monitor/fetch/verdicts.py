"""What an answer is, judged before anybody reads it: a 200 is not a success."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from monitor.http import Received
from monitor.readers.challenge import looks_like_challenge
from monitor.terms import SourceState

BLOCKING = frozenset({401, 403, 407, 429, 451})
GONE = frozenset({404, 410})
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why an answer is no success."""

    state: SourceState
    reason: str


def judge_answer(url: str, received: Received) -> Verdict | None:
    """What is wrong with the answer to a request for `url`; None when it may hold the expected list.

    A permanent redirect to another host is `moved` whatever stands there: a domain that changed
    hands would else speak for the outlet. A challenge is `blocked` whatever its status.
    """
    target = received.moved_to
    if target is not None and not is_same_host(url, target):
        return Verdict(
            SourceState.MOVED,
            f"{url} redirects for good to {target}, on another host; nothing is read there until a person"
            " approves it: ceasewatch source approve ID.",
        )
    challenge = looks_like_challenge(received.status, received.headers, received.body)
    if challenge is not None:
        return Verdict(SourceState.BLOCKED, f"{url}: {challenge} It is not evaded.")
    return judge_status(url, received)


def judge_status(url: str, received: Received) -> Verdict | None:
    """By status and length alone."""
    status = received.status
    if status in BLOCKING:
        return Verdict(SourceState.BLOCKED, f"{url} answered {status}.")
    if status == 304:
        return None
    if status in GONE:
        return Verdict(SourceState.BROKEN, f"{url} answered {status}: there is no such page any more.")
    if status != 200:
        return Verdict(SourceState.BROKEN, f"{url} answered {status}.")
    if not received.body.strip():
        return Verdict(SourceState.BROKEN, f"{url} answered 200 with nothing in it.")
    return None


def is_same_host(url: str, target: str) -> bool:
    """Whether an address may follow another without a person's word.

    The same name (a leading `www.` aside: who owns the one owns the other) and the same port,
    or both the usual one of their scheme; never from https back to http.
    """
    old, new = urlsplit(url), urlsplit(target)
    if old.scheme == "https" and new.scheme != "https":
        return False
    same_name = _bare(old.hostname) == _bare(new.hostname)
    usual = all((part.port or _PORTS.get(part.scheme)) == _PORTS.get(part.scheme) for part in (old, new))
    return same_name and (usual or (old.port == new.port and old.scheme == new.scheme))


def _bare(name: str | None) -> str:
    return (name or "").lower().rstrip(".").removeprefix("www.")
