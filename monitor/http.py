"""The only maker of HTTP clients: no private addresses; limits on time, size and redirects.

A name is resolved once, every answer must be allowed, and the connection goes to that very
address: a name that answers otherwise a moment later (DNS rebinding) gains nothing. The
guard stands at the socket, so redirects and webhooks pass it too.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.cookiejar import DefaultCookiePolicy
from importlib.metadata import version

import httpx

from monitor import clock
from monitor.guard import GuardedTransport, Refused, deadline
from monitor.settings import Settings

MAX_BYTES = 10_000_000
MAX_SECONDS = 30.0
MAX_REDIRECTS = 5
_PERMANENT = frozenset({301, 308})
_CODINGS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


class Unanswered(Exception):
    """No usable answer came; `permanent` when asking again can't help. Its text is for the operator.

    `answered`: the host did answer, with what can't be used.
    """

    def __init__(self, sentence: str, *, permanent: bool = False, answered: bool = False) -> None:
        super().__init__(sentence)
        self.permanent = permanent
        self.answered = answered


@dataclass(frozen=True, slots=True)
class Received:
    """A whole response: `headers` in the order received, `body` decoded of its content coding.

    `moved_to`: where the permanent redirects at the beginning of its way led, None without any.
    `certificate_sha256` is the fingerprint of the certificate that the server of `final_url` showed.
    """

    status: int
    final_url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    moved_to: str | None = None
    certificate_sha256: str | None = None

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def open_client(settings: Settings) -> httpx.Client:
    """A client that several threads may share."""
    contact = f"; {settings.contact}" if settings.contact else ""
    client = httpx.Client(
        transport=GuardedTransport(settings.allow_networks),
        headers={
            "User-Agent": f"Ceasewatch/{version('ceasewatch')} (ceasefire statement monitor{contact})",
            "Accept-Encoding": "gzip, deflate",
        },
        timeout=httpx.Timeout(10.0),
        follow_redirects=False,
        trust_env=False,
    )
    # Nobody's cookies are kept: they would track us, and one host could burden its neighbours' requests.
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return client


def get(
    client: httpx.Client,
    url: str,
    headers: Mapping[str, str],
    may_move: Callable[[str, str], bool] = lambda _url, _target: True,
) -> Received:
    """Fetch `url`, following redirects; raises Unanswered.

    A permanent redirect to where the address may not move by itself is an answer, not followed.
    """
    asked, moved_to, for_good = url, None, True
    with _plain_failures(url), deadline(clock.monotonic() + MAX_SECONDS):
        for _ in range(MAX_REDIRECTS + 1):
            with client.stream("GET", url, headers=dict(headers)) as response:
                if not response.has_redirect_location:
                    return replace(_receive(response), moved_to=moved_to)
                url = _next_address(response)
                for_good = for_good and response.status_code in _PERMANENT
                moved_to = url if for_good else moved_to
                if for_good and not may_move(asked, url):
                    place, headers_ = str(response.url), _headers_of(response)
                    return Received(response.status_code, place, headers_, b"", moved_to)
    raise Unanswered(f"{url}: more than {MAX_REDIRECTS} redirects; the last one led here.", answered=True)


def post(client: httpx.Client, url: str, headers: Mapping[str, str], body: bytes, seconds: float) -> Received:
    """Send `body` to `url`; redirects are answers, not followed; raises Unanswered.

    Its text names the host only: a receiver's path and query are often its key.
    """
    with _plain_failures(_name_host(url)), deadline(clock.monotonic() + seconds):
        request = {"content": body, "headers": dict(headers), "timeout": seconds}
        with client.stream("POST", url, **request) as response:  # type: ignore[arg-type]
            return Received(response.status_code, str(response.url), _headers_of(response), b"")


def ping(client: httpx.Client, url: str, seconds: float) -> int:
    """GET `url` for its effect; the status of the answer, redirects not followed; raises Unanswered.

    Its text names the host only: the rest of such an address is its key.
    """
    guard, end = _plain_failures(_name_host(url)), deadline(clock.monotonic() + seconds)
    with guard, end, client.stream("GET", url, timeout=seconds) as response:
        return response.status_code


def _next_address(response: httpx.Response) -> str:
    target = response.url.join(response.headers["location"])
    if target.scheme not in ("http", "https"):
        raise Unanswered(
            f"{response.url}: redirects to {target.scheme}: which is not followed.",
            permanent=True,
            answered=True,
        )
    return str(target)


def _receive(response: httpx.Response) -> Received:
    body = bytearray()
    for chunk in _decoded(response):
        body += chunk
        if len(body) > MAX_BYTES:
            raise Unanswered(
                f"{response.url}: the answer is longer than {MAX_BYTES // 1_000_000} MB.", answered=True
            )
    return Received(
        response.status_code,
        str(response.url),
        _headers_of(response),
        bytes(body),
        certificate_sha256=_certificate_of(response),
    )


def _certificate_of(response: httpx.Response) -> str | None:
    stream = response.extensions.get("network_stream")
    tls = stream.get_extra_info("ssl_object") if stream is not None else None
    shown = tls.getpeercert(binary_form=True) if tls is not None else None
    return hashlib.sha256(shown).hexdigest() if shown else None


def _decoded(response: httpx.Response) -> Iterator[bytes]:
    """The body's chunks, unpacked in bounded pieces so that a small bomb can't fill the memory."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in _CODINGS:
        if coding not in ("", "identity"):
            raise Unanswered(f"{response.url}: content coding {coding!r} was not asked for.", answered=True)
        yield from response.iter_raw()
        return
    unpacker = zlib.decompressobj(_CODINGS[coding])
    try:
        for chunk in response.iter_raw():
            while chunk:
                yield unpacker.decompress(chunk, 65_536)
                chunk = unpacker.unconsumed_tail
    except zlib.error:
        raise Unanswered(f"{response.url}: the answer's {coding} coding is damaged.", answered=True) from None
    yield unpacker.flush()
    if not unpacker.eof:
        raise Unanswered(f"{response.url}: the answer was cut short.")


def _headers_of(response: httpx.Response) -> tuple[tuple[str, str], ...]:
    encoding = response.headers.encoding
    return tuple((key.decode(encoding), value.decode(encoding)) for key, value in response.headers.raw)


def _name_host(url: str) -> str:
    """scheme://host[:port] of an address, without a user's name or password."""
    try:
        asked = httpx.URL(url)
    except httpx.InvalidURL:
        return "The address"
    return f"{asked.scheme}://{asked.netloc.decode('ascii')}"


@contextmanager
def _plain_failures(place: str) -> Iterator[None]:
    try:
        yield
    except Refused as refusal:
        raise Unanswered(f"{place}: {refusal}", permanent=True) from None
    except httpx.TimeoutException:
        raise Unanswered(f"{place}: no answer in time.") from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise Unanswered(f"{place}: is not an address that can be fetched.", permanent=True) from None
    except httpx.HTTPError as error:
        raise Unanswered(f"{place}: {type(error).__name__}: {error or 'the connection failed'}.") from None
