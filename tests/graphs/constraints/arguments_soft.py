"""Arguments to try the families with that a judge decides."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

BOUNDS = ["at least", "at most", "less than", "more than", "equal to", "between"]
AUDIENCES = [
    "a five-year-old", "children", "beginners", "high school students", "a general audience",
    "an audience of experts", "adults", "medical professionals", "experts in the field",
    "someone with no background in physics", "a 12-year-old", "Master's students", "young readers", "seniors",
    "non-experts",
]  # fmt: skip
PERSONAS = [
    "a pirate", "an old sea captain", "Sherlock Holmes", "the president of Iceland", "a tour guide in the 1920s",
    "a tree", "my grandmother", "Leonardo da Vinci", "an AI", "Dr. Watson", "a teacher from Ghana",
]  # fmt: skip
GENRES = [
    "fairy tale", "noir novel", "haiku", "limerick", "sonnet", "love letter", "news report", "film noir",
    "science fiction", "weather report", "19th-century adventure novel", "nursery rhyme", "rap", "dialogue",
    "bedtime story", "diary entry",
]  # fmt: skip
AUTHORS = [
    "Jane Austen", "Hemingway", "J.R.R. Tolkien", "Dr. Seuss", "Edgar Allan Poe", "Ursula K. Le Guin",
    "Gabriel García Márquez", "Mark Twain and Oscar Wilde", "basho", "William Shakespeare",
]  # fmt: skip
TOPICS = [
    "the price", "a joke", "the price, the date and the place", "a call to action", "Paris", "social media",
    "how the author felt", "a joke and the cost", "three-legged dogs", "the dangers of smoking",
    "that the shop is closed", "AT&T's prices", "their names", "a surprising twist",
]  # fmt: skip
AVOIDED = [
    "politics", "spoilers", "the ending", "politics or religion", "any competitors", "your analysis", "Brexit",
    "the names of real people",
]  # fmt: skip


def _counted(key: str, *, exact: bool) -> st.SearchStrategy[dict[str, Any]]:
    def build(relation: str, value: int, span: int) -> dict[str, Any]:
        made: dict[str, Any] = {key: value}
        if not exact or relation != "equal to":
            made["relation"] = relation
        return made | ({"upper": value + span} if relation == "between" else {})

    return st.builds(build, st.sampled_from(BOUNDS), st.integers(1, 120), st.integers(1, 9))


def _one_of(key: str, values: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from([{key: value} for value in values])


COUNTABLE = ["metaphor", "simile", "analogy", "pun", "oxymoron", "idiom", "rhyme", "hyperbole"]
DEVICES = [*COUNTABLE, "alliteration", "irony", "personification", "imagery", "onomatopoeia", "symbolism"]

STRATEGIES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "style:audience": _one_of("audience", AUDIENCES),
    "style:persona": _one_of("persona", PERSONAS),
    "style:point_of_view": _one_of("person", ["first", "second", "third"]),
    "style:tense": _one_of("tense", ["past", "present", "future"]),
    "style:genre": _one_of("genre", GENRES),
    "style:author": _one_of("name", AUTHORS),
    "style:formality": _one_of("level", ["formal", "academic", "technical", "casual", "plain"]),
    "style:brevity": _one_of("level", ["brief", "detailed"]),
    "style:reading_level": st.fixed_dictionaries(
        {"relation": st.sampled_from(["at most", "at least"]), "grade": st.integers(1, 16)}
    ),
    "style:figurative": st.one_of(
        _one_of("device", DEVICES),
        st.builds(
            lambda device, rest: {"device": device, **rest}, st.sampled_from(COUNTABLE), _counted("num", exact=False)
        ),
        st.builds(lambda device: {"device": device, "num": 0, "relation": "equal to"}, st.sampled_from(DEVICES)),
        st.builds(
            lambda scheme: {"device": "rhyme scheme", "scheme": scheme},
            st.sampled_from(["AABB", "ABAB", "ABBA", "AABBA", "ABAB CDCD EFEF GG", "ABCABC"]),
        ),
    ),
    "content:include": _one_of("topic", TOPICS),
    "content:avoid": _one_of("topic", AVOIDED),
    "content:number_of_examples": _counted("num_examples", exact=True),
    "content:citations": st.one_of(
        st.just({}), _one_of("style", ["APA", "MLA", "Chicago", "Harvard", "IEEE", "Vancouver"])
    ),
}  # fmt: skip
