"""What a task is about: the words of its topic, for constraints that name a word."""

from __future__ import annotations

import re

from stemmata.graphs.constraints.family import Task
from stemmata.graphs.constraints.passage import Passage

_WORD = re.compile(r"(?<![\w'’/@#.-])[a-z]{4,14}(?![\w'’/@-])")
# Words of asking, of form and of grammar; none of them is what a task is about.
GENERAL = frozenset(
    """ability about above abstract according account accuracy across action actions actually additional advice after
    again against along also alternatives although always among another answer answers anything appropriate around
    article asked asking aspect aspects author away based because become been before being below best better between
    bigger book both brainstorming brief bring bullet came cannot carefully case category challenge challenges
    change chapter characters chat choose citation city clear clearly come comes common company compare comparison
    complete component components compose concept concepts concise conclusion consider contain contains content
    context convince could country course create creative currently data decide definition describe description
    design detail detailed details determine develop dialogue difference different difficulties discuss display
    document does doing done down draft each easily easy edit effect effective effects effort either email enough
    ensure entire essay etc even event events ever every everything exactly example examples explain explaining
    explanation express factor factors facts favorite feature features feel feeling field fields figure fill final
    find first focus follow following food form formal format framework from full function functions funny gave
    general generate getting give given gives giving goes going good grammar great group guide haiku half happen
    hard have having headline hello help here high highlight idea ideas identify imagine impact impacts importance
    important improve include includes including info information input instead instruction instructions intent
    intention interesting into issue issues item items itinerary joke just keep keeping key kind know knowledge
    language large last later least less letter letters level levels like likely limerick line lines list listed
    literature little long look looking made main majority make makes making man many material maybe mean meaning
    meanings memory message method methods might model models month mood more most motivation movement much music
    must myself name names nature need needed needs never next nice nothing novel number numbers often once ones
    only open opinion options order other others outline output over overview paper paragraph paragraphs part
    particular parts passage people perfect person phrase phrases piece place places plan play please plot poem
    point points position possible post prepare present probably problem process processes produce product project
    prompt proper property proposal provide provided purpose quality question questions quick quickly quote quotes
    range rap rate rather read reader reading real really reason reasons recommend related relationship replace
    reply report request required research resource resources respond response result review rewrite riddle role
    room rule rules same says scenario scenarios scene script second section sections seem sentence sentences series
    set several shall share short should show shows side similar simple since single site situation situations size
    skill skills slogan small solution solutions some someone something song soon sort source sources speech stage
    stages stanza start starting state statement step steps still story strategies strategy structure student
    students style subject such suggest suggestions summarise summarize summary sure synonym synopsis system systems
    table take takes taking talk target task teacher technique techniques technology tell tense term terms text than
    thank that their them theme then theory there these they thing things think this those though thought three
    through time times title today together told tone tool topic topics total trend trends tried true turn tweet
    type types understand unique until upon used useful user uses using value values various verb verse version very
    view voice want wants ways week well went were what when where whether which while whole whose will with within
    without woman word words work works world would write writer writing written year years yes your yourself""".split()
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
        if word not in GENERAL and word not in taken and not word.endswith("ly"):
            words.setdefault(word)
    return list(words)[:limit]
