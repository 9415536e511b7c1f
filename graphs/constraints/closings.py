"""Last words that people ask for, by the kind of text that they close."""

from __future__ import annotations

import re
from collections.abc import Sequence

HELP = (
    "Is there anything else I can help with?",
    "I hope this helps!",
    "Let me know if you have any other questions.",
    "That is all you need to know.",
)
GENERAL = (
    "And that is all there is to say.",
    "Only time will tell.",
    "Thank you for reading.",
    "What more is there to say?",
)
FRAGMENTS = ("at long last.", "once and for all.", "after all.", "for good.", "all over again.")
QUESTIONS = (
    "Is there anything else I can help with?",
    "What do you think?",
    "Does that answer your question?",
    "What would you do?",
)
BY_KIND: dict[str, tuple[str, ...]] = {
    "email": (
        "Looking forward to hearing from you.",
        "Thank you for your time and consideration.",
        "Please let me know if you have any questions.",
    ),
    "letter": ("Thank you for your time and consideration.", "I look forward to your reply.", "Yours truly"),
    "message": ("Talk to you soon!", "Thank you for understanding.", "Let me know what you think!"),
    "essay": ("The choice is ours to make.", "Only time will tell.", "That is a question worth asking."),
    "post": ("Tell me what you think in the comments!", "Thanks for reading!", "See you in the next one!"),
    "review": ("I would recommend it to anyone.", "You be the judge.", "It is well worth your time."),
    "story": ("And that was only the beginning.", "Nothing was ever the same again.", "The end."),
    "poem": ("And so it goes.", "And the rest is silence.", "Until we meet again."),
    "speech": ("Thank you all for listening.", "The future is in our hands.", "Thank you and good night."),
    "advertisement": ("Order yours today!", "You will be glad you did.", "What are you waiting for?"),
    "guide": ("That is all you need to know.", "Good luck!", "Follow these steps and you will do well."),
    "recipe": ("Enjoy your meal!", "That is all there is to it.", "Serve warm and enjoy!"),
    "report": ("Further work is needed.", "These findings call for action.", "More details are available on request."),
    "answer": HELP,
}
_KINDS: dict[str, str] = {
    **dict.fromkeys(("email", "e-mail", "mail", "invitation", "reply"), "email"),
    **dict.fromkeys(("letter",), "letter"),
    **dict.fromkeys(("message", "sms", "text", "note", "chat"), "message"),
    **dict.fromkeys(("essay", "article", "argument", "editorial", "opinion", "paragraph", "analysis"), "essay"),
    **dict.fromkeys(("post", "blog", "newsletter", "thread"), "post"),
    **dict.fromkeys(("review", "critique", "testimonial"), "review"),
    **dict.fromkeys(("story", "tale", "fable", "scene", "script", "plot", "narrative"), "story"),
    **dict.fromkeys(("poem", "song", "lyrics", "rap", "ode", "ballad", "verse"), "poem"),
    **dict.fromkeys(("speech", "toast", "pitch", "presentation"), "speech"),
    **dict.fromkeys(("advertisement", "ad", "advert", "description", "copy", "commercial"), "advertisement"),
    **dict.fromkeys(("guide", "tutorial", "plan", "instruction", "itinerary", "advice", "tip", "suggestion"), "guide"),
    **dict.fromkeys(("recipe",), "recipe"),
    **dict.fromkeys(("report", "proposal", "summary", "memo"), "report"),
    **dict.fromkeys(("answer", "explanation", "response"), "answer"),
}
_HELPING = re.compile(r"\b(?:help\w*|questions?|need|assist\w*|steps?|know)\b", re.IGNORECASE)
_ANSWERED = frozenset(
    "explain describe answer tell recommend suggest help advise discuss compare give list provide".split()
)


def closings_for(words: Sequence[str], action: str) -> tuple[str, ...]:
    """Return last words that fit a kind of text; none where nobody would ask for any.

    Args:
        words: The nouns that name the text, in the singular and lower case.
        action: The verb of the order.
    """
    for word in reversed(words):
        if word in _KINDS:
            return BY_KIND[_KINDS[word]]
    return HELP if not words and (action in _ANSWERED or not action) else ()


def others(phrase: str) -> tuple[str, ...]:
    """Return last words that could stand where others do: fragments for a fragment, questions for a question."""
    if phrase[:1].islower():
        listed: tuple[str, ...] = FRAGMENTS
    else:
        same = next((known for known in BY_KIND.values() if phrase in known), ())
        common = HELP if phrase in HELP or _HELPING.search(phrase) else GENERAL
        listed = (*same, *(QUESTIONS if phrase.endswith("?") and common is HELP else ()), *common)
    return tuple(dict.fromkeys(known for known in listed if known.lower() != phrase.lower()))
