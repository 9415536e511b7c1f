"""How instructions ask for a list of so many items, where its layout as a list is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stemmata.graphs.constraints.context import of_code
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.numerals import NUMBER, number
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.reading import Amount, Bound, amount_pattern, find_amounts
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import binds_whole, of_a_part, sentence_before

_UNIT = (
    r"(?:words?|sentences?|paragraphs?|lines?|letters|pages?|rows?|columns?|cells?|hours?|minutes?|days?|years?|"
    r"percent)"
)
_VERB = (
    r"(?:make|create|write|give|provide|generate|produce|compile|prepare|draft|present|need|want|like|develop|"
    r"suggest|offer|get|build|output|return|share|send|show|compose|formulate|assemble|design|use|(?:should|must|"
    r"to) (?:have|be)|(?:answer|respond|reply|up|me|us) with|as|in|into|in the form of|include|containing|add)"
)
_ADJECTIVE = r"(?:[\w-]{2,14},? )"
# What stands before an amount in "Create a numbered list of the top 5 reasons", where a list is wanted.
_LIST_OF = re.compile(
    rf"(?:^|\b{_VERB} )(?:(?:me|us|out|up|down) )?(?:(?:an?|the|your|"
    rf"one) )?(?P<kind>{_ADJECTIVE}{{0,3}}?)list (?:of|with|containing|"
    r"that (?:contains|has)|consisting of|comprising|having)(?: (?:the|my|your|its))?(?: top| best| first)? ?$"
)
_LISTED_THINGS = amount_pattern(rf"(?!{_UNIT}\b)[a-z][\w'’-]{{1,30}}")
# Kinds of list that are laid out in another way, or that are another family's; and lists that are there already.
_OTHER_KIND = re.compile(
    r"\b(?:bullet\w*|markdown|comma|python|json|linked|play|check|mailing|from|given|following|this|that|above)\b|"
    r"-separated"
)
_ELSEHOW = re.compile(
    r"\bbullet|\btables?\b|\btabular\b|\bcomma[- ]separated\b|\bseparated by (?:a |single )?(?:commas?|semicolons?|"
    r"spaces?|pipes?)\b|\bcsv\b|\bjson\b|\bpython\b|\bxml\b|\byaml\b|\bhtml\b|\b(?:in|as) (?:a|"
    r"one) (?:single )?(?:line|sentence|paragraph)\b|\b(?:no|without|avoid)(?: \w+)? lists?\b"
)
_ITEMS = amount_pattern(
    r"(?:(?:separate |distinct |different |total |key |main |short |unique |individual )?(?:list(?:ed)?[ -]|"
    r"numbered |ordered )?items?|entr(?:y|ies)|list (?:entry|entries|points?|elements?)|numbered points?)(?! (?:from|"
    r"of|on|in) (?:the|this|that|each|these|my)\b)"
)
_GENERIC = re.compile(r"(?:\w+ )?(?:items?|entry|entries|points?|elements?)")
# A list as the subject of a demand: "the list of names should be limited to …".
_SUBJECT = re.compile(
    r"\blist(?: of [\w'’ -]{1,40}?)?,? (?:itself |only )?(?:(?:that|which) )?(?:should|must|has to|needs to|shall|"
    r"is to|may|can|to|limited|be)\b[^.;:!?\n]{0,40}$"
)
_ORDER = re.compile(
    r"(?:^|[,:;(] ?|\b(?:please|and|to|then|just|must|should) )list(?: (?:me|us|out|down|up))?(?: the)? $"
)
# "Give three tips as a numbered list": the items are what is named.
_AS_LIST = re.compile(
    r"(?<![\w-])(?:list|name|give|provide|suggest|share|offer|write|state|recommend|highlight|outline|present|"
    r"describe|explain|"
    r"mention)(?: me| us| down)?(?: the)?(?: top| best)? "
    rf"(?P<core>(?:(?P<ge>at least|no fewer than) |(?P<le>at most|no more than|up to) |"
    rf"exactly )?(?P<n>{NUMBER}))(?![\w%]) "
    rf"(?!or\b|to\b|and\b|{_UNIT}\b)[a-z][^.;:!?\n]{{1,90}}?,?\s"
    r"(?:(?:formatted|presented|structured|organi[sz]ed|written|laid out|arranged|given) )?(?:as|in|into|"
    r"using) (?:an? |the )?(?:form of an? |"
    r"format of an? )?(?:(?:simple|clear|numbered|ordered|unordered|lettered|vertical|itemi[sz]ed|"
    r"plain) ){0,2}lists?(?: form(?:at)?)?"
    r"(?=$|[.,;:!?)\n]| (?:and|with|so|but|please)\b)"
)
ASKED = re.compile(
    r"\b(?:list|name|give|provide|suggest|share|recommend|write|generate|come up with|what are)(?: me|"
    r" us)?(?: the)?(?: top)? (?P<n>[2-9]|1\d|20|two|three|four|five|six|seven|eight|nine|ten|twelve) (?!or\b|to\b|"
    r"-)[a-z]"
)
"""A number of things that are asked for, with or without a list."""

Request = tuple[Amount, int, int, Form]


def requested(passage: Passage) -> Iterator[Request]:
    """Yield each amount of list items that a passage asks for, with its place and form; VALUE without its noun.

    None where the passage names bullets, a table or another layout, and none of things that are only asked for
    ("name five books").
    """
    if _ELSEHOW.search(passage.lower):
        return
    for match, amount, _ in find_amounts(passage, _LISTED_THINGS):
        wanted = _LIST_OF.search(sentence_before(passage, match.start(), 90).lstrip())
        if wanted and not _OTHER_KIND.search(wanted[0]) and not _other_number(passage, match, amount):
            generic = _GENERIC.fullmatch(match["noun"]) is not None
            end = match.end() if generic else match.start("noun") - 1
            yield amount, match.start(), end, Form.AMOUNT if generic else Form.VALUE
    for match, amount, form in find_amounts(passage, _ITEMS):
        words = sentence_before(passage, match.start(), 120).lstrip()
        if _LIST_OF.search(words) or of_a_part(passage, *match.span()) or of_code(passage, match.start()):
            continue
        named = match["noun"].startswith(("list", "numbered")) or " list" in match["noun"]
        if (named and binds_whole(passage, match)) or _SUBJECT.search(words) or _ORDER.search(words):
            yield amount, match.start(), match.end(), form
    for match in scan(_AS_LIST, passage.lower):
        if not of_a_part(passage, *match.span("core")):
            relation: Bound = "at least" if match["ge"] else "at most" if match["le"] else "equal to"
            yield Amount(relation, number(match["n"]), None), *match.span("core"), Form.VALUE


def _other_number(passage: Passage, match: re.Match[str], amount: Amount) -> bool:
    """Return whether a number does not count what is listed: "5-letter words", "2020 films", code."""
    if match["tail"] or passage.lower[match.start("noun") - 1] == "-" or of_a_part(passage, *match.span()):
        return True
    year = amount.relation == "equal to" and 1900 <= amount.value <= 2100
    return year or of_code(passage, match.start())
