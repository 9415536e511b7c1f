"""The things that an act or a statement names: which nouns stand for something of their own, and their whole names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stemmata.parsing.act import Act
from stemmata.parsing.lexicon import LANGUAGES, LIGHT, NOUNS_TOO, UNTOLD
from stemmata.parsing.syntax import case_of, kids, label
from stemmata.parsing.terms import NAMED, QUALITIES, TERMS

if TYPE_CHECKING:
    from spacy.tokens import Token

_LANGUAGE = re.compile(LANGUAGES)
MONTHS = frozenset("january february march april may june july august september october november december".split())
_YEAR = re.compile(r"1[0-9]{3}|20[0-9]{2}|[12][0-9]{3}s")
_ERAS = frozenset("bc ad ce bce b.c. a.d. b.c am pm a.m. p.m.".split())
_PARTS = ("compound", "flat", "goeswith", "fixed", "cc")
_NOMINAL = ("obj", "iobj", "nsubj", "obl", "nmod", "conj", "appos")
_QUALIFYING = ("ful", "ous", "able", "ible", "less", "esque")
_NO_QUALITIES = frozenset("vegetable variable timetable syllable handful mouthful consumable wearable".split())
_TOOLS = frozenset(
    "python java javascript typescript ruby rust sql html css php perl kotlin matlab markdown latex excel linux".split()
)
_UNITS = frozenset("kg g mg lb lbs oz m cm mm km ft s ms ml l mb gb tb kb px mph kph hz w kw v".split())
_MEASURED = frozenset("old long tall wide deep high".split())


def names(token: Token, act: Act) -> bool:
    """Return whether a token is the head of a name, or of a noun that stands for something of its own."""
    held = act.titles.get(token.i)
    if held is not None:
        return token.i == _leading(held).i
    if token.i in act.fixed or _untold(token) or token.tag_ in ("WP", "PRP", "WDT", "DT"):
        return False
    if act.hidden is not None and (token.i == act.hidden.i or _before_hidden(token, act.hidden)):
        return token.i != act.hidden.i
    if misread(token, act):
        return True
    if token.i + 1 in act.own and misread(token.nbor(1), act):
        return False
    if token.i in act.words and not _heads_word(token, act):
        return False
    if _YEAR.fullmatch(token.text) and token.pos_ in ("NUM", "NOUN", "PROPN"):
        return _dated(token)
    if not any(c.isalnum() for c in token.text) or not _nominal(token, act):
        return False
    if label(token) in _PARTS and token.head.i in act.own and token.head.i not in act.titles:
        after = token.head.i > token.i
        if is_quality(token):
            return False
        if after and _kind_of_name(token, token.head):
            return True
        if after and (token.head.pos_ in ("NOUN", "PROPN", "NUM", "X", "SYM") or _nominal(token.head, act)):
            return False
        if not after and not _apart(token):
            return False
    if predicated(token):
        return False
    if inside_name(token, act) or _measures(token) or _premodifies(token, act):
        return False
    if token.lemma_.lower() in LIGHT:
        return not any(case_of(child) in ("of", "for", "to") or label(child) == "acl" for child in token.children)
    return True


def _before_hidden(token: Token, hidden: Token) -> bool:
    """Return whether a noun is the subject right before a verb that was taken for a noun."""
    named = token.pos_ in ("NOUN", "PROPN") or token.tag_ == "VBZ" or (token.pos_ == "NUM" and token.text.isupper())
    return token.i == hidden.i - 1 and named


def misread(token: Token, act: Act) -> bool:
    """Return whether a bare word is a noun that was taken for a verb: "a Python *script*", where none can stand."""
    if token.pos_ != "VERB" or token.lower_ not in NOUNS_TOO or token.tag_ not in ("VB", "VBD", "VBP"):
        return False
    for i in range(token.i - 1, max(-1, token.i - 4), -1):
        before = token.doc[i]
        if before.lower_ in ("a", "an"):
            return before.i in act.own
        if before.i not in act.own or before.pos_ not in ("NOUN", "PROPN", "ADJ"):
            return False
    return False


def predicated(token: Token) -> bool:
    """Return whether a noun is coordinated with a predicate, so that it is one too: "kind but firm"."""
    return label(token) == "conj" and token.tag_ == "NN" and token.head.pos_ == "ADJ" and bool(kids(token.head, "cop"))


def _untold(token: Token) -> bool:
    """Return whether a word is a pronoun or the like; "US" and "IT" are none."""
    return token.lower_ in UNTOLD and not (len(token) > 1 and token.text.isupper() and token.pos_ == "PROPN")


def _leading(held: tuple[Token, Token]) -> Token:
    """Return the token of a title by which it hangs in its sentence."""
    first, last = held
    inside = first.doc[first.i : last.i + 1]
    hanging = [t for t in inside if not first.i <= t.head.i <= last.i or t.head.i == t.i]
    return next((t for t in hanging if t.pos_ in ("NOUN", "PROPN", "ADJ", "VERB", "X")), (hanging or [first])[0])


def _apart(token: Token) -> bool:
    """Return whether a name follows a common noun: "the novel Emma" is two things, "Lake Como" is one."""
    named = len(token) > 1 and token.text[:1].isupper() and token.pos_ == "PROPN"
    return named and token.head.pos_ == "NOUN" and token.head.text.islower()


def _kind_of_name(before: Token, head: Token) -> bool:
    """Return whether a noun before a name says what the name is of: "the game Go"."""
    quoted = before.lower_ in ("word", "term", "verb", "noun", "adjective", "adverb", "letter", "phrase")
    named = (head.text[:1].isupper() or quoted) and head.pos_ in ("PROPN", "NOUN") and before.text.islower()
    return named and before.lower_ in NAMED and before.i > 0 and before.nbor(-1).pos_ in ("DET", "PRON", "ADJ")


def is_quality(token: Token) -> bool:
    """Return whether a word is an adjective, though it was taken for part of a compound: "a *random* street"."""
    word = token.text
    return word in QUALITIES or (len(word) > 6 and word.endswith(_QUALIFYING) and word not in _NO_QUALITIES)


def _heads_word(token: Token, act: Act) -> bool:
    """Return whether a token is what a hyphenated word hangs by, or its last part."""
    first, last = act.words[token.i]
    inside = token.doc[first.i : last.i + 1]
    if not any(t.pos_ in ("NOUN", "PROPN", "SYM", "X", "NUM") for t in inside):
        return False
    if last.pos_ == "ADP":  # "passers-by"
        return token.i == first.i
    return token.i == last.i and not (label(last) in ("amod", "advmod") and last.pos_ in ("ADJ", "ADV", "VERB"))


def _dated(token: Token) -> bool:
    """Return whether a number of four digits is a year."""
    return (
        case_of(token)
        in ("in", "since", "by", "from", "until", "before", "after", "of", "during", "for", "to", "between")
        and not any(label(child) in ("nummod", "compound") for child in token.children)
    ) or (label(token) in ("obl", "nmod") and bool(case_of(token)))


def _nominal(token: Token, act: Act) -> bool:
    """Return whether a token is a noun by its tag, or by what stands around it where its tag is another one."""
    if token.pos_ in ("NOUN", "PROPN", "SYM", "X"):
        if label(token) == "amod" and token.head.i in act.own:
            return token.head.tag_ in ("JJR", "JJS") and label(token.head) == "obj"  # "make the tone warmer"
        becomes = label(token) == "xcomp" and token.head.lemma_.lower() in ("sound", "look", "seem", "feel", "be")
        return not _doing(token, act) and not (becomes and not kids(token, "det", "compound", "amod", "case"))
    if _LANGUAGE.fullmatch(token.lower_) is not None and token.i:
        moved = token.nbor(-1).lower_ in ("to", "into") or (token.nbor(-1).pos_ == "ADP" and token.text[:1].isupper())
        if moved and (label(token) != "amod" or token.head.i not in act.own):
            return True
    if token.tag_ in ("NN", "NNS", "NNP") and label(token) in ("compound", *_NOMINAL):
        return not kids(token, "aux", "mark")
    if token.tag_ == "VBG":
        return label(token) in ("obj", "nsubj") and bool(kids(token, "det")) and not kids(token, "obj", "mark", "aux")
    if label(token) not in _NOMINAL or token.tag_ in ("CD", "WRB", "RB", "IN"):
        return False
    if token.pos_ not in ("ADJ", "VERB", "INTJ", "ADP", "NUM") or token.tag_ == "CD":
        return False
    before = kids(token, "det", "nmod")
    determined = any(
        t.lower_ in ("a", "an", "the", "any", "some", "this", "these", "no") or t.tag_ == "PRP$" for t in before
    )
    compounded = any(t.i == token.i - 1 and t.pos_ == "NOUN" for t in kids(token, "compound"))
    language = _LANGUAGE.fullmatch(token.lower_) is not None
    if token.pos_ == "VERB":
        return (determined or compounded) and not kids(token, "nsubj", "aux", "mark")
    return (determined and label(token) != "nsubj" and token.tag_ not in ("JJR", "JJS")) or compounded or language


def _doing(token: Token, act: Act) -> bool:
    """Return whether a noun is a verb by what hangs on it: "*building* on the tips", "whether smoke *harms* bees"."""
    if kids(token, "obj") and kids(token, "nsubj", "mark", "aux"):
        return True
    if not token.lower_.endswith("ing") or token.lower_ in ("thing", "king", "ring", "string", "spring", "wing"):
        return False
    opens = token.i == act.tokens[0].i and any(case_of(kid) == "on" for kid in token.children)
    return opens or (token.tag_ == "VBG" and bool(kids(token, "obj", "mark"))) or bool(kids(token, "obj"))


def _measures(token: Token) -> bool:
    """Return whether a noun only measures: "nineteen years old", "10 kg"."""
    if token.lower_ in _UNITS and any(kid.pos_ == "NUM" and kid.i < token.i for kid in token.children):
        return True
    return token.head.lower_ in _MEASURED and token.head.i > token.i and token.head.pos_ in ("ADJ", "ADV")


def _premodifies(token: Token, act: Act) -> bool:
    """Return whether a word of two parts only qualifies the noun after it: "a part-time job"."""
    return (
        token.i in act.words
        and token.head.i > token.i
        and label(token) in ("amod", "compound", "advmod")
        and not act.titles.get(token.head.i)
    )


def inside_name(token: Token, act: Act) -> bool:
    """Return whether a token is part of a longer name: "Biscay" in "Bay of Biscay"."""
    head = token.head
    return (
        label(token) == "nmod"
        and token.pos_ == head.pos_ == "PROPN"
        and case_of(token) == "of"
        and head.i in act.own
        and head.text[:1].isupper()
        and token.i - head.i <= 3
    )


def span(token: Token, act: Act) -> tuple[Token, Token]:
    """Return the first and the last word of a noun with those that form a compound with it, or of the whole name."""
    held = act.titles.get(token.i)
    if held is not None:
        return held
    first = last = token
    if token.i in act.words:
        first, last = act.words[token.i]
    while (before := _before(first, act)) is not None and _belongs(before, first, token, act):
        first = act.words[before.i][0] if before.i in act.words else before
    for child in token.children:
        if child.i not in act.own or child.i <= last.i or child.i in act.titles:
            continue
        follows = label(child) in ("flat", "goeswith") and child.i <= last.i + 1 and not _apart(child)
        if (follows and (token.text[:1].isupper() or child.pos_ not in ("NUM", "ADV"))) or inside_name(child, act):
            last = max(last, child.right_edge, key=lambda t: t.i)
            if last.i not in act.own:
                last = child
    after = token.doc[last.i + 1] if last.i + 1 < len(token.doc) else None
    if (
        after is not None
        and after.i in act.own
        and token.pos_ == "NOUN"
        and _YEAR.fullmatch(after.text)
        and token.lower_ == "year"
    ):
        last = after
    return first, last


def _before(first: Token, act: Act) -> Token | None:
    before = first.doc[first.i - 1] if first.i else None
    return before if before is not None and before.i in act.own and before.i not in act.titles else None


def _belongs(before: Token, first: Token, head: Token, act: Act) -> bool:
    """Return whether the word before a name is part of it."""
    relation, up = label(before), before.head.i
    if label(before) == "flat" and up < before.i:
        up = before.head.head.i  # "vitamin D deficiency"
    near = first.i <= up <= head.i or (act.hidden is not None and up >= act.hidden.i == head.i + 1)
    if (
        relation == "case"
        or before.lower_ in _UNITS
        or (act.hidden is not None and act.hidden.i in (before.i, first.i))
        or before.text in ("'s", "’s", "'", "’")
        or before.pos_ in ("PUNCT", "DET", "ADP", "PRON", "CCONJ")
    ):
        return False
    if before.i in act.words:
        group = before.doc[act.words[before.i][0].i : before.i + 1]
        adjectival = any(t.pos_ in ("ADJ", "ADP", "ADV", "NUM") or t.tag_ in ("VBN", "VBG") for t in group)
        return near and relation in ("compound", "flat") and not adjectival
    if (before.lower_, first.lemma_.lower()) in TERMS or (before.lower_, first.lower_) in TERMS:
        return True
    if relation == "nsubj" and up == head.i and misread(head, act):
        return before.i == head.i - 1
    if act.hidden is not None and head.i == act.hidden.i - 1 and before.pos_ in ("NOUN", "PROPN"):
        return not _kind_of_name(before, head)
    if relation in ("compound", "flat") and near:
        finite = (
            before.tag_ in ("VBZ", "VBD", "VBP") and before.i and before.nbor(-1).lower_ in ("that", "which", "who")
        )
        return not finite and not is_quality(before) and not _kind_of_name(before, head)
    if relation == "nummod" and near:
        return head.lower_ in MONTHS or head.lower_ in _ERAS
    if relation == "amod" and near and before.pos_ in ("NOUN", "PROPN") and before.tag_ != "JJ":
        return not is_quality(before)
    tool = before.lower_ in _TOOLS or (len(before) > 1 and before.text.isupper())
    if relation == "amod" and near and tool:
        return True
    opening = before.i == act.tokens[0].i
    capital = before.text[:1].isupper() and head.text[:1].isupper() and before.text.lower() != before.text
    return near and relation in ("amod", "nummod") and capital and not (opening and before.i == 0)
