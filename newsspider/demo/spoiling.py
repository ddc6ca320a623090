"""How each fault is answered: broken bodies, broken lengths, answers that never end or never come."""

import os
import select
import socket
import struct
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from random import Random
from threading import Event
from urllib.parse import quote

from newsspider.demo.faults import STATUSES, Fault, Rule, bomb
from newsspider.demo.site import Resource, gone

SIGN_ON = "/sso"
"""Where a redirect loop leads; it sends everybody back to `?from=`."""
POLL = 0.1
"""Seconds between two looks at whether the client of a hanging answer is still there."""


def spoil(handler: BaseHTTPRequestHandler, rule: Rule, resource: Resource, stopping: Event) -> None:
    """Answer a GET or POST with a rule's fault instead of the resource; `stopping` ends what would not end."""
    if rule.fault in STATUSES:
        _status(handler, STATUSES[rule.fault], _retry_after(rule.retry_after))
    elif rule.fault is Fault.REDIRECT_LOOP:
        redirect(handler, f"{SIGN_ON}?from={quote(handler.path, safe='')}")
    elif rule.fault is Fault.EMPTY:
        _send(handler, resource, b"", 0)
    elif rule.fault is Fault.GZIP_BOMB:
        _send(handler, resource, bomb(), len(bomb()), {"Content-Encoding": "gzip"})
    elif rule.fault is Fault.GZIP_GARBAGE:
        garbage = b"\x1f\x8b\x08\x00" + Random(handler.path).randbytes(2000)  # noqa: S311 - the same garbage every time
        _send(handler, resource, garbage, len(garbage), {"Content-Encoding": "gzip"})
    else:
        handler.close_connection = True
        _BREAKING[rule.fault](handler, resource, rule, stopping)


def redirect(handler: BaseHTTPRequestHandler, target: str) -> None:
    """302 to an address."""
    handler.send_response(302)
    handler.send_header("Location", target)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def _status(handler: BaseHTTPRequestHandler, status: int, retry_after: str | None) -> None:
    if status in (404, 410):
        resource = gone(status)
    else:
        phrase = HTTPStatus(status).phrase
        page = (
            f"<html><head><title>{status} {phrase}</title></head><body><center><h1>{status} {phrase}</h1></center></body></html>"
        )
        resource = Resource(page.encode, "text/html", status)
    headers = {"Retry-After": retry_after} if retry_after else {}
    _send(handler, resource, resource.body, len(resource.body), headers)


def _retry_after(told: int | datetime | None) -> str | None:
    if isinstance(told, datetime):
        return format_datetime(told.astimezone(UTC), usegmt=True)
    return None if told is None else str(told)


def _send(
    handler: BaseHTTPRequestHandler, resource: Resource, body: bytes, length: int | None, headers: dict[str, str] | None = None
) -> None:
    """Head and body; chunked when there is no length, and the body is then written as it is."""
    handler.send_response(resource.status)
    handler.send_header("Content-Type", resource.content_type)
    handler.send_header(*(("Transfer-Encoding", "chunked") if length is None else ("Content-Length", str(length))))
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)
    handler.wfile.flush()


def _half_body(handler: BaseHTTPRequestHandler, resource: Resource, rule: Rule, stopping: Event) -> None:
    _send(handler, resource, resource.body[: len(resource.body) // 2], len(resource.body))


def _too_long(handler: BaseHTTPRequestHandler, resource: Resource, rule: Rule, stopping: Event) -> None:
    _send(handler, resource, resource.body, len(resource.body) + 1000)


def _too_short(handler: BaseHTTPRequestHandler, resource: Resource, rule: Rule, stopping: Event) -> None:
    _send(handler, resource, resource.body, len(resource.body) // 2)


def _chunked_cut(handler: BaseHTTPRequestHandler, resource: Resource, rule: Rule, stopping: Event) -> None:
    body = resource.body
    first, second = body[: len(body) // 3], body[len(body) // 3 : len(body) // 2]
    _send(handler, resource, b"%x\r\n%b\r\n%x\r\n%b" % (len(first), first, len(body), second), None)


def _slow_body(handler: BaseHTTPRequestHandler, resource: Resource, rule: Rule, stopping: Event) -> None:
    _send(handler, resource, b"", None)
    place = 0
    while not stopping.wait(rule.interval) and not _left(handler.connection):
        handler.wfile.write(b"1\r\n%b\r\n" % (resource.body[place : place + 1] or b" "))
        handler.wfile.flush()
        place += 1


def _hang(handler: BaseHTTPRequestHandler, resource: Resource, rule: Rule, stopping: Event) -> None:
    while not stopping.wait(POLL) and not _left(handler.connection):
        pass


def _left(connection: socket.socket) -> bool:
    """Whether the client has closed the connection."""
    watched = select.poll()
    watched.register(connection, select.POLLIN)
    return bool(watched.poll(0)) and not connection.recv(1, socket.MSG_PEEK)


def _reset(handler: BaseHTTPRequestHandler, resource: Resource, rule: Rule, stopping: Event) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(handler.connection.detach())  # close() would wait for the handler's files, and then end in good order


_BREAKING: dict[Fault, Callable[[BaseHTTPRequestHandler, Resource, Rule, Event], None]] = {
    Fault.HALF_BODY: _half_body, Fault.LENGTH_TOO_LONG: _too_long, Fault.LENGTH_TOO_SHORT: _too_short, Fault.CHUNKED_CUT: _chunked_cut,
    Fault.SLOW_BODY: _slow_body, Fault.HANG: _hang, Fault.RESET: _reset,
}  # fmt: skip
"""The faults after which the connection is closed."""
