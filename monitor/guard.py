"""The guard at the socket: which addresses may be reached, and until when a request may take."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx

from monitor import clock
from monitor.networks import Network, may_reach, read_literal

_deadline: ContextVar[float] = ContextVar("deadline")

_RAISED_AS = (
    (httpcore.ConnectTimeout, httpx.ConnectTimeout),
    (httpcore.TimeoutException, httpx.ReadTimeout),
    (httpcore.ConnectError, httpx.ConnectError),
    (httpcore.NetworkError, httpx.ReadError),
    (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol),
    (httpcore.ProtocolError, httpx.RemoteProtocolError),
)


class Refused(Exception):
    """The address may not be reached; the text says why and what would allow it."""


@contextlib.contextmanager
def deadline(moment: float) -> Iterator[None]:
    """Within it, a connection neither connects nor reads past `moment` on the monotonic clock."""
    token = _deadline.set(moment)
    try:
        yield
    finally:
        _deadline.reset(token)


def resolve(host: str, port: int, allowed: Iterable[Network]) -> list[str]:
    """The addresses of `host`, each of them allowed; raises Refused, or httpcore.ConnectError."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise httpcore.ConnectError(f"the name {host} can't be resolved") from None
    found = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    networks = tuple(allowed)
    for text in found:
        address = read_literal(text)
        if address is None or not may_reach(address, networks):
            raise Refused(
                f"{host} leads to {text}, which is not on the public Internet; "
                "list its network in CEASEWATCH_ALLOW_NETWORKS to allow it."
            )
    return found


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to the very address that was checked."""

    def __init__(self, allowed: Iterable[Network]) -> None:
        self._allowed = tuple(allowed)
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in resolve(host, port, self._allowed):
            try:
                stream = self._sockets.connect_tcp(
                    address, port, _within(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream)
        raise failure

    def connect_unix_socket(self, path: str, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise Refused(f"{path} is a socket of this machine.")


class _TimedStream(httpcore.NetworkStream):
    """A stream that keeps the whole request within its deadline, however slowly bytes drip in."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, _within(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedTransport(httpx.BaseTransport):
    """httpx over a connection pool whose sockets are guarded (httpx's own pool is private)."""

    def __init__(self, allowed: Iterable[Network]) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=100,
            max_keepalive_connections=20,
            network_backend=GuardedBackend(allowed),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        raw = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        asked = httpcore.Request(
            request.method,
            raw,
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_httpx(request):
            answer = self._pool.handle_request(asked)
        stream = _Body(answer.stream, request)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=stream, extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The response's chunks, their failures told in httpx's words."""

    def __init__(self, stream: Any, request: httpx.Request) -> None:
        self._stream = stream
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx(self._request):
            yield from self._stream

    def close(self) -> None:
        self._stream.close()


@contextlib.contextmanager
def _as_httpx(request: httpx.Request) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        for inner, outer in _RAISED_AS:
            if isinstance(error, inner):
                raise outer(str(error), request=request) from error
        raise


def _within(timeout: float | None) -> float | None:
    end = _deadline.get(None)
    if end is None:
        return timeout
    left = end - clock.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time for the whole request is over")
    return left if timeout is None else min(timeout, left)
