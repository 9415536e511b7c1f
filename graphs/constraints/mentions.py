"""Orders about words: which words a response must or must not have, and how often, as instructions say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from stemmata.graphs.constraints.family import Form
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.reading import Amount, amount_pattern, read_amount, times_pattern
from stemmata.graphs.constraints.scope import sentence_before
from stemmata.graphs.constraints.terms import Terms, read_terms


class Mention(NamedTuple):
    """An order about words.

    Attributes:
        terms: The words.
        required: Whether they are to be there; False where they are not to be.
        amount: How often, if it is said; with `required` False it is what must not be.
        start: Where the statement begins.
        end: Where it ends, the amount included.
        form: The statement's form.
        amount_span: Where the amount stands.
    """

    terms: Terms
    required: bool
    amount: Amount | None
    start: int
    end: int
    form: Form
    amount_span: tuple[int, int] | None


_BASE = (
    r"include|contain|use|mention|incorporate|have|feature|employ|insert|add|say|write|utili[sz]e|weave in|work in|"
    r"repeat"
)
_FINITE = r"includes|contains|uses|mentions|incorporates|has|features|employs|says"
_GERUND = (
    r"including|containing|using|mentioning|incorporating|having|featuring|employing|inserting|adding|saying|writing|"
    r"utili[sz]ing|repeating|(?:the )?(?:explicit )?(?:use|mention|inclusion) of|with"
)
_BAN = r"avoid|exclude|omit|leave out|skip|ban|drop|stay away from|steer clear of|refrain from|do without"
_BANNING = r"avoiding|excluding|omitting|leaving out|skipping|without|refraining from"
_NOUN = r"(?P<noun>(?:key[ -]?)?words?|terms?|phrases?|expressions?|names?)"
_FILL = (
    r"(?:(?:all |both |either )?(?:of )?)?(?:the |these |those |this |any of the |any |a |an )?"
    r"(?:(?:following|specific|exact|actual|negative|key|two|three|four|five|six|\d{1,2}|single|mandatory|required|"
    r"important|special|"
    r"certain|forbidden|listed|given|essential|relevant|different|simple|common) ){0,3}"
)
_INTRO = r"(?P<intro>,? such as|,? like|,? namely|,? including|,? e\.g\.,?|,? i\.e\.,?|:| below:)?"
_ACT = re.compile(
    rf"(?<![\w-])(?:(?P<base>{_BASE})|(?P<finite>{_FINITE})|(?P<gerund>{_GERUND})|(?P<ban>{_BAN})|"
    rf"(?P<banning>{_BANNING}))\s+"
    rf"(?:(?P<fill>{_FILL}){_NOUN}{_INTRO}(?=\W)|(?=[\"“„«‘'`]))"
)
_LABEL = re.compile(
    r"(?:^|\n|[.!?]\s)[ \t*_#•-]{0,6}(?:(?P<ban>(?:forbidden|banned|prohibited|excluded|taboo|off-limits) (?:key)?"
    r"(?:words?|terms?))"
    r"|(?:required|mandatory) (?:key)?(?:words?|terms?)|keywords"
    r"|(?:key)?(?:words?|terms?) to (?:(?P<avoid>avoid|exclude)|use|include))\*{0,2}:\*{0,2}(?=\s)"
)
_SUBJECT = re.compile(
    rf"(?<![\w-])(?:(?:the |these |those |both )(?:following |specific |exact |name )?)?{_NOUN}{_INTRO}(?=\W)"
)
_PREDICATE = re.compile(
    r"\s{0,2},?\s{0,2}(?:(?P<modal>should|must|shall|has to|have to|needs? to|ought to|will|may|can|to|is|are|is to|"
    r"are to)"
    r"(?P<not>\s?(?:not|n['’]t|never)| cannot)?|(?P<cannot>cannot|can['’]?t|does not|doesn['’]?t|do not|don['’]?t|"
    r"isn['’]?t|aren['’]?t"
    r"|mustn['’]?t|shouldn['’]?t|won['’]?t))?"
    r"(?: also| always| explicitly| only| ever| all| both| each)?\s?(?:be |appear to be )?"
    r"(?P<verb>appears?|appearing|used|included|mentioned|occurs?|(?:be )?present|incorporated|featured|contained|"
    r"said|written|found|"
    r"shows? up|exists?|repeated|in(?= the\b| your\b| it\b| this\b)|anywhere|(?P<ban>forbidden|banned|prohibited|not "
    r"allowed|"
    r"avoided|excluded|omitted|off[- ]limits|left out))(?![\w-])"
)
_MODAL = (
    r"(?:should|must|shall|has to|have to|needs? to|ought to|is to|are to|will|may|can|could)"
    r"(?: (?:also|always|explicitly|only))?"
)
_NEGATIONS: tuple[tuple[re.Pattern[str], Form], ...] = tuple(
    (re.compile(pattern + r"\s$"), form)
    for pattern, form in (
        (rf"{_MODAL}(?: not|n['’]t| never)(?: ever| explicitly| also)?", Form.MODAL),
        (
            r"(?:cannot|can['’]?t|mustn['’]?t|shouldn['’]?t|won['’]?t|does not|doesn['’]?t|is not to)(?: ever)?",
            Form.MODAL,
        ),
        (r"(?:you )?(?:do not|don['’]?t|never)(?: ever| explicitly| also)?", Form.VERB),
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
_POSITIVE = re.compile(rf"(?<![\w'])(?P<modal>{_MODAL})\s$")
_SURE = re.compile(r"(?:make sure|be sure|ensure|remember)(?: that you| you)? (?:to )?$")
# "or" and "nor" carry a prohibition on; so do commas in a list of acts.
_CARRIED = re.compile(
    r"\b(?:do not|don['’]?t|never|must not|should not|cannot|can['’]?t|without|avoid)\b[^.;:!?\n]{1,80}\b(?:or|"
    r"nor)\s(?:to )?$"
)
# The statement is about one place, about a form of words, or only told.
_ELSEWHERE = re.compile(
    r"\b(?:(?:start|begin|end|finish|conclud|open|clos|rhym|replac|associat|sign|repl|fill|prefix|preced|follow|"
    r"precede|compar|"
    r"combin|play|pun|swap|substitut|label|mark|highlight)\w{0,4}\b(?:\s[^\s.;]{1,20}){0,5}|how to|when you|if you|"
    r"whenever "
    r"you|if (?:the|a|an) \w+|"
    r"\b(?:does|did|why)(?: \w+){1,3}|do (?:you|we|they|people)|he|she|they|people|we|i|author|words? (?:that|which)|"
    r"(?:words?|verbs?|nouns?|adjectives?|letters?|lines? that))\s$"
)
_EACH_BEFORE = re.compile(r"\b(?:each|every)\s(?:\w+\s){1,4}(?:(?:that|which)\s)?(?:\w+\s){0,3}$")
_TOLD_AFTER = re.compile(
    r"[^.;\n]{0,4}(?:\s(?:instead|rather)\b|\sto (?:mean|refer|denote|represent|replace|separate|mark|start|begin|"
    r"end|introduce|put|store)\b"
    r"|\sas (?:the |a |an |your )?(?:title|heading|separator|delimiter|answer|label|key|header|subject|placeholder|"
    r"first|last|name|template|"
    r"output|response)\b|\s(?:at|in|as) (?:the |its |your )?(?:very )?(?:start|beginning|end|title|heading|headline|"
    r"subject|first|last|"
    r"opening|closing|final|second)\b|\sin (?:each|every)\b|\s(?:each|every) time\b|\sper\b|\s(?:as|before|after|"
    r"next to) (?:each|every)\b|\sif\b|\swhen\b"
    r"|\sand ends?\b)"
)
_PLACE_AFTER = re.compile(
    r"\s(?:at|in|as|of) (?:the |its |your )?(?:very )?(?:start|beginning|end|title|heading|headline|subject|first|last|"
    r"opening|closing|final|second|third)\b"
)
_NOUN_AFTER = re.compile(r"\s(?:key)?words?(?!\w)")
_GAP = re.compile(r"(?:(?!\b(?:and|or|but|while|with|letter|letters|sentences?|words?|capital)\b)[^.,;:!?\n\"]){0,45}")
_TIMES = times_pattern()
_OCCURRENCES = amount_pattern(r"(?:times|occurrences?|mentions?|instances?|uses|repetitions?|appearances?)")
_OF = re.compile(
    r"\sof (?:(?:the |each of the )?(?:following )?(?P<noun>(?:key[ -]?)?words?|terms?|phrases?|names?):? )?(?=\S)"
)


def mentions(passage: Passage) -> Iterator[Mention]:
    """Yield each order about words in a passage, in order of position."""
    found = [*_occurrences(passage), *_active(passage), *_passive(passage), *_labelled(passage)]
    found.sort(key=lambda one: (one.terms.start, one.start))
    reached = -1
    for one in found:
        if one.terms.start >= reached:
            reached = one.terms.end
            yield one


def _active(passage: Passage) -> Iterator[Mention]:
    """Yield orders to use, or not to use, words: "include the words …", "without saying …"."""
    for match in _ACT.finditer(passage.lower):
        noun, intro = match["noun"], match["intro"]
        several = bool(noun) and noun.endswith("s")
        bare = noun is not None and not noun.startswith(("phrase", "expression", "names"))
        bare = bare and (match["fill"] != "" or several or bool(intro) or noun.startswith("key"))
        sure = intro is not None and ":" in intro
        terms = read_terms(passage, match.end(), several=several, bare=bare, sure=sure)
        if terms is None or (intro and "like" in intro and not terms.quoted and len(terms.words) < 2):
            continue
        before = sentence_before(passage, match.start())
        stated = _stated(passage, match, before)
        if stated is None:
            continue
        start, form, required = stated
        if noun is None and not _bare_verb_fits(passage, match, terms, required):
            continue
        if "any" in (match["fill"] or "").split() and required:
            continue
        after = passage.lower[terms.end : terms.end + 60]
        if (_TOLD_AFTER.match(after) and required) or _PLACE_AFTER.match(after) or _EACH_BEFORE.search(before):
            continue
        noun_after = None if noun else _NOUN_AFTER.match(passage.lower, terms.end)
        yield _counted(passage, terms, required, start, noun_after.end() if noun_after else terms.end, form)


def _stated(passage: Passage, match: re.Match[str], before: str) -> tuple[int, Form, bool] | None:
    """Return where an order begins, its form, and whether it requires; None where it is no order on the response."""
    at = match.start()
    if match["ban"] or match["banning"]:
        if re.search(r"\b(?:not|n['’]t|never)\s(?:to )?$", before):
            return None
        if match["banning"]:
            return at, Form.PHRASE, False
        modal = _POSITIVE.search(before)
        return (at - (len(before) - modal.start()), Form.MODAL, False) if modal else (at, _order(passage, at), False)
    for pattern, form in _NEGATIONS:
        negated = pattern.search(before)
        if negated is None or (form is Form.PHRASE and not match["gerund"]) or (match["finite"]):
            continue
        start = at - (len(before) - negated.start())
        if match["gerund"] == "with" or (match["gerund"] and form is Form.MODAL):
            return None
        return start, _order(passage, start) if form is Form.VERB else form, False
    carried = _CARRIED.search(before)
    if carried:
        return at, Form.PHRASE if match["gerund"] else Form.VERB, False
    if _ELSEWHERE.search(before) and not re.search(r"\b(?:make sure|ensure) (?:that )?(?:they|we|i)\s$", before):
        return None
    if match["finite"]:
        return at, Form.MODAL, True
    if match["gerund"]:
        return at, Form.PHRASE, True
    modal = _POSITIVE.search(before)
    if modal and not re.search(r"\b(?:you|u|we|i) (?:\w+ )?$", before[: modal.start()]):
        start = at - (len(before) - modal.start())
        return start, Form.MODAL, True
    if re.search(r"\b(?:that|which|who)\s$", before) and not re.search(r"\b(?:sure|ensure|so) that\s$", before):
        return at, Form.MODAL, True
    return at, _order(passage, at), True


def _order(passage: Passage, start: int) -> Form:
    """Return SENTENCE for an order that begins a sentence, VERB for one that goes on with it."""
    return Form.SENTENCE if passage.text[start : start + 1].isupper() else Form.VERB


def _bare_verb_fits(passage: Passage, match: re.Match[str], terms: Terms, required: bool) -> bool:
    """Return whether a quotation right after the verb is a word to use: "mention "Argentinian" in the post"."""
    if not all(any(c.isalnum() for c in word) for word in terms.words) or any(len(word) > 60 for word in terms.words):
        return False
    if not required:
        return not any(len(word) == 1 and word not in "Ia" for word in terms.words)
    if (match["base"] or match["finite"] or match["gerund"] or "")[:3] not in ("inc", "men", "con", "fea"):
        return False
    after = passage.lower[terms.end : terms.end + 30]
    return re.match(r"\s{0,2}(?:$|[.,;)\n]|(?:in|somewhere|at least|throughout|once|twice|and)\b)", after) is not None


def _passive(passage: Passage) -> Iterator[Mention]:
    """Yield clauses with the words as their subject: "the word … must appear at least twice"."""
    reached = 0
    for match in _SUBJECT.finditer(passage.lower):
        several = match["noun"].endswith("s")
        bare = not match["noun"].startswith(("phrase", "expression", "name")) and match[0][:2] == "th"
        terms = read_terms(passage, match.end(), several=several, bare=bare)
        if terms is not None:
            reached = terms.end
            yield from _predicated(passage, terms, match.start())
    for match in re.finditer(r"(?:\b(?:sure|ensure|ensuring)(?: that)?\s|(?:^|[.!?]\s))(?=[\"“«‘'`])", passage.lower):
        terms = read_terms(passage, match.end(), several=True, bare=False)
        if terms is not None and match.end() >= reached:
            yield from _predicated(passage, terms, terms.start)


def _predicated(passage: Passage, terms: Terms, start: int) -> Iterator[Mention]:
    said = _PREDICATE.match(passage.lower, terms.end)
    if said is None or not (said["modal"] or said["cannot"] or said["verb"][:6] in ("appear", "occurs", "shows ")):
        return
    if said["modal"] == "to" and not re.search(r"\bfor $", passage.lower[max(0, start - 4) : start]):
        return
    if re.search(
        r"\b(?:first|last|second|each|every|if|when|how often|how many times|"
        r"(?:variations?|forms?|synonyms?|use|meaning) of|no)\s$",
        sentence_before(passage, start),
    ):
        return
    negative = bool(said["not"] or said["cannot"]) != bool(said["ban"])
    after = passage.lower[said.end() : said.end() + 60]
    if (not negative and _TOLD_AFTER.match(after)) or _PLACE_AFTER.match(after):
        return
    end = said.start("verb") - 1 if said["verb"] == "in" else said.end()
    yield _counted(passage, terms, not negative, start, end, Form.SENTENCE)


def _labelled(passage: Passage) -> Iterator[Mention]:
    """Yield lists under a label: "Forbidden words: a, b"."""
    for match in _LABEL.finditer(passage.lower):
        terms = read_terms(passage, match.end(), several=True, bare=True, sure=True)
        if terms is not None:
            yield Mention(terms, not (match["ban"] or match["avoid"]), None, terms.start, terms.end, Form.VALUE, None)


def _occurrences(passage: Passage) -> Iterator[Mention]:
    """Yield amounts of occurrences: "at least three mentions of the word …"."""
    for match in _OCCURRENCES.finditer(passage.lower):
        of = _OF.match(passage.lower, match.end())
        amount = read_amount(match)
        if of is None or amount is None:
            continue
        terms = read_terms(passage, of.end(), several=False, bare=of["noun"] is not None)
        if terms is not None and len(terms.words) == 1:
            yield Mention(terms, True, amount, match.start(), terms.end, Form.AMOUNT, None)


def _counted(passage: Passage, terms: Terms, required: bool, start: int, end: int, form: Form) -> Mention:
    """Return a mention with the amount that follows it, if one does ("… at least twice")."""
    times = _TIMES.search(passage.lower, end, end + 110)
    if times is not None and _GAP.fullmatch(passage.lower, end, times.start()):
        amount = read_amount(times)
        if amount is not None:
            return Mention(terms, required, amount, start, times.end("core"), form, times.span("core"))
    return Mention(terms, required, None, start, end, form, None)
