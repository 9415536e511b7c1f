"""The patterns of orders about where words stand, over `Passage.lower`; `arrangements` says what they mean together."""

from __future__ import annotations

import re

from stemmata.graphs.constraints.context import MODAL, RESPONSE, SURE, few_blanks
from stemmata.graphs.constraints.deferred import deferred
from stemmata.graphs.constraints.numerals import NUMBER

_BASE = (
    r"include|contain|use|mention|incorporate|have|feature|employ|insert|add|say|write|put|place|utili[sz]e|"
    r"weave\s+in|"
    r"work\s+in|repeat"
)
_FINITE = r"includes|contains|uses|mentions|incorporates|has|features|says"
_GERUND = r"including|containing|using|mentioning|incorporating|featuring|having|with|repeating"
_VERB = (
    rf"(?<![\w-])(?:(?P<modal>{MODAL})\s+(?:(?:also|always|all)\s+)?)?"
    rf"(?:(?P<base>{_BASE})|(?P<finite>{_FINITE})|(?P<gerund>{_GERUND}))"
)
_KIND = r"(?:(?:key[ -]?)?words?|terms?|phrases?|expressions?|names?)"
_FILL = r"(?:all\s+)?(?:of\s+)?(?:the\s+|these\s+|those\s+)?(?:(?:following|exact|specific|given|listed)\s+)?"
_QUOTE_AHEAD = r"(?=[\"“„«‘'`])"
_SOME = (
    rf"(?:(?:(?:at\s+least|no\s+fewer\s+than|no\s+less\s+than|a\s+minimum\s+of|any|one\s+or\s+more|"
    rf"one\s+or\s+both|some)"
    rf"(?:\s+(?P<least>{NUMBER}))?|(?P<more>{NUMBER})\s+or\s+more|(?P<few>{NUMBER}))\s+of\s+|"
    rf"(?P<either>either)\s+(?:of\s+)?)"
)
_ITEMS = (
    rf"(?:{_FILL}(?P<noun>{_KIND})(?P<intro>\s*:|\s+below\s*:)?(?=\W)|(?P<following>(?:the\s+)?following\s*:|"
    rf"these\s*:)|"
    rf"{_QUOTE_AHEAD})"
)
_OF = rf"(?:\s+(?:of|in|for)\s+(?:your|the|my|this)\s+(?:entire\s+|whole\s+|full\s+)?(?:{RESPONSE}))?"
_NTH = (
    r"(?:very\s+)?(?P<nth>first|opening|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|final|"
    r"closing|"
    r"\d{1,2}(?:st|nd|rd|th))\s+(?P<unit>word|sentence|paragraph|line)"
)
_EACH = (
    r"(?:each(?:\s+and\s+every)?|every(?:\s+single)?|all(?:\s+of)?(?:\s+(?:the|"
    r"your))?)(?:\s+(?:one\s+)?of\s+(?:the|your))?"
    r"\s+(?P<each>sentence|paragraph|line)s?"
)
_ORDER = (
    r"(?:all\s+)?in\s+(?:exactly\s+|precisely\s+|strictly\s+)?(?:(?:this|that)\s+(?:(?:exact|same|very|precise|"
    r"specific)\s+)?"
    r"(?:order|sequence)|the\s+(?:(?:exact|same|very|precise)\s+)?(?:following|given|stated|listed|specified|"
    r"above|same|"
    r"exact|written)\s+(?:order|sequence)|the\s+(?:(?:exact|same)\s+)?(?:order|sequence)\s+(?:given|listed|"
    r"shown|stated|above|"
    r"specified|written|(?:in\s+which\s+)?(?:they|i)\b(?:\s+(?:are|were|have|has))?(?:\s+(?:been\s+)?[a-z]+))|order"
    r"(?=\s*(?:[.,;:!?)]|$)))"
)
_ONCE = r"(?:\s+at\s+least\s+once)?"
_SUBJECT_VERB = (
    r"(?:appears?|occurs?|comes?|stands?|be(?:\s+(?:used|included|mentioned|placed|present|found|repeated))?|is(?:\s+"
    r"(?:used|included|mentioned|placed|present))?)"
)


def _pattern(pattern: str) -> re.Pattern[str]:
    return deferred(few_blanks(pattern))


ACT = _pattern(rf"{_VERB}{_ONCE}\s+{_ITEMS}")
SOME = _pattern(rf"{_VERB}\s+{_SOME}{_ITEMS}")
SOME_SUBJECT = _pattern(rf"(?<![\w-]){_SOME}{_ITEMS}")
APPEARS = _pattern(
    rf"\s+{MODAL}\s+(?:also\s+)?(?:appear|occur|be\s+(?:used|included|mentioned|present|found|there|in\b))(?![\w-])"
)
ORDER_THEN = _pattern(
    rf"{_VERB}(?:\s+{_FILL}{_KIND}\s+{_ORDER}\s*[:,]|\s*,?\s+{_ORDER}\s*[:,]?\s+{_FILL}{_KIND}\s*:?)(?=\W)"
)
ORDER_AFTER = _pattern(
    rf"(?:\s+(?:in|throughout)\s+(?:your|"
    rf"the)\s+[a-z]+)?\s*,?\s*(?:and\s+)?(?:exactly\s+)?{_ORDER}"
)
ORDER_BEFORE = _pattern(rf"{_ORDER}\s*[:,]\s+$")
SUBJECT = _pattern(rf"(?<![\w-])(?:the\s+|these\s+|those\s+)(?:following\s+)?(?P<noun>{_KIND})(?=\W)")
LED_SUBJECT = _pattern(rf"(?:^|[.!?\n]\s|\b{SURE}\s+(?:that\s+)?|\bthat\s+|\band\s+|,\s+)\Z")
QUOTE = re.compile(r"[\"“„«‘'`]")
PREDICATE = _pattern(
    rf"\s+(?:(?P<modal>{MODAL})\s+(?:also\s+|always\s+|all\s+)?)?(?P<verb>{_SUBJECT_VERB}){_ONCE}(?![\w-])"
)
BESIDE = _pattern(rf"\s+(?:somewhere\s+|anywhere\s+)?(?P<side>before|after)\s+(?:the\s+{_KIND}\s+)?{_QUOTE_AHEAD}")
IN_PLACE = _pattern(
    rf"{_ONCE}\s+(?:somewhere\s+|directly\s+)?(?P<how>in|as|within|at)?\s?(?:the|"
    rf"your)\s+{_NTH}{_OF}(?!\w)(?!\s+(?:of|and|or|in)"
    r"\s+(?:each|every|the\s+(?:first|second|third|last|final))\b|\s*,\s+(?:second|third|last)|\s+(?:and|"
    r"or)\s+(?:first|second|third|last))"
)
_ORD = r"(?:first|second|third|fourth|fifth|sixth|last)"
IN_PLACES = _pattern(
    rf"\s+in\s+the\s+(?P<places>{_ORD}(?:\s*,\s+(?:and\s+)?{_ORD}|\s+and\s+{_ORD}){{1,5}})\s+(?P<unit>sentence|"
    rf"paragraph|line)s?(?!\w)"
)
IN_EACH = _pattern(rf"{_ONCE}\s+(?:somewhere\s+)?(?:in|within)\s+{_EACH}{_OF}(?!\w)")
NTH_HAS = _pattern(
    rf"(?<![\w-])(?:the|your)\s+{_NTH}{_OF}\s+(?:(?P<modal>{MODAL})\s+(?:also\s+)?(?:(?P<be>be)|(?:{_BASE}))|"
    rf"(?P<finite>{_FINITE}|"
    rf"(?P<is>is)))\s+(?:exactly\s+|simply\s+|just\s+)?(?:the\s+(?:exact\s+)?(?P<noun>{_KIND})\s*:?(?=\W)|"
    rf"{_QUOTE_AHEAD})"
)
EACH_HAS = _pattern(
    rf"(?<![\w-]){_EACH}{_OF}\s+(?:(?P<modal>{MODAL})\s+(?:also\s+)?(?:{_BASE})|(?P<finite>{_FINITE}|include|"
    rf"contain|use|"
    rf"mention)|(?P<gerund>{_GERUND})){_ONCE}\s+(?:{_FILL}(?P<noun>{_KIND})\s*:?(?=\W)|{_QUOTE_AHEAD})"
)
# What makes "every line contains …" an order; and what makes words that look like one something else.
LEADS = re.compile(r"(?:\b(?:sure|ensure|ensuring)(?: that)?|\b(?:that|so|where|wherein|in which|such that|with))\s$")
NEGATED = re.compile(
    r"(?:\b(?:not|never|avoid|without|from|nor|than|instead of|avoiding|stop|don['’]?t|can['’]?t|cannot)|"
    r"n['’]t)\s(?:to |ever )?$"
)
OFTEN = re.compile(
    r"\s(?:at least |at most |exactly |no more than |more than |less than |only )?(?:twice|thrice|\d{1,3}|two|"
    r"three|four|five)\b"
)
