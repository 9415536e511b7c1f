"""Words that go against each other, and words that could stand for each other: a rehearsed model's lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stemmata.refinement.swaps import like
from stemmata.schemas.vocabulary import Relation

_AGAINST = """
positive/negative increase/decrease advantages/disadvantages benefits/drawbacks pros/cons strengths/weaknesses
strength/weakness oldest/youngest largest/smallest longest/shortest highest/lowest similarities/differences
similarity/difference synonym/antonym synonyms/antonyms best/worst more/less healthy/unhealthy active/passive
formal/informal win/lose buy/sell male/female indoor/outdoor online/in-person public/private simple/complex
beginners/experts beginner/expert large/small true/false agree/disagree accept/decline hire/fire right/wrong
include/exclude always/never past/future happy/sad good/bad easy/difficult early/late
cheapest/dearest fast/slow likes/dislikes pleasant/unpleasant polite/blunt friendly/hostile praise/criticism
encouraging/discouraging optimistic/pessimistic logical/illogical funny/serious short/long brief/detailed
concise/wordy full-time/part-time common/rare fiction/non-fiction professional/casual
""".split()
_BESIDE = """
movie/novel movies/novels book/film books/films country/city countries/cities family/colleagues restaurant/hotel
product/service products/services twitter/LinkedIn linkedin/Twitter instagram/Facebook facebook/Instagram
youtube/TikTok python/JavaScript javascript/Python java/Python html/Markdown latex/HTML bash/PowerShell
students/teachers student/teacher holiday/birthday wedding/anniversary trip/conference coffee/tea bananas/apples
horror/romance science/history math/chemistry music/cinema football/tennis noun/verb nouns/verbs adjective/adverb
adjectives/adverbs verbs/nouns paragraph/sentence spanish/Italian french/Spanish english/French german/Dutch
american/British job/internship company/university birthday/wedding kitchen/bathroom garden/balcony dog/cat dogs/cats
spotify/Netflix amazon/eBay airbnb/hotel airline/railway lyrics/poem song/poem songs/poems painting/sculpture
sql/Cypher pizza/pasta cake/bread dinner/breakfast lunch/dinner workout/diet exercise/diet headline/slogan
headlines/slogans title/subtitle titles/subtitles names/slogans emojis/hashtags hashtags/emojis tips/questions
rules/examples facts/myths reasons/examples questions/exercises skills/duties
""".split()
_WORD = re.compile(r"(?<![\w-])[A-Za-z]+(?:-[A-Za-z]+)*(?![\w-])")
_NO_SLOT = re.compile(r"\s(?:than|of all)\b")  # "more than", "first of all"

# Before a word that speaks of something that stands elsewhere in the prompt.
_POINTED = re.compile(
    r"\b(?:the|this|that|these|those|given|following|provided|above|below|my|your|its|their)\s$", re.IGNORECASE
)
_GIVEN = re.compile(r"\b(?:this|that|these|those|given|following|provided|above|below|my|its|their)\s$", re.IGNORECASE)


def _table(pairs: list[str], *, both: bool) -> dict[str, str]:
    table: dict[str, str] = {}
    for pair in pairs:
        one, two = pair.split("/")
        table.setdefault(one, two)
        if both:
            table.setdefault(two, one)
    return table


_TABLES: dict[Relation, dict[str, str]] = {
    "contradicting": _table(_AGAINST, both=True),
    "parallel": _table(_BESIDE, both=False),
}


def paired(words: str, relation: Relation) -> Iterator[str]:
    """Yield words with one of them exchanged for its counterpart, if it stands there once and the other does not.

    Example:
        >>> list(paired("List the advantages of tea", "contradicting"))
        ['List the disadvantages of tea']
    """
    table = _TABLES.get(relation, {})
    lower = words.lower()
    for match in _WORD.finditer(words):
        new = table.get(match[0].lower())
        if new is None or lower.count(match[0].lower()) > 1 or new.lower() in lower.split():
            continue
        if match[0][0].isupper() and match.start() and new.islower():
            continue  # "the National Football League"
        pointed = _POINTED if relation == "parallel" else _GIVEN
        if _NO_SLOT.match(words, match.end()) or pointed.search(words[max(0, match.start() - 16) : match.start()]):
            continue
        yield words[: match.start()] + (like(match[0], new) if new.islower() else new) + words[match.end() :]
