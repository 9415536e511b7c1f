"""How the rules answer our prompts on parsing, for rehearsals: the units of the rules parser, in its own words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from stemmata.llm.templates import Template
from stemmata.parsing.absence import absent
from stemmata.parsing.parser import get_parser
from stemmata.parsing.prompts import DECOMPOSE, FILTER, shown_turns
from stemmata.schemas.instruction import Node
from stemmata.schemas.vocabulary import NodeKind

_LONGEST = 40  # words of a quote that is given whole
_ENDS = 8  # words of a longer one that are given at either end


def _decompose(said: Mapping[str, str], sample: int) -> str:
    graph = get_parser().parse(shown_turns(said))
    texts = [turn.text for turn in graph.turns]

    def quotes(node: Node) -> list[str]:
        return [_shortened(texts[span.turn][span.start : span.end]) for span in node.spans]

    facts = [{"statement": node.text, "quotes": quotes(node), "role": node.role} for node in graph.facts]
    asked = [
        {
            "statement": node.text,
            "quotes": quotes(node),
            "kind": "act" if node.kind is NodeKind.SUB_INSTRUCTION else "constraint",
        }
        for node in graph.discourse
        if node.kind is not NodeKind.FACT
    ]
    return json.dumps({"facts": facts, "instructions": asked}, ensure_ascii=False)


def _shortened(words: str) -> str:
    """Return a quote as it is, or the two ends of a long one."""
    if len(words.split()) <= _LONGEST:
        return words
    return f"{' '.join(words.split()[:_ENDS])} [...] {' '.join(words.split()[-_ENDS:])}"


def _filter(said: Mapping[str, str], sample: int) -> str:
    reason = absent(get_parser().parse(shown_turns(said)))
    return json.dumps({"lacking": reason is not None, "reason": reason or ""}, ensure_ascii=False)


REHEARSED: tuple[tuple[Template, Callable[[Mapping[str, str], int], str]], ...] = (
    (FILTER, _filter),
    (DECOMPOSE, _decompose),
)
