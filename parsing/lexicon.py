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
incorporate integrate respond express characterize contextualize delve dissect concatenate capitalize format revise
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
re-create retrieve enter fetch locate spot deliver jot unpack walk rebuild restate shorten revisit express
gimme embed append attach engage conduct undertake carry ascertain discern
spotlight underscore
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
    r"abstain|stay away|keep|limit|restrict|confine|use|employ|utilize|include|exclude|omit|skip|leave out|"
    r"mention|contain|"
    r"wrap|enclose|surround|finish|end|start|begin|conclude|close|open|separate|divide|highlight|italicize|bold|"
    r"underline|"
    r"respond (?:in|with|using|only|to me in|as)|reply (?:in|with|using|only|as)|answer (?:in|with|using|only|"
    r"as|by|yes|no|true)|"
    r"mark|be(?= (?!it\b))|stick to|adhere|follow|maintain|remember|note that|capitalize|format|structure|number each|"
    r"add (?:a |an )?(?:title|postscript|p\.?s|heading|footer|emoji)|put (?:(?:the |your )?(?:entire |"
    r"whole )?(?:response|"
    r"answer|reply|output|text|title|it)|double|quotation|quotes|a title)|place (?:the |your )?(?:entire |"
    r"whole )?(?:response|"
    r"answer)|say (?:no|nothing)|no (?!one\b|doubt\b|idea\b|wonder\b|problem\b|worries\b)(?![^.;]{0,40}\b(?:was|"
    r"were|had)\b)(?:other )?\w+|nothing|only (?:use|include|output|return|answer|respond|reply|"
    r"give|write|"
    r"lowercase|uppercase|provide|mention)|try (?:not )?to|strive|aim (?:for|to)|endeavou?r|incorporate|integrate|"
    r"feel free|you may|uphold|emulate|(?:mirror|mimic|imitate|echo|channel) (?:the|a|an)\b|pay attention|"
    r"focus on|concentrate|"
    r"let['’]?s (?:think|work|reason)(?= )|"
    r"(?:write|give|put|keep|output|return|present|display|tell|narrate|phrase|word|say|express|deliver|format|"
    r"set|print|show) (?:it|this|everything|(?:the |your )(?:entire |whole )?(?:response|answer|output|"
    r"reply))(?= (?:in|as|"
    r"using|with|without|entirely|only|all|inside|between|so|to))|"
    r"write (?:in|exactly|at least|at most|no more|no fewer|between|up to|under|only|using|without|with|everything)\b|"
    r"must|should|italicise|present (?:it|your|the answer|the response|the output)|"
    r"(?:the )?(?:response|answer|output|reply) (?:only )?in |act as|pretend|assume the (?:role|persona|identity)|"
    r"take on the (?:role|persona)|embody|adopt (?:the|a)|play the (?:role|part)|imagine (?:that )?you(?:'re|"
    r" are)|imagine yourself|picture yourself|put yourself in|speak (?:in|like|as)|sound(?= )|"
    r"it(?:'s| is) (?:also )?(?:essential|important|crucial|necessary|vital|imperative|required|mandatory|"
    r"critical)(?! (?:for|to) (?:me|us)\b)|"
    r"at least|at most|exactly|no more than|with(?:out)?(?= )(?![^.?!]{0,160}\b(?:is|are|was|were|has|have|had|"
    r"can|will|would|does)\b))"
)

# What asks politely: the frame is part of the act.
REQUEST = (
    r"(?:(?:can|could|would|will|might) (?:you|u|someone|anyone)(?: (?:please|kindly|possibly|perhaps|maybe|also))?|"
    r"i(?:'d| would) (?:like|love|appreciate)|i(?:'m| am) (?:looking for|trying to|asking|"
    r"(?:[a-z]+ly |really |very )?(?:interested in|curious (?:about|how|why|what)))|i (?:want|need|wish)|"
    r"we(?:'d| would) like|we (?:want|need)|help (?:me|us)|let'?s|would it be possible|is it possible|"
    r"it would be (?:great|nice|helpful|good)|you(?:'re| are) (?:asked|required|requested|expected|tasked|to)|"
    r"you (?:will|'ll|should|must|need to|have to|are going to|can)|your (?:task|job|goal|mission|assignment|"
    r"role) (?:is|will be)|it (?:will be|is) your (?:job|task|role)|"
    r"(?:the |this )?(?:task|goal|objective|aim|exercise|assignment|job) (?:is|here is) to|do you (?:know|think|have|"
    r"mind)|"
    r"if you (?:could|can|would)(?: please)?|what about|how about|any (?:ideas|tips|suggestions|advice)|show me|"
    r"gimme|lemme know|i(?:['’]ve)? (?:gotta|got to|have to|need to|want to|wanna|would love to) (?:know|"
    r"understand|learn|see|hear)|"
    r"(?:wanna|want to) know|give me|tell me|teach me|ask me|"
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
    r"(?:while (?:you['’]re|you are|we['’]re) at it|and|then|also|please|pls|plz|kindly|(?:first(?:ly)?|"
    r"second(?:ly)?|third(?:ly)?)(?! person)|next|"
    r"finally|lastly|last|"
    r"additionally|"
    r"in addition|furthermore|moreover|besides|now|so|but|however|afterwards?|after that|hi|hello|hey(?: there)?|ok|"
    r"okay|"
    r"again|otherwise|else|thus|as well|plus|or|yet|while|meanwhile|consequently|therefore|overall|"
    r"to start|to begin with|"
    r"do(?= (?:include|use|make|keep|mention|avoid|ensure|add|give|put|provide|be|write|remember|note)\b)|"
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
    r"these (?:words|sentences|items|facts|numbers|lines|texts|questions|statements|notes|names|ingredients|"
    r"points|details|"
    r"bullet points|bullets|keywords|ideas|events|characters|terms|phrases)|two sentences|here (?:is|are)|"
    r"here's|based on the|the (?:text|sentence|"
    r"passage|email|paragraph|article|code|word|input|tweet|review|conversation|dialogue|statement)s?\b)"
)

# Verbs that only frame what is asked for: "I need …", "could you help me write …".
FRAMES = frozenset("need want like love wish appreciate help try would let require ask mind look go please".split())
# Nouns that only introduce another one.
LIGHT = frozenset(
    """kind type lot number set couple one way sort variety bit pair bunch range series amount category piece handful
    dozen plenty majority half quantity level degree matter""".split()
)
# Words that are no things and no attributes: pronouns, determiner-like adjectives, parts of fixed phrases.
UNTOLD = frozenset(
    """same other previous following given attached above below such own several many more much each one ones another
    next last first second third please e.g. i.e. etc etc. thanks hello hi whole
    entire only few fewer less least most some any all every both either neither you i me us it them they him her
    everything something anything nothing everyone someone anyone everybody nobody provided presented enclosed
    aforementioned mentioned earlier later former latter others rest additional another initial various certain
    numerous respective underlined highlighted""".split()
)
PERSONS = frozenset(
    """friend family boss mother father mom dad parent child kid son daughter sister brother wife husband partner team
    student pupil child people person audience class reader customer client guest neighbour neighbor tenant landlord
    company mayor council public chair colleague coworker supervisor doctor woman man girl boy adult teen patient
    employee voter investor community principal coach nurse chef bride groom baby buddy
    aunt uncle cousin grandmother grandfather grandma grandpa
    nephew niece roommate flatmate host manager king queen president""".split()
)
# Adverbs and short phrases that qualify an action without ending in "ly".
VAGUE = frozenset("well better best fast hard".split())
# Verbs whose object is what comes out of the act; the object of the others is what the act is done to.
PRODUCING = frozenset(
    """write compose generate create draft produce make give list name provide offer present prepare develop design
    build construct devise invent propose suggest recommend compile output print return code program implement plan
    outline brainstorm craft conceive author tell draw sketch formulate add supply come think complete post tweet share
    find identify choose extract calculate ask select pick compute determine estimate enumerate announce assemble
    formulate mention state coin show pen put deliver submit quote cite count deduce infer predict""".split()
)
# What an act with such a verb is told to bring into the answer.
BRINGING = (PRODUCING - {"complete", "cite", "count"}) | frozenset(
    """specify highlight include throw perform retrieve recite sing report insert improvise recall gather
    collect curate send guess gimme hear plot script storyboard pitch schedule prescribe paint return whip dream
    brainstorm figure derive locate spot discover publish append attach hand need assign""".split()
)
TIMES = frozenset(
    """day days week weeks month months year years hour hours minute minutes morning evening afternoon night noon
    midnight weekend today tomorrow yesterday tonight monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december spring summer autumn winter
    century decade season moon""".split()
)
# Verbs that work on a text which the instruction brings along.
WORKING = frozenset(
    """translate summarize summarise rewrite paraphrase rephrase correct classify proofread edit analyze analyse convert
    categorize sort complete continue fix improve shorten simplify punctuate tokenize label solve""".split()
)
LANGUAGES = (
    r"(?:english|french|spanish|german|italian|portuguese|dutch|russian|chinese|mandarin|cantonese|japanese|korean|"
    r"arabic|"
    r"hindi|bengali|marathi|punjabi|tamil|telugu|kannada|malayalam|gujarati|urdu|persian|farsi|turkish|greek|hebrew|"
    r"vietnamese|thai|swahili|polish|czech|swedish|norwegian|danish|finnish|hungarian|romanian|bulgarian|ukrainian|"
    r"nepali|latin|esperanto|indonesian|malay|tagalog|welsh|irish|python|java|javascript|typescript|c\+\+|c#|ruby|rust|"
    r"sql|html|css|php|perl|kotlin|swift|matlab|markdown|latex|xml|yaml|csv)"
)
