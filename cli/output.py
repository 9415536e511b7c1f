"""What a command says: data on stdout or in files written whole, words for people and progress on stderr."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import BinaryIO, Protocol

import typer

from stemmata.schemas.errors import OutputError

STDOUT = "-"


class Advance(Protocol):
    """Moves progress on by so many, with a note beside it that stays until the next one."""

    def __call__(self, count: int, note: str = "") -> None:
        """Show it."""


class Reporter:
    """Words for people, on stderr.

    Args:
        quiet: Say only what went wrong.
        verbose: Say more.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self.quiet = quiet
        self.verbose = verbose and not quiet

    def say(self, text: str) -> None:
        """Say what came of a command, unless it is to be quiet."""
        if not self.quiet:
            self.warn(text)

    def detail(self, text: str) -> None:
        """Say what only the curious want to know."""
        if self.verbose:
            self.warn(text)

    def warn(self, text: str) -> None:
        """Say what has to be said."""
        print(text, file=sys.stderr, flush=True)

    @property
    def shows(self) -> bool:
        """Whether progress is shown: stderr is a terminal."""
        return not self.quiet and sys.stderr.isatty()

    @contextmanager
    def progress(self, label: str, total: int | None = None) -> Iterator[Advance]:
        """Show progress while the block runs, if stderr is a terminal; yields what to call with each advance.

        With a total, the rate and an estimate of the rest are shown too.
        """
        if not self.shows:
            yield lambda count, note="": None
            return
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            ProgressColumn,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        columns: list[ProgressColumn] = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()]
        columns += [TextColumn("{task.fields[rate]}"), TimeElapsedColumn()]
        columns += [TextColumn("left"), TimeRemainingColumn()] if total is not None else []
        columns += [TextColumn("{task.fields[note]}")]
        with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
            task = bars.add_task(label, total=total, note="", rate="")

            def advance(count: int, note: str = "") -> None:
                speed = bars.tasks[task].speed
                bars.update(task, advance=count, note=note, rate=f"{speed:.1f}/s" if speed else "")

            yield advance


def table(rows: Iterable[Sequence[object]], header: Sequence[str] = ()) -> str:
    """Return rows as aligned columns: numbers to the right, the rest to the left."""
    body = [[str(cell) for cell in row] for row in rows]
    cells = ([list(header)] if header else []) + body
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))] if cells else []
    numeric = [all(row[column].replace(".", "", 1).isdigit() for row in body) for column in range(len(widths))]
    lines = []
    for row in cells:
        padded = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        )
        lines.append("  ".join(padded).rstrip())
    if header:
        lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def counts_table(counts: Mapping[str, object], *, indent: str = "  ") -> str:
    """Return nested counts as lines: a name and a number each, nested ones further in."""
    lines: list[str] = []
    for name, value in counts.items():
        if isinstance(value, Mapping):
            lines += [f"{indent}{name}", counts_table(value, indent=indent + "  ")] if value else []
        else:
            lines.append(f"{indent}{name:<{42 - len(indent)}} {value:>8}")
    return "\n".join(lines)


def counted(count: int, noun: str) -> str:
    """Return a count with its noun, in the plural where there is not one.

    Example:
        >>> counted(1, "record"), counted(2, "record")
        ('1 record', '2 records')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def encoded(line: str) -> bytes:
    """Return a line of JSON as bytes with its end; half a surrogate pair becomes the escape that JSON has for it."""
    return line.encode("utf-8", "backslashreplace") + b"\n"


def is_special(target: str) -> bool:
    """Return whether a path is a device or a pipe, such as /dev/null: nothing may take its place."""
    path = Path(target)
    return path.exists() and not path.is_file() and not path.is_dir()


@contextmanager
def lines_to(target: str | None) -> Iterator[Callable[[str], None]]:
    """Yield what writes one line: to stdout, or to a file that appears whole at the end of the block or not at all.

    Args:
        target: A path; None or `-` for stdout.

    Raises:
        OutputError: The file cannot be written.
        typer.Exit: Whoever read stdout has closed it, and nothing more is wanted.
    """
    if target is None or target == STDOUT:
        with _stdout() as write:
            yield write
        return
    path = Path(target)
    with nullcontext(path) if is_special(target) else atomic(path) as part:
        try:
            with part.open("wb") as stream:
                yield _line_writer(stream)
        except OSError as error:
            raise cannot_write(path, error) from None


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside a file's; what is written there replaces the file if the block ends well.

    Raises:
        OutputError: The file cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
    except OSError as error:
        raise cannot_write(path, error) from None
    try:
        yield part
        try:
            part.replace(path)
        except OSError as error:
            raise cannot_write(path, error) from None
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """Yield a temporary folder beside a new or empty one; it takes that one's place if the block ends well.

    Raises:
        OutputError: The folder is not empty, or cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise OutputError("is no empty folder", where=str(path), fix="name a new one")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
    except OSError as error:
        raise cannot_write(path, error) from None
    try:
        yield part
        part.replace(path)
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)


def write_text(path: Path, text: str) -> None:
    """Write a file whole.

    Raises:
        OutputError: It cannot be written.
    """
    with atomic(path) as part:
        try:
            part.write_bytes(text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise cannot_write(path, error) from None


def cannot_write(path: Path, error: OSError) -> OutputError:
    """Return the error that says why a path cannot be written."""
    return OutputError(f"cannot be written ({error.strerror or error})", where=str(path))


def _line_writer(stream: BinaryIO) -> Callable[[str], None]:
    def write(line: str) -> None:
        stream.write(encoded(line))

    return write


@contextmanager
def _stdout() -> Iterator[Callable[[str], None]]:
    stream = sys.stdout.buffer
    try:
        yield _line_writer(stream)
        stream.flush()
    except BrokenPipeError:
        # `| head` has what it wanted. Python flushes stdout once more on its way out: let that go nowhere.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None
