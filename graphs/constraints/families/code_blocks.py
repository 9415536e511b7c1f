"""How many fenced code blocks the response has, of any language or of one."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field, field_validator

from stemmata.graphs.constraints.counted_layout import Arranged, CountedLayout, orders_for
from stemmata.graphs.constraints.family import Example, Form, Kwargs, Repair, Task
from stemmata.graphs.constraints.layout import Block, Span, code_blocks
from stemmata.graphs.constraints.layout_orders import amounts_of, asked, forbidden, forbidding, pattern_of, uses
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.quantity import CountedExactly, exactly, interval_of

ID = "detectable_format:code_blocks"
_NAMES = {
    "python": ("python", "py", "python3"), "javascript": ("javascript", "js"), "typescript": ("typescript", "ts"),
    "bash": ("bash", "sh", "shell", "zsh"), "c++": ("c++", "cpp", "cc"), "c#": ("c#", "csharp", "cs"),
    "java": ("java",),     "c": ("c",), "go": ("go", "golang"),
    "rust": ("rust", "rs"), "ruby": ("ruby", "rb"), "php": ("php",), "r": ("r",),
    "sql": ("sql",), "html": ("html",), "css": ("css",), "json": ("json",), "yaml": ("yaml", "yml"), "xml": ("xml",),
    "swift": ("swift",), "kotlin": ("kotlin", "kt"), "latex": ("latex", "tex"), "markdown": ("markdown", "md"),
}  # fmt: skip
_SAID = sorted((re.escape(name) for name in _NAMES if name != "markdown"), key=len, reverse=True)
_LANGUAGE = rf"(?:{'|'.join(_SAID)})"
_BLOCKS = r"(?:fenced |markdown )?code(?: |-)?(?:blocks?|fences?)"
_ANY = orders_for("num_code_blocks", _BLOCKS, rf"(?:an?\s+|the\s+|some\s+)?{_BLOCKS}", _BLOCKS, inside=True)
_AMOUNT = pattern_of(rf"{_LANGUAGE} {_BLOCKS}")
_USES = uses(rf"(?:an?\s+|the\s+|some\s+)?{_LANGUAGE}\s+{_BLOCKS}", inside=True)
_NEVER = forbidding(rf"{_LANGUAGE}\s+{_BLOCKS}")


class Arguments(CountedExactly):
    """A number, exact unless bounded, less than 1 for none; and the language in small letters, by its fullest name."""

    num_code_blocks: int = Field(ge=1, le=10_000)
    language: str | None = Field(default=None, min_length=1, max_length=30)

    @field_validator("language")
    @classmethod
    def _known(cls, value: str | None) -> str | None:
        if value is None:
            return None
        found = next((name for name, aliases in _NAMES.items() if value.lower() in aliases), None)
        if found is None:
            raise ValueError(f"no language that is known; one of {', '.join(_NAMES)}")
        return found


def _blocks(text: str, language: str | None) -> list[Block]:
    return [one for one in code_blocks(text) if language is None or one.language in _NAMES.get(language, (language,))]


def _spans(text: str, language: str | None) -> list[Span]:
    return [(one.start, one.end) for one in _blocks(text, language)]


def _orders(passage: Passage) -> Iterator[tuple[Arranged, int, int, Form]]:
    for start, end, read, form in amounts_of(passage, _AMOUNT):
        number = exactly({"relation": read.relation, "num_code_blocks": read.value, "upper": read.upper})
        yield {**number, "language": _language(passage, start, end)}, start, end, form
    for core in forbidden(passage, _NEVER):
        none = {"num_code_blocks": 1, "relation": "less than", "language": _language(passage, core.start, core.end)}
        yield none, core.start, core.end, core.form
    for core in asked(passage, _USES):
        one = {"num_code_blocks": 1, "relation": "at least", "language": _language(passage, core.start, core.end)}
        yield one, core.start, core.end, core.form
    yield from _ANY(passage)


def _language(passage: Passage, start: int, end: int) -> str:
    """Return the language that an order names right before "code block"."""
    found = re.search(rf"(?<!\w)(?P<language>{_LANGUAGE})\s{{1,4}}{_BLOCKS}", passage.lower[start:end])
    return found["language"] if found else ""


def _mend(kwargs: Kwargs, response: str) -> Repair | None:
    """Put a response that is code, and nothing else, into a block; name the language of the blocks that name none."""
    bound, language = interval_of(kwargs, "num_code_blocks"), kwargs.get("language")
    blocks = code_blocks(response)
    if not blocks and bound.holds(1) and _CODE.match(response.lstrip()):
        before, after = f"```{language or ''}\n", "\n```"
        return Repair(
            before + response.strip("\n") + after,
            len(before + after) + _stripped(response),
            False,
            "put in a code block",
        )
    unnamed = [one for one in blocks if not one.language]
    if language and unnamed and bound.holds(len(_blocks(response, language)) + len(unnamed)):
        text, changed = response, 0
        for one in reversed(unnamed):
            at = one.start + len(response[one.start : one.end].split("\n", 1)[0].rstrip())
            text, changed = text[:at] + language + text[at:], changed + len(language)
        return Repair(text, changed, False, f"code blocks marked as {language}")
    return None


_CODE = re.compile(
    r"(?:def |class |import |from \w+ import |#include|#!/|function |const |let |var |SELECT |"
    r"public class |<\?php|<html)"
)


def _stripped(text: str) -> int:
    return len(text) - len(text.strip("\n"))


def _fits(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    """Yield it for code, and for a known response that has some."""
    if task.response is not None:
        blocks = code_blocks(task.response)
        if blocks:
            yield {"num_code_blocks": len(blocks)}
            language = next((name for name, aliases in _NAMES.items() if blocks[0].language in aliases), None)
            if language:
                yield {"num_code_blocks": 1, "relation": "at least", "language": language}
        elif task.shape == "code" and _CODE.match(task.response.lstrip()):
            yield {"num_code_blocks": 1}
        return
    if task.shape == "code" and "code block" not in task.text.lower():
        yield {"num_code_blocks": 1}
        yield {"num_code_blocks": 1, "relation": "at least"}


FAMILY = CountedLayout(
    id=ID,
    summary="the number of fenced code blocks, of any language or of one",
    example=Example("Put your answer in exactly one code block.", {"num_code_blocks": 1}),
    arguments=Arguments,
    cues=("code block", "code-block", "codeblock", "code fence"),
    key="num_code_blocks",
    nouns=("code block", "code blocks"),
    spans=_spans,
    orders=_orders,
    mend=_mend,
    fits=_fits,
    kind="language",
    named=lambda language: (f"{language} code block", f"{language} code blocks"),
    measure="code_blocks",
)
