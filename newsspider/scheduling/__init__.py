"""Crawls that run by themselves: the schedule file, the account of due runs in the store, the scheduler that starts them."""

from newsspider.scheduling.schedule import Job, Schedule, load_schedule, parse_schedule

__all__ = ["Job", "Schedule", "load_schedule", "parse_schedule"]
