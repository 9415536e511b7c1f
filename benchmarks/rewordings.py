"""Instructions in other words, by rules: what a person changes who does not want to be seen copying a prompt.

The same is asked: a rewording keeps every constraint and its arguments. Up to four rules are applied; where fewer than
two fit, the instruction is wrapped in a greeting and thanks.
"""

from __future__ import annotations

import re

_MOST, _LEAST = 4, 2
_RULES = [
    (re.compile(pattern), words)
    for pattern, words in (
        (r"\b([Dd])o not use any commas\b", r"\1o without commas"),
        (r"\b[Yy]our ((?:entire )?(?:response|answer|reply)) should\b", r"the \1 must"),
        (r"\bat least (\d+) (words|sentences|paragraphs|times|sections)\b", r"\1 \2 or more"),
        (r"\bless than (\d+) (words|sentences|times)\b", r"fewer than \1 \2"),
        (r"\bMake sure\b", "Please make sure"),
        (r"\bInclude\b", "Be sure to include"),
        (r"\bWrite (an?)\b", r"Compose \1"),
        (r"\bwrite (an?)\b", r"compose \1"),
        (r"\bWrite\b", "Compose"),
        (r"\bCreate\b", "Produce"),
        (r"\bCan you\b", "Could you please"),
        (r"\bGive me\b", "I would like you to give me"),
        (r"\b([Dd])o not\b", r"\1on't"),
        (r"\bexactly\b", "precisely"),
        (r"\bkeywords\b", "words"),
        (r"\bentire\b", "whole"),
        (r"\bin English\b", "in the English language"),
        (r"\bwith the title\b", "that is titled"),
        (r"\bFinish\b", "End"),
        (r"\bfor example\b", "such as"),
        (r"\bresponse\b", "reply"),
    )
]


def reworded(text: str) -> str:
    """Return an instruction in other words.

    Example:
        >>> reworded("Write a poem in at least 30 words. Make sure it rhymes.")
        'Compose a poem in 30 words or more. Please make sure it rhymes.'
    """
    done = 0
    for pattern, words in _RULES:
        if done < _MOST:
            text, count = pattern.subn(words, text)
            done += count
    if done >= _LEAST or not text:
        return text
    stop = "" if text.endswith((".", "!", "?")) else "."
    return f"Hello! {text[0].lower()}{text[1:]}{stop} Thank you very much."
