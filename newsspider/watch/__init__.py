"""Watching the crawls: what each run observes, held against the outlet's own history; an alarm for what broke, with its probable cause."""

from newsspider.watch.causes import CAUSES, Cause
from newsspider.watch.judging import judge

__all__ = ["CAUSES", "Cause", "judge"]
