"""Objects of an order ("mention the price and the place"): where they end, and what makes an order of them."""

from __future__ import annotations

import re

from stemmata.graphs.constraints.numerals import NUMBER
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.scope import sentence_before

# After "and", these begin another order.
_VERBS = (
    r"(?:explain|describe|write|rewrite|give|provide|include|mention|make|keep|avoid|ensure|add|tell|show|discuss|"
    r"create|generate|use|using|compose|summari[sz]e|translate|respond|reply|answer|present|do|don['’]?t|not|be|put|"
    r"suggest|propose|offer|compare|analy[sz]e|identify|conclude|finish|follow|limit|refrain|try|"
    r"please|also|then|it|you|your|i|we|they|he|she|should|must|can|will|would|is|are|has|have|cite|focus|"
    r"structure|highlight|incorporate|maintain|adopt|employ|express|demonstrate|speak|"
    r"refer|emphasi[sz]e|elaborate|mimic|imagine|pretend|act|"
    r"organi[sz]e|separate|exclude|ask|say|only|never|always|begin|start|"
    r"(?:end|list|name|outline|state|note|format|design|address|plan|address|cover|wrap|number|label|detail)"
    r"(?= (?:the|a|an|your|it|each|every|any|all|with|in|at|only|no|to|by|them|this|that|how|what|why|its|three|two|"
    r"\d)\b))"
)
_STOP = re.compile(
    r"(?:because|so|when|whenever|while|if|unless|since|although|though|but|then|please|without|using|"
    r"only (?:once|twice|one)|thanks|etc|"
    r"whilst|whereas|before|after|until|throughout|once|twice|rather than|instead of|instead|somewhere|anywhere|"
    r"in (?:your|my|it)|in (?:the|this|that|each|every|an?) (?:entire |whole |final |same )?(?:response|answer|reply|"
    r"output|text|message|letter|e-?mail|essay|story|article|poem|post|description|summary|list|review|report|"
    r"explanation|paragraphs?|sections?|tone|way|manner|style|format|beginning|end|middle|introduction|conclusion|"
    r"title|body|table|column|row|sentences?|line|[\w-]{3,14} (?:tone|way|manner|style|format|voice))|"
    r"in (?:order|addition|at least|at most|less|fewer|about|no more|under|exactly|around|total|english|spanish|"
    r"french|german|json|markdown|bold|italics|order|general|detail|particular|depth|\d+)|"
    r"with (?:a (?:maximum|minimum)|at least|no more|exactly)|at (?:the|any|all|least|most)\b(?: end| beginning| "
    r"start| point| time)?|for (?:each|every)|as (?:you|if|well as (?:the )?(?:a )?use)|to (?:make|ensure|help|"
    r"support|enhance|give|provide|demonstrate|illustrate|show|maintain|emphasi[sz]e|convey|keep|avoid|create)|"
    r"by (?:using|giving|adding|providing)|ensuring|making sure|keeping|which|where|e\.g|i\.e|like so|as a|"
    r"and (?:at|in|no|with)\b)(?!\w)"
)
_AND = re.compile(rf"(?:and|or|but|yet|plus)\s{{1,2}}(?:{_VERBS})(?![\w-])")
_WORD = re.compile(r"[^\W_][\w'’&+%$/-]{0,40}")
_NEXT = re.compile(r"[ \t]{1,2}")
_COMMA = re.compile(r",[ \t]{1,2}")
_LAST = re.compile(r"(?:and|or|as well as|plus)\s")
_TAIL = re.compile(r"(?<=\S)(?:,|,?\s)\s{0,2}(?:and|or|as|of|the|a|an|to|in|with|for|also|as well)$")
_CLAUSE = re.compile(r"[^,.;:!?\n()\[\]—–]{1,80}")
_ORDER = re.compile(rf"(?:{_VERBS})(?![\w-])")

NOT_MEANT = re.compile(
    r"\b(?:words?|keywords?|key\s?terms?|phrases?|terms?|terminology|sentences?|paragraphs?|sections?|bullets?|"
    r"headings?|headers?|subheadings?|titles?|subtitles?|tables?|lists?|columns?|rows?|cells?|hashtags?|emojis?|"
    r"emoticons?|placeholders?|postscript|p\.?s|footers?|footnotes?|links?|urls?|hyperlinks?|code|codes|json|xml|"
    r"html|yaml|csv|latex|markdown|letters?|characters?|capitals?|capitali[sz]\w+|uppercase|lowercase|commas?|"
    r"punctuation|exclamation|questions?|question marks?|periods?|colons?|semicolons?|dashes|hyphens?|apostrophes?|"
    r"quotes?|quotations?|brackets?|parenthes[ei]s|asterisks?|lines?|stanzas?|verses?|rhym\w+|metaphors?|similes?|"
    r"alliteration|assonance|irony|hyperbole|personification|imagery|onomatopoeia|puns?|oxymorons?|idioms?|"
    r"foreshadowing|symbolism|hyperboles|analog(?:y|ies)|"
    r"citations?|references|sources|bibliography|works cited|"
    r"bold(?:ed)?|italics?|underlin\w+|highlight\w*|blanks?|spaces?|whitespace|newlines?|indent\w*|symbols?|digits?|"
    r"numerals?|(?<!phone )numbers?|level|levels|block|blocks|template|constraints?|diagrams?|charts?|graphs?|images?|"
    r"pictures|subtopics|variables?|attributes?|objects?|keys?|prefix|suffix|"
    r"separator|formatting|font|tags?|greeting|signature|salutation|sign-off|alphabet|vowels?|consonants?|"
    r"adjectives?|adverbs?|verbs?|nouns?|pronouns?|contractions?|slang|jargon|passive voice|language|languages|"
    r"tone|style|format|first person|second person|third person|tense|tenses|acronyms?|abbreviations?)\b"
)
"""Words of form: an order about them is another family's, or nobody's, but not one about content."""

AMOUNT = re.compile(
    rf"(?:(?:{NUMBER})\b(?!-)|(?:at least|at most|no more|no fewer|no less|not more|up to|exactly|more than|"
    rf"over|under|precisely|less than|"
    r"fewer than|between|one|a (?:minimum|maximum|total|few|couple|number|variety)|several|many|multiple|both|each|"
    r"every|it|them|this|these|those|the (?:following|above|below|given|provided|same|latter|former)|following|"
    r"that(?! (?:[\w-]+ ){1,3}(?:is|are|was|were|has|have|can|will)\b)"
    r"(?! (?:the|a|an|i|we|it|they|he|she|there|you|my|our|this|your)\b)|only|"
    r"anything|something|everything|nothing|as|how many|your (?:answers?|response|reply|output|entire|whole|own|"
    r"final|first|next|last)|when|if|or|and|in|on|for|with|to|by|of|all|any|other|others|"
    r"redundan\w+|repeat\w*|repetition|more|some)\b(?! (?:kind|sort) of)|a$|an$|the$)"
)
"""The beginning of an object that counts or points, rather than names, what is meant."""


def read_object(
    passage: Passage, at: int, *, lists: bool = True, stop: re.Pattern[str] | None = None, most: int = 18
) -> tuple[str, int] | None:
    """Return the object that begins at an offset, as written, and where it ends; None where there is none.

    It goes on to the end of the clause: to a stop, a conjunction, or "and" with another order.

    Args:
        passage: The passage.
        at: Where the object begins.
        lists: Whether it may be a list with commas.
        stop: Words that end it besides the usual ones.
        most: How many words it has at most.

    Example:
        >>> read_object(Passage.of("Mention the price, the date and the place, and keep it short."), 8)
        ('the price, the date and the place', 41)
    """
    end, place, words = at, at, 0
    listed = _list_end(passage, at) if lists else at
    while True:
        found = _WORD.match(passage.lower, place)
        if found is None or MASK in passage.lower[place : place + 2]:
            break
        if words and (_STOP.match(passage.lower, place) or (stop is not None and stop.match(passage.lower, place))):
            break
        if _AND.match(passage.lower, place):
            break
        words += 1
        if words > most:
            return None
        end = found.end()
        follows = _NEXT.match(passage.lower, end) or (_COMMA.match(passage.lower, end) if end < listed else None)
        if follows is None:
            break
        place = follows.end()
    while words and (tail := _TAIL.search(passage.lower[at:end])):
        end, words = at + tail.start(), words - 1
    if end <= at or passage.lower[end : end + 2].strip()[:1] in tuple("\"“«‘'`"):
        return None
    return " ".join(passage.text[at:end].split()), end


def _list_end(passage: Passage, at: int) -> int:
    """Return where the list that begins at an offset has its last "and"; the offset itself where there is no list."""
    place = at
    for number in range(20):
        clause = _CLAUSE.match(passage.lower, place)
        if clause is None or len(clause[0].split()) > 7:
            return at
        said = clause[0].strip()
        if number and _LAST.match(said):
            return clause.end() if not _AND.match(said) else at
        if number and (_ORDER.match(said) or _STOP.match(said)):
            return at
        if number and re.search(r"\b(?:and|or)\s", said):
            return clause.end()
        comma = _COMMA.match(passage.lower, clause.end())
        if comma is None:
            return at
        place = comma.end()
    return at


_NEGATED = re.compile(
    r"(?:\bnot|n['’]t|\bdont|\bnever|\bavoid(?:ing)?|\bwithout|\binstead\s+of|\brather\s+than|\bno\s+need\s+to)\s+"
    r"(?:[\w'’-]+\s+){0,4}$"
)
_ASKED = re.compile(
    r"\b(?:how (?:to|do|does|did|can|could|would|should|is|are)|why|what|which|whether|who|whose|does|did|do (?:i|we|"
    r"they|people))\b"
)
_TOLD = re.compile(
    r"\b(?:he|she|they|who|that|i|we|people|someone|author|writer|was|were|had|is|are|when|if)\s+(?:[\w'’-]+\s+){0,3}$"
)
_SURE = re.compile(r"\b(?:sure|ensure|ensuring|want|need|like|you|prefer|should|must|so)\b")


def negated(passage: Passage, start: int) -> bool:
    """Return whether what stands at an offset is denied."""
    return _NEGATED.search(sentence_before(passage, start, 80)) is not None


def told(passage: Passage, start: int) -> bool:
    """Return whether what stands at an offset is told or asked about, or denied, rather than ordered.

    Example:
        >>> told(Passage.of("The book was written in the past tense."), 21)
        True
        >>> told(Passage.of("Make sure that it is written in the past tense."), 29)
        False
    """
    words = sentence_before(passage, start)
    if _NEGATED.search(words[-80:]):
        return True
    return _SURE.search(words) is None and (_ASKED.search(words) or _TOLD.search(words)) is not None


def read_topic(passage: Passage, at: int) -> tuple[str, int] | None:
    """Return the object at an offset as `read_object` does, if it names some content.

    None where it counts, points, is quoted, or is about form.
    """
    found = read_object(passage, at)
    if found is None or MASK in passage.masked[at : found[1]]:
        return None
    said = found[0].lower()
    if len(said) < 3 or AMOUNT.match(said) or NOT_MEANT.search(said) or re.match(r"the names? (?!of\b)", said):
        return None
    return None if _COUNTED.match(passage.lower, found[1]) else found


# An amount of mentions follows: "the company at least twice"; or another name: "refer to gold as booty".
_COUNTED = re.compile(
    r"\s{1,2}(?:only |just |at least |at most |exactly |no more than |more than |less than |"
    r"\w{1,9} or more )?(?:\w{1,9} times|"
    r"once|twice)\b|\s{1,2}as\s[\"“'‘]"
)
