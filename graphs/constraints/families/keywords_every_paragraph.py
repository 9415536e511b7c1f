"""Whether each paragraph, sentence or line of the response has a word."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from stemmata.graphs.constraints.arrangements import arrangements
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.keywords import EVERY as ID
from stemmata.graphs.constraints.keywords import EXISTENCE, FORBIDDEN, POSITION, beside_words, closed
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.terms import Term, named, pattern, said
from stemmata.graphs.constraints.topics import topic_words
from stemmata.graphs.constraints.units import Part, unit_spans
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning


class Arguments(FamilyArguments):
    """The word, and the parts that must have it."""

    keyword: Term
    unit: Part


class KeywordsEveryParagraph:
    """Each paragraph, sentence or line of the response has a word, in whatever case, as a word of its own."""

    id = ID
    hard = True
    summary = "a word that every paragraph, sentence or line must have"
    example = Example('Use the word "harbor" in every paragraph.', {"keyword": "harbor", "unit": "paragraph"})
    arguments = Arguments
    cues = ("every", "each", "all")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield each order to have a word in every part; of several words each its own."""
        for one in arrangements(passage):
            if one.kind == "every":
                yield Found(ID, {"keyword": one.words[0], "unit": one.unit}, one.start, one.end, one.form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings of the order."""
        word, unit = kwargs["keyword"], kwargs["unit"]
        if form is Form.VALUE:
            return list(said([word]))
        patterns = {
            Form.SENTENCE: (
                "Use {} in every {}",
                "Mention {} in each {}",
                "Make sure to include {} in every single {}",
                "Your response must contain {} in each {}",
            ),
            Form.MODAL: ("must use {} in every {}", "should mention {} in each {}"),
            Form.VERB: ("use {} in every {}", "mention {} in each {}"),
            Form.PHRASE: ("using {} in every {}", "with {} in each {}"),
        }.get(form, ())
        names = named([word])
        phrases = [one.format(name, unit) for name in names for one in patterns]
        if form is Form.SENTENCE:
            phrases += [f"Every {unit} must contain {name}" for name in names]
            phrases += [f"{name[:1].upper()}{name[1:]} must appear in every {unit}" for name in names]
        return closed(phrases, word)

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield the word forbidden, the word anywhere or at one place, and other parts."""
        word, unit = kwargs["keyword"], kwargs["unit"]
        yield Alternative(FORBIDDEN, {"forbidden_words": [word]}, "contradicting")
        yield Alternative(EXISTENCE, {"keywords": [word]}, "weaker")
        yield Alternative(POSITION, {"keyword": word, "unit": unit, "place": rng.choice((1, -1))}, "weaker")
        if unit == "paragraph":
            yield Alternative(ID, {"keyword": word, "unit": rng.choice(("sentence", "line"))}, "stronger")
        else:
            yield Alternative(ID, {"keyword": word, "unit": "paragraph"}, "weaker")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return the relation of the parts: a word in every sentence or line is in every paragraph."""
        word, unit = kwargs["keyword"], kwargs["unit"]
        if other.id != ID:
            return beside_words([word], other)
        there, others = other.kwargs["keyword"], other.kwargs["unit"]
        if word.casefold() != there.casefold():
            return (
                None
                if pattern(word, whole=True).search(there) or pattern(there, whole=True).search(word)
                else "independent"
            )
        if unit == others:
            return "equivalent"
        if others == "paragraph":
            return "implies"
        return "implied_by" if unit == "paragraph" else None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the word."""
        return Footprint(holds_words=frozenset({kwargs["keyword"]}))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether each part has the word; the span is the first that has not."""
        word, unit = kwargs["keyword"], kwargs["unit"]
        spans, found = unit_spans(response, unit), pattern(word, whole=True)
        if not spans:
            return Check(False, f"there is no {unit}")
        without = [span for span in spans if not found.search(response, *span)]
        if not without:
            return Check(True, f"{word!r} is in each of {len(spans)} {unit}{'s' if len(spans) > 1 else ''}")
        return Check(False, f"{len(without)} of {len(spans)} {unit}s without {word!r}", without[0])

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Return None: no word can be put into a text mechanically so that it reads well."""
        return None

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield words of the task's topic for the paragraphs of a text, where each of a known response has them."""
        if task.shape != "prose" or not task.english:
            return
        if any(known.id in (ID, EXISTENCE, FORBIDDEN) for known in task.constraints):
            return
        words = topic_words(task)
        rng.shuffle(words)
        if task.response is None:
            for word in words[:2]:
                yield {"keyword": word, "unit": "paragraph"}
            return
        units: tuple[Part, ...] = ("paragraph", "sentence")
        for unit in units:
            if len(unit_spans(task.response, unit)) > 1:
                for word in words:
                    if self.verify({"keyword": word, "unit": unit}, task.response).passed:
                        yield {"keyword": word, "unit": unit}


FAMILY = KeywordsEveryParagraph()
