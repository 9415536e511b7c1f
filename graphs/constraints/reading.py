"""Amounts as text states them: the patterns that find them, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from stemmata.graphs.constraints.deferred import deferred
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.numerals import NUMBER, number
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.scanning import scan

Bound = Literal["at least", "at most", "less than", "more than", "equal to", "between"]
BOUNDS: tuple[Bound, ...] = ("at least", "at most", "less than", "more than", "equal to", "between")

SIZE = 50  # from here on, a number of words before a noun says about how long the text is
_SAY_AT_LEAST = (
    r"at (?:the )?(?:very )?least|at a minimum|no fewer than|no less than|no shorter than|not (?:be )?(?:less|"
    r"fewer|shorter) than|"
    r"not (?:fall|drop|go|be) (?:below|under)|"
    r"(?:a |the )?minimum (?:(?:length|size|word count|count|number) )?of|"
    r"minimum (?:length|word count|words?)(?: is)?:|minimum|min\.?"
)
_SAY_AT_MOST = (
    r"at (?:the )?(?:very )?most|at a maximum|no (?:more|longer|greater) than|not (?:be )?(?:more|longer|over) than|"
    r"not be over|"
    r"(?:(?:does|do|is|are) not|(?:does|do)n['’]t|not|never|without) (?:exceed|surpass)(?:ing)?|"
    r"not a (?:word|sentence|line|character|paragraph) (?:over|above|more than)|up to|"
    r"(?:a |the )?maximum (?:(?:length|size|word count|count|number) )?of|"
    r"maximum (?:length|word count|words?)(?: is)?:|maximum|max\.?|within|(?:a |the )?limit of|"
    r"(?:limited|restricted|confined|capped|kept) (?:to|at)(?: (?:just|only))?"
)
_SAY_LESS = r"less than|fewer than|under|below|shorter than"
_SAY_MORE = r"more than|over|above|longer than|greater than|(?:exceed|surpass)(?:s|es|ing)?"
_SAY_EQUAL = r"exactly|precisely|just|only|equal to"
SAID = (
    rf"(?:(?P<ge>{_SAY_AT_LEAST})|(?P<le>{_SAY_AT_MOST})|(?P<lt>{_SAY_LESS})|(?P<gt>{_SAY_MORE})|"
    rf"(?P<eq>{_SAY_EQUAL}))"
)
_NOISE = r"(?:(?:a|the) (?:grand )?(?:total|range|maximum|minimum|limit|length|sum) of |a total )"
_SUFFIX = r"(?:\s?(?:or|and) (?P<suffix>more|less|fewer|above|over|longer|shorter))"
_TAIL = (
    r"(?P<tail>or (?:more|less|fewer|longer|shorter|above|over|under)|at (?:the )?(?:very )?(?:least|most)|"
    r"at (?:a |the )?(?:very )?(?:minimum|maximum)|minimum|maximum|max|min|tops)"
)
_VALUES = (
    rf"(?:between\s+|from\s+)?(?P<n>{NUMBER})(?![\w%])(?:\s?\(\d{{1,7}}\))?"
    rf"(?:(?:-\s|\s)?(?:-|–|—|to|and|or|(?:and|but) (?:no more than|not more than|at most|up to|a maximum of|"
    rf"maximum))\s?(?P<m>{NUMBER})(?![\w%]))?"
)
# "should not contain more than 200 words": the bound is turned round.
_NEGATED = re.compile(
    r"(?:\b(?:not|never|cannot|anything|nothing)|n['’]t)\s(?:(?:ever|also|be|contain|have|use|include|write|go|run|take|give|"
    r"produce|feature|span|in|"
    r"list|provide|add|comprise|consist of|make (?:it|this|them)|(?:answer|respond|reply) (?:in|with))\s){0,2}$"
)
# After these, a number is only near what is meant; no bound can be read from it.
ABOUT = re.compile(
    r"(?:\b(?:about|around(?: about)?|approximately|approx\.?|roughly|nearly|almost|circa|some|(?:very )?close to|"
    r"(?:somewhere )?"
    r"(?:near|in the (?:region|neighbou?rhood|vicinity|range) of)|within [\d.]{1,6}\s?(?:%|percent|words?) of)\s|"
    r"[~≈]\s?)$"
)
NEARLY = re.compile(
    r",?\s?\(?(?:or (?:so|thereabouts)\b|give or take\b|plus or minus\b|plus/minus\b|\+/-|±|more or less\b|"
    r"within \d{1,2}\s?(?:%|per)|"
    r"with (?:a|an) (?:tolerance|margin|deviation)\b)"
)


def amount_pattern(noun: str) -> re.Pattern[str]:
    """Return a pattern for amounts of a noun, over lower-case text.

    Groups: `ge le lt gt eq` say the bound, `n` and `m` the numbers (m of a range), `suffix` "or more", `noun`, `tail`.

    Args:
        noun: A regular expression for the noun, with its adjectives; bounded.
    """
    return deferred(
        rf"(?<![\w.-])(?=\w)(?:{SAID}\s+)?{_NOISE}?{_VALUES}(?P<plus>\+)?{_SUFFIX}?[\s-]{{1,2}}(?P<noun>{noun})"
        rf"(?:\s{_TAIL}|,? (?:and )?(?P<none>no (?:more|longer|fewer|less))(?! than))?(?![\w-])"
    )


def times_pattern() -> re.Pattern[str]:
    """Return a pattern for how often: "at least twice", "3 or more times". Its groups are `amount_pattern`'s."""
    return deferred(
        rf"(?<![\w.-])(?=\w)(?:for\s+)?(?P<core>(?:{SAID}\s+)?{_NOISE}?(?:(?P<once>once|twice|thrice)|"
        rf"{_VALUES}(?P<plus>\+)?{_SUFFIX}?"
        rf"[\s-]{{1,2}}(?P<noun>times?|occasions))(?:\s{_TAIL})?)(?![\w-])"
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
    once = match.groupdict().get("once")
    value, upper = number(once or match["n"]), number(match["m"]) if match["m"] else None
    said = next((name for name in ("ge", "le", "lt", "gt", "eq") if match[name]), None)
    if upper is not None:
        if value >= upper or said in ("lt", "gt"):
            return None
        if said == "ge" and not re.search(r"m(?:ost|ore|ax)|up", match.string[match.end("n") : match.start("m")]):
            return Amount("at least", value, None)
        if said == "le" and match["le"] != "within":
            return Amount("at most", upper, None)
        return Amount("between", value, upper)
    capped = match.groupdict().get("none")  # "six sentences, no more"
    if capped:
        return Amount("at most" if capped.endswith(("more", "longer")) else "at least", value, None)
    after = (match["suffix"] or "") + (match["tail"] or "")
    if match["plus"] or any(word in after for word in ("more", "above", "over", "longer", "least", "min")):
        return Amount("at least", value, None)
    if any(word in after for word in ("less", "fewer", "most", "max", "shorter", "under", "tops")):
        return Amount("at most", value, None)
    bounds: dict[str, Bound] = {
        "ge": "at least", "le": "at most", "lt": "less than", "gt": "more than", "eq": "equal to",
    }  # fmt: skip
    return Amount(bounds[said] if said else bare, value, None)


def _turned(amount: Amount) -> Amount | None:
    """Return what is left where an amount must not be; None where that is no bound."""
    turned: dict[str, Bound] = {"more than": "at most", "less than": "at least"}
    return amount._replace(relation=turned[amount.relation]) if amount.relation in turned else None


def find_amounts(
    passage: Passage, pattern: re.Pattern[str], *, bare: Bound = "equal to", turned: bool = True
) -> Iterator[tuple[re.Match[str], Amount, Form]]:
    """Yield each amount in a passage with its form.

    A bound after a negated verb is turned round ("do not use more than 5": at most 5), unless `turned` is False.

    ADJECTIVE for "300-word" and "300+ word", VERB for "not exceed 300 words", MODAL for "does not exceed 300 words",
    SENTENCE for a whole order ("Do not exceed 300 words"), AMOUNT otherwise. Amounts that are said to be near a number
    are left out.
    """
    for match in scan(pattern, passage.lower):
        before = passage.lower[max(0, match.start() - 60) : match.start()]
        said = any(match[name] for name in ("ge", "le", "lt", "gt", "eq"))
        near = "at most" if not said and _LIMITS.search(before) else bare
        amount = read_amount(match, bare=near)
        if turned and amount is not None and _NEGATED.search(before):
            amount = _turned(amount)
        after = passage.lower[match.end() : match.end() + 40]
        if amount is not None and (said or not (ABOUT.search(before) or NEARLY.match(after))):
            yield match, amount, _form(passage, match)


def loosely(match: re.Match[str], amount: Amount, form: Form) -> bool:
    """Return whether a number before a noun is a size rather than a count: "a 300-word essay", but "a six-word story".

    Args:
        match: A match of `amount_pattern`.
        amount: What it states.
        form: Its form.
    """
    return form is Form.ADJECTIVE and amount.relation == "equal to" and not match["eq"] and amount.value >= SIZE


_LIMITS = re.compile(
    r"\b(?:limit|restrict|confin|cap|keep)(?:s|ing|e|ed|ped|ping)?\b[^.;:!?\n]{1,40}\b(?:to|at)\s$|\b(?:limit|"
    r"maximum)(?: is| of)?:?\s$"
)


def _form(passage: Passage, match: re.Match[str]) -> Form:
    start, end = match.span()
    said = match["le"] or ""
    if ("exceed" in said or "surpass" in said) and "without" not in said:
        if said.startswith(("does", "is", "are")):
            return Form.MODAL
        if said.endswith("ing"):
            return Form.PHRASE
        whole = said.startswith(("do", "never")) and passage.text[start : start + 1].isupper()
        return Form.SENTENCE if whole else Form.VERB
    if said.startswith(("limited", "restricted", "confined", "capped", "kept", "without")):
        return Form.PHRASE
    joined = passage.lower[match.start("noun") - 1] == "-"
    singular = not match["noun"].endswith("s") and not match["tail"]
    said_otherwise = any(match[name] for name in ("ge", "le", "lt", "gt"))
    alone = end == len(passage.text) and number(match["n"]) != 1  # a unit without the noun that it limits
    followed = joined or alone or re.match(r"\s[a-z]", passage.lower[end : end + 2]) is not None
    article = match["n"] == "single" or passage.lower[max(0, start - 3) : start].endswith((" a ", " an "))
    if singular and followed and (joined or not said_otherwise) and (joined or article or number(match["n"]) != 1):
        return Form.ADJECTIVE
    return Form.AMOUNT
