"""What a server asks of those who ask it: to be left alone for a while (429, 503, Retry-After), and how far apart requests shall be (robots.txt)."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from newsspider.lazy_pattern import lazy_pattern

RESTING = (429, 503)
"""Statuses of a host that has enough of us, or cannot: nothing else is asked of it for a while."""
GONE = (404, 410)
"""Statuses that speak of the one page only, whatever else they say."""
LONGEST = 7 * 24 * 3600.0
"""Seconds; a server that asks for more is asked again after that."""
SKEW = timedelta(days=1)
"""A server's clock that is further off than this is no clock."""
SECONDS = lazy_pattern(r"\+?(\d+(?:\.\d+)?)\s*(?:s|sec|seconds?)?", re.I)


def asks_for_rest(response: Response) -> bool:
    """Whether an answer is about the host and not about the page: 429, 503, and any other failure that says when to come again."""
    if response.status in RESTING:
        return True
    return response.status >= 400 and response.status not in GONE and retry_after(response) is not None


def retry_after(response: Response, now: datetime | None = None) -> float | None:
    """Seconds that Retry-After asks for (RFC 9110 10.2.3: a number or a date), from 0 to LONGEST; None without a readable one.

    A date is meant by the server's own clock, which its Date tells; `now` (aware) is ours.
    """
    wished = [_seconds(_text(value), response, now or datetime.now(UTC)) for value in response.headers.getlist("Retry-After")]
    readable = [seconds for seconds in wished if seconds is not None]
    return min(max(0.0, *readable), LONGEST) if readable else None


def _seconds(text: str, response: Response, now: datetime) -> float | None:
    if match := SECONDS.fullmatch(text):
        return float(match[1])
    at = _moment(text)
    if at is None:
        return None
    said = _moment(_text(response.headers.get("Date") or b""))
    return (at - (said if said and abs(said - now) < SKEW else now)).total_seconds()


def _text(header: bytes) -> str:
    return header.decode("latin-1").strip()


def _moment(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)  # -0000: a time in UTC


def robots_delay(parser: RobotParser, agent: str) -> float:
    """Seconds between two requests that robots.txt asks of us, in our own group or that for all: the larger of Crawl-delay and
    Request-rate (`1/10` is one in ten seconds, `30/1m` thirty a minute, also where it names hours of the day); 0 when it asks for none.
    """
    protego: Any = getattr(parser, "rp", None)  # Scrapy hands on the first of the two only
    rate = protego.request_rate(agent) if hasattr(protego, "request_rate") else None
    return max(parser.crawl_delay(agent) or 0.0, rate.seconds / rate.requests if rate else 0.0)
