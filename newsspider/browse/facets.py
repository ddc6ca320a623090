"""Facets that Datasette lacks or is slow at: the newest days, the people of a JSON list."""

from typing import Any

from datasette.facets import Facet
from datasette.utils import escape_sqlite, path_with_added_args, path_with_removed_args


class _Counted(Facet):  # type: ignore[misc]
    """Values of a column with how many rows have each, by a query of its own."""

    suffix = ""
    query = ""

    async def facet_results(self) -> tuple[list[dict[str, Any]], list[str]]:
        """([facet], []) as Datasette's own facets give them; a query over the time limit raises, as one of the page itself does."""
        return [await self._facet(entry["source"], entry["config"]["simple"]) for entry in self.get_configs()], []

    async def _facet(self, source: str, column: str) -> dict[str, Any]:
        size = self.get_facet_size()
        sql = self.query.format(column=escape_sqlite(column), sql=self.sql, limit=size + 1)
        limit = self.ds.setting("facet_time_limit_ms")
        found = await self.ds.execute(self.database, sql, self.params, truncate=False, custom_time_limit=limit)
        return {
            "name": column,
            "type": self.type,
            "results": [self._value(f"{column}{self.suffix}", row) for row in found.rows[:size]],
            "hideable": source != "metadata",
            "toggle_url": self.ds.urls.path(path_with_removed_args(self.request, {f"_facet_{self.type}": column})),
            "truncated": len(found.rows) > size,
        }

    def _value(self, key: str, row: Any) -> dict[str, Any]:
        value = str(row["value"])
        selected = (key, value) in self.get_querystring_pairs()
        path = (path_with_removed_args if selected else path_with_added_args)(self.request, {key: value})
        url = self.ds.absolute_url(self.request, self.ds.urls.path(path))
        return {"value": value, "label": value, "count": row["count"], "toggle_url": url, "selected": selected}


class NewestFacet(_Counted):
    """The newest values of a column, newest first: days."""

    type = "newest"
    query = (
        "select {column} as value, count(*) as count from ({sql}) where {column} is not null"
        " group by {column} order by {column} desc limit {limit}"
    )


class NamesFacet(_Counted):
    """The commonest members of a column of JSON lists without repetitions, in which Datasette's own looks for repetitions first."""

    type = "names"
    suffix = "__arraycontains"
    query = (
        "select names.value as value, count(*) as count from ({sql}) as listed, json_each(listed.{column}) as names"
        " group by names.value order by count(*) desc, names.value limit {limit}"
    )
