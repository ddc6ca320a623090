"""Asking whether a page changed (RFC 9110 13): the headers that say which version is known, and the server's own of a version."""

from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.http import Response

from newsspider.values import valid_text

if TYPE_CHECKING:
    from newsspider.spiders.ledger import Validators

NOT_MODIFIED = 304


def if_changed(request: Request, known: "Validators") -> Request:
    """The request, answered with 304 when the page is still the known version; as it is when no version is known."""
    headers = request.headers.copy()
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    if not (known.etag or known.last_modified):
        return request
    return request.replace(headers=headers, meta=request.meta | {"handle_httpstatus_list": [NOT_MODIFIED]})


def validators(response: Response) -> tuple[str | None, str | None]:
    """ETag and Last-Modified of a response; None for each that it has not."""
    etag, modified = (response.headers.get(name) for name in ("ETag", "Last-Modified"))
    return valid_text(etag.decode("latin-1")) if etag else None, valid_text(modified.decode("latin-1")) if modified else None
