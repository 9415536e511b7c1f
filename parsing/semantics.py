"""A first semantic layer of an act: its action, what comes out or is worked on, entities, attributes.

Reads tokens with spaCy. A blank pipeline has no tags, and the lexicon decides; where a pipeline brings tags, they do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from stemmata.parsing.clauses import acts
from stemmata.parsing.lexicon import (
    ACTS,
    ADJECTIVE_ENDINGS,
    ADJECTIVES,
    DETERMINERS,
    ENTITY_ROLES,
    PREPOSITIONS,
    PRODUCING,
    REQUEST,
)  # fmt: skip
from stemmata.schemas.vocabulary import NodeKind

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token

Range = tuple[int, int]
LONGEST = 600
_PRONOUNS = frozenset("it them me us you him her i we they he she there".split())


@cache
def pipeline(name: str = "") -> Language:
    """Return a spaCy pipeline: the blank English one, or an installed package or folder by name."""
    import spacy

    return spacy.load(name) if name else spacy.blank("en")


class Mention(NamedTuple):
    """A semantic node of an act, before it has an id; `head` is the position of the mention it hangs on."""

    kind: NodeKind
    range: Range
    role: str | None = None
    head: int | None = None


class _Phrase(NamedTuple):
    head: Range
    adjectives: tuple[Range, ...]
    stop: int


def mentions(text: str, ranges: Sequence[Range], nlp: Language) -> list[Mention]:
    """Return the mentions in an act's pieces of text: the action first, then what hangs on it.

    Args:
        text: The turn.
        ranges: The act's pieces.
        nlp: The pipeline that makes tokens, and perhaps tags.
    """
    tokens: list[tuple[Token, int]] = []
    for start, end in ranges:
        tokens += [(token, start + token.idx) for token in nlp(text[start : min(end, start + LONGEST)])]
    verb = _verb(tokens)
    if verb is None:
        return []
    action, offset = tokens[verb]
    lemma = action.lower_
    position, role = verb + 1, None
    if lemma == "come" and [token.lower_ for token, _ in tokens[verb + 1 : verb + 3]] == ["up", "with"]:
        position = verb + 3
    last, begin = tokens[position - 1]
    made = [Mention(NodeKind.ACTION, (offset, begin + len(last)))]
    first = True
    while position < len(tokens) and len(made) < 24:
        token = tokens[position][0]
        word = token.lower_
        if word in ENTITY_ROLES:
            role = ENTITY_ROLES[word]
            position += 1
            continue
        if word in _PRONOUNS or (not first and len(word) > 5 and word.endswith("ing")):
            position += 1
            continue
        phrase = _phrase(tokens, position)
        if phrase is None:
            if token.is_punct or word in PREPOSITIONS:
                role = None if token.is_punct else role
            position += 1
            continue
        produced = first and role is None and lemma in PRODUCING
        kind = NodeKind.OUTPUT if produced else NodeKind.ENTITY
        made.append(
            Mention(
                kind, phrase.head, None if produced else role or ("target" if first else None), 0 if produced else None
            )
        )
        head = len(made) - 1
        made += [Mention(NodeKind.ATTRIBUTE, adjective, None, head) for adjective in phrase.adjectives]
        first, role = False, None
        position = max(phrase.stop, position + 1)
    return made


def _verb(tokens: Sequence[tuple[Token, int]]) -> int | None:
    """Return the position of the act's verb: the first that names an act, after a polite frame where there is one."""
    words = " ".join(token.lower_ for token, _ in tokens[:40])
    frame = re.match(REQUEST + r"(?![\w-])", words)
    skip = len(frame[0].split()) if frame else 0
    for position, (token, _) in enumerate(tokens[: skip + 12]):
        if position >= skip and _is_verb(token, tokens, position):
            return position
    return None


def _is_verb(token: Token, tokens: Sequence[tuple[Token, int]], position: int) -> bool:
    if token.has_morph() and token.pos:
        return token.pos_ in ("VERB", "AUX") and token.tag_ in ("VB", "VBP")
    if token.lower_ not in ACTS:
        return False
    before = tokens[position - 1][0].lower_ if position else ""
    if before in DETERMINERS or before in ("of", "in", "for", "with", "by", "from"):
        return False
    following = " ".join(t.text for t, _ in tokens[position : position + 3]).lower()
    return acts(
        following + " ", 0, len(following) + 1, bare=position == 0 or before in ("to", "you", "please", ",", "and")
    )


def _is_adjective(token: Token) -> bool:
    if token.has_morph() and token.pos:
        return bool(token.pos_ == "ADJ")
    return token.lower_ in ADJECTIVES or (len(token) > 5 and token.lower_.endswith(ADJECTIVE_ENDINGS))


def _phrase(tokens: Sequence[tuple[Token, int]], position: int) -> _Phrase | None:
    """Return the noun phrase that begins here: an optional determiner, adjectives, and the nouns up to its end."""
    start = position
    while position < len(tokens) and tokens[position][0].lower_ in DETERMINERS:
        position += 1
    adjectives: list[Range] = []
    nouns: list[tuple[Token, int]] = []
    while position < len(tokens):
        token, offset = tokens[position]
        word = token.lower_
        hyphen = word == "-" and nouns
        ahead = tokens[position + 1][0] if position + 1 < len(tokens) else None
        if adjectives and not nouns and word in (",", "and") and ahead is not None and _is_adjective(ahead):
            position += 1
            continue
        if nouns and offset > nouns[-1][1] + len(nouns[-1][0]) + 1:  # another piece of a discontinuous act
            break
        if not hyphen and (not token.is_alpha and not re.fullmatch(r"[\w'’./+#-]*\w[\w'’./+#-]*", token.text)):
            break
        if word in PREPOSITIONS or (word in DETERMINERS and nouns) or (nouns and word in ACTS and word.endswith("ing")):
            break
        if not nouns and _is_adjective(token):
            adjectives.append((offset, offset + len(token)))
        elif nouns and word.endswith("ing") and len(word) > 5:
            break
        else:
            nouns.append((token, offset))
        position += 1
        if len(nouns) > 5:
            break
    if not nouns:
        if not adjectives or position == start:
            return None
        last = adjectives.pop()
        return _Phrase(last, tuple(adjectives), position)
    return _Phrase((nouns[0][1], nouns[-1][1] + len(nouns[-1][0])), tuple(adjectives), position)
