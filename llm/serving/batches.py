"""The Batch API: a file of requests, answered at leisure, into a file of answers and one of errors."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import Any

from stemmata.llm.serving.completions import Completions
from stemmata.llm.serving.faults import chance
from stemmata.llm.serving.files import Files
from stemmata.llm.serving.http import HttpError
from stemmata.llm.serving.settings import ServingSettings

_ENDPOINT = "/v1/chat/completions"
_MOST = 50_000  # requests in a batch, as with OpenAI
_ENDED = frozenset({"completed", "failed", "cancelled", "expired"})


@dataclass(slots=True)
class _Batch:
    id: str
    input: str
    window: str
    metadata: dict[str, str] | None
    status: str = "validating"
    total: int = 0
    times: dict[str, int] = field(default_factory=dict)
    answered: list[dict[str, Any]] = field(default_factory=list)
    failed: list[dict[str, Any]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)
    output: str | None = None
    error_output: str | None = None

    def turn(self, status: str) -> None:
        """Go over to another state."""
        self.status = status
        self.times[f"{status}_at"] = int(time.time())

    def described(self) -> dict[str, Any]:
        """Return the batch as OpenAI describes one."""
        states = ("in_progress", "finalizing", "completed", "failed", "expired", "cancelling", "cancelled")
        return {
            "id": self.id,
            "object": "batch",
            "endpoint": _ENDPOINT,
            "errors": {"object": "list", "data": self.errors} if self.errors else None,
            "input_file_id": self.input,
            "completion_window": self.window,
            "status": self.status,
            "output_file_id": self.output,
            "error_file_id": self.error_output,
            "created_at": self.times["validating_at"],
            "expires_at": self.times["validating_at"] + 24 * 60 * 60,
            **{f"{state}_at": self.times.get(f"{state}_at") for state in states},
            "request_counts": {
                "total": self.total,
                "completed": len(self.answered),
                "failed": len(self.failed),
            },
            "metadata": self.metadata,
        }


class Batches:
    """All batches, by id, and the work on them."""

    def __init__(self, completions: Completions, files: Files, settings: ServingSettings) -> None:
        self._completions = completions
        self._files = files
        self._settings = settings
        self._batches: dict[str, _Batch] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def create(self, data: bytes) -> dict[str, Any]:
        """Begin a batch, and return it.

        Raises:
            HttpError: The request is wrong.
        """
        try:
            wanted = json.loads(data)
        except (ValueError, RecursionError):
            wanted = None
        if not isinstance(wanted, dict) or not isinstance(wanted.get("input_file_id"), str):
            raise HttpError(400, "A batch is an object with 'input_file_id', 'endpoint' and 'completion_window'.")
        if wanted.get("endpoint") != _ENDPOINT or wanted.get("completion_window") != "24h":
            raise HttpError(400, f"A batch has the endpoint {_ENDPOINT} and the completion window 24h.")
        file = self._files.get(wanted["input_file_id"])
        batch = _Batch(f"batch_{len(self._batches) + 1:06d}", file.id, "24h", wanted.get("metadata"))
        batch.turn("validating")
        self._batches[batch.id] = batch
        self._tasks[batch.id] = asyncio.ensure_future(self._work(batch, file.data))
        return batch.described()

    def get(self, id: str) -> dict[str, Any]:
        """Return a batch.

        Raises:
            HttpError: There is none of that id.
        """
        return self._find(id).described()

    def cancel(self, id: str) -> dict[str, Any]:
        """Stop a batch; what is answered stays answered.

        Raises:
            HttpError: There is none of that id, or it has ended.
        """
        batch = self._find(id)
        if batch.status in _ENDED:
            raise HttpError(409, f"Cannot cancel a batch with status '{batch.status}'.")
        if batch.status != "cancelling":
            batch.turn("cancelling")
        return batch.described()

    def all(self) -> list[dict[str, Any]]:
        """Return the batches, the newest first."""
        return [batch.described() for batch in reversed(self._batches.values())]

    def stop(self) -> None:
        """Give the work up."""
        for task in self._tasks.values():
            task.cancel()

    def _find(self, id: str) -> _Batch:
        if id not in self._batches:
            raise HttpError(404, f"No batch found with id '{id}'.")
        return self._batches[id]

    async def _work(self, batch: _Batch, data: bytes) -> None:
        requests, batch.errors = read_requests(data)
        if batch.errors:
            batch.turn("failed")
            return
        batch.total = len(requests)
        if batch.status != "cancelling":
            batch.turn("in_progress")
        pause = self._settings.batch_delay / (len(requests) + 1)
        for place, request in enumerate(requests):
            await asyncio.sleep(pause)
            if batch.status == "cancelling":
                break
            await self._request(batch, place, request)
        await asyncio.sleep(pause)
        cancelled = batch.status == "cancelling"
        if not cancelled:
            batch.turn("finalizing")
        batch.output = self._write(batch, "output", batch.answered)
        batch.error_output = self._write(batch, "error", batch.failed)
        batch.turn("cancelled" if cancelled else "completed")

    async def _request(self, batch: _Batch, place: int, request: dict[str, Any]) -> None:
        answered = await self._completions.batched(request["body"], batch.id)
        line: dict[str, Any] = {"id": f"batch_req_{place:06d}", "custom_id": request["custom_id"]}
        if answered is None:
            expired = {"code": "batch_expired", "message": "This request could not be executed in time."}
            batch.failed.append(line | {"response": None, "error": expired})
            return
        status, body = answered
        line |= {"response": {"status_code": status, "request_id": line["id"], "body": body}, "error": None}
        (batch.answered if status == 200 else batch.failed).append(line)

    def _write(self, batch: _Batch, kind: str, lines: list[dict[str, Any]]) -> str | None:
        if not lines:
            return None
        # OpenAI promises no order, so that there is none to rely on here.
        mixed = sorted(lines, key=lambda line: chance(self._settings.seed, batch.id, line["id"]))
        data = "".join(json.dumps(line) + "\n" for line in mixed).encode("ascii")
        return self._files.add(f"{batch.id}_{kind}.jsonl", "batch_output", data).id


def read_requests(data: bytes) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the requests of a batch's file, and what is wrong with it, in OpenAI's form."""
    requests: list[dict[str, Any]] = []
    errors: list[dict[str, Any]] = []
    names: set[str] = set()

    def wrong(code: str, message: str, line: int | None) -> None:
        errors.append({"code": code, "message": message, "param": None, "line": line})

    for number, line in enumerate(data.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            request = json.loads(line)
        except (ValueError, RecursionError):
            wrong("invalid_json_line", "This line is not parseable as valid JSON.", number)
            continue
        if not isinstance(request, dict) or not isinstance(request.get("custom_id"), str) or "body" not in request:
            wrong("missing_required_parameter", "A request has a custom_id, a method, a url and a body.", number)
        elif request.get("method") != "POST" or request.get("url") != _ENDPOINT:
            wrong("invalid_url", f"A request is a POST to {_ENDPOINT}.", number)
        elif request["custom_id"] in names:
            wrong("duplicate_custom_id", f"The custom_id {request['custom_id']!r:.80} stands twice.", number)
        else:
            names.add(request["custom_id"])
            requests.append(request)
    if not requests and not errors:
        wrong("empty_file", "The input file is empty.", None)
    if len(requests) > _MOST:
        wrong("too_many_tasks", f"The batch has more than {_MOST} requests.", None)
    return requests, errors
