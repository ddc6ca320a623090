"""A small invented press on loopback with known answers: to try newsspider, to test it, to measure it."""

from newsspider.demo.press import Press, outlets

__all__ = ["Press", "outlets"]
