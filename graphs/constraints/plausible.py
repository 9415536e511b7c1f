"""Whether a person would add a constraint to a task of this kind: what goes with the work, and with its other demands.

A family's `suits` says what it could be; here stands what no family can see alone, in groups of families. A family
that no group names is left to its own judgement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from stemmata.graphs.constraints.addition import TITLED, names
from stemmata.graphs.constraints.family import Kwargs, Task, Work
from stemmata.schemas.instruction import Payload


def _ids(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CASE = _ids("change_case:english_lowercase change_case:english_capital")
_TITLES = _ids("change_case:title_case change_case:capitalized_words")
_MARKS = _ids("punctuation:no_comma punctuation:forbidden punctuation:ends_with")
_SHORTENING = _ids(
    """length_constraints:number_words length_constraints:number_sentences length_constraints:number_characters
    style:brevity detectable_format:one_line"""
)
_DATA = _ids(
    """detectable_format:json_format detectable_format:json_keys detectable_format:json_depth detectable_format:csv
    detectable_format:xml detectable_format:xml_attributes"""
)
_LISTED = _ids(
    """detectable_format:list_labels detectable_format:number_items detectable_format:number_bullet_lists
    detectable_format:table"""
)
_REGISTER = _ids("style:tone style:formality style:audience style:reading_level style:no_contractions")
_VOICE = _ids("style:author style:genre style:persona style:figurative")
_TOPICAL = _ids(
    """content:include content:avoid content:citations content:number_of_examples keywords:any_of
    keywords:every_paragraph keywords:existence keywords:frequency keywords:in_order keywords:position"""
)
_PARTED = _ids(
    """detectable_format:multiple_sections detectable_format:named_sections detectable_format:headings
    detectable_format:block_quotes detectable_format:nested_list detectable_format:number_highlighted_sections
    detectable_format:bold detectable_format:italic detectable_format:title detectable_content:postscript
    detectable_content:number_placeholders keywords:every_paragraph length_constraints:number_paragraphs
    length_constraints:nth_paragraph_first_word length_constraints:words_per_paragraph
    length_constraints:sentences_per_paragraph"""
)
_PROSE = _ids(
    """length_constraints:number_sentences length_constraints:words_per_sentence length_constraints:unique_words
    length_constraints:number_paragraphs length_constraints:words_per_paragraph
    length_constraints:sentences_per_paragraph length_constraints:nth_paragraph_first_word
    punctuation:every_sentence_ends_with punctuation:ends_with punctuation:no_comma keywords:letter_frequency
    keywords:every_paragraph keywords:position style:figurative style:no_contractions style:author style:genre
    detectable_format:multiple_sections detectable_content:postscript"""
)
_LONG = (
    _PARTED
    | _VOICE
    | _ids(
        """length_constraints:about_words length_constraints:unique_words length_constraints:words_per_sentence
        keywords:letter_frequency keywords:position keywords:frequency keywords:in_order
        punctuation:every_sentence_ends_with startend:start_checker startend:end_checker content:citations
        content:number_of_examples detectable_format:number_bullet_lists detectable_format:table
        detectable_format:list_labels detectable_format:html"""
    )
)
_ORDERLY = _LISTED | _DATA | _CASE | _ids("detectable_format:headings detectable_format:bold detectable_format:html")
_EVERYDAY = _CASE | _SHORTENING | _ids("startend:quotation detectable_format:no_markdown")

_CORRECTED = _ids("startend:quotation detectable_format:no_markdown detectable_format:one_line style:formality")
# Where only some families make sense, these do.
ONLY: Mapping[Work, frozenset[str]] = {
    "translation": _CORRECTED,
    "correction": _CORRECTED - _ids("style:formality"),
    "rewriting": _EVERYDAY
    | _REGISTER
    | _MARKS
    | _ids(
        """combination:two_responses combination:alternatives keywords:forbidden_words detectable_content:no_digits
        length_constraints:words_per_sentence punctuation:none style:tense style:point_of_view"""
    ),
    "extraction": _DATA | _LISTED | _CASE | _ids("startend:quotation detectable_format:one_line style:brevity"),
    "judging": _DATA
    | _CASE
    | _ids("startend:quotation detectable_format:one_line detectable_format:constrained_response style:brevity"),
    "naming": _CASE
    | _TITLES
    | _MARKS
    | _ids(
        """punctuation:none startend:quotation repetition:no_repeated_words keywords:existence keywords:forbidden_words
        keywords:forbidden_letters length_constraints:number_words length_constraints:number_characters
        combination:alternatives combination:two_responses detectable_content:emoji detectable_format:number_items
        detectable_format:number_bullet_lists detectable_format:list_labels language:response_language style:tone
        style:audience detectable_content:no_digits style:figurative detectable_format:one_line"""
    ),
    "fact": _EVERYDAY
    | _REGISTER
    | _ids(
        """language:response_language punctuation:no_comma punctuation:ends_with combination:repeat_prompt
        detectable_format:constrained_response startend:end_checker style:persona content:citations
        keywords:forbidden_words punctuation:forbidden"""
    ),
    "code": _ids(
        """detectable_format:code_blocks style:brevity detectable_format:json_depth detectable_format:json_keys
        detectable_format:xml_attributes length_constraints:number_words length_constraints:number_lines"""
    ),
    "records": _ORDERLY,
}
# Where most do, these do not.
NEVER: Mapping[Work, frozenset[str]] = {
    "outline": _PROSE | _VOICE | _ids("keywords:frequency keywords:in_order detectable_content:no_digits"),
    "summary": _VOICE
    | _ids(
        """content:include content:citations content:number_of_examples detectable_format:multiple_sections
        detectable_format:named_sections detectable_format:headings detectable_content:number_placeholders
        length_constraints:nth_paragraph_first_word startend:start_checker keywords:letter_frequency
        combination:repeat_prompt"""
    ),
    "letter": _VOICE
    | _ids(
        """change_case:capital_word_frequency change_case:english_capital punctuation:none
        repetition:no_repeated_words keywords:forbidden_letters
        detectable_format:block_quotes"""
    )
    | _DATA
    | _ids("detectable_format:table content:number_of_examples style:reading_level"),
    "tale": _DATA | _ids("detectable_format:table content:citations content:number_of_examples detectable_format:bold"),
    "verse": _DATA
    | _ids("detectable_format:table detectable_format:bold detectable_format:italic length_constraints:about_words"),
}
_PLACED = _ids("keywords:position keywords:every_paragraph keywords:in_order keywords:any_of keywords:frequency")
_COMPOSED = TITLED | _ids("letter email message invitation description answer explanation tale dialogue scene")
# Demands on how sentences are written: for texts that are composed, not for whatever comes.
_FINE = _ids(
    """keywords:letter_frequency punctuation:every_sentence_ends_with style:no_contractions detectable_content:no_digits
    length_constraints:unique_words"""
)
_LAID_OUT = re.compile(r"\b(?:formats?|formatted|separated?|columns?|template)\b", re.IGNORECASE)
_REFINING = _ids(
    "detectable_format:json_depth detectable_format:xml_attributes"
)  # offered only where data is asked for
_TOLD = frozenset(("writing", "explanation", "letter", "tale", "verse", "summary"))
_LISTING = frozenset(
    "list name give suggest recommend generate provide create find enumerate compile write make brainstorm come".split()
)
_PARAGRAPHED = _ids(
    """length_constraints:number_paragraphs length_constraints:words_per_paragraph
    length_constraints:sentences_per_paragraph length_constraints:nth_paragraph_first_word"""
)
_SPOKEN_BY_TURNS = _ids("conversation dialogue script play interview screenplay chat")
_ONCE_ONLY = _ids("repetition:no_repeated_words combination:alternatives combination:two_responses")
_LIKE = re.compile(r"\b(?:like (?:i'm|i am|you)|as if|pretend|imagine)\b", re.IGNORECASE)
_STEPS = re.compile(r"\b(?:steps?|guide|how (?:to|can|do)|instructions)\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:as many|categor(?:y|ies)|pick|several|some|list|multiple|\d+|two|three|five|ten)\b", re.IGNORECASE
)
_BY_HAND = _ids("length_constraints:number_words length_constraints:number_sentences length_constraints:unique_words")
_BRIEF = 60  # words


def plausible(task: Task, added: Payload) -> bool:
    """Return whether a person might add a constraint to a task.

    Example:
        >>> title = Payload("detectable_format:title")
        >>> [plausible(Task("…", work=work), title) for work in ("tale", "translation")]
        [True, False]
    """
    only = ONLY.get(task.work)
    if (only is not None and ":" in added.id and added.id not in only and _known(added.id)) or (
        added.id in NEVER.get(task.work, ())
    ):
        return False
    if task.brief and (added.id in _LONG or _asks_for_much(added.id, added.kwargs)):
        return False
    if added.id == "length_constraints:number_lines" and (task.shape != "verse" or task.brief):
        return False
    if added.id in _PARAGRAPHED and names(task, _SPOKEN_BY_TURNS):
        return False
    if task.shape == "list" and added.id in _PROSE and task.work != "verse":
        return False
    if added.id == "detectable_format:code_blocks" and task.work != "code":
        return False
    if added.id in _DATA and task.personal:
        return False
    if added.id in ("style:genre", "style:persona") and (task.given or task.personal or _LIKE.search(task.text)):
        return False
    if added.id == "keywords:existence" and "?" in task.text:
        return False
    if added.id in _PLACED and not names(task, _COMPOSED):
        return False  # nobody plans the words of an answer to a question
    if added.id in _FINE and task.work == "writing" and not task.output:
        return False
    if added.id in _DATA - _REFINING and task.work in _TOLD and not (task.shape == "list" and task.action in _LISTING):
        return False
    if added.id == "detectable_format:table" and (task.given or _STEPS.search(task.text)):
        return False
    if added.id in _DATA and _LAID_OUT.search(task.text):
        return False
    if added.id in _ONCE_ONLY and _SEVERAL.search(task.text):
        return False
    if added.id == "detectable_format:constrained_response" and task.given:
        return False
    return _goes_with(task, added)


def _known(family: str) -> bool:
    """Return whether some group names a family: one of another distribution is left to itself."""
    return any(family in group for group in (*ONLY.values(), *NEVER.values(), _LONG, _PROSE, _TOPICAL, _PARTED))


def _asks_for_much(family: str, kwargs: Kwargs) -> bool:
    if family == "style:brevity":
        return bool(kwargs["level"] == "detailed")
    return family in _BY_HAND and kwargs.get("relation") == "at least"


_AS_DATA = _DATA | _ids("detectable_format:csv detectable_format:table detectable_format:html")
_LAST = _ids(
    """punctuation:ends_with startend:end_checker startend:quotation detectable_content:postscript
    combination:repeat_prompt combination:two_responses combination:alternatives"""
)
_WHOLE = _ids("startend:quotation combination:two_responses combination:alternatives detectable_format:one_line")
_COUNTED = _ids(
    """length_constraints:number_words length_constraints:about_words length_constraints:number_sentences
    length_constraints:number_characters length_constraints:number_paragraphs length_constraints:number_lines
    detectable_format:number_bullet_lists detectable_format:number_items"""
)


def _goes_with(task: Task, added: Payload) -> bool:
    """Return whether the added demand goes well with what is demanded already, beyond not contradicting it."""
    known = {one.id for one in task.constraints}
    if added.id == "detectable_format:constrained_response":
        return not known  # its answers are fixed words: nothing else can be asked of them
    if added.id in _DATA:
        return not known - _DATA - _CASE
    if known & _AS_DATA and added.id not in _DATA | _CASE | _ids("detectable_format:code_blocks"):
        return False
    if added.id in _VOICE and known & (_VOICE - _ids("style:figurative")):
        return False
    if added.id in _LAST and known & _LAST:
        return False
    if added.id in _PARTED | _LISTED and known & _WHOLE:
        return False
    if added.id in _LISTED and known & (_PROSE | _PARTED | _ids("length_constraints:about_words")):
        return False
    if added.id in _WHOLE and known & (_PARTED | _LISTED):
        return False
    return not (added.id in _COUNTED and len(known & _COUNTED) > 1)
