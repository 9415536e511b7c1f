"""Constraints in IFEval's own terms: its 25 ids, the names of their arguments, and the two bounds that it knows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from stemmata.graphs.constraints.intervals import Interval, interval
from stemmata.graphs.constraints.registry import payload
from stemmata.schemas.errors import InputError
from stemmata.schemas.instruction import Payload

AT_LEAST, LESS_THAN = "at least", "less than"


class Terms(NamedTuple):
    """How IFEval states one kind of constraint.

    Attributes:
        arguments: The names of all its arguments.
        number: The argument that is bounded.
        relation: The argument that names the bound; where there is none, `bound` is what the number means.
        bound: The fixed bound.
    """

    arguments: tuple[str, ...] = ()
    number: str | None = None
    relation: str | None = None
    bound: Literal["at least", "equal to"] | None = None


IFEVAL: Mapping[str, Terms] = {
    "change_case:capital_word_frequency": Terms(
        ("capital_relation", "capital_frequency"), "capital_frequency", "capital_relation"
    ),
    "change_case:english_capital": Terms(),
    "change_case:english_lowercase": Terms(),
    "combination:repeat_prompt": Terms(("prompt_to_repeat",)),
    "combination:two_responses": Terms(),
    "detectable_content:number_placeholders": Terms(("num_placeholders",), "num_placeholders", bound="at least"),
    "detectable_content:postscript": Terms(("postscript_marker",)),
    "detectable_format:constrained_response": Terms(),
    "detectable_format:json_format": Terms(),
    "detectable_format:multiple_sections": Terms(("section_spliter", "num_sections"), "num_sections", bound="at least"),
    "detectable_format:number_bullet_lists": Terms(("num_bullets",), "num_bullets", bound="equal to"),
    "detectable_format:number_highlighted_sections": Terms(("num_highlights",), "num_highlights", bound="at least"),
    "detectable_format:title": Terms(),
    "keywords:existence": Terms(("keywords",)),
    "keywords:forbidden_words": Terms(("forbidden_words",)),
    "keywords:frequency": Terms(("relation", "keyword", "frequency"), "frequency", "relation"),
    "keywords:letter_frequency": Terms(("let_relation", "letter", "let_frequency"), "let_frequency", "let_relation"),
    "language:response_language": Terms(("language",)),
    "length_constraints:nth_paragraph_first_word": Terms(
        ("first_word", "num_paragraphs", "nth_paragraph"), "num_paragraphs", bound="equal to"
    ),
    "length_constraints:number_paragraphs": Terms(("num_paragraphs",), "num_paragraphs", bound="equal to"),
    "length_constraints:number_sentences": Terms(("relation", "num_sentences"), "num_sentences", "relation"),
    "length_constraints:number_words": Terms(("relation", "num_words"), "num_words", "relation"),
    "punctuation:no_comma": Terms(),
    "startend:end_checker": Terms(("end_phrase",)),
    "startend:quotation": Terms(),
}

_UPPER = "upper"
# The languages that its checker knows; of another it raises an error.
_LANGUAGES = frozenset(
    "ar bg bn de en es fa fi fr gu he hi it ja kn ko ml mr ne pa pl pt ru sw ta te th uk ur vi".split()
)
# Arguments that are lists, each member of which is a demand of its own.
_LISTS = {"keywords:existence": "keywords", "keywords:forbidden_words": "forbidden_words"}


class Label(NamedTuple):
    """An IFEval instruction: its id and its arguments."""

    id: str
    kwargs: dict[str, Any]


def said(constraint: Payload) -> list[Label] | None:
    """Return a constraint as IFEval says it; None where it cannot.

    Its bounds are "at least" and "less than"; what lies between two numbers it says twice.

    Example:
        >>> said(Payload("length_constraints:number_words", {"relation": "at most", "num_words": 5}))
        [Label(id='length_constraints:number_words', kwargs={'relation': 'less than', 'num_words': 6})]
    """
    terms = IFEVAL.get(constraint.id)
    if terms is None:
        return None
    given = {key: value for key, value in constraint.kwargs.items() if value is not None}
    if given.get("language", "en") not in _LANGUAGES:
        return None
    bound_name = terms.relation or "relation"
    known = {*terms.arguments, *((bound_name, _UPPER) if terms.number else ())}
    if not given.keys() <= known or any(name not in given for name in terms.arguments if name != terms.relation):
        return None
    plain = {name: given[name] for name in terms.arguments if name not in (terms.number, terms.relation)}
    if terms.number is None:
        return [Label(constraint.id, plain)]
    relation = given.get(bound_name) or terms.bound
    if relation is None:
        return None
    bounds = interval(relation, given[terms.number], given.get(_UPPER))
    kwargs = [_ordered(terms, {**plain, **one}) for one in _bounds(terms, bounds)]
    return [Label(constraint.id, one) for one in kwargs] or None


def _bounds(terms: Terms, bounds: Interval) -> list[dict[str, Any]]:
    """Return the arguments of an interval, two lots where it has two ends; none where IFEval cannot say it.

    Its checkers take a number of 0 for a missing one.
    """
    low, high = bounds
    if bounds.empty or terms.number is None:
        return []
    if terms.relation is None:
        fits = high is None if terms.bound == AT_LEAST else low == high
        return [{terms.number: low}] if fits and low else []
    ends = [{terms.relation: AT_LEAST, terms.number: low}] if low else []
    if high is not None:
        ends.append({terms.relation: LESS_THAN, terms.number: high + 1})
    return ends


def _ordered(terms: Terms, kwargs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: kwargs[name] for name in terms.arguments}


def joined(constraints: Iterable[Payload]) -> list[Payload]:
    """Return constraints with a lower and an upper bound of one thing, which IFEval says twice, joined into a range."""
    made: list[Payload] = []
    waiting: dict[str, tuple[int, Interval]] = {}  # a bound that another may join: its place, its interval
    for one in constraints:
        ends = _ends(one)
        if ends is None:
            made.append(one)
            continue
        key = _key(one.id, {name: value for name, value in one.kwargs.items() if name not in _bound_names(one.id)})
        at, other = waiting.pop(key, (len(made), ends))
        both = _between(one, ends.meet(other)) if at < len(made) else None
        if both is not None:
            made[at] = both
        else:
            waiting[key] = (len(made), ends)
            made.append(one)
    return made


def _bound_names(family_id: str) -> tuple[str, ...]:
    terms = IFEVAL[family_id] if family_id in IFEVAL else Terms()
    return tuple(name for name in (terms.number, terms.relation, _UPPER) if name is not None)


def _ends(constraint: Payload) -> Interval | None:
    """Return the interval of a one-sided bound; None for any other constraint."""
    terms = IFEVAL.get(constraint.id)
    if terms is None or terms.relation is None or terms.number is None:
        return None
    relation = constraint.kwargs.get(terms.relation)
    return interval(relation, constraint.kwargs[terms.number]) if relation in (AT_LEAST, LESS_THAN) else None


def _between(constraint: Payload, bounds: Interval) -> Payload | None:
    """Return a constraint with a two-sided bound; None where there is none, or its family knows none."""
    terms = IFEVAL[constraint.id]
    if bounds.empty or not bounds.low or bounds.high is None or terms.number is None or terms.relation is None:
        return None
    exact = bounds.low == bounds.high
    kwargs = {**constraint.kwargs, terms.number: bounds.low, terms.relation: "equal to" if exact else "between"}
    try:
        return payload(constraint.id, kwargs if exact else {**kwargs, _UPPER: bounds.high})
    except InputError:
        return None


def demands(constraint: Payload) -> dict[str, Label]:
    """Return the single demands of a constraint, as IFEval says them where it can, by keys that equal ones share.

    Each keyword of a list is one demand, and so is each end of a range.

    Example:
        >>> len(demands(Payload("keywords:existence", {"keywords": ["sun", "rain"]})))
        2
    """
    found = {}
    for label in said(constraint) or [Label(constraint.id, dict(constraint.kwargs))]:
        name = _LISTS.get(label.id)
        parts = [{name: [word]} for word in label.kwargs[name]] if name is not None else [label.kwargs]
        for part in parts:
            folded = {name: [word.casefold() for word in part[name]]} if name is not None else part
            found[_key(label.id, folded)] = Label(label.id, part)
    return found


def extended(constraint: Payload, more: Iterable[Label]) -> Payload:
    """Return a constraint that lists words with further words."""
    name = _LISTS[constraint.id]
    words = [*constraint.kwargs[name], *(word for label in more for word in label.kwargs[name])]
    return payload(constraint.id, {name: words})


def lists_words(family_id: str) -> bool:
    """Return whether a kind of constraint lists words, each of which is a demand of its own."""
    return family_id in _LISTS


def _key(family_id: str, kwargs: Mapping[str, Any]) -> str:
    return f"{family_id} {json.dumps(kwargs, sort_keys=True)}"
