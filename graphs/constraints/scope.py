"""What an amount in an instruction is about: the whole response, a part of it, or something that is only told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.marking import MARKED_AFTER, MARKING_LEAD
from stemmata.graphs.constraints.numerals import NUMBER
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.reading import SAID, Amount, Bound, amount_pattern, read_amount
from stemmata.graphs.constraints.scanning import scan

_SENTENCE_END = re.compile(r"[.!?;\n](?:(?<=[;\n])|(?=\s))")
_WHOLE = re.compile(
    r"\b(?:entire|whole|overall|total|responses?|answers?|reply|output|essay|story|article|poem|summary)\b"
)
_EACH = re.compile(r"\b(?:each|every|per)\b(?! (?:time|separated|divided|words?|letters?|character)\b)")
_TURN = re.compile(r",|\b(?:and|but|while)\b")
_EACH_AFTER = re.compile(
    r"\s*(?:long\s+)?,?\s*(?:each(?=\s*(?:[.,;:)!?]|$|for\b|and\b|about\b))|apiece|(?:per|for|in|under|of|from|on) "
    r"(?:each|every)\b"
    r"|per\b|(?:a|per) (?:day|minute|hour|week|month|page|line|sentence|paragraph|section|slide|point|bullet|item|"
    r"row))"
)
_PART = (
    r"(?:titles?|headings?|headlines?|subject lines?|lines?|stanzas?|rows?|columns?|cells?|bullets?(?: points?)?|"
    r"bios?|"
    r"introduction|conclusion|(?:first|second|third|fourth|fifth|last|final|opening|closing) (?:\w+ )?(?:paragraph|"
    r"section|"
    r"sentence|part|stanza|line))"
)
_OF_PART = re.compile(
    rf"\b{_PART} (?:that )?(?:should|must|can|may|needs?|to|is|are|has|have|of|with|under|be|being|no|not|at|within|"
    rf"in|contains?|"
    r"containing|limited)\b[^,.;:\n]{0,30}$"
)
# All of some parts without "each": "no sentence should exceed …", "keep your sentences under …", "paragraphs of …".
_ALL_PARTS = re.compile(
    r"\b(?:(?:all|any|no|none)(?: of)?(?: the| your| its| these)?(?: [a-z]{3,12})? (?:sentences?|"
    r"paragraphs?)\b[^,.;:\n]{0,50}"
    r"|(?:keep|use|using|in|with|your|the|short|shorter|write|have|only|into)(?: (?:your|the|short|simple|clear|only|"
    r"individual))? (?:sentences|paragraphs) (?:(?:should|must|can|may|need|to|is|are|be|being|ha(?:s|ve)|of|with|"
    r"under|"
    r"below|no|not|at|within|that|contain(?:ing)?|limited|shorter|longer|between|long|short)\b[^,.;:\n]{0,50})?"
    r"|(?:sentence|paragraph) lengths?(?: (?:is|of|should be|must be|to|at))?:? )$"
)
_DEMAND = re.compile(
    r"(?:^|[\n:;(\[•>–—-]\s?|[.!?,]\s|\b(?:in|into|of|with|to|using|uses?|be|is|being|contain(?:s|ing)?|have|has|"
    r"having|includ(?:e|es|ing)"
    r"|writ(?:e|es|ing)|separate (?:your|the)|give(?: me| us)?|provide|generate|compose|create|make(?: it| this|"
    r" that)?|produce|draft|"
    r"output"
    r"|consist(?:s|ing)? of|compris(?:e|es|ing)|composed of|need|want|require|like|say|answer|respond|as|by|it|"
    r"length|and|or"
    r"|must|should|than|around|(?:limit|restrict|confin|cap|keep)\w{0,3} (?:it|this|that|everything|"
    r"[^.;:!?\n]{1,40}) at)\s)"
    r"(?:a |an |one |your |short |brief |concise |complete |simple |exact |clear |new |[a-z-]{3,14}, ){0,2}$"
)
_TOLD_AFTER = re.compile(
    r"\s*(?:long\s)?(?:below|above|given|provided|are\b|were\b|is\b|was\b|that (?:follow|are|were|you|i|is)\b|"
    r"following|mentioned|listed"
    r"|in the (?:text|passage|article|story|paragraph|following|sentence|original|input)\b|have been|has been|from "
    r"the)"
)
_TOLD_BEFORE = re.compile(
    r"\b(?:(?:i|we|they|he|she|who)(?:['’]ve| have| has| had| wrote)|the|these|those|following|given|first|last|next|"
    r"previous|above|below|both|its|my|her|his|their|other|all|any|of the"
    r"|there (?:are|were|is|was)|(?:are|were|was|had) (?:given|provided|about)?)\s*$"
)

# A statement of what was: "in 2003 the firm had 4 sections", "the committee wrote 12 pages in 300 words".
_WAS = re.compile(
    r"^\W{0,3}(?:(?:in|on|since|by) \w{1,12},? )?(?:(?:the|a|an|my|our|his|her|their|this|that|its) \w|"
    r"(?:it|he|she|they|we|i|there) )[^,;:!?]{0,100}\b(?:had|wrote|was|were|met|came|took|held|spent|"
    r"published|contained|lasted|made|gave|said|sent|got|ran|told|consisted)\b"
)
_ASKS = re.compile(r"\b(?:should|must|shall|need|needs|want|wants|like|please|require[sd]?|asked|told me)\b")


def sentence_before(passage: Passage, start: int, reach: int = 160) -> str:
    """Return the words before an offset, back to the beginning of its sentence, in lower case."""
    words = passage.lower[max(0, start - reach) : start]
    ends = [match.end() for match in _SENTENCE_END.finditer(words)]
    return words[ends[-1] :] if ends else words


def of_a_part(passage: Passage, start: int, end: int) -> bool:
    """Return whether an amount is about each of some parts, or one part, of what is to be written.

    Example:
        >>> text = "Each paragraph has at most 5 sentences."
        >>> of_a_part(Passage.of(text), 19, 38)
        True
    """
    words = sentence_before(passage, start)
    each = [match.end() for match in _EACH.finditer(words)]
    whole = [match.end() for match in _WHOLE.finditer(words)]
    if each and not (whole and _TURN.search(words, each[-1], max(whole[-1], each[-1]))):
        return True
    if _OF_PART.search(words) is not None or _ALL_PARTS.search(words) is not None:
        return True
    return _EACH_AFTER.match(passage.lower[end : end + 40]) is not None


def demanded(passage: Passage, start: int, end: int, *, ranged: bool = False) -> bool:
    """Return whether a bare number ("3 sentences") stands where a demand on the response would, and is not only told.

    A range ("3 to 5 sentences") is hardly ever told, so that what stands before it matters less.

    Example:
        >>> demanded(Passage.of("Answer in 3 sentences."), 10, 21)
        True
        >>> demanded(Passage.of("Two sentences are given."), 0, 13)
        False
    """
    words = passage.lower[max(0, start - 60) : start]
    if _TOLD_BEFORE.search(words) or _TOLD_AFTER.match(passage.lower[end : end + 40]):
        return False
    if ranged:
        return True
    said = sentence_before(passage, start)
    if _WAS.search(said) and not _ASKS.search(said):
        return False
    return _DEMAND.search(words) is not None


_MARKED = re.compile(rf"\b{MARKING_LEAD}$")
_MARKED_AFTER = re.compile(MARKED_AFTER)
_OF_THEM = amount_pattern(r"(?:of (?:them|these|those)|such \w+)")


def counted_after(passage: Passage, end: int, reach: int = 160) -> tuple[Amount, int, int] | None:
    """Return how many "of them" are asked for in the words after an offset, with the offsets of the amount, if any."""
    match = _OF_THEM.search(passage.lower, end, end + reach)
    amount = read_amount(match, bare="at least") if match else None
    return (amount, *match.span()) if match and amount else None


_PARTS = re.compile(
    r"(?:\s\w{2,12})?\s(?:sentences|lines|paragraphs|bullets|bullet points|headings|titles|stanzas|phrases|verses|"
    r"names|sections)(?!\w)"
    r"|\s\w{3,14} (?:for|of|about|on|per) (?:each|every)\b"
)
_NUMBERED = re.compile(rf"(?<!\w){NUMBER}")
_EXPLAINED = re.compile(r"\((?:i\.e\.?,? |that is,? |so |just |meaning )?[^()\n]{0,20}$")


def _is_marked(passage: Passage, start: int, end: int) -> bool:
    """Return whether an amount counts what is to be highlighted."""
    before = _MARKED.search(passage.lower, max(0, start - 40), start)
    return before is not None or _MARKED_AFTER.match(passage.lower, end) is not None


def binds_whole(passage: Passage, match: re.Match[str], *, marked: bool = False) -> bool:
    """Return whether a match of `amount_pattern` bounds the whole response.

    It does not where it counts what is to be marked (unless `marked`), where it is about a part, where a bare number is
    only told, and where it explains, in parentheses, the amount before them.
    """
    start, end = match.span()
    singular = not match["noun"].endswith("s")
    if singular and _PARTS.match(passage.lower[end : end + 40]):  # "four-word sentences"
        return False
    if of_a_part(passage, start, end) or _explains(sentence_before(passage, start, 100)):
        return False
    if not marked and _is_marked(passage, start, end):
        return False  # "highlight at least two sentences"
    if any(match[name] for name in ("ge", "le", "lt", "gt", "eq", "suffix", "tail", "plus")):
        return True
    return demanded(passage, start, end, ranged=match["m"] is not None)


def _explains(words: str) -> bool:
    """Return whether what follows some words explains, in parentheses, an amount before them."""
    opened = _EXPLAINED.search(words)
    return opened is not None and _NUMBERED.search(words, 0, opened.start()) is not None


_LIMITING = re.compile(r"\b(?:limit|restrict|cap|maximum|max\.?|maximal)(?:ing)?\s$")
_LEAST = re.compile(r"\b(?:minimum|min\.?|minimal)\s$")


def count_orders(passage: Passage, noun: str, *, part: str | None = None) -> Iterator[tuple[int, int, Amount, Form]]:
    """Yield amounts that follow the name of what is counted: "the number of words should be 250 or more".

    Args:
        passage: Where to look.
        noun: A regular expression for what is counted; bounded.
        part: One for that in each of which it is counted; None for the whole response.
    """
    if not any(words in passage.lower for words in _COUNTED_BY):
        return
    for match in scan(_count_pattern(noun, part or ""), passage.lower):
        lead = sentence_before(passage, match.start())
        bare: Bound = "at most" if _LIMITING.search(lead) or " limit" in match[0] else "equal to"
        amount = read_amount(match, bare="at least" if _LEAST.search(lead) else bare)
        if amount is None:
            continue
        if part is None and (_EACH.search(sentence_before(passage, match.start())) or _EACH.search(match[0])):
            continue
        if match["modal"] or part:
            yield match.start(), match.end(), amount, Form.SENTENCE
        else:
            yield *match.span("value"), amount, Form.VALUE


_COUNTED_BY = ("number of ", " count", " limit")  # one of them stands in whatever `_count_pattern` finds


@lru_cache(maxsize=16)
def _count_pattern(noun: str, part: str) -> re.Pattern[str]:
    number = amount_pattern("x").pattern
    values = number[number.index(f"(?:{SAID}") : number.index(r"[\s-]{1,2}(?P<noun>")]
    each = rf" (?:in|of|for|within|per)(?: (?:each|every|any|all|a|the))?(?: single)? {part}" if part else ""
    return re.compile(
        rf"(?<![\w-])(?:the )?(?:total )?(?:number of {noun}|{noun} (?:count|limit)){each}"
        r"(?: (?!(?:with|that|which|per|in (?:all|upper|capital|lower|bold))\b)[^.,;:!?\n]{1,50}?)??"
        rf"(?:,? (?P<modal>(?:should|must|has to|needs to|is to|shall|is)(?: always)?(?: be)?)|:| of|"
        rf"(?= (?:between|at|under|over|no|from|below|\d)))\s(?P<value>{values})(?P<tail>)(?![\w-])"
    )
