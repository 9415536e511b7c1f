"""The files that clients upload and batches leave, in memory."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

from stemmata.llm.serving.http import HttpError, Request

_NAME = re.compile(r'\bname="([^"]*)"')
_FILENAME = re.compile(r'\bfilename="([^"]*)"')


@dataclass(frozen=True, slots=True)
class File:
    """A file and what is said of it."""

    id: str
    name: str
    purpose: str
    data: bytes
    created: int

    def described(self) -> dict[str, Any]:
        """Return the file as OpenAI describes one."""
        return {
            "id": self.id,
            "object": "file",
            "bytes": len(self.data),
            "created_at": self.created,
            "filename": self.name,
            "purpose": self.purpose,
            "status": "processed",
        }


class Files:
    """All files, by id."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}
        self._made = 0

    def add(self, name: str, purpose: str, data: bytes) -> File:
        """Keep a file."""
        self._made += 1
        file = File(f"file-{self._made:06d}", name, purpose, data, int(time.time()))
        self._files[file.id] = file
        return file

    def upload(self, request: Request) -> File:
        """Keep the file of a form.

        Raises:
            HttpError: The form has no file, or no purpose.
        """
        parts = form(request)
        if "file" not in parts or "purpose" not in parts:
            raise HttpError(400, "An upload is a form with 'file' and 'purpose'.")
        name, data = parts["file"]
        return self.add(name, parts["purpose"][1].decode("utf-8", "replace"), data)

    def get(self, id: str) -> File:
        """Return a file.

        Raises:
            HttpError: There is none of that id.
        """
        if id not in self._files:
            raise HttpError(404, f"No such File object: {id}")
        return self._files[id]

    def remove(self, id: str) -> None:
        """Forget a file."""
        del self._files[self.get(id).id]

    def all(self) -> list[File]:
        """Return the files, the newest first."""
        return list(self._files.values())[::-1]


def form(request: Request) -> dict[str, tuple[str, bytes]]:
    """Return the parts of a form (multipart/form-data) by name: the name of the file, and what is in it.

    Raises:
        HttpError: The request holds no form.
    """
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    boundary = rest.partition("boundary=")[2].split(";")[0].strip().strip('"')
    if kind.strip().lower() != "multipart/form-data" or not boundary:
        raise HttpError(400, "An upload is a form (multipart/form-data).")
    parts: dict[str, tuple[str, bytes]] = {}
    for part in (b"\r\n" + request.body).split(b"\r\n--" + boundary.encode("latin-1"))[1:]:
        head, blank, data = part.partition(b"\r\n\r\n")
        said = head.decode("utf-8", "replace")
        name, filename = _NAME.search(said), _FILENAME.search(said)
        if blank and name:
            parts[name[1]] = (filename[1] if filename else "", data)
    return parts
