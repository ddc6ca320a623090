"""The configuration: `newsspider.toml`, environment variables and the command line, each value with where it comes from."""

from newsspider.config.keys import Archive, Config, Files, Log, Notify, Politeness, Watch
from newsspider.config.loading import Configuration, in_force, load, override, use

__all__ = [
    "Archive", "Config", "Configuration", "Files", "Log", "Notify", "Politeness", "Watch", "in_force", "load", "override", "use",
]  # fmt: skip
