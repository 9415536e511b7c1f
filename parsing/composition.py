"""What each act of a turn rests on among the acts before it: rule 35 of the guide."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from stemmata.parsing.acting import NEAR, Act, Link
from stemmata.parsing.naming import named, stem

# Verbs whose output is a text or a thing of several parts.
_WHOLE = frozenset(
    """write draft prepare compose create make invent design compile develop produce generate outline plan build craft
    put script pen continue narrate imagine""".split()
)
_A_THING = re.compile(r"(?:need )?(?:an?|one|\d[\w-]*|(?:two|three|four|five|six)[\w-]*) ")
_MESSAGE = re.compile(
    r"\b(?:letter|e-?mail|message|apology|note|reply|speech|post|invitation|card|ad|announcement|toast|memo|"
    r"statement|review|complaint|newsletter|flyer|text)s?\b"
)
# Verbs that say what stands in a text.
_PART = re.compile(
    r"(?:explain|describe|give|add|offer|provide|ask|tell|state|mention|recommend|list|specify|suggest|say|include|"
    r"show|illustrate|discuss|outline|thank|apologi[sz]e|indicate|highlight|introduce|propose|invite|congratulate|"
    r"remind|cite|elaborate|detail|close|open|point out|throw in|put|leave|insert|append|attach|request|wish|promise|"
    r"express|address|cover|name|briefly|announce|promote|praise|welcome|warn|complain|stress|emphasi[sz]e|report|"
    r"invent|reassure|encourage)\b"
)
_SPOKEN = re.compile(
    r"(?:offer|ask|thank|apologi[sz]e|invite|propose|congratulate|remind|request|wish|promise|express|suggest|"
    r"introduce|tell|explain|mention|welcome|warn|announce|complain|reassure|encourage)\b"
)
_TO_THEM = re.compile(
    r"(?:ask|thank|invite|congratulate|remind|welcome|warn|tell|wish|promise|assure|reassure|encourage) (?:them|they)\b"
)
_TO_ME = re.compile(r"\w+ (?:me|us)\b")
_ADDED = re.compile(r"(?:add|append|include|insert|attach|throw in)\b")
_STRESSED = re.compile(r"(?:highlight|throw in|cite|include|mention|stress|emphasi[sz]e)\b")
_INTERESTED = re.compile(r"i(?:['’]m| am) [\w ]{0,24}(?:interested|curious)\b")
_TEXT_PART = re.compile(
    r"\b(?:title|headline|postscript|p\.\s?s|section|paragraph|moral|conclusion|introduction|footnotes?|captions?|"
    r"disclaimer|glossary|headings?|hashtags?|docstring|comments?|signature|greeting|subtitle)\b"
)
# Small things that have no parts of their own.
_SMALL = frozenset(
    stem(word)
    for word in """riddle joke haiku slogan sentence title name number word tagline headline line
    tweet proverb pun question""".split()
)
_TOPIC = re.compile(r"\b(?:about|on|regarding|concerning)\b")
_ON_TOPIC = re.compile(
    r"(?:discuss|describe|mention|cover|list|outline|give|include|highlight|address|introduce|tell|compare) "
    r"(?:its|their|his|her)\b"
)
_TITLED = re.compile(
    r"(?:give|add) (?:(?:it|them|each|the [\w ]{1,20}?) )?an? (?:[\w-]+ ){0,2}(?:title|name|headline|heading|"
    r"subtitle|caption|ending)\b"
)
_THERE = re.compile(
    r"\b(?:in it|therein|(?:below|above|under|beneath|after|next to|beside|following) (?:it|them|this|that|(?:the|"
    r"each|every)"
    r" \w+)|at (?:the|its) (?:very )?(?:end|beginning|start|top|bottom|close)|(?:in|to|for|of) (?:the|your) "
    r"(?:opening|first|last|final|closing|introduction|conclusion|second|third) ?\w*|as (?:the|its|a) (?:title|"
    r"opening|ending|closing|headline))\b"
)
_IN_NAMED = re.compile(r"\b(?:in|into|within|to|of) (?:the|your|this|that) (?:\w+ )??(\w+)\b")
_RESULT = re.compile(
    r"\b(?:the|these|those|each|all)(?: \w+)? (?:results?|outcome|output|findings|translation|selection|choices?)\b|"
    r"\bthe (?:above|resulting|generated|completed|translated|corrected|revised|finished|extracted|sorted|edited|"
    r"rewritten|filled|improved|shortened|chosen|selected) \w+|\beverything(?: (?:in|into|as)\b|$)|\bthe (?:former|"
    r"latter)\b"
)
# "the best three", "the two largest ones": of what the act before lists.
_BEST = re.compile(
    r"\bthe (?:(?:two|three|four|five|\d+) )?(?!request|interest|forest|guest|harvest|contest|conquest|protest|"
    r"west)(?:best|\w{2,16}est|worst|most \w+|top|first|last|second)(?: (?:ones?|two|three|four|five|six|"
    r"\d+))?(?: of (?:them|these|those))?(?=$|[,.;]| and\b)|\bwhich (?:ones?|is|are|works?|sounds?|fits)\b"
)
_YOURS = re.compile(
    r"\byou(?:['’]ve| have)?(?: just)? (?:\w+ed|wrote|made|gave|chose|found|picked|came|come up|write|choose|select|"
    r"list|create|pick|suggest|propose|mention|find|use)\b|\byour (?:choices?|answers?|reasoning|decisions?|picks?|"
    r"selections?|solutions?|suggestions?|ideas?|ranking|translation|summary|conclusions?|results?|classification|"
    r"list|recommendations?|assessment|evaluation|ratings?|estimates?|guess(?:es)?|verdict|predictions?|analysis)\b"
)
_GIVEN = re.compile(r"(?:give|provide|write|state|submit|keep|base|present|format|start|end|say|output) (?:me )?your\b")
_PRONOUN = re.compile(
    r"\b(?:it|them|they|both(?= of them|$|[,.;]| in| into| with)|its|their|(?:this|these|those|that)(?! \w)|(?:this|"
    r"these|those)(?= (?:in|into|to|as|and|with|for|by)\b)|each(?: one| of them)?(?=$|[,.;])|one of them|"
    r"for each(?= \w+$|,))"
)
_AFTER = re.compile(r"(?:to|in|of|for|with|from|about|on|into|under|after|before|around)\s$")
_PLAIN = frozenset(
    """how why what which who when where whether if of for to with about on in from into as by and or then also
    briefly please me us up out down over again each one any all do does did is are was were can could would
    should has have will might you i not them it they us some more most best both only very detail depth short
    ways""".split()
)
_HOW = re.compile(r"^\w+ (?:me )?(?:how|what|why|whether) \w+ $")
_SEVERAL = frozenset(("them", "they", "their", "these", "those", "both"))
_LOOKING = frozenset("read look consider take study examine see watch imagine".split())
_DECIDES = re.compile(
    r"(?:decide|determine|check|classify|identify|judge|assess|tell|see|find|say|label|categori[sz]e|detect|evaluate|"
    r"verify|choose|analy[sz]e|count|compute|calculate|ask|test|examine|rate|read|look|compare)\b"
)
_TOKEN = re.compile(r"[\w'’-]+")


def between_acts(acts: Sequence[Act]) -> Iterator[Link]:
    """Yield what each act after the first rests on: a condition, an act whose output it uses or is a part of."""
    state = _Before()
    for order, act in enumerate(acts):
        link = state.link(act, order) if order else None
        if link:
            yield link
        state.add(act, link)


class _Known(NamedTuple):
    """An act with what names its outcome, and whether that is several things."""

    act: Act
    names: frozenset[str]
    several: bool


class _Before:
    """The acts before one, as far as it can rest on them."""

    def __init__(self) -> None:
        self._acts: deque[_Known] = deque(maxlen=NEAR)  # without those that are parts of others
        self._last: Act | None = None
        self._first: Act | None = None
        self._whole: Act | None = None
        self._decider: Act | None = None
        self._branch: int | None = None  # what the last condition was decided by

    def add(self, act: Act, link: Link | None) -> None:
        """Take note of an act and of what it rests on."""
        said = link.qualifiers["composition"] if link else None
        self._first = self._first or act
        self._last = act
        if said == "selection" and link:
            self._branch = link.target
        elif act.condition:
            self._branch = act.place
        elif said != "and" or act.opens:
            self._branch = None
        if said == "nested":
            return
        names, several = act.made, act.several
        if said == "chain" and link and act.converts:  # "sort the dates": they are still the dates
            for other in self._acts:
                if other.act.place == link.target:
                    names, several = names | other.names, several or other.several
        self._acts.append(_Known(act, names, several))
        if not act.condition and (act.asks or _DECIDES.match(act.words)):
            self._decider = act
        asked_for = act.verb in _WHOLE or (act.verb in ("", "need") and _A_THING.match(act.words) is not None)
        asked_for = asked_for or (act.converts and bool(act.things))  # "turn the notes into a letter"
        self._whole = act if act.verb == "continue" or (asked_for and act.things - _SMALL) else None

    def link(self, act: Act, order: int) -> Link | None:
        """Return what an act rests on."""
        last = self._last
        if last is None:
            return None
        if act.condition:
            return Link(act.place, self._decides(act), {"composition": "selection", "condition": act.condition})
        outer = self._placed_in(act, last)
        source = None if outer or self._tells_topic(act) else self._source(act, last)
        if source is not None:
            return Link(act.place, source.place, {"composition": "chain", "order": order})
        outer = outer or self._part_of(act, last)
        if outer is not None:
            return Link(act.place, outer.place, {"composition": "nested"})
        return Link(act.place, last.place, {"composition": "and"})

    def _decides(self, act: Act) -> int:
        """Return the act that decides on a condition, or that began the branches of which this one is another."""
        if self._branch is not None:
            return self._branch
        if self._decider is not None:
            return self._decider.place
        return (self._first or act).place

    def _placed_in(self, act: Act, last: Act) -> Act | None:
        """Return the act in whose output this one's is said to stand: "in it", "below the table"."""
        if act.asks or act.item or not _PART.match(act.words):
            return None
        inside = _IN_NAMED.search(act.full)
        for other in reversed(self._acts) if inside else ():
            if not other.act.things.isdisjoint(named(inside[0] if inside else "")):
                return other.act
        if _TITLED.match(act.words):
            return self._whole or self._near(last)
        if _THERE.search(act.full) and (self._whole or last.verb not in _LOOKING):
            return self._whole or self._near(last)
        return None

    def _part_of(self, act: Act, last: Act) -> Act | None:
        """Return the act whose text this one adds something to, or says something of."""
        if act.asks or act.item:
            return None
        stressed = _STRESSED.match(act.words) or _INTERESTED.match(act.full)
        added = _ADDED.match(act.words) and act.opens and (self._whole or _TEXT_PART.search(act.words))
        if added or (stressed and (last.asks or not last.produces or act.opens)):
            return self._whole or self._near(last)
        return self._whole if self._whole and self._told_in(act, self._whole, last) else None

    def _tells_topic(self, act: Act) -> bool:
        """Return whether an act tells of the topic of a text: "write an article about tea. Discuss its history"."""
        return (
            self._whole is not None
            and _ON_TOPIC.match(act.words) is not None
            and _TOPIC.search(self._whole.words) is not None
        )

    def _near(self, last: Act) -> Act:
        return self._acts[-1].act if self._acts else last

    def _source(self, act: Act, last: Act) -> Act | None:
        """Return the act on whose output this one works."""
        words = act.words
        lead = act.full[: max(0, act.full.find(words[:16]))] if act.full.startswith("for ") else ""
        known = {*named(lead), *named(words)}
        for other in reversed(self._acts):
            if known & other.names and not (act.asks and other.act.asks):
                return other.act
        if _RESULT.search(words):
            return self._near(last)
        if act.asks:
            return self._makes(words) if _points_back(words) else None
        if (_YOURS.search(words) and not _GIVEN.match(words)) or _BEST.search(words):
            return self._near(last)
        if _points_back(words) and not (self._whole and _TO_THEM.match(words)):
            return self._makes(words)
        if _ADDED.match(words) and not act.opens and last.produces and not last.condition:
            return last
        return None

    def _makes(self, words: str) -> Act | None:
        """Return the last act that brings forth something, of several where the words say so."""
        makers = [other for other in reversed(self._acts) if other.act.produces]
        pronoun = _PRONOUN.search(words)
        if pronoun and (pronoun[0] in _SEVERAL or pronoun[0].startswith("each")):
            makers = [other for other in makers if other.several] or makers
        return makers[0].act if makers else None

    def _told_in(self, act: Act, whole: Act, last: Act) -> bool:
        """Return whether an act says what is to stand in the text that another one asks for."""
        if not _PART.match(act.words):
            return False
        if _TO_ME.match(act.words):
            return False
        if act.opens or last is not whole:
            return True
        return _MESSAGE.search(whole.words) is not None and _SPOKEN.match(act.words) is not None


def _points_back(words: str) -> bool:
    """Return whether a pronoun stands for the outcome of an act before: nothing in the act itself comes in question."""
    for count, found in enumerate(_PRONOUN.finditer(words)):
        before = words[: found.start()]
        if _AFTER.search(before[-7:]) and (
            found[0] in ("it", "them", "these", "those", "this", "that") or found[0].startswith("each")
        ):
            return True
        if not set(_TOKEN.findall(before)[1:]) - _PLAIN or _HOW.search(before):
            return True
        if count == 3:
            break
    return False
