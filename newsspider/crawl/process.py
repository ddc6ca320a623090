"""Scrapy's process for several spiders, that tells whether somebody broke it off and gives the signals back at its end."""

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

from scrapy.crawler import AsyncCrawlerProcess

ENDS = (signal.SIGINT, signal.SIGTERM)


class Process(AsyncCrawlerProcess):
    """One Ctrl-C or SIGTERM lets the spiders close, a second one ends them at once."""

    interrupted = False
    """Whether one has come."""

    def _signal_shutdown(self, signum: int, frame: FrameType | None) -> None:
        self.interrupted = True
        super()._signal_shutdown(signum, frame)

    def start(self, stop_after_crawl: bool = True, install_signal_handlers: bool = True) -> None:
        """Run until the spiders have ended. The handlers of before are in force afterwards."""
        before = {number: signal.getsignal(number) for number in ENDS}
        try:
            super().start(stop_after_crawl, install_signal_handlers)
        finally:
            for number, handler in before.items():
                if handler is not None:  # one that Python did not put there cannot be put back
                    signal.signal(number, handler)


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Have SIGTERM end what runs in this context as Ctrl-C does, with KeyboardInterrupt, where no spiders run that it lets close."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL if before is None else before)
