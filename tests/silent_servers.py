"""Database servers on loopback that accept a connection and fall silent at a moment of their conversation."""

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator

Talk = Callable[[socket.socket], None]
"""What a server does with a connection; then it says nothing more, and leaves it open."""


@contextlib.contextmanager
def server(talk: Talk) -> Iterator[int]:
    """The port of a server."""
    listener = socket.create_server(("127.0.0.1", 0))
    held: list[socket.socket] = []

    def converse(connection: socket.socket) -> None:
        with contextlib.suppress(OSError):  # the client gave up
            talk(connection)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            held.append(connection)
            threading.Thread(target=converse, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()
        for connection in held:
            connection.close()


def say_nothing(_connection: socket.socket) -> None:
    """Not a byte."""


# PostgreSQL


def _postgres_starts(connection: socket.socket) -> None:
    """Refuse encryption as often as it is asked for, then take the start-up message."""
    while True:
        length, code = struct.unpack("!II", connection.recv(8))
        if code not in (80877103, 80877104):
            connection.recv(length - 8)
            return
        connection.sendall(b"N")


def postgres_half(connection: socket.socket) -> None:
    """The handshake, up to the middle of a message."""
    _postgres_starts(connection)
    connection.sendall(b"R\0\0")


def postgres_drips(connection: socket.socket) -> None:
    """A byte now and then, of a message that never ends."""
    _postgres_starts(connection)
    connection.sendall(b"R" + struct.pack("!I", 1000))
    while True:
        connection.sendall(b"\0")
        time.sleep(0.3)


def postgres_logs_in(connection: socket.socket) -> None:
    """The whole login, and no answer to what is asked then."""
    _postgres_starts(connection)
    told = {"server_version": "16.4", "client_encoding": "UTF8", "standard_conforming_strings": "on", "DateStyle": "ISO, MDY"}
    parameters = [f"{name}\0{value}\0".encode() for name, value in told.items()]
    messages = [b"R" + struct.pack("!II", 8, 0), *(b"S" + struct.pack("!I", len(each) + 4) + each for each in parameters)]
    connection.sendall(b"".join([*messages, b"K" + struct.pack("!III", 12, 1, 1), b"Z" + struct.pack("!Ic", 5, b"I")]))


# MySQL

GREETING = (
    b"\x0a5.5.5-10.11.6-MariaDB\0" + struct.pack("<I", 7) + b"12345678\0" + struct.pack("<HBHH", 0xF7FE, 45, 2, 0x80) + b"\x15" + b"\0" * 10
    + b"123456789012\0mysql_native_password\0"
)  # fmt: skip


def _packet(number: int, payload: bytes) -> bytes:
    return struct.pack("<I", len(payload))[:3] + bytes([number]) + payload


def mysql_half(connection: socket.socket) -> None:
    """The greeting, up to its middle."""
    connection.sendall(_packet(0, GREETING)[:20])


def mysql_drips(connection: socket.socket) -> None:
    """A byte of the greeting now and then."""
    for byte in _packet(0, GREETING):
        connection.sendall(bytes([byte]))
        time.sleep(0.3)


def mysql_greets(connection: socket.socket) -> None:
    """The greeting, and no answer to the login."""
    connection.sendall(_packet(0, GREETING))


def mysql_logs_in(connection: socket.socket) -> None:
    """The whole login, and no answer to what is asked then."""
    connection.sendall(_packet(0, GREETING))
    connection.recv(65536)
    connection.sendall(_packet(2, b"\0\0\0" + struct.pack("<HH", 2, 0)))


SILENT: dict[str, tuple[str, Talk]] = {
    "postgresql, not a byte": ("postgresql", say_nothing),
    "postgresql, half a handshake": ("postgresql", postgres_half),
    "postgresql, byte by byte": ("postgresql", postgres_drips),
    "postgresql, after the login": ("postgresql", postgres_logs_in),
    "mysql, not a byte": ("mysql", say_nothing),
    "mysql, half a greeting": ("mysql", mysql_half),
    "mysql, byte by byte": ("mysql", mysql_drips),
    "mysql, no answer to the login": ("mysql", mysql_greets),
    "mysql, after the login": ("mysql", mysql_logs_in),
}
"""By what it does: the kind of database in a URL, and the server."""
