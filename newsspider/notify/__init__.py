"""Telling people how a run went: one digest a run through Apprise, alarms that go on folded."""

from newsspider.notify.book import AlarmBook
from newsspider.notify.digest import Alarm, Message, RunSummary, digest
from newsspider.notify.folding import Folded, Known, fold
from newsspider.notify.sending import send, tell, test_message
from newsspider.notify.summary import summarize

__all__ = [
    "Alarm", "AlarmBook", "Folded", "Known", "Message", "RunSummary", "digest", "fold", "send", "summarize", "tell", "test_message",
]  # fmt: skip
