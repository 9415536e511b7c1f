"""Where a passage says with which words the response is to start, and first words that people ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stemmata.graphs.constraints.context import MODAL, RESPONSE, SURE, WHOLE, before, few_blanks
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.placing import find_placed
from stemmata.graphs.constraints.scanning import scan

# A quotation is masked, its marks are not.
_QUOTE = rf"(?P<quote>[\"“«‘'`]{MASK}{{1,600}}[\"”»’'`])"
_BARE = rf"(?P<bare>[^\s\"“”‘’`{MASK}:][^\n\"“”{MASK}]{{2,200}})"
_NAMED = (
    r"(?:(?:the|this|these|a|an|your)\s+)?(?:(?:very|exact|exactly|following|same|opening|introductory|specific|"
    r"simple|single)\s+){0,3}"
    r"(?P<noun>phrase|sentence|words?|line|question|statement|text|expression|greeting|characters?|symbols?)"
)
_OF = r"(?:\s*,?\s+(?:of|that\s+says|that\s+reads|saying|reading|as\s+follows|below))?"
_EXACT = r"(?:(?:the\s+)?(?:exact|following|exactly|precisely)\s+)?"
_TEXT = (
    rf"(?:{RESPONSE}|translation|message|note|tale|monologue|dialogue|conversation|sentence\s+you\s+write|blog\s+post|"
    r"toast)"
)
_OBJECT = (
    rf"(?:\s+(?P<object>(?:your|the|this|that|my|its)\s+(?:{WHOLE}\s+)?(?:[\w-]+\s+){{0,2}}?{_TEXT}|it|off|out|"
    r"everything|things))?"
)
_START = r"(?:start|begin|open|commence|kick|lead)"
_VERB = r"(?:(?:start|begin|open|commence)s?|starting|beginning|opening|kick|lead|preface)"
_FIRST = (
    r"(?:(?:very\s+)?(?:first|opening|initial|beginning|introductory)\s+"
    r"(?:sentence|line|words?|phrase|thing|statement))"
)
_READ = r"(?:be|is|are|read|reads|say|says|state|states)"
_PUT = r"(?:say|write|add|include|put|state|use|place|insert)"
_HERE = rf"(?:your|the)\s+(?:{WHOLE}\s+)?(?:[\w-]+\s+){{0,2}}?{_TEXT}"
_PATTERNS = tuple(
    re.compile(few_blanks(pattern))
    for pattern in (
        rf"(?<![\w-])(?P<verb>{_VERB}){_OBJECT}\s+(?:with|by\s+(?:saying|writing|stating|asking|using))\b\s*{_EXACT}"
        rf"(?:{_NAMED}{_OF})?\s*(?P<colon>:)?\s*(?:{_QUOTE}|{_BARE})",
        rf"(?<![\w-])(?:the|your)\s+{_FIRST}(?:\s+(?:of|in)\s+{_HERE})?\s+(?:{MODAL}\s+)?{_READ}(?:\s+exactly)?(?:\s+(?:the\s+)?"
        rf"(?:words?|phrase|following|this|as\s+follows))?\s*(?P<colon>:)?\s*(?:{_QUOTE}|{_BARE})",
        rf"(?<![\w-])at\s+the\s+(?:very\s+)?(?:beginning|start|top)\s+of\s+{_HERE},?\s+(?:please\s+)?{_PUT}\s+{_EXACT}"
        rf"(?:{_NAMED}{_OF})?\s*(?P<colon>:)?\s*{_QUOTE}",
        rf"(?<![\w-])(?:{_PUT}|have)\s+{_EXACT}(?:{_NAMED}{_OF}\s*:?\s*)?{_QUOTE}\s+(?:at|as)\s+the\s+(?:very\s+)?"
        rf"(?:beginning|start|top|first\s+(?:words?|sentence|line|thing))\s+(?:of|in)\s+{_HERE}",
        rf"{_QUOTE}\s+{MODAL}\s+(?:be|come\s+at|appear\s+at|stand\s+at|go\s+at)\s+the\s+(?:very\s+)?(?:first|beginning|start|top)"
        rf"(?:\s+(?:words?|sentence|phrase|line|thing))?\s+(?:of|in)\s+{_HERE}",
        rf"{_QUOTE}\s+{MODAL}\s+{_START}\s+{_HERE}",
    )
)
# Parts of a text start too; their first words are not the response's.
_PART_SUBJECT = re.compile(
    r"\b(?:each|every|all|both|first|second|third|fourth|last|final|next|any|some|one|(?<!in )other)\b[^.;!?\n]{0,40}$"
    r"|\b(?:lines?|sentences?|words?|names?|files?|stanzas?|paragraphs?|verbs?|numbers?|urls?|filenames?|sections?|steps?|"
    r"chapters?|bullets?|points?|items?|postscripts?|hashtags?|titles?|entries|entry|variables?|strings?|lists?|questions?|"
    r"headings?|countries|cities|letters?\s+of\s+the\s+alphabet|\d)\s*(?:(?:that|which|should|must|to|will|has\s+to|need\s+to|"
    r"always|also|,)\s*){0,3}$"
)
_SENTENCE_ASKED = re.compile(
    r"\b(?:write|compose|create|give\s+me|make|generate|form)\s+(?:me\s+)?(?:a|one)\s+(?:[\w-]+\s+){0,2}sentence\s+(?:(?:that|"
    r"which)\s+)?(?:(?:should|must|has\s+to)\s+)?$"
)
_BARRED = re.compile(
    r"(?:\bnot|n['’]t|\bnever|\bavoid|\bwithout|let['’]?s|\blet\s+us)\s+(?:\w+\s+){0,2}$"
    r"|(?:^|[.!?\n]\s)\s*(?:which|what|who|whose|how|why|name|find|does|do|did|list)\b[^.!?\n]{0,80}$"
)
_OTHER = re.compile(
    r"\b(?:second|third|fourth|last|final|next|each|every|other|game|turn)\b|\d(?:st|nd|rd|th)\b|first "
    r"paragraph"
)
_TELLING = frozenset(("starts", "begins", "opens", "commences"))
_TOLD = re.compile(rf"(?:\b(?:that|which|and|it)|{SURE}(?:\s+(?:that\s+)?)?(?:[\w'-]+\s+){{0,6}}?[\w'-]+)\s+$")


def find_beginnings(passage: Passage) -> Iterator[tuple[int, int, bool]]:
    """Yield the offsets of each phrase that the response is to start with; the last is whether they are in quotes."""
    reached = -1
    placed = {one.end for one in find_placed(passage)} if "paragraph" in passage.lower else set()
    for match in sorted((m for p in _PATTERNS for m in scan(p, passage.lower)), key=lambda m: m.start()):
        core = _core(passage, match)
        if core is not None and core[1] in placed:
            continue  # the first word of a paragraph
        if core is not None and core[0] >= reached:
            reached = core[1]
            yield core


def _core(passage: Passage, match: re.Match[str]) -> tuple[int, int, bool] | None:
    groups = match.groupdict()
    left = before(passage, match.start(), 100)
    sentence = re.split(r"[.!?](?=\s)", left)[-1]
    if _BARRED.search(left) or (re.search(r"\bparagraph\b", match[0]) and "first paragraph" in match[0]):
        return None
    if groups.get("verb") is not None and not groups.get("object"):
        if _PART_SUBJECT.search(sentence) and not _SENTENCE_ASKED.search(sentence):
            return None
        if groups["verb"] in _TELLING and not _TOLD.search(left):
            return None
        if groups["verb"] in ("starting", "beginning", "opening") and not re.search(r",\s*$", left):
            return None
    named = groups.get("noun") or ""
    if groups.get("quote") is not None:
        return (*match.span("quote"), True)
    start, end = match.span("bare")
    if not (groups.get("colon") or "exact" in match[0][: start - match.start()] or named == "phrase"):
        return None
    if not passage.text[start].isupper():
        return None
    stop = re.search(r"[.!?…]+(?=\s|$)", passage.text[start:end])
    end = start + stop.end() if stop else end
    return start, start + len(passage.text[start:end].rstrip()), False


BY_KIND: dict[str, tuple[str, ...]] = {
    "email": ("I hope this message finds you well.", "I hope you are doing well.", "I am writing to you because"),
    "story": ("Once upon a time", "It was a cold and rainy night.", "Nobody saw it coming."),
    "essay": ("In a world that never stands still", "Few questions matter more.", "At first glance"),
    "post": ("Let me tell you a secret.", "Here is what nobody tells you.", "Picture this:"),
    "speech": ("Ladies and gentlemen", "Thank you all for being here.", "My dear friends"),
    "review": ("I did not expect this.", "To be honest", "Let us begin with the good news."),
    "poem": ("In the quiet of the night", "Once there was", "Here, where the river bends"),
    "answer": ("Here is the short answer.", "Good question!", "In short"),
}  # fmt: skip
_KINDS: dict[str, str] = {
    **dict.fromkeys(("email", "e-mail", "mail", "letter", "message", "note", "invitation", "reply"), "email"),
    **dict.fromkeys(("story", "tale", "fable", "scene", "script", "plot", "narrative"), "story"),
    **dict.fromkeys(("essay", "article", "argument", "editorial", "report", "summary", "analysis"), "essay"),
    **dict.fromkeys(("post", "blog", "tweet", "caption", "newsletter", "ad", "advertisement", "description"), "post"),
    **dict.fromkeys(("speech", "toast", "pitch", "presentation"), "speech"),
    **dict.fromkeys(("review", "critique", "testimonial"), "review"),
    **dict.fromkeys(("poem", "song", "lyrics", "rap", "ode", "ballad", "verse"), "poem"),
    **dict.fromkeys(("answer", "explanation", "response", "guide", "advice"), "answer"),
}


def openings_for(words: list[str], action: str) -> tuple[str, ...]:
    """Return first words that fit a kind of text; none where nobody would ask for any.

    Args:
        words: The nouns that name the text, in the singular and lower case.
        action: The verb of the order.
    """
    for word in reversed(words):
        if word in _KINDS:
            return BY_KIND[_KINDS[word]]
    return BY_KIND["answer"] if not words and action in ("explain", "describe", "answer", "tell", "discuss") else ()


def other_openings(phrase: str) -> tuple[str, ...]:
    """Return first words that could stand where others do: sentences for a sentence, fragments for a fragment."""
    whole = phrase[-1:] in ".!?"
    same = next((known for known in BY_KIND.values() if phrase in known), BY_KIND["answer"])
    listed = (*same, *BY_KIND["essay"])
    return tuple(dict.fromkeys(known for known in listed if (known[-1] in ".!?") == whole))
