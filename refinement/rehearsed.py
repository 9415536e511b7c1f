"""The model's part in refinement done by rules, for rehearsals: the catalogue's changes of the words in a prompt.

Each function is pure: it takes the fields of a prompt and the number of the sample, and returns the answer.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Mapping

from stemmata.llm.templates import Template
from stemmata.parsing.parser import parse
from stemmata.refinement.fitting import fitted
from stemmata.refinement.gates import wrong_article
from stemmata.refinement.minimal import changes
from stemmata.refinement.other_words import other_words
from stemmata.refinement.prompts import (
    CLOSING,
    KINDS,
    MODIFY_PROMPT,
    MODIFY_SPAN,
    NATURAL,
    OPENING,
    REDO,
    REWRITE,
    WANTED,
)
from stemmata.refinement.shown import GAP
from stemmata.schemas.instruction import digest
from stemmata.schemas.vocabulary import NodeKind, Relation

_STRAYS = 12  # one in so many whole prompts is revised with a change too many, as models do
_READ = 800  # characters that the rehearsed judge reads of a prompt, of its first paragraph alone
_BLOT = re.compile(r"\b([a-z]{2,}) \1\b|[^\s.]\.\.(?!\.)|\s[,;!?](?:\s|$)|,[.,;:]")
_DOUBLED = frozenset({"had had", "that that", "knock knock", "blah blah", "no no", "bye bye", "very very"})

Fields = Mapping[str, str]


def _relation(fields: Fields) -> Relation | None:
    return next((relation for relation, said in WANTED.items() if said == fields["wanted"]), None)


def _rng(fields: Fields, sample: int) -> random.Random:
    return random.Random(digest(*(f"{key}={fields[key]}" for key in sorted(fields)), str(sample)))


def _new(before: str, words: str, after: str, relation: Relation, rng: random.Random, *, task: bool) -> str | None:
    """Return the first other words that read well in their place."""
    for candidate in other_words(words, relation, rng, task=task):
        new = fitted(words, candidate, after[:1])
        now = before[-24:] + new + after[:12]
        was = before[-24:] + words + after[:12]
        if not wrong_article(now, was) and not (_BLOT.search(now) and not _BLOT.search(was)):
            return new
    return None


def _answer(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False)


def _span(fields: Fields, sample: int) -> str:
    relation, context = _relation(fields), fields["context"]
    before, _, rest = context.partition(OPENING)
    after = rest.rpartition(CLOSING)[2]
    task = fields["kind"] == KINDS[NodeKind.SUB_INSTRUCTION]
    new = relation and _new(before, fields["words"], after, relation, _rng(fields, sample), task=task)
    if not new:
        return _answer(valid=False, words="", why="no other words fit here")
    return _answer(valid=True, words=new, why=f"{relation} to what it asked")


def _paper(fields: Fields, sample: int) -> str:
    made = _revised(fields, sample)
    if made is None:
        return _answer(valid=False, instruction="", prompt="", why="no other instruction fits here")
    words, prompt = made
    if int(digest(fields["prompt"], fields["instruction"])[:8], 16) % _STRAYS == 0:
        prompt = prompt.rstrip() + ("" if prompt.rstrip().endswith((".", "!", "?")) else ".") + " Thank you."
    return _answer(valid=True, instruction=words, prompt=prompt, why="one instruction is another")


def _redo(fields: Fields, sample: int) -> str:
    first = {key: fields[key] for key in ("prompt", "facts", "instructions", "instruction", "wanted")}
    made = _revised(first, sample)
    if made is None:
        return _answer(valid=False, instruction="", prompt="", why="no other instruction fits here")
    return _answer(valid=True, instruction=made[0], prompt=made[1], why="nothing else is changed now")


def _revised(fields: Fields, sample: int) -> tuple[str, str] | None:
    """Return the new words of an instruction, and the prompt with them in it; None where nothing fits."""
    prompt, relation = fields["prompt"], _relation(fields)
    words = max(fields["instruction"].split(GAP), key=len)
    place = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", prompt) if words.strip() else None
    if place is None or relation is None:
        return None
    before, after = prompt[: place.start()], prompt[place.end() :]
    task = any(one.kind is NodeKind.SUB_INSTRUCTION for one in parse(words).discourse)
    new = _new(before, words, after, relation, _rng(fields, sample), task=task)
    return None if new is None else (new, before + new + after)


def _natural(fields: Fields, sample: int) -> str:
    read = fields["prompt"][:_READ].partition("\n\n")[0]
    blot = _BLOT.search(read)
    if blot and blot[0].lower() not in _DOUBLED:
        return _answer(natural=False, why=f"{blot[0].strip()!r} reads badly")
    article = wrong_article(read)
    if article:
        return _answer(natural=False, why=f"{article!r} does not agree")
    return _answer(natural=True, why="it reads well")


def _rewrite(fields: Fields, sample: int) -> str:
    prompt = fields["prompt"]
    rng = _rng(fields, sample)
    new = prompt
    for node in reversed([one for one in parse(prompt).discourse if one.kind is not NodeKind.FACT]):
        _, start, end = node.spans[-1]
        relation: Relation = rng.choice(("parallel", "contradicting", "equivalent"))
        task = node.kind is NodeKind.SUB_INSTRUCTION
        words = _new(new[:start], new[start:end], new[end:], relation, rng, task=task)
        if words is not None:
            new = new[:start] + words + new[end:]
    if not changes(prompt, new):
        return _answer(valid=False, prompt="", why="no other prompt comes of it")
    return _answer(valid=True, prompt=new, why="of the same pattern")


# Each template, and the rules that answer it.
REHEARSED: tuple[tuple[Template, Callable[[Mapping[str, str], int], str]], ...] = (
    (MODIFY_SPAN, _span),
    (MODIFY_PROMPT, _paper),
    (REDO, _redo),
    (NATURAL, _natural),
    (REWRITE, _rewrite),
)
