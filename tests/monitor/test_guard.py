"""The guard at the socket."""

import ipaddress
import socket
import threading

import httpx
import pytest

from monitor import http
from monitor.guard import Refused, resolve
from monitor.networks import is_public
from monitor.settings import Settings

LOOPBACK = ipaddress.ip_network("127.0.0.0/8")

# What the table says of each address: who or what it reaches, and how it is written in a URL.
FORBIDDEN = {
    "this host and this network": ["0.0.0.0", "0.1.2.3", "[::]"],
    "loopback": ["127.0.0.1", "127.8.9.10", "127.255.255.254", "[::1]"],
    "private": [
        *("10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.254"),
        *("[fc00::1]", "[fd12:3456:789a::1]", "[fdff::1]", "[fec0::1]"),
    ],
    "link-local, with the clouds' metadata": [
        *("169.254.0.1", "169.254.169.254", "169.254.170.2", "[fe80::1]", "[fd00:ec2::254]"),
    ],
    "carrier-grade NAT": ["100.64.0.1", "100.100.100.200", "100.127.255.255"],
    "reserved, documentation, benchmarks": [
        *("192.0.0.1", "192.0.0.8", "192.0.0.170", "192.0.2.1", "198.18.0.1", "198.19.255.255"),
        *("198.51.100.7", "203.0.113.9", "240.0.0.1", "255.255.255.255", "192.88.99.1"),
        *("[100::1]", "[2001:db8::1]", "[3fff::1]", "[5f00::1]", "[2001:2::1]", "[2001:10::1]"),
    ],
    "multicast": ["224.0.0.1", "239.255.255.250", "232.1.2.3", "[ff02::1]", "[ff05::2]", "[ff0e::1]"],
    "IPv4 inside IPv6": [
        *("[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]", "[::ffff:169.254.169.254]", "[::ffff:7f00:1]"),
        *("[::127.0.0.1]", "[::a00:1]", "[::ffff:0:127.0.0.1]", "[0:0:0:0:0:ffff:c0a8:1]"),
    ],
    "NAT64": ["[64:ff9b::7f00:1]", "[64:ff9b::a00:1]", "[64:ff9b:1::1]", "[64:ff9b::169.254.169.254]"],
    "6to4": ["[2002:7f00:1::]", "[2002:a00:1::1]", "[2002:c0a8:101::1]", "[2002:a9fe:a9fe::1]"],
    "Teredo": ["[2001::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]"],
    "decimal, octal, hexadecimal, short": [
        *("2130706433", "0x7f000001", "017700000001", "0x7f.1", "127.1", "127.0.1", "0177.0.0.1", "0"),
        *("167772161", "0xa000001", "10.1", "0xc0.0xa8.0.1", "2852039166", "0251.0376.0251.0376"),
    ],
    "names and digits of this machine": [
        *(
            "localhost",
            "LOCALHOST",
            "127.0.0.1.",
            "localhost.",
            "①②⑦.⓪.⓪.①",
            "127。0。0。1",
            "ｌｏｃａｌｈｏｓｔ",
        ),
    ],
    "behind a user's name": ["mod.example@127.0.0.1", "mod.example:80@localhost", "1.1.1.1@10.0.0.1"],
}
ADDRESSES = [(what, written) for what, many in FORBIDDEN.items() for written in many]
NUMERIC = [
    written.strip("[]")
    for what, written in ADDRESSES
    if what
    not in ("decimal, octal, hexadecimal, short", "names and digits of this machine", "behind a user's name")
]


def test_the_table_is_long_enough():
    assert len({written for _, written in ADDRESSES}) == len(ADDRESSES) >= 80


@pytest.mark.parametrize("text", NUMERIC)
def test_an_address_that_is_no_public_host_is_refused(text):
    assert not is_public(ipaddress.ip_address(text))


@pytest.fixture
def unconnected(monkeypatch):
    """Every address that a socket was about to be opened to."""
    opened = []

    def connect(address, *_rest, **_options):
        opened.append(address)
        raise OSError("no test reaches the outside")

    monkeypatch.setattr(socket, "create_connection", connect)
    return opened


@pytest.mark.parametrize(("what", "written"), ADDRESSES)
def test_neither_a_source_nor_a_webhook_reaches_it(what, written, unconnected):
    """The same client, the same place: the refusal stands before any socket is opened."""
    client = http.open_client(Settings())
    for ask in (
        lambda: http.get(client, f"http://{written}/feed", {}),
        lambda: http.get(client, f"https://{written}/feed", {}),
        lambda: http.post(client, f"http://{written}:8080/hook", {}, b"{}", 5),
    ):
        with pytest.raises(http.Unanswered):
            ask()
    assert unconnected == [], what


@pytest.mark.parametrize("inside", ["127.0.0.2", "[::1]", "2130706434", "169.254.1.1", "[64:ff9b::a00:1]"])
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_does_not_lead_there_either(inside, status, site):
    client = http.open_client(Settings(allow_networks=(ipaddress.ip_network("127.0.0.1/32"),)))
    address = site.redirect("/feed", f"http://{inside}/", status)
    with pytest.raises(http.Unanswered, match="not on the public Internet"):
        http.get(client, address, {})


@pytest.mark.parametrize("ip", ["10.0.0.1", "169.254.169.254", "::1", "64:ff9b::a00:1", "fe80::1%eth0"])
def test_a_name_that_answers_public_first_and_private_next_is_refused_next(ip, monkeypatch, unconnected):
    """Each connection resolves anew, checks every answer, and goes to the very address that was checked."""
    answers = iter(["93.184.216.34", ip])
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda *_, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), 80))],
    )
    client = http.open_client(Settings())
    for _ in range(2):
        with pytest.raises(http.Unanswered):
            http.get(client, "http://two-faced.example/feed", {})
    assert unconnected == [("93.184.216.34", 80)]


@pytest.mark.parametrize("text", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "2a00:1450::8"])
def test_a_public_address_is_let_through(text):
    assert is_public(ipaddress.ip_address(text))


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
