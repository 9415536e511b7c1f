"""Orders about the labels of list items, as instructions say them: "a numbered list", "label them a), b), c)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stemmata.graphs.constraints.context import MODAL, Pattern, compiled
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.labels import nth
from stemmata.graphs.constraints.layout_orders import asked, forbidden, forbidding, uses
from stemmata.graphs.constraints.numerals import NUMBER
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.scope import sentence_before

Order = tuple[str, bool, int, int, Form]
"""The label, whether it is forbidden, the bounds of the words, and their form."""

_NICE = (
    r"(?:(?:simple|clear|concise|short|neat|structured|well-organi[sz]ed|easy-to-read|markdown|organi[sz]ed|"
    r"brief)\s+)?"
)
_BULLETED = (
    rf"(?:(?:an?|several|some|(?:a\s+)?(?:set|series|list)\s+of)\s+)?{_NICE}(?:bullet(?:ed|-pointed)?[- "
    rf"]?(?:points?[- ])?(?:lists?(?:\s+"
    r"format)?|format(?:ting)?|form|style)|bullet[- ]?points|bullets)"
)
_LISTED = r"(?:lists?(?:\s+(?:format|form|style))?|steps|points|items|format|form|style|entries)"
_NUMBERED = (
    rf"(?:(?:an?|(?:an?\s+)?(?:list|series|set|sequence)\s+of)\s+)?{_NICE}(?:numbered|ordered(?=\s+list)|"
    rf"number(?=\s+list))\s+{_LISTED}"
)
_THINGS = (
    r"(?:list\s+)?(?:items?|points?|steps?|entry|entries|answers?|reasons?|ideas?|questions?|tips?|suggestions?|"
    r"options?|one|facts?)"
)
_EACH = rf"(?:(?:each|every|all|the|your|of|these|list)\s+){{0,3}}(?:(?:\w{{3,12}}\s+)?{_THINGS}|them)"
_LETTERED = (
    rf"(?:an?\s+)?{_NICE}(?:(?:lettered|alphabetical(?:ly\s+labell?ed)?)\s+{_LISTED}|list\s+(?:labell?ed|numbered|"
    rf"marked)\s+with\s+"
    r"(?:lowercase\s+|capital\s+|uppercase\s+)?letters)"
)
_ROMANS = (
    r"(?:an?\s+)?list\s+(?:labell?ed|numbered|marked)\s+(?:with|in|using|by)\s+(?:lowercase\s+|uppercase\s+"
    r")?roman\s+numerals"
)
_MAKE = r"(?:give|provide|create|make|write|generate|produce|need|want|prepare|compile|offer|present|return|output)"
_SERIES = (
    r"(?P<series>\(?(?:1|a|i)[.)]?,?\s(?:and\s)?\(?(?:2|b|ii)[.)]?(?![\w-]))(?:,?\s(?:and\s)?\(?(?:3|c|"
    r"iii)[.)]?(?![\w-]))?"
)
_ACT = r"(?:label|number|mark|letter|enumerate|list)"
_DONE = r"(?:labell?ed|numbered|marked|lettered|enumerated|listed)"
_AS = r"(?:(?:as|with|using|by|like|in\s+the\s+(?:form|style|format)(?:\s+of)?)\s+)?"
_SIGN = (
    rf"(?:an?\s+|the\s+)?(?:(?:symbol|sign|character|mark)\s+)?(?P<sign>[\"“'‘`](?:{MASK}{{1,3}})[\"”'’`]|[-*•+"
    rf"](?=[\s,.)])|dash(?:es)?|"
    r"hyphens?|asterisks?)(?:\s?\([-*•+]\))?"
)

_PATTERNS: tuple[tuple[str, list[Pattern]], ...] = (
    ("bullet", [
        *uses(_BULLETED, inside=True),
        compiled(rf"{_MAKE}(?:\s+me|\s+us)?\s+an?\s+{_NICE}(?P<core>bulleted|bullet[- ]point(?:ed)?)(?=\s+"
                 rf"lists?\b)", Form.ADJECTIVE),
    ]),
    ("number", [
        *uses(_NUMBERED, inside=True),
        compiled(rf"{_MAKE}(?:\s+me|\s+us)?\s+an?\s+{_NICE}(?P<core>numbered)(?=\s+list\b)", Form.ADJECTIVE),
        compiled(rf"number\s+(?!of\b){_EACH}(?!\s+(?:with|using|in|as|by)\b)(?=[\s.,;:)!]|$)", Form.SENTENCE),
        compiled(rf"(?:with\s+)?(?:each|every)\s+{_THINGS}\s+(?:(?P<modal>{MODAL})\s+be\s+)?(?:clearly\s+"
                 rf")?numbered", Form.PHRASE),
        compiled(rf"(?:{_ACT})\s+{_EACH}\s+(?:with|using|by)\s+(?:arabic\s+)?(?:numbers|numerals|"
                 rf"digits)", Form.SENTENCE),
    ]),
    ("letter", [
        *uses(_LETTERED, inside=True),
        compiled(rf"(?:{_ACT})\s+{_EACH}\s+(?:with|using|by)\s+(?:lowercase\s+|capital\s+|uppercase\s+"
                 rf")?letters", Form.SENTENCE),
        compiled(r"use\s+(?:lowercase\s+|capital\s+|uppercase\s+)?letters\s+(?:to\s+label|for|as\s+labels\s+"
                 r"for)\s+(?:the\s+|each\s+|all\s+)?"
                 rf"{_THINGS}", Form.SENTENCE),
    ]),
    ("roman", [
        *uses(_ROMANS, inside=True),
        compiled(rf"(?:{_ACT})\s+{_EACH}\s+(?:with|using|by|in)\s+(?:lowercase\s+|capital\s+|uppercase\s+"
                 rf")?roman\s+numerals", Form.SENTENCE),
        compiled(rf"(?:(?P<modal>{MODAL})\s+)?use\s+(?:lowercase\s+|capital\s+|uppercase\s+)?roman\s+"
                 rf"numerals(?:\s+(?:to\s+(?:label|number)|for|"
                 rf"as\s+labels\s+for)\s+{_EACH})?", Form.SENTENCE),
    ]),
)  # fmt: skip
_SERIES_PATTERNS = [
    compiled(rf"{_ACT}\s+{_EACH}\s+{_AS}{_SERIES}", Form.SENTENCE),
    compiled(rf"(?:(?P<modal>{MODAL})\s+be\s+)?{_DONE}\s+{_AS}{_SERIES}", Form.PHRASE),
    compiled(rf"use\s+(?:the\s+labels\s+)?{_SERIES}(?:,?\s+etc\.?,?)?\s+(?:to\s+(?:label|number|mark)|for|as\s+"
             rf"labels\s+for)\s+{_EACH}",
             Form.SENTENCE),
]  # fmt: skip
_SIGN_PATTERNS = [
    (re.compile(pattern.pattern.removesuffix(r"(?![\w-])")), form)
    for pattern, form in (
        compiled(rf"(?:use|using)\s+{_SIGN}\s+(?:for|as|to\s+(?:mark|indicate|denote|show))\s+(?:the\s+|all\s+|"
                 rf"each\s+|your\s+)?"
                 rf"(?:bullet(?:s|[- ]points?)?(?:\s+marks?)?|list\s+items?|{_THINGS})\b", Form.SENTENCE),
        compiled(rf"(?:mark|start|begin|indicate|denote|label|precede|prefix)\s+(?:each|every|all|the)\s+(?:of\s+"
                 rf"the\s+)?(?:bullet(?:s|"
                 rf"[- ]points?)?|(?:list\s+)?items?)\s+(?:with|by|using)\s+{_SIGN}", Form.SENTENCE),
        compiled(rf"(?:bullet(?:s|[- ]points?)|(?:list\s+)?items)\s+(?:(?:are|must|should|is)\s+)?(?:be\s+"
                 rf")?(?:indicated|marked|denoted|started|"
                 rf"preceded|start|begin|starting|beginning)\s+(?:with|by|using)\s+{_SIGN}", Form.PHRASE),
    )
]  # fmt: skip
# As many items as are named are as many bullets, which number_bullet_lists knows.
_COUNTED = re.compile(
    rf"\b(?:list|name|give|provide|suggest|share|offer|write down|state|recommend)(?: me| us)?(?: the)?(?: at "
    rf"least| at most| no more than|"
    rf" up to| exactly| top)? (?:{NUMBER}) [a-z][^.;:!?\n]*$"
)


def orders(passage: Passage) -> Iterator[Order]:
    """Yield each order about labels."""
    for label, patterns in _PATTERNS:
        for core in asked(passage, patterns):
            if label == "bullet" and _COUNTED.search(sentence_before(passage, core.start)):
                continue
            following = passage.lower[core.end : core.end + 40]
            if _SERIES_AFTER.match(following) or _OF_OTHERS.match(following):
                continue
            yield label, False, core.start, core.end, core.form
    for core in asked(passage, _SERIES_PATTERNS):
        yield _style(passage.text[slice(*core.match.span("series"))]), False, core.start, core.end, core.form
    for core in asked(passage, _SIGN_PATTERNS):
        sign = _sign(passage.text[slice(*core.match.span("sign"))])
        if sign:
            yield sign, False, core.start, core.end, core.form
    for label, patterns in _NEVER:
        for core in forbidden(passage, patterns):
            yield label, True, core.start, core.end, core.form


_SERIES_AFTER = re.compile(r"\s?\(?\(?(?:1|a|i)[.)]?,?\s")
_OF_OTHERS = re.compile(r"\s*(?:below|above|given|provided|i\s|from\s+the\s+(?:text|meeting|list))")
_NEVER: tuple[tuple[str, list[Pattern]], ...] = (
    ("bullet", forbidding(r"(?:bullet(?:ed)?[- ]?(?:points?|lists?)|bullets)")),
    ("number", forbidding(r"numbered\s+lists?")),
)


def _style(series: str) -> str:
    """Return the style of a series; the kind alone where no stop or bracket stands with it."""
    first = series.replace(",", " ").split()[0]
    core = first.strip("().")
    if core == first:
        return {"1": "number", "a": "letter", "i": "roman"}[core.lower()]
    return first if first[0] != "(" or first[-1] == ")" else first.removeprefix("(")


def _sign(words: str) -> str:
    words = words.strip("\"“”'‘’` ").lower()
    named = {"dash": "-", "dashes": "-", "hyphen": "-", "hyphens": "-", "asterisk": "*", "asterisks": "*"}
    return named.get(words, words if words in ("-", "*", "•", "+") else "")


def said(label: str, never: bool, form: Form) -> list[str]:
    """Return phrasings of an order about labels in one form."""
    if never:
        noun = "bullet points" if label == "bullet" else "numbered lists"
        return {
            Form.SENTENCE: [f"Do not use {noun}", f"Avoid {noun}", f"Write without {noun}", f"Avoid using any {noun}"],
            Form.MODAL: [f"must not use {noun}", f"should avoid {noun}"],
            Form.VERB: [f"avoid {noun}", f"use no {noun}"],
            Form.PHRASE: [f"without {noun}", f"without using {noun}"],
            Form.AMOUNT: [f"no {noun}"],
        }.get(form, [])
    if label in _KINDS:
        return list(_KINDS[label].get(form, ()))
    if label in "-*•+":
        return {
            Form.SENTENCE: [
                f"Use {label} for the bullet points", f"Mark each item with {label} as its bullet",
                f"Use {label} to mark the list items", f"Use {label} for all bullets",
            ],
            Form.VERB: [f"use {label} for the bullet points", f"use {label} to mark the list items"],
            Form.PHRASE: [f"using {label} for the bullet points", f"using {label} to mark the list items"],
        }.get(form, [])  # fmt: skip
    series = ", ".join(nth(label, count) for count in (1, 2, 3))
    return {
        Form.SENTENCE: [
            f"Label the items {series}", f"Label the list items as {series}", f"Use {series} to label the items",
            f"The items must be labelled {series}", f"Mark each item with {series}",
        ],
        Form.MODAL: [f"must be labelled {series}", f"should be marked {series}"],
        Form.VERB: [f"label the items {series}", f"use {series} to label the items"],
        Form.PHRASE: [f"labelled {series}", f"marked with {series}"],
    }.get(form, [])  # fmt: skip


def _forms(*lists: str, adjective: str) -> dict[Form, tuple[str, ...]]:
    first = lists[0]
    return {
        Form.SENTENCE: (
            f"Use {first}", f"Format your answer as {first}", f"Present your answer as {first}",
            f"Your response must be formatted as {first}", f"Write your answer in the form of {first}",
            *(f"Use {one}" for one in lists[1:]),
        ),
        Form.MODAL: (f"should use {first}", f"must be formatted as {first}", f"should be presented as {first}"),
        Form.VERB: (f"use {first}", f"be formatted as {first}"),
        Form.PHRASE: tuple(f"{lead} {one}" for lead in ("as", "in", "using") for one in lists),
        Form.ADJECTIVE: (adjective,) if adjective else (),
    }  # fmt: skip


_KINDS: dict[str, dict[Form, tuple[str, ...]]] = {
    "bullet": _forms("a bulleted list", "bullet points", adjective="bulleted"),
    "number": _forms("a numbered list", "numbered points", adjective="numbered"),
    "letter": _forms("a lettered list", "a list labelled with letters", adjective=""),
    "roman": _forms("a list numbered with Roman numerals", adjective=""),
}
