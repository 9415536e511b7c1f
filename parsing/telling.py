"""What a clause is by its syntax and by what came before it, where its words alone do not tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stemmata.graphs.constraints.passage import Passage
from stemmata.parsing.clauses import ORDERS, SITUATION, Clause, ClauseKind
from stemmata.parsing.coordination import fragment, imperative, subject
from stemmata.parsing.headings import Section
from stemmata.parsing.lexicon import ACTS
from stemmata.parsing.syntax import Sentence, kids

if TYPE_CHECKING:
    from spacy.tokens import Token


class Context(NamedTuple):
    """What came before a sentence.

    Attributes:
        acted: Whether an act did, in this turn.
        nouns: The nouns of the acts.
        section: The section that the sentence stands in.
        later: Whether an act stands in an earlier turn.
        first: Whether nothing came before it in its turn.
        carried: Whether material that a colon announced came right before it.
    """

    acted: bool = False
    nouns: frozenset[str] = frozenset()
    section: Section | None = None
    later: bool = False
    first: bool = False
    carried: bool = False


_COURTESY = re.compile(
    r"(?:please|pls|thanks?(?: you)?(?: (?:so|very) much| a (?:lot|million)| in advance)?|many thanks|hi|hello|cheers|"
    r"good luck|ok|okay|that's all|that is all|best regards|regards|a lot|so much)[\s!.,]*"
)
_HOUSE = re.compile(  # orders about manner that begin like acts
    r"(?:never|don['’]?t|dont|do not|leave .{1,60} (?:out|alone|unchanged|as (?:it is|they are))\b|take (?:no|"
    r"one|a neutral)|"
    r"stay |speak |address (?:the|your|them|me)|sign (?:it|the|off)|(?:give|write|put|keep|show|state|express|"
    r"spell|label) "
    r"(?:all|each|every|both|numbers|dates|names)\b|output (?:only|nothing|just|in|as|no \w)|return (?:only|"
    r"nothing|just)|"
    r"(?:answer|reply|respond|speak|write) in \w|(?:answer|reply|respond) (?:only|with|as|like|using)|"
    r"number (?:the|each|your)|"
    r"raise an? \w*error|mark |let (?:the|each|every|it|all)\b|round |quote (?:no|at)|cite |sound |show your|limit )"
)
_ANNOUNCED = re.compile(
    r"(?:[^.;!?]{0,80}\b)?(?:following|these|below|next) (?:\w+ ){0,2}(?:rules?|requirements?|constraints?|"
    r"guidelines?|conditions?|"
    r"instructions|criteria|points|specifications|restrictions):?"
)
_YOU = re.compile(r"(?:if [^,]{1,80}, )?you (?:should|must|need to|have to|will|are to) (?:then |also |first )?")
_LEAVE = re.compile(
    r"you (?:can|may) (?:also )?(?:use|include|add|choose|skip|assume|leave|ignore|omit|change|vary|invent|make up)\b"
)
# What the user is about to do, before what is asked for: "I need to buy a gift. Can you …?"
_OWN = re.compile(
    r"i(?:['’]m| am)? (?:need|want|have|trying|planning|going) to (?!know|understand|learn|find out|see|ask)"
)
_ASKS_YET = re.compile(r"\?|\bplease\b|\b(?:can|could|would|will) you\b")
_WANTED = re.compile(
    r"(?:i|we) (?:(?:do not|don['’]?t|really) want|(?:would|will not|won['’]?t|wouldn['’]?t) (?:like|prefer|"
    r"accept|rather))\b"
)
_TRY = re.compile(r"(?:please )?(?:try|attempt) to ")
_NEVER = re.compile(r"(?:never|don['’]?t|do not|dont|do (?:so|it|this) (?:without|in|with|as)) ")
_LEAD_IN = re.compile(
    r"(?:in|with|for|using|based on|given|considering|from|as|to|by|after|before|at) [^.;:!?]{3,200}, "
)
_NAMING = re.compile(r"(?:an?|some|the|\d+|two|three|four|five|six|seven|ten) (?!\w+ (?:is|are|was|has)\b)[a-z]")
_SHAPING = frozenset("have be contain consist exceed answer reply respond".split())
_NEEDED = re.compile(
    r"(?:an? |the )?[\w' -]{3,80}\b(?:is|are) (?:needed|required|wanted|requested|due)\b|.{3,80}\bneeds? an? \w.*"
)


def told(passage: Passage, sentence: Sentence, clause: Clause, typed: bool, context: Context) -> Clause:
    """Return a clause with the kind that its syntax and what came before it tell, where words alone do not."""
    start, end, kind = clause
    words = passage.lower[start:end].strip(" \n.!;,")
    if _COURTESY.fullmatch(words) or re.fullmatch(r"[\W\d_]*|\(?[a-z0-9]{1,2}[.)]?", words):
        return clause._replace(kind=ClauseKind.GLUE)
    if kind in (ClauseKind.PERSONA, ClauseKind.EXAMPLE, ClauseKind.GLUE):
        return clause
    if not typed and _ANNOUNCED.fullmatch(words):
        return clause._replace(kind=ClauseKind.GLUE)
    if context.section == "background" and "?" not in passage.masked[end : end + 2]:
        return clause._replace(kind=ClauseKind.STATEMENT)
    if context.section == "rules":
        return clause._replace(kind=ClauseKind.CONSTRAINT)
    verb = imperative(sentence, start, end)
    if context.first and not context.later and _NAMING.match(words) and fragment(sentence, start, end):
        return clause._replace(kind=ClauseKind.ACT)
    if _NEVER.match(words) and "?" not in passage.masked[end : end + 1]:
        return clause._replace(kind=ClauseKind.CONSTRAINT)
    if (
        kind is ClauseKind.CONSTRAINT
        and typed
        and verb is not None
        and not (ORDERS.match(words) or _HOUSE.match(words))
    ):
        near = sentence.start + verb.idx - start < 4
        return clause._replace(kind=ClauseKind.ACT) if near and verb.lemma_.lower() not in _SHAPING else clause
    if (
        kind is ClauseKind.CONSTRAINT
        and not typed
        and (tried := _TRY.match(words))
        and words[tried.end() :].split(" ")[0] in ACTS
    ):
        return clause._replace(kind=ClauseKind.ACT)
    if kind is ClauseKind.CONSTRAINT and not typed and (asked := _YOU.match(words)):
        rest = words[asked.end() :]
        if rest.split(" ")[0] in ACTS and not (ORDERS.match(rest) or _HOUSE.match(rest)):
            return clause._replace(kind=ClauseKind.ACT)
    if kind is ClauseKind.ACT and context.acted and _LEAVE.match(words):
        return clause._replace(kind=ClauseKind.CONSTRAINT)
    if kind is ClauseKind.ACT and _OWN.match(words) and _ASKS_YET.search(passage.lower, end, end + 400):
        return clause._replace(kind=ClauseKind.STATEMENT)
    if kind is ClauseKind.ACT and context.acted and verb is not None and _restyles(verb, context):
        return clause._replace(kind=ClauseKind.CONSTRAINT)
    if kind is ClauseKind.ACT:
        asks = "?" in passage.masked[max(start, end - 4) : end + 1]
        manner = _HOUSE.match(words) is not None and (context.acted or not context.later) and not asks
        return clause._replace(kind=ClauseKind.CONSTRAINT) if manner and (context.acted or typed) else clause
    if kind is ClauseKind.STATEMENT and typed and _WANTED.match(words):
        return clause._replace(kind=ClauseKind.CONSTRAINT)
    if kind is ClauseKind.STATEMENT and verb is not None and not SITUATION.match(words):
        manner = (_HOUSE.match(words) or ORDERS.match(words)) is not None
        return clause._replace(kind=ClauseKind.CONSTRAINT if manner and context.acted else ClauseKind.ACT)
    if kind is ClauseKind.STATEMENT and not context.acted and _NEEDED.fullmatch(words):
        return clause._replace(kind=ClauseKind.ACT)
    if (
        kind is ClauseKind.STATEMENT
        and context.acted
        and not context.carried
        and _bound(sentence, start, end, context, words)
    ):
        return clause._replace(kind=ClauseKind.CONSTRAINT)
    return clause


_WELCOME = re.compile(
    r"\b(?:is|are) (?:welcome|fine|allowed|optional|enough|preferred|okay|ok)$|^if you (?:like|want|wish)"
)


_STYLING = frozenset(
    "write give present provide put keep deliver structure phrase format organise organize display".split()
)


def _restyles(verb: Token, context: Context) -> bool:
    """Return whether an order is about how to write what an act before it asks for: "write the recipe in two parts"."""
    held = next((t for t in verb.children if t.dep_ == "obj"), None)
    if (
        held is not None
        and held.lemma_.lower() in ("response", "answer", "reply", "output")
        and kids(verb, "obl", "advcl")
    ):
        return True
    return (
        held is not None
        and verb.lemma_.lower() in _STYLING
        and held.lemma_.lower() in context.nouns
        and any(t.lower_ in ("the", "your", "this", "each", "every", "all") for t in held.children)
    )


def _bound(sentence: Sentence, start: int, end: int, context: Context, words: str) -> bool:
    """Return whether a statement after an act is about what the act brings forth, or is a bare demand on it."""
    if SITUATION.match(words):
        return False
    if _WELCOME.search(words):
        return True
    if fragment(sentence, start, end):
        if re.search(r"\w,\w", words):
            return False  # a row of data
        return len(words) < 160 and len(re.findall(r"[a-z]{2,}", words)) > 1
    about = subject(sentence, start, end)
    if about is None or any(t.tag_ == "VBD" for t in sentence.tokens([(start, end)])):
        return False
    every = any(c.lower_ in ("each", "every", "all", "no", "none", "any", "both", "only") for c in about.children)
    return (
        every
        or (
            about.lower_ in ("this", "that")
            and re.match(r"th(?:is|at) (?:is for|should|must|will be)", words) is not None
        )
        or about.lower_ in ("it", "none", "each", "everything", "nothing", "all", "one", "they")
        or about.lemma_.lower() in context.nouns
    )
