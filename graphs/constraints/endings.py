"""Where a passage says with which words the response is to end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stemmata.graphs.constraints.context import MODAL, RESPONSE, SURE, WHOLE, before, compiled, few_blanks
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.scanning import scan

# A quotation is masked, its marks are not. Bounded like the passage's own pattern.
_QUOTE = r"(?P<quote>[\"“”«„‘'`]{1,2}[\ue000]{1,600}[\"“”»’'`]{1,2})"
_BARE = r"(?P<bare>[^\s\"“”‘’`\ue000:][^\n\"“”\ue000]{2,200})"
_NAMED = (
    r"(?:(?:the|this|these|a|an|your)\s+)?(?:(?:very|exact|exactly|following|same|closing|final|last|specific|"
    r"simple)\s+){0,3}"
    r"(?P<noun>phrase|sentence|words|line|question|statement|text|expression|message|quote|remark)"
)
_OF = r"(?:\s*,?\s+(?:of|that\s+says|that\s+reads|saying|reading|as\s+follows|below))?"
_ALONE = r"(?:,?\s+(?:and|with)\s+(?:no|nothing)\b[^.:\n\"“”\ue000]{0,40}(?=:))?"  # "and no other words after it:"
_EXACT = r"(?:(?:the\s+)?(?:exact|following|exactly|precisely)\s+)?"
_OBJECT = (
    r"(?:\s+(?P<object>(?:your|the|this|that|my|its|each|every|all|both|one|any)\s+(?:[\w-]+\s+){0,3}?[\w-]+|it|"
    r"everything|off|up))?"
)
_END = (
    r"(?:finish|finishes|end|ends|conclude|concludes|close|closes|sign\s+off|wrap\s+up|terminate|complete|finishing|"
    r"ending|concluding|closing)"
)
_LAST = (
    r"(?:(?:very\s+)?(?:end|last|final|closing|concluding)(?:\s+(?:sentence|line|words|phrase|part|"
    r"thing(?:\s+(?:that\s+)?(?:you|to)\s+(?:write|say|output|add))?|statement))?|"
    r"conclusion)"
)
_READ = r"(?:be|is|are|read|reads|say|says|state|states|contain|contains|end\s+with|include|includes)"
_AS = (
    r"(?:\s+(?:exactly|precisely|simply|just|only|the\s+phrase|the\s+words|the\s+sentence|the\s+following|the\s+"
    r"question))?(?:\s+(?:like|as|this|follows|phrase|exact\s+phrase)){0,2}"
)
_PATTERNS = tuple(
    re.compile(few_blanks(pattern))
    for pattern in (
        rf"(?<![\w-])(?P<verb>{_END}){_OBJECT}\s+(?:with|in(?=\s+the\s+(?:exact\s+)?(?:phrase|words|sentence|line))|by\s+(?:saying|writing|stating|"
        rf"asking))\b\s*{_EXACT}(?:{_NAMED}{_OF}{_ALONE})?\s*(?P<colon>:)?\s*"
        rf"(?:{_QUOTE}|{_BARE})",
        rf"(?<![\w-])the\s+{_LAST}(?:\s+(?:of|in)\s+(?:your|the|this|my)\s+(?:{WHOLE}\s+)?(?P<whole>[\w-]+))?\s+"
        rf"(?:{MODAL}\s+)?{_READ}{_AS}\s*"
        rf"(?P<colon>:)?\s*(?:{_QUOTE}|{_BARE})",
        rf"(?<![\w-])at\s+the\s+(?:very\s+)?end(?:\s+of\s+(?:your|the)\s+(?:{WHOLE}\s+)?(?P<whole>[\w-]+))?,?\s+"
        rf"(?:please\s+)?(?:say|write|add|"
        rf"include|put|state|use|ask)\s+{_EXACT}(?:{_NAMED}{_OF})?\s*(?P<colon>:)?\s*{_QUOTE}",
        rf"(?<![\w-])(?:say|write|add|include|put|state|use|ask|have)\s+{_EXACT}(?:{_NAMED}{_OF}\s*:?\s*)?{_QUOTE}\s+"
        rf"(?:at|as|to)\s+the\s+"
        rf"(?:very\s+)?(?:end|last\s+\w+|final\s+\w+)(?:\s+of\s+(?:your|the)\s+(?:{WHOLE}\s+)?(?P<whole>[\w-]+))?",
        rf"{_QUOTE}\s+{MODAL}\s+(?:be|come\s+at|appear\s+at|stand\s+at|go\s+at)\s+the\s+(?:very\s+)?(?:last|final|"
        rf"end)(?:\s+(?:words|sentence|"
        rf"phrase|line|thing))?\s+(?:of|in)\s+(?:your|the)\s+(?:{WHOLE}\s+)?(?P<whole>[\w-]+)",
    )
)
_WHOLE_NOUN = compiled(
    rf"{RESPONSE}|conversation|blog\s+post|chat|novel|tale|paper|presentation|memo|note|newsletter|monologue",
    Form.VALUE,
)[0]
# Parts of a text end too; their last words are not the response's.
_PART = re.compile(
    r"\b(?:lines?|sentences?|stanzas?|verses?|words?|names?|sections?|chapters?|chorus|bullets?|points?|items?|rows?|"
    r"entry|entries|"
    r"each|every|first|second|third|some|all|lists?\s+item|files?|rhymes?|introduction|one)\b"
)
_PART_SUBJECT = re.compile(
    r"\b(?:(?:each|every|all|both|first|second|third|any|some|one)\b[^.,;!?\n]{0,40}|(?:lines?|sentences?|words?|names?|"
    r"files?|stanzas?|"
    r"paragraphs?|verbs?|numbers?|urls?|filenames?)\s+(?:that|which|should|must|to|will)?)\s*(?:that|which|should|must|"
    r"to|will|not|n['’]t|never)?\s*$"
)
_QUESTION = re.compile(r"(?:^|[.!?\n]\s)\s*(?:which|what|who|whose|how|name|find|does|do|did)\b[^.!?\n]{0,60}$")
_TELLING = frozenset(("finishes", "ends", "concludes", "closes"))
_TOLD = re.compile(rf"(?:\b(?:that|which|and)|{SURE}(?:\s+(?:that\s+)?)?(?:[\w'-]+\s+){{0,6}}?[\w'-]+)\s+$")
_NEGATED = re.compile(r"(?:\bnot|n['’]t|\bnever|\bavoid|\bwithout)\s+(?:\w+\s+)?$")


def find_endings(passage: Passage) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each phrase that the whole response is to end with, its quotation marks included."""
    reached = -1
    for match in sorted((m for p in _PATTERNS for m in scan(p, passage.lower)), key=lambda m: m.start()):
        core = _core(passage, match)
        if core is not None and core[0] >= reached:
            reached = core[1]
            yield core


def _core(passage: Passage, match: re.Match[str]) -> tuple[int, int] | None:
    """Return where the phrase stands that a match asks for; None where something else ends with it, or it is none."""
    groups = match.groupdict()
    left = before(passage, match.start(), 80)
    if _NEGATED.search(left):
        return None
    named = (
        groups.get("noun") is not None
        or re.match(r"the\s+(?:very\s+)?(?:last|final)\s+(?:sentence|line|words)", match[0]) is not None
    )
    if groups.get("verb") is not None:
        thing = groups.get("object") or ""
        if thing not in ("", "it", "everything", "off", "up") and (
            _PART.search(thing) or not _WHOLE_NOUN.search(thing)
        ):
            return None
        if not thing and (_PART_SUBJECT.search(left) or _QUESTION.search(left)):
            return None
        # "The chapter concludes with …" tells of a text; "a story that ends with …", "make sure it ends with …" ask.
        if groups["verb"] in _TELLING and not (named or _TOLD.search(left)):
            return None
    elif groups.get("whole") is not None and not _WHOLE_NOUN.search(groups["whole"]):
        return None
    if groups.get("quote") is not None:
        start, end = match.span("quote")
        single = len(passage.text[start:end].split()) < 2
        by_object = bool(groups.get("object") or groups.get("whole"))
        return (start, end) if named or by_object or not single else None
    start, end = match.span("bare")
    if not (groups.get("colon") or (named and "exact" in match[0]) or groups.get("noun") == "phrase"):
        return None
    # Words without quotation marks are last words if they are a sentence: "end with: That is all you need!"
    if not (
        passage.text[start].isupper()
        or re.search(r"\b(?:exact|exactly|like|read|phrase)\b", match[0][: start - match.start()])
    ):
        return None
    stop = re.search(r"[.!?…]+(?=\s|$)", passage.text[start:end])
    if stop is None and re.match(r"(?:of|that|which|from|you|in|to|like)\b", passage.lower[start:end]):
        return None
    end = start + stop.end() if stop else end
    return start, start + len(passage.text[start:end].rstrip())
