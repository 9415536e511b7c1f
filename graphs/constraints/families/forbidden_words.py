"""Whether the response does without certain words."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints.counting import sentence_spans
from stemmata.graphs.constraints.family import Alternative, Arguments, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.keywords import EVERY, EXISTENCE, IN_ORDER, POSITION
from stemmata.graphs.constraints.mentions import Mention, mentions
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.terms import TermList, holds, named, pattern, said
from stemmata.graphs.constraints.topics import topic_words
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "keywords:forbidden_words"
_EXISTENCE = "keywords:existence"
# Where a sentence cannot be taken out without breaking the form around it.
_FORMED = re.compile(r"```|^[^\S\n]*[\[{<|]|^[^\S\n]*\d{1,3}[.)]\s", re.MULTILINE)


class WordArguments(Arguments):
    """IFEval's arguments."""

    forbidden_words: TermList


class ForbiddenWords:
    """The response has none of some words, in whatever case; inside a longer word does not count."""

    id = ID
    hard = True
    summary = "words that the response must not have"
    example = Example("Do not use the words reschedule or free.", {"forbidden_words": ["reschedule", "free"]})
    arguments = WordArguments
    cues = (
        "circumstances",
        "not",
        "n't",
        "n’t",
        "dont",
        "never",
        "avoid",
        "without",
        "exclud",
        "omit",
        "refrain",
        "forbid",
        "ban",
        "skip",
        "leave",
        "stay away",
        "clear of",
        "make no",
        "drop",
        "do without",
        "prohibit",
        "off-limits",
        "off limits",
    )

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to do without words."""
        for mention in mentions(passage):
            if not mention.required and _at_all(mention):
                words = list(mention.terms.words)
                yield Found(ID, {"forbidden_words": words}, mention.start, mention.end, mention.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the order."""
        words = kwargs["forbidden_words"]
        if form is Form.VALUE:
            return list(said(words, "or"))
        names = named(words, "or")
        patterns = {
            Form.SENTENCE: [
                *(
                    "Do not use {}",
                    "Avoid {}",
                    "Do not include {}",
                    "Do not mention {}",
                    "Exclude {}",
                    "Avoid using {}",
                ),
                "Your response must not contain {}",
            ],
            Form.MODAL: [
                f"{modal} not {verb} {{}}"
                for verb in ("contain", "include", "use", "mention")
                for modal in ("should", "must")
            ],
            Form.VERB: ["avoid using {}", "avoid {}", "avoid mentioning {}", "leave out {}"],
            Form.PHRASE: ["without using {}", "without saying {}", "without mentioning {}", "avoiding {}"],
        }.get(form, [])
        tail = " in your response" if words[-1][-1] in ".,;" else ""
        phrases = [one.format(name) + tail for one in patterns for name in names]
        if form is Form.SENTENCE:
            phrases += [f"{name[:1].upper()}{name[1:]} must not be included" for name in named(words)]
        return phrases

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield the same words demanded, anywhere and as whole words, and one word less.

        Words that are demanded anywhere do not contradict: they may be there inside longer ones.
        """
        words = list(kwargs["forbidden_words"])
        yield Alternative(_EXISTENCE, {"keywords": words}, "parallel")
        if len(words) > 1:
            yield Alternative(IN_ORDER, {"keywords": words}, "contradicting")
        word = rng.choice(words)
        yield Alternative(POSITION, {"keyword": word, "unit": "sentence", "place": 1}, "contradicting")
        yield Alternative(EVERY, {"keyword": word, "unit": "paragraph"}, "contradicting")
        for left_out in rng.sample(words, len(words)) if len(words) > 1 else ():
            kept = {"forbidden_words": [word for word in words if word != left_out]}
            if self.relation(kept, Payload(ID, kwargs)) == "implied_by":
                yield Alternative(ID, kept, "weaker")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of what the words rule out: a phrase goes with a word of it."""
        if other.id != ID:
            return None
        words, others = kwargs["forbidden_words"], other.kwargs["forbidden_words"]
        forward, backward = _rules_out(words, others), _rules_out(others, words)
        if forward and backward:
            return "equivalent"
        if forward:
            return "implies"
        return "implied_by" if backward else "independent"

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the words that are not there."""
        return Footprint(lacks_words=frozenset(kwargs["forbidden_words"]), exact=True)

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether none of the words is there; the span is the first that is."""
        found = [match for match in (_first(word, response) for word in kwargs["forbidden_words"]) if match]
        if not found:
            return Check(True, f"none of {', '.join(kwargs['forbidden_words'])}")
        first = min(found, key=lambda match: match.start())
        return Check(False, f"has {', '.join(sorted({match[0] for match in found}))}", first.span())

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Drop the sentences that have a forbidden word, where most of a plain text is left; None elsewhere."""
        if _FORMED.search(response):
            return None
        spans = sentence_spans(response)
        out = [
            span for span in spans if any(_first(word, response[slice(*span)]) for word in kwargs["forbidden_words"])
        ]
        lost = sum(end - start for start, end in out)
        if not out or 2 * lost > len(response.strip()):
            return None
        text, reached = [], 0
        for start, end in out:
            text.append(response[reached:start])
            reached = end
            while reached < len(response) and response[reached] in " \t":
                reached += 1
        text.append(response[reached:])
        mended = re.sub(r"\n{3,}", "\n\n", "".join(text)).strip()
        sentences = "1 sentence" if len(out) == 1 else f"{len(out)} sentences"
        return Repair(mended, len(response) - len(mended), True, f"{sentences} with a forbidden word left out")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield words of the task's topic that a text can do without; none that a known response has."""
        if task.shape not in ("prose", "verse", "sentence", "short") or not task.english:
            return
        if any(known.id in (ID, EXISTENCE) for known in task.constraints):
            return
        words = topic_words(task)
        rng.shuffle(words)
        if task.response is not None:
            words = [word for word in words if not _first(word, task.response)]
        if len(words) > 1 and task.shape in ("prose", "verse"):
            yield {"forbidden_words": words[:2]}
        for word in words[:2]:
            yield {"forbidden_words": [word]}


def _at_all(mention: Mention) -> bool:
    """Return whether a prohibition has no number, or one that means never ("not even once")."""
    return mention.amount is None or mention.amount[:2] in (("equal to", 1), ("at least", 1))


def _first(word: str, text: str) -> re.Match[str] | None:
    return pattern(word, whole=True).search(text)


def _rules_out(words: list[str], others: list[str]) -> bool:
    """Return whether a text without the words has none of the others either."""
    return all(any(holds(other, word, whole=True) for word in words) for other in others)


FAMILY = ForbiddenWords()
