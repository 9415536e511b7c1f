"""Pairs of a constraint and a response for each of IFEval's 25 ids, half of them made to pass."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

Kwargs = dict[str, Any]

RELATIONS = ("at least", "at most", "less than", "more than", "equal to", "between")
SENTENCES = (
    "The harbour was quiet that night.", "Nobody had seen Dr. Brandt since 5 p.m. on Sunday.", "Is it true?",
    "We left at once!", "It costs 3.50 a piece, e.g. at the U.S. market.", "Wait... there is more.", "etc. and so on",
    "NASA and the EU agreed; the UK did not.", "“Come in,” she said.", "He (the baker) smiled.", "no stop here",
    "Visit https://example.org/a.b today", "Prices rose 3% in Q4 of '23.", "rock'n'roll is well-known",
)  # fmt: skip
FOREIGN = {
    "de": "Der Regen fällt auf das Meer, und niemand ist da, um ihn zu sehen.",
    "fr": "La pluie tombe sur la mer et personne n'est là pour la voir ce soir.",
    "es": "La lluvia cae sobre el mar y no hay nadie allí para verla esta noche.",
    "it": "La pioggia cade sul mare e non c'è nessuno che la guardi questa sera.",
    "pt": "A chuva cai sobre o mar e não há ninguém lá para vê-la esta noite.",
    "ru": "Дождь падает на море, и никого нет, чтобы увидеть его сегодня вечером.",
    "ja": "雨が海に降っていて、それを見る人は誰もいません。",
    "ko": "비가 바다에 내리고 있지만 오늘 밤 그것을 볼 사람은 아무도 없습니다.",
    "hi": "समुद्र पर बारिश हो रही है और आज रात उसे देखने वाला कोई नहीं है।",
    "ar": "المطر يهطل على البحر ولا يوجد أحد هناك ليراه الليلة.",
    "vi": "Mưa rơi trên biển và không có ai ở đó để nhìn thấy nó tối nay.",
    "en": "The rain falls on the sea, and nobody is there to see it tonight.",
}
STARS, BRACKETS = ("**", "* *", "***", "*a\nb*", "_x_"), ("[]", "[a\nb]", "[[x]]", "[x", "a[0]")
HEADS = ("Section", "SECTION", "Part")
OPTIONS = ("My answer is yes.", "My answer is no.", "My answer is maybe.")
WORDS = re.compile(r"\w+")


class Pair(NamedTuple):
    """A constraint and a response."""

    id: str
    kwargs: Kwargs
    response: str


class Maker:
    """Makes responses out of real ones and of pieces.

    Args:
        rng: Decides everything.
        real: Real responses.
    """

    def __init__(self, rng: random.Random, real: Sequence[str]) -> None:
        self.rng = rng
        self.real = real

    def text(self) -> str:
        """Return a real response, or a composite."""
        return self.rng.choice(self.real) if self.real and self.rng.random() < 0.5 else self.composite()

    def composite(self) -> str:
        """Return some blocks of different kinds, joined in different ways."""
        blocks = [self.block() for _ in range(self.rng.choice((1, 1, 2, 3, 4, 6)))]
        text = blocks[0]
        for block in blocks[1:]:
            text += self.rng.choice(("\n", "\n\n", " ", "\n\n", "\n***\n", " \n ", "\n\n\n\n", "******")) + block
        return self.rng.choice(("", "", "", "\n", " ")) + text + self.rng.choice(("", "", "", "\n", "  \n"))

    def block(self) -> str:
        """Return a block: prose, or one of the forms that some constraint looks at."""
        rng, some = self.rng, self.sentence
        kind = rng.randrange(18)
        if kind < 6:
            return " ".join(some() for _ in range(rng.choice((1, 2, 3, 5))))
        mark = rng.choice(("* ", "- ", "*", "-", "  * ", "+ ", "• ", "** ", "1. "))
        return (
            "\n".join(mark + some() for _ in range(rng.randint(1, 5))),
            "\n".join(f"{number}. {some()}" for number in range(1, rng.randint(2, 5))),
            f"{some()} *{some()}* and **{some()}** {rng.choice(STARS)}",
            f"Dear [name], {some()} [{some()}] {rng.choice(BRACKETS)}",
            "\n".join(
                f"{rng.choice(('Section', 'SECTION', 'Part'))} {n}\n{some()}" for n in range(1, rng.randint(2, 5))
            ),
            rng.choice(("P.S. ", "P.P.S. ", "p.s. ", "PS: ", "P. S. ", "P.P.S ", "p.p.s. ", "P.S")) + some(),
            rng.choice(("<<", "<< ", "<")) + some() + rng.choice((">>", ">")),
            f'"{some()}"',
            json.dumps({"a": some(), "b": [1, None]}, indent=rng.choice((None, 2))),
            some().upper(),
            some().lower(),
            rng.choice(tuple(FOREIGN.values())),
        )[kind - 6]

    def sentence(self) -> str:
        """Return a sentence."""
        return self.rng.choice(SENTENCES)

    def word(self, text: str) -> str:
        """Return a word of a text, sometimes in other case or only a part of it; or some word."""
        found = [word for word in WORDS.findall(text) if len(word) > 1 and not word.isdigit()]
        word = self.rng.choice(found) if found and self.rng.random() < 0.7 else self.rng.choice(("sea", "art", "C++"))
        return self.rng.choice((word, word, word.lower(), word.upper(), word[:3]))[:100]

    def near(self, count: int) -> int:
        """Return a number near a count."""
        return max(1, count + self.rng.choice((-2, -1, 0, 0, 1, 2, 5)))

    def bound(self, count: int, name: str, relation: str = "relation") -> Kwargs:
        """Return a bound that a count may or may not keep."""
        said, low = self.rng.choice(RELATIONS), self.near(count)
        upper = {"upper": low + self.rng.choice((1, 2, 10))} if said == "between" else {}
        return {relation: said, name: low, **upper}


Half = tuple[Kwargs, str]
MAKERS: dict[str, Callable[[Maker, str], Half]] = {}


def makes(family_id: str) -> Callable[[Callable[[Maker, str], Half]], Callable[[Maker, str], Half]]:
    """Register what makes arguments near a text, and a response that most likely keeps them."""

    def register(make: Callable[[Maker, str], Half]) -> Callable[[Maker, str], Half]:
        MAKERS[family_id] = make
        return make

    return register


def counts(pattern: str, name: str, piece: Callable[[Maker], str], relation: str | None = None) -> Any:
    """Return what makes a bound on the matches of a pattern, and a response with pieces added until it has enough."""

    def make(maker: Maker, text: str) -> Half:
        count = len(re.findall(pattern, text, re.MULTILINE))
        kwargs = {name: maker.near(count)} if relation is None else maker.bound(count, name, relation)
        need = kwargs[name] + (kwargs.get(relation or "") == "more than")
        return kwargs, text + "".join(piece(maker) for _ in range(need - count))

    return make


MAKERS["length_constraints:number_words"] = counts(r"\w+", "num_words", lambda m: " word", "relation")
MAKERS["length_constraints:number_sentences"] = counts(
    r"[.!?](?=\s|$)", "num_sentences", lambda m: " " + m.sentence(), "relation"
)
MAKERS["length_constraints:number_paragraphs"] = counts(
    r"\*\*\*\s?(?=\S)", "num_paragraphs", lambda m: m.rng.choice(("\n***\n", " *** ", "\n\n***\n\n")) + m.sentence()
)
MAKERS["detectable_format:number_bullet_lists"] = counts(
    r"^\s*(?:\*[^*]|-)", "num_bullets", lambda m: m.rng.choice(("\n* ", "\n- ", "\n  * ", "\n-")) + m.sentence()
)
MAKERS["detectable_format:number_highlighted_sections"] = counts(
    r"\*[^\n*]+\*", "num_highlights", lambda m: m.rng.choice((" *bright*", " **bright star**", "\n*a b*\n", " *x**y*"))
)
MAKERS["detectable_content:number_placeholders"] = counts(
    r"\[.*?\]", "num_placeholders", lambda m: m.rng.choice((" [name]", " [your address]", "[x]", " [[y]]"))
)


@makes("change_case:capital_word_frequency")
def _capital_words(maker: Maker, text: str) -> Half:
    kwargs = maker.bound(sum(map(str.isupper, text.split())), "capital_frequency", "capital_relation")
    more = maker.rng.choice((" NASA", " A-B", " I", " U.S.", " X1", " DON'T", " (EU)"))
    return kwargs, text + more * (kwargs["capital_frequency"] - sum(map(str.isupper, text.split())))


@makes("keywords:letter_frequency")
def _letters(maker: Maker, text: str) -> Half:
    letter = maker.rng.choice("abcdefghijklmnopqrstuvwxyz")
    kwargs = {"letter": letter, **maker.bound(text.lower().count(letter), "let_frequency", "let_relation")}
    return kwargs, text + " " + letter * (kwargs["let_frequency"] - text.lower().count(letter))


@makes("keywords:frequency")
def _frequency(maker: Maker, text: str) -> Half:
    keyword = maker.word(text)
    count = text.lower().count(keyword.lower())
    kwargs = {"keyword": keyword, **maker.bound(count, "frequency")}
    return kwargs, text + f" {keyword}" * (kwargs["frequency"] - count)


@makes("keywords:existence")
def _existence(maker: Maker, text: str) -> Half:
    keywords = list(dict.fromkeys(maker.word(text) for _ in range(maker.rng.randint(1, 3))))
    return {"keywords": keywords}, " ".join((text, *keywords))


@makes("keywords:forbidden_words")
def _forbidden(maker: Maker, text: str) -> Half:
    words = list(dict.fromkeys(maker.word(text) for _ in range(maker.rng.randint(1, 3))))
    return {"forbidden_words": words}, re.sub("|".join(map(re.escape, words)), "it", text, flags=re.IGNORECASE)


@makes("language:response_language")
def _language(maker: Maker, text: str) -> Half:
    code = maker.rng.choice(tuple(FOREIGN))
    return {"language": code}, " ".join([FOREIGN[code]] * maker.rng.randint(1, 3))


@makes("length_constraints:nth_paragraph_first_word")
def _first_word(maker: Maker, text: str) -> Half:
    count = len([part for part in text.split("\n\n") if part.strip()])
    number = maker.near(count)
    nth = maker.rng.randint(1, number)
    word = maker.word(text)
    kwargs = {"num_paragraphs": number, "nth_paragraph": nth, "first_word": word}
    parts = [maker.sentence() for _ in range(number)]
    form = maker.rng.choice(("{}", "{}", '"{}"', "{},", "{}'s", "**{}**"))
    parts[nth - 1] = f"{form.format(maker.rng.choice((word, word.capitalize())))} {parts[nth - 1]}"
    return kwargs, maker.rng.choice(("", "", "", "\n\n", "\n")) + "\n\n".join(parts)


@makes("detectable_content:postscript")
def _postscript(maker: Maker, text: str) -> Half:
    marker = maker.rng.choice(("P.S.", "P.P.S"))
    return {"postscript_marker": marker}, f"{text}\n\n{marker} {maker.sentence()}"


@makes("detectable_format:multiple_sections")
def _sections(maker: Maker, text: str) -> Half:
    word = maker.rng.choice(("Section", "SECTION", "Part", "Day", "PARAGRAPH"))
    kwargs = {"section_spliter": word, "num_sections": maker.near(len(re.findall(rf"{word}\s?\d", text)))}
    gap = maker.rng.choice((" ", " ", ""))
    parts = [f"{word}{gap}{number}\n{maker.sentence()}" for number in range(1, kwargs["num_sections"] + 1)]
    return kwargs, "\n\n".join((*parts, maker.sentence()))


@makes("detectable_format:constrained_response")
def _options(maker: Maker, text: str) -> Half:
    around = maker.rng.choice(("{}", "{}\n", "{} I think.", "Well: {}", " {}"))
    return {}, around.format(maker.rng.choice(OPTIONS))


@makes("detectable_format:json_format")
def _json(maker: Maker, text: str) -> Half:
    if maker.rng.random() < 0.2:
        return {}, maker.rng.choice(
            ("NaN", "{'a': 1}", "[1,]", "```json\n{}", "{}\nDone.", "[Infinity]", "``````", "0x1")
        )
    value = maker.rng.choice(({"text": text}, [text, 1], text, 3, None, {"a": {"b": []}}))
    said = json.dumps(value, ensure_ascii=maker.rng.random() < 0.5, indent=maker.rng.choice((None, 2)))
    return {}, maker.rng.choice(("{}", "```json\n{}\n```", "```\n{}\n```", "```JSON\n{}```", "\n{}\n")).format(said)


@makes("detectable_format:title")
def _title(maker: Maker, text: str) -> Half:
    forms = ("<<{}>>\n", "<< {} >>\n\n", "# <<{}>>\n", "x <<{}>> ", "<<>>", "<< >>", "<<{}\n>>", "<<<{}>>>", "< <{}> >")
    return {}, maker.rng.choice(forms).format("A Title") + text


@makes("combination:two_responses")
def _two(maker: Maker, text: str) -> Half:
    divider = maker.rng.choice(("\n******\n", "******", "\n\n******\n\n", "\n*******\n", "\n******\n******\n"))
    other = maker.rng.choice((maker.composite(), maker.composite(), maker.composite(), text, f"{text} \n******"))
    return {}, maker.rng.choice(("", "", "******\n")) + text + divider + other


@makes("combination:repeat_prompt")
def _repeat(maker: Maker, text: str) -> Half:
    prompt = maker.sentence() + " " + maker.sentence()
    return {"prompt_to_repeat": prompt}, maker.rng.choice((prompt, prompt.lower(), f" {prompt}")) + "\n\n" + text


@makes("startend:end_checker")
def _end(maker: Maker, text: str) -> Half:
    phrase = maker.rng.choice((maker.sentence(), maker.word(text), "Any other questions?"))
    text += maker.rng.choice((" ", "\n", "")) + maker.rng.choice((phrase, phrase, phrase.lower(), phrase.rstrip(".?!")))
    return {"end_phrase": phrase}, text + maker.rng.choice(("", "\n", '"', ' "', " "))


MAKERS["change_case:english_capital"] = lambda maker, text: ({}, text.upper())
MAKERS["change_case:english_lowercase"] = lambda maker, text: ({}, text.lower())


@makes("punctuation:no_comma")
def _no_comma(maker: Maker, text: str) -> Half:
    return {}, text.replace(",", maker.rng.choice(("", " and", ";", "，", "،")))


@makes("startend:quotation")
def _quotation(maker: Maker, text: str) -> Half:
    return {}, maker.rng.choice(('"{}"', '"{}"', '"{}"', ' "{}"\n', "“{}”", '"', '""', "'{}'")).format(text)


def pairs(
    family_id: str, number: int, maker: Maker, repair: Callable[[str, Kwargs, str], str | None]
) -> Iterator[Pair]:
    """Yield so many pairs for an id: every second one made to pass, by construction or by repair."""
    make = MAKERS[family_id]
    for index in range(number):
        text = maker.text()
        kwargs, passing = make(maker, text)
        if index % 2:
            yield Pair(family_id, kwargs, text)
        elif index % 4:
            yield Pair(family_id, kwargs, passing)
        else:
            mended = repair(family_id, kwargs, text)
            yield Pair(family_id, kwargs, passing if mended is None else mended)
