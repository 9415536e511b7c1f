"""The discourse units of one turn: facts, sub-instructions, constraints, as `docs/annotation` draws the lines."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from stemmata.graphs.constraints.family import Found
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.wording import extract
from stemmata.parsing.carried import carried, fact, fact_range, listed, without_material
from stemmata.parsing.clauses import Clause, ClauseKind
from stemmata.parsing.demands import constraints, kept_whole
from stemmata.parsing.headings import Section, heading, inline
from stemmata.parsing.lexicon import REQUEST
from stemmata.parsing.limits import limits, of_the_world
from stemmata.parsing.phrases import limiting, quoted, widened
from stemmata.parsing.regions import Region, regions
from stemmata.parsing.segments import clauses
from stemmata.parsing.sentences import sentences
from stemmata.parsing.settling import settled
from stemmata.parsing.syntax import Sentence
from stemmata.parsing.telling import Context
from stemmata.parsing.units import Range, Unit, pieces, trimmed
from stemmata.schemas.vocabulary import FactRole, NodeKind


class Discourse(NamedTuple):
    """A turn's units in order of position, and its parsed sentences."""

    units: list[Unit]
    sentences: list[Sentence]

    def between(self, start: int, end: int) -> list[Sentence]:
        """Return the sentences that overlap a stretch of the turn."""
        first = max(0, bisect_right(self.sentences, start, key=lambda one: one.start) - 1)
        return self.sentences[first : bisect_left(self.sentences, end, key=lambda one: one.start)]

    def sentence(self, offset: int) -> Sentence | None:
        """Return the sentence that an offset of the turn is in."""
        place = bisect_right(self.sentences, offset, key=lambda one: one.start) - 1
        return self.sentences[place] if place >= 0 and offset < self.sentences[place].end else None


class Prose(NamedTuple):
    """A turn before its syntax is known.

    Attributes:
        passage: Its text, the material to work on masked.
        parts: Its regions in order.
        found: The constraints that it states, in order.
        spans: Where its sentences are, for each block of prose.
    """

    passage: Passage
    parts: list[Region]
    found: list[Found]
    spans: list[list[Range]]

    @property
    def sentences(self) -> list[Range]:
        """Where all its sentences are, in order."""
        return [span for spans in self.spans for span in spans]


def prose(text: str) -> Prose:
    """Return what can be told of a turn without its syntax. Linear in the length of the text."""
    plain = Passage.of(text)
    parts = regions(plain)
    passage = without_material(plain, parts)
    blocks = [block for part in parts if part.role is None for block in part.blocks]
    return Prose(passage, parts, extract(passage), [sentences(passage, block) for block in blocks])


def units(turn: Prose, held: list[Sentence], *, later: bool = False) -> Discourse:
    """Return the discourse units of a turn, and its sentences. Linear in the length of the text.

    Args:
        turn: What is told without syntax.
        held: Its sentences, parsed.
        later: Whether acts or rules came before it.
    """
    passage, parts, found, spans = turn
    text = passage.text
    made: list[Unit] = []
    by_block, parsed = iter(spans), iter(held)
    cursor, past = 0, _Past(text, later=later)
    for part in parts:
        if part.role is not None:
            start, end = fact_range(text, part)
            if end > start:
                made.append(Unit(NodeKind.FACT, [(start, end)], part.role, apart=True))
                past.add(made[-1:])
            continue
        for block, section in zip(part.blocks, part.sections, strict=True):
            handed = False
            for start, end in next(by_block):
                sentence = next(parsed)
                if heading(text[start:end], alone=start == block.start and end == block.end):
                    continue
                labelled = inline(text[start : min(end, start + 60)])
                while cursor < len(found) and found[cursor].start < start:
                    cursor += 1
                here = []
                scan = cursor
                while scan < len(found) and found[scan].start < end:
                    if found[scan].end <= end:
                        here.append(found[scan])
                    scan += 1
                there = len(made)
                context = past.before(labelled[0] if labelled else section, start)
                _sentence(passage, sentence, here, made, context)
                if context.carried and "\n" not in text[max(0, start - 2) : start]:
                    _carry_on(text, made, there)
                asked = [unit for unit in made[there:] if unit.kind is not NodeKind.FACT]
                if asked:
                    handed = bool(_HANDED.search(passage.lower, start, end)) and text[end - 1] != ":"
                for unit in made[there:]:
                    told = (handed or context.posed) and not asked and unit.role == "background"
                    told = told or (unit.role == "background" and _ROW.match(text, *unit.ranges[0]) is not None)
                    if told or _labelled(text, unit):
                        unit.role = "material"
                for unit in made[there:]:
                    unit.section, unit.separate = context.section, unit is made[there]
                past.add(made[there:])
    return Discourse(settled(text, made, later=later), held)


def _carry_on(text: str, made: list[Unit], there: int) -> None:
    """Take a question for material that stands right after a carried one: "answer these: Why …? How …?"."""
    if len(made) == there + 1 and made[there].kind is NodeKind.SUB_INSTRUCTION:
        end = made[there].ranges[-1][1]
        if text[end : end + 1] == "?":
            made[there] = Unit(NodeKind.FACT, [(made[there].ranges[0][0], end + 1)], "material", carried=True)


_HANDED = re.compile(r"\bthe following (?!\w+ (?:should|must|is|are)\b)\w+|\b\w+ below\b")
_ROW = re.compile(r"(?:[\w.-]+,){2,30}[\w.-]+$|[A-Z][a-z]+: \S.{0,60}$")  # of a table; a field
_LABEL = re.compile(
    r"(?:premise|hypothesis|passage|text|sentence|review|facts?|data|input|statement|claim|quote|tweet|message|title|headline|"
    r"paragraph|story|document|article|excerpt|email|e-mail|comment|notes|code|poem|lyrics|word|words|list|items?)"
    r"\s?\d{0,2}:\s+(?=\S)",
    re.IGNORECASE,
)


def _labelled(text: str, unit: Unit) -> bool:
    """Return whether a statement has a label in front that makes it material; the label is cut off."""
    if unit.role != "background":
        return False
    start, end = unit.ranges[0]
    label = _LABEL.match(text, start, end)
    if label is not None:
        unit.ranges[0] = (label.end(), end)
    return label is not None


class _Past:
    """What the units so far tell of the sentence after them; kept up unit by unit."""

    def __init__(self, text: str, *, later: bool) -> None:
        self._text = text
        self._later = later
        self._acts: deque[Unit] = deque(maxlen=6)
        self._last: Unit | None = None

    def before(self, section: Section | None, start: int) -> Context:
        """Return the context of the sentence that begins there, in some section."""
        words = {word for unit in self._acts for part in unit.ranges for word in self._found(*part)}
        nouns = frozenset(word.removesuffix("s") for word in words) | words
        last = self._last
        carried = last is not None and last.carried
        between = self._text[last.ranges[-1][1] : start] if last is not None else ""
        posed = between.startswith("?") and "\n" in between
        return Context(bool(self._acts), nouns - _COMMON, section, self._later, last is None, carried, posed)

    def add(self, units: list[Unit]) -> None:
        """Take note of the units of one sentence."""
        self._acts.extend(unit for unit in units if unit.kind is NodeKind.SUB_INSTRUCTION)
        self._last = units[-1] if units else self._last

    def _found(self, start: int, end: int) -> list[str]:
        return _WORDS.findall(self._text[start : min(end, start + 600)].lower())


_WORDS = re.compile(r"[a-z]{3,}")
_COMMON = frozenset("write give list name make about the for and you your with that this from what how which".split())


def _sentence(passage: Passage, sentence: Sentence, found: list[Found], made: list[Unit], context: Context) -> None:
    """Add the units of one sentence."""
    start, end = sentence.start, sentence.end
    if found or len(made) == 0 or end - start < 4000:
        held = carried(passage, sentence, found)
        stop = held.start if held else end
        for clause in clauses(passage, sentence, stop, kept_whole(sentence, found), context):
            inside = [one for one in found if clause.start <= one.start and one.end <= clause.end]
            if clause.kind is ClauseKind.ACT:
                _act(passage, sentence, clause, inside, made)
            elif clause.kind is ClauseKind.CONSTRAINT:
                constraints(passage, clause, inside, made)
            elif clause.kind is not ClauseKind.EXAMPLE:
                role: FactRole = "persona" if clause.kind is ClauseKind.PERSONA else "background"
                if MASK * 12 in passage.masked[clause.start : clause.end] and not any(
                    c.isalnum() for c in passage.masked[clause.start : clause.end]
                ):
                    role = "material"
                fact(passage.text, clause.start, clause.end, role, made)
            else:
                fact(passage.text, clause.start, clause.end, "example", made)
        if held and held.parts:
            listed(passage, held, found, made)
        elif held:
            fact(passage.text, held.start, held.end, "material", made)
            made[-1].carried = made[-1].role == "material"
        return
    fact(passage.text, start, end, "background", made)


_FRAME = re.compile(rf"{REQUEST}\s*")
_VERB = re.compile(r"[a-z]+ (?:(?:it|this|that|them|these|those) )?")
_TITLED = re.compile(rf":?\s+[\"“'‘]{MASK}+[\"”'’]")
_BEFORE_TITLE = re.compile(r"(?:titles?|names?|keywords?|words?|phrases?|headings?|columns?|sections?)$", re.IGNORECASE)
_MADE = re.compile(r"(?:write|create|generate|make|produce|give|build|design|draft|compose)(?: me)? (?=\w)")
_WITH = re.compile(r"(?<=\s)(?:with|having|containing|whose)\s")


def _act(passage: Passage, sentence: Sentence, clause: Clause, found: list[Found], made: list[Unit]) -> None:
    """Add an act, and the constraints and quotations inside it as units of their own."""
    text = passage.text
    if not passage.masked[clause.start : clause.end].strip(MASK):  # a request in quotation marks
        made.append(Unit(NodeKind.SUB_INSTRUCTION, [trimmed(text, clause.start, clause.end)]))
        return
    if any(one.start <= clause.start and clause.end <= one.end for one in found):
        constraints(passage, clause, found, made)  # the order is nothing but a constraint
        return
    asked = any(unit.kind is NodeKind.SUB_INSTRUCTION for unit in made[-24:])
    stated = stated_in(passage, clause.start, clause.end, found, asked=asked)
    holes: list[tuple[Range, Found | None, FactRole | None]] = [(where, one, None) for where, one in stated]

    def free(left: int, right: int) -> bool:
        return all(right <= a or b <= left for (a, b), _, _ in holes)

    for left, right in quoted(passage, clause.start, clause.end):
        if free(left, right):
            holes.append(((left, right), None, "material"))
    for left, right in sorted(limits(sentence, clause.start, clause.end), key=lambda one: (one[0], -one[1])):
        left, right = trimmed(text, left, right)
        title = _TITLED.match(passage.masked, right, clause.end) if _BEFORE_TITLE.search(text[left:right]) else None
        right = title.end() if title else right
        if (title is None and MASK in passage.masked[left : left + 1]) or MASK in passage.masked[
            max(left, right - 1) : right
        ]:
            continue  # in a quotation, or up to the middle of one
        if free(left, right) and right > left and right - left < clause.end - clause.start:
            holes.append(((left, right), None, None))
    for left, right in limiting(passage, clause.start, clause.end, world=of_the_world(sentence)):
        left, right = trimmed(text, left, right)
        if free(left, right) and right > left:
            holes.append(((left, right), None, None))
    holes.sort(key=lambda hole: hole[0])
    ranges = pieces(text, clause.start, clause.end, [hole[0] for hole in holes])
    if not ranges:
        constraints(passage, clause, found, made)
        return
    position = len(made)
    made.append(Unit(NodeKind.SUB_INSTRUCTION, ranges))
    for span, typed, role in holes:
        kind = NodeKind.CONSTRAINT if role is None else NodeKind.FACT
        made.append(Unit(kind, [span], role, typed, inside=position))


def stated_in(
    passage: Passage, start: int, end: int, found: Sequence[Found], *, asked: bool
) -> list[tuple[Range, Found]]:
    """Return where an act's words state constraints that families know: the phrase of each, without overlaps.

    Args:
        passage: The turn.
        start: Where the act begins.
        end: Where it ends.
        found: The constraints inside it.
        asked: Whether another act came before it.
    """
    text = passage.text
    made: list[tuple[Range, Found]] = []
    for one in found:
        left, right = widened(passage, one, start, end)
        if right - left >= end - start:
            left, right = one.start, one.end
        left, right = trimmed(text, left, right, keep=one.end)
        if right <= left:  # a divider is nothing but punctuation
            left, right = one.start, one.end
        if left > start and _FRAME.fullmatch(passage.lower, start, left):
            verb = _VERB.match(passage.lower, left, one.end)
            left = verb.end() if verb else left  # "can you make it JSON"
        if left <= start and (right < end - 1 or not asked):  # "Generate a JSON object with the keys …"
            shown, made_of = _WITH.search(passage.lower, left, one.end), _MADE.match(passage.lower, left)
            left = shown.start() if shown else made_of.end() if made_of else left
        if right - left < end - start and all(right <= a or b <= left for (a, b), _ in made):
            made.append(((left, right), one))
    return made
