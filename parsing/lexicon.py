"""The words that tell an order from a statement, and the parts of a task."""

from __future__ import annotations

# Verbs that name an act to perform. Those after the bar are nouns as often, and need an object to count as verbs.
_ACTS = """
write compose generate create draft produce make give tell explain describe discuss summarize summarise list
name identify find determine decide classify categorize categorise label translate convert transform rewrite
rephrase paraphrase reword edit correct fix improve proofread expand elaborate continue complete fill solve
calculate compute evaluate assess analyze analyse compare contrast suggest recommend propose provide offer
present prepare develop design build construct devise invent imagine come brainstorm predict guess infer deduce
derive prove verify extract select choose pick rank sort order arrange organize organise group match replace
substitute remove delete insert add combine merge split separate simplify shorten lengthen condense reduce
increase change modify adapt adjust enhance formulate define specify indicate state illustrate demonstrate show
display plot draw sketch paint interpret clarify outline answer reply respond ask interview argue persuade
convince criticize criticise critique review rate judge grade score compile collect gather search look browse
think consider reflect advise help assist teach guide instruct plan schedule calculate estimate measure count
convert output print return code program implement debug refactor optimize optimise test check detect recognize
recognise read study examine investigate explore research report inform notify announce invite apologize
apologise thank congratulate greet introduce welcome recite sing narrate retell recount tell relate highlight
emphasize emphasise point mention repeat copy quote cite reference link connect assign allocate distribute
perform execute run simulate role-play roleplay pretend speak talk say discover share post tweet text email send
tailor craft conceive concoct formulate hallucinate pen author render script transcribe reformat restructure
reorganize turn put break divide point justify defend refute rebut debate negotiate diagnose prescribe evaluate
answer act play take use apply choose hypothesize speculate forecast project envision visualize picture cover
educate detail enumerate itemize weigh trace map assemble supply furnish finish synthesize synthesise categorize
incorporate integrate respond characterize contextualize delve dissect concatenate capitalize format revise
curate type appraise differentiate regale bring try solve distinguish elucidate enlighten pinpoint portray
depict chronicle relay convey communicate request persuade encourage motivate inspire celebrate congratulate
commemorate promote advertise market pitch sell buy book reserve cancel rewrite overhaul polish refine
strengthen tighten soften tone paraphrase abridge digest abstract excerpt annotate label mark flag score
benchmark simulate animate visualise visualize diagram chart tabulate graph redesign rename retitle entitle
caption translate transliterate localize subtitle dub encode decode encrypt decrypt hash parse tokenize validate
sanitize refuse decline accept agree disagree sign vote name reason resolve unscramble rearrange reverse rhyme
arrange cast roll pretend imitate mimic emulate impersonate channel spin weave narrate storyboard choreograph
compliment roast mock tease joke lay set dive dig walk go start begin learn practice practise train coach mentor
tutor quiz drill discover uncover reveal provide reconstruct rework respond rethink reimagine re-write re-word
re-create retrieve enter fetch locate spot deliver jot unpack walk rebuild restate shorten revisit
""".split()
_NOUNS_TOO = """
answer reply text email post tweet report review research plan schedule design draft sketch plot order name
label list code program script test check study guide use work rate score grade judge map link reference quote
copy cover point project picture detail format output print return look search help rank group match change play
act read run say talk take turn break cite share sort state count measure estimate paint draw link question note
result end start purpose display show present trace weigh balance author pen supply contrast debate defend
finish break split merge address type try request market pitch book sign vote reason cast roll channel spin
roast mock joke lay set dive walk go start begin train coach mentor quiz drill tone digest abstract flag
benchmark diagram chart graph caption hash reverse rhyme practice advance
""".split()
ACTS = frozenset(_ACTS)
NOUNS_TOO = frozenset(_NOUNS_TOO)

# Orders about manner: what they begin is a constraint on the output, not an act of its own.
MANNER = (
    r"(?:ensuring|making sure|make (?:sure|certain)|"
    r"make (?:it|this)(?= (?:at |about |around |roughly |exactly |"
    r"no |less |fewer |more than|under |over |up to|between |\d|in |all |only |rhyme|"
    r"sound ))|be sure|ensure|please ensure|see to it|guarantee|do(?:es)? not|"
    r"don'?t|don’t|never|"
    r"avoid|refrain|"
    r"abstain|stay away|keep|limit|restrict|confine|use|employ|utilize|include|exclude|omit|leave out|mention|contain|"
    r"wrap|enclose|surround|finish|end|start|begin|conclude|close|open|separate|divide|highlight|italicize|bold|"
    r"underline|"
    r"respond (?:in|with|using|only|to me in|as)|reply (?:in|with|using|only|as)|answer (?:in|with|using|only|as|by)|"
    r"mark|be(?= (?!it\b))|stick to|adhere|follow|maintain|remember|note that|capitalize|format|structure|number each|"
    r"add (?:a |an )?(?:title|postscript|p\.?s|heading|footer|emoji)|put (?:(?:the |your )?(?:entire |"
    r"whole )?(?:response|"
    r"answer|reply|output|text|title|it)|double|quotation|quotes|a title)|place (?:the |your )?(?:entire |"
    r"whole )?(?:response|"
    r"answer)|say (?:no|nothing)|no (?:other )?\w+|nothing|only (?:use|include|output|return|answer|respond|reply|"
    r"give|write|"
    r"lowercase|uppercase|provide|mention)|try (?:not )?to|strive|aim (?:for|to)|endeavou?r|incorporate|integrate|"
    r"feel free|you may|pay attention|focus on|concentrate|"
    r"(?:write|give|put|keep) (?:it|this|everything|(?:the |your )(?:entire |whole )?(?:response|answer|output|"
    r"reply))(?= (?:in|as|"
    r"using|with|without|entirely|only|all|inside|between|so|to))|"
    r"write (?:in|exactly|at least|at most|no more|no fewer|between|up to|under|only|using|without|with|everything)\b|"
    r"must|should|italicise|present (?:it|your|the answer|the response|the output)|"
    r"(?:the )?(?:response|answer|output|reply) (?:only )?in |act as|pretend|assume the (?:role|persona|identity)|"
    r"take on the (?:role|persona)|imagine (?:that )?you(?:'re| are)|imagine yourself|speak (?:in|like|as)|sound(?= )|"
    r"it(?:'s| is) (?:also )?(?:essential|important|crucial|necessary|vital|imperative|required|mandatory|critical)|"
    r"at least|at most|exactly|no more than|with(?:out)?(?= ))"
)

# What asks politely: the frame is part of the act.
REQUEST = (
    r"(?:(?:can|could|would|will|might) (?:you|u|someone|anyone)(?: (?:please|kindly|possibly|perhaps|maybe|also))?|"
    r"i(?:'d| would) (?:like|love|appreciate)|i(?:'m| am) (?:looking for|trying to|asking)|i (?:want|need|wish)|"
    r"we(?:'d| would) like|we (?:want|need)|help (?:me|us)|let'?s|would it be possible|is it possible|"
    r"it would be (?:great|nice|helpful|good)|you(?:'re| are) (?:asked|required|requested|expected|tasked|to)|"
    r"you (?:will|'ll|should|must|need to|have to|are going to|can)|your (?:task|job|goal|mission|assignment|"
    r"role) (?:is|will be)|"
    r"(?:the |this )?(?:task|goal|objective|aim|exercise|assignment|job) (?:is|here is) to|do you (?:know|think|have|"
    r"mind)|"
    r"if you (?:could|can|would)(?: please)?|what about|how about|any (?:ideas|tips|suggestions|advice)|show me|"
    r"give me|tell me|teach me|ask me|"
    r"let me know|your help is needed|please (?:advise|help))"
)
WH = r"(?:what|who|whom|whose|which|when|where|why|how)(?:'s|’s|'re)?"
AUX = (
    r"(?:is|are|was|were|do|does|did|can|could|would|will|should|has|have|had|may|might|am|isn't|aren't|don't|doesn't)"
)

# Who a statement is about, when it is about the output.
OUTPUT = (
    r"(?:response|answer|reply|output|result|text|essay|article|poem|story|email|e-mail|letter|message|post|blog|"
    r"summary|"
    r"paragraph|sentence|word|line|section|stanza|verse|song|rap|haiku|limerick|title|list|bullet|point|item|table|row|"
    r"column|code|json|xml|html|resume|resumé|résumé|cover letter|speech|script|dialogue|conversation|report|review|"
    r"description|explanation|document|proposal|plan|itinerary|schedule|template|tweet|caption|headline|ad|"
    r"advertisement|"
    r"joke|riddle|question|name|quiz|rubric|outline|pitch|critique|rewrite|translation|content|information|data|"
    r"format|formatting|style|"
    r"tone|language|length|vocabulary|structure|letter [\"'“]?\w|keyword|placeholder|comma|heading|biography|bio|"
    r"advice|recommendation|argument|analysis|discussion|narrative|piece|writing|draft|version|example|element|"
    r"rhyme|scheme|ending|beginning|conclusion|introduction|character|punctuation|reasoning|steps?|instructions?)"
)
MODAL = (
    r"(?:should(?:n'?t|n’t)?|must(?:n'?t)?|(?:has|have|needs?|ought) (?:not )?to|shall|may not|can ?not|can'?t|"
    r"can only|"
    r"(?:is|are) (?:not )?(?:allowed|required|permitted|to be|to have|expected|limited|prohibited|forbidden)|"
    r"(?:do|does) not need to|need not|will (?:be|have|contain|include|not)|cannot)"
)

# Words that hold clauses together and belong to none.
GLUE = (
    r"(?:and|then|also|please|pls|plz|kindly|first(?:ly)?|second(?:ly)?|third(?:ly)?|next|finally|lastly|last|"
    r"additionally|"
    r"in addition|furthermore|moreover|besides|now|so|but|however|afterwards?|after that|hi|hello|hey(?: there)?|ok|"
    r"okay|"
    r"again|otherwise|else|thus|as well|plus|or|yet|while|meanwhile|consequently|therefore|overall|"
    r"to start|to begin with|"
    r"good (?:morning|evening|day)|thanks|thank you|pray|requirements?:|rules?:|constraints?:|note:|instructions?:|"
    r"task:|"
    r"question:|prompt:|task description:|q:|importantly|specifically|just|simply)"
)

# What an instruction calls the text that it brings along.
CARRIED = (
    r"(?:following|underlined|given|provided|below|above|attached|this (?:text|sentence|passage|email|e-mail|paragraph|"
    r"article|"
    r"code|"
    r"story|word|list|tweet|review|question|poem|table|problem|statement|essay|data|blog|post|message|document|phrase|"
    r"conversation|dialogue|recipe|product|equation|function|program|html|json|letter|line|term|description)|"
    r"these (?:words|sentences|items|facts|numbers|lines|texts|questions|statements)|two sentences|here (?:is|are)|"
    r"here's|based on the|the (?:text|sentence|"
    r"passage|email|paragraph|article|code|word|input|tweet|review|conversation|dialogue|statement)s?\b)"
)

ADJECTIVES = frozenset(
    """short brief long detailed concise simple complex formal informal casual friendly polite funny humorous
    serious professional creative interesting engaging persuasive compelling catchy good great nice best new old
    modern weird angry happy sad positive negative neutral clear clean weekly daily monthly quick easy hard
    difficult small big large full entire whole basic advanced general specific personal academic technical
    scientific historical fictional realistic original unique rhyming romantic inspirational motivational
    heartfelt dramatic sarcastic witty snarky critical objective subjective balanced comprehensive thorough
    in-depth high-level step-by-step one-sentence appealing suitable appropriate relevant possible potential
    main major key important different similar alternative beautiful healthy delicious cheap expensive popular
    famous common rare true false correct incorrect logical ethical hypothetical imaginary local global national
    international online digital social public private free real fresh first-person third-person bulleted
    numbered structured organized well-written vivid poetic lyrical elaborate lengthy extensive introductory
    intermediate strong weak bold colorful thoughtful sincere sympathetic warm enthusiastic exciting encouraging
    uplifting gentle respectful convincing constructive honest accurate precise exact vague plain
    adventurous bad blunt budget-friendly calm challenging classic elegant entertaining fantastical futuristic
    heartwarming illustrated indulgent informative journalistic little-known memorable minor non-technical one-page
    outdoor pessimistic platonic practical provocative reserved slow-cooked solemn surprising thought-provoking
    traditional understated worst""".split()
)
ADJECTIVE_ENDINGS = ("ous", "ful", "ive", "ible", "able", "less", "ish", "ical", "est", "esque")

DETERMINERS = frozenset(
    "a an the this that these those some any my your his her its our their each every all both no another one".split()
)
PREPOSITIONS = frozenset(
    """about of for to in on at by with without from into onto over under between among through during before after
    regarding concerning against toward towards as like that which who whose where when while because so if than
    using including containing focusing concentrating based given and or but why how what whether is are was
    were be been has have had do does did can could will would should must may might not it you i we they he she
    them""".split()
)
# The role of an entity that a preposition brings in.
ENTITY_ROLES: dict[str, str] = {
    "about": "topic", "of": "topic", "on": "topic", "regarding": "topic", "concerning": "topic",
    "to": "recipient", "for": "target", "from": "source", "into": "target", "with": "instrument",
    "in": "place", "at": "place", "during": "time",
}  # fmt: skip
# Verbs whose object is what comes out of the act; the object of the others is what the act is done to.
PRODUCING = frozenset(
    """write compose generate create draft produce make give list name provide offer present prepare develop
    design build
    construct devise invent propose suggest recommend compile output print return code program implement plan outline
    brainstorm craft conceive hallucinate pen author tell draw sketch formulate add supply come need want like
    complete post tweet share find identify show""".split()
)
LANGUAGES = (
    r"(?:english|french|spanish|german|italian|portuguese|dutch|russian|chinese|mandarin|cantonese|japanese|korean|"
    r"arabic|"
    r"hindi|bengali|marathi|punjabi|tamil|telugu|kannada|malayalam|gujarati|urdu|persian|farsi|turkish|greek|hebrew|"
    r"vietnamese|thai|swahili|polish|czech|swedish|norwegian|danish|finnish|hungarian|romanian|bulgarian|ukrainian|"
    r"nepali|latin|esperanto|indonesian|malay|tagalog|welsh|irish|python|java|javascript|typescript|c\+\+|c#|ruby|rust|"
    r"sql|html|css|php|perl|kotlin|swift|matlab|markdown|latex|xml|yaml|csv)"
)
