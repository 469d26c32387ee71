"""The guard at the socket."""

import ipaddress
import socket
import threading

import httpcore
import httpx
import pytest

from monitor import http
from monitor.guard import Refused, is_public, resolve
from monitor.settings import Settings

LOOPBACK = ipaddress.ip_network("127.0.0.0/8")

FORBIDDEN = [
    *("127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *(
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
    ),
    *("198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),
    *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1"),
    *("::127.0.0.1", "::a00:1", "::ffff:0:127.0.0.1", "5f00::1", "3fff::1"),
    *("2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "192.88.99.1"),
]
ALIASES_OF_LOOPBACK = [
    "localhost",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "017700000001",
    "127.0.0.1.",
]


@pytest.mark.parametrize("text", FORBIDDEN)
def test_an_address_that_is_no_public_host_is_refused(text):
    assert not is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("text", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450::8"])
def test_a_public_address_is_let_through(text):
    assert is_public(ipaddress.ip_address(text))


@pytest.mark.parametrize("name", ALIASES_OF_LOOPBACK)
def test_however_loopback_is_spelled_it_is_refused(name):
    with pytest.raises((Refused, httpcore.ConnectError)):
        resolve(name, 80, [])


def test_the_refusal_says_what_would_allow_it():
    with pytest.raises(Refused, match=r"127\.0\.0\.1.*CEASEWATCH_ALLOW_NETWORKS"):
        resolve("127.0.0.1", 80, [])


def test_a_listed_network_is_allowed():
    assert resolve("127.0.0.1", 80, [LOOPBACK]) == ["127.0.0.1"]


def test_one_forbidden_answer_among_public_ones_refuses_the_name(monkeypatch):
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(Refused):
        resolve("two-faced.example", 80, [])


def test_a_name_that_answers_otherwise_the_second_time_gains_nothing(monkeypatch, site):
    """The first answer is an allowed address of the site, the second another one: it is never asked for."""
    site.page("/feed", b"ok", content_type="text/plain")
    port = int(site.url.rsplit(":", 1)[1])
    asked = []
    really = socket.getaddrinfo

    def answer(host, port, *rest, **options):
        if host != "rebind.example":
            return really(host, port, *rest, **options)
        asked.append(host)
        ip = "127.0.0.1" if len(asked) == 1 else "127.9.9.9"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    client = http.open_client(Settings(allow_networks=(ipaddress.ip_network("127.0.0.1/32"),)))
    assert http.get(client, f"http://rebind.example:{port}/feed", {}).body == b"ok"
    assert asked == ["rebind.example"]


def test_a_unix_socket_is_out_of_reach():
    from monitor.guard import GuardedBackend

    with pytest.raises(Refused):
        GuardedBackend([]).connect_unix_socket("/run/docker.sock")


def test_a_proxy_of_the_environment_is_not_used(monkeypatch, site):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    site.page("/feed", b"direct", content_type="text/plain")
    client = http.open_client(Settings(allow_networks=(LOOPBACK,)))
    assert http.get(client, f"{site.url}/feed", {}).body == b"direct"


def test_threads_share_a_client_and_each_keeps_its_own_deadline(site):
    site.page("/feed", b"ok", content_type="text/plain")
    client = http.open_client(Settings(allow_networks=(LOOPBACK,)))
    bodies: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: bodies.append(http.get(client, f"{site.url}/feed", {}).body))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bodies == [b"ok"] * 8
    assert isinstance(client, httpx.Client)
