"""Which acts a constraint binds: rule 34 of the guide."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from stemmata.parsing.acting import NEAR, Act, Link
from stemmata.parsing.naming import named, stem
from stemmata.parsing.scoping import polarity, scope, subject
from stemmata.parsing.units import Unit
from stemmata.schemas.vocabulary import NodeKind

_ALL = re.compile(
    r"\b(?:(?:each|every) (?:reply|answer|response|part|task)|always|all (?:of )?(?:the |your )?(?:replies|answers|"
    r"responses|texts|outputs)|(?:the|your) (?:entire|whole) (?:response|answer|output|reply|text)|in (?:both|"
    r"all) cases|either case)\b"
)
_BOTH = re.compile(
    r"\b(?:both|all(?: two| three| four)?)(?: of)?(?: the| your| these)? (?P<things>\w+s)\b(?! and)|\bboth of them\b"
)
_OF_ALL = re.compile(r"\b(?:your|the) (?:response|answer|reply|output)\b|\b(?:respond|reply)\b")
_LONG = re.compile(r"[a-z]{5,}")
_COMMON = frozenset("write describe explain provide mention create include generate".split())
_LISTED = re.compile(  # "avoid names that are long", "at least three carols must …"
    r"(?:(?:only|avoid|use|choose|pick|keep|no|at least|at most|exactly|any|one|two|three|four|five|\d+|half of|"
    r"some) "
    r"){1,2}(?:the |of )?(?P<things>[a-z]+)\b"
)
_ALL_ALONE = re.compile(
    r"(?:neither|both|each|all)(?: of (?:them|these))? (?:should|must|ha(?:s|ve)|needs?|may|can|are|is)\b"
)
_PHRASE = re.compile(r"(?:in|with|without|using|as|by|under|within|at|no more than|at most|at least)\b")
_IN_IT = re.compile(r"\b(?:there|(?:in|of|to|with) (?:it|this|that|them))\b")
# "must contain a title", "with exactly 3 bullet points", and what may go on to say how that part is to be.
_HOLDS = re.compile(
    r"\b(?:include|contain|have|has|feature|with|add|use)s? (?:an?|one|exactly \w+|at least \w+) "
    r"(?P<part>titles?|headline|(?:level \d |main )?headings?|tables?|bullet points|charts?|lists?|glossary|footer)$"
)
_OF_PART = re.compile(r"(?:in|with|wrapped|written|starting|ending|enclosed|containing|that|which|of|set|formatted) ?")
_SAME = re.compile(
    r"(?:should|must|has to|have to|needs? to|is|are|can|may|ends?|starts?|begins?|contains?|\w+(?:ing|ed)|only one|"
    r"one of|(?:sign|keep|make|put|print|write|end|start) (?:it|them))\b"
)
# What a constraint speaks of: its subject, or what it is to hold in.
_LED = (
    r"(?:(?:please|also|make sure|ensure|ensuring|that|but|and|keep|write|make|end|begin|start|put|print|format|"
    r"present|limit|let|have|give|finish|close|open|sign|use)[,\s]+){0,4}"
)
_SUBJECT = re.compile(rf"{_LED}(?P<named>(?:the|your|this|that|each|every|all|both|these|those|its) .{{1,60}})")
_INSIDE = re.compile(
    r"\b(?P<named>(?:in|for|of|throughout|within|to) (?:the|your|this|each|every|both|these|all) .{1,40})"
)


_LASTING = re.compile(
    r"\b(?:from (?:now|here) on|henceforth|(?:for|throughout) (?:the rest of )?(?:this|the|our) (?:conversation|chat|"
    r"dialogue|session)|in (?:all|each|every) (?:of )?(?:the |your |my )?(?:following|future|next|later|subsequent|"
    r"coming|further) \w+)\b"
)


def lasts(lower_words: str) -> bool:
    """Return whether a constraint says that it binds the turns after its own too.

    Example:
        >>> lasts("from now on, answer in rhyme"), lasts("answer in rhyme")
        (True, False)
    """
    return _LASTING.search(lower_words) is not None


def on_acts(lower: str, made: Sequence[Unit], acts: Sequence[Act], between: Sequence[Link]) -> Iterator[Link]:
    """Yield which acts a constraint binds, with its scope and polarity; none where its turn has no act.

    Args:
        lower: The turn, in lower case.
        made: Its units.
        acts: The acts among them.
        between: What those rest on.
    """
    if not acts:
        return
    turn = _Turn(acts, between)
    bound: list[int] = []  # by the constraint before
    part: str | None = None
    titled: tuple[int, str] | None = None  # the constraint before, and the part of the output that it asks for
    for place, unit in enumerate(made):
        if unit.kind is not NodeKind.CONSTRAINT:
            bound = []
            continue
        words = lower[unit.ranges[0][0] : unit.ranges[-1][1]]
        goes_on = bool(bound) and not unit.separate
        if unit.inside is not None:
            targets = [unit.inside]
        else:
            targets = turn.bound(place, unit, words, bound if goes_on else [])
        whole = turn.whole(targets)
        about = scope(words, whole)
        if about == "output" and goes_on and part and _SAME.match(words):
            about = part
        else:
            part = subject(words, whole)
        if about == "output" and titled and place == titled[0] + 1 and _OF_PART.match(words):
            about = titled[1]
        holds = _HOLDS.search(lower, *unit.ranges[0])
        titled = (place, holds["part"]) if holds else None
        said = {"scope": about, "polarity": polarity(words)}
        for target in targets:
            yield Link(place, target, said)
        bound = [] if unit.inside is not None else targets


class _Turn:
    """The acts of a turn, and which of them are parts or branches of others."""

    def __init__(self, acts: Sequence[Act], between: Sequence[Link]) -> None:
        self._acts = acts
        self._places = [act.place for act in acts]
        self._by_place = {act.place: act for act in acts}
        self._outer = {one.source: one.target for one in between if one.qualifiers["composition"] == "nested"}
        self._beside = {one.source: one.target for one in between if one.qualifiers["composition"] == "and"}
        self._branches: dict[int, list[int]] = {}
        self._decided: dict[int, int] = {}
        for one in between:
            if one.qualifiers["composition"] == "selection":
                self._decided[one.source] = one.target
                self._branches.setdefault(one.target, []).append(one.source)

    def whole(self, targets: Sequence[int]) -> frozenset[str]:
        """Return stems of what names the output of the acts that a constraint binds."""
        return frozenset().union(
            *(self._by_place[target].made for target in targets[:NEAR] if target in self._by_place)
        )

    def bound(self, place: int, unit: Unit, words: str, before: list[int]) -> list[int]:
        """Return the acts that a constraint of its own clause binds.

        Args:
            place: Its place among the turn's units.
            unit: The constraint.
            words: Its words in lower case.
            before: The acts that the constraint before it in its sentence binds.
        """
        acts, after = self._acts, bisect_right(self._places, place)
        if _ALL.search(words) and 1 < len(acts) <= NEAR:
            return [act.place for act in acts if act.place not in self._outer]
        near = acts[max(0, after - NEAR) : after]
        both = _BOTH.search(words) or (not near[-1].several and _ALL_ALONE.match(words) if near else None)
        if both and len(near) > 1:
            return self._several(near, both.groupdict().get("things"))
        within = near if near and unit.section != "rules" else [*acts[after : after + NEAR], *near]
        spoken = self._spoken_of(within, words)
        if unit.section == "rules":
            return [(spoken or acts[0]).place]
        if spoken is not None:
            return [spoken.place]
        if before:
            return before
        if not near:
            return [acts[0].place]
        listed = _LISTED.match(words)
        for act in reversed(near) if listed else ():
            if listed and stem(listed["things"]) in act.things:
                return [act.place]
        verbs = {stem(word) for word in _LONG.findall(words[:400])}
        for act in reversed(near):
            if len(act.verb) > 4 and act.verb not in _COMMON and stem(act.verb) in verbs:
                return [act.place]
        last = near[-1].place
        branches = self._alternatives(last) if unit.separate else []
        own = _IN_IT.search(words) and not words.startswith("leave")
        beside = not unit.separate and _PHRASE.match(words)
        if branches or ((own or beside) and not _OF_ALL.search(words)):
            return branches or [last]
        return [self._outer.get(last, last)]

    def _several(self, near: Sequence[Act], things: str | None) -> list[int]:
        """Return the acts whose outputs "both poems" names, else the last two."""
        if things is not None:
            alike = [act.place for act in near if stem(things) in act.made]
            if alike:
                return alike
        return [act.place for act in near if act.place not in self._outer and not self._goes_on(act)][-2:]

    def _goes_on(self, act: Act) -> bool:
        """Return whether an act goes on with a branch in its sentence: "if …, apologise and offer a refund"."""
        before = self._by_place.get(self._beside.get(act.place, -1))
        return before is not None and before.condition is not None and act.condition is None and not act.opens

    def _spoken_of(self, acts: Sequence[Act], words: str) -> Act | None:
        """Return the act whose output a constraint speaks of, the nearest before it."""
        known: set[str] = set()
        for found in (_SUBJECT.match(words), *_INSIDE.finditer(words[:200])):
            known.update(named(found["named"])[:2] if found else ())
        made = next((act for act in reversed(acts) if known & act.made), None)
        return made or next((act for act in reversed(acts) if known & act.objects), None)

    def _alternatives(self, last: int) -> list[int]:
        """Return the branches of which only one is taken, where the last act is one of them."""
        taken = last if last in self._decided else self._beside.get(last, last)
        if taken not in self._decided:
            return []
        root = self._decided[taken]
        began = [root] if self._by_place[root].condition else []
        branches = [*began, *self._branches[root]]
        return branches if last in branches else [*branches, last]
