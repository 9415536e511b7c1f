"""What stands around a constraint's words: the pieces of patterns that several families share, and how finds are kept.

All patterns are over `Passage.lower`; quantifiers are bounded, so that matching stays linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from stemmata.graphs.constraints.deferred import deferred
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.scanning import scan

MODAL = r"(?:should|must|shall|has to|have to|needs? to|ought to|is to|are to|will|can)"
MODAL_NOT = (
    r"(?:(?:should|must|shall|may|can|could|will)(?:\s+(?:not|never|also not)|n['’]t)|cannot|can['’]?t|mustn['’]?t"
    r"|shouldn['’]?t)"
)
DONT = r"(?:do\s+not|don['’]?t|never)"
SURE = r"(?:make(?:\s+absolutely)?\s+sure|be\s+sure|ensure|see\s+to\s+it|remember|ensuring|making\s+sure)"
ANY = r"(?:any\s+|a\s+single\s+|a\s+|even\s+(?:a\s+single|one)\s+|the\s+)?"
_USE = (
    r"(?:use|include|contain|have|put|add|insert|employ|write|utili[sz]e|make\s+use\s+of|place|type"
    r"|be\s+(?:any|written\s+with))"
)
WHOLE = r"(?:entire|whole|full|complete|overall)"
# Names of what a model is asked to write; "text", "list" and so on are the whole answer, not a part of it.
RESPONSE = (
    r"(?:responses?|answers?|reply|replies|outputs?|texts?|messages?|letters?|e-?mails?|essays?|stor(?:y|ies)|poems?"
    r"|articles?|posts?|blogs?|songs?|lyrics|scripts?|speech|speeches|reviews?|reports?|summary|summaries|descriptions?"
    r"|tweets?|captions?|ads?|advertisements?|proposals?|resumes?|résumés?|itinerar(?:y|ies)|plans?|recipes?|guides?"
    r"|riddles?|jokes?|haikus?|limericks?|rants?|raps?|pitch|pitches|documents?|content|writing|piece|blurb"
    r"|explanations?|lists?|paragraphs?|templates?|rubrics?|novels?|plays?|plots?|essay|slogans?|bio|biograph(?:y|ies)"
    r"|cover\s+letters?|questions?|results?|critiques?|translations?|rewrites?|versions?|prose|feedback|suggestions?)"
)
# Names of parts of an answer: an order about them does not bind the whole.
PART = (
    r"(?:words?|titles?|headings?|headers?|headlines?|names?|usernames?|keywords?|labels?|initials|acronyms?|sections?"
    r"|lines?|columns?|rows?|entry|entries|terms?|variables?|constants?|tags?|hashtags?|verbs?|nouns?|adjectives?"
    r"|subject\s+line|key\s+points?|abbreviations?|codes?|cells?|keys?|commands?|quotes?|quotations?|citations?|"
    r"phrases?"
    r"|first\s+letters?|sentences?|items?|values?|steps?|chorus|signature|greeting|dialogues?)"
)
_CODE = re.compile(
    r"\b(?:functions?|programs?|methods?|codes?|quer(?:y|ies)|formulas?|commands?|class|regex|parsers?|converters?|"
    r"apis?"
    r"|endpoints?|library|algorithms?|string|strings|variables?|passwords?|bash|sql|python|javascript)\b[^.!?\n]{0,90}$"
)
_PART_BEFORE = re.compile(
    rf"(?P<det>\b(?:an?|one)\s+(?:[\w'-]+\s+){{0,2}})?\b(?P<part>{PART})\s+(?:of\s+(?:[\w'-]+\s+){{1,4}})?"
    r"(?:(?:that|which)\s+)?(?:(?:should|must|shall|needs?\s+to|has\s+to|have\s+to|will|are|is|to)\s+){0,2}"
    r"(?:all\s+)?(?:be\s+)?(?:(?:\w{2,12}(?:ed|en)|put|set)\s+)?(?:entirely\s+|only\s+)?$"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:\n]|[\"”)]\s)[*\s•\-–\d.)(]{0,8}$")


class Core(NamedTuple):
    """Words that state a constraint, with their form and the match that found them."""

    start: int
    end: int
    form: Form
    match: re.Match[str]


Pattern = tuple[re.Pattern[str], Form]


def compiled(pattern: str, form: Form) -> Pattern:
    """Return a pattern that matches whole words only, with the form of what it matches."""
    return deferred(few_blanks(rf"(?<![\w-])(?:{pattern})(?![\w-])")), form


def few_blanks(pattern: str) -> str:
    """Return a pattern in which blanks between words are four at most, so that no long run of them is gone over twice.

    A character class must not hold the blanks right before a star or plus sign.
    """
    return pattern.replace(r"\s+", r"\s{1,4}").replace(r"\s*", r"\s{0,4}")


def before(passage: Passage, start: int, reach: int = 120) -> str:
    """Return the words before an offset, in lower case, at most `reach` characters of the same line."""
    return passage.lower[max(0, start - reach) : start].rpartition("\n")[2]


def after(passage: Passage, end: int, reach: int = 60) -> str:
    """Return the words after an offset, in lower case, at most `reach` characters of the same line."""
    return passage.lower[end : end + reach].partition("\n")[0]


def begins_sentence(passage: Passage, start: int) -> bool:
    """Return whether a sentence, a line or a list item begins at an offset."""
    return _SENTENCE_START.search(passage.lower[max(0, start - 24) : start]) is not None


def part_before(passage: Passage, start: int) -> str | None:
    """Return the part of the answer that the words before an offset have as subject ("the title should be …"), if any.

    A part with an indefinite article is what is asked for ("suggest a name in capitals"), words and letters apart.
    """
    found = _PART_BEFORE.search(before(passage, start, 90))
    if found is None or (found["det"] and not found["part"].startswith(("word", "first", "phrase"))):
        return None
    return found["part"]


def of_code(passage: Passage, start: int) -> bool:
    """Return whether the words before an offset, in the same sentence, are about code or its data."""
    return _CODE.search(before(passage, start)) is not None


def cores(
    passage: Passage, patterns: Sequence[Pattern], allowed: Callable[[Passage, re.Match[str]], bool]
) -> Iterator[Core]:
    """Yield the words that the patterns find, the first and longest where they overlap.

    A group `core` bounds the words, else the whole match does. A matched group `modal` makes them MODAL, and a SENTENCE
    that begins inside a sentence is a VERB, as it follows "and", a comma or "make sure that".

    Args:
        passage: Where to look.
        patterns: What to look for.
        allowed: Whether a match counts, given what stands around it.
    """
    found: list[Core] = []
    for pattern, form in patterns:
        for match in scan(pattern, passage.lower):
            if not allowed(passage, match):
                continue
            groups = match.groupdict()
            start, end = match.span("core") if groups.get("core") is not None else match.span()
            if groups.get("modal"):
                form_here = Form.MODAL
            elif form is Form.SENTENCE and not begins_sentence(passage, start):
                form_here = Form.VERB
            else:
                form_here = form
            found.append(Core(start, end, form_here, match))
    found.sort(key=lambda core: (core.start, -core.end))
    reached = -1
    for core in found:
        if core.start >= reached:
            reached = core.end
            yield core


def prohibitions(noun: str) -> list[Pattern]:
    """Return patterns for orders not to use something: verbs, phrases, amounts and clauses.

    Args:
        noun: A regular expression for what is not to be used; bounded.
    """
    said = rf"{ANY}{noun}"
    gone = r"(?:used|allowed|permitted|included|present|accepted|added|appear)"
    never = (
        r"(?:not\s+(?:be\s+)?" + gone + r"|(?:be\s+)?(?:forbidden|prohibited|banned|avoided|off[- ]limits|left\s+out))"
    )
    return [
        compiled(
            rf"(?:(?P<modal>{MODAL_NOT})|{DONT})(?:\s*,\s*under\s+any\s+circumstances\s*,)?\s+(?:ever\s+"
            rf")?{_USE}\s+{said}",
            Form.VERB,
        ),
        compiled(rf"(?:{SURE}\s+|try\s+)?not(?:\s+to)?\s+{_USE}\s+{said}", Form.VERB),
        compiled(
            rf"{SURE}\s+(?:that\s+)?(?:[\w']+\s+){{1,6}}?(?:(?:do\s+not|don['’]?t|does\s+not|doesn['’]?t)\s+{_USE}"
            rf"\s+{said}|(?:contains?|uses?|includes?|has|have)\s+no\s+{noun})",
            Form.VERB,
        ),
        compiled(
            rf"(?:(?P<modal>{MODAL})\s+)?(?:(?:avoid|omit|skip|exclude|leave\s+out|stay\s+away\s+from|steer\s+clear\s+"
            rf"of)"
            rf"|(?:avoid|(?:refrain|abstain)\s+from)\s+(?:using|(?:the|any)\s+(?:use|usage)\s+of|including|"
            rf"adding))\s+{said}",
            Form.VERB,
        ),
        compiled(rf"(?:(?:refrain|abstain)\s+from|do\s+without)\s+{said}", Form.VERB),
        compiled(
            rf"(?:(?P<modal>{MODAL})\s+(?:also\s+)?)?(?:use|contain|have|include)\s+(?:absolutely\s+)?(?:no|"
            rf"zero)\s+{noun}",
            Form.VERB,
        ),
        compiled(
            rf"without\s+(?:(?:using|employing|utili[sz]ing|adding|inserting|writing|putting\s+in)\s+|(?:the|any)\s+(?:use|usage)\s+of\s+|including\s+)?{said}",
            Form.PHRASE,
        ),
        compiled(rf"(?:with|using)\s+(?:absolutely\s+)?(?:no|zero)\s+{noun}", Form.PHRASE),
        compiled(rf"(?:entirely\s+|completely\s+)?free\s+(?:of|from)\s+{said}", Form.PHRASE),
        compiled(
            rf"nor\s+(?:should|must|may|can|is|are)\s+(?:it|you|there|they)\s+(?:to\s+|be\s+)?(?:{_USE}\s+)?{said}",
            Form.SENTENCE,
        ),
        compiled(rf"(?:eliminate|remove|strip)\s+{said}\s+from\s+(?:your|the|this)\s+{RESPONSE}", Form.VERB),
        compiled(
            rf"not\s+(?:a|one)(?:\s+single)?\s+{noun}\s+(?:should|must|may|can|is|are)\s+(?:be\s+)?(?:used|appear|"
            rf"there|present|allowed)",
            Form.SENTENCE,
        ),
        compiled(
            rf"(?:{SURE}\s+(?:that\s+)?)?(?:there\s+(?:should|must|are|is)\s+(?:to\s+)?(?:be\s+)?(?:not\s+be\s+any|"
            rf"no)\s+{noun}"
            rf"|(?:absolutely\s+)?no\s+{noun}\s+(?:(?:is|are|should\s+be|must\s+be|may\s+be|can\s+be|should|must)\s+"
            rf")?{gone}"
            rf"|(?:any\s+|the\s+use\s+of\s+{ANY})?{noun}\s+(?:is|are|should|must|may|can)\s*{never})",
            Form.SENTENCE,
        ),
        compiled(
            rf"(?:(?:you\s*(?:are|['’]re)|it\s*(?:is|['’]s))\s+)?(?:not\s+(?:allowed|permitted)|forbidden|"
            rf"prohibited)\s+to\s+{_USE}\s+{said}"
            rf"|(?:i|we)\s+(?:do\s+not|don['’]?t)\s+want\s+(?:to\s+see\s+|you\s+to\s+{_USE}\s+)?{said}",
            Form.SENTENCE,
        ),
        (
            re.compile(
                few_blanks(
                    rf"(?<![\w-])(?:absolutely\s+)?(?:no|zero)\s+{noun}(?=\s?\s?(?:$|[.,;:)!?\n—–-]|please|and\b|or\b|"
                    r"at\s+all|whatsoever|anywhere|in\s+(?:your|the|this|my)\b|but\b))"
                )
            ),
            Form.AMOUNT,
        ),
    ]
