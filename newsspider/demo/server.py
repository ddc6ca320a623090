"""One site of the press on one loopback port: real statuses, ETag, Last-Modified, HEAD, 304, and forms by POST."""

import hashlib
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

from newsspider.demo.site import Resource, Site
from newsspider.demo.stories import NEWEST
from newsspider.errors import OutputError

ROBOTS = Resource(lambda: b"User-agent: *\nDisallow: /login\nAllow: /\n", "text/plain")
NOT_FOUND = Resource(
    lambda: "<html><head><title>404 Not Found</title></head><body><h1>您访问的页面不存在或已被删除</h1></body></html>".encode(),
    "text/html; charset=utf-8",
    404,
)
LAST_MODIFIED = format_datetime(NEWEST).replace("-0000", "GMT")


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
        parts = urlsplit(self.path)
        resource = self.server.find(unquote(parts.path), parts.query, form)
        body = resource.render()
        tag = f'"{hashlib.sha1(body, usedforsecurity=False).hexdigest()}"'
        unchanged = resource.status == 200 and self.headers.get("If-None-Match") == tag
        self.send_response(304 if unchanged else resource.status)
        if resource.status == 200:
            self.send_header("ETag", tag)
            self.send_header("Last-Modified", LAST_MODIFIED)
        if not unchanged:
            self.send_header("Content-Type", resource.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body and not unchanged:
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the crawl logs its own requests."""


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    site: Site | None = None

    def find(self, path: str, query: str, form: str) -> Resource:
        """What stands under a path with its query, else under the path alone; what wants a form is not found without it."""
        if path == "/robots.txt":
            return ROBOTS
        found = self.site.resources if self.site else {}
        exact = f"{path}?{query}"
        resource = found.get(exact if exact in found else path) or NOT_FOUND
        return resource if not resource.form or resource.form in form.split("&") else NOT_FOUND


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

    def start(self) -> None:
        """Answer requests in a background thread."""
        self._thread = Thread(target=self._listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and free the port."""
        if self._thread:
            self._listener.shutdown()
            self._thread.join()
            self._thread = None
        self._listener.server_close()
