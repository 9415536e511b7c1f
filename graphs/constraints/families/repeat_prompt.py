"""Whether the response begins with the request, repeated."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field, field_validator

from stemmata.graphs.constraints import addition
from stemmata.graphs.constraints.counting import sentence_spans
from stemmata.graphs.constraints.family import Alternative, Check, Example, Form, Found, Kwargs, Repair, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.footprint import Footprint
from stemmata.graphs.constraints.passage import MASK, Passage, in_quotes
from stemmata.graphs.constraints.repeating import find_repeated
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

ID = "combination:repeat_prompt"
_SHORT = 160  # characters of a request that a person would have repeated


class Arguments(FamilyArguments):
    """IFEval's argument: the request, without blanks around it."""

    prompt_to_repeat: str = Field(min_length=1, max_length=20_000)

    @field_validator("prompt_to_repeat")
    @classmethod
    def _says_something(cls, prompt: str) -> str:
        if not any(c.isalnum() for c in prompt) or MASK in prompt:
            raise ValueError("'prompt_to_repeat' holds no words")
        return prompt.strip()


class RepeatPrompt:
    """The response begins with the request, whatever its case; blanks before it don't count."""

    id = ID
    hard = True
    summary = "the request repeated before the answer"
    example = Example(
        'First repeat this request word for word, then answer it: "Name three rivers."',
        {"prompt_to_repeat": "Name three rivers."},
    )
    arguments = Arguments
    cues = ("eat", "estat", "reproduc", "cop", "echo", "recit", "quot", "writ", "typ")

    def extract(self, passage: Passage) -> Iterator[Found]:
        """Yield the order to repeat a request, where the passage holds that request."""
        found = find_repeated(passage)
        if found is not None and len(found.prompt) <= 20_000:
            form = Form.VALUE if found.quoted else Form.VERB
            yield Found(ID, {"prompt_to_repeat": found.prompt}, found.start, found.end, form)

    def render(self, kwargs: Kwargs, form: Form) -> list[str]:
        """Return phrasings in one form, with the request in quotation marks; none where no marks can hold it."""
        prompt = kwargs["prompt_to_repeat"]
        said = in_quotes(prompt)
        if said is None:
            return []
        return {
            Form.VALUE: [said],
            Form.VERB: [
                f"first repeat this request word for word: {said}",
                f"begin by repeating this request exactly as it is: {said}",
            ],
            Form.MODAL: [f"must first repeat this request word for word: {said}"],
            Form.SENTENCE: [
                f"Your response must begin by repeating this request word for word: {said}",
                f"Start your answer by repeating this prompt without any change: {said}",
                f"Begin your response by repeating this request exactly as it is: {said}",
            ],
        }.get(form, [])

    def edits(self, kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
        """Yield a response in quotation marks, which cannot begin with the request; and its first sentence alone."""
        prompt = kwargs["prompt_to_repeat"]
        if not prompt.startswith('"'):
            yield Alternative("startend:quotation", {}, "contradicting")
        spans = sentence_spans(prompt)
        if len(spans) > 1 and spans[0][0] == 0 and prompt[: spans[0][1]].lower() != prompt.lower():
            yield Alternative(ID, {"prompt_to_repeat": prompt[: spans[0][1]]}, "weaker")

    def relation(self, kwargs: Kwargs, other: Payload) -> Meaning | None:
        """Return what the request means for another beginning; for forbidden words inside it, the footprint tells."""
        ours = kwargs["prompt_to_repeat"].lower()
        if other.id == ID:
            theirs = str(other.kwargs["prompt_to_repeat"]).strip().lower()
            if ours == theirs:
                return "equivalent"
            return "implies" if ours.startswith(theirs) else "implied_by" if theirs.startswith(ours) else "contradicts"
        return None

    def footprint(self, kwargs: Kwargs) -> Footprint:
        """Return the request."""
        prompt = kwargs["prompt_to_repeat"].strip()
        return Footprint(holds_anyhow=frozenset({prompt}), first=frozenset({prompt.lower()[0]}))

    def verify(self, kwargs: Kwargs, response: str) -> Check:
        """Return whether the response begins with the request; the span begins where it goes another way."""
        prompt, text = kwargs["prompt_to_repeat"].strip().lower(), response.strip()
        if text.lower().startswith(prompt):
            return Check(True, "begins with the request")
        same = 0
        for ours, theirs in zip(prompt, text.lower(), strict=False):
            if ours != theirs:
                break
            same += 1
        if not text or not same:
            return Check(False, "does not begin with the request")
        start = min(len(response), response.index(text[0]) + same)
        return Check(False, f"departs from the request at {start}", (start, min(len(response), start + 20)))

    def repair(self, kwargs: Kwargs, response: str) -> Repair | None:
        """Put the request before the response, or take away what stands before it there; not for data and code."""
        prompt = kwargs["prompt_to_repeat"]
        at = response[: len(prompt) + 200].find(prompt)
        if at > 0:
            return Repair(response[at:], at, True, "words before the request taken away")
        text = response.strip()
        if not text or text.startswith("```") or _is_data(text):
            return None
        return Repair(f"{prompt}\n\n{response}", len(prompt) + 2, False, "the request put before the answer")

    def suits(self, task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
        """Yield the task's own text where it is short and whole, and nothing forbids to repeat it."""
        prompt = task.text.strip()
        if task.shape not in ("short", "sentence", "prose", "verse", "list") or addition.is_markup(task):
            return
        if not 12 <= len(prompt) <= _SHORT or "\n" in prompt or prompt[-1] not in ".?!" or in_quotes(prompt) is None:
            return
        if '"' in prompt or re.search(r"\brepeat|\bfirst\b", prompt.lower()) or not task.english:
            return
        if any(known.id.startswith(("combination:", "startend:", "change_case:")) for known in task.constraints):
            return
        if task.response is not None and not self.verify({"prompt_to_repeat": prompt}, task.response).passed:
            mended = self.repair({"prompt_to_repeat": prompt}, task.response)
            if mended is None or len(task.response) < 40:
                return
        if addition.has_room(task, Payload(ID, {"prompt_to_repeat": prompt})):
            yield {"prompt_to_repeat": prompt}


def _is_data(text: str) -> bool:
    try:
        return text[:1] in "{[" and json.loads(text) is not None
    except (ValueError, RecursionError):
        return False


FAMILY = RepeatPrompt()
