"""What two constraints mean for each other: decided by their arguments, or shown by responses, or unknown."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, product

from stemmata.graphs.constraints.meaning import decided
from stemmata.graphs.constraints.mending import Mended, repair_all
from stemmata.graphs.constraints.registry import families
from stemmata.graphs.constraints.samples import samples
from stemmata.graphs.constraints.verifying import repair, verdict
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import Meaning

# Texts of several lengths and layouts; what they lack to keep a constraint, its repair puts in.
TEXTS = (
    "",
    "Fine.",
    "the tide goes out, and the boats lie in the mud.",
    "The tide goes out. The boats lie in the mud. Nobody minds the rain on the quay today.",
    "# Tides\n\nThe tide goes out twice a day. Boats lie in the mud.\n\nThen it comes back. The boats float again.\n\n"
    "Nobody minds. It has always been so, and people here live by it.",
    "* The tide goes out\n* The boats lie in the mud\n* The tide comes back",
    "1. The tide goes out\n2. The boats lie in the mud",
    "THE TIDE GOES OUT AND THE BOATS LIE IN THE MUD",
    "The tide goes out and comes back, day after day, and the boats rise and sink with it. " * 12,
)
_FEW = 3  # texts that keep a constraint, and texts that break it, of those made for it


def relation(first: Payload, second: Payload) -> Meaning:
    """Return what the first constraint means for the second: contradicts, implies, implied_by, equivalent, independent.

    What the arguments do not decide may still be shown: a response that keeps both, one that keeps only the first and
    one that keeps only the second make them independent. All else is `unknown`, never guessed.

    Example:
        >>> title = Payload("detectable_format:title", {})
        >>> relation(title, Payload("length_constraints:number_sentences", {"relation": "at most", "num_sentences": 9}))
        'independent'
    """
    told = decided(first, second)
    if told is not None:
        return told
    return "independent" if _free(first, second) else "unknown"


def _free(first: Payload, second: Payload) -> bool:
    """Return whether there are responses that show two hard constraints to be independent."""
    known = families()
    if not all(one.id in known and known[one.id].hard for one in (first, second)):
        return False
    seen = {(True, False): False, (False, True): False, (True, True): False}
    for text in _tried(first, second):
        kept = verdict(first, text).passed is True, verdict(second, text).passed is True
        if kept in seen:
            seen[kept] = True
            if all(seen.values()):
                return True
    return False


def _tried(first: Payload, second: Payload) -> Iterator[str]:
    """Yield responses: some that are made for neither, some made for each, and two of those one after the other."""
    yield from _with_repairs(TEXTS, first, second)
    ours, theirs = (_made_for(one.id, json.dumps(dict(one.kwargs), sort_keys=True)) for one in (first, second))
    yield from _with_repairs((*ours, *theirs), first, second)
    for text in (*ours, *theirs):
        yield f"<response>\n{text}\n</response>"
        yield f"```json\n{json.dumps([text], ensure_ascii=False)}\n```"
        yield f'"\n{text}\n"'
        yield f"{text}\n******\n{text} Again."
    for one, other in product(ours, theirs):
        for joint in ("\n\n", " "):
            yield one + joint + other
            yield other + joint + one


def _with_repairs(texts: Iterable[str], first: Payload, second: Payload) -> Iterator[str]:
    for text in texts:
        yield text
        for one in (first, second):
            try:
                mended = repair(one.id, one.kwargs, text)
            except InputError:
                return
            if mended is not None:
                yield mended.text
        both = repair_all((first, second), text)
        if isinstance(both, Mended):
            yield both.text


@lru_cache(maxsize=2048)
def _made_for(family_id: str, arguments: str) -> tuple[str, ...]:
    """Return a few texts made for a constraint: such as keep it, and such as break it."""
    constraint = Payload(family_id, json.loads(arguments))
    kept: list[str] = []
    broken: list[str] = []
    repaired = (repair(constraint.id, constraint.kwargs, text) for text in TEXTS[1:])
    for text in chain(samples(constraint), (one.text for one in repaired if one is not None)):
        here = kept if verdict(constraint, text).passed else broken
        if len(here) < _FEW:
            here.append(text)
        if len(kept) == len(broken) == _FEW:
            break
    return (*kept, *broken)
