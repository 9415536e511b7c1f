"""Take the commas out of a text so that it still reads well."""

from __future__ import annotations

import re
from typing import NamedTuple

from stemmata.graphs.constraints.counting import sentence_spans

_THOUSANDS = re.compile(r"(?<![\d,.])(\d{1,3}(?:,\d{3})+)(?![\d,])")
# A list of short items: "red, white, and blue". Each further item is one to four words.
_ITEM = r"(?:[\w'’$%*\"“”-]+ ){0,3}[\w'’$%*\"“”-]+"
_LIST = re.compile(rf"\b{_ITEM}(?:, (?!and\b|or\b){_ITEM}){{1,8}},? (?P<joint>and|or) (?=\w)", re.IGNORECASE)
_STARTER = re.compile(
    r"[\W_]{0,6}(?:\d{1,3}[.)]\s)?(?:after|although|as|at|because|before|by|during|even|finally|first|firstly|for|from|"
    r"furthermore|hence|here|however|if|in|indeed|instead|later|lastly|meanwhile|moreover|nevertheless|next|no|now|oh|"
    r"on|once|otherwise|overall|please|second|secondly|since|so|soon|still|suddenly|then|therefore|third|though|"
    r"through|"
    r"throughout|thus|to|today|unless|until|unfortunately|well|when|whenever|where|while|with|without|yes|yesterday|"
    r"yet|"
    r"additionally|also|consequently|dear|hello|hey|hi|sure|thanks|ultimately|\w{3,14}ly)\b",
    re.IGNORECASE,
)
# Before these words a comma may go without a trace.
_LINKED = re.compile(
    r"\s*(?:and|or|but|nor|so|yet|while|whereas|because|although|though|since|as|if|unless|until|when|where|which|who|"
    r"whose|whom|that|then|than|such as|including|especially|too|please|for example|for instance|with|without|making|"
    r"allowing|leading|where|even|rather|not|followed|\w{4,14}ing)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2}$", re.I
)
# Two adjectives before a noun: "her kind, gentle voice".
_ADJECTIVES = re.compile(r"\b(?:an?|the|her|his|its|their|my|our|your|this|that|very|so|with|of)\s+[a-z-]{2,14}$", re.I)
_ADJECTIVE = re.compile(
    r" (?!(?:he|she|it|they|we|you|i|is|are|was|were|a|an|the|my|his|her|one|not|this)\b)[a-z-]{3,14} [a-z]"
)
_NAMED = re.compile(r" (?:[A-Z]|\d{4}\b)")
_NAMED_ASIDE = re.compile(r" (?:[A-Z][\w.'’-]{0,20}(?: [A-Z][\w.'’-]{0,20}){0,2}|\d{4}),")
_NAME = re.compile(r"(?:^|[\s(])[A-Z][\w.'’-]*$")
_NOT_PROSE = re.compile(
    r"```|https?://[^\s,]{0,200},\S|[{}\[\]]\s{0,40},|[\[{][^\]}\n]{0,80},|[\w)],[A-Za-z_]|\w\(\w{0,30}, |\|.{0,200}\|"
)


class Uncommaed(NamedTuple):
    """A text without commas, and the characters taken out and put in."""

    text: str
    changed: int


def without_commas(text: str) -> Uncommaed | None:
    """Return a text without its commas; None where it is no prose or verse, or would read badly.

    Figures close up, short lists get conjunctions, a comma that only marks a pause goes. Where the words on both sides
    would run together, a text needs its comma.

    Example:
        >>> without_commas("However, we sold 1,200 red, white, and blue hats.").text
        'However we sold 1200 red and white and blue hats.'
    """
    if _NOT_PROSE.search(text):
        return None
    changed = 0

    def figure(match: re.Match[str]) -> str:
        nonlocal changed
        changed += match[0].count(",")
        return match[0].replace(",", "")

    plain = _THOUSANDS.sub(figure, text)
    pieces: list[str] = []
    reached = 0
    for start, end in sentence_spans(plain):
        mended = _sentence(plain[start:end])
        if mended is None:
            return None
        pieces += (plain[reached:start], mended.text)
        changed, reached = changed + mended.changed, end
    pieces.append(plain[reached:])
    mended_text = "".join(pieces)
    left = mended_text.count(",")
    return Uncommaed(mended_text.replace(",", ""), changed + left)


def _sentence(sentence: str) -> Uncommaed | None:
    """Return a sentence without commas; None where it needs one."""
    if "," not in sentence:
        return Uncommaed(sentence, 0)
    changed = run = 0
    listed: dict[int, str] = {}
    opening = sentence.find(",")
    # "In May, we sang and danced" is no list; "However, red, white and blue" is one from its second comma on.
    begin = opening + 1 if opening < 80 and _STARTER.match(sentence) else 0
    for match in _LIST.finditer(sentence, begin):
        items = sentence[match.start() : match.start("joint")].strip(" ,").split(", ")[1:]
        if any(_LINKED.match(item) or re.match(r"\w+ly\b", item) for item in items):
            continue  # "flexibility, particularly for parents and carers"
        for i in (i for i in range(match.start(), match.start("joint")) if sentence[i] == ","):
            last = sentence[i + 1 : match.start("joint")].strip() == ""
            listed[i] = "" if last else f" {match['joint'].lower()}"
    pieces = []
    first = True
    for i, c in enumerate(sentence):
        if c != ",":
            pieces.append(c)
            continue
        instead = listed.get(i)
        if instead is None:
            may_go = _may_go(sentence, i, first)
            # Many names side by side are a list, which needs its commas.
            run = run + 1 if may_go and _NAMED.match(sentence[i + 1 : i + 7]) else 0
            if run > 2 or not (may_go or _adjectives(sentence, i)):
                return None
            instead = "" if may_go else " and"
        pieces.append(instead)
        changed += 1 + len(instead)
        first = False
    return Uncommaed("".join(pieces), changed)


def _may_go(sentence: str, at: int, first: bool) -> bool:
    """Return whether the comma at an offset can go without its words running together."""
    left, right = sentence[max(0, at - 60) : at], sentence[at + 1 : at + 40]
    if left.endswith(("including", "such as", "like")) or not right.strip() or right[0] in "\n\"”'’)*_":
        return True
    if _LINKED.match(right) or _DATE.search(left):
        return True
    if first and at < 80 and _STARTER.match(sentence):
        return True
    # "Paris, France, is", "my son, Tim, is": names side by side, closed by a second comma.
    if (_NAME.search(left) and _NAMED.match(right)) or _NAMED_ASIDE.match(right):
        return True
    opened = left.rfind(",")
    inside = left[opened + 1 :]
    return opened >= 0 and len(inside) < 30 and (_NAMED_ASIDE.match(inside + ",") or _LINKED.match(inside)) is not None


def _adjectives(sentence: str, at: int) -> bool:
    """Return whether the comma at an offset stands between two adjectives before a noun."""
    return (
        _ADJECTIVES.search(sentence[max(0, at - 40) : at]) is not None
        and _ADJECTIVE.match(sentence[at + 1 : at + 40]) is not None
    )
