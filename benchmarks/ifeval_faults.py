"""What is plainly wrong in IFEval's reference: a predicate for each fault, and examples that show it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ifeval_checkers import Judged, Reference, labels_of
from ifeval_pairs import Pair

from stemmata.graphs.constraints.casing import is_common_english
from stemmata.graphs.constraints.languages import guess_of


def raised(reference: Reference, one: Judged) -> bool:
    """Return whether the reference gives no verdict, but an error."""
    return one.theirs is None


def undetermined(reference: Reference, one: Judged) -> bool:
    """Return whether langdetect finds nothing to tell the language from."""
    return one.theirs is True and guess_of(one.pair.response) is None


def drawn(reference: Reference, one: Judged) -> bool:
    """Return whether langdetect, which draws lots, says now one language and now another."""
    import langdetect

    try:
        first = langdetect.detect(one.pair.response)
        return any(langdetect.detect(one.pair.response) != first for _ in range(DRAWS))
    except langdetect.LangDetectException:
        return False


def few_words(reference: Reference, one: Judged) -> bool:
    """Return whether the response is one to three common English words."""
    return one.ours and is_common_english(one.pair.response)


def pattern(reference: Reference, one: Judged) -> bool:
    """Return whether the reference agrees once the words are escaped, which it takes for regular expressions."""

    def escaped(value: object) -> object:
        if isinstance(value, list):
            return [escaped(word) for word in value]
        return re.escape(value) if isinstance(value, str) else value

    labels = [
        (name, {key: escaped(value) if key in WORDS else value for key, value in kwargs.items()})
        for name, kwargs in labels_of(one.pair)
    ]
    return reference.judge(labels, one.pair.response) is one.ours


def inner_marker(reference: Reference, one: Judged) -> bool:
    """Return whether the marker stands inside something else alone, such as "P.S." in "P.P.S."."""
    mark = r"(?<![\w.])" + str(one.pair.kwargs["postscript_marker"]).replace(".", r"\.\s?")
    mark += r"(?!\w)" if mark[-1].isalpha() else ""
    return one.theirs is True and not re.search(mark, one.pair.response, re.IGNORECASE)


def loose_stars(reference: Reference, one: Judged) -> bool:
    """Return whether stars are left when *this* and **this** are taken out: beside blanks, uneven, three or more."""
    return "*" in re.sub(r"(?<!\*)(\*{1,2})(?=[^\s*])[^*\n]*(?<=[^\s*])\1(?!\*)", "", one.pair.response)


def inner_section(reference: Reference, one: Judged) -> bool:
    """Return whether a section's mark goes on from a word, as in "MySection 1" and "see Section 1"."""
    mark = re.escape(str(one.pair.kwargs["section_spliter"]))
    return one.theirs is True and re.search(rf"\w[ \t\xa0]{{0,2}}{mark}\s?\d", one.pair.response) is not None


class Fault(NamedTuple):
    """Something that is plainly wrong in the reference.

    Attributes:
        ids: The constraints that it is about.
        sentence: What is wrong, as `docs/ifeval.md` says it.
        applies: Whether it decides a pair on which both differ.
        examples: Pairs that show it, each with whether the response keeps the constraint.
    """

    ids: tuple[str, ...]
    sentence: str
    applies: Callable[[Reference, Judged], bool]
    examples: tuple[tuple[Pair, bool], ...]


DRAWS = 100
WORDS = ("keyword", "keywords", "forbidden_words", "section_spliter")
CAPITAL, LOWERCASE, LANGUAGE = (
    "change_case:english_capital",
    "change_case:english_lowercase",
    "language:response_language",
)
EXISTENCE, FORBIDDEN, FREQUENCY = "keywords:existence", "keywords:forbidden_words", "keywords:frequency"
SECTIONS, HIGHLIGHTS = "detectable_format:multiple_sections", "detectable_format:number_highlighted_sections"
POSTSCRIPT, JSON = "detectable_content:postscript", "detectable_format:json_format"


def _stars(number: int, response: str) -> tuple[Pair, bool]:
    return Pair(HIGHLIGHTS, {"num_highlights": number}, response), False


def _section(response: str, mark: str = "Section") -> tuple[Pair, bool]:
    return Pair(SECTIONS, {"section_spliter": mark, "num_sections": 1}, response), False


FAULTS = (
    Fault((JSON,), "Deep nesting raises an error", raised, ((Pair(JSON, {}, "[" * 100_000 + "]" * 100_000), False),)),
    Fault(
        (CAPITAL, LOWERCASE),
        "One to three English words are taken for another language",
        few_words,
        ((Pair(LOWERCASE, {}, "mixed"), True),),
    ),
    Fault(
        (CAPITAL, LOWERCASE, LANGUAGE),
        "A text whose language cannot be told passes",
        undetermined,
        ((Pair(LOWERCASE, {}, "http://a.b/c"), False), (Pair(LANGUAGE, {"language": "fr"}, "12 + 30"), False)),
    ),
    Fault(
        (CAPITAL, LOWERCASE, LANGUAGE),
        "The language is drawn by lot",
        drawn,
        ((Pair(CAPITAL, {}, "MANY IDEAS ARE SIMPLE"), False),),
    ),
    Fault(
        (EXISTENCE, FORBIDDEN, FREQUENCY, SECTIONS),
        "A word is taken for a regular expression",
        pattern,
        (
            (Pair(EXISTENCE, {"keywords": ["C++"]}, "Cats."), False),
            (Pair(FORBIDDEN, {"forbidden_words": ["a.m."]}, "They aim it high."), True),
            (Pair(FREQUENCY, {"keyword": "a.m.", "frequency": 1, "relation": "at least"}, "Banana may do."), False),
        ),
    ),
    Fault(
        (SECTIONS,),
        "A mark inside other words, or spoken of, is a section",
        inner_section,
        (_section("MySection 1"), _section("As Section 1 says.")),
    ),
    Fault(
        (POSTSCRIPT,),
        "The marker is found inside other words",
        inner_marker,
        ((Pair(POSTSCRIPT, {"postscript_marker": "P.S."}, "P.P.S. Bring tea."), False),),
    ),
    Fault(
        (HIGHLIGHTS,),
        "Stars that highlight nothing are counted, and bold italic twice",
        loose_stars,
        (_stars(1, "2 * 3 * 4"), _stars(2, "***so***"), _stars(2, "*one**two*")),
    ),
)


def fault_of(reference: Reference, one: Judged) -> Fault | None:
    """Return the fault that decides a pair on which both differ; None where none does."""
    return next((fault for fault in FAULTS if one.pair.id in fault.ids and fault.applies(reference, one)), None)
