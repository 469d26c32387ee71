"""Leave to ask a host for something: its robots.txt first, then its gap, then its wish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session

from monitor import clock
from monitor.db import writing
from monitor.fetch import Guest, enter_host, leave_host
from monitor.fetch.robots import Wish, fetch_robots, keep_robots, read_wish
from monitor.pipeline.tools import Tools


@dataclass(frozen=True, slots=True)
class Leave:
    """`wait`: come back after that; `refusal`: the host asks programs to keep off; `robots`: the leave is
    for the host's robots.txt, which must be known first. None of them: ask.
    """

    wait: timedelta | None = None
    refusal: Wish | None = None
    robots: bool = False


def seek_leave(session: Session, tools: Tools, guest: Guest, *, learnt: bool = False) -> Leave:
    """Ask leave for one request; unless it is to wait or refused it must be given back by `leave_host`.

    `learnt`: the host's robots.txt was asked for just now.
    """
    wall = clock.wall()
    wish = read_wish(session, guest.url, wall, asked=learnt)
    if wish is not None and not wish.allowed:
        return Leave(refusal=wish)
    gap = timedelta(seconds=tools.settings.host_gap)
    gap = max(gap, wish.delay) if wish else gap
    wait = enter_host(session, guest, wall, gap=gap, most=tools.settings.host_concurrency)
    return Leave(wait=wait, robots=wish is None and wait is None)


def learn_robots(tools: Tools, guest: Guest) -> None:
    """Use a leave to ask for the host's robots.txt, and give it back."""
    answer = fetch_robots(tools.client, guest.url)
    with writing(tools.engine) as session:
        keep_robots(session, guest.url, answer, clock.wall())
        leave_host(session, guest, clock.wall())
