"""Sending: Apprise behind one function, and what is sent after a run. A target that fails never breaks a run."""

import contextlib
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from newsspider import __version__
from newsspider.config import Notify
from newsspider.errors import OutputError
from newsspider.masking import know_target, mask, mask_setting
from newsspider.notify.book import AlarmBook
from newsspider.notify.digest import Message, RunSummary, digest, fit
from newsspider.notify.folding import Folded, fold
from newsspider.store import Store

logger = logging.getLogger(__name__)

SECONDS = 30.0
"""How long one target may take."""
SHARE = 0.95
"""Of a target's longest message; the rest is for what Apprise adds, such as a second character at each line's end."""


def test_message() -> Message:
    """What `newsspider notify --test` sends."""
    return Message("newsspider: test", f"newsspider {__version__} reaches this target.\n新闻蜘蛛能把消息发到这里。", "info")


def send(url: str, message: Message) -> str | None:
    """Send a message to one target; why it did not go out, or None when it did.

    Args:
        url: an Apprise URL.
        message: cut to the length that the target takes; passwords in it are masked.
    """
    import apprise  # at first use: it takes a tenth of a second to load

    know_target(url)
    target = apprise.Apprise.instantiate(url)
    if not isinstance(target, apprise.NotifyBase):
        return "not an address that Apprise knows"
    sender = apprise.Apprise()
    sender.add(target)
    title = mask(message.title)
    room = int(target.body_maxlen * SHARE) - len(title.encode())
    result: Any = sender.notify(
        title=title,
        body=fit(mask(message.body), room),
        notify_type=apprise.NotifyType(message.kind),
        body_format=apprise.NotifyFormat.TEXT,
        timeout=SECONDS,
    )
    if result:
        return None
    said = [entry.message for entry in result.logs() if entry.level in ("WARNING", "ERROR", "CRITICAL")]
    return mask(" ".join(str(said[-1]).split())) if said else str(result.status.name).lower()


def tell(summary: RunSummary, notify: Notify, database: str) -> list[str]:
    """Tell the targets about a run, if there is something to say; a line for each target that did not take it.

    Args:
        summary: the run, with all its alarms.
        notify: whom to tell, and when.
        database: URL of the store that remembers what was told. When it fails, everything is told as if it were new.
    """
    if not notify.urls or notify.on == "never":
        return []
    with contextlib.ExitStack() as stack:
        book, before = None, {}
        try:
            book = AlarmBook(stack.enter_context(contextlib.closing(Store(database))))
            before = book.open_alarms()
        except OutputError as error:
            logger.warning("what was told of earlier runs is not known: %s", error)
        folded = fold(summary, before, notify.repeat)
        faults = _send_all(folded, notify)
        if book:
            try:
                book.enter(folded.known if len(faults) < len(notify.urls) else folded.untold())
            except OutputError as error:
                logger.warning("what was told is not remembered, the next run tells it again: %s", error)
    return faults


def _send_all(folded: Folded, notify: Notify) -> list[str]:
    """Send what there is to say to every target; a line for each that did not take all of it."""
    messages = messages_of(folded, notify)
    failed = []
    for url in notify.urls:
        if faults := [fault for message in messages if (fault := send(url, message))]:
            failed.append(f"notification to {mask_setting(url)} failed: {faults[0]}; `newsspider notify --test` tries it again")
            logger.warning("%s", failed[-1])
    return failed


def messages_of(folded: Folded, notify: Notify) -> Sequence[Message]:
    """The messages of a run: one digest, or one for each alarm; none when there is nothing that should be told."""
    summary = folded.summary
    if not (folded.news or notify.on == "always"):
        return []
    if notify.digest or not summary.alarms:
        return [digest(summary)]
    rest = replace(summary, recovered=(), ongoing=())
    return [digest(replace(rest if number else summary, alarms=(alarm,))) for number, alarm in enumerate(summary.alarms)]
