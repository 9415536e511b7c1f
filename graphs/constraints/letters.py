"""Orders about single characters: which letter or sign a response must have or must not have, and how often."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from stemmata.graphs.constraints.context import RESPONSE
from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.mention_patterns import LED, PLACE_AFTER, PREDICATE, TIMES, TOLD_AFTER, times_between
from stemmata.graphs.constraints.mentions import stated
from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.graphs.constraints.reading import Amount, amount_pattern, find_amounts, read_amount
from stemmata.graphs.constraints.scanning import scan
from stemmata.graphs.constraints.scope import binds_whole, sentence_before

NAMED = {
    "hashtag": "#", "exclamation mark": "!", "exclamation point": "!",
    "question mark": "?", "semicolon": ";", "semi-colon": ";", "ampersand": "&", "dollar sign": "$",
    "percent sign": "%", "em dash": "—", "em-dash": "—", "comma": ",", "apostrophe": "'",
}  # fmt: skip
"""Signs that have a name which people use instead of the sign."""

_NAMES = "|".join(re.escape(name) for name in sorted(NAMED, key=len, reverse=True))
_OPEN, _CLOSE = r"[\"“”„«‘'`*(\[]", r"[\"“”»’'`*)\]]"
# What may follow an unquoted letter; before anything else "a" and "I" are words, and other letters initials.
_FOLLOWS = (
    r"(?=\s{0,2}(?:$|[.,;:!?)\n]|[-–—]{1,2}\s|\s(?:in|throughout|anywhere|somewhere|at|within|into|from|should|must|"
    r"shall|be|may|"
    r"can|cannot|can['’]?t|will|do|does|doesn['’]?t|don['’]?t|is|are|has|have|needs?|appears?|appearing|occurs?|"
    r"occurring|"
    r"shows?|to|for|during|while|as|when|each|once|twice|thrice|more|less|fewer|no|not|never|exactly|only|just|and|"
    r"or|nor|"
    r"but|because|so|since|if|please|over|under|above|precisely|whatsoever|across|entirely|completely|altogether|used|"
    r"even|a (?:minimum|maximum|total)|between|up|max|min|by|on|\d{1,4}|one|two|three|four|five|six|seven|eight|nine|"
    r"ten)\b))"
)
_SIGN = (
    rf"(?:{_OPEN}{{1,2}}[^\s\ue000]?{MASK}?{_CLOSE}{{1,2}}|[^\W_](?![\w'’-]\w|\w){_FOLLOWS}|"
    rf"[^\w\s\"“”„«»‘’'`.,;:()\[\]{MASK}](?!\w))"
)
_KIND = r"(?:letters?(?: of the alphabet)?|characters?|symbols?|signs?|alphabets?|punctuation marks?)"
_HEAD = (
    rf"(?:(?:any|all|both|even)(?: of)? )?(?:(?:the|a|an|any|these|a single|single) )?(?:following |specific )?"
    rf"(?<!capital )(?<!uppercase )(?<!lowercase ){_KIND},?:? "
)
_LETTERS = re.compile(
    rf"(?<![\w-]){_HEAD}(?P<signs>{_SIGN}(?:(?:,? (?:and|or|nor) (?:the letter )?|, ){_SIGN}){{0,8}})"
)
_EACH_SIGN = re.compile(rf"(?:^|(?<=[\s,])){_SIGN}")
_ACT = re.compile(
    r"(?<![\w-])(?:(?P<base>include|contain|use|have|feature|employ|insert|add|say|write|type|incorporate|utili[sz]e|"
    r"mention|put|repeat)|(?P<finite>includes|contains|uses|has|features|employs|incorporates)|"
    r"(?P<gerund>including|containing|using|having|featuring|employing|inserting|adding|saying|writing|typing|"
    r"incorporating|utili[sz]ing|repeating|(?:the )?use of|with)|"
    r"(?P<ban>avoid|exclude|omit|leave out|skip|ban|drop|stay away from|steer clear of|refrain from|do without|eschew)|"
    r"(?P<banning>avoiding|excluding|omitting|leaving out|skipping|without|free of|free from|lacking))\s$"
)
_MARKS = re.compile(rf"(?<![\w-])(?:any |a |an |even (?:a |one )|a single )?(?P<name>{_NAMES})s?(?: ?\(.\))?(?![\w-])")
INSIDE = (
    rf"(?:in|throughout|within|across|anywhere in|inside|for) (?:the|your|this|my|its)(?: (?:entire|whole|full|"
    rf"final|complete))? {RESPONSE}"
)
"""A regular expression for words that say that the whole response is meant."""
_INSIDE = re.compile(f" {INSIDE}")
_GAP = re.compile(r",?(?:(?!\b(?:and|or|but|while|with|words?|sentences?|letters?)\b)[^.,;:!?\n\"“”]){0,45}")
_LIMITED = re.compile(r"\s(?:should|must|is to|has to|needs to|shall) be (?=limited|restricted|capped|kept)")
# The letter is of something else than the response, is only talked of, or its place is told.
_ELSEWHERE = re.compile(
    r"\b(?:(?:start|begin|end|finish|conclud|open|clos|replac|remov|delet|substitut|rhym|sign|mark|label|separat|"
    r"prefix)"
    r"\w{0,4}\b(?:\s[^\s.;]{1,20}){0,5}|each|every|per|how (?:often|many|to)|he|she|they|people|who|whose|"
    r"(?:is|are|was|were|both) (?:\w+ )?trying to|tries to|try to|where|whether|why|"
    r"(?:words?|names?|verbs?|nouns?|adjectives?|countr(?:y|ies)|cit(?:y|ies)|animals?|fruits?|foods?|lines?|terms?|"
    r"titles?|headings?|sentences|verse|stanza|things|items|password)(?: (?:that|which|also|only|both|do|does|should|"
    r"must|can|not|n['’]t|all))*)\s$"
)
_EACH = re.compile(r"\b(?:each|every)\b(?! (?:time|letter)\b)")
# What may follow a letter that is just to be there.
_SOMEWHERE = re.compile(r"\s{0,2}(?:$|[.,;)!\n]|(?:in|somewhere|anywhere|within|throughout|and|or)\b)")
_LET = re.compile(r"(?<!\w)(?P<not>(?:do not|don['’]?t|never) )?(?:let|have|make|want|would like|['’]d like|need)\s$")
_LIMIT = re.compile(
    r"\b(?:limit|restrict|cap|keep)(?: (?:your |the )?(?:use|usage|number|count|occurrences?|appearances?) of)?\s$"
)
_CARRIED_ON = re.compile(r"\bletter\b.*(?:,|\band|\bbut|\bwhile)\s$")
_SUCH = re.compile(rf"(?:{RESPONSE} (?:in which|where|such that)|\b(?:in which)|\bso(?: that)?|\bwith)\s$")
_OCCURRENCES = r"(?:(?:occurrences?|instances?|appearances?|uses|repetitions?|mentions?|copies|times) of )"
_AMOUNTS = amount_pattern(
    rf"(?:(?:total |separate |different )?{_OCCURRENCES}{_HEAD}(?P<counted>{_SIGN})|"
    rf"(?:letter |character )(?P<lettered>{_SIGN}|[a-z]['’]?s(?!\w))(?:['’]?s\b)?|(?P<plural>[a-z])['’]s(?!\w)|"
    rf"{_OCCURRENCES}?(?:any |a |an )?(?P<name>{_NAMES})s?)"
)


class LetterMention(NamedTuple):
    """An order about one character.

    Attributes:
        letter: The character.
        amount: How often; None where it is only to be there, or not to be there.
        required: Whether it is to be there (so often); False where it is not to be.
        start: Where the core begins.
        end: Where the core ends.
        form: The core's form: AMOUNT for "at least twice", VALUE for the occurrences with the letter.
    """

    letter: str
    amount: Amount | None
    required: bool
    start: int
    end: int
    form: Form


def letter_mentions(passage: Passage) -> Iterator[LetterMention]:
    """Yield each order about a character in a passage, in order of position."""
    found = [*_amounts(passage), *_lettered(passage), *_marked(passage)]
    found.sort(key=lambda one: (one.start, -one.end))
    reached = -1
    for one in found:
        if one.start >= reached:
            reached = one.end
            yield one


def folded(c: str) -> str:
    """Return a character in lower case, where that is one character too."""
    small = c.lower()
    return small if len(small) == 1 else c


def _sign(passage: Passage, start: int, end: int) -> str | None:
    """Return the character that some words name, without its quotation marks; None where they are more than one."""
    words = passage.text[start:end]
    if len(words) > 2 and passage.lower[start] in "\"“”„«‘'`*([":
        words = words[1:-1] if len(words) == 3 else words.strip("\"“”„«»‘’'`*()[]")
    elif len(words) > 1:
        words = words[:1]
    return folded(words) if len(words) == 1 and not words.isspace() and words != MASK else None


def _amounts(passage: Passage) -> Iterator[LetterMention]:
    """Yield amounts before the letter: "at least five occurrences of the letter e", "three exclamation marks"."""
    for match, amount, _ in find_amounts(passage, _AMOUNTS, turned=False):
        before = sentence_before(passage, match.start())
        said = any(match[name] for name in ("ge", "le", "lt", "gt", "suffix", "tail", "plus"))
        if not binds_whole(passage, match) or (match["plural"] and not said) or _ELSEWHERE.search(before):
            continue
        group = next(name for name in ("counted", "lettered", "plural", "name") if match[name])
        if group == "name":
            letter: str | None = NAMED[match["name"]]
        else:
            letter = _sign(passage, *match.span(group))
        if letter is None or (letter == "," and amount[:2] == ("equal to", 0)):
            continue
        if letter != "#" and PLACE_AFTER.match(passage.lower, match.end()):
            continue
        negated = re.search(r"\b(?:do not|don['’]?t|never|not|without) (?:use|include|have|contain|using)\s$", before)
        start = match.start() - (len(before) - negated.start() if negated else 0)
        form = Form.VALUE if not negated else Form.PHRASE if negated[0].endswith("ing ") else Form.VERB
        yield LetterMention(letter, amount, negated is None, start, match.end(), form)


def _lettered(passage: Passage) -> Iterator[LetterMention]:
    """Yield orders that name "the letter …"."""
    for match in scan(_LETTERS, passage.lower):
        spans = [one.span() for one in _EACH_SIGN.finditer(passage.lower, *match.span("signs"))]
        letters = [_sign(passage, *span) for span in spans]
        named = [(letter, span) for letter, span in zip(letters, spans, strict=True) if letter is not None]
        if named and len(named) == len(letters):
            yield from _ordered(passage, match.start(), match.end(), named)


def _marked(passage: Passage) -> Iterator[LetterMention]:
    """Yield orders that name a sign: "do not use exclamation marks", "use hashtags at least twice"."""
    for match in scan(_MARKS, passage.lower):
        sign = NAMED[match["name"]]
        for one in _ordered(passage, match.start(), match.end(), [(sign, match.span())]):
            if one.amount is not None or (not one.required and sign not in ",#"):
                yield one


def _ordered(
    passage: Passage, start: int, end: int, named: list[tuple[str, tuple[int, int]]]
) -> Iterator[LetterMention]:
    """Yield what is demanded of letters that are named at some place."""
    before = sentence_before(passage, start)
    if _EACH.search(before) or re.match(r" (?:in|of|from|per) (?:each|every)\b", passage.lower[end : end + 30]):
        return
    limit = _LIMIT.search(before) is not None
    whole = (start, end, Form.SENTENCE, True) if limit else None
    read = whole or _active(passage, start, end, before) or _passive(passage, start, end, before)
    if read is None:
        said = TIMES.match(passage.lower, end + 1) if _CARRIED_ON.search(before) and len(named) == 1 else None
        amount = read_amount(said) if said else None
        if said and amount:  # "… the letter q at least twice and the letter x at most once"
            yield LetterMention(named[0][0], amount, True, *said.span("core"), Form.AMOUNT)
        return
    left, right, form, required = read
    times = times_between(passage.lower, right, right + 110)
    amount = None
    if times is not None and _GAP.fullmatch(passage.lower, right, times.start()):
        amount = read_amount(times, bare="at most" if limit else "equal to")
    if amount is None and limit:
        return
    if amount is None:
        after = passage.lower[right : right + 60]
        if PLACE_AFTER.match(after) or (required and (TOLD_AFTER.match(after) or not _SOMEWHERE.match(after))):
            return
    if len(named) > 1:
        for letter, span in named:
            yield LetterMention(letter, amount, required, *span, Form.VALUE)
    elif amount is not None and times is not None and required:
        yield LetterMention(named[0][0], amount, True, *times.span("core"), Form.AMOUNT)
    else:
        stop = times.end("core") if amount is not None and times is not None else right
        yield LetterMention(named[0][0], amount, required, left, stop, form)


def _active(passage: Passage, start: int, end: int, before: str) -> tuple[int, int, Form, bool] | None:
    """Return the bounds, the form and the sense of an order with a verb: "avoid using the letter e"."""
    act = _ACT.search(passage.lower, max(0, start - 24), start)
    if act is None:
        return None
    before = before[: len(before) - (start - act.start())]
    order = stated(passage, act, before)
    if order is None:
        return None
    left, form, required = order
    if _ELSEWHERE.search(before[: len(before) - (act.start() - left)]):
        return None
    if act["gerund"] and act["gerund"].endswith("with") and required:
        return None
    return left, end, form, required


def _passive(passage: Passage, start: int, end: int, before: str) -> tuple[int, int, Form, bool] | None:
    """Return the bounds, the form and the sense of an order whose subject is the letter."""
    inside = _INSIDE.match(passage.lower, end)
    stop = inside.end() if inside else end
    if limited := _LIMITED.match(passage.lower, stop):
        return start, limited.end(), Form.SENTENCE, True
    said = PREDICATE.match(passage.lower, stop)
    if said is None or _ELSEWHERE.search(before):
        return None
    led, let = LED.search(before), _LET.search(before)
    ordered = said["modal"] not in (None, "is", "are", "to") or said["cannot"] or said["ban"] or said["not"]
    if let and said["modal"] in (None, "to"):
        left = start - len(let[0])
        form = Form.VERB if let["not"] and not passage.text[left : left + 1].isupper() else Form.SENTENCE
        return left, said.end(), form, not let["not"]
    if not (ordered or led or _SUCH.search(before) or (said["modal"] == "to" and before.endswith("for "))):
        return None
    if (
        not ordered
        and said["modal"] is None
        and said["verb"][:6] not in ("appear", "occurs", "occurr", "shows ", "show u")
    ):
        return None
    form, left = Form.SENTENCE, start
    if led:
        left -= len(led[0])
        form = Form.PHRASE if led["doing"] else Form.SENTENCE if passage.text[left : left + 1].isupper() else Form.VERB
    negative = bool(said["not"] or said["cannot"]) != bool(said["ban"])
    return left, said.end(), form, not negative
