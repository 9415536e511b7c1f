"""The patterns of orders about words, over `Passage.lower`; `mentions` says what they mean together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.reading import amount_pattern, times_pattern
from stemmata.graphs.constraints.terms import NAME_OF

_BASE = (
    r"include|contain|use|mention|incorporate|have|feature|employ|insert|add|say|write|utili[sz]e|weave in|work in|"
    r"repeat|work|weave"
)
_FINITE = r"includes|contains|uses|mentions|incorporates|has|features|employs|says"
_GERUND = (
    r"including|containing|using|mentioning|incorporating|having|featuring|employing|inserting|adding|saying|writing|"
    r"utili[sz]ing|repeating|(?:the )?(?:explicit )?(?:use|mention|inclusion) of|with"
)
_BAN = (
    r"avoid|exclude|omit|leave out|skip|ban|drop|stay away from|steer clear of|keep clear of|refrain from|"
    r"do without|make no (?:mention|use) of"
)
_BANNING = r"avoiding|excluding|omitting|leaving out|skipping|without|refraining from"
_NOUN = r"(?P<noun>(?:key[ -]?)?words?|terms?|phrases?|expressions?|names?)"
_FILL = (
    r"(?:(?:all |both |either )?(?:of )?)?(?:the |these |those |this |any of the |any |a |an )?"
    r"(?:(?:following|specific|exact|actual|negative|key|two|three|four|five|six|\d{1,2}|single|mandatory|required|"
    r"important|special|"
    r"certain|forbidden|listed|given|essential|relevant|different|simple|common) ){0,3}"
)
_INTRO = r"(?P<intro>,? such as|,? like|,? namely|,? including|,? e\.g\.,?|,? i\.e\.,?|:| below:)?"
ACT = re.compile(
    rf"(?<![\w-])(?:(?P<base>{_BASE})|(?P<finite>{_FINITE})|(?P<gerund>{_GERUND})|(?P<ban>{_BAN})|"
    rf"(?P<banning>{_BANNING}))\s+"
    rf"(?:(?={NAME_OF})|(?P<fill>{_FILL}){_NOUN}{_INTRO}(?=\W)|(?:both |all of |either )?(?=[\"“„«‘'`]))"
)
LABEL = re.compile(
    r"(?:^|\n|[.!?]\s)[ \t*_#•-]{0,6}(?:(?P<ban>(?:forbidden|banned|prohibited|excluded|taboo|off-limits) (?:key)?"
    r"(?:words?|terms?))"
    r"|(?:required|mandatory) (?:key)?(?:words?|terms?)|keywords"
    r"|(?:key)?(?:words?|terms?) to (?:(?P<avoid>avoid|exclude)|use|include))\*{0,2}:\*{0,2}(?=\s)"
)
SUBJECT = re.compile(
    rf"(?<![\w-])(?:(?:the |these |those |both )(?:following |specific |exact |name )?)?{_NOUN}{_INTRO}(?=\W)"
)
PREDICATE = re.compile(
    r"\s{0,2},?\s{0,2}(?:(?P<modal>should|must|shall|has to|have to|needs? to|ought to|will|may|can|to|is|are|is to|"
    r"are to)"
    r"(?P<not>\s?(?:not|n['’]t|never)| cannot)?|(?P<cannot>never|cannot|can['’]?t|does not|doesn['’]?t|"
    r"do not|don['’]?t|"
    r"isn['’]?t|aren['’]?t"
    r"|mustn['’]?t|shouldn['’]?t|won['’]?t))?"
    r"(?: also| always| explicitly| only| ever| all| both| each)?\s?(?:be |appear to be )?"
    r"(?P<verb>appears?|appearing|occurring|used|included|mentioned|occurs?|(?:be )?present|incorporated|"
    r"featured|contained|"
    r"said|written|found|"
    r"shows? up|turns? up|comes? up|exists?|repeated|in(?= the\b| your\b| it\b| this\b| there\b| here\b)|anywhere|"
    r"(?P<ban>forbidden|banned|prohibited|not allowed|"
    r"avoided|excluded|omitted|off[- ]limits|left out))(?![\w-])"
)
_MODAL = (
    r"(?:should|must|shall|has to|have to|needs? to|ought to|is to|are to|will|may|can|could)"
    r"(?: (?:also|always|explicitly|only))?"
)
NEGATIONS: tuple[tuple[re.Pattern[str], Form], ...] = tuple(
    (re.compile(pattern + r"\s$"), form)
    for pattern, form in (
        (rf"{_MODAL}(?: not|n['’]t| never)(?: ever| explicitly| also)?", Form.MODAL),
        (
            r"(?:cannot|can['’]?t|mustn['’]?t|shouldn['’]?t|won['’]?t|does not|doesn['’]?t|is not to)(?: ever)?",
            Form.MODAL,
        ),
        (r"(?:you )?(?:do not|don['’]?t|never|under no circumstances)(?: ever| explicitly| also)?", Form.VERB),
        (
            r"(?:make sure|be sure|ensure|take care|try|remember)(?: that)?(?: you)? "
            r"(?:not to|to not|to never|do not|don['’]?t)",
            Form.VERB,
        ),
        (r"(?:avoid|refrain from|stay away from|stop|abstain from)(?: ever| explicitly)?", Form.VERB),
        (
            r"(?:without|avoiding|refraining from|while not|by not|and not|but not|not)(?: ever| explicitly| even)?",
            Form.PHRASE,
        ),
        (r"(?:not to|to not|to never|not|never)", Form.VERB),
    )
)
LED = re.compile(r"(?<!\w)(?:make sure|be sure|ensure|see to it|(?P<doing>making sure|ensuring))(?: that)?\s$")
POSITIVE = re.compile(rf"(?<![\w'])(?P<modal>{_MODAL})\s$")
_SURE = re.compile(r"(?:make sure|be sure|ensure|remember)(?: that you| you)? (?:to )?$")
# "or" and "nor" carry a prohibition on; so do commas in a list of acts.
CARRIED = re.compile(
    r"\b(?:do not|don['’]?t|never|must not|should not|cannot|can['’]?t|without|avoid)\b[^.;:!?\n]{1,80}\b(?:or|"
    r"nor)\s(?:to )?$"
)
# The statement is about one place, about a form of words, or only told.
ELSEWHERE = re.compile(
    r"\b(?:(?:start|begin|end|finish|conclud|open|clos|rhym|replac|associat|sign|reply(?= (?:with|to)\b)|replying|"
    r"fill|prefix|preced|follow|"
    r"precede|compar|"
    r"combin|play|pun|swap|substitut|label|mark|highlight)\w{0,4}\b(?:\s[^\s.;]{1,20}){0,5}|how to|when you|if you|"
    r"whenever "
    r"you|if (?:the|a|an) \w+|"
    r"\b(?:does|did|why)(?: \w+){1,3}|do (?:you|we|they|people)|he|she|they|people|we|i|author|words? (?:that|which)|"
    r"(?:words?|verbs?|nouns?|adjectives?|letters?|lines? that))\s$"
)
EACH_BEFORE = re.compile(r"\b(?:each|every)\s(?:\w+\s){1,4}(?:(?:that|which)\s)?(?:\w+\s){0,3}$")
TOLD_AFTER = re.compile(
    r"[^.;\n]{0,4}(?:\s(?:instead|rather)\b|\sto (?:mean|refer|denote|represent|replace|separate|mark|start|begin|"
    r"end|introduce|put|store)\b"
    r"|\sas (?:the |a |an |your )?(?:title|heading|separator|delimiter|answer|label|key|header|subject|placeholder|"
    r"first|last|name|template|"
    r"output|response)\b|\s(?:at|in|as) (?:the |its |your )?(?:very )?(?:start|beginning|end|title|heading|headline|"
    r"subject|first|last|"
    r"opening|closing|final|second)\b|\sin (?:each|every)\b|\s(?:each|every) time\b|\sper\b|\s(?:as|before|after|"
    r"next to) (?:each|every)\b|\sif\b|\swhen\b"
    r"|\sand ends?\b(?! with (?:an? |the )?(?:period|full stop|question|exclamation|colon|punctuation|proper)))"
)
PLACE_AFTER = re.compile(
    r"\s(?:at|in|as|of) (?:the |its |your )?(?:very )?(?:start|beginning|end|title|heading|headline|subject|first|last|"
    r"opening|closing|final|second|third)\b"
)
NOUN_AFTER = re.compile(r"\s(?:key)?words?(?!\w)")
GAP = re.compile(r"(?:(?!\b(?:and|or|but|while|with|letter|letters|sentences?|words?|capital)\b)[^.,;:!?\n\"]){0,45}")
TIMES = times_pattern()
_OFTEN = ("time", "once", "twice", "thrice", "occasions")  # one of them stands in whatever `TIMES` finds


def times_between(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return what `TIMES` finds first between two offsets of a text in lower case."""
    near = text[start:end]
    return TIMES.search(text, start, end) if any(word in near for word in _OFTEN) else None


# What leads up to a quotation that is the subject of an order.
SURE_OF = re.compile(r"(?:\b(?:sure|ensure|ensuring)(?: that)?\s|\bin which\s|(?:^|[.!?]\s))\Z")
_OPENING = re.compile(r"[\"“«‘'`]")
_LEAD = 40  # characters, more than any such lead has


def led_quotations(lead: re.Pattern[str], text: str, opening: re.Pattern[str] = _OPENING) -> Iterator[int]:
    r"""Yield the offsets of quotation marks that a pattern leads up to.

    Args:
        lead: A pattern that ends in `\Z`, after a blank, or matches the start of the text.
        text: Where to look, in lower case.
        opening: What quotation marks there are.
    """
    for match in opening.finditer(text):
        at = match.start()
        if (at == 0 or text[at - 1].isspace()) and lead.search(text, max(0, at - _LEAD), at):
            yield at


OCCURRENCES = amount_pattern(r"(?:times|occurrences?|mentions?|instances?|uses|repetitions?|appearances?)")
OF = re.compile(
    r"\sof (?:(?:the |each of the )?(?:following )?(?P<noun>(?:key[ -]?)?words?|terms?|phrases?|names?):? )?(?=\S)"
)
