"""What an instruction has done, read off its act, its output and its question: written, rewritten, named, judged."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stemmata.graphs.constraints.addition import head
from stemmata.graphs.constraints.family import AnswerShape, Work
from stemmata.schemas.instruction import Payload

_POLITE = (
    r"^\W*(?:(?:please|kindly|now|then|first|next|ok(?:ay)?|so|and|can you|could you|would you|will you|i want you to|"
    r"i need you to|i would like you to|i'd like you to|you (?:need|have|should|will|are asked) to|"
    r"your (?:task|job) is to|help me(?: to)?|try to|let's)\b[\s,:]*)*"
)
_REWRITE = re.compile(
    _POLITE + r"(?:re-?(?:write|phrase|word|vise|arrange|order|do|format)|paraphrase|edit|improve|"
    r"simplify|shorten|condense|convert|change|replace|alter|modify|transform|polish|refine|turn\b|adjust|update|"
    r"adapt|complete|continue|finish|combine|swap|add\b|remove|delete|"
    r"make (?:(?:the|this|it|that|these|your|my|sure)\b|.{0,40}\bmore\b)|take your)"
)
_CORRECT = re.compile(
    _POLITE + r"(?:correct|fix|proofread|debug|unscramble|punctuate)\b|\bgrammar\w*|\bspelling\b|\bunscramble\b"
)
_AGAIN = re.compile(
    r"\b(?:your|the) (?:previous|last|earlier|above|first) (?:response|answer|reply|story|text|output)\b"
)
_EXTRACT = re.compile(
    _POLITE + r"(?:given a \w+, )?(?:extract|identify|think of|output the|label|"
    r"spot|locate|underline|match|fill|parse|recogni[sz]e|detect|pick|select|sort|order|"
    r"rank|count|group|tag|annotate|point out|find (?:the|all|any|out)\b.{0,60}\b(?:in|from|of) (?:the|this|these|a)\b)"
)
_SUMMARY = re.compile(_POLITE + r"(?:summari[sz]e|recap|sum up|outline the main)|\bsummary\b|\btl;?dr\b")
_FACT = re.compile(
    r"^\W*(?:(?:and|so|but|hey|hi|also|then|in \w+)[\s,]+){0,3}"
    r"(?:(?:in|at|on|for|from|to|by) (?:which|what|whom)\b|who|whom|whose|when|where|which|"
    r"how (?:many|much|long|old|tall|far|big|high|deep|often|fast|heavy|do you (?:say|spell|call))|what (?:time|year|"
    r"day|date|color|colour|number|percentage|language|city|country)|"
    r"what(?:'s| is| was| are| were) (?:the|your|my) (?:\w+ ){0,2}(?:name|capital|population|number|date|size|height|"
    r"age|price|cost|answer|word|term|year|\w+est|most|average|difference in)\b|"
    r"(?:is|are|was|were|do|does|did|will|has|have|had|should|would|can|could) (?!you\b)\w+.{0,200}\?)"
)
_DECIDE = re.compile(
    _POLITE + r"(?:decide|determine|verify|guess|classify|judge|check)\b|\bpart of speech\b|\btrue or false\b"
)
_EXAM = re.compile(
    r"\banswer (?:the|this|these|following|my|each)\b[^.?!\n]{0,40}\bquestions?\b|\breading comprehension\b"
)
_OPEN = re.compile(
    r"\b(?:of|in|from|by|with|for|as) (?:what|which|whom)\b[^?\n]{0,80}\?|^[^?\n]{0,200}, what\b[^?\n]{0,120}\?"
)
_REASON = re.compile(r"\b(?:why|explain|describe|how come|elaborate|reasons?|in detail|discuss|because)\b")
_EXPLAIN = re.compile(
    _POLITE
    + r"(?:why|how|what|explain|describe|discuss|compare|contrast|define|tell|analy[sz]e|elaborate|give|provide|"
    r"recommend|suggest|advise|teach|clarify|interpret|justify|respond|answer|share|show)\b"
)
_NAMED = frozenset(
    """title name nickname headline slogan tagline motto caption tweet hashtag joke riddle quote line phrase word
    question pun acronym synonym antonym username domain sentence emoji heading subject one-liner password greeting
    proverb idiom metaphor simile analogy haiku limerick""".split()
)
_OUTLINED = frozenset(
    """outline schedule itinerary agenda menu playlist syllabus curriculum checklist rubric contents timeline roadmap
    list structure plan recipe""".split()
)
_RECORDED = frozenset(
    """table chart schema database spreadsheet dataset budget calendar matrix diagram graph puzzle template signature
    logo quiz crossword sudoku form worksheet game map invoice survey questionnaire number resume cv equation
    flowchart workflow""".split()
)
_LETTERS = frozenset(
    """letter email e-mail mail invitation memo message sms reply apology complaint notice announcement resignation
    request application note""".split()
)
_TALES = frozenset(
    """story tale fable plot script scene novel narrative dialogue monologue play conversation screenplay fairytale
    diary adventure""".split()
)
_PROGRAM = re.compile(
    r"\b(?:code|(?:computer|python|java|c|simple) program|program that|(?:python|bash|shell|sql|js) script|"
    r"script (?:that|to)|"
    r"function|sql|regex|regular expression|css|javascript|java|python|ruby|c\+\+|rust|algorithm|leetcode|bash|"
    r"shell|html|latex|json|xml|yaml)\b"
)
_FEW = re.compile(
    r"\ba (?:\w+ )?(?:tip|fact|hint)\b|\bbrief\b|\bshort (?!stor|film|play|essay|article|scene)|"
    r"\b(?:one|two|three|single|a|1|2|3)[- ](?:or two |short |simple |complete )?(?:sentences?|words?|liners?|"
    r"lines?)\b|"
    r"\bin (?:a|one) (?:word|sentence|line|phrase)\b|\b(?:list|name|give|pick) (?:just )?one\b|\bbriefly\b|"
    r"\bshort answer\b"
)
_SHORT = frozenset("introduction paragraph section bio definition abstract hack tip conclusion ending opening".split())
_MYSELF = re.compile(r"\b(?:i|i'm|i've|my|me|we|our)\b")
_FELT = re.compile(
    r"\b(?:feel\w*|sad|love|girlfriend|boyfriend|wife|husband|friend|mom|mum|dad|mother|father|worried|"
    r"afraid|broke up|stress\w*|advice|problem|lonely|depress\w*|anxious|anxiety)\b"
)
_ATMOST = ("at most", "less than", "equal to")
BRIEF = 60  # words


def work_of(asked: str, output: str, shape: AnswerShape) -> Work:
    """Return what is to be done.

    Args:
        asked: The acts of the last turn, in lower case.
        output: The noun of what is to come out, in lower case.
        shape: What kind of answer is asked for.

    Example:
        >>> work_of("rewrite the letter", "", "prose"), work_of("when was it built?", "", "prose")
        ('rewriting', 'fact')
    """
    if shape == "label":
        return "judging"
    if re.search(r"\btranslat", asked):
        return "translation"
    if shape == "code" and _PROGRAM.search(asked) and not _EXTRACT.search(asked):
        return "code"
    for pattern, work in _BY_ACT:
        if pattern.search(asked):
            return work
    if shape == "verse" and head(output) not in ("haiku", "limerick"):
        return "verse"
    if output.endswith("user story"):
        return "records"
    for nouns, named in _BY_NOUN:
        if head(output) in nouns:
            return named
    if shape == "data":
        return "records"
    if _EXAM.search(asked):
        return "fact"
    if not output and not _REASON.search(asked) and (_FACT.search(asked) or _OPEN.search(asked)):
        return "fact"
    return "explanation" if _EXPLAIN.search(asked) else "writing"


_BY_ACT: tuple[tuple[re.Pattern[str], Work], ...] = (
    (_CORRECT, "correction"),
    (_DECIDE, "judging"),
    (_AGAIN, "rewriting"),
    (_REWRITE, "rewriting"),
    (_EXTRACT, "extraction"),
    (_SUMMARY, "summary"),
)
_BY_NOUN: tuple[tuple[frozenset[str], Work], ...] = (
    (_NAMED, "naming"),
    (_RECORDED, "records"),
    (_OUTLINED, "outline"),
    (_LETTERS, "letter"),
    (_TALES, "tale"),
)


def is_brief(asked: str, output: str, work: Work, constraints: Iterable[Payload], response: str | None) -> bool:
    """Return whether the answer is a few sentences at most: by its kind, its limits, or the known one."""
    if work in ("naming", "judging", "fact") or head(output) in _SHORT or _FEW.search(asked):
        return True
    if response is not None and len(response.split()) < BRIEF and response.count("\n") < 3:
        return True
    return any(_limit(one) <= BRIEF for one in constraints)


def _limit(constraint: Payload) -> float:
    """Return about how many words a constraint leaves room for."""
    kwargs = constraint.kwargs
    if constraint.id == "length_constraints:about_words":
        return float(kwargs["num_words"])
    for family, key, words in (
        ("number_words", "num_words", 1.0),
        ("number_sentences", "num_sentences", 15.0),
        ("number_characters", "num_characters", 1 / 6),
        ("number_lines", "num_lines", 8.0),
    ):
        if constraint.id == f"length_constraints:{family}" and kwargs.get("relation") in _ATMOST:
            return float(kwargs.get("upper") or kwargs[key]) * words
    return float("inf")


def is_personal(text: str) -> bool:
    """Return whether somebody speaks of themselves and of what they feel or how they live."""
    spoken = text[:2000].lower()
    return _MYSELF.search(spoken) is not None and _FELT.search(spoken) is not None
