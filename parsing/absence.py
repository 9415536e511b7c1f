"""What an instruction points to that is not there: a passage that does not follow, an answer that nobody gave."""

from __future__ import annotations

import re

from stemmata.graphs.graph import Graph
from stemmata.schemas.vocabulary import ASKING_ROLES

_PASSAGE = (
    r"(?:text|passage|paragraphs?|article|excerpt|sentences?|statements?|e-?mails?|letter|essay|poem|story|reviews?|"
    r"tweets?|posts?|code|snippet|function|program|script|query|table|chart|graph|image|picture|photo|figure|diagram|"
    r"document|report|file|attachment|link|url|conversation|dialogue|transcript|data(?:set)?|"
    r"questions?|problems?|equations?|words|items|numbers|list|information|description|recipe|abstract|lyrics|input)"
)
_OWN = r"(?:[\w'’-]+ ){0,2}?"
_POINTS = re.compile(
    rf"\b(?:the|these|this) (?:following|given|provided|attached|enclosed|above|below) {_OWN}{_PASSAGE}\b"
    rf"|\b(?:the|this|these|my) {_OWN}{_PASSAGE} (?:below|above|attached|that follows|given here|(?:i|we) (?:have )?"
    rf"(?:attached|provided|pasted|sent|shared))\b"
    r"|\b(?:this|these) (?:text|passage|paragraphs?|article|excerpt|e-?mail|image|picture|photo|screenshot|"
    r"code snippet|transcript|attachment|essay|poem|review|tweet|abstract)\b"
    r"|\b(?:the|this|these) (?:given|provided) (?!(?:that|by|to|in|as|for|with|and|or)\b)[a-z][\w-]*"
    r"|\bthe (?:information|details|facts|data|term|words?|ingredients|prompt) "
    r"(?:given|provided|that (?:has|have) been)\b"
    r"|\b(?:has|have) been (?:given|provided)(?: (?:below|here|to you))?[.,;]"
    r"|^you(?:'re| are| will be) (?:given|provided with) (?:an?|some|two|several|the) [\w-]+"
    r"|^(?:please )?(?:rewrite|paraphrase|proofread|summari[sz]e|translate|correct|edit|simplify|shorten|complete|"
    rf"fix|analy[sz]e|classify|label|continue) (?:the|this) {_PASSAGE}(?= (?:and|using|by|in|so|into|to)\b|[.,;!]|$)"
)
_PROGRAM = re.compile(  # what is given there is given to the program when it runs
    r"\b(?:function|program|algorithm|method|class|script|regex|sql|python|java(?:script)?|c\+\+|formula)\b"
)
_SLOT = re.compile(
    r"[\[<({]{1,2}\s*(?:please )?(?:insert|paste|put|add|enter|your|type)\b[^\[\]<>(){}\n]{0,40}"
    r"\b(?:here|text|code|article|passage|e-?mail|essay|content)\s*[\])}>]{1,2}",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\byour (?:previous|last|earlier|first|second) (?:answer|response|reply|message|suggestion|version|draft|output)\b"
    r"|\bthe (?:answer|response|reply|text|poem|story|list|code) (?:that )?you (?:just )?(?:gave|wrote|sent|made)\b"
    r"|\b(?:as|what|like) (?:you|we|i) (?:just )?(?:said|mentioned|discussed|wrote|talked about)\b"
    r"|\bin (?:our|the|your) (?:previous|last|earlier) (?:conversation|chat|message|turn|question)\b"
)
_QUOTED = re.compile(r"[\"“'‘«][^\"”'’»\n]{12,600}[\"”'’»]")
_BARE = re.compile(
    r"(?:ok(?:ay)?[,.! ]+|great[,.! ]+|thanks[,.! ]+|now[, ]+|please |and |but )*"
    r"(?:(?:continue|go on|keep going|try again|do (?:it|that|the same) again|more|again|next)(?: please)?"
    r"|(?:make|rewrite|shorten|expand|translate|explain|redo|change|fix|summari[sz]e|improve|say|put) "
    r"(?:it|that|them|the (?:first|second|third|last) one)(?: [\w'’-]+){0,6}"
    r"|(?:the|only the) (?:first|second|third|last) one(?: [\w'’-]+){0,4}"
    r"|why not|how so|what about (?:it|that|them))\s*[.!?]*"
)


def absent(graph: Graph) -> str | None:
    r"""Return what an instruction points to that it does not hold, as a sentence; None where nothing is missing.

    Args:
        graph: The instruction as the rules parser reads it.

    Example:
        >>> from stemmata import parse
        >>> absent(parse("Summarize the following article."))
        'It speaks of "the following article", and there is none.'
        >>> absent(parse("Summarize the following article.\n\nRain fell on the hills for days."))
    """
    if any(turn.role not in ASKING_ROLES for turn in graph.turns):
        return None
    if sum(turn.role == "user" for turn in graph.turns) > 1:
        return None  # what a later turn takes up is in the turns before it
    text = "\n\n".join(turn.text for turn in graph.turns)
    lower = " ".join(text.lower().replace("’", "'").split())
    slot = _SLOT.search(text)
    if slot is not None and text.count("\n") < 3:  # a layout has more of them, for the answer to fill
        return f'It has an unfilled slot, "{" ".join(slot[0].split())}".'
    points = None if _PROGRAM.search(lower) else _POINTS.search(lower)
    if points is not None and "above" in points[0] and points.start() > 40:
        points = None  # it speaks of its own words
    earlier = _EARLIER.search(lower)
    if earlier is None and len(lower) < 120:
        earlier = _BARE.fullmatch(lower)
    if (points is None and earlier is None) or _carries(graph, text):
        return None
    if points is not None:
        return f'It speaks of "{points[0]}", and there is none.'
    return f'It takes up something said before, "{earlier[0]}", and nothing was.' if earlier else None


def _carries(graph: Graph, text: str) -> bool:
    """Return whether an instruction carries anything that its words may point to."""
    if any(fact.role in ("material", "example") for fact in graph.facts):
        return True
    if "://" in text or "```" in text or "|" in text or "\t" in text:
        return True
    told = sum(len(fact.text.split()) for fact in graph.facts)
    parts = [part for part in text.split("\n\n") if part.strip()]
    announced = ":" in text and len(text.rpartition(":")[2].strip()) > 12
    return told > 12 or len(parts) > 1 or text.strip().count("\n") > 1 or announced or _QUOTED.search(text) is not None
