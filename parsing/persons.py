"""Which nouns name someone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stemmata.parsing.lexicon import PERSONS

if TYPE_CHECKING:
    from spacy.tokens import Token

# Nouns that end like those for people and name none.
_THINGS = frozenset(
    """computer fundraiser paper letter water number answer order offer matter chapter
    newsletter poster folder dinner winter summer
    october september november december weather corner cover center theater disaster character power flower river
    shower tower toaster blender drawer printer router server browser filter layer container trailer monster
    error color mirror motor sector factor vector tractor monitor sensor favor humor floor tumor odor harbor flavor
    transistor restaurant plant want constant grant elephant pleasant committee coffee degree
    tree fee list checklist playlist exist shortlist wishlist antidepressant starter paper
    sticker banner flyer freezer cucumber butter sweater slider header footer buffer pointer parameter diameter
    wrapper decorator iterator compiler linter parser tokenizer scraper converter calculator timer counter""".split()
)


def is_person(token: Token) -> bool:
    """Return whether a noun names someone, as far as it can be told."""
    lemma = token.lemma_.lower()
    if lemma in PERSONS or token.ent_type_ == "PERSON":
        return True
    if lemma in _THINGS or token.pos_ == "PROPN":
        return False
    if lemma.endswith(("paper", "letter", "meter", "puter", "order", "number", "ster", "cover", "ment")):
        return False
    return len(lemma) > 5 and lemma.endswith(("er", "or", "ist", "ian", "ant", "ee"))
