"""Imperatives made of other sentences of a treebank, with their trees."""

from __future__ import annotations

from random import Random

from stemmata.parsing.english.treebank import Sentence, Word, attached

# Verbs that instructions begin with, put in the place of verbs that have an object.
_VERBS = (
    "write list describe explain summarize generate create give name translate rewrite edit use include avoid provide "
    "compose draft outline compare classify identify format limit mention add put answer repeat wrap highlight mark "
    "start end begin finish suggest design compute find pick choose select sort order rank keep state produce review "
    "correct fix improve shorten expand extract convert turn check return output present discuss analyze propose plan "
    "brainstorm paraphrase title bold number separate group label show tell read imagine cite quote detail"
).split()


def imperative(sentence: Sentence, random: Random) -> None:
    """Make an imperative of a sentence that begins with a pronoun for its subject: "You should go" gives "Go"."""
    root = sentence.root
    words = sentence.words
    if root.upos != "VERB" or len(words) < 4 or words[-1].form == "?":
        return
    subject = words[0]
    if subject.head is not root or subject.dep != "nsubj" or subject.lemma not in ("you", "we", "they", "i", "I"):
        return
    auxiliary = words[1] if words[1].dep == "aux" and words[1].head is root else None
    negation = words[2] if auxiliary and words[2].form.lower() in ("not", "n't", "never") else None
    place = 1 + bool(auxiliary) + bool(negation)
    if words[place] is not root or any(
        word.dep.startswith("aux") and word is not auxiliary and word.head is root for word in words
    ):
        return
    if (auxiliary and auxiliary.xpos != "MD") or (not auxiliary and root.xpos not in ("VBP", "VBD")):
        return
    root.form, root.xpos = root.lemma, "VB"
    _instruct(sentence, root, random)
    drop = 2 if auxiliary else 1
    if negation and auxiliary and negation.form.lower() != "never":
        auxiliary.form, auxiliary.lemma, auxiliary.xpos = "do", "do", "VB"
        auxiliary.feats, root.feats = "Mood=Imp|VerbForm=Fin", "VerbForm=Inf"
        if negation.form.lower() == "n't":
            auxiliary.space = False
        else:
            auxiliary.space = True
        drop = 1
    else:
        root.feats = "Mood=Imp|VerbForm=Fin"
    del words[:drop]
    if random.random() < 0.12:
        words.insert(0, attached("please", "INTJ", "UH", "discourse", root, space=True))
    words[0].form = words[0].form[:1].upper() + words[0].form[1:]


def command(sentence: Sentence, random: Random) -> None:
    """Make a command of a phrase of the sentence, and at times of a second: "List the good reviews on this page"."""
    phrases = [
        phrase
        for word in sentence.words
        if word.upos == "NOUN"
        and word.dep in ("obj", "nsubj", "obl", "nmod", "conj")
        and word.xpos in ("NN", "NNS")
        and (phrase := _phrase(sentence, word))
    ]
    if not phrases:
        return
    phrase = random.choice(phrases)
    objects = [word for word in phrase[1] if word.dep not in ("case", "cc") or word.head is not phrase[0]]
    if any(all(word.head is not other for other in objects) for word in objects if word is not phrase[0]):
        return  # a preposition of several words
    root = attached(random.choice(_VERBS), "VERB", "VB", "root", None, space=True, feats="Mood=Imp|VerbForm=Fin")
    words = [root, *objects]
    phrase[0].head, phrase[0].dep = root, "obj"
    tails = [other for other in phrases if other[1][0].dep == "case" and other[1][0].head is other[0]]
    tails = [other for other in tails if not {id(word) for word in other[1]} & {id(word) for word in words}]
    if tails and random.random() < 0.5:
        head, tail = random.choice(tails)
        words[-1].space = True
        words += tail
        head.head, head.dep = root, "obl"
    first = objects[0]
    if first.upos in ("DET", "PRON") or first.xpos in ("JJ", "NN", "NNS"):
        first.form = first.form if first.form.isupper() else first.form.lower()
    words[-1].space = False
    words.append(attached(".", "PUNCT", ".", "punct", root, space=True))
    root.form = root.form[:1].upper() + root.form[1:]
    sentence.words = words


def _phrase(sentence: Sentence, head: Word) -> tuple[Word, list[Word]] | None:
    """A noun with what hangs from it, where that is in one piece and of fair length."""
    inside = sentence.below(head)
    place = {id(word): index for index, word in enumerate(sentence.words)}
    while inside and inside[-1].dep == "punct" and inside[-1].head is head:
        inside.pop()
    while inside and inside[0].head is head and inside[0].dep in ("punct", "cc"):
        inside.pop(0)
    kept = {id(word) for word in inside}
    whole = bool(inside) and place[id(inside[-1])] - place[id(inside[0])] + 1 == len(inside)
    if not whole or not 2 <= len(inside) <= 14 or id(head) not in kept:
        return None
    if any(id(word.head) not in kept for word in inside if word is not head):
        return None
    return head, inside


def _instruct(sentence: Sentence, root: Word, random: Random) -> None:
    """Put a verb of instructions in the place of a verb that has a nominal object and no particle."""
    below = [word.dep for word in sentence.words if word.head is root]
    if "obj" not in below or {"xcomp", "ccomp", "compound:prt", "iobj"} & set(below) or random.random() < 0.3:
        return
    root.form = root.lemma = random.choice(_VERBS)


def instructive(sentence: Sentence, random: Random) -> None:
    """Give a sentence that is an imperative already another verb."""
    root = sentence.root
    if root is sentence.words[0] and root.feats.startswith("Mood=Imp") and root.upos == "VERB":
        _instruct(sentence, root, random)
        root.form = root.form[:1].upper() + root.form[1:]
