"""From an address to what it answered: politeness towards its host, conditional GET, the answer's verdict."""

from __future__ import annotations

from monitor.fetch.asking import Asked, Poll, ask
from monitor.fetch.politeness import Caller, Guest, enter_host, host_of, leave_host, stay_at_host

__all__ = ["Asked", "Caller", "Guest", "Poll", "ask", "enter_host", "host_of", "leave_host", "stay_at_host"]
