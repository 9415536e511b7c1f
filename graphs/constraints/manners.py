"""Where a passage asks for a tone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from stemmata.graphs.constraints.context import MODAL, RESPONSE, SURE, after, before, few_blanks
from stemmata.graphs.constraints.deferred import deferred
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.tones import TONES, with_article

_KNOWN = "|".join(sorted((re.escape(tone).replace("\\-", "[- ]") for tone in TONES), key=len, reverse=True))
_AND = r"(?:\s*,\s*(?:and\s+|but\s+|yet\s+)?|\s+(?:and|but|yet|or)\s+(?:yet\s+|also\s+)?)"
_HOW = (
    r"(?:(?:very|highly|extremely|more|less|slightly|somewhat|rather|quite|really|deeply|super|a\s+bit|a\s+little)\s+)?"
)
_TONE = rf"(?P<tone>(?:{_KNOWN})(?:{_AND}(?:{_KNOWN})){{0,3}})"
# Before "tone" any adjective is a tone; those that only point at one are not.
_POINTING = (
    r"(?!(?:same|similar|right|wrong|appropriate|suitable|proper|overall|general|particular|different|certain|specific|"
    r"given|"
    r"following|correct|new|consistent|own|skin|ring|dial|good|nice|unique|of|the|a|an|this|that|your|its|their|his|"
    r"her|my|our|"
    r"in|with|is|to|for|and|or|original|above|unknown|separate|single|two|three|author's|certain|desired|whole|main|"
    r"more|less|very|"
    r"highly|extremely|slightly|somewhat|rather|quite|really|most|least|bit|adjusted|changed|modified|used|maintained|"
    r"kept|set|throughout)\b)"
)
_FREE = rf"{_POINTING}[a-z]{{3,16}}(?:-[a-z]{{2,12}}){{0,3}}"
_ANY = rf"(?P<tone>{_FREE}(?:(?:{_AND}|\s+){_FREE}){{0,3}}?)"
_PLACE = r"(?:tone(?:\s+of\s+voice)?)"
_MANNER = r"(?:way|manner|style|voice|fashion|register|language|mood|spirit|attitude)"
_NOT_OF = r"(?!\s+of\b)"
_KEEP = r"(?:use|keep|maintain|adopt|have|employ|take|strike|write\s+with|convey|try)"
_KEEPING = r"(?:maintaining|adopting|keeping|maintains|keeps|adopts|has|uses|having)"
_NAMES = (
    rf"(?:(?:your|the|this|my|its)\s+(?:(?:entire|whole|overall|general)\s+)?(?:tone(?:\s+of\s+(?:[\w'-]+\s+"
    rf"){{0,3}}?{RESPONSE})?|language|wording|"
    rf"style|voice|mood|{RESPONSE})|it|everything|things)"
)
_SAY = (
    r"(?:write|writes|written|respond|reply|answer|explain|speak|say|ask|phrase|phrased|word|worded|express|describe|"
    r"tell|expand|it|talk|decline|thank|remind)"
)
ADVERBS = {
    "politely": "polite",
    "courteously": "courteous",
    "respectfully": "respectful",
    "formally": "formal",
    "informally": "informal",
    "casually": "casual",
    "professionally": "professional",
    "sarcastically": "sarcastic",
    "humorously": "humorous",
    "seriously": "serious",
    "enthusiastically": "enthusiastic",
    "angrily": "angry",
    "cheerfully": "cheerful",
    "sincerely": "sincere",
    "playfully": "playful",
    "bluntly": "blunt",
    "calmly": "calm",
    "objectively": "objective",
    "persuasively": "persuasive",
    "dramatically": "dramatic",
    "poetically": "poetic",
}
_PATTERNS: tuple[tuple[re.Pattern[str], Form], ...] = tuple(
    (deferred(few_blanks(pattern)), form)
    for pattern, form in (
        (rf"(?<![\w-])(?P<core>(?:in|with|using)\s+an?\s+{_ANY}\s+{_PLACE})(?![\w-]){_NOT_OF}", Form.PHRASE),
        (rf"(?<![\w-])(?P<core>in\s+an?\s+{_TONE}\s+{_MANNER})(?![\w-]){_NOT_OF}", Form.PHRASE),
        (
            rf"(?<![\w-])(?:in|with|using)\s+(?:an?\s+)?(?:very|highly|extremely|more|less|slightly|somewhat|rather|"
            rf"quite|really)\s+{_TONE}\s+"
            rf"(?:{_PLACE}|{_MANNER})(?![\w-]){_NOT_OF}",
            Form.VALUE,
        ),
        (rf"(?<![\w-])(?P<core>{_KEEP}\s+an?\s+{_ANY}\s+{_PLACE})(?![\w-]){_NOT_OF}", Form.VERB),
        (rf"(?<![\w-]){_KEEPING}\s+an?\s+{_ANY}\s+{_PLACE}(?![\w-]){_NOT_OF}", Form.VALUE),
        (rf"(?<![\w-])tone\s+(?:to\s+)?(?:be|sound)\s+{_HOW}{_TONE}(?![\w-])", Form.VALUE),
        (
            rf"(?<![\w-])(?:{_KEEP}|{_SAY})\s+(?:an?\s+)?(?:more|less|very|highly|slightly|"
            rf"somewhat)\s+{_TONE}\s+{_PLACE}(?![\w-])",
            Form.VALUE,
        ),
        (
            rf"(?<![\w-])(?:use|using|in|with|keep|maintain|adopt|employ)\s+{_HOW}{_TONE}\s+(?:language|wording|words|"
            rf"phrasing|english)(?![\w-])",
            Form.VALUE,
        ),
        (
            rf"(?<![\w-])(?:keep|make|keeping|making)\s+(?:sure\s+)?{_NAMES}\s+(?:sound\s+|be\s+|to\s+be\s+"
            rf")?{_HOW}{_TONE}(?![\w-])",
            Form.VALUE,
        ),
        (
            rf"(?<![\w-]){_NAMES}\s+{MODAL}\s+(?:also\s+)?(?:be|sound|stay|remain|feel)\s+{_HOW}{_TONE}(?![\w-])",
            Form.VALUE,
        ),
        (
            rf"(?<![\w-]){SURE}\s+(?:that\s+)?{_NAMES}\s+(?:is|sounds|stays|remains|are)\s+{_HOW}{_TONE}(?![\w-])",
            Form.VALUE,
        ),
        (
            rf"(?:(?:^|[.!?;:\n,(\"”]\s{{0,3}}|\b(?:and|but|please|also|always|should|must|can|could)\s+"
            rf")[*\s•\d.)-]{{0,6}}(?:please\s+)?(?:be|stay|remain|sound|"
            rf"act|try\s+to\s+be|be\s+sure\s+to\s+be)\s+{_HOW})"
            rf"{_TONE}(?![\w-])",
            Form.VALUE,
        ),
        (
            rf"(?<![\w-])(?:the|your|its)\s+tone(?:\s+of\s+(?:[\w'-]+\s+){{0,3}}?{RESPONSE})?\s+{MODAL}\s+"
            rf"be\s+{_ANY}(?=\s{{0,2}}(?:$|[.,;!?\n)]))",
            Form.VALUE,
        ),
        (rf"(?<![\w-])keep\s+(?:the|your|its)\s+tone\s+{_ANY}(?=\s{{0,2}}(?:$|[.,;!?\n)]))", Form.VALUE),
        (r"(?<![\w-])tone\s*:\s*" + rf"{_HOW}{_TONE}(?![\w-])", Form.VALUE),
        (rf"^\s*(?P<core>(?P<adverb>{'|'.join(ADVERBS)}))\s*$", Form.PHRASE),
        (
            rf"(?<![\w-]){_SAY}(?:\s+[\w'-]+){{0,3}}?\s+(?P<core>(?:very\s+)?(?P<adverb>{'|'.join(ADVERBS)}))(?![\w-])",
            Form.PHRASE,
        ),
        (
            rf"(?:^|[.!?\n]\s{{0,3}}|\bplease\s+)(?:(?:the|your)\s+)?(?P<core>{_TONE}\s+tone)\s{{0,2}}(?=$|[.,;\n])",
            Form.SENTENCE,
        ),
    )
)
_NEGATED = re.compile(
    r"(?:\b(?:not|never|avoid(?:ing)?|without|instead\s+of|rather\s+than|too|no)|n['’]t)\s+(?:\w+\s+){0,2}$"
)
# "… to maintain a formal tone" tells the purpose of another order.
_PURPOSE = re.compile(
    r"(?:(?:^|\s(?<!sure\s)(?<!remember\s)(?<!try\s)(?<!ensure\s)(?<!need\s)(?<!needs\s)(?<!want\s)(?<!have\s)(?<!like\s)"
    r"(?<!you\s)(?<!has\s)(?<!trying\s))"
    r"(?:to|and\s+to|thus|thereby|which|that|helps?)\s+(?:\w+ly\s+)?(?:help\s+)?(?:maintain|keep|ensure|create|convey|"
    r"have|use|adopt|set)?\s*$)"
    r"|\bto\s+(?:enhance|ensure|improve|increase|preserve|provide|create)\b[^.;,\n]{0,40}\band\s+$"
)
_ARTICLE = re.compile(r"(?<![\w'])(an?)\s+$")
_PURPOSED = re.compile(
    r"(?:sure|remember|try|ensure|needs?|wants?|have|has|like|you|trying|important|required|asked)\s+to\s+$"
)
# Someone's manners in the story, not the answer's.
_ELSEWHERE = re.compile(
    r"\b(?:he|she|they|who|it\s+is|is\s+it|are\s+you|people|someone|how\s+to|why|when|if|which|whether|characters?|"
    r"customers?|speaks|spoke|"
    r"said|says|replied|responded|answered|asked)\s+(?:\w+\s+){0,4}$"
)


class Manner(NamedTuple):
    """A tone that a passage asks for, the words that say so, and their form."""

    tone: str
    start: int
    end: int
    form: Form


def find_tones(passage: Passage) -> Iterator[Manner]:
    """Yield each tone that a passage asks for, the first and longest where finds overlap."""
    found = []
    for pattern, form in _PATTERNS:
        for match in scan(pattern, passage.lower):
            groups = match.groupdict()
            name = "core" if groups.get("core") is not None else "tone"
            if _is_order(passage, match, match.start(name)):
                adverb = groups.get("adverb")
                tone = ADVERBS[adverb] if adverb else " ".join(match["tone"].split())
                found.append(Manner(tone, *match.span(name), form))
    reached = -1
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= reached:
            reached = one.end
            yield one


def _is_order(passage: Passage, match: re.Match[str], start: int) -> bool:
    """Return whether a match asks for a tone, rather than tells of one or of an order's purpose."""
    left = before(passage, start)
    if _NEGATED.search(left) or _ELSEWHERE.search(before(passage, match.start(), 60)):
        return False
    if re.match(r"\s*(?:words?|tones?\s+of\s+(?!voice)|letters?|enough)\b", after(passage, match.end(), 20)):
        return False
    article = _ARTICLE.search(left)
    if article is not None and not with_article(passage.lower[start : start + 12]).startswith(f"{article[1]} "):
        return False
    head = before(passage, match.start())
    return _PURPOSE.search(head) is None or _PURPOSED.search(head) is not None
