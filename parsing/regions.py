"""Which blocks of a turn are asked for, and which are only carried along: material and examples."""

from __future__ import annotations

import re
from typing import NamedTuple

from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.parsing.blocks import Block, Line, blocks
from stemmata.parsing.clauses import ClauseKind, kind_of, opening
from stemmata.parsing.headings import Headings, Section, inline
from stemmata.parsing.lexicon import CARRIED, WORKING
from stemmata.parsing.passages import Fences, carries, documented, last_reference, presents, spoken
from stemmata.parsing.shots import cut_at_the_case
from stemmata.parsing.shots import shots as worked_examples
from stemmata.schemas.vocabulary import FactRole


class Region(NamedTuple):
    """Consecutive blocks of one use; no role for prose that is to be parsed."""

    role: FactRole | None
    blocks: tuple[Block, ...]
    sections: tuple[Section | None, ...] = ()

    @property
    def start(self) -> int:
        """Where the region begins."""
        return self.blocks[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.blocks[-1].end


_LABEL = re.compile(
    r"[*#\s]{0,6}(?:input|text|e-?mail|sentences?|passages?|context|article|paragraph|word|words|question|query|code|"
    r"data|"
    r"problem|situation|review|tweet|document|story|title|subject|premise|hypothesis|conversation|dialogue|table|list|"
    r"language|topic|product|description|statement|claim|answer|output|options?|ingredients?|facts?|option [a-z\d]|"
    r"[A-Z][\w' ]{0,24})\s?\d{0,2}[*]{0,2}:(?=\s|$)",
    re.IGNORECASE,
)
_SHOT = re.compile(
    r"[#*\s]{0,6}(?:example|sample|shot)s?(?: (?:input|output|question|"
    r"answer))?\s*#?\d{0,3}\s*[*]{0,2}[:.]?[*]{0,2}\s*(?:$|\n|\S)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"[#*\s]{0,6}(?:(?:your |the |now )?(?:question|task|instruction|query|prompt|q))\s*\d{0,3}[*]{0,2}:[*]{0,2}",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"[*\s]{0,4}question\s?\d{0,2}[*]{0,2}:", re.IGNORECASE)
_PUZZLE = re.compile(r"[*\s]{0,4}(?:q|question|problem|puzzle|riddle)\s?\d{0,2}[*]{0,2}:", re.IGNORECASE)
_OPTION = re.compile(r"\s{0,4}\(?[a-hA-H][.)]\s")
_OPTIONS = re.compile(r"[*#\s]{0,6}(?:options|choices|answer choices)[*\s]{0,3}:|\s{0,4}\(?[aA][.)]\s", re.IGNORECASE)
_RULES = re.compile(
    r"(?:rule|requirement|constraint|condition|guideline|criteri|instruction|specification|limit|so|restriction|"
    r"note|functionalit|feature|task|step)\w*\s?:$"
)
_ANSWER = re.compile(r"\n[*\s#]{0,6}(?:answer|a|output)\s?[*]{0,2}:[*]{0,2}", re.IGNORECASE)
_CARRIED = re.compile(CARRIED + r"(?![\w-])")
_TEMPLATE = re.compile(
    r"(?:for example|such as|like|as follows|i\.e\.?|e\.g\.?|(?:following|this|below|exact)(?: \w+){0,2} (?:format|"
    r"template|"
    r"structure|form|layout)(?: \w+){0,3}|format below|for instance|example)\s*:?$"
)
_STRONG = re.compile(
    r"(?:please|i(?:'d| would) like|i want|i need|make sure|ensure|do not|don'?t|your (?:response|answer|entire|reply|"
    r"output|\w+ (?:should|must))|"
    r"the (?:response|answer|"
    r"output)|in your (?:response|answer)|avoid|refrain|your task|(?:can|could) you|additionally|also|finally|note|"
    r"remember|"
    r"wrap|finish|end your|answer with|respond|include|use|there should|first repeat|italicize|highlight|"
    r"in addition)(?![\w-])"
)
_CODE = re.compile(
    r"^\s*(?:def |class |import |from \w+ import|public |private |function |var |const |let |#include|<\w+|\{|\\\w+|"
    r"SELECT |for ?\(|"
    r"if ?\(|print\(|return )"
)


def regions(passage: Passage) -> list[Region]:
    """Return the regions of a turn in order."""
    joined: list[tuple[FactRole | None, list[Block], list[Section | None]]] = []
    headings = Headings()
    expecting = act_seen = shots = template = False
    fences, fenced = Fences(passage), 0  # a passage goes on up to there, where a line of signs ends it
    wholes = cut_at_the_case(passage.text, list(blocks(passage.text)))
    worked = worked_examples(passage.text, wholes)
    back = last_reference(passage)
    for place, whole in enumerate(wholes):
        for block in _parted(passage, whole):
            first = passage.text[block.lines[0].start : block.lines[0].end]
            role: FactRole | None
            section = headings.over(passage.text, block)
            if section is None and (labelled := inline(first[:60])):
                section = labelled[0]
            if place in worked:
                role, shots = "example", shots or _SHOT.match(first) is not None
            elif section is not None and block.kind == "text" and not shots:
                role = "material" if section == "material" else None
            elif shots and block.kind != "text":
                role = "example"
            elif block.end <= fenced or (act_seen and spoken(passage, block)):
                role = "material"
            elif block.kind != "text":
                shown = (template and block.kind == "code") or first.lstrip().startswith(">>>")
                role = "example" if shown else "material"
            elif _SHOT.match(first):
                role, shots = "example", True
            elif (shots and not _asks_after_shots(passage, block, first)) or (
                template and _is_template(passage, block)
            ):
                role = "example"
            else:
                shots = False
                role = _prose_or_material(passage, block, first, expecting=expecting, act_seen=act_seen)
                if role is None and not act_seen and block.end <= back and carries(passage, block):
                    role = "material"
            if role is None:
                words = passage.lower[max(block.start, block.end - 1500) : block.end].rstrip(" *\n")
                template = bool(_TEMPLATE.search(words[-60:]))
                rules = words.endswith(":") and _RULES.search(words[-80:]) is not None and not _works(words)
                there = MASK * 24 in passage.masked[block.start : block.end]  # it quotes what it works on
                expecting = not (template or rules) and (
                    words.endswith(":") or (not there and bool(_CARRIED.search(words)))
                )
                act_seen = act_seen or _has_act(passage, block)
                if expecting or presents(passage, block):
                    fenced = fences.after(block.end)
            else:
                template = template and bool(block.lines[-1].item) and role == "example"
            if joined and joined[-1][0] == role and not (role == "material" and _OPTIONS.match(first)):
                joined[-1][1].append(block)
                joined[-1][2].append(section)
            else:
                joined.append((role, [block], [section]))
    return [Region(role, tuple(held), tuple(over)) for role, held, over in joined]


def _parted(passage: Passage, block: Block) -> list[Block]:
    """Return a paragraph in parts: what a colon announces stands apart from the line that announces it."""
    if (parts_of_code := documented(passage, block)) is not None:
        return parts_of_code
    if block.kind != "text" or len(block.lines) == 1:
        return [block]
    parts: list[list[Line]] = [[]]
    announced = False  # by a colon
    for line in block.lines:
        last = parts[-1][-1] if parts[-1] else None
        if last is not None:
            after_colon = passage.text[max(last.start, last.end - 6) : last.end].rstrip(" *").endswith(":")
            ends_list = announced and last.item and not line.item and passage.text[line.start : line.start + 1].strip()
            label = _LABEL.match(passage.text[line.start : line.start + 60])
            opens = passage.text[parts[-1][0].start : parts[-1][0].start + 20].lstrip()[:1]
            ends_quote = opens in ('"', "“") and passage.text[max(0, last.end - 4) : last.end].rstrip()[-1:] in (
                '"',
                "”",
            )
            option = _OPTION.match(passage.text[line.start : line.start + 8]) is not None
            was = _OPTION.match(passage.text[last.start : last.start + 8]) is not None
            asked = passage.text[max(last.start, last.end - 2) : last.end].rstrip().endswith("?")
            asked = asked or (option and not was and _tells(passage, line))
            if (option and asked and not was) or (was and not option):
                parts.append([])
                parts[-1].append(line)
                continue
            carries = line.item and not last.item and _CARRIED.search(passage.lower, last.start, last.end) is not None
            if (
                after_colon
                or carries
                or ends_list
                or ends_quote
                or (label and label.end() - label.start() < 40 and not line.item)
            ):
                parts.append([])
                announced = after_colon
        parts[-1].append(line)
    return [Block("text", part[0].start, part[-1].end, tuple(part)) for part in parts]


def _tells(passage: Passage, line: Line) -> bool:
    """Whether an item only states something, so that it is worked on rather than asked for."""
    own = opening(passage.lower, line.start, line.end)
    return kind_of(passage, own, line.end, typed=False) is ClauseKind.STATEMENT


def _asks_after_shots(passage: Passage, block: Block, first: str) -> bool:
    """Whether a block after examples is the real question: it has a question's label and no answer to it."""
    if not _ASKED.match(first):
        return False
    following = _ANSWER.search(passage.text, block.start, min(len(passage.text), block.end + 40))
    return following is None or not passage.text[following.end() : following.end() + 40].strip()


def _is_template(passage: Passage, block: Block) -> bool:
    """Whether a block shows a layout: short lines or items, without an order or a question among them."""
    first = block.lines[0]
    own = opening(passage.lower, first.start, first.end)
    kind = kind_of(passage, own, first.end, typed=False)
    return first.item or kind not in (ClauseKind.CONSTRAINT, ClauseKind.ACT) or first.end - first.start < 30


_TASK = re.compile(
    r"[#*\s]{0,6}(?:your |the )?(?:task(?: description)?|instruction|goal|request)\s?[*]{0,2}:[*]{0,2}\s*\S"
)
_SENTENCE = re.compile(r"[.!?]\s+")
_WORKS = re.compile(rf"(?:please |(?:can|could) you )?(?:{'|'.join(sorted(WORKING))})(?![\w-])")


def _works(words: str) -> bool:
    """Whether the last sentence of some words asks to work on what its colon announces: "Translate these rules:"."""
    start = max(words.rfind(mark) for mark in (". ", "! ", "? ", "\n"))
    return _WORKS.match(words[start + 1 :].lstrip()) is not None


def _has_act(passage: Passage, block: Block) -> bool:
    """Whether one of a block's first sentences asks for something."""
    end = min(block.end, block.start + 800)
    if _TASK.match(passage.lower, block.start):
        return True
    starts = [block.start, *(match.end() for match in _SENTENCE.finditer(passage.masked, block.start, end))]
    if "?" in passage.masked[block.start : block.end]:
        return True
    for start in starts[:8]:
        own = opening(passage.lower, start, block.end)
        if kind_of(passage, own, min(block.end, own + 400), typed=False) is not ClauseKind.STATEMENT:
            return True
    return False


def _prose_or_material(
    passage: Passage, block: Block, first: str, *, expecting: bool, act_seen: bool
) -> FactRole | None:
    lower = passage.lower[block.start : min(block.end, block.start + 400)].lstrip("*#-• ")
    if _CODE.match(first) and act_seen:
        return "material"
    if _STRONG.match(lower) and not _LABEL.match(first[:60]):
        return None
    if not act_seen:
        label = _LABEL.match(first[:60])
        named = label and label[0].strip("*# :").lower() not in {"task", "question", "instruction", "prompt", "q"}
        return "material" if named and label and label.end() < len(first) and len(first) > 200 else None
    if _QUESTION.match(first) and act_seen and "question" in passage.lower[max(0, block.start - 2000) : block.start]:
        mark = passage.masked.rfind("?", block.start, block.end) + 1
        told = kind_of(passage, opening(passage.lower, mark, block.end), block.end, typed=False)
        return None if mark and told in (ClauseKind.ACT, ClauseKind.CONSTRAINT) else "material"
    if _OPTION.match(first) and len(block.lines) > 1:
        return "material"
    posed = _PUZZLE.match(first) is not None and "?" not in passage.masked[block.start : block.end]
    if posed or expecting or (_LABEL.match(first[:60]) and not _ASKED.match(first)):
        return "material"
    own = opening(passage.lower, block.start, block.end)
    head = block.lines[0].end if len(block.lines) > 1 else block.end
    stop = re.search(r"[.!?](?:\s|$)", passage.masked[own : min(block.end, own + 400)])
    sentence = own + stop.end() if stop else min(head, own + 400)
    kind = kind_of(passage, own, min(sentence, block.end), typed=False)
    bare = block.end - block.start < 80 and len(block.lines) == 1 and passage.text[block.end - 1] not in '.!?:;"”'
    if bare and kind is not ClauseKind.CONSTRAINT:
        return "material"
    return None if kind in (ClauseKind.ACT, ClauseKind.CONSTRAINT, ClauseKind.PERSONA) else "material"
