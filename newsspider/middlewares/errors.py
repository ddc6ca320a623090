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
