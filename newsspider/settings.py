"""Scrapy settings: which spiders, middlewares, pipelines and extensions run, and how politely. By name only; nobody imports this."""

from importlib.util import find_spec

from newsspider.config import in_force
from newsspider.config.scrapy import scrapy_settings

BOT_NAME = "newsspider"
SPIDER_MODULES = ["newsspider.spiders"]

# How we behave; who we are, pace, patience and places are the configuration's: see the end
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "newsspider"
DOWNLOADER = "newsspider.middlewares.downloader.PatientDownloader"  # pace and rests by host
CONCURRENT_REQUESTS = 32
CONCURRENT_ITEMS = 4  # of one page; Scrapy starts so many tasks for each answer, and its 100 cost more than the fetch
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

# What can go wrong on the way
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # bytes; the largest news page seen is below 1 MB
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False  # pages/ reads stubs, spiders follow them within the outlet's hosts
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the spider counts and says why a page failed
RETRY_BACKOFF = 2.0  # seconds before the first retry, or that a host rests which does not say how long; doubled each time
RETRY_BACKOFF_MAX = 60.0  # seconds; the most that this comes to

# Where the articles go
NEWSSPIDER_RUN = None  # number of the run, when several spiders share one; None: each spider is a run of its own
NEWSSPIDER_SPOOL = None  # folder where outcomes wait while the database is away; None: `spool` in the output folder
NEWSSPIDER_EXPORT_REST = True  # each spider writes all it has into files when it closes
NEWSSPIDER_REPLAY: list[str] = []  # WARC files, and folders of them, that answer instead of the network

DOWNLOADER_MIDDLEWARES = {
    "newsspider.middlewares.length.UrlLengthMiddleware": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "newsspider.middlewares.robots.SharedRobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "newsspider.middlewares.retry.BackoffRetryMiddleware": 550,
    "newsspider.middlewares.whole.WholePageMiddleware": 560,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "newsspider.middlewares.redirect.OutletRedirectMiddleware": 600,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "newsspider.middlewares.cookies.OutletCookiesMiddleware": 700,
    "newsspider.middlewares.replay.ReplayMiddleware": 900,
    "newsspider.middlewares.archive.ArchiveMiddleware": 950,
}
ITEM_PIPELINES = {
    "pipelines.restore.RestorePipeline": 100,
    "pipelines.headline.HeadlinePipeline": 200,
    "pipelines.byline.BylinePipeline": 300,
    "pipelines.credits.CreditsPipeline": 400,
    "pipelines.dates.DatesPipeline": 500,
    "pipelines.identity.IdentityPipeline": 600,
    "pipelines.check.CheckPipeline": 700,
    "pipelines.store.StorePipeline": 900,
}
EXTENSIONS = {
    "scrapy.extensions.feedexport.FeedExporter": None,
    "pipelines.exporters.feeds.ArticleFeeds": 0,
    "newsspider.watch.observing.Observer": 400,
    "pipelines.exporters.jsonlines.JsonLinesExporter": 500,
    "newsspider.telemetry.metrics.MetricsExtension": 600,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "newsspider.telemetry.metrics.ReadingTime": 950,
}

# Scrapy's own habits
ASYNCIO_EVENT_LOOP = "uvloop.Loop" if find_spec("uvloop") else None  # a fifth more items a second than asyncio's own loop
COOKIES_ENABLED = False  # site records say which outlets need them
REMOTE_CONTROL_ENABLED = False
WARN_ON_GENERATOR_RETURN_VALUE = False  # it reads and parses the callback's source for each answer
TELNETCONSOLE_ENABLED = False
FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORTERS = {
    "csv": "pipelines.exporters.feeds.ArticleCsvExporter",
    "xml": "pipelines.exporters.feeds.ArticleXmlExporter",
}
LOG_INSTALL_ROOT_HANDLER = False  # newsspider.telemetry.logs puts up its own

# What newsspider.toml and the environment say, or the defaults: newsspider/config/scrapy.py has the names
globals().update(scrapy_settings(in_force().values))
