"""Hosts on loopback that ask for patience, and keep a log of who asked for what, and when."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import NamedTuple, Self

ARTICLE = """<html><head><meta charset="utf-8"><title>{0}-赣江网</title></head><body><h1>{0}</h1><div class="info">2023-10-17 08:22 来源：赣江日报</div>
<div class="content"><p>赣江网讯（记者魏晓星）10月17日，{0}，两岸群众出行更加便捷，沿线乡镇的农产品也有了新的销路。</p>
<p>据介绍，{0}工程队历时三年建成这一项目，下一步还将完善配套道路和绿化，预计年底前全部完工。</p></div></body></html>"""

Answer = tuple[int, dict[str, str]]


class Asked(NamedTuple):
    """One line of a host's log."""

    at: float
    """time.monotonic when the request came."""
    path: str
    status: int


def fine(path: str, number: int) -> Answer:
    """Every page comes."""
    return 200, {}


@dataclass
class PatientHost:
    """A host with a list of articles in each of its folders.

    Args:
        robots: its robots.txt; None: it has none.
        answer: status and headers for a path and the how manieth article or list it is that is asked for, from 0.
        articles: in each folder.
        latency: seconds until it answers.
    """

    robots: str | None = None
    answer: Callable[[str, int], Answer] = fine
    articles: int = 4
    latency: float = 0.0
    log: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(self))
        self._server.daemon_threads = True
        self._lock = threading.Lock()
        self.name = f"127.0.0.1:{self._server.server_port}"

    def record(self, outlet: str, folder: str = "a", delay: float = 0.05) -> str:
        """The site record of the outlet in a folder."""
        return (
            f'[{outlet}]\nname = "赣江网"\nprovince = "CN-JX"\nkind = "portal"\nfamily = "generic"\nhosts = ["{self.name}/{folder}"]\n'
            f'lists = ["http://{self.name}/{folder}/list.html"]\narticles = ["http://{{host}}/{folder}/{{id}}.html"]\ndelay = {delay}\n'
        )

    def answered(self, path: str) -> tuple[int, dict[str, str], str]:
        """Answer a request and note it."""
        with self._lock:
            number = sum(asked.path != "/robots.txt" for asked in self.log)
            if path == "/robots.txt":
                status, headers = (404 if self.robots is None else 200), {"Content-Type": "text/plain"}
            else:
                status, headers = self.answer(path, number)
            self.log.append(Asked(time.monotonic(), path, status))
        time.sleep(self.latency)
        folder, _, name = path.strip("/").partition("/")
        if path == "/robots.txt":
            body = self.robots or ""
        elif name == "list.html":
            links = (
                f'<li><a href="/{folder}/{n}.html">第{n}条新闻的标题足够长可以当作标题</a></li>'
                for n in range(100, 100 + self.articles)
            )
            body = f"<ul>{''.join(links)}</ul>"
        else:
            body = ARTICLE.format(f"{folder}县第{name.partition('.')[0]}号桥通车")
        return status, headers, body if status == 200 else ""

    def gaps(self) -> list[float]:
        """Seconds between each two requests."""
        return [after.at - before.at for before, after in pairwise(self.log)]

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [asked.path for asked in self.log]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def handler_of(host: PatientHost) -> type[BaseHTTPRequestHandler]:
    """The handler of a host's requests."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            status, headers, text = host.answered(self.path)
            body = text.encode()
            self.send_response(status)
            for key, value in ({"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))} | headers).items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


@contextmanager
def hosts(*each: PatientHost) -> Iterator[None]:
    """Serve them all."""
    if not each:
        yield
        return
    with each[0], hosts(*each[1:]):
        yield
