"""What part of the output a constraint is about, and whether it requires, forbids or allows. Rule 34 of the guide."""

from __future__ import annotations

import re
from collections.abc import Collection

from stemmata.parsing.naming import stem

_LONGEST = 600  # characters of a constraint that are read

_PART = (
    r"(?:titles?|headlines?|(?:sub)?headings?|subtitles?|introductions?|conclusions?|paragraphs?|lines?|stanzas?|"
    r"verses?|couplets?|sentences?|refrain|chorus|chapters?|sections?|summary|summaries|questions?|names?|items?|"
    r"steps?|bullet points?|bullets?|points?|columns?|rows?|tables?|exercises?|pieces?|repl(?:y|ies)|players?|ending|"
    r"opening|body|examples?|entries|entry|dish(?:es)?|arguments?|inhabitants?|topics?|descriptions?|tips?|captions?|"
    r"footnotes?|footer|header|appendix|glossary|scenes?|slides?|cells?|options?|answers|punchline|subject line|"
    r"greeting|signature|postscript|moral|hashtags?|links?|references?|quotes?|quotations?|reasons?|facts?|ideas?|"
    r"suggestions?|definitions?|labels?|keys?|values?|distances|quantities|prices|dates|numbers?|board|lists?|"
    r"ending punctuation)"
)
_PLACE = r"(?:(?:very )?(?:first|second|third|fourth|fifth|last|final|opening|closing|main|level \d) )?"
_BOUND = (
    r"(?:should(?:n['’]?t)?|must(?:n['’]?t)?|shall|need(?:s|ed)?|has|have|is|are|may|can(?:not|['’]t)?|could|will|"
    r"takes?|gets?|starts?|begins?|ends?|contains?|includes?|uses?|does|do|wants?|refers?|appears?|rhymes?|mentions?|"
    r"consists?)"
)
_MODAL = r"(?:should|must|shall|ha(?:s|ve) to|needs? to|ought to|may|can(?:not)?)(?:n['’]?t)?"
_FRAME = re.compile(
    r"(?:(?:and|also|please|finally|in addition|additionally|note that|remember(?: that)?|make (?:sure|"
    r"certain)(?: that)?|be sure(?: that)?|ensure(?: that)?|ensuring(?: that)?|making sure(?: that)?|see to it that|"
    r"it is (?:important|essential|crucial|vital|necessary) that|(?:when|while) \w+ing(?: [\w ]{1,30})?|(?:in|"
    r"for) (?:the|your) (?:\w+ ){0,2}"
    r"(?:response|answer|reply|output|text|letter|email|essay|poem|story|post)),?\s+){0,4}"
)
_NOUN = rf"(?!(?:{_BOUND}|not|used|included|given|listed|mentioned|you|i|we|they|it|other)\b)[\w-]+"
# "each verse must …", "all names have …", "none of them may …": whatever the noun is.
_QUANTIFIED = re.compile(
    rf"(?:with )?(?P<part>(?:each|every|any|all|both|none|these|those|"
    rf"(?P<no>no)) (?:of )?(?:the )?(?:{_NOUN} )??{_NOUN})"
    rf"(?: (?:used|included|given|listed|mentioned))? (?:{_BOUND}|(?(no)(?!)|(?:not|in|on|under|\w+ing|\w+s)))\b"
    r"(?! (?:be )?(?:used|allowed|permitted|included|mentioned|needed)\b)"
)
# "the title should …", "the last line of each verse must …", "paragraph 2 must …".
_DEFINITE = re.compile(
    rf"(?:the |your |its |a |this )?(?P<part>{_PLACE}{_PART}(?: \d+)?)"
    rf"(?: (?:of|in|for|below|above|at|on) (?:the |your |this |an? |each |every )?[\w -]{{1,30}}?|"
    rf" and only [a-z]+)? {_BOUND}\b"
)
# "the main character should …": a noun that is in no list, bound in so many words.
_SUBJECT = re.compile(rf"the (?P<part>{_NOUN}(?: (?!of\b){_NOUN})?)(?: of (?:the|your) [\w-]+)? {_MODAL}(?![\w-])")
_IF_ANY = re.compile(rf"if (?:a|an|any|the|there (?:is|are)(?: an?| any)?) (?P<part>{_PART})\b")
# "put the title in …", "give all distances in …", "begin every sentence with …", "keep each reply under …".
_HANDLED = re.compile(
    rf"(?:put|place|wrap|enclose|print|set|write|give|keep|make|mark|format|separate|state|show|present|number|label|"
    rf"highlight|begin|start|end|finish|open|close|express|have|phrase|order|sort|limit|restrict) "
    rf"(?:(?:the|your|its) (?P<part>{_PLACE}{_PART})|(?P<each>(?:each|every|all|"
    rf"both) (?:of )?(?:the )?{_PLACE}[\w-]+))(?= (?!about|of|that|which|from)|$)"
)
_TITLED = re.compile(  # "with a title in capital letters", "a heading that names the month"
    r"(?:with |and |include |add |have )?(?:an?|one) (?P<part>title|headline|heading|subtitle|caption|subject line|"
    r"postscript|footer|header|glossary|introduction|conclusion) "
    r"(?:in|wrapped|set|that|which|with|containing|starting|written|enclosed|printed)\b"
)
_EACH_PART = (
    re.compile(  # "in the description of each company", "capital letters for each word", "at the end of each line"
        rf"\b(?:in|for|of|to|on|with|at) (?:the )?(?P<part>(?:[a-z]+ (?:of|in|for) )?(?:each|every) {_PLACE}"
        rf"(?!(?:of|with|other|starting|on|in|having|time|and|or)\b)[a-z-]+)"
    )
)
_BESIDE_EACH = re.compile(
    r"\b(?:below|after|under|above|before|between|beside|from|by) (?:the \w+ of )?(?:each|every)\b"
)
_PER = re.compile(
    r"\b(?:words?|sentences|characters|syllables|lines|minutes|letters|paragraphs) per (?P<part>[a-z]+)\b"
)
_ON_EACH = re.compile(r"\b(?:on|about|for|to) (?P<part>each)$|^(?:with )?(?P<each>each) (?=\w+ing\b)")
_AS_PART = re.compile(
    rf"\bas (?:the|its) (?P<part>{_PLACE}(?:opening|ending|title|headline|heading|closing|finale|introduction|"
    rf"conclusion))$"
)
_PLACED = re.compile(rf"[\w'\"”’)] (?:in|within) (?:the|each|every) (?P<part>{_PLACE}{_PART})$")
_PATTERNS = (_QUANTIFIED, _DEFINITE, _SUBJECT, _IF_ANY, _HANDLED, _TITLED)
_SOUGHT = (_AS_PART, _PER, _ON_EACH, _PLACED)
# What names the whole output or a quality of it, or something else than a part.
_NO_PART = frozenset(
    """response answer reply output result text content format formatting tone style language length voice wording
    vocabulary structure whole entire total word words letter letters keyword keywords phrase phrases reader readers
    audience user users customer goal aim focus idea task instruction request message assistant model speaker author
    writer rest thing information requirements rules following above things""".split()
)
_COUNTED = frozenset("word letter response answer reply line text result phrase keyword".split())

_FORBIDS = re.compile(
    r"\b(?:not|no|never|avoid(?:ing)?|without|refrain(?:ing)? from|exclud(?:e|es|ing)|omit(?:ting)?|cannot|nothing|"
    r"none|skip(?:ping)?|leav(?:e|ing) (?:[^.]{1,40} )?out|stay away from|free of|abstain|(?:do|does|should|must|ca|"
    r"wo|is|are|have|has|could)n['’]?t)\b"
)
_BOUNDS = re.compile(
    r"(?:\b(?:not|no|never|none|nothing|cannot)\b|n['’]t\b)[^.;]{0,40}\b(?:exceed(?:ing)?|more than|longer|fewer|"
    r"less than|over|under|beyond|shorter|at (?:most|least)|larger|bigger|(?:later|earlier) than|surpass(?:ing)?)\b"
)
_SOLE = re.compile(r"\b(?:nothing|no (?:other )?\w+) (?:but|other than|except)\b|\bonly\b.{1,80}\bno other\b")
_OPTIONAL = re.compile(
    r"\b(?:you may(?! not)|you can(?! ?not| only)|feel free|if you (?:like|want|wish|prefer)|optional(?:ly)?|(?:is|"
    r"are) (?:also )?(?:welcome|allowed|fine|ok|okay)|(?:could|might) (?:also )?(?:include|add|use|mention|contain)|"
    r"may (?:also )?be|(?:is|are) (?:removed|lifted)|(?:is|are)(?:n['’]t| not) (?:required|needed|necessary)|"
    r"no longer (?:applies|needed|required|necessary)|(?:do|does)(?: not|n['’]t) (?:need|have) to|need(?:n['’]t|"
    r" not))\b"
)
_FIRM = re.compile(
    r"\bonly\b|\bnot (?:allowed|fine|ok)\b|\bno (?:[\w-]+ ){1,4}(?:is|are) (?:allowed|fine|ok|welcome)\b"
)
_ASIDE = re.compile(r"\([^()]{0,80}\)")
_SELF = re.compile(
    r"\b(?:i|we|they|he|she)(?:['’](?:m|re|s)| am| are| is| do| have)? ?(?:not|don['’]t|never|can['’]t)\b"
)


def polarity(lower_words: str) -> str:
    """Return whether some words forbid, require or allow; a bound is required in whatever words.

    Example:
        >>> polarity("do not use any commas"), polarity("it must not exceed a page"), polarity("you may add a row")
        ('forbidden', 'required', 'optional')
    """
    words = _SELF.sub("", _ASIDE.sub("", lower_words[:_LONGEST]))
    if _OPTIONAL.search(words) and not _FIRM.search(words) and not _BOUNDS.search(words):
        return "optional"
    return (
        "forbidden" if _FORBIDS.search(words) and not _BOUNDS.search(words) and not _SOLE.search(words) else "required"
    )


def scope(lower_words: str, whole: Collection[str] = ()) -> str:
    """Return the part of the output that a constraint is about, in its own words; "output" for the whole.

    Args:
        lower_words: The constraint, in lower case.
        whole: Stems of what names the whole output of the act that it binds: "the poem", where a poem is asked for.

    Example:
        >>> scope("the title should be a question"), scope("each verse must rhyme"), scope("use no commas")
        ('title', 'each verse', 'output')
    """
    return subject(lower_words, whole) or _sought(lower_words[:_LONGEST]) or "output"


def subject(lower_words: str, whole: Collection[str] = ()) -> str | None:
    """Return the part that a constraint begins with, so that what goes on after it is about that part too.

    Example:
        >>> subject("each verse must rhyme"), subject("100 words per verse")
        ('each verse', None)
    """
    words = lower_words[:_LONGEST]
    frame = _FRAME.match(words)
    start = frame.end() if frame else 0
    for pattern in _PATTERNS:
        found = pattern.match(words, start)
        if found and (part := _part(found, whole)):
            return part
    return None


def _part(found: re.Match[str], whole: Collection[str]) -> str | None:
    """Return the words of a part, without an article; none where they name the whole output."""
    named = found.groupdict()
    words = (named["part"] or named.get("each") or "").removeprefix("none of ").split()
    while words and words[-1] in ("and", "or", "but", "with", "in", "of", "for", "to", "as", "is", "are"):
        words.pop()
    if not words:
        return None
    if words[0] in ("the", "these", "those"):
        words = words[1:]
    if words[-1] in ("answers", "replies") and "your " in found[0]:
        return None
    spread = words[0] in ("each", "every", "any")
    if words[-1] in _NO_PART and not (spread and words[-1] in _COUNTED):
        return None
    singular = not spread and not words[-1].endswith("s")
    return None if singular and stem(words[-1]) in whole else " ".join(words)


def _sought(words: str) -> str | None:
    for pattern in _SOUGHT:
        found = pattern.search(words)
        if found:
            return next(part for part in found.groups() if part)
    spread = _EACH_PART.search(words)
    return spread["part"] if spread and not _BESIDE_EACH.search(words) else None
