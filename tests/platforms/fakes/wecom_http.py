"""HTTP on loopback for the fake WeCom: a thread a connection, answers that may hang, break off, or be no answers."""

import socket
import threading
from collections.abc import Callable
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

Query = dict[str, str]
Answer = tuple[int, str, bytes] | None  # status, content type, body; None: the connection is cut
HANG_SECONDS = 60.0


class Server:
    """Calls `answer` with method, path, query, body and content type."""

    def __init__(self, answer: Callable[[str, str, Query, bytes, str], Answer], now: Callable[[], datetime]) -> None:
        self._stopping = threading.Event()
        self._http = _Http(("127.0.0.1", 0), _handler(answer, now))

    @property
    def url(self) -> str:
        return "http://{}:{}".format(*self._http.server_address[:2])

    def start(self) -> None:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        self._http.shutdown()
        self._http.server_close()

    def fail(self, fault: str) -> Answer:
        """Hang until the caller has gone, cut the connection, or answer with a gateway's page."""
        if fault == "html":
            return 502, "text/html", b"<html><body>502 Bad Gateway</body></html>"
        if fault == "hang":
            self._stopping.wait(HANG_SECONDS)
        return None


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that has gone is no news."""


def _handler(
    answer: Callable[[str, str, Query, bytes, str], Answer], now: Callable[[], datetime]
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve("GET")

        def do_POST(self) -> None:
            self._serve("POST")

        def _serve(self, method: str) -> None:
            url = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            kind = self.headers.get("Content-Type", "")
            answered = answer(method, url.path, dict(parse_qsl(url.query)), body, kind)
            if answered is None:
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            status, content_type, content = answered
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            if content_type == "application/octet-stream":
                self.send_header("Content-Disposition", 'attachment; filename="photo.jpg"')
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def date_time_string(self, timestamp: float | None = None) -> str:
            return super().date_time_string(now().timestamp())

        def log_message(self, format: str, *args: object) -> None:
            """Tests speak for themselves."""

    return Handler
