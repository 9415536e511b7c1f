"""As which kind of text the response is shaped: a fairy tale, a haiku, a letter. A judge decides it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field, field_validator

from stemmata.graphs.constraints.addition import head
from stemmata.graphs.constraints.context import compiled, cores, few_blanks
from stemmata.graphs.constraints.family import Alternative, Example, Form, Found, Kwargs, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.judged import Judged
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.phrases import told
from stemmata.graphs.constraints.tones import with_article
from stemmata.schemas.vocabulary import Meaning

ID = "style:genre"
_HEADS = (
    r"(?:fairy[- ]?tales?|folk ?tales?|tall tale|tales?|fables?|parable|myth|legend|saga|epic|bedtime story|"
    r"(?:short )?story|"
    r"novels?|novella|graphic novel|comic(?: book| strip)?|romance|thriller|western|mystery|space opera|"
    r"soap opera|opera|musical|"
    r"poems?|poetry|sonnets?|haikus?|limericks?|ballad|ode|elegy|villanelle|free verse|raps?|rap song|songs?|"
    r"lullaby|nursery rhyme|"
    r"sea shanty|shanty|hymn|anthem|chant|jingle|prayer|sermon|speech|eulogy|toast|monologue|soliloquy|dialogue|"
    r"dialog|conversation|"
    r"interview|debate|chat|play|script|screenplay|sitcom|sketch|skit|stand-?up(?: comedy)?(?: routine| set)?|"
    r"comedy routine|"
    r"podcast(?: episode)?|documentary|nature documentary|movie trailer|trailer|infomercial|commercial|"
    r"advertisement|ad|sales pitch|"
    r"press release|news (?:report|article|story|bulletin|broadcast)|newspaper (?:article|report|column)|"
    r"headline|editorial|op-ed|"
    r"weather (?:report|forecast)|sports commentary|tabloid(?: article)?|obituary|manifesto|memo|letters?|"
    r"e-?mail|postcard|telegram|"
    r"tweets?|blog post|diary(?: entry)?|journal(?: entry)?|logbook|travelogue|tutorial|recipe|manual|"
    r"encyclopedia (?:entry|article)|"
    r"wikipedia (?:entry|article)|textbook|lecture|riddle|satire|tragedy|comedy|farce|detective story|fairytale|"
    r"quest|text message|"
    r"cover letter|love letter|case study|museum label|horoscope|prophecy|spell|fortune cookie)"
)
# Styles that are said without an article.
_STYLES = (
    r"(?:film noir|noir|science fiction|sci-fi|cyberpunk|steampunk|gothic (?:fiction|horror|literature)|"
    r"magical realism|hip[- ]hop|"
    r"country music|free verse|satire|slam poetry|spoken word|beat poetry|shakespearean drama|stream of consciousness)"
)
_MODIFIER = (
    r"(?!(?:of|in|for|with|the|a|an|and|or|to|that|this|about|is|as|your|my|same|following|given|good|short|"
    r"brief|long)\s)[a-z0-9][\w'’-]{1,18}"
)
_KIND = rf"(?P<genre>(?:{_MODIFIER}\s+){{0,3}}?{_HEADS}|{_STYLES})"
_KIND_A = rf"(?:an?\s+|the\s+)?{_KIND}"
_NEXT = (
    r"(?!\s+(?:about|template|format|titled|called|idea|review|analysis|writer|author|generator|app|editor|"
    r"with\s+the\s+same)|[-'’]\w)"
)
_DO = (
    r"(?:write|rewrite|present|explain|answer|tell|respond|reply|format|phrase|structure|express|describe|"
    r"summari[sz]e|retell|put|"
    r"frame|style|deliver|recast|reimagine|do|make|written|structured|framed|phrased|presented|formatted|told|"
    r"retold|expand\s+on)"
)
_PATTERNS = (
    compiled(
        rf"in\s+the\s+(?:\w+\s+)?(?:style|form|manner|spirit|format|shape|vein|guise)\s+of\s+{_KIND_A}{_NEXT}",
        Form.PHRASE,
    ),
    compiled(rf"in\s+(?:an?\s+)?{_KIND}\s+(?:style|form|format)(?!\s+of\b)", Form.PHRASE),
    compiled(
        rf"(?:(?:written|phrased|"
        rf"styled)\s+)?like\s+(?:an?\s+)(?P<genre>(?:{_MODIFIER}\s+){{0,2}}?(?:fairy ?tale|fable|haiku|sonnet|"
        rf"limerick|rap|sermon|"
        r"news report|weather report|press release|movie trailer|bedtime story|diary entry|love letter|"
        r"sea shanty))",
        Form.PHRASE,
    ),
    (
        re.compile(
            few_blanks(
                rf"(?<![\w-]){_DO}\b[^.!?;:,\n]{{0,60}}?\s(?P<core>as\s+an?\s+(?:short\s+|"
                rf"brief\s+|long\s+)?{_KIND}{_NEXT}(?![\w-]))"
            )
        ),
        Form.PHRASE,
    ),
)
_TERM = re.compile(rf"(?:{_MODIFIER} ){{0,3}}?{_HEADS}|{_STYLES}")
# Short poems of a fixed form: none is another.
_FIXED = frozenset({"haiku", "sonnet", "limerick", "villanelle"})


class Arguments(FamilyArguments):
    """The kind of text, in lower case and without an article ("noir novel")."""

    genre: str = Field(min_length=1, max_length=100)

    @field_validator("genre")
    @classmethod
    def _is_a_kind(cls, genre: str) -> str:
        if not _TERM.fullmatch(genre):
            raise ValueError("'genre' names no kind of text")
        return genre


def _is_order(passage: Passage, match: re.Match[str]) -> bool:
    if match.re.pattern == _PATTERNS[2][0].pattern and not re.search(
        rf"\b{_DO}\b", passage.lower[max(0, match.start() - 60) : match.end()]
    ):
        return False
    return not told(passage, match.start()) and _TERM.fullmatch(_plain(match["genre"])) is not None


def _plain(words: str) -> str:
    return " ".join(words.split())


def _states(passage: Passage) -> Iterator[Found]:
    for core in cores(passage, _PATTERNS, _is_order):
        yield Found(ID, {"genre": _plain(core.match["genre"])}, core.start, core.end, core.form)


def _says(kwargs: Kwargs, form: Form) -> list[str]:
    genre = kwargs["genre"]
    one = genre if re.fullmatch(_STYLES, genre) or genre.endswith(("s", "poetry")) else with_article(genre)
    phrases = [f"in the style of {one}", f"in the form of {one}"]
    return {
        Form.PHRASE: [*phrases, *([f"as {one}"] if one != genre else [])],
        Form.SENTENCE: [
            f"Write in the style of {one}",
            f"Answer in the form of {one}",
            f"Respond in the manner of {one}",
            f"Your response should be in the style of {one}",
        ],
    }.get(form, [])


_USUAL = ("fairy tale", "dialogue", "news report", "haiku", "limerick", "diary entry", "letter", "noir novel")


def _varies(kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
    fixed = [form for form in ("haiku", "limerick", "sonnet") if _means({"genre": form}, kwargs) == "contradicts"]
    for genre in fixed[:2]:
        yield Alternative(ID, {"genre": genre}, "contradicting")
    for genre in rng.sample(_USUAL, 4):
        made = {"genre": genre}
        if genre != kwargs["genre"] and _means(made, kwargs) is None:
            yield Alternative(ID, made, "parallel")


def _means(kwargs: Kwargs, other: Kwargs) -> Meaning | None:
    first, second = kwargs["genre"], other["genre"]
    if first == second:
        return "equivalent"
    one, two = head(first), head(second)
    return "contradicts" if one != two and one in _FIXED and two in _FIXED else None


def _offers(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    if task.action in ("explain", "describe", "tell", "retell") and not task.response:
        yield from ({"genre": genre} for genre in rng.sample(_USUAL[:5], 2))


FAMILY = Judged(
    id=ID,
    summary="the kind of text as which the response is shaped",
    example=Example("Write it in the style of a fairy tale.", {"genre": "fairy tale"}),
    arguments=Arguments,
    cues=("style", "form", "manner", "spirit", "shape", "vein", "guise", "like a", "as a"),
    states=_states,
    says=_says,
    varies=_varies,
    means=_means,
    offers=_offers,
    shapes=("prose", "sentence"),
)
