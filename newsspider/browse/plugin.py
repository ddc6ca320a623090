"""What we plug into Datasette: search, facets, the figures of our pages, how cells look, headers. Its hooks are told by `datasette.hookspecs`."""

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette.app import Datasette
from markupsafe import Markup, escape
from pluggy import HookimplMarker

from newsspider.browse.facets import NamesFacet, NewestFacet
from newsspider.browse.queries import COLUMNS, PARAMETERS, QUERIES
from newsspider.browse.search import excerpt, marked, match_of
from newsspider.urls import as_url
from newsspider.values import BadJson, load_json

hookimpl = HookimplMarker("datasette")
POLICY = "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"  # fmt: skip
"""Content-Security-Policy: whatever an article holds, a page of ours asks nobody else for anything."""
HOSTS = {"127.0.0.1", "localhost", "[::1]"}

Scope = dict[str, Any]
Send = Callable[[Scope], Awaitable[None]]


@hookimpl(trylast=True)  # after Datasette's own, whose escape_fts parts words at blanks: Chinese has none
def prepare_connection(conn: sqlite3.Connection) -> None:
    """SQL functions."""
    for name, count, function in (("escape_fts", 1, match_of), ("match_of", 1, match_of), ("excerpt", 2, excerpt)):
        conn.create_function(name, count, function, deterministic=True)


@hookimpl
def register_facet_classes() -> list[type]:
    """Facets by day and by author."""
    return [NewestFacet, NamesFacet]


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """What the templates use."""
    env.filters |= {"excerpt": excerpt, "marked": mark, "from_json": lambda text: load_json(text or "[]"), "web": web_address}
    env.globals |= {"headings": COLUMNS, "parameters": PARAMETERS, "ready_made": QUERIES}


@hookimpl
def extra_template_vars(view_name: str, database: str, table: str, request: Any, datasette: Datasette) -> Any:
    """The figures of the front page; the people and reprints of an article."""
    if view_name == "index":
        return lambda: front_page(datasette)
    if view_name == "row" and table == "articles":
        return lambda: around(datasette, database, request.url_vars["pks"])
    return {}


@hookimpl
def render_cell(row: Any, value: Any, column: str, database: str, datasette: Datasette) -> Markup | None:
    """A headline leads to its article, names are told without brackets."""
    if column == "headline" and "id" in row.keys():  # noqa: SIM118 a Row says `in` of its values
        return Markup('<a href="{}">{}</a>').format(f"{datasette.urls.table(database, 'articles')}/{row['id']}", value)
    if column == "authors" and isinstance(value, str) and value.startswith("["):
        return _names(value)
    return None


def _names(value: str) -> Markup | None:
    """The names of a JSON list; None for a text that only looks like one."""
    try:
        found = load_json(value)
    except BadJson:
        return None
    return escape("、".join(map(str, found)))


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    """Answers only to loopback's names and to questions, and forbids the pages to ask anyone else."""
    return guarded


def guarded(app: Any) -> Any:
    """An ASGI application that only gives, sends our headers, and that other sites' pages cannot reach under a name of theirs."""

    async def call(scope: Scope, receive: Any, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        host = dict(scope["headers"]).get(b"host", b"localhost").decode("latin-1")
        if host.rsplit(":", 1)[0] not in HOSTS and host not in HOSTS:
            await _refuse(send, 421, b"This is served on loopback only.")
            return
        if scope["method"] not in ("GET", "HEAD"):
            await _refuse(send, 405, b"This is read-only.")
            return

        async def sending(message: Scope) -> None:
            if message["type"] == "http.response.start":
                ours = [(b"content-security-policy", POLICY.encode()), (b"referrer-policy", b"no-referrer"), (b"x-content-type-options", b"nosniff")]  # fmt: skip
                message = message | {"headers": [*message.get("headers", []), *ours]}
            await send(message)

        await app(scope, receive, sending)

    return call


async def _refuse(send: Send, status: int, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": body})


def mark(text: str | None, query: str | None) -> Markup:
    """A text as HTML with the words of a query marked."""
    return Markup("").join(
        Markup("<mark>{}</mark>").format(piece) if found else escape(piece) for piece, found in marked(text or "", query)
    )


def web_address(url: str | None) -> str | None:
    """The address, if it is one of the web; None for javascript: and the like."""
    return as_url(url) if url else None


async def front_page(datasette: Datasette) -> dict[str, Any]:
    """Figures of the whole database, the newest days, provinces and outlets, the newest articles."""
    name, database = next((name, each) for name, each in datasette.databases.items() if name != "_internal")
    queries = {
        "figures": "select count(*) as articles, count(distinct outlet) as outlets, count(distinct province) as provinces,"
        " min(day) as first_day, max(day) as last_day, count(duplicate_of) as reprints from articles",
        "days": "select day, count(*) as count from articles where day is not null group by day order by day desc limit 14",
        "provinces": "select province, count(*) as count from articles where province is not null group by province order by count desc",
        "outlets": "select outlet, count(*) as count from articles group by outlet order by count desc, outlet limit 24",
        "newest": "select id, day, published, outlet, province, headline from articles order by published desc limit 12",
    }
    found = {key: (await database.execute(sql)).rows for key, sql in queries.items()}
    return found | {"figures": found["figures"][0], "database": name}


async def around(datasette: Datasette, name: str, article: str) -> dict[str, Any]:
    """The people of an article, and the articles with its text, itself among them, in the order of publication; [] when it is alone."""
    database = datasette.get_database(name)
    people = "select name, role, organization, label, desk from people where article = :id order by number"
    family = """
        select id, published, outlet, headline from articles
        where id = :first or duplicate_of = :first order by published is null, published, position limit 200
    """
    first = (await database.execute("select coalesce(duplicate_of, id) from articles where id = :id", {"id": article})).first()
    texts = (await database.execute(family, {"first": first and first[0]})).rows
    return {"people": (await database.execute(people, {"id": article})).rows, "family": texts if len(texts) > 1 else []}
