"""What comes from outside, made valid once at the door: text, and JSON."""

from newsspider.values.json_text import BadJson, load_json, load_json_at
from newsspider.values.text import printable, unescape, valid_text

__all__ = ["BadJson", "load_json", "load_json_at", "printable", "unescape", "valid_text"]
