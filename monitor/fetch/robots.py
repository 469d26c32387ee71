"""robots.txt (RFC 9309): what a host asks of programs, read by protego and kept for some hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

import httpx
from protego import Protego
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from monitor import http
from monitor.fetch.verdicts import judge_answer
from monitor.models import RobotsFile
from monitor.terms import SourceState

AGENT = "Ceasewatch"
FRESH = timedelta(hours=4)
RETRY = timedelta(minutes=10)
DISALLOWED_FOR = timedelta(hours=24)
LONGEST_DELAY = timedelta(hours=1)
_MOST_BYTES = 512 * 1024  # RFC 9309, 2.5
_TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class RobotsAnswer:
    """What a host said; `text` is None when it can't be had, "" when there is none and all is allowed."""

    text: str | None
    state: SourceState | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """Whether an address may be asked for; if not, `state` and `reason` say why, and `again` when to see
    whether that has changed. `delay`: the least time between two requests.
    """

    allowed: bool
    delay: timedelta = timedelta(0)
    state: SourceState = SourceState.BLOCKED
    reason: str | None = None
    again: timedelta = RETRY


def fetch_robots(client: httpx.Client, url: str) -> RobotsAnswer:
    """Ask the host of `url` for its robots.txt; a 4xx (but 429) and what is no text allow everything."""
    address = f"{origin_of(url)}/robots.txt"
    try:
        received = http.get(client, address, {})
    except http.Unanswered as failure:
        if failure.answered:
            return RobotsAnswer("")
        return RobotsAnswer(None, SourceState.UNREACHABLE, str(failure))
    if received.status == httpx.codes.OK:
        return RobotsAnswer(received.body[:_MOST_BYTES].decode("utf-8", "replace").replace("\x00", ""))
    if received.status < 500 and received.status != _TOO_MANY:
        return RobotsAnswer("")
    verdict = judge_answer(address, received)
    state = verdict.state if verdict else SourceState.BROKEN
    sentence = (
        f"{address} answered {received.status}; until it can be read, the host is asked for nothing else."
    )
    return RobotsAnswer(None, state, sentence)


def keep_robots(session: Session, url: str, answer: RobotsAnswer, wall: datetime) -> None:
    """Keep what a host said; while it says nothing, its last word counts."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    new = insert(RobotsFile).values(id=origin_of(url), fresh_until=wall)
    session.execute(new.on_conflict_do_nothing())
    row = session.get_one(RobotsFile, origin_of(url), with_for_update=True)
    if answer.text is None:
        row.failing_since = row.failing_since or wall
        row.failure, row.failure_state = answer.failure, (answer.state or SourceState.BROKEN).value
        row.fresh_until = wall + RETRY if row.text is not None else wall  # each poll asks anew, and backs off
    else:
        row.text, row.had_at, row.fresh_until = answer.text, wall, wall + FRESH
        row.failing_since = row.failure = row.failure_state = None
    session.add(row)


def read_wish(session: Session, url: str, wall: datetime, *, asked: bool = False) -> Wish | None:
    """What is known of a host's wish about `url`; None: its robots.txt must be asked for first.

    `asked`: it was just now, and what came of that counts.
    """
    row = session.get(RobotsFile, origin_of(url))
    if row is None or not (asked or wall < row.fresh_until <= wall + FRESH):
        return None
    if row.text is None:
        return _judge_silence(row, wall)
    rules = _parse(row.text)
    delay = min(timedelta(seconds=rules.crawl_delay(AGENT) or 0), LONGEST_DELAY)
    if rules.can_fetch(url, AGENT):
        return Wish(True, delay)
    return refuse(url, delay, row.fresh_until - wall)


def refuse(url: str, delay: timedelta = timedelta(0), again: timedelta = RETRY) -> Wish:
    """The wish of a host that wants programs to keep off `url`, and the mend."""
    reason = (
        f"{origin_of(url)}/robots.txt asks programs not to fetch {url}: ask the publisher for leave, choose"
        " another address, or enter its statements by hand."
    )
    return Wish(False, delay, SourceState.BLOCKED, reason, again)


def allows(answer: RobotsAnswer, url: str) -> bool:
    """Whether a robots.txt that was just had lets us ask for `url`."""
    return answer.text is None or _parse(answer.text).can_fetch(url, AGENT)


def origin_of(url: str) -> str:
    """scheme://host[:port], whose robots.txt it is."""
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}"


def _judge_silence(row: RobotsFile, wall: datetime) -> Wish:
    """A robots.txt that was never had disallows everything for a day; then nobody is thought to mind."""
    if row.failing_since is not None and wall - row.failing_since > DISALLOWED_FOR:
        return Wish(True)
    state = SourceState(row.failure_state or SourceState.BROKEN)
    return Wish(False, state=state, reason=row.failure, again=timedelta(0))


@lru_cache(maxsize=256)
def _parse(text: str) -> Protego:
    return Protego.parse(text)
