"""Which acts rest on which facts: rule 37 of the guide."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from stemmata.parsing.acting import NEAR, Act, Link
from stemmata.parsing.lexicon import AUX, CARRIED, WH
from stemmata.parsing.naming import stem
from stemmata.parsing.units import Unit
from stemmata.schemas.vocabulary import NodeKind

# Acts that bring forth something new, and work on nothing that lies before them unless they say so.
_NEW = re.compile(r"(?:write|compose|create|invent|design|draft|make|generate|come up|develop|imagine|plan|prepare)\b"
                  r"(?: me| us)? (?:an?|some|one|two|three|four|five|\d+|new|more|another) ")  # fmt: skip
_OWN = re.compile(r"\byour (?:\w+ )?(?:confidence|opinion|preference|favou?rite|assumptions|knowledge|experience)\b")
_WORK = re.compile(
    rf"\b(?:{CARRIED})|\b(?:the|this|that|these|those|my|our|each|every|both) (?:[\w-]+ )?(?:text|passage|entry|letter|"
    rf"review|code|"
    r"menu|words?|list|sentences?|notes?|paragraphs?|article|e-?mail|message|story|poem|data|table|items?|question|"
    r"minutes|caption|conversation|dialogue|report|document|statements?|tweet|function|program|scenes?|product|"
    r"options?|input|quote|recipe|lyrics|speech|essay|draft|figures?|numbers|facts?|names?|equations?|records?|"
    r"reviews|original|given \w+)\b"
)
_WORD = re.compile(r"[a-z]{4,}")
_IDLE = frozenset(
    stem(word)
    for word in """that this with have from they them their what which would could should about into your need help
    write please make want like some been were will when where there here very much many more just also
    than then only""".split()
)


def on_facts(lower: str, made: Sequence[Unit], acts: Sequence[Act], between: Sequence[Link]) -> Iterator[Link]:
    """Yield which act rests on which fact: what it quotes or works on, and the situation it is to be done in.

    Args:
        lower: The turn, in lower case.
        made: Its units.
        acts: The acts among them.
        between: What those rest on.
    """
    if not acts:
        return
    places = [act.place for act in acts]
    derived = _derived(acts, between)
    working = [act.place for act in acts if _works(act, derived=act.place in derived)]
    for i, unit in enumerate(made):
        if unit.kind is not NodeKind.FACT:
            continue
        if unit.inside is not None:
            targets = _sharing(
                unit.inside, acts[max(0, bisect_left(places, unit.inside) - 2) : bisect_right(places, unit.inside)]
            )
        elif unit.role == "material":
            targets = working[:NEAR] or places[:1]
        else:
            targets = [_speaking(lower, unit, i, acts, places)]
        for target in targets:
            yield Link(target, i, {"role": "source" if unit.role == "material" else "topic"})


_ELSEWHERE = re.compile(
    r"\b(?:above|previous|earlier|last|before|again|your|you (?:said|mentioned|wrote|gave)|instead|that|this|it|them|"
    r"those|these|they)\b"
)
_ASKS = re.compile(rf"(?:[^,]{{1,120}}, )?(?:and |so )?(?:{WH}|{AUX})\b")


def resumes(words: str, before: str) -> bool:
    """Return whether an act of a later turn works on a passage as the act before did: one more task of its kind.

    Args:
        words: The later act, in lower case.
        before: The act that worked on the passage, in lower case.

    Example:
        >>> resumes("what is the largest sum?", "what is the least?"), resumes("explain it", "what is the sum?")
        (True, False)
    """
    if _ELSEWHERE.search(words):
        return False
    asks = _ASKS.match(words) is not None and _ASKS.match(before) is not None
    return asks or words.split(maxsplit=1)[:1] == before.split(maxsplit=1)[:1]


def _derived(acts: Sequence[Act], between: Sequence[Link]) -> set[int]:
    """Return the acts that work on what others bring forth, or are done as others decide, or go on with such ones."""
    by_place = {act.place: act for act in acts}
    found: set[int] = set()
    for one in between:
        said = one.qualifiers["composition"]
        decided = said == "selection" and by_place[one.target].condition is None
        goes_on = said == "and" and one.target in found and not by_place[one.source].opens
        if decided or goes_on or said in ("chain", "nested"):
            found.add(one.source)
    return found


def _works(act: Act, *, derived: bool) -> bool:
    """Return whether an act works on a passage as it stands."""
    if _WORK.search(act.full):
        return not derived or bool(re.search(rf"\b{CARRIED}", act.full))
    return not derived and not _NEW.match(act.words) and not _OWN.search(act.words)


def _sharing(inside: int, near: Sequence[Act]) -> list[int]:
    """Return the act that quotes something, with the bare verbs just before it: "continue and expand: …"."""
    return [act.place for act in near if act.place == inside or " " not in act.words]


def _speaking(lower: str, unit: Unit, place: int, acts: Sequence[Act], places: Sequence[int]) -> int:
    """Return the act that a situation, an example or a persona speaks of, else the first one after it."""
    after = bisect_right(places, place)
    if after == len(acts):
        return places[0] if unit.role == "example" else places[-1]
    if unit.role != "background" or not after:
        return places[after]
    said = _stems(lower[unit.ranges[0][0] : min(unit.ranges[-1][1], unit.ranges[0][0] + 600)])
    before, following = said & _stems(acts[after - 1].full), said & _stems(acts[after].full)
    return places[after - 1] if len(before) > len(following) else places[after]


def _stems(words: str) -> set[str]:
    return {stem(word) for word in _WORD.findall(words)} - _IDLE
