"""Constraints of all hard families and responses of many layouts, drawn at random to try claims with."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints import repair, verify
from stemmata.graphs.constraints.registry import families, payload
from stemmata.graphs.constraints.witness import TEXTS
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Payload

PHRASES = (
    "tide", "the tide", "boats", "Boats lie", "mud", "rain", "Rain today", "NASA", "NASA knows.", "why?", "so, bye",
    "3 gulls", "don't", "it's late", "a", "e", "e-mail", "Quay 7", "P.S.", "That is all.", "Fine!", "tide, tide",
    "ICE", "ice cream", "# Tides", "* mud", "- boats", "1. rain", '"rain"', "{rain}", "[rain]", "<b>", "***", "---",
    "naïve", "Straße", "Дождь", "雨", "x.", "I", "rain rain", "Tide; mud", "(boats)", "the", "fine",
)  # fmt: skip
NUMBERS = (0, 1, 2, 3, 4, 5, 8, 12, 30, 100)
WORDS = "the tide goes out and Boats lie in mud, so nobody minds Rain today; 3 gulls cry! why? NASA knows. it's".split()
# Layouts that no shuffling of words comes upon.
LAYOUTS = (
    '"rain"', '"The tide goes out, and boats lie in the mud."', '{"tide": "out", "boats": 3}', "[1, 2, 3]", "3", "{}",
    '{"a": {"b": ["* mud", "x"]}}', '"* mud\\n* rain"', "<tide>rain</tide>", "<p>The tide goes out.</p>",
    "<html><body><p>rain</p></body></html>", "<a><!--\n* mud\n* rain\n# Tides\n\nmore rain\n--></a>",
    "name,age\nAnn,3\nBo,4", "a;b\n1;2", "a|b\n1|2", "a\tb\n1\t2", '"a, b",c\n"* mud\n* rain",d',
    "[1,2\n,3]", "<a>,\n,</a>", "<p>,\n,</p>", "a) mud", "riptide", "Tides, boatsman", "dos and don'ts",
    "| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n--|--\n1 | 2", "```json\n{\"a\": 1}\n```", "```xml\n<a b='1'/>\n```",
    "```python\nprint(1)\n```", "> the tide\n> goes out\n\n> rain", "* mud\n  * rain\n    * tide", "1. mud\n2. rain",
    "a) mud\nb) rain", "I. mud\nII. rain", "- [ ] mud", "+ mud\n+ rain", "• mud\n• rain", "* **mud**\n* *rain*",
    "# Tides\n## Boats\n### Mud", "<<Tides>>\n\nrain", "**Tides**\n\nrain", "rain\n***\nmud\n***\ntide",
    "rain\n******\nmud", "******", "rain\n---\nmud\n---\nboats", "P.S. rain", "rain\n\nP. S. mud", "P.P.S.",
    "My answer is yes.", "My answer is no. My answer is maybe.", "[name] and [place]", "[a][b][c]", "SECTION 1\nrain",
    "RAIN", "rain", "Rain Today", "Rain", "THE TIDE, THE BOATS", "the tide the boats the mud", "Why? Why? Why?",
    "Fine! Fine! Fine!", "Fine... Fine…", "So: rain; mud - boats — tide", "😀 😀", "il pleut sur la ville, mon amour",
    "Дождь идёт весь день, и лодки лежат в грязи.", "今日は雨です。", "Es regnet in Strömen, und die Boote liegen.",
    "ſtraße ﬁne İstanbul ŉ", "ǅ", "１２３", "rain\r\nmud\r\n\r\ntide", "rain\u2028mud\u2029tide", "rain\x0bmud\x0ctide",
    "\ufeffrain", "rain\u00a0today", "don’t it’s", "don't it's", "a" * 300, "a. " * 40, "rain,\n" * 20, "Rain. " * 60,
    "Name three rivers.", "Name three rivers.\n\nThe Elbe, the Po and the Don.", "harbor",
    "The river, the stone, the harbor.",
    "setext\n======\n\nrain\n----\nmud", "    * mud\n    * rain", "\\* mud", "1) rain\n1) mud", "*rain* _mud_ __tide__",
)  # fmt: skip


def constraints(rng: random.Random, most: int = 24) -> dict[str, list[Payload]]:
    """Return constraints of each hard family: its example, edits of it, and those with other words and numbers."""
    found: dict[str, list[Payload]] = {}
    for member in families().values():
        if not member.hard:
            continue
        known = [payload(member.id, member.example.kwargs)]
        for _ in range(3):
            for start in list(known):
                edited = [made.kwargs for made in member.edits(start.kwargs, rng) if made.id == member.id]
                edited += [_other(start.kwargs, rng) for _ in range(6)]
                for kwargs in rng.sample(edited, min(len(edited), 8)):
                    try:
                        made = payload(member.id, kwargs)
                    except InputError:
                        continue
                    if made not in known and len(known) < most:
                        known.append(made)
        found[member.id] = known
    return found


def _other(kwargs: Any, rng: random.Random) -> dict[str, Any]:
    """Return arguments with some of their words and numbers changed; they need not be valid."""
    made = dict(kwargs)
    for name, value in made.items():
        if rng.random() < 0.4:
            continue
        if isinstance(value, bool):
            made[name] = not value
        elif isinstance(value, int):
            made[name] = rng.choice(NUMBERS)
        elif isinstance(value, str):
            made[name] = rng.choice(PHRASES)
        elif isinstance(value, list):
            made[name] = rng.sample(PHRASES, rng.randint(1, 3))
    return made


def texts(rng: random.Random, count: int) -> Iterator[str]:
    """Yield texts of many layouts: the fixed ones, then as many random ones."""
    yield from (text for text in (*TEXTS, *LAYOUTS) if text)
    for _ in range(count):
        words = (*WORDS, *PHRASES) if rng.random() < 0.6 else WORDS
        parts = [" ".join(rng.choices(words, k=rng.randint(1, 14))) for _ in range(rng.randint(1, 6))]
        if rng.random() < 0.4:
            parts = [part[:1].upper() + part[1:] + rng.choice(".!?") for part in parts]
        lead = rng.choice(("", "", "* ", "- ", "1. ", "# ", "> "))
        text = rng.choice(("\n", "\n\n", " ", ", ", "\n***\n", "\n******\n")).join(lead + part for part in parts)
        yield rng.choice((str, str, str, str.lower, str.upper, str.title))(text)


def mended(constraint: Payload, text: str) -> str | None:
    """Return a text repaired for one constraint; None where there is no repair."""
    made = repair(constraint.id, constraint.kwargs, text)
    return None if made is None else made.text


def keeps(constraint: Payload, text: str) -> bool:
    """Return whether a text keeps a constraint."""
    return verify(constraint.id, constraint.kwargs, text).passed
