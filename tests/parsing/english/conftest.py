"""A small treebank of our own wording."""

from __future__ import annotations

from pathlib import Path

import pytest

SENTENCES = """\
# newdoc id = letters
# newpar
# text = You should send the letter, don't you think?
1	You	you	PRON	PRP	Case=Nom|Person=2|PronType=Prs	3	nsubj	_	_
2	should	should	AUX	MD	VerbForm=Fin	3	aux	_	_
3	send	send	VERB	VB	VerbForm=Inf	0	root	_	_
4	the	the	DET	DT	Definite=Def|PronType=Art	5	det	_	_
5	letter	letter	NOUN	NN	Number=Sing	3	obj	_	SpaceAfter=No
6	,	,	PUNCT	,	_	10	punct	_	_
7-8	don't	_	_	_	_	_	_	_	_
7	do	do	AUX	VBP	Mood=Ind|VerbForm=Fin	10	aux	_	_
8	n't	not	PART	RB	Polarity=Neg	10	advmod	_	_
9	you	you	PRON	PRP	Case=Nom|Person=2|PronType=Prs	10	nsubj	_	_
10	think	think	VERB	VB	VerbForm=Inf	3	parataxis	_	SpaceAfter=No
11	?	?	PUNCT	.	_	3	punct	_	_

# text = We painted the old boats in the harbour.
1	We	we	PRON	PRP	Case=Nom|Number=Plur|Person=1|PronType=Prs	2	nsubj	_	_
2	painted	paint	VERB	VBD	Mood=Ind|Tense=Past|VerbForm=Fin	0	root	_	_
3	the	the	DET	DT	Definite=Def|PronType=Art	5	det	_	_
4	old	old	ADJ	JJ	Degree=Pos	5	amod	_	_
5	boats	boat	NOUN	NNS	Number=Plur	2	obj	_	_
6	in	in	ADP	IN	_	8	case	_	_
7	the	the	DET	DT	Definite=Def|PronType=Art	8	det	_	_
8	harbour	harbour	NOUN	NN	Number=Sing	2	obl	_	SpaceAfter=No
9	.	.	PUNCT	.	_	2	punct	_	_

# newpar
# text = You must not carry glass.
1	You	you	PRON	PRP	Case=Nom|Person=2|PronType=Prs	4	nsubj	_	_
2	must	must	AUX	MD	VerbForm=Fin	4	aux	_	_
3	not	not	PART	RB	Polarity=Neg	4	advmod	_	_
4	carry	carry	VERB	VB	VerbForm=Inf	0	root	_	_
5	glass	glass	NOUN	NN	Number=Sing	4	obj	_	SpaceAfter=No
6	.	.	PUNCT	.	_	4	punct	_	SpaceAfter=No

# newdoc id = songs
# newpar
# text = They sang songs.
1	They	they	PRON	PRP	Case=Nom|Number=Plur|Person=3|PronType=Prs	2	nsubj	_	_
2	sang	sing	VERB	VBD	Mood=Ind|Tense=Past|VerbForm=Fin	0	root	_	_
2.1	also	also	ADV	RB	_	_	_	2:advmod	_
3	songs	song	NOUN	NNS	Number=Plur	2	obj	_	SpaceAfter=No
4	.	.	PUNCT	.	_	2	punct	_	_

"""


@pytest.fixture
def treebank(tmp_path) -> Path:
    """A folder with the parts of a treebank."""
    folder = tmp_path / "treebank"
    folder.mkdir()
    for part in ("train", "dev", "test"):
        (folder / f"own-ud-{part}.conllu").write_text(SENTENCES, encoding="utf-8")
    return folder
