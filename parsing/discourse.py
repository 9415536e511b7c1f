"""The discourse units of one turn: facts, sub-instructions, constraints, as `docs/annotation` draws the lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from stemmata.graphs.constraints.family import Found
from stemmata.graphs.constraints.meaning import decided
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.wording import extract
from stemmata.parsing.clauses import Clause, ClauseKind, clauses, nameless, opening
from stemmata.parsing.phrases import limiting, quoted, widened
from stemmata.parsing.regions import Region, regions
from stemmata.parsing.sentences import sentences
from stemmata.schemas.instruction import Payload
from stemmata.schemas.vocabulary import FactRole, NodeKind

Range = tuple[int, int]


@dataclass(slots=True)
class Unit:
    """A discourse unit on its way into a graph.

    `inside` is the position of the act that a constraint or quotation was found in, among the turn's units; `carried`
    says that a colon in its sentence announced it.
    """

    kind: NodeKind
    ranges: list[Range]
    role: FactRole | None = None
    found: Found | None = None
    inside: int | None = None
    carried: bool = False


# The dividers of a template are words of the instruction; the rest of it is only carried along.
_LAYOUT = re.compile(r"\n\*\*\*[^\S\n]*\n|[^\n]+|\n")
_EDGE = " \t\r\n,;:.!?*_#>|~=-–—•·…"
# "separated by ***" and "i.e. <<title>>" end with signs of their own.
_DIVIDER = re.compile(r"\s\*{3,6}$|<<[^<>\n]{0,60}>>?$")
_CONNECTIVE_END = re.compile(
    r"[\s,;]+(?:and|or|but|then|as well as|that|which|to|with|is|in|also|so|plus)$", re.IGNORECASE
)
_CONNECTIVE_START = re.compile(r"(?:and|or|but|then|as well as|also|so|plus)(?:[\s,;]+|$)", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*,?\s+(?:and|but|while)\s+(?:also\s+)?|\s*[,;]\s+|\s+(?=(?:with|without|using|in)\s)")
_FINITE = re.compile(
    r"\b(?:is|am|are|was|were|has|have|had|will|can|do|does|did|likes?|loves?|wants?|my|i|I)\b|'(?:m|s|re|ve)\b"
)
_NUMBER_END = re.compile(r"\s*[(;]\s*\(?\d{1,2}$")  # the number of the next item: "… your answer (1. do not …; 2. …)"
_INLINE = re.compile(r":\s+(?=\S)")
_CARRIES = re.compile(
    r"(?:following|this|below|these|given|provided|here is|text is|sentence|question)(?![\w-])[^.?!]*$"
)


def trimmed(text: str, start: int, end: int, *, keep: int = 0) -> Range:
    """Return a unit's range without the punctuation around it; nothing before `keep` is cut from its end."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > max(start, keep) and text[end - 1] in _EDGE and not _DIVIDER.search(text, max(start, end - 64), end):
        end -= 1
    numbered = _NUMBER_END.search(text, max(start, keep, end - 8), end)
    if numbered:
        return trimmed(text, start, numbered.start(), keep=keep)
    while start < end and text[start] == "(" and ")" not in text[start:end]:
        start += 1
    while (
        end > max(start, keep)
        and text[end - 1] in ")]"
        and text.count("(", start, end) + text.count("[", start, end) == 0
    ):
        end -= 1
    return start, end


def _pieces(text: str, start: int, end: int, holes: Iterable[Range]) -> list[Range]:
    """Return what remains of a clause around its holes, connectives and punctuation trimmed."""
    ranges, cursor = [], start
    for left, right in [*sorted(holes), (end, end)]:
        if left > cursor:
            a, b = trimmed(text, cursor, left)
            opener = _CONNECTIVE_START.match(text, a, b) if cursor != start else None
            if opener:
                a, b = trimmed(text, opener.end(), b)
            closer = _CONNECTIVE_END.search(text[max(a, b - 24) : b]) if left != end or right != end else None
            if closer:
                a, b = trimmed(text, a, max(a, b - 24) + closer.start())
            while b - a >= 2 and text[b - 1] in "\"“'‘(" and (right, left) != (end, end):
                a, b = trimmed(text, a, b - 1)
            while b > a and text[a] in "\"”'’)" and cursor != start:
                a, b = trimmed(text, a + 1, b)
            if any(c.isalnum() for c in text[a:b]):
                ranges.append((a, b))
        cursor = max(cursor, right)
    return ranges


def units(text: str) -> list[Unit]:
    """Return the discourse units of a turn, in order of position. Linear in the length of the text."""
    plain = Passage.of(text)
    parts = regions(plain)
    passage = _without_material(plain, parts)
    found = extract(passage)
    made: list[Unit] = []
    cursor = 0
    for part in parts:
        if part.role is not None:
            start, end = _fact_range(text, part)
            if end > start:
                made.append(Unit(NodeKind.FACT, [(start, end)], part.role))
            continue
        for block in part.blocks:
            for start, end in sentences(passage, block):
                while cursor < len(found) and found[cursor].start < start:
                    cursor += 1
                here = []
                scan = cursor
                while scan < len(found) and found[scan].start < end:
                    if found[scan].end <= end:
                        here.append(found[scan])
                    scan += 1
                _sentence(passage, start, end, here, made)
    return _settled(text, made)


def _fact_range(text: str, part: Region) -> Range:
    start, end = part.start, part.end
    if nameless(text[start : min(end, start + 40)]) and end - start < 40:
        return start, start
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if any(not c.isspace() for c in text[start:end]) else (start, start)


def _without_material(passage: Passage, parts: list[Region]) -> Passage:
    masked, lower = passage.masked, passage.lower
    pieces_masked, pieces_lower, cursor = [], [], 0
    for part in parts:
        if part.role is not None:
            blank = _LAYOUT.sub(
                lambda m: m[0] if m[0].strip() == "***" else MASK * len(m[0]), masked[part.start : part.end]
            )
            pieces_masked += [masked[cursor : part.start], blank]
            pieces_lower += [lower[cursor : part.start], blank]
            cursor = part.end
    if not cursor:
        return passage
    return Passage(passage.text, "".join([*pieces_masked, masked[cursor:]]), "".join([*pieces_lower, lower[cursor:]]))


def _sentence(passage: Passage, start: int, end: int, found: list[Found], made: list[Unit]) -> None:
    """Add the units of one sentence."""
    if found or len(made) == 0 or end - start < 4000:
        carried = _carried(passage, start, end, found)
        stop = carried[0] if carried else end
        for clause in clauses(passage, start, stop, [(one.start, one.end) for one in found]):
            inside = [one for one in found if clause.start <= one.start and one.end <= clause.end]
            if clause.kind is ClauseKind.ACT:
                _act(passage, clause, inside, made)
            elif clause.kind is ClauseKind.CONSTRAINT:
                _constraints(passage, clause, inside, made)
            elif clause.kind is not ClauseKind.EXAMPLE:
                role: FactRole = "persona" if clause.kind is ClauseKind.PERSONA else "background"
                _fact(passage.text, clause.start, clause.end, role, made)
            else:
                _fact(passage.text, clause.start, clause.end, "example", made)
        if carried:
            _fact(passage.text, *carried, "material", made)
            made[-1].carried = made[-1].role == "material"
        return
    _fact(passage.text, start, end, "background", made)


def _carried(passage: Passage, start: int, end: int, found: list[Found]) -> Range | None:
    """Return the range of unquoted material that follows a colon in the sentence of the act that works on it."""
    start = opening(passage.lower, start, end)
    for match in _INLINE.finditer(passage.masked, start, min(end, start + 300)):
        if passage.masked[match.end()] in "\"“'‘`" or any(one.start <= match.end() < one.end for one in found):
            continue
        if not _CARRIES.search(passage.lower[start : match.start()]):
            continue
        return match.end(), end
    return None


def _fact(text: str, start: int, end: int, role: FactRole, made: list[Unit]) -> None:
    if role == "material":
        left, right = start, end
        while right > left and text[right - 1].isspace():
            right -= 1
    else:
        left, right = trimmed(text, start, end)
    if any(c.isalnum() for c in text[left:right]) or (role == "material" and right > left):
        made.append(Unit(NodeKind.FACT, [(left, right)], role))


def _act(passage: Passage, clause: Clause, found: list[Found], made: list[Unit]) -> None:
    """Add an act, and the constraints and quotations inside it as units of their own."""
    text = passage.text
    if any(one.start <= clause.start and clause.end <= one.end for one in found):
        _constraints(passage, clause, found, made)  # the order is nothing but a constraint
        return
    holes: list[tuple[Range, Found | None, FactRole | None]] = []

    def free(left: int, right: int) -> bool:
        return all(right <= a or b <= left for (a, b), _, _ in holes)

    for one in found:
        left, right = widened(passage, one, clause.start, clause.end)
        if right - left >= clause.end - clause.start:
            left, right = one.start, one.end
        left, right = trimmed(text, left, right, keep=one.end)
        if right <= left:  # a divider is nothing but punctuation
            left, right = one.start, one.end
        if free(left, right) and right - left < clause.end - clause.start:
            holes.append(((left, right), one, None))
    for left, right in quoted(passage, clause.start, clause.end):
        if free(left, right):
            holes.append(((left, right), None, "material"))
    for left, right in limiting(passage, clause.start, clause.end):
        left, right = trimmed(text, left, right)
        if free(left, right) and right > left:
            holes.append(((left, right), None, None))
    holes.sort(key=lambda hole: hole[0])
    ranges = _pieces(text, clause.start, clause.end, [hole[0] for hole in holes])
    if not ranges:
        _constraints(passage, clause, found, made)
        return
    position = len(made)
    made.append(Unit(NodeKind.SUB_INSTRUCTION, ranges))
    for span, typed, role in holes:
        kind = NodeKind.CONSTRAINT if role is None else NodeKind.FACT
        made.append(Unit(kind, [span], role, typed, inside=position))


def _constraints(passage: Passage, clause: Clause, found: list[Found], made: list[Unit]) -> None:
    """Add a clause of constraints: one unit for each typed one, cut at the connectives between them."""
    found = _strongest(found)
    bounds: list[tuple[int, int, Found | None]] = []
    start = clause.start
    core: Found | None = None
    held: Found | None
    for one in found:
        if core is not None and one.start >= core.end:
            cut = _BETWEEN.search(passage.lower, core.end, one.start)
            if cut is None:
                continue
            bounds.append((start, cut.start(), core))
            start = cut.end()
        elif core is not None:
            continue
        core = one
    bounds.append((start, clause.end, core))
    for left, right, held in bounds:
        a, b = trimmed(passage.text, left, right, keep=held.end if held else 0)
        if held is not None:
            a, b = _without_reasons(passage, a, b, held)
        if any(c.isalnum() for c in passage.text[a:b]):
            made.append(Unit(NodeKind.CONSTRAINT, [(a, b)], None, held))


_REASON = re.compile(r"\s*,\s(?:as|since|because)\s")
_OCCASION = re.compile(r"(?:when|while|in order to|to|for|given|considering)\s[^,.;:]{8,200},\s+")


def _without_reasons(passage: Passage, start: int, end: int, held: Found) -> Range:
    """Return a constraint's range without a reason or an occasion around it that is longer than what it is given for.

    A short one ("to ensure clarity", "In your response, …") stays with its constraint.
    """
    reason = _REASON.search(passage.lower, held.end, end)
    if reason and end - reason.start() > reason.start() - start:
        end = trimmed(passage.text, start, reason.start(), keep=held.end)[1]
    occasion = _OCCASION.match(passage.lower, start, end)
    if occasion and occasion.end() <= held.start and occasion.end() - start > end - occasion.end():
        start = occasion.end()
    return start, end


def _strongest(found: list[Found]) -> list[Found]:
    """Return constraints without those that others beside them imply: "a bullet list of exactly 5 points" is one."""
    if len(found) < 2:
        return found
    held = [Payload(one.id, one.kwargs) for one in found]
    return [
        one
        for one, mine in zip(found, held, strict=True)
        if not any(decided(mine, other) == "implied_by" for other in held if other is not mine)
    ]


def _settled(text: str, made: list[Unit]) -> list[Unit]:
    """Join neighbouring background, and see to it that something is asked for where anything can be."""
    joined: list[Unit] = []
    moved: dict[int, int] = {}
    for position, unit in enumerate(made):
        last = joined[-1] if joined else None
        if (
            last
            and last.carried
            and unit.role == "background"
            and "\n" not in text[last.ranges[-1][1] : unit.ranges[0][0]]
        ):
            unit.role = "material"  # the passage that a colon announced goes on
            if text[unit.ranges[-1][1] : unit.ranges[-1][1] + 1] in (".", "!", "?"):
                unit.ranges[-1] = (unit.ranges[-1][0], unit.ranges[-1][1] + 1)
        if (
            last
            and unit.role == last.role
            and unit.role in ("background", "example", "material")
            and unit.inside is None
            and last.inside is None
        ):
            last.ranges = [(last.ranges[0][0], unit.ranges[-1][1])]
        else:
            joined.append(unit)
        moved[position] = len(joined) - 1
    for unit in joined:
        if unit.inside is not None:
            unit.inside = moved[unit.inside]
    joined = _arranged(joined, text)
    if not any(unit.kind is NodeKind.SUB_INSTRUCTION for unit in joined):
        _promote(text, joined)
    return joined


_ARRANGE = re.compile(
    r"(?:organi[sz]e|present|display|arrange|lay out|introduce|deliver|show) (?:the|your|these|this|it|them|"
    r"each|all|any)\b|"
    r"provide (?:the|your) (?:answer|information|response|output|results?)\b",
    re.IGNORECASE,
)


def _arranged(made: list[Unit], text: str) -> list[Unit]:
    """Turn orders on how to lay out what another act asks for into constraints: "present the list in a table"."""
    first = next((place for place, unit in enumerate(made) if unit.kind is NodeKind.SUB_INSTRUCTION), len(made))
    taken: set[int] = set()
    for place in range(first + 1, len(made)):
        unit = made[place]
        if unit.kind is not NodeKind.SUB_INSTRUCTION or not _ARRANGE.match(text, *unit.ranges[0]):
            continue
        inner = [at for at in range(place + 1, len(made)) if made[at].inside == place]
        layout = made[inner[0]] if inner else unit
        if layout.found is None or not layout.found.id.startswith("detectable_format:"):
            continue
        if any(made[at].found is None for at in inner):
            continue
        rest = unit.ranges[-1][1] if len(inner) == 1 else 0
        unit.kind, unit.found = NodeKind.CONSTRAINT, layout.found
        unit.ranges = [(unit.ranges[0][0], max(rest, layout.ranges[-1][1]))]
        taken.add(inner[0])
        for at in inner[1:]:
            made[at].inside = None
    places = {at: new for new, at in enumerate(at for at in range(len(made)) if at not in taken)}
    for unit in made:
        if unit.inside is not None:
            unit.inside = places[unit.inside]
    return [made[at] for at in places]


def _promote(text: str, made: list[Unit]) -> None:
    """Where no act is stated, take the first constraint that no family knows for the act, else a short task name."""
    for unit in made:
        if unit.kind is NodeKind.CONSTRAINT and unit.found is None:
            unit.kind = NodeKind.SUB_INSTRUCTION
            return
    for unit in made:
        start, end = unit.ranges[0]
        named = unit.role == "background" and end - start < 100 and "\n" not in text[start:end]
        if named and not _FINITE.search(text[start:end]) and len(text[start:end].split()) > 1:
            unit.kind, unit.role = NodeKind.SUB_INSTRUCTION, None
            return


def polarity(lower_words: str) -> str:
    """Return whether some words forbid or require.

    Example:
        >>> polarity("do not use any commas"), polarity("in 20 words")
        ('forbidden', 'required')
    """
    forbids = re.search(
        r"\b(?:not|no|never|avoid|without|refrain|exclud\w+|omit|don't|don’t|shouldn't|mustn't|can't)\b", lower_words
    )
    return "forbidden" if forbids else "required"
