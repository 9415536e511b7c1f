"""Who may hold a store's file: one writer, or any number of readers.

LadybugDB keeps a second writing process away, but lets readers in beside a writer, and a second writer in the same
process. Both are unsafe with version 0.22: a reader that stayed open over some twenty commits of another process met
"String dictionary index is outside the offset table". So each store holds an advisory lock on its file as well,
shared for reading and exclusive for writing, for as long as it is open; the kernel drops it when a process dies.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from stemmata.schemas.errors import StoreLockedError

if sys.platform != "win32":
    import fcntl


class FileLock:
    """An advisory lock on an existing or new file, held until `release`.

    Raises:
        StoreLockedError: Another holder is in the way.
        OSError: The file cannot be opened, or created where `exclusive`.
    """

    def __init__(self, path: Path, *, exclusive: bool) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT if exclusive else os.O_RDONLY, 0o644)
        if sys.platform != "win32":
            try:
                fcntl.flock(self._handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = _holder(self._handle)
                os.close(self._handle)
                raise locked(path, holder) from None

    def release(self) -> None:
        """Let the file go."""
        if self._handle >= 0:
            if sys.platform != "win32":
                # Said aloud, since a worker that was forked meanwhile holds a copy of the handle.
                fcntl.flock(self._handle, fcntl.LOCK_UN)
            os.close(self._handle)
            self._handle = -1


def locked(path: Path, holder: int | None) -> StoreLockedError:
    """Return the error for a store that someone holds, naming the process where it is known."""
    if holder == os.getpid():
        return StoreLockedError(
            "this process has the store open already", where=str(path), fix="close it first, or use that one"
        )
    process = f"another process (PID {holder})" if holder else "another process"
    return StoreLockedError(
        f"{process} has the store open", where=str(path), fix="one process writes at a time; try again when it is done"
    )


def _holder(handle: int) -> int | None:
    # Linux lists the holders by inode; elsewhere nothing tells.
    try:
        table = Path("/proc/locks").read_text(encoding="ascii")
    except OSError:
        return None
    inode = os.fstat(handle).st_ino
    held = re.search(rf"^\d+: FLOCK +\S+ +\S+ +(\d+) +\S+:{inode} ", table, re.MULTILINE)
    return int(held[1]) if held and int(held[1]) > 0 else None
