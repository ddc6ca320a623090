"""Loading the configuration: command line over environment over file over default; every fault named in one line."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from newsspider.config.keys import Config, Key, all_keys, tables
from newsspider.config.toml_file import read_toml
from newsspider.config.values import convert, from_text
from newsspider.errors import ConfigError
from newsspider.masking import know, know_target

FILE_NAME = "newsspider.toml"
FILE_VARIABLE = "NEWSSPIDER_CONFIG"
"""Names the file; set and empty: no file is read."""
DEFAULT = "default"
LIKE_A_KEY = 0.8
"""A variable NEWSSPIDER_… that is so like a key's is a slip of the pen; others are none of ours (Kubernetes sets some)."""


@dataclass(frozen=True)
class Configuration:
    """What is in force."""

    values: Config
    origins: Mapping[str, str]
    """Where the value of each key comes from: `default`, the file's path, `environment NAME`, `command line --NAME`."""
    file: Path | None
    """The file that was read; None when there is none."""

    def get(self, name: str) -> Any:
        """The value of a dotted key."""
        value: Any = self.values
        for part in name.split("."):
            value = getattr(value, part)
        return value

    def with_value(self, name: str, value: Any, origin: str) -> "Configuration":
        """The same with another value of one key."""
        table, _, key = name.rpartition(".")
        inner = replace(getattr(self.values, table), **{key: value}) if table else value
        return replace(self, values=replace(self.values, **{table or key: inner}), origins={**self.origins, name: origin})


_in_force: Configuration | None = None


def in_force() -> Configuration:
    """The configuration of this process: what `use` was given, else loaded now. Raises ConfigError as `load` does."""
    return _in_force or load()


def use(configuration: Configuration | None) -> None:
    """Put a configuration in force for this process; None: load it anew whenever it is asked for."""
    global _in_force  # one process, one configuration: Scrapy's settings module reads it, too
    if configuration:
        _know_secrets(configuration)
    _in_force = configuration


def override(name: str, value: Any, origin: str) -> None:
    """Put another value of one key in force."""
    use(in_force().with_value(name, value, origin))


def load(file: Path | None = None, environment: Mapping[str, str] = os.environ) -> Configuration:
    """The configuration of a file and the environment.

    Args:
        file: the file; by default the one that NEWSSPIDER_CONFIG names, `newsspider.toml` in the working folder, or
            `~/.config/newsspider/newsspider.toml`, the first that exists.
        environment: the environment variables.

    Raises ConfigError, which names the file (or variable) and every wrong key with the nearest known one.
    """
    path = find_file(file, environment)
    loaded = Configuration(Config(), dict.fromkeys(all_keys(), DEFAULT), path)
    faults = []
    for source, found in ((str(path), _of_file(path) if path else ()), ("environment", _of_environment(environment))):
        for name, value, origin, fault in found:
            if fault:
                faults.append(f"{source}: {fault}")
            else:
                loaded = loaded.with_value(name, value, origin)
    if faults:
        raise ConfigError("; ".join(faults) + " (`newsspider config --help` says where keys are told)")
    _know_secrets(loaded)
    return loaded


def _know_secrets(configuration: Configuration) -> None:
    """From now on no message repeats a password or token of this configuration."""
    know(*filter(None, [configuration.values.database]))
    know_target(*configuration.values.notify.urls)


def find_file(file: Path | None, environment: Mapping[str, str]) -> Path | None:
    """The file to read; None when there is none. Raises ConfigError when one that was named does not exist."""
    named = environment.get(FILE_VARIABLE)
    if file is None and named is not None:
        if not named:
            return None
        file = Path(named)
    if file is not None:
        if not os.path.isfile(file):
            raise ConfigError(f"{file}: no such configuration file; name one that is there, or leave --config out")
        return file
    home = environment.get("XDG_CONFIG_HOME") or "~/.config"
    usual = (Path(FILE_NAME), Path(os.path.expanduser(home)) / "newsspider" / FILE_NAME)
    return next((path for path in usual if os.path.isfile(path)), None)  # false, too, for what may not be looked at


Found = tuple[str, Any, str, str]
"""Dotted key, its value, where it comes from, and what is wrong with it; empty when nothing is."""


def _of_file(path: Path) -> Iterator[Found]:
    """The keys of a file. Raises ConfigError for a file that cannot be read as TOML."""
    try:
        content = read_toml(path)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from error
    except ValueError as error:
        raise ConfigError(f"{path}: no TOML: {error}") from error
    known = all_keys()
    for name, value in _flat(content):
        if name not in known:
            yield name, None, "", f"{name}: unknown key{_nearest(name)}"
            continue
        try:
            yield name, _placed(convert(value, known[name]), path), str(path), ""
        except ValueError as error:
            yield name, None, "", f"{name}: {error}"


def _flat(content: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Dotted keys and values of a parsed file; a table that is itself a key stays whole."""
    for name, value in content.items():
        if name in tables() and isinstance(value, dict):
            yield from ((f"{name}.{key}", inner) for key, inner in value.items())
        else:
            yield name, value


def _placed(value: Any, file: Path) -> Any:
    """A path of a file is meant from the file's own folder."""
    if not isinstance(value, Path):
        return value
    value = Path(os.path.expanduser(value))  # a user that does not exist is left as written
    return value if file.parent == Path() else file.parent / value


def _nearest(name: str) -> str:
    """The known key that a wrong one is most like; where none is, all that its table knows."""
    from difflib import get_close_matches  # at first use: only a slip of the pen needs it

    choices = [*all_keys(), *tables()]
    near = [key for key in choices if key.rpartition(".")[2] == name.rpartition(".")[2]]  # the right word in the wrong table
    near = near or get_close_matches(name, choices, n=1, cutoff=0.6)
    if near:
        return f"; did you mean {near[0]}?"
    table = name.rpartition(".")[0]
    return "; known: " + ", ".join(key for key in all_keys() if key.rpartition(".")[0] == table)


def _of_environment(environment: Mapping[str, str]) -> Iterator[Found]:
    """The keys of the environment; an empty variable says nothing."""
    from difflib import get_close_matches

    known: dict[str, Key] = {key.variable: key for key in all_keys().values()}
    for variable, text in environment.items():
        if not variable.startswith("NEWSSPIDER_") or not text.strip() or variable == FILE_VARIABLE:
            continue
        key = known.get(variable)
        if key is None:
            if near := get_close_matches(variable[11:], [each[11:] for each in known], n=1, cutoff=LIKE_A_KEY):
                yield variable, None, "", f"{variable}: unknown variable; did you mean NEWSSPIDER_{near[0]}?"
            continue
        try:
            yield key.name, from_text(text.strip(), key), f"environment {variable}", ""
        except ValueError as error:
            yield key.name, None, "", f"{variable}: {error}"
