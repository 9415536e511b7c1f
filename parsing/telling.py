"""What a clause is by its syntax and by what came before it, where its words alone do not tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.parsing.clauses import ORDERS, SITUATION, SUPPOSED, Clause, ClauseKind
from stemmata.parsing.coordination import fragment, imperative, subject
from stemmata.parsing.headings import Section, lists_rules
from stemmata.parsing.lexicon import ACTS, AUX, REQUEST, WH
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
        posed: Whether a question came right before it, on a line of its own.
    """

    acted: bool = False
    nouns: frozenset[str] = frozenset()
    section: Section | None = None
    later: bool = False
    first: bool = False
    carried: bool = False
    posed: bool = False


_COURTESY = re.compile(
    r"(?:please|pls|(?:thanks|thank you|thx)(?: (?:so much|a lot|again))? for [^.!?\n]{1,80}|"
    r"i (?:really )?appreciate (?:all )?(?:the|your|that) "
    r"[\w ]{1,40}|cool|great|nice|awesome|perfect|sure|hmm+|okay then|alright|got it|sounds good|like|well|yeah|"
    r"yes|wow|"
    r"thanks?(?: you)?(?: (?:so|very) much| a (?:lot|million)| in advance)?|many thanks|hi|hello|cheers|"
    r"good luck|ok|okay|that's all|that is all|best regards|regards|a lot|so much)[\s!.,]*"
)
_HOUSE = re.compile(  # orders about manner that begin like acts
    r"(?:never|don['’]?t|dont|do not|leave .{1,60} (?:out|alone|unchanged|as (?:it is|they are))\b|take (?:no|"
    r"one|a neutral)|"
    r"stay |speak |address (?:it|the|your|them|me)|sign (?:it|the|off)|(?:give|write|put|keep|show|state|express|"
    r"spell|label) "
    r"(?:all|each|every|both|numbers|dates|names)\b|output (?:only|nothing|just|in|as|no \w)|return (?:only|"
    r"nothing|just)|"
    r"(?:answer|reply|respond|speak|write) in \w|(?:answer|reply|respond) (?:only|with|as|like|using)|"
    r"number (?:the|each|your)|"
    r"raise an? \w*error|mark |let (?:the|each|every|it|all)\b|round |quote (?:no|at)|cite |sound |show your|limit )"
)
_RULES = (
    r"(?:following|these|below|next) (?:\w+ ){0,2}(?:rules?|requirements?|constraints?|guidelines?|conditions?|"
    r"instructions|criteria|points|specifications|restrictions)(?: below)?:?"
)
_LISTS = re.compile(r"[^\n]?:[*_ ]{0,4}\n")
_EXAMPLE = re.compile(
    r"(?:here (?:it is|they are|goes|you go|we go)|for (?:example|instance)|such as|e\.g|here is an example|"
    r"an example)[\s:.,]*"
)
_HANDED = re.compile(
    r"(?:given|consider|considering|here (?:is|are)|take|below (?:is|are)|this is|these are|following)\b[^.?!]{0,80}"
)
_REMINDER = re.compile(
    r"(?:all )?(?:of )?(?:these|the above|the|this) (?:[a-z]+ ){0,2}(?:requirements?|rules?|constraints?|"
    r"conditions?|guidelines?) "
    r"(?:must|should|need to|have to) be (?:considered|followed|met|observed|respected|satisfied|kept|adhered)\b.*"
)
_ANNOUNCED = re.compile(rf"(?:[^.;!?]{{0,80}}\b)?{_RULES}")
_ANNOUNCING = re.compile(  # an act, and the rules for it announced: "a poem that follows these rules:"
    r"(?<! to)[\s,]+(?:(?:that|which) )?(?:(?:must|should|all|also) )*(?:includ|contain|cover|mention|featur|"
    r"hav|has|follow|meet|satisf|fulfil|obey|observ|respect|adher|compl|conform|"
    r"using|under|by|with|according|subject|in line|based|given|while)"
    rf"[^.;!?]{{0,40}}(?<!\w)(?:{_RULES}|(?:the following|these)(?: \w+){{0,2}}:?)$"
)
_YOU = re.compile(r"(?:if [^,]{1,80}, )?you (?:should|must|need to|have to|will|are to) (?:then |also |first )?")
_LEAVE = re.compile(
    r"(?:(?:in|within|throughout|at|for) [^,]{3,40}, )?you (?:can|may) (?:also )?(?:use|include|add|choose|skip|"
    r"assume|leave|ignore|"
    r"omit|change|vary|invent|make up|highlight|paraphrase|mention|refer|reuse|shorten|expand)\b"
)
# What the user is about to do, before what is asked for: "I need to buy a gift. Can you …?"
_OWN = re.compile(
    r"i(?:['’]m| am)? (?:need|want|have|trying|planning|going) to (?!know|understand|learn|find out|see|ask)"
)
_DRAWN = re.compile(r"i(?:['’]m| am) (?:[a-z]+ly |really |very )?(?:interested in|curious (?:about|how|why|what))")
_ASKS_YET = re.compile(r"\?|\bplease\b|\b(?:can|could|would|will) you\b")
_WANTED = re.compile(
    r"(?:i|we) (?:(?:do not|don['’]?t|really) want|(?:would|will not|won['’]?t|wouldn['’]?t) (?:like|prefer|"
    r"accept|rather))\b"
)
_TRY = re.compile(r"(?:please )?(?:try|attempt) to ")
_NEVER = re.compile(r"(?:never|don['’]?t|do not|dont|do (?:so|it|this) (?:without|in|with|as)) ")
_CHANGED = re.compile(  # in a later turn, what to do with the answer before
    r"(?:make|wrap|keep|put|turn|cut|format|present|set|start|end|finish|write|say|phrase|shorten|tone|spice) "
    r"(?:it|this|that|them|these|those|everything|all of (?:it|this|that))\b"
)
_GIVEN = re.compile(
    r"(?:the|my|this) (?:original |given |input )?(?:text|sentence|passage|paragraph|article|code|e-?mail|"
    r"letter|review|question|problem|"
    r"story|poem|message|data|list|word|phrase) (?:is|reads|goes)(?: as follows| this| below| here)?\s*:?"
)
_FIRST = re.compile(
    r"(?:my|our|here is my|the|your) (?:first|next) (?:\w+ )?(?:request|prompt|question|command|sentence|"
    r"suggestion|task|message|query|"
    r"instruction|topic|statement|phrase|word|problem)(?: \w+)? (?:is|will be)\b"
)
_ASKED_FOR = re.compile(rf"(?:{REQUEST}|(?:{WH})\b|{AUX} |(?:{'|'.join(sorted(ACTS))}) )", re.IGNORECASE)
_THING = r"(?:it|this|that|them|these|(?:the|your) (?:[a-z]+ ){0,2}[a-z]+)"
_SHAPED = re.compile(  # how the text is to be: "make the itinerary funny", "frame your answer as a letter"
    rf"(?:make {_THING} (?:(?:as|very|more|less|really|sound|look|feel|read|quite|super|kind of|appear|seem|like) ?)*"
    rf"(?!into|to|for|from|of|and|with|by\b)[a-z]+\b|(?:i |we )?(?:just |only |really )?(?:want|wanna keep|"
    rf"wanna make) (?:it|this|that) "
    r"|(?:lace|infuse|imbue|suffuse|season|pepper|sprinkle|embellish|intersperse|adorn|enrich) (?:it|this|the|"
    r"them|thy) "
    rf"|(?:craft|lace|infuse|imbue|frame|weave|adorn|tailor|season|pepper|sprinkle|style|pitch|enrich|anchor|couch|"
    rf"embellish|intersperse|interlace|interweave|suffuse|permeate|lard|spice up) your |(?!translate|convert|"
    rf"rewrite|explain|expand|summari|improve|justify|support|defend|illustrate|back|check|verify|re)[a-z]+ your "
    rf"(?:response|answer|reply|output)s? (?:in|with|as|using|without|to|within|at)\b"
    r"|do (?:it|so|this) (?:as|in|with|without|like)\b|(?:return|output|print|give|put|write|list) (?:only |"
    r"just )?(?:one|each|every) (?:\w+ ){1,2}(?:per|on|in a)\b"
    rf"|i(?:['’]d| would) (?:like|prefer) (?:something|one|ones|it|them) (?:that|which|to be)\b"
    r"|(?:provide|give|present|deliver|write|return)(?: me)?(?: with)? (?:an? |the |"
    r"your )(?:[\w-]+ )?(?:response|answer|reply|explanation|"
    r"analysis|findings|recommendations|suggestions|list format|table format) (?:in|as|using|with|without|"
    r"within|of|for clarity)\b"
    rf"|(?:this|it|that|these) (?:could|may|might|can) (?:also )?include\b)"
)
_NAMING = re.compile(r"(?:an?|some|the|\d+|two|three|four|five|six|seven|ten) (?!\w+ (?:is|are|was|has)\b)[a-z]")
_SHAPING = frozenset("have be contain consist exceed answer reply respond".split())
_NEEDED = re.compile(
    r"(?:an? |the )?[\w' -]{3,80}\b(?:is|are) (?:needed|required|wanted|requested|due)\b|.{3,80}\bneeds? an? \w.*"
)


def told(passage: Passage, sentence: Sentence, clause: Clause, typed: bool, context: Context) -> Clause:
    """Return a clause with the kind that its syntax and what came before it tell, where words alone do not."""
    words = passage.lower[clause.start : clause.end].strip(" \n.!;,")
    if MASK * 12 in words and not any(c.isalnum() for c in words):
        return clause._replace(kind=ClauseKind.STATEMENT)
    if _EXAMPLE.fullmatch(words) or _COURTESY.fullmatch(words) or _REMINDER.fullmatch(words) or _MARK.fullmatch(words):
        return clause._replace(kind=ClauseKind.GLUE)
    if clause.kind in (ClauseKind.PERSONA, ClauseKind.EXAMPLE, ClauseKind.GLUE):
        return clause
    if _GIVEN.fullmatch(words) and ":" in passage.text[max(0, clause.end - 3) : clause.end + 2]:
        return clause._replace(kind=ClauseKind.GLUE)
    quote = passage.masked.find(MASK, clause.start, clause.end)
    if quote > 0 and _GIVEN.fullmatch(passage.lower[clause.start : quote - 1].strip()):
        return clause._replace(start=quote - 1, kind=ClauseKind.STATEMENT)
    first = _FIRST.match(words)
    if first is not None:
        quote = passage.masked.find(MASK, clause.start, clause.end)
        if quote >= 0:
            stop = next((at for at in range(quote, clause.end) if passage.masked[at] != MASK), clause.end)
            if _ASKED_FOR.match(passage.text, quote):
                return Clause(quote, stop, ClauseKind.ACT)
        return clause._replace(kind=ClauseKind.STATEMENT)
    announced = _ANNOUNCING.search(passage.lower, clause.start, clause.end) if not typed else None
    if announced and clause.kind is ClauseKind.ACT and ":" in passage.text[clause.end - 1 : clause.end + 1]:
        bare = len(passage.text[clause.start : announced.start()].split()) < 2
        return clause._replace(kind=ClauseKind.GLUE) if bare else clause._replace(end=announced.start())
    kind = _kind(passage, sentence, clause, words, typed, context)
    if (
        kind is ClauseKind.STATEMENT
        and ":" in passage.text[max(0, clause.end - 3) : clause.end + 2]
        and _HANDED.fullmatch(words)
    ):
        return clause._replace(kind=ClauseKind.GLUE)
    if (
        kind is ClauseKind.CONSTRAINT
        and not typed
        and _LISTS.match(passage.text, clause.end - 1)
        and lists_rules(words)
    ):
        kind = ClauseKind.GLUE  # its lines are the demands
    return clause._replace(kind=kind)


def _kind(
    passage: Passage, sentence: Sentence, clause: Clause, words: str, typed: bool, context: Context
) -> ClauseKind:
    start, end, kind = clause
    asks = "?" in passage.masked[max(start, end - 4) : end + 2]
    if not typed and _ANNOUNCED.fullmatch(words) and not (kind is ClauseKind.ACT and words.split(" ")[0] in ACTS):
        return ClauseKind.GLUE
    if context.section == "background" and not asks:
        return ClauseKind.STATEMENT
    if context.section == "rules":
        return ClauseKind.CONSTRAINT
    if context.first and not context.later and _NAMING.match(words) and fragment(sentence, start, end):
        return ClauseKind.ACT
    if _NEVER.match(words) and not asks:
        return ClauseKind.CONSTRAINT
    if context.later and not context.acted and _CHANGED.match(words):
        return ClauseKind.ACT
    if context.acted and not asks and _SHAPED.match(words):
        return ClauseKind.CONSTRAINT
    verb = imperative(sentence, start, end)
    if kind is ClauseKind.CONSTRAINT:
        acts = _typed_act(sentence, start, words, verb) if typed else _asks_for_an_act(words)
        return ClauseKind.ACT if acts else kind
    if kind is ClauseKind.ACT:
        if (_OWN.match(words) or (_DRAWN.match(words) and not context.acted)) and _ASKS_YET.search(
            passage.lower, end, end + 400
        ):
            return ClauseKind.STATEMENT
        manner = _HOUSE.match(words) is not None and not asks and (context.acted or (typed and not context.later))
        if context.acted and (_LEAVE.match(words) or (verb is not None and _restyles(verb, context))):
            manner = True
        return ClauseKind.CONSTRAINT if manner else kind
    if typed and _WANTED.match(words):
        return ClauseKind.CONSTRAINT
    if verb is not None and not SITUATION.match(words) and not SUPPOSED.match(words):
        manner = (_HOUSE.match(words) or ORDERS.match(words)) is not None
        return ClauseKind.CONSTRAINT if manner and context.acted else ClauseKind.ACT
    if not context.acted:
        return ClauseKind.ACT if _NEEDED.fullmatch(words) else kind
    bound = not context.carried and _bound(sentence, start, end, context, words)
    return ClauseKind.CONSTRAINT if bound else kind


def _typed_act(sentence: Sentence, start: int, words: str, verb: Token | None) -> bool:
    """Return whether a clause in which a family found its constraint is an act of its own: "sum it up in a line"."""
    if verb is None or ORDERS.match(words) or _HOUSE.match(words):
        return False
    return sentence.start + verb.idx - start < 4 and verb.lemma_.lower() not in _SHAPING


def _asks_for_an_act(words: str) -> bool:
    """Return whether a clause that looks like a demand asks for an act: "if so, you should explain why"."""
    frame = _TRY.match(words) or _YOU.match(words)
    if frame is None:
        return False
    rest = words[frame.end() :]
    manner = _TRY.match(words) is None and (ORDERS.match(rest) or _HOUSE.match(rest))
    return rest.split(" ")[0] in ACTS and not manner


_MARK = re.compile(r"[\W\d_]*|\(?[a-z0-9]{1,2}[.)]?")
_WELCOME = re.compile(
    r"\b(?:is|are) (?:welcome|fine|allowed|optional|enough|preferred|okay|ok)$|^if you (?:like|want|wish)"
)


_STYLING = frozenset(
    "write give present provide put keep deliver structure phrase format organise organize display".split()
)


def _restyles(verb: Token, context: Context) -> bool:
    """Return whether an order is about how to write what an act before it asks for: "write the recipe in two parts"."""
    held = next(iter(kids(verb, "obj")), None)
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


_SHOULD = re.compile(
    r"(?:they|it|these|those|this|that|both|all|none) (?:\w+ly |all |both )?(?:should|must|shall|needs? to|"
    r"ha(?:s|ve) to|"
    r"may not|can only|ought)\b"
)
_FIELD = re.compile(r"[a-z][a-z ]{1,24}:\s+\S")
_PAST = frozenset(("VBD", "VBN"))


def _bound(sentence: Sentence, start: int, end: int, context: Context, words: str) -> bool:
    """Return whether a statement after an act is about what the act brings forth, or is a bare demand on it."""
    if _SHOULD.match(words):
        return True
    if SITUATION.match(words):
        return False
    if _WELCOME.search(words):
        return True
    if fragment(sentence, start, end):
        if context.posed or _FIELD.match(words) or re.search(r"\w,\w|\s=\s", words):
            return False  # a row of data, a formula
        return len(words) < 160 and len(re.findall(r"[a-z]{2,}", words)) > 1
    about = subject(sentence, start, end)
    if about is None or any(t.tag_ in _PAST for t in sentence.tokens([(start, end)])):
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
