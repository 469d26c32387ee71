"""The cage of the child process: what it may connect to, which files it may read, how much it may take."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from monitor.networks import Network, may_reach, read_literal

MOST_MEMORY = 1 << 30
_REACHING = frozenset({"socket.bind", "socket.connect", "socket.sendmsg", "socket.sendto"})
_STARTING = frozenset(
    {
        *("ctypes.dlopen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system"),
        *("pty.spawn", "subprocess.Popen"),
    }
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Cage:
    """Closed for good by `close`: Python offers no way to take such a hook out again.

    `refused`: the literal addresses that something wanted to reach.
    """

    def __init__(self, allowed: Iterable[Network]) -> None:
        self.refused: list[str] = []
        self._allowed = tuple(allowed)
        self._own = tuple({str(Path(place).resolve()) for place in (*sys.path, sys.prefix, sys.base_prefix)})

    def close(self) -> None:
        sys.addaudithook(self._look)

    def _look(self, event: str, details: tuple[Any, ...]) -> None:
        """Raises OSError, which a library takes for a failed connection or a missing file."""
        if event in _REACHING:
            self._check_address(details[1])
        elif event == "open":
            self._check_file(details[0], details[2])
        elif event in _STARTING:
            raise PermissionError("nothing is started from here")

    def _check_address(self, address: Any) -> None:
        """Only a literal address of the Internet is let through: a name could be answered otherwise."""
        if address is None:  # on a socket that is connected already
            return
        host = address[0] if isinstance(address, tuple) and address else None
        literal = read_literal(host) if isinstance(host, str) else None
        if literal is None or not may_reach(literal, self._allowed):
            self.refused.append(str(literal or ""))
            raise PermissionError("this address is guarded")

    def _check_file(self, path: Any, flags: int) -> None:
        """Python's own files may be read, and whatever is open already; nothing else, and nothing written."""
        if isinstance(path, int):
            return
        place = str(Path(path.decode() if isinstance(path, bytes) else path).resolve())
        is_own = any(place == own or place.startswith(f"{own}/") for own in self._own)
        if not is_own or flags & _WRITING:
            raise PermissionError("this file is none of Python's")


def limit_process(seconds: float) -> None:
    """The kernel ends the process after so many seconds; its memory is bounded, and it writes no file."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    for kind, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # a system that bounds it more tightly already
            resource.setrlimit(kind, (most, most))
