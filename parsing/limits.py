"""Phrases inside an act that say how its output must be, by syntax: rules 14 to 16 of `docs/annotation.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from stemmata.parsing.lexicon import FRAMES, LANGUAGES, PRODUCING
from stemmata.parsing.syntax import Range, Sentence, case_of, kids, label

if TYPE_CHECKING:
    from spacy.tokens import Token

_LANGUAGE = re.compile(LANGUAGES)
# "in a friendly tone", "in two sentences", "in bold": what the output is like, by the noun after "in".
_IN = frozenset(
    """tone style manner way voice fashion mood register language word term sentence paragraph line verse stanza
    rhyme couplet order sequence format form table list bullet point outline column row bracket parenthesis bold
    italic italics capital caps case letter person tense metre meter foot mile kilometre kilogram pound euro
    dollar celsius fahrenheit english prose dialogue markdown json xml yaml html csv latex haiku bulletpoint
    character minute page step part section perspective accordance dialect spelling digit numeral quote
    quotation mark chunk half""".split()
)
_PLACE = frozenset(
    "paragraph line sentence end beginning start top bottom section page level heading title verse".split()
)
_READERS = frozenset(
    """child kid beginner teenager teen toddler adult audience layperson layman reader grader learner novice
    expert newcomer old preschooler speaker student pupil undergraduate professional senior dummy""".split()
)
_VIEWS = ("perspective", "point", "viewpoint", "view", "standpoint", "angle", "eye")
_DOING = frozenset(
    """focus include use keep avoid start begin end rhyme ensure mention highlight emphasise emphasize limit
    exclude incorporate follow contain leave omit concentrate feature repeat finish explain describe note
    separate retain mimic imitate emulate adopt employ refrain preserve maintain conclude consist add give""".split()
)
_HAVING = frozenset(
    """include mention contain use rhyme feature incorporate avoid start begin end consist exceed fit refer
    exclude cover emphasise emphasize highlight combine reflect""".split()
)
_MEASURED = re.compile(
    r"(?:\d[\d,.+]*|a|half|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|sixteen|twenty|thirty|"
    r"forty|fifty|single|multi|full|hundred)-(?:[a-z]+-)?(?:word|line|page|sentence|paragraph|day|hour|minute|week|stanza|"
    r"verse|part|step|act|bullet|point|column|row|syllable|character|question|slide|month|year|item|course|section)s?\+?"
)
_FORMED: frozenset[str] = frozenset(
    "rhyming rhymed bulleted numbered bullet-point alliterative tabular alphabetical chronological".split()
)
_WHOLES = frozenset("sentence paragraph line section page table list verse stanza step part mark order minute".split())
_ORDINALS = frozenset("first second third fourth fifth last final opening closing same form".split())
_CLOSED = frozenset("classify sort divide group split categorize categorise label split arrange".split())
_SETS = re.compile(
    r"\b(?:into|as|by) (?:[\w' -]{2,30}, )*[\w' -]{2,30},? (?:and|or) [\w'-]+(?: [\w'-]+)?(?=[.:;,!?]|$)"
)
# Verbs after which a number alone counts what is asked for: "give me three".
_GIVING = frozenset(
    """give list name write suggest pick choose provide find want need tell show generate make select offer recommend
    propose create describe explain identify mention share produce compose brainstorm draft invent""".split()
)
_ITSELF = frozenset("answer response output result input example reply base basis reference title".split())
_ASKERS = frozenset("i you we u someone anyone who what which".split())
_TELL = frozenset("explain describe write speak talk respond answer reply act behave sound tell introduce".split())


def limits(sentence: Sentence, start: int, end: int) -> Iterator[Range]:
    """Yield the phrases of an act that limit its output, as ranges of the turn; they may overlap.

    Args:
        sentence: The sentence that the act stands in.
        start: Where the act begins in the turn.
        end: Where it ends.
    """
    tokens = sentence.tokens([(start, end)])
    own = {t.i for t in tokens}
    verb = next((t for t in tokens if t.pos_ == "VERB" and (t.head.i == t.i or t.head.i not in own)), None)
    if verb is None:
        verb = next((t for t in tokens if t.pos_ == "VERB" and label(t) in ("ROOT", "conj", "xcomp", "ccomp")), None)
    asked = _asked(tokens, own)
    world = of_the_world(sentence)
    if verb is not None and verb.lemma_.lower() in _CLOSED:
        for match in _SETS.finditer(sentence.doc.text):
            yield sentence.start + match.start(), sentence.start + match.end()
    for token in tokens:
        if world and case_of(token) in ("for", "to", "as", "like", "from", "between"):
            continue
        for first, last in _limit(token, verb, asked, own, world=world):
            left, right = sentence.span(first, last)
            if start <= left and right <= end:
                yield left, right


def of_the_world(sentence: Sentence) -> bool:
    """Return whether a sentence asks how things are, rather than the model to do something."""
    words = [t.lower_ for t in sentence.doc[:40]]
    return sentence.doc.text.rstrip().endswith("?") and not {"you", "u", "me"} & set(words)


def _asked(tokens: list[Token], own: set[int]) -> set[int]:
    """Return the nouns that name what is asked for: objects of acts, and what is coordinated with them."""
    found: set[int] = set()
    for token in tokens:
        if token.pos_ not in ("NOUN", "PROPN", "NUM"):
            continue
        head = token
        while label(head) == "conj" and head.head.i in own and head.head.pos_ in ("NOUN", "PROPN", "NUM"):
            head = head.head
        verb = head.head
        made = label(head) in ("obj", "ROOT") or (label(head) == "obl" and verb.lemma_ in ("come", "think"))
        if made and (verb.pos_ == "VERB" or head == verb) and not _definite(token):
            aside = any(label(t) in ("acl", "advcl") for t in (verb, *verb.ancestors) if t.i in own)
            told = verb.pos_ == "VERB" and any(s.lower_ not in _ASKERS for s in kids(verb, "nsubj"))
            if not aside and not told:
                found.add(token.i)
    return found


def _definite(token: Token) -> bool:
    return any(
        d.lower_ in ("the", "these", "those", "this", "that", "my", "your", "our", "his") for d in token.children
    )


def _limit(
    token: Token, verb: Token | None, asked: set[int], own: set[int], *, world: bool
) -> Iterator[tuple[Token, Token]]:
    """Yield the first and last token of the limits that a token is the head of."""
    relation, head, case = label(token), token.head, case_of(token)
    hyphened = token.i > 0 and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_
    counted = head.i in asked or (head.pos_ == "NOUN" and label(head) == "obj" and _ranked(head) and head.head == verb)
    amid = max(0, head.i - 2) < token.i < len(token.doc) - 1
    if token.lower_ == "one" and amid and token.nbor(-1).pos_ == "AUX":
        return  # "what might one see"
    if relation == "nummod" and counted and head.pos_ == "NOUN" and not hyphened:
        yield _edges(token, own)
    elif token.i in asked and token.pos_ == "NUM" and token.i != head.i and head.lemma_.lower() in _GIVING:
        yield token, token
    elif token.i in asked and token.lemma_ in ("dozen", "couple", "handful", "pair"):
        det = next((c for c in token.children if c.lower_ in ("a", "half")), token)
        if token.i - det.i < 2:
            yield det, token
    if relation in ("amod", "compound", "nummod") and (_MEASURED.fullmatch(token.lower_) or token.lower_ in _FORMED):
        yield token, token
    elif relation in ("amod", "compound") and hyphened:
        yield from _measured(token)
    if relation in ("obl", "nmod") and case and _limiting(token, head, case, verb, asked):
        yield _phrase(token, own)
    if relation in ("advcl", "acl", "conj", "xcomp") and token.tag_ == "VBG" and token.i != (verb.i if verb else -1):
        lemma = token.lemma_.lower()
        bare = not kids(token, "nsubj") and not [m for m in kids(token, "mark", "case") if m.lower_ not in ("while",)]
        if (lemma in _DOING and bare and not world and (head == verb or head.i in asked or relation == "acl")) or (
            not world and kids(token, "mark", "case") and kids(token, "mark", "case")[0].lower_ in ("without", "while")
        ):
            yield _phrase(token, own)
    if relation == "acl" and token.pos_ in ("VERB", "ADJ", "AUX") and head.i in asked:
        pronoun = next((t for t in token.subtree if t.tag_ in ("WDT", "WP") or t.lower_ in ("that", "which")), None)
        lemma = token.lemma_.lower()
        inner = pronoun is not None and case_of(pronoun) == "in"
        own_subject = pronoun is not None and label(pronoun) == "nsubj" and pronoun.head.i == token.i
        which = lemma == "rhyme" and head.lemma_.lower() in ("word", "name", "term")  # that is what they are
        if not which and pronoun is not None and ((lemma in _HAVING and own_subject) or inner):
            yield _phrase(token, own)


def _ranked(noun: Token) -> bool:
    """Return whether a noun is asked for by its rank: "the four smallest numbers", "the top ten songs"."""
    return any(t.tag_ == "JJS" or t.lower_ in ("top", "first", "last", "most", "best") for t in noun.children)


def _measured(token: Token) -> Iterator[tuple[Token, Token]]:
    """Yield "300-word" where the tokens fall apart at the hyphen."""
    doc, i = token.doc, token.i
    if i >= 2 and doc[i - 1].text == "-" and not doc[i - 1].whitespace_:
        joined = doc[i - 2].lower_ + "-" + token.lower_
        if _MEASURED.fullmatch(joined):
            yield doc[i - 2], token


def _limiting(token: Token, head: Token, case: str, verb: Token | None, asked: set[int]) -> bool:
    """Return whether a noun with a preposition says how the output must be."""
    lemma, text = token.lemma_.lower(), token.lower_
    on_verb = verb is not None and head.i == verb.i
    on_output = head.i in asked or (verb is not None and head.head == verb and label(head) == "obj")
    action = verb.lemma_.lower() if verb is not None else ""
    described = [a for a in (head, *head.ancestors) if label(a) == "acl" and (verb is None or a.i != verb.i)]
    if described and not on_output and described[0].tag_ != "VBG":
        return False  # in a clause that says which thing is meant: "a function that takes in a list"
    if case == "in":
        if lemma == "term" and any(case_of(t) == "of" for t in kids(token, "nmod")):
            return False  # "in terms of meaning"
        if _LANGUAGE.fullmatch(text):
            return action not in ("translate", "convert", "say")
        if lemma in _WHOLES and _definite(token) and not any(c.lower_ in _ORDINALS for c in token.children):
            return False
        return (lemma in _IN or text in _IN) and not (lemma in ("case", "order") and not list(token.children)[1:])
    if case in ("at", "on", "below", "above") and lemma in _PLACE:
        return on_verb or on_output
    if case in ("with", "with no"):
        return (head.i in asked and action in PRODUCING) or (
            label(head) in ("obl", "nmod") and head.lemma_.lower() in _IN
        )
    if case == "without":
        return True
    if case == "as":
        return (on_verb or on_output) and not (_definite(token) and lemma in _ITSELF)
    if case == "like":
        return on_verb and action in _TELL
    if case == "from":
        if token.i + 1 < len(token.doc) and token.nbor(1).text == ":":
            return False  # the set that the colon opens is found with its end
        if lemma in _VIEWS:
            return True
        return on_verb and any(case_of(t) == "to" for t in kids(head, "obl", "nmod") if t.i > token.i)
    if case == "between":
        return head.i in asked and (token.pos_ == "NUM" or bool(kids(token, "nummod")))
    if case == "into":
        return on_verb and action in _CLOSED
    if case in ("for", "to"):
        reader = lemma in _READERS or text.endswith(("-olds", "-old", "-graders"))
        meant = (on_verb or on_output) and (verb is None or not kids(verb, "nsubj") or action in FRAMES)
        return reader and meant and not _definite(token) and (case == "for" or action == "explain")
    return case in ("rather than", "instead of", "other than")


def _edges(token: Token, own: set[int]) -> tuple[Token, Token]:
    inside = [t for t in token.subtree if t.i in own]
    return inside[0], inside[-1]


def _phrase(token: Token, own: set[int]) -> tuple[Token, Token]:
    """Return the stretch of what hangs on a token, up to a clause of its own that follows."""
    inside = [t for t in token.subtree if t.i in own]
    last = inside[-1]
    if case_of(token) == "in" and _LANGUAGE.fullmatch(token.lower_):
        last = token.nbor(1) if token.i + 1 < len(token.doc) and token.nbor(1).lower_ == "only" else token
    if case_of(token) in ("in", "for", "to", "as", "at") and label(token) in ("obl", "nmod"):
        for part in inside[1:]:
            if part.lower_ in ("about", "with") and part.pos_ == "ADP" and part.i > token.i:
                last = part.nbor(-1)
                break
    for child in token.children:
        if child.i > token.i and label(child) in ("conj", "parataxis") and child.pos_ == "VERB" and child.tag_ == "VB":
            last = token.doc[child.left_edge.i - 1]
            break
    while last.i > inside[0].i and (last.pos_ in ("PUNCT", "CCONJ") and last.text not in "\"”’'"):
        last = last.nbor(-1)
    return inside[0], last
