"""Words of a turn that point to the turns before it: to be changed, deepened, called back, summed up, or leant on."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from stemmata.parsing.pointing import changed, pointing, remade
from stemmata.parsing.syntax import Sentence

_FIRST = 60  # characters in which a turn says that it sums up an answer: later on "it" is the turn's own
_OPENING = 800  # characters of a turn in which phrases are looked for: who goes on longer points back before that
_QUOTED = re.compile(r"[\"“][^\"”\n]{0,200}[\"”]|(?<!\w)['‘][^'’\n]{0,200}['’](?!\w)|\[[^\]\n]{0,200}\]")

_HAVE = r"(?:['’]ve|['’]d|ve| have| had)?(?: (?:just|already|both|all|also|previously))?"
_TALK = r"(?:discussions?|conversations?|chats?|talks?|dialogues?|exchange)"
_SPOKEN = (
    rf"(?:we|you|i){_HAVE} (?:discussed|covered|talked about|spoken? (?:of|about)|mentioned|said|went over|gone over|"
    r"gone through|explored|learn(?:ed|t)|looked at|touched (?:up)?on|been (?:through|over)|received|asked)|"
    r"(?:discussed|covered|mentioned|talked about|touched (?:up)?on) ?(?:above|about|so far|earlier|before|here|today|"
    rf"in|on)?|so far|up to now|until now|(?:our|this|the) (?:(?:whole|entire|previous|past|above) )?{_TALK}"
)
# Verbs and nouns of summing up; the second half of them sums up only where all that was said is named.
_SUMS = re.compile(
    r"\b(?:summari[sz](?:e|ing)|(?:sum(?:ming)?|wrap(?:ping)?) (?:[^.?!\n]{1,40} )?up|boil(?:ing)? (?:[^.?!\n]{1,40} )?"
    r"down|(?:pull|tie|bring|put|tying)(?:ing)? (?:[^.?!\n]{1,40} )?together|recap(?:ping)?|(?P<only>consolidat(?:e|"
    r"ing)|synthesi[sz](?:e|ing)|compil(?:e|ing)|combin(?:e|ing)|merg(?:e|ing)|integrat(?:e|ing)|condens(?:e|ing)|"
    r"distil(?:l|ling)?|conclud(?:e|ing)|review(?:ing)?|summary|recap|overview|round-?up|conclusion|digest|gist|(?:key|"
    r"main|major|important) (?:points?|takeaways?|ideas?|lessons?|insights?|facts?)))\b(?P<rest>[^.?!\n]{0,120})"
)
_ALL = re.compile(
    rf"\b(?:{_SPOKEN}|everything|it all|all (?:of )?(?:it|this|that|these|those|the|your|our|my)|all (?:\w+ ){{0,2}}"
    r"(?:points|ideas|topics|aspects|answers|parts|information|details|elements|steps)|the (?:whole|entire) (?:thing|"
    r"lot)|(?:the|your|my|our|all) (?:previous|earlier|above|last (?:few|two|three)) (?:\w+ )?\w+s)\b"
)
_BOTH = re.compile(r"\b(?:both|the two) (?:of (?:them|these|those)|answers|replies|responses|topics|parts)\b")
_LAST = re.compile(r"\b(?:it|this|that|these|those|them|your|both|the (?:above|previous|last|examples|results?))\b")

_RECALLS = re.compile(
    r"\b(?:earlier|(?:re)?member (?:that|those|the|this|these|when|what|how|where|your|my|our|we|you)|remind me|(?:go"
    r"(?:ing)?|com(?:e|ing)|get(?:ting)?|circl(?:e|ing)|turn(?:ing)?|jump(?:ing)?|think(?:ing)?|look(?:ing)?|"
    r"step(?:ping)?|refer(?:ring)?) back (?:to|on|at)|back to (?:the|your|that|those|my|our|what|when)|return(?:ing)? "
    r"to (?:the|your|that|those|my|our|what)|recall(?:ing)? (?:the|your|that|those|what|how|when)|revisit(?:ing)?|"
    r"from before|a while (?:ago|back)|(?:said|mentioned|told|explained|discussed|described|asked|talked|gave) "
    r"(?:[^\W\d_]+ ){0,4}before|(?:the|your|my|our|that|those) (?:very )?(?:first|initial|original|second) (?:\w+ )?"
    r"(?:question|answer|response|reply|request|message|prompt|topic|point|overview|explanation|discussion|idea|list|"
    r"plan|poem|story|summary|advice|tips)|at the (?:start|beginning|outset) of (?:our|this|the (?:conver|discu|chat))"
    r"\w*|(?:when|where) we (?:started|began))\b"
)
_SAID = re.compile(
    rf"\b(?:you|u|ya|we){_HAVE} (?:mentioned|explained|described|provided|gave|given|listed|suggested|recommended|"
    r"talked about|told me|shared|wrote|written|made|brought up|discussed|covered|outlined|showed|shown|proposed|"
    r"said)\b"
)
_GOES_ON = re.compile(
    r"(?:\w+[,.!] )?(?:building (?:up)?on|following(?: up)?|continuing|based (?:up)?on|carrying on|after|in light of|"
    r"to (?:further|follow up|build on)|further to|as a (?:follow-?up|next step)|and|but|(?:what|how) about|what if)\b"
    r"(?! the following)"
)
_OPENS = re.compile(
    r"(?:(?:aye|hmm+|yeah|yes|no|oh|wow|haha|lol|man|hey)\b\W{1,3})*(?:ok|okay|k|alright|aight|all right|cool|great|"
    r"nice|good|perfect|thanks|thank you|thx|got it|i see|understood|awesome|interesting|sounds good|i appreciate|so|"
    r"also|then|now|next|finally|lastly|additionally|furthermore|moreover|(?:what|how) [‘’']?bout|actually|instead|"
    r"to finali[sz]e|moving on to|one more|another|again|speaking of)(?![\w-])"
)
_BREAKS = re.compile(
    r"\b(?:by the way|btw|on (?:an(?:other)?|a) (?:[a-z]+ly )?(?:(?:different|unrelated|other|separate|new) )?(?:note|"
    r"topic|subject|matter)|(?:different|new|unrelated|another) (?:topic|subject|question|matter)|chang(?:e|ing) (?:of "
    r")?(?:the )?(?:subject|topic)|something (?:[a-z]+ly )?(?:else|different)|switch(?:ing)? (?:gears|topics|subjects)|"
    r"forget (?:about )?(?:that|it|this|all))\b"
)
_DEEPENS = re.compile(
    r"\b(?:more (?:about|on|details?|detailed|info(?:rmation)?|examples?|depth|specifics?|of (?:these|those|them|it|"
    r"that))|in (?:more|greater|full) (?:detail|depth)|elaborat(?:e|ing)|expand(?:ing)? (?:on|upon)|delv(?:e|ing)|"
    r"div(?:e|ing) (?:deep(?:er)?|further|into)|dig(?:ging)? (?:deep(?:er)?|into)|deeper|go(?:ing)? (?:further|into)|"
    r"further (?:details?|information|examples?)|the full|(?:a few|some|two|three|any) more|flesh \w+ out)\b"
)
_AFRESH = re.compile(
    r"\b(?:instead(?! of)|this time|(?:shorter|longer|simpler|clearer|shortened|simplified|nicer|funnier|friendlier)\b"
    r"(?! than)|(?:more|less) (?:like|formal|casual|concise|friendly|professional|technical|vivid|personal|serious|"
    r"polite|playful))\b"
)

Summed = Literal["all", "both", "last"]


class References(NamedTuple):
    """What the words of a turn point to.

    Attributes:
        sums: They ask to sum up all that was said, both answers or the last.
        recalls: They call back what was said before the last turn.
        said: They name something that was said.
        changes: What was made is to be changed.
        deepens: More is asked for, or deeper.
        goes_on: They announce a next step.
        leans: A word has its meaning from the turns before.
        opens: They begin as a reply does.
        breaks: They announce another subject.
    """

    sums: Summed | None
    recalls: bool
    said: bool
    changes: bool
    deepens: bool
    goes_on: bool
    leans: bool
    opens: bool
    breaks: bool


def references(
    text: str, sentences: Sequence[Sentence], known: Callable[[str], bool], *, act: int, own: bool
) -> References:
    """Return what the words of a turn point to.

    Args:
        text: The turn.
        sentences: Its sentences; those after its opening are not looked at.
        known: Whether a word's beginning was spoken of before.
        act: Where its first act begins.
        own: Whether it brings material of its own, which its pronouns then mean.
    """
    words = _QUOTED.sub(" ", text[:_OPENING].lower()).strip()
    placed = [(one.start + token.idx, token) for one in sentences if one.start < _OPENING for token in one.doc]
    tokens = [token for _, token in placed]
    leaning = [] if own else list(pointing(tokens, known, sum(place < act for place, _ in placed)))
    return References(
        sums=_sums(words, own),
        recalls=_RECALLS.search(words) is not None,
        said=_SAID.search(words) is not None,
        changes=any(map(changed, leaning)) or remade(tokens) or (not own and _AFRESH.search(words) is not None),
        deepens=_DEEPENS.search(words) is not None,
        goes_on=_GOES_ON.match(words) is not None,
        leans=bool(leaning),
        opens=_OPENS.match(words) is not None,
        breaks=_BREAKS.search(words) is not None,
    )


def _sums(words: str, own: bool) -> Summed | None:
    """Return how much a turn sums up: a summary of something of its own is none."""
    for match in _SUMS.finditer(words):
        said = match["rest"] if match["only"] else match[0]
        if _BOTH.search(said):
            return "both"
        if _ALL.search(said):
            return "all"
        if not match["only"] and not own and match.start() < _FIRST and _LAST.search(said):
            return "last"
    return None
