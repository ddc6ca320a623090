"""A small invented press on loopback with known answers: to try newsspider, to test it, to measure it."""

from newsspider.demo.changes import Change, Kind, changes
from newsspider.demo.faults import Fault, Faults
from newsspider.demo.press import Press, outlets

__all__ = ["Change", "Fault", "Faults", "Kind", "Press", "changes", "outlets"]
