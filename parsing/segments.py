"""Clauses of a sentence: where it falls apart, by its words and by its syntax."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stemmata.graphs.constraints.passage import MASK, Passage
from stemmata.parsing.clauses import FRAME, GERUND, Clause, ClauseKind, acts, kind_of, opening
from stemmata.parsing.coordination import cuts
from stemmata.parsing.lexicon import ACTS, NOUNS_TOO, REQUEST
from stemmata.parsing.syntax import Sentence, kids, label
from stemmata.parsing.telling import Context, told

if TYPE_CHECKING:
    from spacy.tokens import Token

_WITHIN = re.compile(  # what may open a clause after "and", "but" or a comma
    r"(?:make sure|ensure|be sure|do(?:es)? not|don'?t|don’t|never|avoid|refrain|keep|limit|use|include|exclude|"
    r"mention|"
    r"contain|wrap|finish|end|start|begin|conclude|separate|highlight|italicize|add|put|respond|reply|answer (?:in|"
    r"with|using)|"
    r"be (?:sure|polite|concise|creative|specific|careful|fewer|less|more|at)|(?:should|must)(?:n'?t)?\b|(?:have|has|"
    r"contains?)\s|"
    r"do (?:it|so|this)(?= (?:as|in|with|without|like))|please|(?:can|could|would|will) you|not (?:contain|"
    r"include|use|mention|exceed)|no (?:commas?|other|more)|"
    r"that (?:it|you|the|your|there|each)|you (?:must|should|have|need|can)|let'?s|ensuring|making sure|while ensuring|"
    r"(?:the|your|each|every|all|it|they|this|there)(?: [a-z]+){0,3}? (?:should|must|needs? to|ha(?:s|ve) to))(?![\w-])"
)
_BARE = re.compile(r"(?:(?:have|has|contains?|be|that)|(end|start|use|put|add|answer|reply|respond|finish|begin))\b")
_SEPARATOR = re.compile(
    r"\s*;\s+|\s*,?\s+(?:and|but|then|plus|while|so)\s+(?:(?:also|then|please|finally|lastly|next|afterwards|"
    r"make it)\s+)*"
    r"|\s*,\s+(?:(?:then|also|please|finally)\s+)*"
)


_FRAME_ONLY = re.compile(rf"{REQUEST}\s*")
_ASKING_AFTER = re.compile(r",\s+(?=(?:what|how|which|who|why|where|when)\b)")


def _cuts(passage: Passage, start: int, end: int, first: ClauseKind) -> list[tuple[int, int]]:
    """Return the separators at which a sentence falls into clauses."""
    cuts = []
    for match in _SEPARATOR.finditer(passage.lower, start, end):
        after = match.end()
        comma = not re.search(r"[a-z;]", match[0])
        if _WITHIN.match(passage.lower, after, end):
            if first is ClauseKind.STATEMENT and not re.match(
                r"(?:make sure|ensure|please|do not|don'?t|(?:can|could|would) you|avoid|refrain|let'?s)",
                passage.lower[after : after + 16],
            ):
                continue
            if comma and re.match(
                r"(?:have|has|contain|end|start|use|be |put|add|answer|reply|that|respond)", passage.lower[after:]
            ):
                continue
            cuts.append(match.span())
        elif (
            first is not ClauseKind.STATEMENT
            and not (comma and first is not ClauseKind.ACT)
            and acts(passage.lower, after, end, bare=False)
        ):
            cuts.append(match.span())
    cuts += [
        match.span()
        for match in _ASKING_AFTER.finditer(passage.lower, start, end)
        if GERUND.match(passage.lower, start)
    ]
    return sorted(cuts)


def clauses(
    passage: Passage, sentence: Sentence, end: int, typed: list[tuple[int, int]], context: Context
) -> list[Clause]:
    """Return the clauses of a sentence in order.

    Args:
        passage: The turn.
        sentence: The sentence.
        end: Where it ends, for the purpose: what a colon announces in it comes after.
        typed: The cores of the constraints that families found in the turn.
        context: What came before it.
    """
    start = sentence.start

    def holds(left: int, right: int) -> bool:
        return any(left <= core[0] and core[1] <= right for core in typed)

    own = opening(passage.lower, start, end)
    first = kind_of(passage, own, end, typed=holds(own, end))
    found: list[Clause] = []
    left, mark = own, own
    for cut, after in [*_joined(passage, sentence, _cuts(passage, own, end, first), own, end), (end, end)]:
        if any(core[0] < after and cut < core[1] for core in typed):  # never cut a constraint in two
            continue
        piece = kind_of(passage, left, cut, typed=holds(left, cut))
        opens = FRAME.match(passage.lower, left, cut) is not None and piece is not ClauseKind.ACT
        starting = cut != end and piece in (ClauseKind.ACT, ClauseKind.STATEMENT)
        opens = opens or (starting and GERUND.match(passage.lower, left, cut) is not None)
        subordinate = opens and not holds(left, cut)
        if subordinate and cut != end and left == mark and "," in passage.lower[cut:after]:
            continue  # an adjunct before its clause belongs to the clause
        if cut != end and (cut - left < 3 or _FRAME_ONLY.fullmatch(passage.lower, left, cut)):
            continue
        found.append(Clause(mark if subordinate else left, cut, piece))
        left = mark = opening(passage.lower, after, end)
    known: list[Clause] = []
    for clause in found:
        known.append(told(passage, sentence, clause, holds(clause.start, clause.end), context))
        acted = context.acted or known[-1].kind is ClauseKind.ACT
        context = context._replace(acted=acted, first=False)
    return [clause for clause in known if clause.end > clause.start and clause.kind is not ClauseKind.GLUE]


_LEADS = frozenset(
    """no not never please do don't dont make with without in each every all let so be it you the your what how which
    who why where when""".split()
)


def _leads(token: Token) -> bool:
    """Return whether a word may be the verb of a further clause, even where the tagger takes it for something else."""
    if token.pos_ in ("VERB", "AUX", "SCONJ") or token.lower_ in _LEADS:
        return True
    following = token.nbor(1) if token.i + 1 < len(token.doc) else token
    before = token.nbor(-1).nbor(-1) if token.i > 1 else token
    return (
        token.lower_ in ACTS
        and (token.lower_ not in NOUNS_TOO or following.pos_ == "NUM")
        and following.pos_ in ("DET", "PRON", "ADP", "NUM", "SCONJ")
        and not (token.pos_ == "ADJ" and before.pos_ == "ADJ")
    )


def _subordinate(token: Token) -> bool:
    """Return whether a verb belongs to a purpose, or to a clause before the verb of the sentence: a condition, say."""
    head = token.head
    if label(token) == "conj" and label(head) in ("acl", "advcl") and any(m.lower_ == "to" for m in kids(head, "mark")):
        return True
    above = [token, *token.ancestors]
    return token.i < above[-1].i and any(label(one) in ("advcl", "acl", "csubj") for one in above)


def _joined(
    passage: Passage, sentence: Sentence, worded: list[tuple[int, int]], own: int, end: int
) -> list[tuple[int, int]]:
    """Return the separators that words or syntax show, those that overlap once.

    Words alone take nouns for verbs ("consistency and detail"), so that syntax has a say in theirs too.
    """
    kept: list[tuple[int, int]] = []
    heads = {sentence.start + token.idx: token for token in sentence.doc}
    fine = [
        cut for cut in worded if (token := heads.get(cut[1])) is None or (_leads(token) and not _subordinate(token))
    ]
    for cut in sorted({*fine, *cuts(sentence)}):
        if MASK in passage.masked[max(own, cut[0] - 1) : cut[1] + 1]:
            continue  # inside a quotation
        if own < cut[0] and cut[1] < end and (not kept or cut[0] >= kept[-1][1]):
            kept.append(cut)
    return kept
