"""The rehearsal: answers each of our prompts by rules, for tests and for runs before they are paid for.

It is no model, and every answer names it as what made it. A prompt that was made from none of our templates is taken
for an instruction, since that is what asks for a response directly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any, TypeAlias

from stemmata.llm.calls import Answer, Call, Status, Usage
from stemmata.llm.requests import without_note
from stemmata.llm.serving.chat import asked
from stemmata.llm.templates import Template
from stemmata.llm.tokens import count, cut, prompt_tokens
from stemmata.schemas.instruction import Turn
from stemmata.training.rehearsed import answer_directly

NAME = "stemmata-rehearsal"
DIRECT = "direct"  # the stage of a prompt without a template

# Answers a prompt by rules, from the fields that fill it and the number of the sample.
Rule: TypeAlias = Callable[[Mapping[str, str], int], str]

_ROOMS = ("parsing", "refinement", "training")


@cache
def rules() -> Mapping[str, tuple[tuple[Template, Rule], ...]]:
    """Return every template with the rule that answers it, by the template's system message."""
    found: dict[str, tuple[tuple[Template, Rule], ...]] = {}
    for room in _ROOMS:
        for template, rule in import_module(f"stemmata.{room}.rehearsed").REHEARSED:
            found[template.system] = (*found.get(template.system, ()), (template, rule))
    return found


def recognised(messages: Sequence[Turn]) -> tuple[Template, Rule, dict[str, str]] | None:
    """Return the template of a prompt, its rule and its fields, or None where the prompt is not ours."""
    messages = [Turn(message.role, without_note(message.text)) for message in messages]
    opening = messages[0].text if messages and messages[0].role == "system" else ""
    for template, rule in rules().get(opening, ()):
        fields = template.read(messages)
        if fields is not None:
            return template, rule, fields
    return None


def stage_of(messages: Sequence[Turn]) -> str:
    """Return the name of the template that a prompt was made from, or `direct` where it is an instruction itself."""
    known = recognised(messages)
    return known[0].name if known else DIRECT


def answer(messages: Sequence[Turn], sample: int = 0) -> str:
    """Answer a prompt by rules."""
    known = recognised(messages)
    if known is None:
        return answer_directly(messages, sample)
    _, rule, fields = known
    return rule(fields, sample)


def answer_request(body: Mapping[str, Any]) -> str:
    """Answer the body of a request for a chat completion; its `seed` is the number of the sample."""
    wanted = asked(body)
    seed = body.get("seed")
    return answer(wanted.messages, seed if isinstance(seed, int) else 0)


class RehearsalModel:
    """The rehearsal as a `TextModel`, in this process: for dry runs, and for work that is driven by hand."""

    async def complete(self, call: Call) -> Answer:
        """Return the answer to a call."""
        return self.answer_call(call)

    def answer_call(self, call: Call) -> Answer:
        """Return the answer to a call."""
        whole = answer(call.messages, call.sample)
        text = whole if call.max_tokens is None else cut(whole, call.max_tokens)
        usage = Usage(prompt_tokens(call.messages, call.schema.definition if call.schema else None), count(text))
        if len(text) < len(whole):
            return Answer(Status.LENGTH, text, "the answer stops at the limit of tokens", NAME, usage)
        return Answer(Status.OK if text else Status.EMPTY, text, "" if text else "no words", NAME, usage)
