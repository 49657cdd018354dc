"""Where text goes: standard output or a file; sentences for the user and a status line on standard error."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Iterator
from types import TracebackType
from typing import TextIO

from gongkai.errors import GongkaiError, reason

_COLOURS = {"error": "31", "warning": "33", "notice": "36", "good": "32", "bold": "1", "dim": "2"}


def prepare() -> None:
    """Make the standard streams take any Chinese text: UTF-8 where they are piped, never failing on a terminal."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="replace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def abandon() -> None:
    """Nobody reads our output any more (``| head``): end without a word about it."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(sentence: str) -> None:
    """One sentence for the user, on standard error, as one line."""
    from gongkai.cli.text import plain

    print(plain(sentence), file=sys.stderr, flush=True)


class Status:
    """How far long work has come: one line on standard error, on a terminal alone, rewritten in place."""

    def __init__(self, total: int | None = None) -> None:
        self.on = sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and (total is None or total > 1)
        self.shown = False
        self.last = 0.0

    def show(self, text: str) -> None:
        """Say where things stand; calls that follow each other closely are passed over."""
        now = time.monotonic()
        if not self.on or now - self.last < 0.1:
            return
        from gongkai.cli.text import shortened

        self.last, self.shown = now, True
        sys.stderr.write(f"\r\x1b[K{shortened(text, shutil.get_terminal_size().columns - 1)}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away, before anything else is printed."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self.shown, self.last = False, 0.0


class Output:
    """A text file or standard output, opened when first written to, so that a failed run leaves no empty file.

    On a terminal `width` is its number of columns and `paint` colours; elsewhere `width` is None (nothing is
    wrapped) and `paint` does nothing. A CSV file begins with a BOM, so that Excel takes it for UTF-8.
    """

    def __init__(self, path: str | None = None, *, format: str = "table", status: Status | None = None) -> None:
        self.path, self.status = path, status
        self.encoding = "utf-8-sig" if format == "csv" else "utf-8"
        self.terminal = path is None and sys.stdout.isatty()
        self.colours = self.terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self.width = max(40, min(shutil.get_terminal_size().columns, 120)) if self.terminal else None
        self._file: TextIO | None = None

    def write(self, text: str) -> None:
        """Text as it is; has the name and manner of a file's method, for the csv module."""
        if self.status is not None and self.terminal:
            self.status.clear()
        stream = self._stream()
        with self._named():
            stream.write(text)

    def line(self, text: str = "") -> None:
        """A line of text."""
        self.write(text + "\n")

    def paint(self, text: str, colour: str) -> str:
        """The text in a colour: error, warning, notice, good, bold, dim."""
        return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if self.colours else text

    def _stream(self) -> TextIO:
        if self.path is None:
            return sys.stdout
        if self._file is None:
            try:
                self._file = open(  # noqa: SIM115
                    self.path, "w", encoding=self.encoding, errors="backslashreplace", newline="")
            except OSError as error:
                raise GongkaiError(f"不能写入“{self.path}”：{reason(error)}，请检查路径和权限。") from error
        return self._file

    @contextlib.contextmanager
    def _named(self) -> Iterator[None]:
        """A full disk says which file, where it is one."""
        try:
            yield
        except OSError as error:
            if self.path is None or isinstance(error, BrokenPipeError):
                raise
            raise GongkaiError(f"不能写入“{self.path}”：{reason(error)}，请检查磁盘和权限。") from error

    def __enter__(self) -> Output:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.status is not None:
            self.status.clear()
        if self._file is not None:
            with self._named():
                self._file.close()
        elif self.path is None and kind is None:
            sys.stdout.flush()


def write_bytes(data: bytes, path: str | None) -> None:
    """Bytes to a file, or to standard output.

    Raises:
        GongkaiError: the file cannot be written.
    """
    if path is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        with open(path, "wb") as file:
            file.write(data)
    except OSError as error:
        raise GongkaiError(f"不能写入“{path}”：{reason(error)}，请检查路径和权限。") from error
