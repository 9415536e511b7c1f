"""The verb of an act: what the model is to do, behind whatever frame asks for it.

Frames are found by their words, for a wrong tag in a question must not hide its verb; the tree decides the rest.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from stemmata.parsing.act import Act
from stemmata.parsing.frames import ASKING, LEAD, STRONG, WEAK
from stemmata.parsing.lexicon import ACTS, NOUNS_TOO
from stemmata.parsing.syntax import kids, label
from stemmata.parsing.terms import PHRASAL

if TYPE_CHECKING:
    from spacy.tokens import Token

# Words that open a clause which is no order, or a noun phrase.
_OTHER = frozenset("DET PRON ADP NUM SCONJ PUNCT CCONJ SYM PART".split())
_AFTER_VERB = frozenset(
    """the a an this that these those my your our his her its their me us it them him each every all both how what why
    whether which when where who any some""".split()
)
# They stand before a noun as adjectives too.
_ADJECTIVES = frozenset(
    "complete correct present perfect elaborate separate clear direct alternate abstract subject secure live "
    "clean appropriate moderate approximate articulate intimate".split()
)
_DOUBLE = frozenset(
    "second double proof fine fact role cross spell re brain copy stress peer re- mass quick live".split()
)
_AS = frozenset("act behave play pose speak respond reply answer role-play write look search ask".split())
_FRAMED = frozenset("task job goal aim role".split())


class Verb(NamedTuple):
    """The verb of an act: its head, its first and last words, and the positions of the frame that asks for it."""

    head: Token
    first: Token
    last: Token
    frame: frozenset[int]


class _Words:
    """An act's words in lower case with single blanks, and which token stands where."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.starts: list[int] = []
        parts, at = [], 0
        for token in tokens:
            word = token.lower_.replace("’", "'").strip() or ","
            self.starts.append(at)
            parts.append(word)
            at += len(word) + 1
        self.text = " ".join(parts) + " "

    def at(self, offset: int) -> int:
        """Return which token begins at an offset of the text, or next after it."""
        return bisect_left(self.starts, offset)


def action(act: Act) -> Verb | None:
    """Return an act's verb; None where a noun phrase names it, and for a question about the world."""
    words = _Words(act.tokens)
    begin = 0
    for begin in _openings(act, words):
        found = _asked(act, words, begin)
        if found is not None:
            return _whole(found[0], act, frozenset(t.i for t in act.tokens[begin : found[1]]))
    if act.question:
        asking = ASKING.match(words.text)
        place = words.at(asking.end()) if asking else len(act.tokens)
        while place < len(act.tokens) and act.tokens[place].pos_ == "ADV":
            place += 1
        if asking and place < len(act.tokens) and act.tokens[place].pos_ in ("VERB", "NOUN", "ADJ"):
            return _whole(act.tokens[place], act, frozenset())
        return None
    head = _stated(act)
    return None if head is None else _whole(head, act, frozenset())


def _openings(act: Act, words: _Words) -> list[int]:
    """Return where a clause that asks for something can begin: first of all, and after commas."""
    lead = LEAD.match(words.text)
    found = [words.at(lead.end()) if lead else 0]
    for place, token in enumerate(act.tokens):
        if (
            place > found[0]
            and (
                token.text in (",", ":", ";", ".", ")") or (token.text in ("-", "–", "—") and token.i not in act.words)
            )
            and place + 1 < len(act.tokens)
        ):
            lead = LEAD.match(words.text, words.starts[place + 1])
            found.append(words.at(lead.end()) if lead else place + 1)
        elif token.lower_ in ("please", "pls", "plz", "kindly") and place > found[0]:
            found.append(place + 1)
    return found


def _asked(act: Act, words: _Words, begin: int) -> tuple[Token, int] | None:
    """Return the verb that a clause asks for, and the place after the frame before it; None where there is none."""
    place, own, strong = begin, None, False
    while place < len(act.tokens):
        offset = words.starts[place]
        frame = STRONG.match(words.text, offset) if not strong else None
        if frame is not None and frame[0].startswith("if ") and any(t.text == "," for t in act.tokens[place:]):
            break  # a condition, and no request
        if frame is not None:
            after = _past_adverbs(act, words.at(frame.end()))
            if after >= len(act.tokens):
                break
            if not _can_act(act.tokens[after]) and WEAK.match(words.text, words.starts[after]) is None:
                break
            place, strong = after, True
            continue
        frame = WEAK.match(words.text, offset)
        if frame is not None:
            after = _past_adverbs(act, words.at(frame.end()))
            if after < len(act.tokens) and _gerund_or_order(act.tokens[after], act, frame[0]):
                place, strong = after, True
                continue
            if not strong and frame[0].startswith(("i ", "we ", "need", "want", "in ", "looking", "could use")):
                own = next(
                    (t for t in act.tokens[place:] if t.lemma_ in ("need", "want", "use", "look", "require")), None
                )
                return None if own is None else (own, place)
            if frame[0].startswith(("how", "what")):
                return None
        break
    if place >= len(act.tokens):
        return None
    token = act.tokens[place]
    if strong or _orders(token, act, first=begin == place):
        return token, place
    return None


def _past_adverbs(act: Act, place: int) -> int:
    while place < len(act.tokens) and (act.tokens[place].pos_ == "ADV" or act.tokens[place].text == ","):
        if act.tokens[place].lower_ in ACTS:
            break
        place += 1
    return place


def _can_act(token: Token) -> bool:
    """Return whether a word after a frame that needs a verb can be one."""
    if token.lemma_.lower() == "be":
        return False
    return (
        token.pos_ not in _OTHER and token.text[:1].isalpha() and token.tag_ not in ("VBD", "VBZ")
    ) or token.lower_ in ACTS


def _gerund_or_order(token: Token, act: Act, frame: str) -> bool:
    if token.lower_.endswith("ing") and (token.pos_ == "VERB" or token.tag_ == "VBG" or _governs(token, act)):
        return frame.split()[-1] not in ("to", "and")
    return frame.split()[-1] not in ("with", "in", "on", "by", "about", "mind") and _orders(token, act, first=True)


def _governs(token: Token, act: Act) -> bool:
    """Return whether a determiner, pronoun or question word comes right after a word, as it does after a verb."""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return after is not None and after.i in act.own and (after.lower_ in _AFTER_VERB or after.tag_ == "PRP$")


def _orders(token: Token, act: Act, *, first: bool) -> bool:
    """Return whether a word that a clause begins with is an order."""
    word = token.lower_
    if token.i in act.words and act.words[token.i][0].i == token.i:
        end = act.words[token.i][1]
        word = token.doc[token.i : end.i + 1].text.lower()
        if word in ACTS or end.lower_ in ACTS:
            return word in ACTS or _governs(end, act)
    if act.question and token.lemma_.lower() in ("be", "do", "have"):
        return False
    if word in _AS and token.i + 1 < len(token.doc) and token.nbor(1).lower_ in ("as", "like", "for"):
        return token.nbor(1).lower_ != "for" or word in ("look", "search", "ask")
    if (
        (token.pos_ in _OTHER and word != "round")
        or not word[:1].isalpha()
        or token.tag_ in ("VBG", "VBN", "VBD", "VBZ", "MD", "WRB", "WP")
    ):
        return False
    known = word in ACTS or (token.tag_ in ("VB", "VBP") and token.pos_ == "VERB")
    if not first:
        return known and token.pos_ == "VERB" and token.tag_ in ("VB", "VBP") and not kids(token, "nsubj", "aux")
    if _governs(token, act) and not (token.pos_ in ("ADV", "AUX") or token.lower_.endswith("ing")):
        return True
    if known and token.pos_ == "VERB":
        return True
    before_noun = label(token) == "amod" and token.head.i > token.i
    if word in ACTS and (word not in NOUNS_TOO or before_noun):
        return not (word in _ADJECTIVES and before_noun)
    if word in ACTS and label(token) == "ROOT":
        return any(label(kid) in ("obj", "iobj", "ccomp", "xcomp") for kid in token.children)
    pair = token.nbor(1) if token.i + 1 < len(token.doc) else token
    return word in _DOUBLE and pair.i in act.own and pair.lower_ in ACTS and _governs(pair, act)


def _stated(act: Act) -> Token | None:
    """Return the finite verb of a clause that no frame or order opens: the head of its tree."""
    roots = [t for t in act.tokens if t.head.i == t.i or t.head.i not in act.own]
    roots = [t for t in roots if label(t) not in ("punct", "cc", "discourse", "mark", "case", "det", "advmod", "intj")]
    root = next((t for t in roots if t.pos_ == "VERB"), roots[0] if roots else None)
    while root is not None and (inner := _inner(root, act)) is not None:
        root = inner
    if root is None or root.pos_ != "VERB" or label(root) in ("acl", "amod"):
        return None
    if root.tag_ in ("VBG", "VBN") and not kids(root, "aux", "nsubj"):
        opens = act.tokens[0].i == root.i or act.tokens[0].pos_ in ("ADV", "ADP", "SCONJ", "VERB", "PART")
        return root if opens and root.tag_ == "VBG" and label(root) == "ROOT" else None
    if root.tag_ == "VBZ" and (not kids(root, "nsubj") or act.tokens[0].lower_ in ("a", "an")):
        return None  # "a poem about autumn leaves" names a task
    return root


def _inner(root: Token, act: Act) -> Token | None:
    """Return the verb that the head of a frame asks for: "your main job would be to *sort*"."""
    inside = [t for t in root.children if t.i in act.own]
    subject = next((t for t in inside if label(t) == "nsubj"), None)
    framed = root.lemma_.lower() in _FRAMED or (
        root.pos_ != "VERB" and subject is not None and subject.lemma_.lower() in _FRAMED
    )
    if framed:
        return next((t for t in inside if label(t) in ("xcomp", "ccomp", "csubj", "acl") and t.pos_ == "VERB"), None)
    if root.lemma_.lower() in ("like", "love", "want", "wish", "appreciate", "help", "able", "mind"):
        return next(
            (t for t in inside if label(t) in ("xcomp", "ccomp", "advcl") and t.pos_ == "VERB" and t.i > root.i), None
        )
    return None


_PARTICLES = frozenset("up down out in off over together away back through".split())


def _whole(head: Token, act: Act, frame: frozenset[int]) -> Verb:
    """Return a verb with the words that belong to it: "fill in", "come up with", "double-check"."""
    first = last = head
    if head.i in act.words:
        first, last = act.words[head.i]
        head = next((t for t in head.doc[first.i : last.i + 1] if not first.i <= t.head.i <= last.i), last)
    doc = head.doc

    def following() -> Token | None:
        after = doc[last.i + 1] if last.i + 1 < len(doc) else None
        return after if after is not None and after.i in act.own else None

    after = following()
    if head.lower_ in _DOUBLE and after is not None and after.lower_ in ACTS and after.i == head.i + 1:
        head = last = after
        after = following()
    before = doc[first.i - 1] if first.i else None
    if (
        before is not None
        and before.i in act.own
        and before.lower_ in _DOUBLE
        and label(before) in ("advmod", "compound", "amod")
    ):
        first = before
    lemma = head.lower_ if (head.lower_, "") in PHRASAL else head.lemma_.lower()
    if after is not None:
        joined = (lemma, after.lower_) in PHRASAL or (head.lower_, after.lower_) in PHRASAL
        attached = after.head.i == head.i and label(after) in ("compound", "advmod") and after.lower_ in _PARTICLES
        if joined or attached:
            last = after
        elif (
            lemma in ("take", "have")
            and after.lower_ == "a"
            and after.i + 1 < len(doc)
            and doc[after.i + 1].lower_ == "look"
        ):
            last = doc[after.i + 1]
    if lemma == "come" and last.lower_ == "up" and (after := following()) is not None and after.lower_ == "with":
        last = after
    return Verb(head, first, last, frame)
