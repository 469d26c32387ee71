"""Who listens to the journal now: how many may, and one look at it a second that wakes them all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from weakref import WeakSet

from fastapi import FastAPI, Request

from monitor.web.problems import Problem
from monitor.web.visitor import Visitor

MOST = 200
MOST_EACH = 12
LOOKS_EVERY = 1.0  # seconds
BEAT = 15.0  # seconds of silence after which a listener is told that we are still here
FULL = "Too many pages listen already; close some, or ask again later."
Look = Callable[[], Awaitable[int]]


class Listener:
    """One connection; entered while it lasts. `is_over`: the desk stops."""

    def __init__(self, all_of_them: Listening, who: str) -> None:
        self._all = all_of_them
        self.who = who
        self.woken = asyncio.Event()
        self.is_over = False

    def __enter__(self) -> Listener:
        return self

    def __exit__(self, *_: object) -> None:
        self._all.leave(self)

    async def wait(self) -> bool:
        """Until something new stands in the journal; False after a while without."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.woken.wait(), BEAT)
        moved = self.woken.is_set()
        self.woken.clear()
        return moved


class Listening:
    """All connections of one desk. `look` finds the number of the newest entry."""

    def __init__(self, look: Look) -> None:
        self._look = look
        # Weakly: who goes before the answer begins leaves no place taken, though its body never ran.
        self._listeners: WeakSet[Listener] = WeakSet()
        self._watch: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def enter(self, visitor: Visitor) -> Listener:
        """Raises Problem when there are too many, of all or of this visitor's."""
        who = visitor.user_id or visitor.token_id
        if len(self._listeners) >= MOST or sum(each.who == who for each in self._listeners) >= MOST_EACH:
            raise Problem(503, FULL, {"Retry-After": "30"})
        listener = Listener(self, who)
        self._listeners.add(listener)
        if self._watch is None or self._watch.done():
            self._loop = asyncio.get_running_loop()
            self._watch = asyncio.create_task(self._keep_looking())
        return listener

    def leave(self, listener: Listener) -> None:
        self._listeners.discard(listener)

    def end(self) -> None:
        """Let all of them go, from whatever thread: the desk stops."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._let_go)

    def _let_go(self) -> None:
        for listener in self._listeners:
            listener.is_over = True
            listener.woken.set()

    def _wake(self) -> None:
        for listener in self._listeners:
            listener.woken.set()

    async def _keep_looking(self) -> None:
        """While anybody listens; a look that fails is made again."""
        known = -1
        while self._listeners:
            with suppress(Exception):
                newest = await self._look()
                if newest != known:
                    known = newest
                    self._wake()
            await asyncio.sleep(LOOKS_EVERY)


def listening_of(request: Request, look: Look) -> Listening:
    """The desk's own, made when the first one listens."""
    state = request.app.state
    if not hasattr(state, "listening"):
        state.listening = Listening(look)
    listening: Listening = state.listening
    return listening


def end_listening(app: FastAPI) -> None:
    """Before the server stops: it would wait for those who listen."""
    if hasattr(app.state, "listening"):
        app.state.listening.end()
