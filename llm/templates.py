"""Prompt templates: text with named holes, filled for a call, and read back by who rehearses the answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stemmata.schemas.instruction import Turn

_HOLE = re.compile(r"\{\{ (\w+) \}\}")


@dataclass(frozen=True, slots=True)
class Template:
    """A prompt with holes such as `{{ prompt }}`.

    Attributes:
        name: What it is for.
        user: The message of the user, with the holes.
        system: The message before it, without holes; none where it is empty.
    """

    name: str
    user: str
    system: str = ""

    def messages(self, **fields: str) -> tuple[Turn, ...]:
        """Return the prompt with its holes filled; fields are put in as they are, braces and all.

        Raises:
            KeyError: A hole has no field.
        """
        said = _HOLE.sub(lambda hole: fields[hole[1]], self.user)
        return (*((Turn("system", self.system),) if self.system else ()), Turn("user", said))

    def read(self, messages: Sequence[Turn]) -> dict[str, str] | None:
        """Return the fields of a prompt that was made from this template, or None where it was not.

        What follows the prompt (a bad answer, and what was said of it) is passed over. Each field ends where the
        template's next words begin for the first time; the last one is measured from the end.

        Example:
            >>> template = Template("greet", "Greet {{ name }}, please.")
            >>> template.read(template.messages(name="Ann"))
            {'name': 'Ann'}
        """
        first = 1 if self.system else 0
        if len(messages) <= first or (self.system and messages[0] != Turn("system", self.system)):
            return None
        text = messages[first].text
        pieces = _HOLE.split(self.user)  # words, name, words, name, …, words
        words, names = pieces[::2], pieces[1::2]
        if not text.startswith(words[0]) or not text.endswith(words[-1]):
            return None
        fields: dict[str, str] = {}
        start, end = len(words[0]), len(text) - len(words[-1])
        for name, after in zip(names[:-1], words[1:-1], strict=True):
            stop = text.find(after, start, end)
            if stop < 0:
                return None
            fields[name] = text[start:stop]
            start = stop + len(after)
        if names:
            if end < start:
                return None
            fields[names[-1]] = text[start:end]
        return fields
