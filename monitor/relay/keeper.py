"""The parent's side: starts the child, hands it the message, and puts what it hears into our words."""

from __future__ import annotations

import importlib.util
import ipaddress
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from alerts.courier import Answer, Brief, Relay, Undelivered
from monitor.networks import Network

CHILD = "monitor.relay"
GRACE = 1.0  # seconds by which we outwait the child, which the kernel ends in its time


def open_relay(networks: Sequence[Network]) -> Relay | None:
    """A relay that reaches public addresses and `networks`; None where apprise is not installed."""
    if importlib.util.find_spec("apprise") is None:
        return None
    allowed = [str(network) for network in networks]

    def relay(url: str, brief: Brief, timeout: float) -> Answer:
        message = {"title": brief.title, "lines": brief.lines, "link": brief.link}
        job = {"url": url, "networks": allowed, "seconds": timeout, **message}
        return _judge(_run_child(job, timeout))

    return relay


def _run_child(job: dict[str, Any], timeout: float) -> dict[str, Any]:
    """What the child says; nothing of the job stands where other processes could read it."""
    # It finds the modules that we find; no proxy, password file or home of ours is known to it.
    command = [sys.executable, "-P", "-B", "-m", CHILD]
    environment = {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONUTF8": "1",
        "HOME": os.devnull,
        "NETRC": os.devnull,
    }
    try:
        done = subprocess.run(  # noqa: S603  a fixed command; what is foreign goes in by standard input
            command,
            input=json.dumps(job).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=timeout + GRACE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _late() from None
    if done.returncode == -signal.SIGALRM:
        raise _late()
    try:
        return dict(json.loads(done.stdout))
    except ValueError:
        raise Undelivered("The message could not be handed to apprise.", permanent=False) from None


def _judge(told: dict[str, Any]) -> Answer:
    status = told["status"]
    if told["refused"]:
        raise Undelivered(_say_refused(told["refused"][0]), permanent=True)
    if told["delivered"] is None:
        raise Undelivered("apprise does not understand the address of this channel.", permanent=True)
    if told["delivered"]:
        return Answer(status if 200 <= status < 300 else 200)
    if not status:
        raise Undelivered("The service gave no answer.", permanent=False)
    if 200 <= status < 300:
        sentence = f"The service answered {status}, but not that it took the message."
        raise Undelivered(sentence, permanent=False, status=status)
    return Answer(status, told["retry_after"])


def _say_refused(address: str) -> str:
    if not address:
        return "The service is at no address of the Internet."
    place = ipaddress.ip_address(address)
    return (
        f"The service leads to {place}, which is not on the public Internet;"
        " list its network in CEASEWATCH_ALLOW_NETWORKS to allow it."
    )


def _late() -> Undelivered:
    return Undelivered("The service did not answer in time.", permanent=False)
