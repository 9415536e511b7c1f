"""Patterns compiled when they are first used: most instructions need few of the many hundreds that there are."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, cast


class Deferred:
    """A pattern that stands for a compiled one.

    Attributes:
        pattern: The regular expression, without flags.
    """

    flags = int(re.UNICODE)

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self.pattern), name)
        if not name.startswith("__"):
            setattr(self, name, found)  # the next time, there is nothing between
        return found


@lru_cache(maxsize=2_048)
def deferred(pattern: str) -> re.Pattern[str]:
    r"""Return what `re.compile(pattern)` returns, but compile it when it is first used; the same one for equal words.

    An error in the pattern shows then, too; the tests use every pattern. The `re` of a match is the compiled pattern,
    not this one: compare what their `pattern` is.

    Example:
        >>> deferred(r"\bred (\w+)").search("a red hat")[1]
        'hat'
    """
    return cast("re.Pattern[str]", Deferred(pattern))


def is_compiled(pattern: re.Pattern[str]) -> bool:
    """Return whether a pattern was compiled already."""
    return not isinstance(pattern, Deferred) or len(vars(pattern)) > 1
