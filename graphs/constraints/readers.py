"""Readers: how they are named, and which groups of them one text cannot be for."""

from __future__ import annotations

import re

from stemmata.graphs.constraints.numerals import NUMBER
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.phrases import read_object

_YEARS = rf"(?:{NUMBER})[- ]years?[- ]olds?"
# Groups of readers, the most telling first: for whom one text is, it is not for those of a group opposed to it.
_GROUPS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "experts",
        re.compile(
            r"(?<!non[- ])\b(?:experts?|specialists?|scholars|academics|researchers|scientists|"
            r"academia)\b"
        ),
    ),
    (
        "beginners",
        re.compile(
            r"\b(?:beginners?|novices?|newbies|newcomers|dummies|amateurs?|lay(?:person|people|"
            r"man|men)|non[- ]?\w+ ?(?:experts?|specialists?|readers?|people|audience)?|general (?:audience|public|"
            r"readers?))\b"
        ),
    ),
    (
        "children",
        re.compile(
            r"\b(?:kids?|child|children|toddlers?|pre-?schoolers?|(?:first|second|third|fourth|"
            r"fifth|[1-5](?:st|nd|rd|th))[- ]graders?|(?:[3-9]|10|three|four|five|six|seven|eight|nine|"
            r"ten)[- ]years?[- ]olds?)\b"
        ),
    ),
    (
        "teenagers",
        re.compile(
            r"\b(?:teens?|teenagers?|adolescents?|graders?|students?|pupils|youth|youngsters|"
            r"young (?:people|audience|readers)|years?[- ]olds?)\b"
        ),
    ),
    (
        "adults",
        re.compile(
            r"\b(?:adults?|parents|moms|mothers|dads|fathers|seniors|elderly|older people|"
            r"grandparents|grandmother|grandma)\b"
        ),
    ),
    (
        "trade",
        re.compile(
            r"\b(?:professionals|professional$|executives?|managers?|developers?|engineers?|"
            r"programmers?|investors?|customers?|clients?|employees|colleagues|stakeholders|teachers?|readers?|"
            r"readership|audiences?|enthusiasts?|fans|tourists|travell?ers|patients|users|consumers|someone|people|"
            r"public|laypersons|viewers|listeners|donors|voters|lawyers|doctors|nurses)\b"
        ),
    ),
)
_OPPOSED = frozenset({frozenset({"experts", "children"}), frozenset({"experts", "beginners"})})
_AFTER_HEAD = re.compile(
    r"\s(?:of|for|in|with|who|whose|that|at|from|aged|\w{3,}ing|aimed|designed|on|to|between|under|over)\b"
)
_STOP = re.compile(
    r"(?:to (?:\w+ly )?(?:understand|grasp|follow|read|learn|enjoy|use|digest)|can|could|would|will|about|on|"
    r"named|called|explaining|describing|"
    r"as (?:your|the|its|a)|and (?:the|another|one) (?:other|second|one)|on how|including|regarding|discussing|"
    r"titled|listing|detailing|showing)(?!\w)"
)
# What only children, beginners and the like are named as, with a determiner where it is one person.
PLAIN = (
    rf"(?:(?:an? )?{_YEARS}(?: (?:kid|child|boy|girl)s?)?|(?:(?:the|young|small|little|primary|elementary|middle|"
    r"high|school|college|university|advanced|absolute|complete|total) ){0,3}(?:kids|children|toddlers|"
    r"preschoolers|teens|teenagers|"
    r"beginners|novices|dummies|laymen|laypeople|laypersons|students|(?:\w+-?)graders|non-?experts|non-?specialists)"
    r"|an? (?:(?:\w+|non)[- ]){0,3}(?:kid|child|toddler|teenager|beginner|novice|layperson|layman|non-expert|"
    r"student|grader|"
    r"audience|readership)"
    r"|(?:a |the )?general (?:public|audience|readers)|non-(?:technical|expert|specialist) (?:people|readers|"
    r"audiences?))"
)


def read_readers(passage: Passage, at: int) -> tuple[str, int] | None:
    """Return the readers that are named at an offset, and where their name ends; None where none are."""
    found = read_object(passage, at, stop=_STOP, most=14)
    if found is None or re.match(
        r"(?:me|us|my (?!\w+ (?:students|readers|audience))|his|her|their)\b", found[0].lower()
    ):
        return None
    head = _AFTER_HEAD.split(found[0].lower(), maxsplit=1)[0]
    return found if len(head.split()) < 7 and group(head) else None


def group(audience: str) -> str | None:
    """Return the group that readers belong to, the most telling one; None where they are not named as readers."""
    return next((name for name, pattern in _GROUPS if pattern.search(audience.lower())), None)


def opposed(first: str, second: str) -> bool:
    """Return whether a text for some readers is not for others; those of two groups are opposed to none.

    Example:
        >>> opposed("children", "experts in the field"), opposed("experts and beginners", "children")
        (True, False)
    """
    groups = []
    for readers in (first.lower(), second.lower()):
        groups.append([name for name, pattern in _GROUPS[:3] if pattern.search(readers)])
    return all(len(names) == 1 for names in groups) and frozenset((*groups[0], *groups[1])) in _OPPOSED
