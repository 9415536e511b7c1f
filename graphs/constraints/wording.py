"""Write a constraint's words like the words that they replace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stemmata.graphs.constraints.family import ConstraintFamily, Form, Found, Kwargs
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.registry import families, family, payload
from stemmata.schemas.errors import ArgumentError


def extract(passage: Passage) -> list[Found]:
    """Return every constraint that a passage states, in order of position, nested and equal finds dropped."""
    found: list[Found] = []
    for member in families().values():
        if _is_cued(member, passage.lower):
            found += filter(_is_possible, member.extract(passage))
    found.sort(key=lambda one: (one.start, -one.end, one.id))
    kept: list[Found] = []
    for one in found:
        if not any(
            (one.id == other.id and one.start < other.end and other.start < one.end)
            or (one.id, one.kwargs) == (other.id, other.kwargs)
            for other in kept[-8:]
        ):
            kept.append(one)
    return [one for place, one in enumerate(kept) if not _yields(one, kept[max(0, place - 6) : place + 7])]


def _is_cued(member: ConstraintFamily, lower: str) -> bool:
    """Return whether a text holds one of a family's cues."""
    for cue in member.cues:  # noqa: SIM110 — a generator for each family of each passage costs as much as the search
        if cue in lower:
            return True
    return False


def _is_possible(one: Found) -> bool:
    """Return whether a constraint can be kept at all: "write 0 lines" states nothing."""
    try:
        payload(one.id, one.kwargs)
    except ArgumentError:
        return False
    return True


# Where two families read the same words, the one that says less steps back.
_STEPS_BACK = {
    "keywords:existence": {"startend:end_checker", "startend:start_checker"},
    "startend:start_checker": {"keywords:position", "length_constraints:nth_paragraph_first_word"},
    "keywords:position": {"length_constraints:nth_paragraph_first_word"},
    "length_constraints:number_lines": {"detectable_format:one_line"},
    "detectable_format:bold": {"detectable_format:number_highlighted_sections"},
    "detectable_format:italic": {"detectable_format:number_highlighted_sections"},
}


def _yields(one: Found, near: Sequence[Found]) -> bool:
    """Return whether a find steps back for another one that overlaps it: a soft one for any hard one."""
    known = families()
    for other in near:
        if other is one or other.start >= one.end or one.start >= other.end:
            continue
        if other.id in _STEPS_BACK.get(one.id, ()) or (known[other.id].hard and not known[one.id].hard):
            return True
    return False


def states(words: str, family_id: str, kwargs: Kwargs) -> bool:
    """Return whether some words state just this constraint and nothing else."""
    found = extract(Passage.of(words))
    return len(found) == 1 and found[0].id == family_id and found[0].kwargs == dict(kwargs)


def phrasings(family_id: str, kwargs: Kwargs, form: Form) -> Iterator[str]:
    """Yield a family's phrasings in one form that state what they should, when read alone."""
    for words in family(family_id).render(kwargs, form):
        if states(words, family_id, kwargs):
            yield words


def reworded(words: str, before: Found, family_id: str, kwargs: Kwargs) -> Iterator[str]:
    """Yield other words for a unit that states one constraint, so that it states another in the same style.

    Args:
        words: The unit's words.
        before: The constraint found in them; offsets into `words`.
        family_id: The family of the new constraint.
        kwargs: Its arguments.

    Yields:
        The unit with the core replaced by each phrasing of the same form; then, where the unit is a whole order, each
        phrasing as a whole order, where nothing else would be lost. Only words that state the new constraint and
        nothing else.
    """
    member = family(family_id)
    seen = {words}
    for core in _nearest_first(member.render(kwargs, before.form), words[before.start : before.end]):
        if before.start == 0 and words[:1].isupper():
            core = core[:1].upper() + core[1:]
        if core.startswith(("without", "with no")) and _COPULA.search(words, 0, before.start):
            continue  # "the words are without commas"
        candidate = words[: before.start] + core + words[before.end :]
        if candidate not in seen and states(candidate, family_id, kwargs):
            seen.add(candidate)
            yield candidate
    rest = (words[: before.start] + " " + words[before.end :]).lower()
    if before.form is Form.SENTENCE or not words[:1].isupper() or not _FRAME.fullmatch(rest.strip()):
        return
    for candidate in member.render(kwargs, Form.SENTENCE):
        if candidate not in seen and states(candidate, family_id, kwargs):
            seen.add(candidate)
            yield candidate


_COPULA = re.compile(r"\b(?:are|is)\s+$")

# What may stand around the core of a unit that says nothing else, so that a whole order can take its place.
_FRAME = re.compile(
    r"(?:(?:please|make|sure|ensure|that|to|also|only|the|your|entire|whole|full|all|of|in|with|using|use|write|answer|respond|"
    r"reply|response|responses|output|text|it|this|there|should|must|shall|has|have|be|is|are|contain|contains|include|includes|"
    r"wrap|wrapped|put|keep|give|and|a|an|very|long|at|for|limit|limited)[\s,.:;!]*)*"
)


def _nearest_first(candidates: Sequence[str], words: str) -> list[str]:
    """Return candidates with those that share most words with the old ones first, else in their order."""
    old = set(words.lower().split())
    return sorted(candidates, key=lambda candidate: -len(old & set(candidate.lower().split())))
