"""Orders to do without letters, as instructions say them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stemmata.graphs.constraints.context import MODAL, after, compiled, cores, few_blanks
from stemmata.graphs.constraints.context import MODAL_NOT as NOT
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.passage import MASK, Passage

_ONE = rf"(?:[\"“'‘`][{MASK}][\"”'’`]|(?:[^\W\d_]|[@#$%^+=<>|~\\€£§°])(?![\w'’]))"
_LETTERS = (
    rf"(?:(?:letters?|characters?|symbols?|signs?)\s+)(?P<letters>{_ONE}(?:(?:\s?,\s*(?:(?:and|or|nor)\s+)?|"
    rf"\s+(?:and|or|nor)\s+|"
    rf"\s?/\s?)(?:the\s+(?:letters?|characters?|symbols?)\s+)?{_ONE}){{0,20}})"
)
_THE = r"(?:(?:the|any|a\s+single)\s+)?"
_USE = r"(?:use|include|contain|have|write|employ|utili[sz]e|type)"
_USING = r"(?:using|including|containing|writing|employing|(?:the\s+)?use\s+of)"
_WORDS = (
    r"(?:(?:any\s+)?words?\s+(?:that\s+(?:contain|have|use|include)s?|which\s+(?:contain|have)s?|"
    r"containing|with|having)\s+)?"
)
_PATTERNS = tuple(
    compiled(pattern, form)
    for pattern, form in (
        (
            rf"(?:(?P<modal>{NOT})|do\s+not|don['’]?t|"
            rf"never)\s+(?:ever\s+)?{_USE}\s+{_WORDS}{_THE}{_LETTERS}",
            Form.VERB,
        ),
        (rf"(?:(?:make|be)\s+sure\s+|try\s+|remember\s+)?not\s+to\s+{_USE}\s+{_WORDS}{_THE}{_LETTERS}", Form.VERB),
        (
            rf"(?:(?P<modal>{MODAL})\s+)?(?:(?:avoid|omit|exclude|skip|leave\s+out)(?:\s+{_USING})?|(?:refrain|"
            rf"abstain)\s+from"
            rf"\s+{_USING})\s+{_WORDS}{_THE}{_LETTERS}",
            Form.VERB,
        ),
        (rf"(?:without|avoiding|omitting)\s+(?:ever\s+)?(?:{_USING}\s+)?{_WORDS}{_THE}{_LETTERS}", Form.PHRASE),
        (rf"(?:a\s+lipogram|lipograms)\s+(?:on|in|omitting|excluding|for)\s+(?:the\s+)?{_LETTERS}", Form.AMOUNT),
        (rf"(?:free\s+(?:of|from)|with\s+no)\s+{_THE}{_LETTERS}", Form.PHRASE),
        (
            rf"the\s+{_LETTERS}\s+(?:(?:must|should|may|can)\s*(?:not|never)\s+(?:be\s+(?:used|present|"
            rf"included)|appear|occur)|"
            r"(?:is|are)\s+(?:not\s+allowed|forbidden|banned|off\s+limits)|cannot\s+(?:be\s+used|appear))",
            Form.SENTENCE,
        ),
        (rf"no\s+{_LETTERS}(?=\s?(?:$|[.,;:)!?\n]|in\b|anywhere|at\s+all|whatsoever))", Form.AMOUNT),
    )
)
# How often, at which place, in what: not every letter of the response.
_AFTER = re.compile(
    few_blanks(
        r"\s*,?\s*(?:more\s+than|less\s+than|at\s+(?:the|least|most)|twice|once|\d|in\s+(?:the|your)\s+(?:title|"
        r"first|last|name|heading|"
        r"subject)|in\s+(?:a\s+row|names|titles|words)|as\s+|to\s+|except|unless|if\b|when\b|grade|"
        r"from\s+the\s+(?:word|title|following|text|"
        r"sentence|given|string)|followed|before\b|after\b)"
    )
)
_BEFORE = re.compile(
    r"(?:^\s*(?:which|what|who)\b[^.;\n]{0,60}|\b(?:(?:people|someone|person|man|who|they|he|she)\b[^.;\n]{0,60}|(?:why|how|when|whether|which|what|"
    r"names?|titles?|lines?|word|"
    r"words|city|cities|countr(?:y|ies)|animals?|states?)(?:\s(?:to|you|that|do|can|is|are|of)){0,2}\s))$"
)
_EACH = re.compile(rf"(?<!\w){_ONE}")


def letter_bans(passage: Passage) -> Iterator[tuple[list[str], int, int, Form]]:
    """Yield each order to do without letters: the letters, its core's offsets and form."""
    for core in cores(passage, _PATTERNS, _binds_all):
        start, end = core.match.span("letters")
        said = [passage.text[slice(*one.span())] for one in _EACH.finditer(passage.lower, start, end)]
        yield [one[1] if len(one) == 3 else one for one in said], core.start, core.end, core.form


def _binds_all(passage: Passage, match: re.Match[str]) -> bool:
    left = passage.lower[max(0, match.start() - 90) : match.start()].rpartition("\n")[2]
    left = re.split(r"[.!?;]\s", left)[-1]
    return not (_AFTER.match(after(passage, match.end())) or _BEFORE.search(left))
