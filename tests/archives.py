"""Writes WARC files of invented pages, so that whole commands run without a network."""

from pathlib import Path

from newsspider.demo import Press

FETCHED = "2026-01-02T03:04:05Z"


def write_warc(path: Path, pages: dict[str, bytes | str], content_type: str = "text/html; charset=utf-8") -> Path:
    """An archive with an answer of status 200 for each address."""
    path.write_bytes(b"".join(_record(url, body, content_type) for url, body in pages.items()))
    return path


def write_press(path: Path, press: Press) -> Path:
    """An archive of everything that a demo press serves."""
    records = []
    for site in press.sites:
        for place, resource in site.resources.items():
            records.append(_record(site.base + place, resource.render(), resource.content_type))
    path.write_bytes(b"".join(records))
    return path


def _record(url: str, body: bytes | str, content_type: str) -> bytes:
    content = body.encode() if isinstance(body, str) else body
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {FETCHED}\r\n"
        f"Content-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"
