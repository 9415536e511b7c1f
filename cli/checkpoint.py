"""Files that grow together, batch by batch, so that a killed command continues and ends with the same bytes."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from stemmata.cli.output import cannot_write, encoded, write_text
from stemmata.schemas.errors import InputError

NOTE = "checkpoint.json"
_SHOWN = 40


class Checkpoint:
    """Write lines to several files of a folder, and note after each batch how far each has got.

    While the work goes on, `x.jsonl` is called `x.jsonl.part`. What stands behind the last note is cut off when the
    work is taken up again. `finish` gives the files their names. The files are opened on entering the context, so that
    one can first make sure to be alone in the folder.

    Args:
        folder: Where the files are.
        names: The files' names.
        fingerprint: What the work is: settings and sources. Another work does not continue this one.
        resume: Whether to continue what is there.

    Attributes:
        done: How many records are done.
        state: What the caller noted with them.

    Raises:
        InputError: The folder was begun with other settings or sources.
        OutputError: The folder cannot be written; on entering the context too.
    """

    def __init__(
        self, folder: Path, names: Sequence[str], fingerprint: Mapping[str, Any], *, resume: bool = True
    ) -> None:
        self.folder = folder
        self.names = tuple(names)
        self.fingerprint = json.loads(json.dumps(fingerprint))
        self.note = folder / NOTE
        self.done = 0
        self.state: dict[str, Any] = {}
        self._offsets = dict.fromkeys(self.names, 0)
        self._streams: dict[str, BinaryIO] = {}
        if resume and self.note.exists():
            self._take_up()
        else:
            self._write_note(0, self._offsets, {})

    def _take_up(self) -> None:
        try:
            saved = json.loads(self.note.read_bytes())
            fingerprint, offsets = saved["fingerprint"], saved["offsets"]
            self.done, self.state, self._offsets = (
                saved["done"],
                saved["state"],
                {name: offsets[name] for name in self.names},
            )
        except (ValueError, KeyError, TypeError, OSError):
            raise InputError("is no checkpoint", where=str(self.note), fix="use another directory") from None
        same_work(fingerprint, self.fingerprint, self.folder)

    def __enter__(self) -> Checkpoint:
        try:
            for name in self.names:
                self._streams[name] = self._opened(name, self._offsets[name])
        except OSError as error:
            self.close()
            raise cannot_write(self.folder, error) from None
        return self

    def _part(self, name: str) -> Path:
        return self.folder / f"{name}.part"

    def _opened(self, name: str, offset: int) -> BinaryIO:
        part, final = self._part(name), self.folder / name
        if offset and not part.exists() and final.exists():  # killed while the files were given their names
            final.rename(part)
        part.touch()
        stream = part.open("r+b")
        stream.truncate(offset)
        stream.seek(offset)
        return stream

    def write(self, name: str, line: str) -> None:
        """Add a line to a file.

        Raises:
            OutputError: It cannot be written.
        """
        try:
            self._streams[name].write(encoded(line))
        except OSError as error:
            raise cannot_write(self._part(name), error) from None

    def commit(self, done: int, state: Mapping[str, Any]) -> None:
        """Note that all lines up to here belong to the first `done` records.

        Raises:
            OutputError: Something cannot be written.
        """
        try:
            for stream in self._streams.values():
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise cannot_write(self.folder, error) from None
        offsets = {name: stream.tell() for name, stream in self._streams.items()}
        self._write_note(done, offsets, state)
        self.done = done

    def _write_note(self, done: int, offsets: Mapping[str, int], state: Mapping[str, Any]) -> None:
        note = {"fingerprint": self.fingerprint, "done": done, "offsets": offsets, "state": state}
        write_text(self.note, json.dumps(note, ensure_ascii=False) + "\n")

    def finish(self) -> None:
        """Give the files their names. The note stays until `forget`.

        Raises:
            OutputError: A file cannot be renamed.
        """
        self.close()
        try:
            for name in self.names:
                self._part(name).replace(self.folder / name)
        except OSError as error:
            raise cannot_write(self.folder, error) from None

    def forget(self) -> None:
        """Remove the note, once all is done that it is needed for."""
        self.note.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the files as they are."""
        for stream in self._streams.values():
            stream.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def same_work(saved: Mapping[str, Any], asked: Mapping[str, Any], folder: Path) -> None:
    """Check that a folder was begun for the same work as is asked for now.

    Raises:
        InputError: It was not; says in what they differ.
    """
    for name in sorted(saved.keys() | asked.keys()):
        if saved.get(name) != asked.get(name):
            raise InputError(
                f"was begun with {_difference(name, saved.get(name), asked.get(name))}",
                where=str(folder),
                fix="use another directory, or --no-resume to start anew in this one",
            )


def _difference(name: str, saved: object, asked: object) -> str:
    """Return in words how two values differ: of nested ones the first that does; long ones are not shown."""
    if isinstance(saved, Mapping) and isinstance(asked, Mapping):
        inner = next(key for key in sorted(saved.keys() | asked.keys()) if saved.get(key) != asked.get(key))
        return _difference(f"{name}.{inner}", saved.get(inner), asked.get(inner))
    before, now = (json.dumps(value, ensure_ascii=False) for value in (saved, asked))
    shown = f" ({before}, not {now})" if len(before + now) <= _SHOWN else ""
    return f"another {name}{shown}"
