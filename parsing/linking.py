"""Which unit of a turn rests on which: acts on acts and facts, constraints on acts. Rules 34 to 37 of the guide."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from stemmata.parsing.lexicon import CARRIED
from stemmata.parsing.units import Unit
from stemmata.schemas.vocabulary import NodeKind


class Link(NamedTuple):
    """An edge between two units of a turn, by their places in it."""

    source: int
    target: int
    qualifiers: dict[str, Any]


_BACK = re.compile(
    r"\b(?:it|them|this|these|the (?:result|summary|translation|previous|above|same|resulting|generated|first|second)|"
    r"your (?:answer|response|previous|last)|each of (?:them|these)|both of them)\b"
)
_CONDITION = re.compile(
    r"(?:and |or |but |then )?(?P<words>(?:if|unless|when|whenever|in case|otherwise|else)\b[^,;:.]{0,120})"
)
_OTHERWISE = re.compile(r"(?:otherwise|else|if not)[,:]?\s$")
# Verbs whose output is a text of several parts, and verbs that say what stands in one.
_WHOLE = re.compile(
    r"(?:\W|please|could you|can you|i need|i want|i'd like)*(?:write|draft|prepare|compose|create|make|invent|"
    r"design|compile|"
    r"develop|produce|generate|outline|plan|need|compare|build|put together|craft)\b"
)
_PART = re.compile(
    r"(?:(?:below|above|after|under|in|at|for) [^,]{1,40}, )?(?:also |then |finally |briefly )?(?:explain|"
    r"describe|give|add|offer|"
    r"provide|ask|tell|state|mention|recommend|list|specify|suggest|say|include|show|illustrate|discuss|outline|thank|"
    r"apologi[sz]e|"
    r"indicate|highlight|introduce|propose)\b"
)
_WORK = re.compile(
    rf"{CARRIED}|\b(?:the|this|that|these|those|my|our|each|every|both) (?:[\w-]+ )?(?:text|passage|entry|"
    rf"letter|review|code|menu|words?|"
    r"list|sentences?|notes?|paragraphs?|article|e-?mail|message|story|poem|data|table|items?|question|minutes|caption|"
    r"conversation|dialogue|report|document|statements?|tweet|function|program|scenes?|trains?|animals|product|options?|input|"
    r"quote|recipe|lyrics|speech|essay|draft|figures?|numbers|facts?|names?|equations?|records?|reviews|given \w+)\b"
)
_NEAR = 24  # acts that one unit is compared with: nobody writes an instruction of more
_STEM = 5  # letters by which words are taken for the same
_WORD = re.compile(r"[a-z]{4,}")
_IDLE = frozenset(
    """should must have that this with your each every from more than least most words word answer response only keep
    make sure using into also them they will need text write output include given following sentence
    sentences""".split()
)
_ALL = re.compile(
    r"\b(?:each (?:reply|answer|response|one|of them)|both|always|every (?:reply|answer|response|one)|"
    r"all (?:replies|answers))\b"
)
_OVERALL = re.compile(
    r"\b(?:everything|throughout|overall|the whole|as a whole|the entire|in total|none of)\b|^(?:stay|be|"
    r"keep it|leave)\b"
)
_PARTS = re.compile(
    r"(?:the |your |its )?(?P<part>(?:(?:each|every|no|all|any|both) )?(?:of the )?(?:(?:first|second|third|"
    r"last|final|opening|closing) )?"
    r"(?:titles?|headlines?|headings?|introductions?|conclusions?|paragraphs?|lines?|stanzas?|verses?|sentences?|refrain|chorus|"
    r"chapters?|sections?|summary|summaries|questions?|names?|items?|steps?|bullets?|bullet points?|columns?|"
    r"rows?|tables?|"
    r"exercises?|pieces?|repl(?:y|ies)|players?|ending|opening|body|examples?|entries|titles|dish(?:es)?|words?|letters?|"
    r"arguments?|inhabitants?|villagers?|topics?|descriptions?))\b(?= (?:should|must|has|have|is|are|may|can|"
    r"needs?|will|shall|"
    r"takes?|gets?|starts?|begins?|ends?|contains?|uses?|does|do|cannot|wants?|refers?)\b)"
)
_FORBIDS = re.compile(
    r"\b(?:not|no|never|avoid|without|refrain|exclud\w+|omit|don['’]?t|shouldn['’]t|mustn['’]t|can['’]?t|"
    r"nothing|none|leave [^.]{1,40} out)\b"
)
_BOUNDS = re.compile(
    r"\b(?:not|no|never|n['’]t|none|nothing)\b[^.;]{0,40}\b(?:exceed|more than|longer|fewer|less than|over|"
    r"under|beyond|shorter|at (?:most|least)|"
    r"larger|fewer than|surpass)\b"
)
_OPTIONAL = re.compile(
    r"\b(?:you may|you can|feel free|if you (?:like|want|wish)|optional(?:ly)?|(?:is|are) (?:welcome|allowed|"
    r"fine|ok))\b|\bmay be\b"
)


def polarity(lower_words: str) -> str:
    """Return whether some words forbid, require or allow; a bound is required in whatever words.

    Example:
        >>> polarity("do not use any commas"), polarity("it must not exceed a page"), polarity("you may add a row")
        ('forbidden', 'required', 'optional')
    """
    if _BOUNDS.search(lower_words):
        return "required"
    if _FORBIDS.search(lower_words):
        return "forbidden"
    return "optional" if _OPTIONAL.search(lower_words) else "required"


def scope(lower_words: str) -> str:
    """Return the part of the output that a constraint is about, in its own words; "output" for the whole.

    Example:
        >>> scope("the title should be a question"), scope("each verse must rhyme"), scope("use no commas")
        ('title', 'each verse', 'output')
    """
    part = _PARTS.match(lower_words)
    return part["part"].replace(" of the", "") if part else "output"


def between_acts(text: str, made: Sequence[Unit], acts: Sequence[int]) -> Iterator[Link]:
    """Yield what each act after the first rests on: a condition, an act whose output it uses or is a part of."""
    lower = _lowered(text)
    quoting = {unit.inside for unit in made if unit.kind is NodeKind.FACT}
    first_plain: int | None = None  # the act that conditions decide on
    whole: int | None = None
    for order, i in enumerate(acts):
        words = _words(lower, made[i])
        condition = _condition(lower, made[i])
        if not order:
            first_plain = i
        elif condition:
            yield Link(
                i, acts[0] if first_plain is None else first_plain, {"composition": "selection", "condition": condition}
            )
        elif _BACK.search(words):
            yield Link(i, acts[order - 1], {"composition": "chain", "order": order})
        elif whole is not None and _PART.match(words) and i not in quoting:
            yield Link(i, whole, {"composition": "nested"})
            continue
        else:
            yield Link(i, acts[order - 1], {"composition": "and", "order": order})
        if not condition:
            first_plain = i if order == 0 or first_plain is None else first_plain
            whole = i if _WHOLE.match(words) else None
    return


def on_facts(text: str, made: Sequence[Unit], acts: Sequence[int]) -> Iterator[Link]:
    """Yield which act rests on which fact: what it quotes or works on, and the situation it is to be done in."""
    lower = _lowered(text)
    working = [i for i in acts if _WORK.search(_words(lower, made[i])) and not _BACK.search(_words(lower, made[i]))]
    for i, unit in enumerate(made):
        if unit.kind is not NodeKind.FACT or not acts:
            continue
        if unit.inside is not None:
            targets = [unit.inside]
        elif unit.role == "material":
            targets = working[:_NEAR] or [acts[0]]
        else:
            after = bisect_right(acts, i)
            targets = [acts[after] if after < len(acts) else acts[-1]]
            if unit.role == "example" and targets[0] < i:
                targets = [acts[0]]
        for target in targets:
            yield Link(target, i, {"role": "source" if unit.role == "material" else "topic"})


def on_acts(text: str, made: Sequence[Unit], acts: Sequence[int], nested: dict[int, int]) -> Iterator[Link]:
    """Yield which acts a constraint binds, with its scope and polarity; none where its turn has no act.

    Args:
        text: The turn.
        made: Its units.
        acts: The places of the acts among them.
        nested: The act of whose output an act is a part.
    """
    lower = _lowered(text)
    stems = {j: _stems(_words(lower, made[j])) for j in acts}
    for i, unit in enumerate(made):
        if unit.kind is not NodeKind.CONSTRAINT or not acts:
            continue
        words = lower[unit.ranges[0][0] : unit.ranges[-1][1]]
        said = {"scope": scope(words), "polarity": polarity(words)}
        if unit.inside is not None:
            yield Link(i, unit.inside, said)
            continue
        if _ALL.search(words) and 1 < len(acts) <= _NEAR:
            for j in acts:
                yield Link(i, j, said)
            continue
        after = bisect_right(acts, i)
        before = acts[max(0, after - _NEAR) : after]
        about = [j for j in before if stems[j] & _stems(words)]
        near = before[-1] if before else acts[0]
        if unit.section == "rules":
            near = (about or [acts[0]])[0]
        elif about:
            near = about[-1]
        elif near in nested and (_OVERALL.search(words) or unit.separate):
            near = nested[near]
        yield Link(i, near, said)


def _lowered(text: str) -> str:
    """Return a text in lower case at the same offsets: a capital that becomes two signs stays."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _words(lower: str, unit: Unit) -> str:
    return " ".join(lower[start:end] for start, end in unit.ranges)


def _condition(lower: str, unit: Unit) -> str | None:
    """Return the words of the condition under which an act is to be done; "otherwise" may stand before it."""
    start, end = unit.ranges[0]
    stated = _CONDITION.match(lower, start, end)
    if stated:
        return stated["words"].strip()
    otherwise = _OTHERWISE.search(lower, max(0, start - 14), start)
    return otherwise[0].strip(" ,:") if otherwise else None


def _stems(words: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(words) if word not in _IDLE}
