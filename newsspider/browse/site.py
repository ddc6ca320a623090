"""The Datasette application over a browsing database, with our pages, facets and search."""

from importlib import resources
from pathlib import Path

from datasette.app import Datasette
from datasette.plugins import pm

from newsspider.browse import plugin
from newsspider.browse.queries import metadata

SETTINGS = {
    "default_page_size": 30,
    "default_facet_size": 12,
    "suggest_facets": False,
    "facet_time_limit_ms": 5000,
    "sql_time_limit_ms": 10_000,
    "truncate_cells_html": 200,
}


def application(path: Path) -> Datasette:
    """A Datasette, not started yet, over the browsing database at a path; it opens the file read-only."""
    if not pm.is_registered(plugin):
        pm.register(plugin, "newsspider")
    pm.get_plugin("datasette.handle_exception").rich = None  # else it prints every local variable for a mistyped query
    here = Path(str(resources.files("newsspider.browse")))
    return Datasette(
        files=[str(path)],
        metadata=metadata(path.stem),
        template_dir=str(here / "templates"),
        static_mounts=[("newsspider", str(here / "static"))],
        settings=SETTINGS,
    )
