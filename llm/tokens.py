"""About how many tokens a tokenizer makes of a text, without one: for estimates, and for the rehearsal's accounts.

Byte-pair tokenizers differ, and none ships here. The rule below was fitted to two that are in wide use (cl100k_base and
o200k_base), on instructions and on answers in JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from stemmata.schemas.instruction import Turn

# Each match is a token. No alternative can match what another began, so that the search is linear.
_PIECE = re.compile(
    r"""
      [ ]?[A-Za-z]{1,11}                  # a word; the rare long ones are cut
    | '(?:s|t|re|ve|m|ll|d)(?![A-Za-z])
    | \d{1,3}
    | [ ]?[^\W\d_A-Za-z\u2e80-\uffff\U00010000-\U0010ffff]{1,3}   # letters of other alphabets
    | [\u2e80-\uffff\U00010000-\U0010ffff]                        # ideographs, kana, hangul, emoji
    | [ ]?[^\w\s\u2e80-\uffff\U00010000-\U0010ffff]{1,3}          # marks
    | _+
    | [ \t]{0,64}[\r\n]+
    | [^\S\r\n]{1,16}
    | \s
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_MESSAGE = 4  # tokens around each message of a chat: its start, its role, its end
_REPLY = 3  # tokens that open the answer


def count(text: str) -> int:
    """Return about how many tokens a text has.

    Example:
        >>> count("Write a haiku about rain, in 17 syllables.")
        10
    """
    return sum(1 for _ in _PIECE.finditer(text))


def cut(text: str, most: int) -> str:
    """Return as much of a text as has at most so many tokens."""
    after = next(islice(_PIECE.finditer(text), most, None), None)
    return text if after is None else text[: after.start()]


def prompt_tokens(messages: Sequence[Turn], schema: Mapping[str, Any] | None = None) -> int:
    """Return about how many tokens a prompt has, with the JSON Schema that its answer is to fit, if any."""
    asked = sum(_MESSAGE + count(message.text) for message in messages) + _REPLY
    return asked + (count(json.dumps(schema)) if schema else 0)
