"""In whose style the response is written: a writer's by name. A judge decides it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field, field_validator

from stemmata.graphs.constraints.addition import names
from stemmata.graphs.constraints.context import few_blanks
from stemmata.graphs.constraints.family import Alternative, Example, Form, Found, Kwargs, Task
from stemmata.graphs.constraints.family import Arguments as FamilyArguments
from stemmata.graphs.constraints.judged import Judged, same_words
from stemmata.graphs.constraints.passage import Passage
from stemmata.graphs.constraints.phrases import told
from stemmata.graphs.constraints.scanning import scan
from stemmata.schemas.vocabulary import Meaning

ID = "style:author"
_PART = r"(?:(?:Dr|Mr|Mrs|St)\.|[A-Z][\w'’-]{1,30}(?: (?:Jr|Sr)\.)?|[A-Z]\.)"
_ONE = rf"{_PART}(?: ?(?:(?:the|of|de|da|di|del|el|du|van|von|la) )?{_PART}){{0,4}}"
# People who are often named without a capital.
_FAMOUS = """shakespeare, hemingway, dickens, tolstoy, kafka, poe, twain, basho, rumi, homer, dante, bukowski,
    austen, orwell, tolkien, lovecraft, oscar wilde, walt whitman, faulkner, vonnegut, thoreau, trump,
    obama, bob ross, dr seuss, dr. seuss, li bai, agatha christie, jane austen, stephen king, mark
    twain, edgar allan poe, ernest hemingway, william shakespeare, joseph heller, kurt vonnegut"""
_KNOWN = "|".join(sorted((re.escape(one.strip()) for one in _FAMOUS.split(",")), key=len, reverse=True))
_NAME = re.compile(
    rf"(?:{_ONE}|(?:{_KNOWN})(?!\w))(?:(?:, | and | or |, and |, or )(?:{_ONE}|(?:{_KNOWN})(?!\w))){{0,3}}"
)
# Names of things: formats, languages, times.
_NO_WRITER = frozenset(
    """APA MLA Chicago Harvard IEEE JSON XML HTML YAML CSV Markdown LaTeX Python Java JavaScript SQL
    English French German Spanish Chinese Japanese Italian Latin Wikipedia Reddit Twitter LinkedIn
    Instagram Facebook YouTube TikTok Medium Quora Victorian Renaissance Gothic Q A I The An AP PEP
    Google UML Bash LATEX Excel GitHub Kanban Zen Roman Greek Bluebook American British January February
    March April May June July August September October November December Step Task Christmas Easter
    Halloween God Input Output Example""".split()
)
_ADJECTIVES = {
    "shakespearean": "Shakespeare",
    "shakespearian": "Shakespeare",
    "dickensian": "Dickens",
    "kafkaesque": "Kafka",
    "hemingwayesque": "Hemingway",
    "lovecraftian": "Lovecraft",
    "seussian": "Dr. Seuss",
    "tolkienesque": "Tolkien",
}
_STYLE = (
    r"(?:(?:[\w-]+|[\w-]+,?\s+and\s+[\w-]+)\s+)?(?:(?:writing|poetic|prose|narrative|literary)\s+)?(?:style|"
    r"manner|vein|spirit)"
)
_OF = re.compile(
    few_blanks(
        rf"(?<![\w-])(?:in|with|using)\s+(?:the|a)\s+{_STYLE}\s+of\s+(?:the\s+)?(?:poet|author|writer|novelist|"
        rf"great|playwright|late|legendary|\s)?\s*"
    )
)
_USE = re.compile(
    few_blanks(
        rf"(?<![\w-])(?:use|adopt|mimic|emulate|imitate|copy|match|mimicking|emulating|imitating|channel|"
        rf"channeling)\s+the\s+{_STYLE}\s+of\s+"
        r"(?:the\s+)?(?:(?:poet|author|writer|novelist|great|playwright|late|legendary|sir)\s+)?"
    )
)
_LIKE = re.compile(few_blanks(r"(?<![\w-])(?:write|written)\s+(?:(?:it|this|that|everything)\s+)?like\s+(?=\w)"))
_THEIR = re.compile(
    few_blanks(r"(?<![\w-])in\s+(?P<who>[\w.-]+(?:\s[\w.-]+){0,4}?)['’]s?\s+(?:own\s+)?(?:writing\s+)?style(?![\w-])")
)
_ADJECTIVE = re.compile(
    few_blanks(
        rf"(?<![\w-])in\s+(?:an?\s+)?(?P<who>{'|'.join(_ADJECTIVES)})\s+(?:style|english|manner|language|"
        rf"verse)(?![\w-])"
    )
)


class Arguments(FamilyArguments):
    """The writer, as written."""

    name: str = Field(min_length=2, max_length=120)

    @field_validator("name")
    @classmethod
    def _is_a_name(cls, name: str) -> str:
        if _writer(Passage.of(name), 0) != (name, len(name)):
            raise ValueError("'name' is not a writer's name")
        return name


def _writer(passage: Passage, at: int) -> tuple[str, int] | None:
    """Return the writer who is named at an offset, and where the name ends."""
    found = _NAME.match(passage.masked, at)
    if found is None or found[0].split()[0].rstrip(".,") in _NO_WRITER:
        return None
    said = found[0]
    if said.endswith(("'s", "’s")):
        return None
    return said, found.end()


def _states(passage: Passage) -> Iterator[Found]:
    reached = -1
    for start, end, name, form in sorted(_found(passage), key=lambda one: (one[0], -one[1])):
        if start >= reached and not told(passage, start):
            reached = end
            yield Found(ID, {"name": name}, start, end, form)


def _found(passage: Passage) -> Iterator[tuple[int, int, str, Form]]:
    for pattern, form in ((_OF, Form.PHRASE), (_USE, Form.VALUE), (_LIKE, Form.VALUE)):
        for match in scan(pattern, passage.lower):
            found = _writer(passage, match.end())
            if found is not None:
                yield match.start() if form is Form.PHRASE else match.end(), found[1], found[0], form
    for match in scan(_THEIR, passage.lower):
        found = _writer(Passage.of(passage.text[slice(*match.span("who"))]), 0)
        if found is not None and found[1] == len(match["who"]):
            yield *match.span(), found[0], Form.PHRASE
    for match in scan(_ADJECTIVE, passage.lower):
        yield *match.span(), _ADJECTIVES[match["who"]], Form.PHRASE


def _says(kwargs: Kwargs, form: Form) -> list[str]:
    name = kwargs["name"]
    return {
        Form.VALUE: [name],
        Form.PHRASE: [f"in the style of {name}", f"in the writing style of {name}", f"in the manner of {name}"],
        Form.VERB: [f"imitate the style of {name}", f"use the writing style of {name}"],
        Form.MODAL: [f"should be in the style of {name}"],
        Form.SENTENCE: [
            f"Write in the style of {name}",
            f"Use the writing style of {name}",
            f"Respond in the manner of {name}",
            f"Your response should be in the style of {name}",
        ],
    }.get(form, [])


_PROSE = ("Ernest Hemingway", "Jane Austen", "Edgar Allan Poe", "Mark Twain", "Agatha Christie", "Charles Dickens")
_VERSE = ("William Shakespeare", "Emily Dickinson", "Robert Frost", "Dr. Seuss", "Walt Whitman")


def _varies(kwargs: Kwargs, rng: random.Random) -> Iterator[Alternative]:
    for name in rng.sample(_PROSE + _VERSE, 4):
        if not same_words(name, kwargs["name"]):
            yield Alternative(ID, {"name": name}, "parallel")


def _means(kwargs: Kwargs, other: Kwargs) -> Meaning | None:
    return "equivalent" if same_words(kwargs["name"], other["name"]) else None


def _offers(task: Task, rng: random.Random) -> Iterator[dict[str, Any]]:
    if task.shape == "verse" or names(task, frozenset({"poem", "sonnet", "ode", "haiku", "limerick"})):
        yield from ({"name": name} for name in rng.sample(_VERSE, 2))
    elif names(task, frozenset("story tale novel scene monologue plot fable narrative letter dialogue play".split())):
        yield from ({"name": name} for name in rng.sample(_PROSE, 2))


FAMILY = Judged(
    id=ID,
    summary="the writer in whose style the response is written, as a judge sees it",
    example=Example("Write it in the style of Jane Austen.", {"name": "Jane Austen"}),
    arguments=Arguments,
    cues=("style", "manner", "vein", "spirit", "like ", *_ADJECTIVES),
    states=_states,
    says=_says,
    varies=_varies,
    means=_means,
    offers=_offers,
    shapes=("prose", "verse"),
)
