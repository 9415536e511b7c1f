"""The records that failed, told as they come: listed beside the output, counted, and the first few remembered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack

from stemmata.cli.output import STDOUT, counted, is_special, lines_to
from stemmata.schemas.records import Failure

_SHOWN = 5


class Refused:
    """Takes note of failures, in memory that does not grow with their number.

    Args:
        stack: Closes the list with the command's output; where something goes wrong before, neither appears.
        output: Where the output goes; beside a file stands the list.
        uri: The store, if there is one: it keeps the failures too.
    """

    def __init__(self, stack: ExitStack, output: str | None, uri: str | None) -> None:
        self.reasons: Counter[str] = Counter()
        self._stack = stack
        self._uri = uri
        has_list = output is not None and output != STDOUT and not is_special(output)
        self._list = f"{output}.failures.jsonl" if has_list else None
        self._write: Callable[[str], None] | None = None
        self._first: list[Failure] = []

    def add(self, failures: Iterable[Failure]) -> None:
        """Take note of some failures.

        Raises:
            OutputError: The list cannot be written.
        """
        for one in failures:
            self.reasons[one.reason] += 1
            if self._list is None:
                self._first += [one][: _SHOWN - len(self._first)]
                continue
            if self._write is None:
                self._write = self._stack.enter_context(lines_to(self._list))
            self._write(one.line())

    def said(self) -> str | None:
        """Return how many records failed, why and where they are listed, in words; None where none did."""
        count = self.reasons.total()
        if not count:
            return None
        if self._list is not None:
            listed = f"{self._list} lists them"
        elif self._uri is not None:
            listed = f"`stemmata stats --store {self._uri}` counts them"
        else:
            listed = ", ".join(f"{one.where}: {one.reason}" for one in self._first)
            listed += f", and {count - _SHOWN} more" if count > _SHOWN else ""
        reasons = ", ".join(f"{reason} ({number})" for reason, number in sorted(self.reasons.items()))
        return f"{counted(count, 'record')} failed: {reasons}; {listed}"
