"""Headings and labels that say what the lines after them are: rules, the task, the situation."""

from __future__ import annotations

import re
from typing import Literal

from stemmata.parsing.blocks import Block

Section = Literal["rules", "task", "background", "material"]

_MARKED = re.compile(
    r"[ \t]{0,3}(?:#{1,6}[ \t]+|\*\*|__|\[|<)?(?P<name>[A-Za-z][^\n.!?]{0,60}?)(?:\*\*|__|\]|"
    r">)?(?P<colon>:)?(?:\*\*|__)?[ \t]*"
)
_NAMES: tuple[tuple[Section, re.Pattern[str]], ...] = (
    (
        "rules",
        re.compile(
            r"(?:(?:the|your|our|additional|important|general|specific|output|format|formatting|writing|style|key|some|"
            r"further|special|other|response|answer|please|style and|content) )*(?:rules?|requirements?|"
            r"constraints?|conditions?|"
            r"guidelines?|formats?|tone|style|length|please note|criteria|restrictions?|specifications?|"
            r"audience|"
            r"language|formatting|limits?|instructions for (?:the|your) \w+|format and style|tone and style|"
            r"dos and don['’]?ts|"
            r"(?:it|the (?:answer|response|text|output|result)) (?:must|should)|"
            r"(?:follow|observe|respect|obey) (?:these|the following) \w+)"
        ),
    ),
    (
        "task",
        re.compile(
            r"(?:(?:the|your|our|my) )*(?:tasks?|instructions?|request|question|goal|objective|prompt|"
            r"assignment|job|mission|"
            r"what (?:we|i) (?:need|want)|what to do|to do)"
        ),
    ),
    (
        "background",
        re.compile(r"(?:(?:the|some|our|my) )*(?:background|context|situation|scenario|setting|about (?:us|me)|"
            r"backstory)"),
    ),
    (
        "material",
        re.compile(
            r"(?:(?:the|input|source|original|given|reference|customer) )*(?:texts?|passages?|articles?|inputs?|"
            r"documents?|paragraphs?|"
            r"story|e-?mail|code|data|sentences?|conversation|dialogue|transcript|reviews?|abstract|report|table|poem|content|message|"
            r"excerpt)(?: \d{1,2}| [a-e])?"
        ),
    ),
)  # fmt: skip


def heading(line: str, *, alone: bool) -> Section | None:
    """Return what a line is the heading of; None where it is no heading that says so.

    Args:
        line: The line.
        alone: Whether blank lines, or the text's bounds, are around it.

    Example:
        >>> heading("## Format", alone=False), heading("Rules:", alone=False), heading("Rules of chess", alone=True)
        ('rules', 'rules', None)
    """
    match = _MARKED.fullmatch(line)
    if match is None or not (match["colon"] or alone or line.lstrip()[:1] in "#*_[<"):
        return None
    name = match["name"].strip(" *_#:[]<>").lower()
    found = next((section for section, pattern in _NAMES if pattern.fullmatch(name)), None)
    marked = match["colon"] or line.lstrip()[:1] in "#*_[<"
    return None if found == "material" and not marked else found


def inline(words: str) -> tuple[Section, int] | None:
    """Return the section that a label at the start of a line opens there, and where its words begin.

    Example:
        >>> inline("Requirements: at most eight words; no capitals")
        ('rules', 14)
    """
    label = re.match(r"[ \t*_]{0,4}(?P<name>[A-Za-z][A-Za-z '’]{2,30})[*_]{0,2}:[*_]{0,2}[ \t]+(?=\S)", words)
    if label is None:
        return None
    name = label["name"].strip().lower()
    found = next((section for section, pattern in _NAMES if pattern.fullmatch(name)), None)
    return (found, label.end()) if found and found != "material" else None


_RULES = (
    r"(?:rule|requirement|constraint|condition|guideline|specification|restriction|criteri\w|instruction|limit|"
    r"principle|expectation)\w{0,2}"
)
_POINTING = r"(?:(?:all|each) (?:of )?)?(?:the |these |this |those )?(?:following |next |below )?(?:\w+ ){0,2}"
_LISTED = re.compile(  # what its next lines are to be taken for: "It must meet all of these conditions:"
    rf"(?:\b(?:follow(?:s|ing)?|meet(?:s|ing)?|satisf(?:y|ies|ying)|fulfill?(?:s|ing)?|obey(?:s|ing)?|observ(?:e|es|ing)|"
    rf"respect(?:s|ing)?|adher(?:e|es|ing) to|compl(?:y|ies|ying) with|conform(?:s|ing)? to|keep(?:s|ing)? to|"
    rf"under|by|with|"
    rf"according to|subject to|ha(?:s|ve)|given|within|stick to|here are|there are|are|mind) {_POINTING}{_RULES}"
    rf"|\b(?:must|should|need to|has to|have to|shall|please|to|ensure (?:that )?(?:it|you|they)|make sure (?:that )?"
    rf"(?:it|you|they)) (?:also |only |not |always )?(?:include|contain|have|cover|mention|feature|incorporate|"
    rf"be|avoid)"
    rf"(?: (?:all (?:of )?)?(?:the following|these)(?: \w+){{0,3}})?"
    rf"|\b(?:includ(?:e|es|ing)|contain(?:s|ing)?|mention(?:s|ing)?|cover(?:s|ing)?|featur(?:e|es|ing)|"
    rf"incorporat(?:e|es|ing)|with|ha(?:s|ve)|having) (?:all (?:of )?)?(?:the following|these)(?: \w+){{0,6}})"
    rf"(?: (?:below|exactly|strictly|carefully|closely|too|in mind|when \w+ing[\w ]{{0,30}}|for (?:the|your) \w+))?"
    rf"[*_ ]{{0,4}}:[*_ ]{{0,4}}$",
    re.IGNORECASE,
)


def lists_rules(words: str) -> bool:
    """Return whether some words announce the lines after them as rules.

    Example:
        >>> lists_rules("Write a fable that meets these conditions:"), lists_rules("Translate these rules:")
        (True, False)
    """
    return _LISTED.search(words) is not None


class Headings:
    """Follows a turn block by block: which section each stands in."""

    def __init__(self) -> None:
        self._section: Section | None = None
        self._lasting = False  # opened by a heading with a mark of its own, so that it lasts till the next one
        self._fresh = False  # the heading stood alone, and its first block is still to come
        self._listed = False

    def over(self, text: str, block: Block) -> Section | None:
        """Return the section of a block, that of a heading in its first line included."""
        first = block.lines[0]
        line = text[first.start : first.end]
        opened = heading(line, alone=len(block.lines) == 1)
        if opened is not None:
            self._section, self._fresh = opened, len(block.lines) == 1
            self._lasting, self._listed = line.lstrip()[:1] in "#*_[<", False
            return self._section
        if line.lstrip().startswith("#") or (
            self._section is not None and not self._lasting and not self._fresh and not (self._listed and first.item)
        ):
            self._section = None
        self._fresh, self._listed = False, first.item
        held = self._section
        last = block.lines[-1]
        if block.kind == "text" and lists_rules(text[max(last.start, last.end - 160) : last.end].rstrip()):
            self._section, self._fresh, self._lasting = "rules", True, False
        return held
