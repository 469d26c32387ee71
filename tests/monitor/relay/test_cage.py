"""The cage: what gets out of it, tried in processes of their own, because it can't be opened again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import Any

import pytest

from tests.house.rooms import ROOT
from tests.servers import free_port

TRIES = """
import ctypes, ipaddress, json, os, socket, subprocess, sys
from monitor.relay.cage import Cage, limit_process

port, networks = int(sys.argv[1]), sys.argv[2:]

def connect(family, address, kind=socket.SOCK_STREAM):
    with socket.socket(family, kind) as made:
        made.settimeout(2)
        made.connect(address)

def loose():
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

def rebound(*_arguments, **_options):
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

def by_a_name_that_leads_inside():
    socket.getaddrinfo = rebound
    socket.create_connection(("public.example", port), timeout=2)

TRIES = {
    "loopback": lambda: connect(socket.AF_INET, ("127.0.0.1", port)),
    "loopback, IPv6": lambda: connect(socket.AF_INET6, ("::1", port)),
    "loopback, mapped": lambda: connect(socket.AF_INET6, ("::ffff:127.0.0.1", port)),
    "any address": lambda: connect(socket.AF_INET, ("0.0.0.0", port)),
    "metadata of a cloud": lambda: connect(socket.AF_INET, ("169.254.169.254", 80)),
    "an odd writing": lambda: connect(socket.AF_INET, ("127.1", port)),
    "a name": lambda: connect(socket.AF_INET, ("localhost", port)),
    "an empty name": lambda: connect(socket.AF_INET, ("", port)),
    "a name that leads inside": by_a_name_that_leads_inside,
    "a socket of the machine": lambda: connect(socket.AF_UNIX, "/run/systemd/journal/syslog"),
    "a datagram": lambda: loose().sendto(b"x", ("127.0.0.1", port)),
    "a message": lambda: loose().sendmsg([b"x"], [], 0, ("127.0.0.1", port)),
    "listening": lambda: socket.socket().bind(("0.0.0.0", 0)),
    "a program": lambda: subprocess.run(["true"]),
    "a shell": lambda: os.system("true"),
    "a process": lambda: os._exit(0) if os.fork() == 0 else None,
    "a library": lambda: ctypes.CDLL(None),
    "a file of the machine": lambda: open("/etc/hosts").close(),
    "a folder up from ours": lambda: open(json.__file__ + "/../../../../../../../../etc/hosts").close(),
    "writing": lambda: open(json.__file__, "r+").close(),
    "a file of Python's": lambda: open(json.__file__).close(),
    "much memory": lambda: bytearray(3 << 30),
}

def come_of(attempt):
    try:
        attempt()
    except BaseException as error:
        return type(error).__name__
    return "done"

limit_process(60)
cage = Cage([ipaddress.ip_network(network) for network in networks])
cage.close()
told = {name: come_of(attempt) for name, attempt in TRIES.items()}
print(json.dumps({"told": told, "refused": cage.refused}))
"""
SPIN = """
from monitor.relay.cage import limit_process
limit_process(0.2)
while True:
    pass
"""


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def try_everything(*networks: str) -> dict[str, Any]:
    done = run(TRIES, str(free_port()), *networks)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_nothing_gets_out_to_a_guarded_address_nor_starts_or_reads_what_is_not_its_own() -> None:
    outcome = try_everything()
    told = outcome["told"]
    assert told.pop("a file of Python's") == "done"
    assert told.pop("much memory") == "MemoryError"
    assert {name: come for name, come in told.items() if come != "PermissionError"} == {}
    assert outcome["refused"][:3] == ["127.0.0.1", "::1", "::ffff:7f00:1"]


def test_an_allowed_network_is_reached_by_its_literal_address_only() -> None:
    told = try_everything("127.0.0.0/8")["told"]
    assert told["loopback"] == "ConnectionRefusedError"  # reached: nobody listens there
    assert told["a name that leads inside"] == "ConnectionRefusedError"
    assert (told["a name"], told["an odd writing"]) == ("PermissionError", "PermissionError")
    assert (told["loopback, IPv6"], told["any address"]) == ("PermissionError", "PermissionError")


@pytest.mark.timeout(20)
def test_a_process_that_does_not_end_is_ended_by_the_kernel() -> None:
    assert run(SPIN).returncode == -signal.SIGALRM
