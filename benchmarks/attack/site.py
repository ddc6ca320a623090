"""A hostile site: five good articles, a list, what an attack adds to them; served on a loopback port."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

SECRET = "geheim-7f3a9c"
GOOD = 5
"""Articles of each site with nothing wrong in them."""
PARAGRAPHS = (
    "{place}市水务局介绍，第{number}批管网改造工程已经完工，{count}户居民恢复供水，各项指标达到设计要求。",
    "记者在{place}看到，工作人员正在清点物资，第{number}批设备已经运抵码头，预计周五之前可以完成安装调试。",
    "当地负责人表示，今年以来{place}投入资金{count}万元，服务水平持续提升，下一步将把经验推广到周边各县。",
)
PLACES = "澜江 云渡 清水 石桥 白塘 青岭 长洲 沙溪 柳湾 南屏 东浦 西坞 北寨 金竹 银滩 古渡 新埠 老营 双河 三岔".split()

Answer = Callable[[BaseHTTPRequestHandler], None]
"""Answers a request by hand: for what is no proper HTTP."""


@dataclass
class Route:
    """What stands at one path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    answer: Answer | None = None
    """Answers instead; None: status, headers and body."""


class Site:
    """One attack's site.

    Args:
        name: of the attack; the outlet's id is made of it.
        number: of the attack; it makes its texts its own.
    """

    def __init__(self, name: str, number: int) -> None:
        self.name = name
        self.number = number
        self.outlet = f"attack_{number:02d}"
        self.host = ""
        """Host and port, once it is served."""
        self.routes: dict[str, Route] = {}
        self.links: list[str] = []
        """The list's links, as printed."""
        self.head = ""
        """What stands in the head of the list."""
        self.list_path = "/list.html"
        self.record: dict[str, str] = {}
        """Keys of the site record (as TOML) that are not the usual ones."""
        self.files: dict[str, bytes] = {}
        """Files that lie in the folder where the command runs."""
        self.command: list[str] = []
        """The command's arguments; empty: crawl this outlet."""
        self.expected: dict[str, tuple[str, ...]] = {}
        """By path the outcomes that are right: `stored`, `state` or `state:reason` of the ledger, `absent` for no address at all."""
        self.code = 0
        """The exit code that is documented for this."""
        self.good = [self.article(f"good{index}") for index in range(GOOD)]
        self.said: tuple[str, ...] = ()
        """What must stand in what the command prints."""

    def article(
        self, name: str, *, headline: str = "", head: str = "", stamp: str = "", body: str = "", link: bool = True
    ) -> str:
        """A page with an article, in the list as well; its path.

        Args:
            name: of the page.
            headline: markup of the headline; by default a good one. `-`: none, neither as title nor above the text.
            head: markup that stands in the page's head.
            stamp: the time as printed; by default a good one.
            body: markup behind the paragraphs.
            link: whether the list leads to it.
        """
        seed = 1000 + self.number * 40 + len(self.routes)  # no number of three digits: 404 is no news
        place, count = PLACES[seed % len(PLACES)], 1000 + seed * 37
        title = headline or f"{place}第{seed}批管网改造工程完工 {count}户居民恢复供水"
        text = "".join(f"<p>{line.format(place=place, number=seed, count=count)}</p>" for line in PARAGRAPHS)
        shown = "" if headline == "-" else f"<h1>{title}</h1>"
        page = (
            f'<!doctype html><html><head><meta charset="utf-8">{shown and f"<title>{title}</title>"}{head}</head><body>{shown}'
            f'<div class="info">{stamp or "2025-11-03 08:00"} 来源：云渡日报</div><div class="content">{text}{body}</div></body></html>'
        )
        path = f"/2025/11/03/{name}.html"
        self.page(path, page)
        if link:
            self.link(path)
        return path

    def page(self, path: str, text: str | bytes, status: int = 200, **headers: str) -> None:
        """Something at a path; header names with `_` for `-`."""
        body = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
        kept = {name.replace("_", "-"): value for name, value in headers.items()}
        self.routes[path] = Route(body, status, {"Content-Type": "text/html; charset=utf-8"} | kept)

    def by_hand(self, path: str, answer: Answer) -> None:
        """Something that answers by hand at a path."""
        self.routes[path] = Route(answer=answer)

    def link(self, href: str) -> None:
        """A link of the list, as printed."""
        self.links.append(href)

    def expect(self, path: str, *outcomes: str) -> None:
        """Which outcomes of a path are right."""
        self.expected[path] = outcomes

    def listing(self) -> str:
        """The list: bad links stand before, between and behind the good ones."""
        rows = "".join(
            f'<li><a href="{href}">第{number}条新闻的标题足够长可以当作标题</a></li>'
            for number, href in enumerate([*self.links[GOOD:], *self.links[:GOOD], *self.links[GOOD:]])
        )
        return f'<html><head><meta charset="utf-8"><title>新闻</title>{self.head}</head><body><ul class="list">{rows}</ul></body></html>'

    def toml(self) -> str:
        """The site record; HOST in it, as on the pages, is the site's host and port."""
        keys = {
            "name": f'"攻击{self.number}"', "province": '"CN-JX"', "kind": '"portal"', "family": '"generic"',
            "hosts": f'["{self.host}"]', "lists": f'["http://{self.host}{self.list_path}"]', "delay": "0.0",
            "concurrency": "8", "verified": "false", "seen": '"2025"',
        }  # fmt: skip
        return f"[{self.outlet}]\n" + "".join(f"{key} = {value}\n" for key, value in (keys | self.record).items()).replace(
            "HOST", self.host
        )

    def write(self, folder: Path) -> list[str]:
        """Write what the command needs into a folder; its arguments."""
        (folder / "sites.toml").write_text(self.toml(), encoding="utf-8")
        for name, content in self.files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content.replace(b"HOST", self.host.encode()))
        return self.command or [
            "crawl", self.outlet, "--sites", "sites.toml", "--output", "out",
        ]  # fmt: skip

    @contextlib.contextmanager
    def served(self) -> Iterator["Site"]:
        """Serve it on a free port of loopback."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        server.daemon_threads = True
        self.host = f"127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            route = site.routes.get(self.path) or site.routes.get(path)
            if route is None:
                at_list = path == site.list_path
                route = Route(site.listing().encode("utf-8", "surrogatepass")) if at_list else Route(b"", 404)
            with contextlib.suppress(ConnectionError):
                if route.answer:
                    self.close_connection = True
                    route.answer(self)
                    return
                self.send_response(route.status)
                for name, value in route.headers.items():
                    self.send_header(name, value)
                body = route.body.replace(b"HOST", site.host.encode())
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
