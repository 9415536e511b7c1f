"""Constraints inside an act: the phrases that limit how its output must be, and the material that it quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stemmata.graphs.constraints.family import Form, Found
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.quantity import NUMBER_WORDS
from stemmata.parsing.lexicon import ACTS, LANGUAGES

_LEAD = re.compile(
    r"(?:(?<![\w-])(?:in|with|using|of|within|containing|contains|having|(?:that |which )?includ(?:es|ing)|"
    r"that(?:'s| is| has| have| contains?| are)|"
    r"which (?:is|has|"
    r"contains?|are)|(?:it |and )?(?:is|has|have)|limited to|by using|made up of|consisting of|to|into|for|as|"
    r"should be|keep it|"
    r"make it|be|must be|and|but|(?:in|as) (?:the form of|a list of))\s+)(?:an?\s+|the\s+|about\s+|around\s+|"
    r"approximately\s+|"
    r"roughly\s+|only\s+|be\s+)*$"
)
_IN_A = re.compile(r"(?<![\w-])in an? (?:[\w-]+,? (?:and )?){0,3}$")
_MANNER = re.compile(
    r" (?:[\w-]+ ){0,2}?(?:ways?|tone|style|manner|voice|fashion|format|form|table|list|language)(?![\w-])"
)
_FORMED = re.compile(
    r"(?<![\w-])(?:wrapped|written|formatted|presented|returned|given|expressed|structured|organi[sz]ed|sorted)\s+$"
)
_TAIL = re.compile(
    r"\s*\([^()\n]{1,40}\)|\s+(?:long|in length|in total|only|each|language|or so|at all|throughout|anywhere)(?![\w-])"
)
_STOP = (
    r"(?=\s*(?:[,;:.!?)\n]|$|\s(?:and (?:then )?(?:[a-z]+ the|make|do|use|include|write)|that|which|about|so that)\b))"
)
_COUNTED = "|".join(word for word, value in NUMBER_WORDS.items() if 2 <= value <= 30 and " " not in word)
_PHRASES = re.compile(
    r"(?<![\w-])(?:"
    rf"in the style of [^,.;:!?\n]{{2,60}}?{_STOP}"
    r"|in (?:an? )?(?:(?!(?:for|of|to|with|the|any|this|each)\b)[\w-]+(?:,? (?:and|but|yet|or) |, |"
    r" )){0,4}?(?!(?:for|of|to|with|the|any|this|each)\b)[\w-]+[ -](?:tone|style|manner|way|voice|fashion|"
    r"like style|language)(?![\w-])"
    r"|in (?:your|their|his|her|my) own words|in layman'?s terms|in (?:simple|plain|easy) (?:terms|words|english)"
    r"|from (?:the|an?|my|your) [^,.;:!?\n]{0,40}?(?:perspective|point of view|viewpoint|standpoint)(?: of (?:an?|"
    r"the) [\w -]{2,30}?"
    rf"{_STOP})?"
    r"|in (?:the )?(?:first|second|third)[ -]person(?: point of view)?|in (?:the )?(?:past|present|future) tense"
    rf"|in (?:{LANGUAGES}(?: language)?|the {LANGUAGES} language)(?![\w-])"
    rf"|in (?:an? )?(?:(?!the|this|that|my|your|our|these|each|every)[\w-]+ ){{0,2}}?(?:table|bullet[- ]points?|"
    rf"bulleted list|bullets|numbered list|list|outline|"
    rf"markdown|haiku|"
    rf"dialogue|question[- ]and[- ]answer|q ?& ?a|essay|letter|email|json|xml|html|yaml|csv|rap|poem|"
    rf"tabular)(?: format| form)?(?![\w-])"
    r"|for (?:an? )?(?:[\w-]+[- ]year[- ]olds?(?: (?:kid|child|boy|girl))?|kids?|children|beginners?|teenagers?|"
    r"toddlers|"
    r"adults|non-native speakers|a general audience|a layperson|laypeople)(?![\w-])"
    rf"|to (?:an? )?(?:[\w-]+[- ]year[- ]olds?|kids?|child(?:ren)?|beginners?)(?![\w-])"
    rf"|without (?:any |using |the |mentioning |including |repeating )?[^,.;:!?\n]{{2,50}}?{_STOP}"
    rf"|(?:including|containing|focusing on|concentrating on|excluding|highlighting|emphasizing|avoiding|"
    rf"starting with|beginning "
    rf"with|ending with|separated by|using only) [^.;:!?\n]{{2,120}}?(?=\s*(?:[;:.!?)\n]|$|,? and (?:then|make|"
    rf"ensure)))"
    r"|from (?:this|these|the following)(?: \w+){0,2}: [^.\n]{4,400}(?=[.\n]|$)"
    r"|(?<=\()(?:[\w' -]{2,24}, ){0,8}[\w' -]{2,24},? or [\w' -]{2,24}(?=\))"
    r"|each (?:no (?:longer|more|fewer|shorter|less) than|at (?:least|most)|up to|under|exactly|about|"
    r"with (?:an?|at|no|exactly|\d+))"
    r"\b[^,.;:!?\n]{2,60}"
    rf"|with (?:at least|at most|exactly|no (?:more|fewer|less) than|up to|between|a (?:maximum|"
    rf"minimum) of) [^,.;:!?\n]{{2,40}}?{_STOP}"
    r"|(?:for )?(?:under|over|below|above|less than|more than|at most|up to) [$€£]\s?\d[\d,.]*\d?(?:k\b)?"
    r"|(?<= and )no (?!matter|doubt|one\b)[\w-]+(?: [\w-]+){0,2}(?=[.,;!]|$)"
    r"|step[- ]by[- ]step|as (?:briefly|concisely|simply|clearly) as possible|in (?:detail|brief|order(?! (?:to|"
    r"for|that|of)))"
    r"|in (?:alphabetical|chronological|ascending|descending|reverse) order|(?:only )?(?:one|each|"
    r"every) (?:[\w-]+ ){0,2}?(?:per|on (?:a new|its own|a separate|each|one)) line"
    r")"
)
_COUNT = re.compile(
    rf"(?:exactly |at least |at most |up to |only |no more than )?(?:{_COUNTED}|\d{{1,3}})(?:-|–| to )?(?:\d{{1,3}})?"
    r"(?=\s+(?:[a-z-]+\s+){0,4}?[a-z-]*(?:s|people|men|women|children)\b)"
)
_COUNT_LEAD = re.compile(
    r"(?:list of|lists? of|top|the following|following|me|us|up with|name|list|give|provide|write|a set of)\s+$"
)


def widened(passage: Passage, found: Found, start: int, end: int) -> tuple[int, int]:
    """Return the phrase around a constraint's core: with the preposition that leads it and the word that closes it."""
    left, right = found.start, found.end
    formed = _FORMED.search(passage.lower, max(start, left - 16), left)
    if formed:
        left = formed.start()
    if found.form is not Form.ADJECTIVE:
        lead = _LEAD.search(passage.lower, max(start, left - 40), left)
        bare = len(passage.text[left:right].split()) == 1 and passage.lower[right : right + 1] == " "
        if lead and not (bare and lead[0].startswith("of")):
            if lead[0].startswith("with") and passage.lower[:left].endswith("come up " + lead[0]):
                return left, right
            connective = re.match(r"(?:and|but)\s+", passage.lower[lead.start() : left])
            left = lead.start() + (connective.end() if connective else 0)
    else:
        manner = _MANNER.match(passage.lower, right, end)
        opened = _IN_A.search(passage.lower, max(start, left - 40), left)
        if manner and opened:
            return opened.start(), manner.end()
    tail = _TAIL.match(passage.lower, right, end)
    return left, tail.end() if tail else right


def limiting(passage: Passage, start: int, end: int, *, world: bool = False) -> Iterator[tuple[int, int]]:
    """Yield the phrases of an act that state a constraint which no family knows.

    Args:
        passage: The turn.
        start: Where the act begins.
        end: Where it ends.
        world: Whether the act only asks how things are, so that "for teenagers" names no readers.
    """
    translating = re.match(r"(?:translate|convert|rewrite it in|say)", passage.lower[start : start + 12])
    for match in _PHRASES.finditer(passage.lower, start, end):
        language = re.fullmatch(rf"in (?:{LANGUAGES}(?: language)?|the {LANGUAGES} language)", match[0])
        if passage.lower[max(start, match.start() - 3) : match.start()] == "by ":
            continue
        if world and match[0].startswith(("for ", "to ")):
            continue
        if not (language and translating):
            yield match.span()
    if not world or passage.lower.startswith(("what are", "which", "name", "what would be"), start):
        yield from _count(passage, start, end)


def _count(passage: Passage, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The number of things that the act asks for, right after its verb or after "list of"."""
    for match in _COUNT.finditer(passage.lower, start, min(end, start + 120)):
        before = passage.lower[max(start, match.start() - 16) : match.start()]
        word = re.search(r"([a-z]+)\s+$", before)
        near = match.start() - start < 48
        if near and (_COUNT_LEAD.search(before) or (word and word[1] in ACTS)) and not before.endswith("the "):
            yield match.span()
            return


_NAMED = re.compile(
    r"\b(?:about|titled|entitled|called|named|topic|theme|subject|on|title|of|against|question of|regarding|"
    r"keywords?|phrases?|"
    r"words?)(?: of| is)?:? ?$"
)


def quoted(passage: Passage, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the quotations of an act that are material to work on: of four words or more, marks not included."""
    cursor = start
    while (left := passage.masked.find(MASK, cursor, end)) >= 0:
        right = left
        while right < end and passage.masked[right] == MASK:
            right += 1
        words = passage.text[left:right].split()
        titled = (
            sum(word[:1].isupper() for word in words) >= 0.6 * len(words)
            and passage.text[right - 1 : right] not in ".!?"
        )
        if _NAMED.search(passage.lower, max(start, left - 24), left - 1):
            titled = True
        if (len(words) >= 4 and not titled) or (
            len(words) >= 2 and passage.text[right - 1 : right] in (".", "!", "?", ",")
        ):
            yield left, right
        cursor = right
