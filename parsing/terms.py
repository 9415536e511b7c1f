"""Words that belong together: terms of an adjective and a noun, fixed phrases, verbs of two words."""

from __future__ import annotations

import re

# Adjectives which say, before these nouns, what kind of thing is meant, so that both are its name.
_TERMS = """
academic: journal paper year | active: voice ingredient | applied: mathematics | artificial: intelligence
atomic: bomb energy number | bad: debt | basic: income | binary: search tree number system
black: hole market box tea pepper bean | blind: date spot | blue: whale cheese | bold: print
capital: letter city punishment gain | carbon: dioxide | cardinal: number | cellular: respiration phone
central: bank heating | chemical: reaction element bond equation engineering compound formula | chief: executive
civil: war right engineering servant society | classical: music guitar literature mechanics conditioning
clinical: trial | cold: war call email | common: sense cold law | complex: number | compound: interest
computational: biology | coral: reef | corporate: governance culture | creative: writing | critical: thinking
cultural: heritage | current: affair | dark: matter energy chocolate web mode | deep: learning sea
differential: equation | digital: marketing camera transformation art | direct: speech object
domestic: violence | double: bass negative | driverless: car | due: date diligence process
electric: car vehicle guitar motor current field bike | electrical: engineering engineer | electronic: music
emotional: intelligence | endangered: species | environmental: science impact | even: number
executive: summary | existential: risk | express: delivery train | fairy: tale | false: alarm positive negative
fast: food fashion | federal: government reserve | figurative: language | final: exam
first: aid name lady | fiscal: year | foreign: policy language exchange aid | fossil: fuel
free: will speech verse trade energy kick | french: fry toast | full: moon stop name time
functional: programming | general: relativity election knowledge | genetic: engineering code algorithm
global: warming economy | golden: age retriever ratio gate | graphic: design designer novel | greek: mythology
green: tea energy light | guided: tour | happy: hour | hard: drive disk skill | high: school jump
higher: education | hot: dog chocolate water | human: right being resource body | hydraulic: fracturing
identical: twin | immune: system response | indefinite: article | indirect: speech object
industrial: revolution | infinite: loop | instant: messaging noodle | intellectual: property
internal: combustion | international: law relation trade | irrational: number | joint: venture | kinetic: energy
last: name | legal: advice | linear: algebra equation regression | literary: device analysis | live: music
liberal: art | living: room | local: government | logical: fallacy | magnetic: field | main: idea
marine: biology biologist life | martial: art | medical: school record history | mental: health illness
metric: system | middle: school age class east | military: service | minimum: wage | mobile: phone app
modern: art | molecular: biology | musical: instrument | mutual: fund friend | named: entity
national: park anthem team holiday | native: speaker language | natural: language disaster gas selection number
negative: number feedback | neural: network | nuclear: power energy weapon fusion fission reactor
nutritional: value | odd: number | online: shop store course class | open: source letter mic | operating: system
organic: chemistry food | outer: space | oral: exam history | ordinal: number | past: tense participle perfect
partial: derivative | passive: voice income | perfect: number square | periodic: table
personal: computer trainer statement finance pronoun essay | physical: education therapy therapist activity
plastic: surgery | political: party science system | polar: bear | potential: energy | present: tense perfect
primary: school key source | prime: number minister factor | private: key sector
public: transport transportation speaking school library relation health opinion key domain sector
quadratic: equation formula | random: number variable | rational: number | real: estate life number
recurrent: neural | red: wine flag panda | regular: expression | relational: database | remote: work control
renewable: energy resource | reported: speech | romantic: comedy | russian: roulette | secondary: school source
second: language | senior: citizen | short: story film circuit | simple: interest | single: parent
small: talk business | social: media network science worker security work anxiety | soft: skill drink
sore: throat | solar: panel system energy power eclipse | spare: time part
special: effect | square: root meter metre foot | stainless: steel | stand-up: comedy
standard: deviation error | still: life | straight: line | supreme: court | sweet: potato | technical: support
traditional: medicine | tropical: rainforest fish | upper: class | urban: legend planning
vice: president | virtual: reality machine assistant | visual: art | vital: sign | white: paper wine
whole: number | wild: animal card | wireless: network connection router headphone | written: exam | young: adult
"""


def _pairs(lists: str) -> frozenset[tuple[str, str]]:
    parted = (entry.partition(":") for entry in re.split(r"[|\n]", lists) if ":" in entry)
    return frozenset((first.strip(), second) for first, _, rest in parted for second in rest.split())


TERMS = _pairs(_TERMS)

# Nouns that say what the name right after them is of: "the novel Emma".
NAMED = frozenset(
    """game novel book film movie song city town country company brand band player character series show app program
    poem play artist author singer actor album planet river lake island village language website magazine newspaper
    word term name phrase verb noun letter variable function method class file""".split()
)
# Common adjectives of instructions, which are sometimes taken for the first part of a compound.
QUALITIES = frozenset(
    """random short long brief concise detailed comprehensive funny humorous witty formal informal casual creative
    unique
    original engaging compelling persuasive convincing professional simple complex clear catchy heartfelt friendly
    polite rude warm cold hot cheerful sad happy angry romantic scary spooky dark bright quick fast slow easy
    hard difficult good bad better best worst new old young big small large little great tiny huge rich poor strong
    weak modern ancient traditional popular famous rare common typical usual weird strange odd silly serious sarcastic
    ironic dramatic poetic lyrical rhyming whimsical playful inspiring motivational inspirational educational
    informative interesting boring exciting relevant important useful helpful practical realistic fictional imaginary
    possible alternative appropriate suitable correct incorrect wrong accurate precise exact rough
    general specific basic advanced deep thorough full complete partial final main core essential crucial critical
    cheap expensive affordable healthy vegan vegetarian organic fresh spicy sour local
    effective efficient optimal ideal perfect nice lovely beautiful elegant fancy plain coherent consistent logical
    neutral balanced honest sincere empathetic respectful diplomatic hardy broken
    rainy sunny cloudy snowy windy busy lazy crazy hungry tasty juicy cozy cosy noisy messy dirty
    lucky descriptive vivid colorful colourful memorable attractive stylish minimalist responsive reusable""".split()
)

# Nouns in these phrases stand for nothing of their own.
_FIXED = r"""
in order to|in case|in terms of|in front of|in place of|in spite of|in addition|in general|in particular|
in turn|in advance|in mind|in fact|in use|in need of|in charge of|in line with|in total|in love|in time|
in the end|in the meantime|in the long run|in the process of|in this case|in other words|in response to|
in addition to|in relation to|in regards? to|in light of|in the light of|in the form of|in favou?r of|
in accordance with|in connection with|in conjunction with|in my opinion|in the context of|in a row|in a way|
in some way|with regards? to|with respect to|with reference to|with the help of|with ease|with care|
as a result(?: of)?|as a whole|as a matter of fact|as part of|(?:as|with) an? example|at hand|at home|at least|at most|
at all|at first|at last|at once|at the moment|at the same time|at a time|at times|at risk|at stake|
at the end of|at any time|at (?:the|this) point|on time|on the other hand|on the one hand|on average|
on behalf of|on purpose|on top of|on the basis of|on board|by heart|by hand|by means of|by the way|by way of|
by accident|by mistake|by default|for example|for instance|for the sake of|for free|for sure|for fun|for good|
for use|for a while|for the first time|for now|of course|of all time|from scratch|from time to time|
from the point of view of|out of order|out of date|out of stock|ahead of time|up to date|under way|per se|
word for word|step by step|side by side|day by day|one by one|line by line|from start to finish|face to face|
back and forth|all the time|
(?:every|each|this|that|next|last|the first|the second|the last|any|some|one more) time|what time|long time|
a bit|a lot|a little bit|no idea|the rest|keep track of|keep in mind|with (?:a|an) (?:focus|emphasis) on|
make sense|make use of|make fun of|
make sure|take place|take part|take care of|take advantage of|take into account|take into consideration|
take time|take a moment|take the time|take turns|have fun|have (?:trouble|difficulty)(?= \w+ing)|get rid of|
give it a try|pay attention to|play a (?:role|part) in|n times|the deal with|the point of|in a nutshell|
in (?:\w+ ){1,3}order|
(?:where|if|as|when|wherever|whenever) (?:necessary|possible|needed|appropriate|applicable)|as follows|
as well as|such as|thanks to|due to|word by word|to the point|
"""
FIXED = re.compile(rf"(?<![\w-])(?:{_FIXED.replace(chr(10), '').strip('|')})(?![\w-])", re.IGNORECASE)

# Verbs that bring a word of their own along, in the form that an order has.
PHRASAL = frozenset(
    tuple(pair.split())
    for pair in """fill in,fill out,write down,write up,throw in,look up,look into,figure out,sum up,put together,
think of,think up,carry out,point out,narrow down,break down,work out,find out,whip up,jot down,set up,make up,draw up,
clean up,wrap up,spell out,lay out,list out,map out,act out,read out,flesh out,rule out,pick out,single out,
tidy up,dream up,cook up,touch up,spruce up,spice up,speed up,round up,round off,write out,sort out,talk through,
go over,go through,walk through,cross out,swap out,type up,type out,mix up,give up,bring up,look over,
check out""".split(",")
)
