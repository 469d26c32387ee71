"""The web on loopback: stand-in outlets and a webhook receiver, over real HTTP."""

from __future__ import annotations

import contextlib
import gzip
import socket
import socketserver
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.sax.saxutils import escape

from tests.servers import free_port


@dataclass(frozen=True)
class Page:
    """What a stand-in outlet answers with. `drip`: seconds between chunks of 16 bytes."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float | None = None
    endless: bool = False


@dataclass(frozen=True)
class Request:
    """One request as it came in; header names are lower case, `at` is time.monotonic()."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    at: float


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    owner: LocalServer

    def server_bind(self) -> None:
        socketserver.TCPServer.server_bind(self)  # HTTPServer's own would ask DNS for a name
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        self.owner.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.owner.connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the tests, not an error of the server."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or the body waits 40 ms for the acknowledgement of the head
    server: _Server

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(length)
        owner = self.server.owner
        request = Request(self.command, self.path, headers, body, time.monotonic())
        owner.requests.append(request)
        page = owner.answer(request)
        if owner.stopping.wait(page.delay) or not self._send(page):
            self.close_connection = True

    do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815  http.server looks them up by these names

    def _send(self, page: Page) -> bool:
        """Write the answer; false when the server was stopped on the way."""
        self.send_response(page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        chunked = page.drip is not None or page.endless
        self.send_header(
            *(("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(len(page.body))))
        )
        self.end_headers()
        if chunked:
            return self._send_chunks(page)
        if self.command != "HEAD":
            self.wfile.write(page.body)
        return True

    def _send_chunks(self, page: Page) -> bool:
        size = 16 if page.drip is not None else 65_536
        while True:
            for start in range(0, len(page.body), size):
                piece = page.body[start : start + size]
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
                if self.server.owner.stopping.wait(page.drip or 0):
                    return False
            if not page.endless:
                self.wfile.write(b"0\r\n\r\n")
                return True

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the requests are kept."""


class LocalServer:
    """An HTTP server on loopback that can be stopped and started again on the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.requests: list[Request] = []
        self.connections: set[socket.socket] = set()
        self.stopping = threading.Event()
        self._server: _Server | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, request: Request) -> Page:
        raise NotImplementedError

    def start(self) -> None:
        if self._server is None:
            self.stopping = threading.Event()
            self._server = _Server(("127.0.0.1", self.port), _Handler)
            self._server.owner = self
            threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Refuse new connections and cut those that are open."""
        if self._server is not None:
            self.stopping.set()
            self._server.shutdown()
            self._server.server_close()
            self._server = None
            for connection in tuple(self.connections):
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


class Site(LocalServer):
    """A stand-in official site: pages by path, every request kept."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: dict[str, Page] = {}

    def page(
        self,
        path: str,
        body: str | bytes,
        content_type: str = "text/html; charset=utf-8",
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        headers: Mapping[str, str] | None = None,
        compressed: bool = False,
        **options: Any,
    ) -> str:
        """Set what a path answers and return its address; `options` are the fields of Page."""
        data = body.encode() if isinstance(body, str) else body
        sent = {"Content-Type": content_type, "ETag": etag, "Last-Modified": last_modified}
        sent["Content-Encoding"] = "gzip" if compressed else None
        known = {name: value for name, value in sent.items() if value} | dict(headers or {})
        self._pages[path] = Page(gzip.compress(data) if compressed else data, headers=known, **options)
        return self.url + path

    def feed(self, path: str, items: Iterable[Mapping[str, Any]], **options: Any) -> str:
        """Set an RSS feed, see `rss`."""
        return self.page(path, rss(items), "application/rss+xml; charset=utf-8", **options)

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        return self.page(path, b"", status=status, headers={"Location": to})

    def remove(self, path: str) -> None:
        self._pages.pop(path, None)

    def requests_to(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    def answer(self, request: Request) -> Page:
        page = self._pages.get(request.path) or self._pages.get(request.path.partition("?")[0])
        if page is None:
            return Page(b"Not here.", 404, {"Content-Type": "text/plain"})
        return Page(b"", 304, page.headers, page.delay) if _is_known(request, page) else page


def _is_known(request: Request, page: Page) -> bool:
    """Whether the client has this version; If-None-Match wins over If-Modified-Since (RFC 9110, 13.2.2)."""
    if page.status != 200:
        return False
    if "if-none-match" in request.headers:
        return request.headers["if-none-match"] == page.headers.get("ETag")
    since = request.headers.get("if-modified-since")
    return since is not None and since == page.headers.get("Last-Modified")


class Receiver(LocalServer):
    """A webhook receiver. `statuses` are used up first, one a request, then `status` counts."""

    def __init__(self) -> None:
        super().__init__()
        self.status = 200
        self.statuses: list[int] = []
        self.headers: dict[str, str] = {}
        self.delay = 0.0
        self.hang = False
        self.accepted: list[Request] = []

    @property
    def accepted_ids(self) -> list[str]:
        """The webhook ids that were answered with a 2xx, in order, repeats included."""
        return [request.headers.get("webhook-id", "") for request in self.accepted]

    def answer(self, request: Request) -> Page:
        status = self.statuses.pop(0) if self.statuses else self.status
        if 200 <= status < 300 and not self.hang:
            self.accepted.append(request)
        return Page(b"", status, dict(self.headers), 3600 if self.hang else self.delay)


def rss(items: Iterable[Mapping[str, Any]], title: str = "News") -> str:
    """An RSS 2.0 feed of items with title, text, id, url, published_at (a datetime, or as it shall stand)."""
    entries = "".join(_rss_item(item) for item in items)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>http://127.0.0.1/</link><description/>{entries}</channel></rss>"
    )


def _rss_item(item: Mapping[str, Any]) -> str:
    published = item.get("published_at")
    stamp = format_datetime(published) if isinstance(published, datetime) else published
    tags = {"title": item.get("title"), "link": item.get("url"), "guid": item.get("id")}
    tags |= {"description": item.get("text"), "pubDate": stamp}
    inner = "".join(
        f"<{tag}>{escape(str(value))}</{tag}>" for tag, value in tags.items() if value is not None
    )
    return f"<item>{inner}</item>"
