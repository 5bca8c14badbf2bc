"""A real HTTP proxy on loopback, for tests: it passes plain requests on, opens tunnels, and remembers where to.

with Proxy() as proxy:      # HTTPS_PROXY=proxy.url
    proxy.asked             # [("GET", "127.0.0.1:8082"), ("CONNECT", "api.telegram.org:443")]
"""

import socket
import threading
from contextlib import ExitStack, suppress
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Self
from urllib.parse import urlsplit

PIECE = 65536


class Proxy:
    """Listens at `url`. A host that it cannot reach it answers with 502, as proxies do."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        asked = self.asked

        class Handler(StreamRequestHandler):
            def handle(self) -> None:
                _handle(self, asked)

        class Server(ThreadingTCPServer):
            daemon_threads, block_on_close = True, False

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handle(handler: StreamRequestHandler, asked: list[tuple[str, str]]) -> None:
    """One connection: all of it goes where its first request was to go."""
    line = handler.rfile.readline()
    if not line:
        return
    method, where, _ = line.decode().split()
    target = where if method == "CONNECT" else urlsplit(where).netloc
    asked.append((method, target))
    host, _, port = target.partition(":")
    head = [line, *iter(handler.rfile.readline, b"\r\n"), b"\r\n"]
    try:
        there = socket.create_connection((host, int(port or 80)), 5)
    except OSError:
        handler.wfile.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
        return
    with there:
        if method == "CONNECT":
            handler.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            there.sendall(b"".join(head))  # a server takes a whole address as well as a path
        _pass_on(handler, there)


def _pass_on(handler: StreamRequestHandler, there: socket.socket) -> None:
    """Bytes both ways, until either side has no more."""
    back = threading.Thread(target=_pump, args=(there, handler.connection), daemon=True)
    back.start()
    with suppress(OSError):
        while piece := handler.rfile.read1(PIECE):  # what it has read ahead comes first
            there.sendall(piece)
    with suppress(OSError):
        there.shutdown(socket.SHUT_WR)
    back.join()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError), ExitStack() as at_the_end:
        at_the_end.callback(lambda: sink.shutdown(socket.SHUT_WR))
        while piece := source.recv(PIECE):
            sink.sendall(piece)
