from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path

import pytest
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from stemmata.graphs.constraints.language_detector import _Draws, detect

TEXTS = (
    "The rain falls on the sea, and nobody is there to see it tonight.",
    "THE RAIN FALLS ON THE SEA.",
    "Der Regen fällt auf das Meer, und niemand ist da.",
    "Дождь падает на море, и никого нет. Grand hotel.",
    "雨が海に降っていて、それを見る人は誰もいません。",
    "雨落在海面上，今晚没有人在那里看到它。",
    "비가 바다에 내리고 있지만",
    "Mưa rơi trên biển va\u0300 không có ai",
    "باران بر دریا می‌بارد",
    "Ploaia cade, iar oamenii știu și țin minte.",
    "write to a.b@example.org or see https://example.org/a?b=c  and   wait",
    "mixed",
    "so",
    "a" * 20_000,
    "Schifffahrtsgesellschaftskapitänsmütze " * 3,
    " x",
    "x ",
)
PIECES = (*"aeinrst ZÉñß雨の가ш.:/@\n\u0300ățـ", "  ", "http://", "tion ", "THE ", "ich ")


@cache
def _factory() -> DetectorFactory:
    files = sorted(path for path in Path(PROFILES_DIRECTORY).iterdir() if path.is_file() and path.name[0] != ".")
    factory = DetectorFactory()
    factory.load_json_profile([path.read_text(encoding="utf-8") for path in files])
    factory.set_seed(0)
    return factory


def by_langdetect(text: str) -> tuple[str, float] | None:
    detector = _factory().create()
    detector.append(text)
    try:
        found = detector.get_probabilities()
    except LangDetectException:
        return None
    return (found[0].lang, found[0].prob) if found else None


def assert_same(text: str) -> None:
    theirs, ours = by_langdetect(text), detect(text)
    assert (theirs is None) == (ours is None), text
    if theirs is not None and ours is not None:
        assert ours.code == theirs[0], text
        assert ours.probability == pytest.approx(theirs[1], abs=1e-9), text


@pytest.mark.parametrize("text", TEXTS)
def test_language_and_probability_are_langdetects_with_that_seed(text):
    assert_same(text)


def test_so_they_are_for_random_texts():
    rng = random.Random(3)
    for _ in range(300):
        assert_same("".join(rng.choice(PIECES) for _ in range(rng.choice((1, 3, 10, 60, 300)))))


@pytest.mark.parametrize("text", ["", " ", "12 + 30", "...\n", "http://a.b/c"])
def test_what_has_no_letters_has_no_language(text):
    assert detect(text) is None
    assert by_langdetect(text) is None


@pytest.mark.parametrize("size", [1, 2, 3, 255, 256, 4096, 16_384, 29_999])
def test_draws_are_those_of_pythons_generator(size):
    """For as many as the longest of all detections can take."""
    ours, generator = _Draws(size), random.Random(0)
    for _ in range(7):
        assert ours.gauss() == generator.gauss(0.0, 1.0)
        for number in (41, *[40] * 24):
            indices, places = ours.ahead(number)
            assert indices == [generator.choice(range(size)) for _ in range(number)]
            ours.take(places[-1])


def test_the_profiles_are_read_as_they_are_written():
    from stemmata.graphs.constraints.language_detector import profiles

    codes, rows, table = profiles()
    english = json.loads((Path(PROFILES_DIRECTORY) / "en").read_text(encoding="utf-8"))
    assert table[rows["the"], codes.index("en")] == english["freq"]["the"] / english["n_words"][2]
