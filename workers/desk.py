"""The web server as a part of a process: in a thread, so that the process decides when it ends."""

from __future__ import annotations

import gc
import socket
import threading

import uvicorn
from fastapi import FastAPI

from monitor.web.listening import end_listening


class AddressTaken(OSError):
    """The desk can't listen where it was told to; the text says where and the mend."""


class DeskServer:
    """Listens from the moment it is made, so that a taken port is known before anything else starts."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = _listen(host, port)
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._app: FastAPI | None = None

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def start(self, app: FastAPI) -> None:
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=5
        )
        self._server = uvicorn.Server(config)
        self._app = app
        # What stands by now stays: looking through all of it for garbage would hold requests up.
        gc.collect()
        gc.freeze()
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, name="desk", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        if self._app is not None:
            end_listening(self._app)
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(timeout=15)
        self._socket.close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        raise AddressTaken(
            f"The desk can't listen on {host} port {port}: {error.strerror}; choose another with --port."
        ) from None
    listener.set_inheritable(False)
    # Connections take it over. Without it the kernel keeps a short body back until the client has
    # acknowledged the head, which takes it 40 ms on a connection that it keeps; asyncio would set it,
    # but only where the socket was made with TCP by name.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener
