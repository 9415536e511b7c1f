"""Tones: their names, what is much the same, what is near, what is opposite. Written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Canonical tone: (near synonyms; opposites, the best first; neighbours that could stand in its place).
_TABLE: dict[str, tuple[str, str, str]] = {
    "formal": ("", "casual informal", "professional academic polite"),
    "casual": ("informal, relaxed, laid-back, chatty, colloquial, chill", "formal", "friendly conversational playful"),
    "conversational": ("talkative", "formal", "casual friendly"),
    "professional": ("businesslike, business-like", "casual", "formal polite confident"),
    "academic": ("scholarly, scientific", "casual conversational", "formal objective"),
    "friendly": (
        "warm, approachable, inviting, welcoming, amicable, kind, cordial",
        "cold unfriendly",
        "casual enthusiastic polite",
    ),
    "cold": ("distant, unfriendly, aloof", "friendly", "blunt formal"),
    "polite": ("courteous, respectful, civil, tactful, diplomatic", "blunt rude", "friendly formal professional"),
    "blunt": ("curt, brusque", "polite", "confident cold"),
    "rude": ("impolite, insulting, disrespectful", "polite", "sarcastic angry"),
    "humorous": ("funny, comical, comedic, amusing, hilarious, humourous", "serious", "witty playful sarcastic"),
    "witty": ("clever", "serious", "humorous playful"),
    "playful": (
        "fun, whimsical, silly, goofy, light-hearted, lighthearted, cheeky, quirky",
        "serious",
        "humorous cheerful casual",
    ),
    "serious": ("solemn, grave, sober", "humorous playful", "formal sincere"),
    "sarcastic": ("snarky, sardonic, ironic, mocking", "sincere", "humorous blunt"),
    "satirical": ("satiric", "serious", "humorous sarcastic"),
    "passive-aggressive": ("passive aggressive", "sincere polite", "sarcastic blunt"),
    "sincere": ("heartfelt, earnest, honest, genuine", "sarcastic", "friendly empathetic serious"),
    "enthusiastic": (
        "excited, energetic, upbeat, lively, exuberant, passionate",
        "indifferent calm",
        "cheerful inspiring optimistic",
    ),
    "indifferent": ("bored, uninterested, apathetic", "enthusiastic", "cold sarcastic"),
    "calm": ("measured, soothing, tranquil, gentle, reassuring", "angry dramatic", "friendly empathetic"),
    "angry": ("furious, irate, outraged, aggressive", "calm", "sarcastic dramatic"),
    "cheerful": ("happy, joyful, joyous, merry, jolly", "sad gloomy", "enthusiastic playful optimistic"),
    "sad": ("melancholic, melancholy, mournful, somber, sombre, sorrowful, gloomy", "cheerful", "nostalgic serious"),
    "optimistic": ("hopeful, positive", "pessimistic", "enthusiastic inspiring confident"),
    "pessimistic": ("negative, bleak, cynical", "optimistic", "sad critical"),
    "empathetic": (
        "empathic, compassionate, understanding, sympathetic, caring, supportive",
        "cold",
        "friendly calm sincere",
    ),
    "objective": (
        "neutral, impartial, unbiased, matter-of-fact, factual, dispassionate",
        "opinionated",
        "academic professional formal",
    ),
    "opinionated": ("subjective, biased, one-sided", "objective", "critical persuasive"),
    "persuasive": ("convincing, compelling", "objective", "confident enthusiastic"),
    "confident": ("assertive, authoritative", "hesitant humble", "professional persuasive"),
    "hesitant": ("tentative", "confident", "humble polite"),
    "humble": ("modest, unassuming", "boastful", "polite sincere"),
    "boastful": ("arrogant, conceited, pompous", "humble", "confident dramatic"),
    "dramatic": ("theatrical, melodramatic, intense", "calm", "suspenseful poetic"),
    "suspenseful": ("mysterious, ominous, eerie", "cheerful", "dramatic serious"),
    "inspiring": (
        "inspirational, motivational, motivating, uplifting, encouraging",
        "discouraging",
        "optimistic enthusiastic",
    ),
    "discouraging": ("demotivating, disheartening", "inspiring", "pessimistic critical"),
    "critical": ("disapproving", "complimentary", "objective blunt"),
    "complimentary": ("flattering, admiring", "critical", "friendly enthusiastic"),
    "poetic": ("lyrical", "matter-of-fact", "romantic dramatic nostalgic"),
    "romantic": ("loving, affectionate", "cold", "poetic sincere"),
    "nostalgic": ("wistful, sentimental", "indifferent", "poetic sad"),
    "engaging": ("entertaining, captivating", "dry", "friendly enthusiastic"),
    "dry": ("boring, dull", "engaging", "objective formal"),
    "urgent": ("insistent", "calm", "serious dramatic"),
}

_SYNONYMS = {name: tuple(word.strip() for word in row[0].split(",") if word) for name, row in _TABLE.items()}
_CANONICAL = {word: name for name, words in _SYNONYMS.items() for word in (name, *words)}
TONES = frozenset(_CANONICAL)
_JOINT = re.compile(
    r"\s*,\s*(?:and\s+|but\s+|yet\s+|or\s+)?|\s+(?:and|but|yet|or)\s+(?:yet\s+|also\s+)?|\s*/\s*|\s+&\s+"
)


def parts(tone: str) -> list[str]:
    """Return the adjectives of a tone.

    Example:
        >>> parts("friendly, casual and upbeat")
        ['friendly', 'casual', 'upbeat']
    """
    return [part for part in _JOINT.split(" ".join(tone.lower().split())) if part]


def canonical(adjective: str) -> str:
    """Return the one name of an adjective's tone; the adjective itself where the table has none.

    Example:
        >>> canonical("courteous")
        'polite'
    """
    return _CANONICAL.get(adjective, adjective)


def opposites(adjective: str) -> list[str]:
    """Return the tones that cannot go with one, the plainest opposite first."""
    row = _TABLE.get(canonical(adjective))
    return [] if row is None else [word for word in row[1].split() if canonical(word) != canonical(adjective)]


def neighbours(adjective: str) -> list[str]:
    """Return tones that could stand in another's place and mean something else."""
    row = _TABLE.get(canonical(adjective))
    return [] if row is None else row[2].split()


def synonyms(adjective: str) -> Iterator[str]:
    """Yield other words for the same tone, the plainest first."""
    name = canonical(adjective)
    for word in (name, *_SYNONYMS.get(name, ())):
        if word != adjective and word in TONES:
            yield word


def clash(first: str, second: str) -> bool:
    """Return whether two tones cannot both be kept."""
    one, two = canonical(first), canonical(second)
    return two in map(canonical, opposites(one)) or one in map(canonical, opposites(two))


def with_article(words: str) -> str:
    """Return words with the article that they take.

    Example:
        >>> with_article("informal tone"), with_article("honest tone"), with_article("unique tone")
        ('an informal tone', 'an honest tone', 'a unique tone')
    """
    first = words.lower()
    vowel = first[:1] in tuple("aeiou") or first.startswith(("hone", "hono", "hour", "heir"))
    consonant = re.match(r"eu|one|uni(?![mn])|us[eu]|ut[io]", first) is not None
    return f"{'an' if vowel and not consonant else 'a'} {words}"
