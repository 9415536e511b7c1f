"""Words that can stand in the place of others in a task, and how the task changes: the catalogue's lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stemmata.schemas.vocabulary import Relation

# Attributes of an output: a word and what could stand there instead.
_ATTRIBUTES: dict[str, list[tuple[str, Relation]]] = {}
_OPPOSITES = """
short/long brief/detailed brief/lengthy concise/detailed simple/complex simple/elaborate formal/informal
formal/casual professional/casual funny/serious humorous/serious humorous/solemn positive/negative happy/sad
easy/difficult easy/challenging cheap/expensive best/worst good/bad old/new modern/traditional
traditional/modern main/minor optimistic/pessimistic polite/blunt friendly/formal angry/calm fictional/true
objective/subjective basic/advanced introductory/advanced quick/slow-cooked realistic/fantastical
enthusiastic/reserved persuasive/neutral sarcastic/sincere witty/serious in-depth/brief comprehensive/brief
thorough/quick extensive/brief healthy/indulgent common/rare famous/little-known popular/little-known
romantic/platonic dramatic/understated vivid/plain strong/weak indoor/outdoor
""".split()
_PARALLELS = """
short/one-page brief/bulleted creative/practical interesting/surprising catchy/memorable weekly/monthly
daily/weekly monthly/weekly motivational/humorous inspirational/humorous funny/heartwarming
engaging/thought-provoking persuasive/informative healthy/budget-friendly detailed/illustrated delicious/healthy
unique/classic appealing/provocative educational/entertaining scientific/historical historical/modern
academic/popular technical/non-technical romantic/adventurous modern/futuristic weird/elegant
poetic/journalistic descriptive/persuasive
""".split()
_ACTIONS = """
summarize:contradicting:expand summarise:contradicting:expand simplify:contradicting:elaborate
shorten:contradicting:lengthen praise:contradicting:criticize criticize:contradicting:praise
compare:parallel:contrast explain:parallel:illustrate describe:parallel:analyze rewrite:parallel:critique
paraphrase:parallel:critique edit:parallel:critique expand:contradicting:condense defend:contradicting:refute
improve:parallel:evaluate evaluate:parallel:improve proofread:parallel:critique
""".split()
_ENTITIES = """
son/daughter daughter/son mother/father father/mother mom/dad dad/mom boss/landlord manager/client
friend/colleague friends/colleagues supervisor/client teacher/classmate brother/sister sister/brother
husband/wife wife/husband customer/supplier grandmother/grandfather uncle/aunt aunt/uncle dog/cat cat/dog
monday/thursday tuesday/friday wednesday/saturday friday/sunday saturday/wednesday sunday/tuesday summer/winter
winter/summer spring/autumn morning/evening evening/morning breakfast/dinner dinner/breakfast lunch/dinner
""".split()
_PHRASES: list[tuple[str, str, Relation]] = [
    ("for kids", "for retirees", "parallel"), ("for children", "for adults", "contradicting"),
    ("for kids", "for adults", "contradicting"), ("for beginners", "for experts", "contradicting"),
    ("for teenagers", "for retirees", "parallel"), ("for adults", "for children", "contradicting"),
    ("to kids", "to university students", "parallel"), ("to a kid", "to a professor", "contradicting"),
    ("to a child", "to an adult", "contradicting"), ("for a five-year-old", "for a ten-year-old", "parallel"),
    ("for a 5 year old", "for a 10 year old", "parallel"), ("first person", "third person", "contradicting"),
    ("first-person", "third-person", "contradicting"), ("third person", "first person", "contradicting"),
    ("past tense", "present tense", "contradicting"), ("present tense", "past tense", "contradicting"),
    ("in your own words", "in simple terms", "parallel"), ("in simple terms", "in technical terms", "contradicting"),
    ("in french", "in Spanish", "parallel"), ("in spanish", "in Italian", "parallel"),
    ("in german", "in Dutch", "parallel"),
    ("in english", "in French", "contradicting"), ("in italian", "in Portuguese", "parallel"),
    ("into french", "into Spanish", "parallel"), ("into spanish", "into Portuguese", "parallel"),
    ("into german", "into Dutch", "parallel"), ("into english", "into French", "parallel"),
    ("in alphabetical order", "in reverse alphabetical order", "contradicting"),
    ("ascending order", "descending order", "contradicting"), ("descending order", "ascending order", "contradicting"),
    ("chronological order", "reverse chronological order", "contradicting"),
    ("in list format", "as flowing prose", "contradicting"), ("in a table format", "as a bulleted list", "parallel"),
    ("in detail", "in brief", "contradicting"), ("step by step", "in one go", "contradicting"),
]  # fmt: skip
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()

# Attributes that a length constraint already decides.
SIZES = frozenset("short long brief concise detailed lengthy elaborate extensive comprehensive quick".split())


def _fill() -> None:
    for pairs, relation in ((_OPPOSITES, "contradicting"), (_PARALLELS, "parallel")):
        for pair in pairs:
            word, other = pair.split("/")
            _ATTRIBUTES.setdefault(word, []).append((other, relation))  # type: ignore[arg-type]


_fill()


def _articles_agree(old: str, new: str) -> bool:
    """Whether "a" or "an" before the one also suits the other."""
    return (old[:1].lower() in "aeiou") == (new[:1].lower() in "aeiou")


def like(old: str, new: str) -> str:
    """Return a word in the capitals of the one that it replaces.

    Example:
        >>> like("Poem", "song"), like("POEM", "song")
        ('Song', 'SONG')
    """
    if old.isupper() and len(old) > 1:
        return new.upper()
    return new[:1].upper() + new[1:] if old[:1].isupper() else new


def attributes(word: str) -> Iterator[tuple[str, Relation]]:
    """Yield what could stand in the place of an attribute."""
    return (
        (like(word, new), relation) for new, relation in _ATTRIBUTES.get(word.lower(), ()) if _articles_agree(word, new)
    )


OUTPUTS: dict[str, list[str]] = {}
for _first, _second in (
    ("poem", "song"), ("poem", "story"), ("song", "poem"), ("haiku", "limerick"), ("limerick", "haiku"),
    ("rap", "ballad"),
    ("essay", "article"), ("essay", "editorial"), ("article", "essay"), ("blog post", "newspaper column"),
    ("blog post", "magazine article"), ("email", "invitation"), ("letter", "postcard"), ("letter", "speech"),
    ("cover letter", "resume"), ("story", "play"), ("story", "fable"), ("tweet", "haiku"),
    ("joke", "riddle"),
    ("riddle", "joke"), ("speech", "poem"), ("advertisement", "announcement"), ("summary", "critique"),
    ("review", "summary"),
    ("title", "tagline"), ("slogan", "motto"), ("recipe", "shopping list"), ("itinerary", "agenda"),
    ("proposal", "pitch"),
    ("resume", "cover letter"), ("metaphor", "proverb"), ("quiz", "crossword"), ("survey", "quiz"),
    ("product description", "user guide"), ("description", "review"), ("plan", "checklist"), ("guide", "checklist"),
    ("social media post", "press release"), ("facebook post", "tweet"), ("song", "speech"), ("caption", "slogan"),
):  # fmt: skip
    OUTPUTS.setdefault(_first, []).append(_second)

ACTIONS: dict[str, list[tuple[str, Relation]]] = {}
for _entry in _ACTIONS:
    _word, _how, _new = _entry.split(":")
    ACTIONS.setdefault(_word, []).append((_new, _how))  # type: ignore[arg-type]

ENTITIES: dict[str, list[str]] = {}
for _entry in _ENTITIES:
    _word, _new = _entry.split("/")
    ENTITIES.setdefault(_word, []).append(_new)


def outputs(words: str) -> Iterator[tuple[str, Relation]]:
    """Yield what could be asked for instead of an output."""
    return ((like(words, new), "parallel") for new in OUTPUTS.get(words.lower(), ()) if _articles_agree(words, new))


def actions(word: str) -> Iterator[tuple[str, Relation]]:
    """Yield what could be done instead of an action."""
    return ((like(word, new), relation) for new, relation in ACTIONS.get(word.lower(), ()))


def entities(words: str) -> Iterator[tuple[str, Relation]]:
    """Yield who or what could stand in the place of an entity."""
    return ((like(words, new), "parallel") for new in ENTITIES.get(words.lower(), ()) if _articles_agree(words, new))


def inside(words: str) -> Iterator[tuple[int, int, str, Relation]]:
    """Yield changes of a part of some words: the offsets of the part, its new text, the relation."""
    lower = words.lower()
    for old, new, relation in _PHRASES:
        start = lower.find(old)
        end = start + len(old)
        if start >= 0 and not lower[end : end + 1].isalpha() and not lower[max(0, start - 1) : start].isalpha():
            yield start, end, like(words[start:end], new), relation
    for match in re.finditer(r"[A-Za-z]+", words):
        for new in ENTITIES.get(match[0].lower(), ()):
            if _articles_agree(match[0], new):
                yield match.start(), match.end(), like(match[0], new), "parallel"


def counts(words: str) -> Iterator[tuple[str, Relation]]:
    """Yield other numbers for a node that is a number and nothing else."""
    if words.lower() in _NUMBERS[2:11]:
        value = _NUMBERS.index(words.lower())
        yield like(words, _NUMBERS[value + 1]), "contradicting"
        if value > 3:
            yield like(words, _NUMBERS[value - 1]), "contradicting"
    elif words.isdigit() and 2 <= int(words) <= 100:
        value = int(words)
        step = 1 if value < 6 else 2 if value < 10 else 5
        yield str(value + step), "contradicting"
        if value - step >= 2:
            yield str(value - step), "contradicting"
