"""Whether no word of the response occurs twice."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.context import DONT, MODAL, MODAL_NOT, RESPONSE, before, compiled, cores
from stemmata.graphs.constraints.family import (
    Alternative,
    Arguments,
    Check,
    Example,
    Form,
    Found,
    Kwargs,
    Repair,
    Task,
)
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.passage import Passage
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "repetition:no_repeated_words"
_WORDS: dict[Form, tuple[str, ...]] = {
    Form.SENTENCE: (
        "Do not use any word more than once",
        "No word should be repeated in your response",
        "Never use the same word twice",
        "Each word may be used only once",
        "Write your response without repeating any word",
    ),
    Form.MODAL: ("must not repeat any word", "should not use any word more than once"),
    Form.VERB: ("avoid repeating any word", "not use any word twice", "use each word only once"),
    Form.PHRASE: ("without repeating any word", "without using any word twice"),
}
_ANY = r"(?:any|a|the\s+same|one|a\s+single|any\s+single|even\s+one)"
_TWICE = r"(?:twice|more\s+than\s+(?:once|one\s+time)|again|(?:a\s+)?second\s+time|two\s+times)"
_ONCE = (
    r"(?:only\s+once|just\s+once|no\s+more\s+than\s+once|at\s+most\s+once|exactly\s+once|one\s+time\s+only|"
    r"once\s+only|a\s+single\s+time)"
)
_NO = r"(?:no|not\s+a\s+single)"
_PATTERNS = (
    compiled(
        rf"(?:(?P<modal>{MODAL_NOT})|{DONT}|(?:try\s+)?not(?:\s+to)?)\s+(?:ever\s+)?(?:repeat\s+{_ANY}\s+words?|repeat\s+words|"
        rf"(?:use|write|have|include|contain)\s+{_ANY}\s+words?\s+{_TWICE})",
        Form.VERB,
    ),
    compiled(
        rf"(?:(?P<modal>{MODAL})\s+)?(?:avoid|refrain\s+from)\s+(?:repeating\s+{_ANY}\s+words?|using\s+{_ANY}\s+words?"
        rf"\s+{_TWICE})",
        Form.VERB,
    ),
    compiled(
        rf"without\s+(?:repeating\s+(?:{_ANY}\s+words?|words|yourself\s+in\s+any\s+word)|(?:using|reusing)\s+{_ANY}\s+words?"
        rf"\s+{_TWICE}|word\s+repetitions?)",
        Form.PHRASE,
    ),
    compiled(
        rf"{_NO}\s+words?\s+(?:(?:should|must|may|can|is|are|shall)\s+(?:to\s+)?(?:be\s+)?)?(?:(?:repeated|reused|repeating)"
        rf"|(?:used|occurs?|appears?|written|included)\s+{_TWICE})",
        Form.SENTENCE,
    ),
    compiled(
        rf"(?:each|every|any)\s+word\s+(?:in\s+(?:your|the)\s+(?:{RESPONSE})\s+)?(?:(?:should|must|may|can|shall|is\s+to|has\s+to)"
        rf"\s+)(?:be\s+used\s+|be\s+written\s+|appear\s+|occur\s+)?(?:only\s+(?:be\s+used|appear|occur)\s+once|{_ONCE})",
        Form.SENTENCE,
    ),
    compiled(rf"(?:(?P<modal>{MODAL})\s+)?(?:only\s+)?use\s+(?:each|every)\s+word\s+(?:{_ONCE}|once)", Form.VERB),
    compiled(
        r"(?:all|every\s+one\s+of)\s+(?:of\s+)?(?:the|your)?\s*words\s+(?:in\s+(?:your|the)\s+[\w-]+\s+)?(?:should|must|have\s+to|need\s+"
        r"to)\s+be\s+(?:unique|different(?:\s+from\s+(?:each\s+other|one\s+another))?|distinct)",
        Form.SENTENCE,
    ),
    compiled(rf"the\s+same\s+word\s+(?:{MODAL_NOT})\s+(?:be\s+used|appear|occur)\s+{_TWICE}", Form.SENTENCE),
)
# A word of some kind, or in some part, is not every word.
_AFTER = re.compile(
    r"\s+(?:from|of\s+the|that|which|in\s+(?:a|the\s+same|one|each|any|consecutive|two|its)\b|per\b|within\s+(?:a|the\s+same|one)"
    r"|on\s+(?:a|the\s+same)|starting|beginning|ending|like|such|for\s+the|between|i\b|you\b|listed|given|above|below|to\b|[\"“'‘])"
)
_BEFORE = re.compile(
    r"(?:\b(?:why|how|if|whether|when|who|he|she|they|people|students?|i|we)\s+(?:[\w'’]+\s+){0,2}"
    r"|\b(?:each|every)\s+(?:sentence|line|stanza|paragraph|verse)[^.!?\n]{0,30})$"
)
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_BRIEF = frozenset("slogan tagline motto headline caption title name haiku tweet sentence pangram hashtag".split())


class NoRepeatedWords:
    """No word occurs twice, whatever its case; "don't" is one word, and other forms of a word are other words."""

    id = ID
    hard = True
    summary = "no word more than once"
    example = Example("Do not use any word more than once.", {})
    arguments = Arguments
    cues = ("word",)

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order that no word be used twice."""
        for core in cores(passage, _PATTERNS, _binds_all):
            yield Found(ID, {}, core.start, core.end, core.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form."""
        return list(_WORDS.get(form, ()))

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield another rule about words that may stand in its place."""
        yield Alternative("punctuation:no_comma", {}, "parallel")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what it means for a phrase that has a word twice itself."""
        if other.id == ID:
            return "equivalent"
        # a word that is asked for twice may be part of two others, as the first or last of a phrase may be of one
        given = other.kwargs
        phrase = given.get("end_phrase") or given.get("start_phrase") or given.get("prompt_to_repeat")
        if isinstance(phrase, str) and _twice(" ".join(_WORD.findall(phrase)[1:-1])) is not None:
            return "contradicts"
        return None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return nothing that can be said of all such responses."""
        return Footprint()

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether there is a word, and none twice; the span is the first that was there before."""
        if _WORD.search(response) is None:
            return Check(False, "no words")
        again = _twice(response)
        if again is None:
            return Check(True, "no word occurs twice")
        return Check(False, f"{again[0]!r} occurs twice, again at {again.start()}", again.span())

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Take away a word that follows itself ("the the"); None where words would have to be rewritten."""
        text = response
        for _ in range(8):
            again = _twice(text)
            if again is None:
                break
            left = text[: again.start()].rstrip()
            if left == text[: again.start()] or not re.search(rf"(?<!\w){re.escape(again[0])}$", left, re.IGNORECASE):
                return None
            text = left + text[again.end() :]
        if text == response or _twice(text) is not None:
            return None
        return Repair(text, len(response) - len(text), False, "words that followed themselves taken away")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield it for a text of a few words, where a known response keeps it or nearly does."""
        if task.shape in ("code", "data", "label") or addition.is_markup(task) or not task.english:
            return
        if any(known.id.startswith(("combination:", "keywords:frequency")) for known in task.constraints):
            return
        if not addition.has_room(task, Payload(ID)) or "twice" in task.text or "repeat" in task.text:
            return
        if task.response is not None:
            words = len(_WORD.findall(task.response[:4000]))
            if 4 <= words <= 60 and (_twice(task.response) is None or self.repair({}, task.response) is not None):
                yield {}
        elif addition.names(task, _BRIEF):
            yield {}


def _twice(text: str) -> re.Match[str] | None:
    """Return the first word that occurred before; None if there is none."""
    seen: set[str] = set()
    for match in _WORD.finditer(text):
        word = match[0].casefold().replace("’", "'")
        if word in seen:
            return match
        seen.add(word)
    return None


def _binds_all(passage: Passage, match: re.Match[str]) -> bool:
    if _AFTER.match(passage.lower, match.end()):
        return False
    return _BEFORE.search(before(passage, match.start())) is None


FAMILY = NoRepeatedWords()
