"""Texts made for a constraint: as much of one thing as its numbers say, or a little more or less, and its own words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import cycle, islice
from typing import Any

from stemmata.schemas.instruction import Payload

_MOST = 1_200  # of one thing in a text; larger numbers are left to what else is tried
_WORDS = (
    "the train is late again and all of us wait on the platform while nobody says a word about it because it has "
    "always been so here for as long as old people can tell when they talk about their young days"
).split()


def _running(count: int) -> str:
    return " ".join(islice(cycle(_WORDS), count))


def _different(count: int) -> str:
    return " ".join(dict.fromkeys(_WORDS)) + "".join(f" word{'abcdefghij'[i % 10]}{i}" for i in range(count))


def _each(part: str, between: str = "\n") -> Callable[[int], str]:
    return lambda count: between.join([part] * count)


def _unlike(count: int) -> str:
    words = iter(_different(2 * count + 40).split())
    return " ".join(f"{next(words).capitalize()} {next(words)}." for _ in range(count))


def _numbered(form: str) -> Callable[[int], str]:
    return lambda count: "\n".join(form.format(i + 1) for i in range(count))


_THINGS: tuple[Callable[[int], str], ...] = (
    _running,
    lambda count: _running(count) + ".",
    _different,
    _unlike,
    lambda count: " ".join(["The train is late."] * count),
    lambda count: " ".join([f"{_running(count).capitalize()}."] * 3),
    lambda count: "\n\n".join([f"{_running(count).capitalize()}."] * 2),
    lambda count: "\n\n".join([" ".join(["People wait outside."] * count)] * 2),
    _each("The train is late.", "\n\n"),
    _each("The train is late.", "\n***\n"),
    _each("The train is late"),
    _each("* a train"),
    _each("-late"),
    lambda count: "\n\n".join("#" * (i + 1) + " Late" for i in range(min(count, 6))),
    _numbered("{}. a train"),
    _numbered("## Train {}\n\nlate\n"),
    _numbered("Train {}"),
    _each("```\nx = 1\n```", "\n\n"),
    _each("> a train", "\n\n"),
    lambda count: "| a | b |\n|---|---|" + "\n| 1 | 2 |" * count,
    lambda count: "\n".join("  " * i + "* a train" for i in range(min(count, 12))),
    _each("a **train**", " and "),
    _each("a *train*", " and "),
    _each("[train]", " or "),
    _each("😀", " "),
    _each("TRAIN", " "),
    lambda count: "x" * count,
    lambda count: '{"train": ' * min(count, 12) + "1" + "}" * min(count, 12),
    lambda count: "<train" + "".join(f' a{i}="1"' for i in range(min(count, 40))) + ">late</train>",
)


_FIXED = (
    "My answer is yes.", "It's late and they don't care.",
    "So: late, again; or not - early — why? (Yes!) [No] 'or' & /…",
    "Late.\n******\nEarly.", "<<Late>>\n\nThe train is late.", "# Late", "+ late\n+ early", "Late Again",
    "<p>late</p>", "<p>late!", "<p>late?", "<p>late.",
    "late,a;b|c\td\nor,e;f|g\th",
    "{}", '{"late": "again"}', "<late>again</late>", "late,again\nor,early", "The 9 o'clock train is late.",
)  # fmt: skip
_IN_LANGUAGES = {
    "es": "el tren llega tarde otra vez y todos esperamos en la estación sin decir nada",
    "fr": "le train est encore en retard et nous attendons tous sur le quai sans rien dire",
    "de": "der Zug kommt wieder zu spät und wir warten alle auf dem Bahnsteig ohne ein Wort zu sagen",
    "it": "il treno è ancora in ritardo e aspettiamo tutti sulla banchina senza dire niente",
    "pt": "o trem está atrasado outra vez e todos nós esperamos na estação sem dizer nada",
    "nl": "de trein is weer te laat en wij wachten allemaal op het perron zonder iets te zeggen",
    "ru": "поезд опять опаздывает и все мы ждём на платформе не говоря ни слова",
    "ja": "電車はまた遅れていて私たちはみんなホームで何も言わずに待っています",
    "zh-cn": "火车又晚点了我们大家都在站台上默默地等着",
    "ar": "القطار متأخر مرة أخرى ونحن جميعا ننتظر على الرصيف دون أن نقول شيئا",
    "hi": "ट्रेन फिर देर से आ रही है और हम सब प्लेटफार्म पर चुपचाप इंतजार कर रहे हैं",
}


def samples(constraint: Payload) -> Iterator[str]:
    """Yield texts that are likely to keep a constraint or just to break it, short ones first.

    Example:
        >>> next(samples(Payload("keywords:existence", {"keywords": ["ice", "tea"]})))
        'ice tea'
    """
    own = list(_strings(constraint.kwargs))
    if own:
        yield " ".join(own)
        yield "The train is late. " + ". ".join(own) + "."
        yield " ".join(f"un{word}s" for word in own)
        yield '"' + " ".join(own) + '"'
        yield "\n\n".join([*own, "The train is late."])
        yield "\n\n".join(f"The train and {word} are late." for word in own)
        yield "\n".join(f"{word} {i}\nlate" for i in (1, 2, 3, 4) for word in own)
        yield "\n\n".join(f"# {word}\n\nlate" for word in own)
        yield from _without([one for one in own if len(one) == 1 and one.isalpha()])
        yield from (_IN_LANGUAGES[one] for one in own if one in _IN_LANGUAGES)
        yield from (f"Late{one}Again\nor{one}early" for one in own if len(one) == 1)
    yield from _FIXED
    near = {count + step for count in _numbers(constraint.kwargs) for step in (0, 1, -1)} or {1, 3}
    for count in sorted(one for one in near if 0 < one <= _MOST):
        if own:
            yield " ".join(own * min(count, 60))
            yield "\n\n".join([f"{own[0]} they wait."] * min(count, 60))
            yield " ".join([f"They wait, {own[0]} they say."] * min(count, 60))
            yield f"\n{own[0]}\n".join(_running(i + 2) for i in range(min(count, 60)))
        for thing in _THINGS:
            yield thing(count)


def _without(letters: list[str]) -> Iterator[str]:
    """Yield texts that have none of some letters."""
    words = [word for word in _WORDS if not any(letter.lower() in word for letter in letters)]
    if letters and words:
        yield " ".join(words)
        yield ". ".join(words) + "."
        yield ", ".join(words)


def _strings(kwargs: Mapping[str, Any]) -> Iterator[str]:
    """Yield the words and phrases among arguments; they are those that no name of a bound or kind is."""
    for name, value in kwargs.items():
        if isinstance(value, str) and not name.endswith(("relation", "unit", "use", "part")):
            yield value
        elif isinstance(value, list):
            yield from (str(one) for one in value)


def _numbers(kwargs: Mapping[str, Any]) -> Iterator[int]:
    for value in kwargs.values():
        if isinstance(value, int) and not isinstance(value, bool):
            yield value
