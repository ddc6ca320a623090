"""Why a request was not answered; spiders turn these into ledger reasons."""

from scrapy.exceptions import IgnoreRequest


class NotArchived(IgnoreRequest):
    """`--replay`: the URL is in none of the archives; the network is never asked."""


class RedirectOffsite(IgnoreRequest):
    """A redirect that leads away from the outlet's hosts."""


class RobotsUnreachable(IgnoreRequest):
    """The host's robots.txt cannot be had: what it allows is not known (RFC 9309 2.3.1.4). Its cause is what went wrong."""


class BrokenOff(IgnoreRequest):
    """The page ends in the middle, also when it is asked for again."""


class UrlTooLong(IgnoreRequest):
    """An address of more characters than URLLENGTH_LIMIT: nobody means such a one."""


class NotAsked(IgnoreRequest):
    """Nothing was asked of the host, and nothing is known of the page: it is left to a later run."""


class HostResting(NotAsked):
    """The host wishes to be left alone for longer than the run waits."""


class CrawlDelayTooLong(NotAsked):
    """The host's robots.txt asks for more time between two requests than the run gives."""


class RunEnding(NotAsked):
    """The run is being broken off; the request had not been sent."""
