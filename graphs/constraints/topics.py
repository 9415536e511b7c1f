"""What a task is about: the words of its topic, for constraints that name a word."""

from __future__ import annotations

import re

from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage

_WORD = re.compile(r"(?<![\w'’/@#.-])[a-z]{4,14}(?![\w'’/@-])")
# Words of asking, of form and of grammar; none of them is what a task is about.
_GENERAL = frozenset(
    """about above according across action actions actually additional after again against along also although
    always among another answer answers anything appropriate around article asked asking aspects away based
    because become been before being below best better between bigger both bring brief bullet came cannot
    carefully change characters choose clear clearly come comes common compare complete compose concise consider
    contain contains content convince could create creative currently data decide describe description detail
    detailed details determine develop different difference discuss display document does doing done down draft
    each easily easy edit effective either email ensure enough entire essay etc even ever every everything
    exactly example examples explain explaining explanation express facts favorite feel feeling figure fill
    final find first focus follow following form format formal from full funny gave general generate getting
    give given gives giving goes going good great group guide half happen hard have having hello help here high
    highlight idea ideas identify imagine important improve include includes including info information input
    instruction instructions instead interesting into item items just keep keeping kind know large last later
    least less letter letters like likely line lines list listed little long look looking made main make makes
    making many maybe mean meaning message might more most much must myself name names need needed needs never
    next nice nothing number numbers often once ones only open options order other others outline output over
    overview paragraph paragraphs part particular passage people perfect person phrase phrases piece please plan
    play poem point points possible post prepare present probably problem produce prompt proper proposal provide
    provided question questions quick quickly rather read reader reading real really reason reasons recommend
    related replace reply report request required respond response result review rewrite same says second
    section sections seem sentence sentences series several shall share short should show shows similar simple
    since single small some someone something song soon sort speech start starting state statement step steps
    still story style such suggest suggestions summarise summarize summary sure take takes taking talk task tell
    term terms text than thank that their them then there these they thing things think this those though
    thought three through time times title today together told tone tool topic topics total tried true turn type
    types understand until unique upon used useful user uses using various verse version very view want wants
    ways week well went were what when where whether which while whole whose will with within without word words
    work works would write writer writing written year years yes your yourself""".split()
)


def topic_words(task: Task, *, limit: int = 6) -> list[str]:
    """Return words that a task is about, in order of appearance: lower-case, a single word each, unquoted.

    Words that a constraint of the task names already are left out, and so are the act and the kind of output.

    Example:
        >>> topic_words(Task("Write a letter about the budget of our school garden."))
        ['budget', 'school', 'garden']
    """
    if re.search(r"\brepeat", task.text):  # a word cannot be left out of what is to be repeated
        return []
    taken = {task.action.lower(), *task.output.lower().split()}
    for constraint in task.constraints:
        taken.update(word for value in constraint.kwargs.values() for word in re.findall(r"\w+", str(value).lower()))
    words: dict[str, None] = {}
    for match in _WORD.finditer(Passage.of(task.text[:600]).masked):
        word = match[0]
        if task.topics is not None and word not in task.topics:
            continue
        if word not in _GENERAL and word not in taken and not word.endswith("ly"):
            words.setdefault(word)
    return list(words)[:limit]
