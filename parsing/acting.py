"""What each act of a turn does and brings forth, as far as other units of the turn take it up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from stemmata.parsing.blocks import ITEM_MARK
from stemmata.parsing.clauses import opening
from stemmata.parsing.lexicon import ACTS, AUX, FRAMES, LIGHT, PRODUCING, REQUEST, WH, WORKING
from stemmata.parsing.naming import heads, stem
from stemmata.parsing.units import Unit

NEAR = 24  # acts that one unit is compared with: nobody writes an instruction of more
_LONGEST = 600  # characters of an act that are read


class Link(NamedTuple):
    """An edge between two units of a turn, by their places in it."""

    source: int
    target: int
    qualifiers: dict[str, Any]


class Act(NamedTuple):
    """An act as other units see it.

    `place` is its position among the turn's units. `words` are its words from its verb on, in lower case; `full` is the
    whole text from its first word, or that of a constraint inside it, to the last. `objects` are stems of what its verb
    governs; `things` those that it brings forth, `made` these and its verb, which may name its outcome. `several` says
    that it brings forth more than one thing, `opens` that a sentence ends between the act before and it, `item` that it
    stands at a list mark.
    """

    place: int
    words: str
    full: str
    verb: str
    asks: bool
    objects: frozenset[str]
    things: frozenset[str]
    several: bool
    opens: bool
    item: bool
    condition: str | None

    @property
    def made(self) -> frozenset[str]:
        """Stems of what may name its outcome."""
        kinds = {_KINDS[thing] for thing in self.things if thing in _KINDS}
        return self.things | kinds | ({stem(self.verb)} if len(self.verb) > 3 else set())

    @property
    def converts(self) -> bool:
        """Whether its outcome is a changed version of what it works on."""
        return self.verb in _CONVERTING

    @property
    def produces(self) -> bool:
        """Whether it brings forth something that a pronoun can take up."""
        return self.converts or not self.things <= _TALK


_CONVERTING = WORKING - {"classify", "analyze", "analyse", "categorize", "label", "solve"} | frozenset(
    "turn transform arrange rank order reformulate revise reword condense extend adapt format mark fill".split()
)
# What stands for a passage of the answer, which no pronoun takes up: "give an overview of X and say how it works".
_TALK = frozenset(
    stem(word)
    for word in """information insights details overview explanation description help tips advice answer look
    understanding time account""".split()
)
# What a thing is also called: "write a sonnet … explain the poem".
_KINDS = {
    stem(word): stem(kind)
    for kind, words in {
        "poem": "sonnet haiku limerick ode elegy ballad couplet acrostic verse rhyme",
        "code": "function script program class query snippet",
        "story": "tale fable narrative fairytale legend",
        "text": "essay article report post speech paragraph letter email story poem review",
    }.items()
    for word in words.split()
}
_NUMBERS = frozenset("two three four five six seven eight nine ten dozen several some both all".split())


def described(text: str, lower: str, made: Sequence[Unit], places: Sequence[int]) -> list[Act]:
    """Return the acts of a turn as other units see them.

    Args:
        text: The turn.
        lower: The same in lower case.
        made: Its units.
        places: The places of the acts among them.
    """
    bounds = {place: (made[place].ranges[0][0], made[place].ranges[-1][1]) for place in places}
    for unit in made:
        if unit.inside is not None:
            start, end = bounds[unit.inside]
            bounds[unit.inside] = min(start, unit.ranges[0][0]), max(end, unit.ranges[-1][1])
    acts: list[Act] = []
    cursor = 0
    for place in places:
        start, end = bounds[place]
        between = (
            text[cursor:start]
            if start - cursor < 2 * _FAR
            else text[cursor : cursor + _FAR] + text[start - _FAR : start]
        )
        opens = not acts or _ENDS.search(between) is not None
        acts.append(_described(text, lower, place, made[place], start, end, opens=opens))
        cursor = end
    return acts


def _described(text: str, lower: str, place: int, unit: Unit, start: int, end: int, *, opens: bool) -> Act:
    words = " ".join(lower[left:right] for left, right in unit.ranges)[:_LONGEST]
    core = _core(words)
    asks = _ASKS.match(words, core) is not None
    first = None if asks else _WORD.match(words, core)
    verb = _verb(first[0], words[first.end() : first.end() + 12]) if first else ""
    particle = _PARTICLE.match(words, first.end()) if first and verb else None
    after = particle.end() if particle else core
    full = lower[start : min(end, start + _LONGEST)]
    governed = [] if asks else heads(words[after : after + 160])
    weighty = [head for head in governed if len(head) > 2 and head not in LIGHT]
    objects = frozenset(stem(head) for head in weighty or governed[-1:])
    counted = governed if len(unit.ranges) == 1 else heads(full[max(0, full.find(verb)) + len(verb) :][:160])
    line = text.rfind("\n", max(0, start - 24), start) + 1
    item = (line > 0 or start < 24) and ITEM_MARK.match(text, line, start) is not None
    return Act(
        place=place,
        words=words[core:],
        full=full,
        verb=verb,
        asks=asks,
        objects=objects,
        things=objects if not verb or verb in PRODUCING or verb in FRAMES else _turned_into(words, after),
        several=any(one in _NUMBERS or (one.endswith("s") and not one.endswith("ss")) for one in (*governed, *counted)),
        opens=opens or item,
        item=item,
        condition=_condition(text, unit, asks=asks),
    )


_ENDS = re.compile(r"[.!?:;]['\"”’)*_]{0,4}\s|\n")
_FAR = 400  # characters from an act in which a sentence's end is looked for
_REQUEST = re.compile(
    rf"(?:{REQUEST}|would you mind|i(?:['’]m| am) (?:[a-z]+ ){{0,2}}(?:interested in|curious about)|gotta|"
    rf"wanna)(?![\w-])"
)
_SMALL = re.compile(
    r"(?:to|please|kindly|just|also|then|now|first|next|finally|mind|be able to|maybe|perhaps|for me|[a-z]{2,20}ly|"
    r"again|further|and|or)\b[\s,]*"
)
_LEAD = re.compile(  # "based on the notes, list …", "to round it off, write …"
    r"(?:if|when|whenever|unless|once|after|before|based|using|from|given|for|in|on|at|with|without|below|above|"
    r"under|next to|according|considering|building|reflecting|as|to|while|going|beside|following|"
    r"taking)\b[^,;:.?!]{1,160},\s+"
)
_ASKS = re.compile(rf"(?:{WH}|{AUX})(?![\w-])")
_WORD = re.compile(r"[a-z][a-z'’-]{0,40}")


def _core(words: str) -> int:
    """Return where the words of an act begin after politeness, connectives, and phrases before its verb."""
    at = opening(words, 0, len(words))
    for _ in range(6):
        first = _WORD.match(words, at)
        if first and first[0] in ACTS and first[0] not in FRAMES:
            return at
        step = _LEAD.match(words, at) or _SMALL.match(words, at) or _REQUEST.match(words, at)
        if step is None or step.end() >= len(words):
            return at
        at = step.end()
        while at < len(words) and words[at] in " ,:":
            at += 1
    return at


_PARTICLE = re.compile(r"(?:\s+(?:up with|of|out|up|together|down|in|back)\b)?")
_ITS_OBJECT = re.compile(
    r"\s+(?:(?:an?|the|my|your|its|it|them|all|each|every|this|these|that|both|any|me|us|\d+)(?![\w-])|[\"'“\[`])"
)
_NO_VERB = frozenset("a an the my your one two three some any more another what about".split())


def _verb(word: str, after: str) -> str:
    """Return a verb by which an act is known, without its ending; nothing for another word.

    A word that no list has is one where an object follows it.
    """
    forms = [word]
    if word.endswith("ing") and len(word) > 5:
        forms += [word[:-3], word[:-3] + "e", word[:-4]]
    known = next((form for form in forms if form in ACTS or form in PRODUCING), "")
    return known or (word if word not in _NO_VERB and _ITS_OBJECT.match(after) else "")


_NEW = re.compile(r"\b(?:into|to|as) (?:an?|one|two|three) ")


def _turned_into(words: str, after: int) -> frozenset[str]:
    """Return stems of what an act turns something into."""
    new = _NEW.search(words, after)
    return frozenset(stem(head) for head in heads(words[new.end() : new.end() + 80])) if new else frozenset()


_SHORT = ("if so", "if not", "if yes", "if no", "otherwise", "else")
# Politeness and manner: "if you like", "when writing".
_NO_CONDITION = (
    r"(?:you (?:can|could|would|like|want|please|wish|need|prefer|are|have|answer|respond|write|reply)|possible|"
    r"necessary|needed|any\b|(?!\w{1,8}thing\b)\w{1,20}ing\b)"
)
_CONDITION = re.compile(
    rf"(?:(?:and|or|but|then)[,\s]+)?(?P<words>(?:(?:only |even )?if|unless|when|whenever|"
    rf"in case)\s(?!{_NO_CONDITION})"
    r"[^,;:.?!]{2,120}|(?:otherwise|else|if (?:so|not|yes|no))\b)",
    re.IGNORECASE,
)
_AT_END = re.compile(
    rf"[\s,](?P<words>(?:only )?(?:if|unless|in case)\s(?!{_NO_CONDITION}|so\b)[^,;:.?!]{{3,100}})$", re.IGNORECASE
)
_ASKED_IF = re.compile(  # "check if …", "explain what happens if …"
    r"\b(?:how|what|why|which|who|where|as|even|see|check|tell|ask|know|decide|determine|say|wonder|test|find out|"
    r"verify)\b"
    r"[^,]{0,60}$",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?P<words>otherwise|else|if not|if so)[,:]?\s+(?:please\s+)?$", re.IGNORECASE)


def _condition(text: str, unit: Unit, *, asks: bool) -> str | None:
    """Return the words of the condition under which an act is to be done; "otherwise" may stand before it."""
    start, end = unit.ranges[0][0], unit.ranges[-1][1]
    stated = _CONDITION.match(text, start, min(end, start + 200))
    if stated and (not asks or stated["words"].lower() in _SHORT):
        return stated["words"].strip()
    before = _BEFORE.search(text, max(0, start - 24), start)
    if before:
        return before["words"]
    left = max(unit.ranges[-1][0], end - 120)
    at_end = None if asks else _AT_END.search(text, left, end)
    if at_end and not _ASKED_IF.search(text[max(left, at_end.start() - 80) : at_end.start()]):
        return at_end["words"].strip()
    return None
