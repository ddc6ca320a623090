"""One site of the press on one loopback port: real statuses, ETag, Last-Modified, HEAD, 304, forms by POST, and faults on demand."""

import contextlib
import socket
import sys
from collections import Counter
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread, current_thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from newsspider.demo.faults import Faults
from newsspider.demo.site import Resource, Site, gone
from newsspider.demo.spoiling import SIGN_ON, redirect, spoil
from newsspider.errors import OutputError

ROBOTS = Resource(lambda: b"User-agent: *\nDisallow: /login\nAllow: /\n", "text/plain")
NOT_FOUND = gone()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 17  # head and body leave together: sent apart they wait 40 ms for each other
    server: "_Listener"

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self._answer(with_body=True, form=form)

    def _answer(self, *, with_body: bool, form: str = "") -> None:
        server = self.server
        if server.faults.delay and server.stopping.wait(server.faults.delay):
            self.close_connection = True
            return
        parts = urlsplit(self.path)
        if parts.path == SIGN_ON:
            redirect(self, parse_qs(parts.query).get("from", ["/"])[0])
            return
        resource = server.find(unquote(parts.path), parts.query, form)
        if with_body and server.site and (rule := server.faults.choose(server.site.outlet.id, self.path)):
            with contextlib.suppress(ConnectionError):  # the client may leave any time
                spoil(self, rule, resource, server.stopping)
        else:
            self._send(resource, with_body=with_body)

    def _send(self, resource: Resource, *, with_body: bool) -> None:
        unchanged = resource.status == 200 and self._is_known(resource)
        self.send_response(304 if unchanged else resource.status)
        if resource.status == 200:
            self.send_header("ETag", resource.etag)
            self.send_header("Last-Modified", format_datetime(resource.modified).replace("-0000", "GMT"))
        if resource.location:
            self.send_header("Location", resource.location)
        if not unchanged:
            self.send_header("Content-Type", resource.content_type)
            self.send_header("Content-Length", str(len(resource.body)))
        self.end_headers()
        if with_body and not unchanged:
            self.wfile.write(resource.body)

    def _is_known(self, resource: Resource) -> bool:
        """Whether the client has these bytes; its ETag decides, and without one the time."""
        if tags := self.headers.get("If-None-Match"):
            return tags.strip() == "*" or resource.etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        try:
            since = parsedate_to_datetime(self.headers.get("If-Modified-Since") or "")
        except ValueError:
            return False
        return _utc(resource.modified.replace(microsecond=0)) <= _utc(since)

    def send_response(self, code: int, message: str | None = None) -> None:
        """Count the answer and begin it."""
        self.server.count(code)
        super().send_response(code, message)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the crawl logs its own requests."""


def _utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


class _Listener(ThreadingHTTPServer):
    """Keeps its connections and their threads in sight, so that hanging ones can be ended."""

    daemon_threads = True
    request_queue_size = 128
    site: Site | None = None

    def __init__(self, address: tuple[str, int], handler: type[_Handler]) -> None:
        self.faults = Faults()
        self.stopping = Event()
        self.answers: Counter[int] = Counter()
        self._lock = Lock()
        self._open: dict[Thread, socket.socket] = {}
        super().__init__(address, handler)

    def find(self, path: str, query: str, form: str) -> Resource:
        """What stands under a path with its query, else under the path alone; what wants a form is not found without it."""
        if path == "/robots.txt":
            return ROBOTS
        if not self.site:
            return NOT_FOUND
        exact = f"{path}?{query}"
        resource = self.site.answer(exact if exact in self.site.resources else path) or NOT_FOUND
        return resource if not resource.form or resource.form in form.split("&") else NOT_FOUND

    def count(self, status: int) -> None:
        """One more answer of a status."""
        with self._lock:
            self.answers[status] += 1

    def counted(self) -> Counter[int]:
        """Answers so far by status."""
        with self._lock:
            return self.answers.copy()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a connection in a thread of its own."""
        thread = Thread(target=self._converse, args=(request, client_address), daemon=True)
        with self._lock:
            self._open[thread] = request
        thread.start()

    def _converse(self, request: Any, client_address: Any) -> None:
        try:
            self.process_request_thread(request, client_address)
        finally:
            with self._lock:
                del self._open[current_thread()]

    def end_connections(self) -> None:
        """Close what is open and wait for its threads."""
        self.stopping.set()
        with self._lock:
            still = dict(self._open)
        for connection in still.values():
            with contextlib.suppress(OSError):  # closed by now
                connection.shutdown(socket.SHUT_RDWR)
        for thread in still:
            thread.join()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that leave in the middle of an answer; anything else is an error of ours, with its traceback."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Server:
    """Takes a port at once and answers from `start` to `stop`.

    Args:
        port: 0 takes a free one.

    Raises OutputError when the port is taken.
    """

    def __init__(self, port: int) -> None:
        try:
            self._listener = _Listener(("127.0.0.1", port), _Handler)
        except OSError as error:
            raise OutputError(
                f"port {port} on 127.0.0.1 is taken ({error.strerror}): is another demo running? `newsspider demo --port` takes others"
            ) from error
        self.port: int = self._listener.server_address[1]
        self._thread: Thread | None = None

    @property
    def site(self) -> Site | None:
        """What the port serves."""
        return self._listener.site

    @site.setter
    def site(self, site: Site) -> None:
        self._listener.site = site

    @property
    def faults(self) -> Faults:
        """What goes wrong with its answers."""
        return self._listener.faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._listener.faults = faults

    def answers(self) -> Counter[int]:
        """How many answers were begun so far, by status."""
        return self._listener.counted()

    def start(self) -> None:
        """Answer requests in a background thread."""
        self._thread = Thread(target=self._listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop answering, end all connections and free the port."""
        if self._thread:
            self._listener.shutdown()
            self._thread.join()
            self._thread = None
            self._listener.end_connections()
        self._listener.server_close()
