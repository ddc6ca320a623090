"""The feed of new articles: handed on in commit order, the place kept after each batch, waiting for more on request."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from sqlalchemy.exc import InterfaceError, OperationalError

from newsspider.errors import OutputError, UsageError
from newsspider.export.article_json import json_line
from newsspider.export.cursor import Cursor, Mark
from newsspider.export.selection import Rows, Selection, last_position, position_of, selected
from newsspider.export.sinks import FileSink, Sink, Stopped
from newsspider.store import Store
from newsspider.values import load_json

LONGEST_WAIT = 30.0
"""Seconds between two tries at most while the database is away."""


@dataclass(kw_only=True)
class Tail:
    """One `newsspider tail`.

    A regular file with a cursor gets each line exactly once, wherever the tail is killed. A pipe gets it at least once: what the
    reader had not taken yet is given again. A command gets it until it ends with 0.
    """

    store: Store
    selection: Selection
    sink: Sink
    cursor: Cursor | None
    after: int = 0
    """Where to begin when there is no cursor yet: behind this position."""
    follow: bool = False
    """Whether to wait for more at the end."""
    interval: float = 2.0
    """Seconds between two looks."""
    batch: int = 100
    """Articles that are handed on at once, at most."""
    positions: bool = False
    """Whether a line is {"position": N, "article": {…}}."""
    stop: Event
    """Set from outside to end it after the batch in hand."""
    say: Callable[[str], None]
    """Tells the user a line."""
    failures: int = field(default=0, init=False)
    """How often in a row the database was away."""

    def run(self) -> None:
        """Hand on what is there; with `follow` until it is stopped or the reader is gone.

        Raises OutputError when the database fails (with `follow`: at the beginning only), the output cannot be written or a
        command fails; UsageError when the cursor is ahead of the store.
        """
        place = self._begin()
        try:
            while not self.stop.is_set():
                place = self._hand_on(place)
                if not self.follow or self.stop.wait(self._wait()) or not self.sink.is_open():
                    return
        except (BrokenPipeError, Stopped):
            return  # the cursor stands before the batch that was not taken

    def _begin(self) -> int:
        """The position to go on behind."""
        if self.cursor is None:
            return self.after
        place = self.cursor.position
        if place is None:
            place = self.after
        else:
            self._check_not_ahead(place)
            if isinstance(self.sink, FileSink):
                place = self._take_up(self.sink, self.cursor.mark, place)
        self.cursor.move(place, self.sink.mark())
        return place

    def _take_up(self, sink: FileSink, mark: Mark | None, place: int) -> int:
        """The position that a file reaches to: further than the cursor says, or less far when its end was lost, which is told."""
        missing, line = sink.missing(mark), sink.take_up(mark)
        if not missing:
            return max(place, self._position_of(line)) if line else place
        said = f"the file on stdout is {missing} bytes shorter than the cursor {self.cursor and self.cursor.path} says"
        if line is None:
            self.say(f"{said} and holds no whole line: what it held up to position {place} is not given again")
            return place
        place = min(place, self._position_of(line))
        self.say(f"{said}: it is cut to its last whole line, and what came behind that, position {place}, is given again")
        return place

    def _check_not_ahead(self, place: int) -> None:
        end = last_position(self.store)
        if self.cursor and place > end:
            raise UsageError(
                f"the cursor {self.cursor.path} stands at {place}, the database ends at {end}: it is an older copy; "
                "take the newer one, or give --cursor another file"
            )

    def _position_of(self, line: bytes) -> int:
        """Where the article of a printed line stands."""
        try:
            row = load_json(line)
            found = row["position"] if "position" in row else position_of(self.store, row["id"], row["revision"])
        except (ValueError, KeyError, TypeError, RecursionError):
            found = None
        if not isinstance(found, int):
            raise OutputError("the last line of the file on stdout is no article of this store; somebody else has written to it")
        return found

    def _hand_on(self, place: int) -> int:
        """Hand on what is committed behind `place`; the position up to which everything wanted was handed on."""
        for position, rows in self._news(place):
            if rows:
                self.sink.deliver(b"".join(map(self._line, rows)), position)
            place = position
            if self.cursor:
                self.cursor.move(place, self.sink.mark())
            if self.stop.is_set():
                break
        return place

    def _news(self, place: int) -> Iterator[tuple[int, Rows]]:
        """Batches behind `place`, each with the position that it reaches to; ends early while the database is away."""
        try:
            end = last_position(self.store)
            if self.failures:
                self.say("the database is back")
                self.failures = 0
            if end <= place:
                return
            for rows in selected(self.store, self.selection, after=place, upto=end, batch=self.batch):
                yield rows[-1][0], rows
                if self.stop.is_set():
                    return
            yield end, []
        except OutputError as error:
            if not self.follow or not isinstance(error.__cause__, (OperationalError, InterfaceError)):
                raise
            if not self.failures:
                self.say(f"{error}; waiting until it is back")
            self.failures += 1

    def _wait(self) -> float:
        """Seconds until the next look: longer each time that the database is still away."""
        return max(self.interval, min(self.interval * 2**self.failures, LONGEST_WAIT)) if self.failures else self.interval

    def _line(self, row: tuple[int, dict[str, Any]]) -> bytes:
        position, record = row
        line = json_line(record)
        return b'{"position": %d, "article": %s}\n' % (position, line[:-1]) if self.positions else line
