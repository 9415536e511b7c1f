"""Contractions of English, and what they are short for."""

from __future__ import annotations

import re
from typing import NamedTuple

from stemmata.graphs.constraints.marks import difference

_APOSTROPHE = r"['’ʼ]"
_WHO = (
    r"it|that|he|she|what|who|where|there|here|how|when|why|this|everything|something|nothing|everyone|"
    r"someone|anyone|nobody|one"
)
CONTRACTION = re.compile(
    rf"(?<!\w)(?<!\w['’])(?:(?P<not>ai|are|ca|could|dare|did|does|do|had|has|have|is|might|must|need|ought|sha|"
    rf"should|was|were|wo|would|may)n"
    rf"{_APOSTROPHE}t(?P<ve>{_APOSTROPHE}ve)?"
    rf"|(?P<lets>let){_APOSTROPHE}s(?=\s)|(?P<whose>{_WHO}){_APOSTROPHE}s"
    rf"|(?P<host>[a-z]{{1,14}}){_APOSTROPHE}(?P<tail>re|ve|ll|m|d)(?P<have>{_APOSTROPHE}ve)?"
    rf"|y{_APOSTROPHE}all|ma{_APOSTROPHE}am|{_APOSTROPHE}(?:tis|twas|cause|em)|(?P<bare>dont|doesnt|didnt|cant|"
    rf"wont|isnt|wasnt|couldnt|"
    rf"wouldnt|shouldnt|arent|werent|hasnt|havent|hadnt|youre|theyre|weve|theyve|youve))(?![\w])",
    re.IGNORECASE,
)
"""What is a contraction: n't, 're, 've, 'll, 'm, 'd, and 's after a pronoun; a possessive ("the cat's") is none."""

_NOT = {"ca": "can", "wo": "will", "sha": "shall"}
_TAILS = {"re": "are", "ve": "have", "ll": "will", "m": "am"}
_PARTICIPLE = re.compile(
    r"\s+(?:(?:not|never|already|just|always|ever|also|only|long|since|recently|really)\s+)?(?:been|had|got|"
    r"gotten|gone|done|made|seen|"
    r"taken|become|come|given|known|said|told|left|lost|found|felt|kept|grown|shown|won|built|brought|thought|"
    r"written|better|"
    r"\w{3,14}ed)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"\s+(?P<who>i|you|he|she|it|we|they|this|that|there)\b", re.IGNORECASE)


class Spelled(NamedTuple):
    """A text with its contractions written out, and the characters taken out and put in."""

    text: str
    changed: int


def written_out(text: str) -> Spelled | None:
    """Return a text with its contractions written out; None where one of them can be read in two ways.

    Example:
        >>> written_out("Don't worry, it's fine.").text
        'Do not worry, it is fine.'
    """
    pieces: list[str] = []
    reached = changed = 0
    for match in CONTRACTION.finditer(text):
        if match.start() < reached:
            return None
        full = _full(match, text)
        if full is None:
            return None
        end, words = full
        pieces += [text[reached : match.start()], words]
        changed += difference(text[match.start() : end], words)
        reached = end
    return Spelled("".join([*pieces, text[reached:]]), changed)


def _full(match: re.Match[str], text: str) -> tuple[int, str] | None:
    """Return where the contraction ends, with a subject that comes before "not", and its words; None if unclear."""
    end = match.end()
    if match["not"]:
        verb = match["not"]
        if verb.lower() == "ai" or match["ve"]:
            return None
        stem = _like(verb, _NOT.get(verb.lower(), verb))
        loud = verb.isupper() and len(verb) > 1
        subject = _SUBJECT.match(text, end)
        before = re.split(r"[.!?,;:\n]\s*", text[max(0, match.start() - 40) : match.start()])[-1]
        if subject and (
            not before.strip() or re.search(r"\b(?:why|how|what|who|where|when)\s$", before, re.IGNORECASE)
        ):
            return subject.end(), f"{stem} {subject['who']} {'NOT' if loud else 'not'}"
        glue = "" if stem.lower() == "can" else " "
        return end, stem + glue + ("NOT" if loud else "not")
    if match["lets"]:
        return end, f"{match['lets']} {'US' if match['lets'].isupper() else 'us'}"
    if match["whose"]:
        has = _PARTICIPLE.match(text, end)
        if has and has[0].strip().lower().endswith("ed"):
            return None  # "it's finished"
        word = (
            "has"
            if has and not has[0].strip().lower().endswith(("done", "gone", "lost", "left"))
            else None
            if has
            else "is"
        )
        return None if word is None else (end, _joined(match["whose"], word))
    if match["host"]:
        tail = match["tail"].lower()
        if match["have"]:
            return None
        if tail in _TAILS:
            return end, _joined(match["host"], _TAILS[tail])
        if match["host"].lower() not in ("i", "you", "he", "she", "it", "we", "they", "who", "that", "there"):
            return None
        return end, _joined(match["host"], "had" if _PARTICIPLE.match(text, end) else "would")
    return None


def _like(model: str, word: str) -> str:
    """Return a word with the capitals of another."""
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if model[:1].isupper() else word


def _joined(host: str, word: str) -> str:
    return f"{host} {word.upper() if host.isupper() and len(host) > 1 else word}"
