"""What the words of a clause make it: an act, a constraint, a statement."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.parsing.blocks import ITEM_MARK
from stemmata.parsing.lexicon import ACTS, AUX, GLUE, MANNER, MODAL, NOUNS_TOO, OUTPUT, REQUEST, WH


class ClauseKind(StrEnum):
    """What a clause does in an instruction."""

    ACT = "act"
    CONSTRAINT = "constraint"
    STATEMENT = "statement"
    PERSONA = "persona"
    EXAMPLE = "example"
    GLUE = "glue"


class Clause(NamedTuple):
    """A clause: its span, without the connectives around it, and its kind."""

    start: int
    end: int
    kind: ClauseKind


ORDERS = re.compile(MANNER + r"(?![\w-])")
_HEAD = re.compile(
    r"(?:question|task|instruction|prompt|query|q|requirements?|rules?|constraints?|note|task description|user|human|"
    r"context|background|situation|scenario|role|persona|goal|objective|format|output format|tone|style|"
    r"audience|length|language)"
    r"\s?\d{0,2}\s?[*_]{0,2}:[*_]{0,2}(?:\s+|$)"
)
_GLUE = re.compile(rf"{GLUE}(?:\s*[,:!-]+\s*|\s+|$)")
_ADVERB = re.compile(r"(?:[a-z]+ly|in your own words|in one sentence|step by step),?\s+")
_REQUEST = re.compile(REQUEST + r"(?![\w-])")
_OUTPUT_WORD = re.compile(rf"\b{OUTPUT}s?\b")
_MODAL = re.compile(rf"(?<![\w-]){MODAL}(?![\w-])")
_OUTPUT_SUBJECT = re.compile(
    rf"(?:(?:the|your|each|every|all|any|this|its?|there|both|these|only|neither|none of|no|half of|\d+|an?)\s+)?"
    rf"(?:[\w'’-]+\s+){{0,4}}?(?:{OUTPUT}s?|it|there|this|that|they|everything|nothing|you|\w+s)(?![\w-])"
)
_BINDING = re.compile(r"(?:each|every|all|both|no|any|there (?:is|are))\s")
# "Building on the tips above, could you …": what the act starts from.
GERUND = re.compile(
    r"(?!(?:during|something|nothing|anything|everything|bring|sing|string|ring|spring|thing|king)\b)[a-z]{2,}ing\s"
)
FRAME = re.compile(
    r"(?:in|within|throughout|for|at the (?:end|beginning|start|top) of|after|before|when|while|if|whenever|unless|"
    r"once|as|"
    r"given|based on|using|with|to|on|by|from|considering|assuming|suppose|taking|instead of|without|regardless|"
    r"during|along with|"
    r"according to|inside|following|considering)\s"
)
SITUATION = re.compile(
    r"(?:i|i'm|i've|i’m|he|she|we|they|my|our|his|her|their|me|there (?:was|were|has|have))(?![\w-])"
)
_BINDS = re.compile(r"(?:should|must|shall|needs? to|ha(?:s|ve) to)")
_PERSONA = re.compile(
    r"you(?:'re| are| will be| will act as)\s+(?:now\s+)?(?:a|an|the|my|one of|professional|chatgpt)\s"
)
_LAID_OUT = re.compile(
    rf"(?:(?:the|your|each|all|every) )?(?:\w+ )?{OUTPUT}s? (?:is|are) (?:to be )?(?:separated|indicated|marked|"
    rf"numbered|"
    r"enclosed|labell?ed|delimited|divided|wrapped|surrounded|preceded|followed) (?:by|with|in|as|using)\b"
)
_PAST = re.compile(r"\b(?:was|were|had|did)\b")
_GIVEN = re.compile(
    r"you(?:['’]ll| will| are going to|['’]re| are) (?:be )?(?:given|provided|shown|presented|supplied|"
    r"receiving|receive)\b"
)
_REQUIRED = re.compile(  # a wish about the text: "I'd like the letter to be short", "could you make sure that …"
    r"(?:i(?:['’]d| would)? (?:also )?(?:require|expect|need|want|like|prefer) (?:the|your|this|each|every|all|"
    r"it) ?(?:[\w-]+ ){0,3}?"
    r"to (?:be|have|include|contain|use|follow|end|start|begin|sound|feel|read|stay)\b"
    r"|(?:can|could|would|will) you (?:also |please |kindly )*(?:make (?:sure|certain)|ensure|be sure|avoid|"
    r"refrain|not)\b)"
)
_WISHED = re.compile(
    r"i(?:['’]d| would)? (?:also )?(?:want|need|like|expect|prefer) you to |"
    r"you (?:should|must|need to|have to|are to|will|['’]ll) (?:also |always |only |then |never )?"
)
SUPPOSED = re.compile(
    r"(?:let(?= [a-z] (?:=|be\b))|(?:let['’]?s|let us) (?:assume|suppose|imagine|say|pretend)|assume|suppose|"
    r"assuming|say|imagine)(?: that)?,? (?:all |every )?"
    r"(?:there|i|we|he|she|it|my|our|someone|somebody|an?|the|two|three|\d+|[a-z](?= (?:=|be))|"
    r"(?!you )[a-z]+ (?:is|are|was|were|has|have|had)|"
    r"you(?:['’]re| are) \w+ing)\b(?![^.?!]*\?)"
)
_EXPLAINING = re.compile(  # to include an explanation is to explain
    r"(?:please )?(?:also )?(?:include|add|provide|give|throw in) (?:an? |some |the |your |brief |short |detailed )*"
    r"(?:explanation|description|discussion|overview|comparison|analysis|justification|summary)s? (?:of|for|on|"
    r"why|how|about)\b"
)
_EXAMPLE = re.compile(
    r"(?:(?:for|here (?:is|are) (?:an?|some)|as an) (?:example|instance)|examples?(?: \d+)?|e\.g)\s*(?:[,:]|$)"
)
_FRAGMENT = re.compile(
    r"(?:in|with|without|no|using|only|at (?:least|most)|exactly|not|under|less than|fewer than|between|must|should|"
    r"max|"
    r"minimum|maximum|about|around|up to|\d+)\s"
)
_VERB = re.compile(r"[a-z][a-z-]*")
_OBJECT = re.compile(
    rf"(?:an?|the|your|its|their|his|her|my|our|it|them|this|that|these|those|each|every|all|any|some|both|me|us|how|"
    rf"why|what|"
    rf"which|who|whether|if|where|when|at|about|for|to|from|in|on|as|up|out|more|one|two|three|four|five|six|ten|\d+|"
    rf"[\"“'‘<(\[{MASK}]|[a-z-]+(?:s|ing)\b)"
)


_NOT_OBJECT = re.compile(
    r"\s*(?:,|(?:is|are|was|were|has|have|had|of|and|or|should|must|will|can|by|vs|versus|which)\b)"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|can|could|should|must|would|may|does|did|helps?|makes?)\b"
)
_ASKING = re.compile(
    rf"{AUX} (?:i|you|we|he|she|it|they|there|the|a|an|any|my|your|this|that|these|those|people|someone|all)\b|(?:did|"
    rf"does|do|is|are|was|were) [a-z]|(?:on a scale|among|of all)[^.]{{0,40}} (?:how|which|what)\b|"
    rf"(?!when\b){WH}\b|when {AUX}\b"
)
_ADDED = re.compile(  # "at the end of your response add …", without a comma
    r"(?:at the (?:very )?(?:end|beginning|start|top|bottom) of|in|after|before|throughout|within) (?:your|"
    r"the) (?:[a-z]+ ){0,2}"
    rf"(?:response|answer|reply|output|text|letter|email|essay|poem|story|article|post),? (?={MANNER})"
)
_NAMELESS = re.compile(
    r"(?:(?:your |the |final )?(?:answer|response|output|result|solution|reply|assistant|turn|label|sentiment|"
    r"category|class|"
    r"classification|translation|summary|completion|explanation|verdict|rating|score|correction|rewrite|paraphrase|question)|a|ai)"
    r"\s?[*_]{0,2}:?[*_]{0,2}\s*$"
)


def nameless(words: str) -> bool:
    """Return whether some words only label the place of the answer, as "Answer:" does."""
    return bool(_NAMELESS.match(words.strip(" *#_\n").lower()))


def opening(lower: str, start: int, end: int) -> int:
    """Return where a clause's own words begin, after list marks, politeness and connectives."""
    while start < end:
        mark = ITEM_MARK.match(lower, start, min(end, start + 16))
        head = _HEAD.match(lower, start, min(end, start + 40))
        glue = head or _GLUE.match(lower, start, min(end, start + 40))
        if mark:
            start = mark.end()
        elif glue and glue.end() < end:
            start = glue.end()
        elif lower[start] in '*_#>"“([- \t\n' and not (lower[start] in '"“' and lower[start + 1 : start + 2] == MASK):
            start += 1
        else:
            return start
    return end


def acts(lower: str, start: int, end: int, *, bare: bool = True) -> bool:
    """Return whether a clause begins with the imperative of a verb that names an act.

    Args:
        lower: The masked lower-case text.
        start: Where the clause's own words begin.
        end: Where it ends.
        bare: Whether a verb alone is enough; else an object must follow it.
    """
    adverb = _ADVERB.match(lower, start, end)
    if adverb and adverb[0].rstrip(", ") not in ACTS:  # "reply", "apply", "supply" are no adverbs
        start = adverb.end()
    match = _VERB.match(lower, start, end)
    if match is None:
        return False
    after = match.end()
    if match[0] not in ACTS:
        stem = match[0][:-3] if match[0].endswith("ing") else ""
        gerund = stem and (stem in ACTS or stem + "e" in ACTS or stem[:-1] in ACTS)
        return bool(bare and gerund and not _FINITE.search(lower, after, end))
    if after >= end or lower[after] in ".!?:\n":
        return bare and match[0] not in NOUNS_TOO
    if bare:
        return lower[after] in " ,:\t\n" and (match[0] not in NOUNS_TOO or not _NOT_OBJECT.match(lower, after, end))
    return bool(_OBJECT.match(lower, after + 1, end))


def kind_of(passage: Passage, start: int, end: int, *, typed: bool) -> ClauseKind:
    """Return what a clause is.

    Args:
        passage: The turn.
        start: Where the clause's own words begin.
        end: Where it ends.
        typed: Whether a constraint family found its constraint in the clause.
    """
    lower = passage.lower
    words = lower[start:end].strip()
    if not any(c.isalnum() or c == MASK for c in words) or _NAMELESS.match(words):
        return ClauseKind.GLUE
    if _EXAMPLE.match(words):
        return ClauseKind.EXAMPLE
    if _PERSONA.match(words):
        return ClauseKind.PERSONA
    if SUPPOSED.match(words) or _GIVEN.match(words):
        return ClauseKind.STATEMENT
    if _EXPLAINING.match(words):
        return ClauseKind.ACT
    if _REQUIRED.match(words):
        return ClauseKind.CONSTRAINT
    wished = _WISHED.match(words)
    if ORDERS.match(words) or (wished and ORDERS.match(words, wished.end())):
        return ClauseKind.CONSTRAINT
    if acts(lower, start, end):
        return ClauseKind.ACT
    if FRAME.match(words) and 0 < (comma := words.find(", ")) < 160:
        main = opening(lower, lower.index(", ", start) + 2, end)
        if main > start + comma and _REQUEST.match(lower, main) and not typed:
            return kind_of(passage, main, end, typed=typed)
    asks = "?" in passage.masked[max(start, end - 4) : end + 1]
    modal = _MODAL.search(words[:240])
    if _REQUEST.match(words):
        ordered = re.match(
            r"you (?:should|must|can|need to|have to)\b|(?:i (?:want|need)|i(?:'d| would) like) "
            r"(?:it|this|everything|your|you to|the (?:\w+ )?(?:response|answer|output|reply|text))\b",
            words,
        )
        if (
            ordered
            and typed
            and not asks
            and not re.search(r"\b(?:write|create|generate|give|make|explain)\b", words[:60])
        ):
            return ClauseKind.CONSTRAINT
        return ClauseKind.ACT
    if asks and not (modal and typed):
        return ClauseKind.ACT
    if _ASKING.match(words) and not (modal and typed):
        return ClauseKind.ACT
    if modal and not SITUATION.match(words) and (_OUTPUT_SUBJECT.match(words) or _BINDS.match(modal[0])):
        return ClauseKind.CONSTRAINT
    if FRAME.match(words) or GERUND.match(words):
        rest = words.find(", ")
        if 0 < rest < 160:
            main = opening(lower, lower.index(", ", start) + 2, end)
            return kind_of(passage, main, end, typed=typed) if main > start else ClauseKind.STATEMENT
    if _LAID_OUT.match(words):
        return ClauseKind.CONSTRAINT
    if typed and (modal or _BINDING.match(words) or (_FRAGMENT.match(words) or not SITUATION.match(words))):
        return ClauseKind.CONSTRAINT
    if _BINDING.match(words) and _OUTPUT_WORD.search(words[:48]):
        return ClauseKind.CONSTRAINT
    stated = _PAST.search(words) or (words[:1].isdigit() and _FINITE.search(words))
    if _FRAGMENT.match(words) and len(words) < 60 and not stated:
        return ClauseKind.CONSTRAINT
    return ClauseKind.STATEMENT
