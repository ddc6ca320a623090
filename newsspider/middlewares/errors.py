"""Why a request was not answered; spiders turn these into ledger reasons."""

from scrapy.exceptions import IgnoreRequest


class NotArchived(IgnoreRequest):
    """`--replay`: the URL is in none of the archives; the network is never asked."""


class RedirectOffsite(IgnoreRequest):
    """A redirect that leads away from the outlet's hosts."""
