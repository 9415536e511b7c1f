"""Amounts: how people say them, the intervals that they mean, and the alternatives to one."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator

from stemmata.graphs.constraints.family import Arguments, Form, Kwargs
from stemmata.graphs.constraints.passage import Passage
from stemmata.schemas.vocabulary import Meaning, Relation

Bound = Literal["at least", "at most", "less than", "more than", "equal to", "between"]
BOUNDS: tuple[Bound, ...] = ("at least", "at most", "less than", "more than", "equal to", "between")

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS: dict[str, int] = {
    **{word: value for value, word in enumerate(_ONES)},
    **{word: 20 + 10 * value for value, word in enumerate(_TENS)},
    **{f"{ten}-{one}": 20 + 10 * i + j for i, ten in enumerate(_TENS) for j, one in enumerate(_ONES[1:10], 1)},
    "a": 1, "an": 1, "a single": 1, "single": 1, "a couple of": 2, "a couple": 2, "a dozen": 12, "a hundred": 100,
    "one hundred": 100, "two hundred": 200, "three hundred": 300, "four hundred": 400, "five hundred": 500,
    "a thousand": 1000, "one thousand": 1000,
}  # fmt: skip
_WORDS = "|".join(
    sorted((re.escape(word) for word in NUMBER_WORDS if word not in {"a", "an", "single"}), key=len, reverse=True)
)
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}}|{_WORDS})"
_SAY_AT_LEAST = (
    r"at least|no fewer than|no less than|not less than|not fewer than|a minimum of|minimum of|minimum|min\.?"
)
_SAY_AT_MOST = (
    r"at most|no more than|not more than|not exceed(?:ing)?|never exceed|no longer than|"
    r"up to|a maximum of|maximum of|maximum|max\.?|within|a limit of"
)
_SAY_LESS = r"less than|fewer than|under|below|shorter than"
_SAY_MORE = r"more than|over|above|longer than|greater than|exceeding"
_SAY_EQUAL = r"exactly|precisely|just|only|a total of|equal to"
_SAID = (
    rf"(?:(?P<ge>{_SAY_AT_LEAST})|(?P<le>{_SAY_AT_MOST})|(?P<lt>{_SAY_LESS})|(?P<gt>{_SAY_MORE})|(?P<eq>{_SAY_EQUAL}))"
)
_AFTER = r"(?:\s?(?:or|and) (?P<suffix>more|less|fewer|above|over|longer))"


def number(words: str) -> int:
    """Return the number that a word or digits say.

    Example:
        >>> number("1,200"), number("twenty-five"), number("a couple of")
        (1200, 25, 2)
    """
    plain = words.strip().lower().replace(",", "")
    return int(plain) if plain.isdigit() else NUMBER_WORDS[plain]


def amount_pattern(noun: str) -> re.Pattern[str]:
    """Return a pattern for amounts of a noun, over lower-case text.

    Groups: `ge le lt gt eq` say the bound, `n` and `m` the numbers (m of a range), `suffix` "or more", `noun`.

    Args:
        noun: A regular expression for the noun, with its adjectives; bounded.
    """
    return re.compile(
        rf"(?<![\w.-])(?:{_SAID}\s+)?(?:(?P<range>between\s+|from\s+)?(?P<n>{NUMBER})(?![\w%])"
        rf"(?:\s?(?:-|–|to|and)\s?(?P<m>{NUMBER}))?)(?P<plus>\+)?{_AFTER}?[\s-]{{1,2}}(?P<noun>{noun})"
        rf"(?:\s(?P<tail>or (?:more|less|fewer)|at (?:least|most|minimum)|minimum|maximum|max))?(?![\w-])"
    )


class Amount(NamedTuple):
    """An amount as words state it: its bound, its number, the upper number of a range."""

    relation: Bound
    value: int
    upper: int | None


def read_amount(match: re.Match[str], *, bare: Bound = "equal to") -> Amount | None:
    """Return the amount that a match of `amount_pattern` states; None for a range that is none.

    Args:
        match: A match.
        bare: The bound meant by a number alone.
    """
    value, upper = number(match["n"]), number(match["m"]) if match["m"] else None
    said = [name for name in ("ge", "le", "lt", "gt", "eq") if match[name]]
    if upper is not None:
        return Amount("between", value, upper) if value < upper and not said else None
    after = (match["suffix"] or "") + (match["tail"] or "")
    if match["plus"] or any(word in after for word in ("more", "above", "over", "longer", "at least", "minimum")):
        return Amount("at least", value, None)
    if any(word in after for word in ("less", "fewer", "most", "max")):
        return Amount("at most", value, None)
    if not said:
        return Amount(bare, value, None)
    bounds: dict[str, Bound] = {
        "ge": "at least",
        "le": "at most",
        "lt": "less than",
        "gt": "more than",
        "eq": "equal to",
    }
    return Amount(bounds[said[0]], value, None)


class Interval(NamedTuple):
    """Whole numbers from low to high, both included; high is None where there is no end."""

    low: int
    high: int | None

    def holds(self, count: int) -> bool:
        """Return whether a count lies inside."""
        return count >= self.low and (self.high is None or count <= self.high)

    def meaning(self, other: Interval) -> Meaning:
        """Return what staying inside this interval means for staying inside another."""
        high, other_high = float("inf") if self.high is None else self.high, other.high
        other_top = float("inf") if other_high is None else other_high
        if self == other:
            return "equivalent"
        if self.low > other_top or other.low > high:
            return "contradicts"
        if self.low >= other.low and high <= other_top:
            return "implies"
        if other.low >= self.low and other_top <= high:
            return "implied_by"
        return "independent"


def interval(relation: str, value: int, upper: int | None = None) -> Interval:
    """Return the interval that a bound means.

    Example:
        >>> interval("less than", 10)
        Interval(low=0, high=9)
    """
    return {
        "at least": Interval(value, None),
        "more than": Interval(value + 1, None),
        "at most": Interval(0, value),
        "less than": Interval(0, value - 1),
        "equal to": Interval(value, value),
        "between": Interval(value, upper),
    }[relation]


class Counted(Arguments):
    """Arguments of a family that counts: a bound, and the upper number of a range. Subclasses add the number."""

    relation: Bound
    upper: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _range_has_two_ends(self) -> Self:
        if (self.relation == "between") != (self.upper is not None):
            raise ValueError("'upper' goes with the relation 'between', and with no other")
        return self


def spoken(value: int, noun: str, plural: str, *, digits: bool = True) -> str:
    """Return a number with its noun, in agreement.

    Example:
        >>> spoken(1, "word", "words"), spoken(3, "word", "words", digits=False)
        ('1 word', 'three words')
    """
    said = str(value) if digits or value >= len(_ONES) else _ONES[value]
    return f"{said} {noun if value == 1 else plural}"


def amounts(kwargs: Kwargs, key: str, noun: str, plural: str) -> list[str]:
    """Return phrasings of an amount with its noun ("at least 300 words"), the plainest first."""
    value, upper = kwargs[key], kwargs.get("upper")
    what = spoken(value, noun, plural)
    return {
        "at least": [f"at least {what}", f"no fewer than {what}", f"a minimum of {what}", f"{value} or more {plural}"],
        "more than": [f"more than {what}", f"over {what}"],
        "at most": [f"at most {what}", f"no more than {what}", f"up to {what}", f"a maximum of {what}"],
        "less than": [f"less than {what}", f"fewer than {what}", f"under {what}"],
        "equal to": [f"exactly {what}", f"precisely {what}", what],
        "between": [
            f"between {value} and {upper} {plural}",
            f"{value} to {upper} {plural}",
            f"{value}-{upper} {plural}",
        ],
    }[kwargs["relation"]]


def verbs(kwargs: Kwargs, key: str, noun: str, plural: str) -> list[str]:
    """Return phrasings of an amount after a modal ("not exceed 300 words", "contain at least 300 words")."""
    said = [f"contain {words}" for words in amounts(kwargs, key, noun, plural)]
    if kwargs["relation"] == "at most":
        return [f"not exceed {spoken(kwargs[key], noun, plural)}", *said]
    return said


def adjectives(kwargs: Kwargs, key: str, noun: str) -> list[str]:
    """Return phrasings of an amount before a noun ("300-word", "300+ word"); none where the bound has none."""
    value, upper = kwargs[key], kwargs.get("upper")
    return {
        "at least": [f"{value}+ {noun}"],
        "equal to": [f"{value}-{noun}", f"{value} {noun}"],
        "between": [f"{value}-{upper} {noun}"],
    }.get(kwargs["relation"], [])


def rounded(value: float, steps: Sequence[int] = (1, 5, 10, 50, 100)) -> int:
    """Return a number near a value as a person would choose it: the larger, the rounder."""
    step = next((step for step, limit in zip(steps, (10, 40, 150, 1000), strict=False) if value < limit), steps[-1])
    return max(1, round(value / step) * step)


def changed_amounts(
    kwargs: Kwargs, key: str, rng: random.Random, *, least: int = 1
) -> Iterator[tuple[dict[str, object], Relation]]:
    """Yield amounts near one, each with its relation to it: contradicting, stronger, weaker, parallel.

    Args:
        kwargs: The arguments to vary.
        key: The name of the number among them.
        rng: Decides between near alternatives.
        least: The smallest number that makes sense.
    """
    here = interval(kwargs["relation"], kwargs[key], kwargs.get("upper"))
    value, upper = kwargs[key], kwargs.get("upper") or kwargs[key]
    down, up = rounded(min(value, upper) * rng.choice((0.5, 0.6, 0.75))), rounded(upper * rng.choice((1.5, 2.0)))
    if up <= upper:
        up = upper + 1
    if down >= value:
        down = value - 1
    options: list[dict[str, object]] = []
    if kwargs["relation"] in ("equal to", "between"):
        options += [{key: n, "relation": "equal to"} for n in (up, down)]
        options += [{key: value, "relation": "at least"}, {key: upper, "relation": "at most"}]
    else:
        options += [{key: n, "relation": kwargs["relation"]} for n in (up, down)]
        opposite = "at most" if here.high is None else "at least"
        options.append({key: down if here.high is None else up, "relation": opposite})
        options.append({key: value, "relation": "equal to"})
    names: dict[Meaning, Relation] = {
        "contradicts": "contradicting", "implies": "stronger", "implied_by": "weaker", "independent": "parallel",
    }  # fmt: skip
    for option in options:
        there = interval(str(option["relation"]), int(str(option[key])))
        if int(str(option[key])) >= least and (there.high is None or there.high >= least):
            meaning = there.meaning(here)
            if meaning in names:
                yield option, names[meaning]


def find_amounts(
    passage: Passage, pattern: re.Pattern[str], *, bare: Bound = "equal to"
) -> Iterator[tuple[re.Match[str], Amount, Form]]:
    """Yield each amount in a passage with its form.

    ADJECTIVE for "300-word" and "300+ word", VERB for "not exceed 300 words", AMOUNT otherwise.
    """
    for match in pattern.finditer(passage.lower):
        amount = read_amount(match, bare=bare)
        if amount is not None:
            singular = not match["noun"].endswith("s") and amount.value != 1
            form = Form.ADJECTIVE if singular and not match["tail"] else Form.AMOUNT
            yield match, amount, Form.VERB if (match["le"] or "").endswith("exceed") else form


def judged(count: int, kwargs: Kwargs, key: str, noun: str, plural: str) -> tuple[bool, str]:
    """Return whether a count keeps the bound, and the sentence that says so."""
    passed = interval(kwargs["relation"], kwargs[key], kwargs.get("upper")).holds(count)
    return passed, f"{spoken(count, noun, plural)}; asked for {amounts(kwargs, key, noun, plural)[0]}"
