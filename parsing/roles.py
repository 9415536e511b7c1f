"""The role of a thing in its act: what it is worked on for, who it is for, what it is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stemmata.parsing.act import Act
from stemmata.parsing.actions import Verb
from stemmata.parsing.lexicon import LIGHT, TIMES, UNTOLD
from stemmata.parsing.persons import is_person
from stemmata.parsing.syntax import case_of, kids, label

if TYPE_CHECKING:
    from spacy.tokens import Token

_CLAUSES = ("ccomp", "acl", "advcl", "csubj", "parataxis")
_CLAUSAL = ("VERB", "AUX", "ADJ", "NOUN", "ADV", "PRON")
_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}|[12][0-9]{3}s|b\.?c\.?|a\.?d\.?|[bc]\.?c\.?e\.?", re.IGNORECASE)
# What a preposition makes of a noun, where the noun does not matter.
_ROLES = {
    "about": "topic", "of": "topic", "regarding": "topic", "concerning": "topic", "against": "topic", "over": "topic",
    "versus": "topic", "vs": "topic", "vs.": "topic", "than": "topic", "between": "topic",
    "among": "topic", "on": "topic", "upon": "topic", "around": "topic", "towards": "topic",
    "from": "source", "based on": "source", "according to": "source", "given": "source", "per": "source",
    "using": "instrument", "via": "instrument", "with": "instrument", "by": "instrument",
    "near": "place", "along": "place", "across": "place", "at": "place", "inside": "place", "outside": "place",
    "during": "time", "without": "exclude", "except": "exclude", "except for": "exclude", "excluding": "exclude",
    "besides": "exclude", "instead of": "exclude", "other than": "exclude", "through": "target", "into": "target",
}  # fmt: skip
_TEXTS = frozenset(
    """text sentence passage paragraph article document email letter list table poem story review word essay post
    message dataset data conversation dialogue excerpt report transcript code script book""".split()
)
_PLACES = frozenset(
    """world city town country village park office school home house kitchen garden room region area state county
    street beach coast island mountain north south east west sea ocean river lake forest store shop restaurant hotel
    museum library station airport hospital university earth space europe asia africa america google internet web
    youtube site website wild desert neighbourhood neighborhood harbour harbor floor building""".split()
)
_MOTION = frozenset(
    "go travel move fly drive walk trip journey flight visit road way ride return commute hike lift".split()
)
_MADE_OF = frozenset(
    "summary synopsis recap digest abridgement abstract excerpt quotation translation transcript".split()
)
_TO_PERSONS = frozenset(
    "thank congratulate invite welcome greet notify inform tell ask interview remind warn advise help apologize "
    "apologise teach show give send offer console comfort".split()
)
_TELLING = frozenset("reply respond write talk speak apologize apologise send letter email message note card".split())
_ADDRESSING = frozenset("thank congratulate welcome greet invite".split())
_CONDITIONS = frozenset("if unless once because so since although though".split())
_FOCUS = frozenset("focus concentrate narrow limit restrict centre center zoom".split())


def role(token: Token, verb: Verb | None, act: Act) -> str | None:
    """Return the role of an entity in its act, where it is clear."""
    for _ in range(len(act.tokens)):
        up = _stands_for(token, act)
        if up is None:
            break
        token = up
    case = _case(token, act)
    clause = _clause(token, verb, act)
    relation, governor = label(token), token.head
    if act.question and verb is None and _asked_for(token, act):
        return "target"
    if _timed(token, case, relation):
        return None if clause is not None and _conditional(clause, act) else "time"
    if clause is not None:
        return _in_clause(token, case, clause, act)
    if relation == "iobj":
        return "recipient"
    if case:
        told = _by_case(token, case, verb, act)
        return "topic" if told is None and act.question and verb is None else told
    if act.question and verb is None:
        return "topic"
    if relation == "nmod":
        return "topic"
    if verb is not None and governor.i == verb.head.i and relation == "obj":
        doing = verb.head.lemma_.lower()
        if doing in _ADDRESSING or (doing in _TO_PERSONS and is_person(token)):
            return "recipient"
    return "target"


def _stands_for(token: Token, act: Act) -> Token | None:
    """Return the token whose role another one has too: the first of a list, what an apposition explains."""
    head, relation = token.head, label(token)
    if head.i not in act.own or head.i == token.i:
        return None
    if relation == "conj" and not case_of(token):
        return head if head.pos_ not in ("VERB", "AUX") else None
    if relation in ("appos", "flat", "compound", "list", "goeswith") and head.pos_ in (
        "NOUN",
        "PROPN",
        "X",
        "SYM",
        "NUM",
    ):
        return head
    case = case_of(token)
    if (
        relation == "nmod"
        and head.pos_ in ("NOUN", "PROPN")
        and case in ("such as", "including", "like", "such", "e.g.", "namely")
    ):
        return head
    if relation == "nmod" and case == "of" and (head.lower_ in UNTOLD or head.lemma_.lower() in LIGHT):
        return head
    return None


def _case(token: Token, act: Act) -> str:
    """Return the preposition of a noun, also where a participle serves as one: "based on", "given", "using"."""
    found = case_of(token)
    lead = token.doc[token.left_edge.i]
    vague = any(c.lower_ in ("a", "an") for c in token.children)
    if lead.lower_ in ("according", "given", "using") and lead.i < token.i and not (lead.lower_ == "given" and vague):
        return "according to" if lead.lower_ == "according" else lead.lower_
    before = lead.nbor(-1).lower_ if lead.i else ""
    if before in ("based", "building", "drawing", "back", "referring") and found in ("on", "upon", "to"):
        return "based on"
    if before == "using" and lead.i > 1 and lead.nbor(-2).pos_ == "ADP":
        return ""
    if before in ("given", "using") and not found:
        return "" if before == "given" and vague else before
    if not found and lead.pos_ == "ADP" and lead.i < token.i and label(token) == "obj":
        found = lead.lower_  # "details about the game Go"
    first = found.split(" ")[0]
    if found and found not in _ROLES and first in _ROLES:
        found = found if found.startswith(("according", "except", "instead", "other", "based")) else first
    return found


def _clause(token: Token, verb: Verb | None, act: Act) -> Token | None:
    """Return the verb of the clause of content, condition, purpose or description that a noun stands in."""
    if _case(token, act) in ("based on", "given", "using") and (
        verb is None or token.i < verb.head.i or token.head.lower_ == "using"
    ):
        return None
    above = token
    while verb is None or above.i != verb.head.i:
        if above.head.i == above.i or (verb is None and above.head.i not in act.own):
            return None
        clausal = above.pos_ in _CLAUSAL if above.i != token.i else above.pos_ == "VERB"
        if label(above) in _CLAUSES and (clausal or kids(above, "cop", "nsubj")):
            return above
        if above.head.i not in act.own:
            return None
        above = above.head
    return None


def _conditional(clause: Token, act: Act) -> bool:
    """Return whether a clause says when or what for: a condition, or a purpose."""
    marks = {m.lower_ for m in kids(clause, "mark", "advmod") if m.i < clause.i}
    if marks & {"how", "where", "why", "what"}:
        return False
    if label(clause) == "advcl" or (label(clause) == "ccomp" and "if" in marks and clause.i < clause.head.i):
        if marks & _CONDITIONS or (marks & {"when", "while"} and not act.question):
            return True
        return "to" in marks and clause.tag_ == "VB"
    if label(clause) == "acl" and "to" in marks and clause.tag_ == "VB":
        return not act.question
    return False


def _in_clause(token: Token, case: str, clause: Token, act: Act) -> str | None:
    if clause.lemma_.lower() in _FOCUS and case in ("on", "to", "upon"):
        return "focus"
    if _conditional(clause, act):
        return None
    if case == "using":
        return "instrument"
    if case in ("in", "at", "near", "on", "to") and _is_place(token, case):
        return "place"
    return "topic"


def _by_case(token: Token, case: str, verb: Verb | None, act: Act) -> str | None:
    """Return what a preposition makes of a noun in the act's own clause."""
    head, lemma, nominal = token.head, token.lemma_.lower(), label(token) == "nmod"
    over = head.lemma_.lower() if head.i in act.own else ""
    asking = act.question
    doing = verb.head.lemma_.lower() if verb is not None else ""
    if (over in _FOCUS or doing in _FOCUS) and case in ("on", "to", "down to"):
        return "focus"
    if case in ("for", "to"):
        if is_person(token) and not (case == "for" and over in ("look", "search")):
            return "recipient"
        if case == "to" and over in _TELLING and token.pos_ == "PROPN":
            return "recipient"
        if case == "to" and (over in _MOTION or _is_place(token, case)):
            return "place"
        if case == "for" and over in ("thank", "apologize", "apologise", "forgive"):
            return "topic"
        return (
            "target"
            if case == "for"
            or over not in ("alternative", "answer", "solution", "key", "response", "introduction", "guide")
            else "topic"
        )
    if case == "from" and over in _MOTION:
        return "place"
    if case == "in":
        if _is_place(token, case):
            return "place"
        if over in ("express", "write", "solve") and len(lemma) == 1:
            return "target"
        return "source" if lemma in _TEXTS and not asking else "topic"
    if case == "of" and over in _MADE_OF:
        return "source"
    if case == "on":
        return "place" if _is_place(token, case) else "topic"
    if case == "with":
        if "compare" in (over, doing) or "contrast" in (over, doing) or over == "comparison":
            return "target"
        direct = (
            verb is not None and head.head.i == verb.head.i and label(head) == "obj" and doing not in ("help", "assist")
        )
        return "instrument" if over == doing not in ("help", "assist") or (nominal and direct) else "topic"
    if case == "by":
        return "source" if nominal or token.pos_ == "PROPN" else "instrument"
    if case == "into":
        return "topic" if nominal else "target"
    if case == "as":
        return "topic" if nominal else None
    if case in ("around", "over", "through", "towards"):
        if _is_place(token, case):
            return "place"
        return "target" if case == "through" else "topic"
    if case == "at" and doing in ("look", "take"):
        return "target"
    if case == "at":
        return "place" if _is_place(token, case) or token.pos_ == "PROPN" else "topic"
    return _ROLES.get(case)


def _timed(token: Token, case: str, relation: str) -> bool:
    if relation not in ("obl", "nmod", "advmod", "ROOT", "flat") or kids(token, "compound"):
        return False
    if _YEAR.fullmatch(token.text) or token.lower_ in TIMES or token.lower_.removesuffix("s") in TIMES:
        return case in (
            "in",
            "on",
            "at",
            "during",
            "since",
            "by",
            "until",
            "before",
            "after",
            "from",
            "within",
            "to",
            "back to",
            "",
        ) or (
            case == "for"
            and (
                (token.lower_ in TIMES and relation == "obl")
                or kids(token, "nummod") != []
                or _YEAR.fullmatch(token.text) is not None
            )
        )
    return False


def _asked_for(token: Token, act: Act) -> bool:
    """Return whether a question asks for a noun: "what *price*", "how many *people*", "what are the *causes*"."""
    if _after_question_word(token, act):
        return True
    if case_of(token) == "of" and token.head.lower_ in ("which", "what"):
        return True
    vague = any(c.lower_ == "any" for c in token.children)
    if vague and any(t.lower_ in ("there", "have", "know") for t in act.tokens[:6]):
        return True
    if label(token) not in ("nsubj", "ROOT") or token.pos_ == "PROPN":
        return False
    head = token.head
    asking = [head] if label(token) == "nsubj" else kids(token, "nsubj", "attr", "det", "advmod")
    return any(t.lower_ in ("what", "who", "which") for t in asking)


def _after_question_word(token: Token, act: Act) -> bool:
    """Return whether nothing but its own modifiers stands between a question word and a noun."""
    for i in range(token.i - 1, max(-1, token.i - 7), -1):
        before = token.doc[i]
        if before.lower_ in ("what", "which", "whose") or (
            before.lower_ in ("many", "much") and i and before.nbor(-1).lower_ == "how"
        ):
            return True
        if act.hidden is not None and before.i == act.hidden.i:
            return False
        if before.i not in act.own or before.pos_ not in ("ADJ", "NOUN", "PROPN", "NUM", "PUNCT"):
            return False
    return False


def _is_place(token: Token, case: str) -> bool:
    lemma = token.lemma_.lower()
    if lemma in _PLACES:
        return True
    if token.pos_ != "PROPN" or case not in ("in", "near", "around", "at", "to"):
        return token.ent_type_ in ("GPE", "LOC", "FAC")
    return case in ("in", "near", "around") or token.head.lemma_.lower() in _MOTION
