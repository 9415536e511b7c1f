"""What stands before the verb that is asked for: frames, wishes, connectives; all in words with single blanks."""

from __future__ import annotations

import re

_SOFT = r"(?: (?:please|pls|plz|kindly|possibly|perhaps|maybe|also|just|then|now|next|quickly|really|actually|,)){0,4}"
_YOU = r"(?:you|u|ya|y'all|someone|somebody|anyone|anybody)"
_MIGHT = r"(?:could|can|would|will|might)"
_TASK = r"(?:task|job|goal|role|mission|assignment|aim|objective|request|duty|turn|challenge|question|prompt)"
_PLEASED = r"(?:grateful|glad|happy|thankful|obliged|delighted)"
# Each ends before a verb that is asked for, whatever its tag says.
STRONG = re.compile(
    rf"(?:(?:can|could|would|will|might|may) (?:{_YOU}|we|i){_SOFT}"
    rf"|(?:are|were) {_YOU} able to|(?:can|could) {_YOU} be able to"
    r"|(?:i|we) (?:would |'d |'ll |do )?(?:really |also |just |still )?"
    r"(?:like|love|want|need|wish|prefer|expect|require|hope)"
    rf"(?: for)?(?: {_YOU}| your help| some help| help| it if {_YOU} {_MIGHT})?(?: to)(?: please)?"
    rf"|(?:i|we) (?:would |'d )?(?:really )?(?:like|love|appreciate|prefer)(?: it)? if {_YOU} {_MIGHT}{_SOFT}"
    rf"|(?:i|we) (?:would|'d|'ll|will) be (?:so |very |really )?{_PLEASED} if {_YOU} {_MIGHT}{_SOFT}"
    rf"|it (?:would|'d|will) (?:be|really be|also be) [\w ]{{3,20}} if {_YOU} {_MIGHT}{_SOFT}"
    rf"|(?:do you think|i (?:was|am|'m) wondering if|i wonder if|if) {_YOU} {_MIGHT}{_SOFT}"
    rf"|(?:is|would) it (?:be )?possible (?:for {_YOU} )?to"
    r"|(?:i|we) (?:have |'ve |was |were |am |'m |are )?(?:been )?"
    r"(?:asked|told|assigned|tasked|required|supposed|have) to"
    r"|(?:i am|i 'm|im|we are|we 're) (?:trying|hoping|asking you|going|planning|here) to"
    rf"|(?:my|your|the|this|our|that)(?: \w+)? {_TASK} (?:(?:for you )?(?:is|will be)|(?:here|today|now) is)"
    rf"(?: for you)?{_SOFT} to"
    rf"|(?:it|this) (?:is|will be|'s) (?:your|up to) (?:{_TASK}|you) to"
    rf"|(?:what )?(?:i|we) (?:want|need|would like|expect) (?:{_YOU} to do )?is (?:for {_YOU} )?to"
    rf"|{_YOU} (?:will |should |must |also |now ){{0,3}}(?:need to|have to|ought to"
    r"|are (?:going|asked|required|expected|tasked|to)(?: to)?|'re (?:asked|expected|going|to)(?: to)?"
    r"|should|must|will|shall)(?: also| now| then| first| please)?"
    r"|let (?:'s|us)|lets|wan na|got ta|feel free to|go ahead and|go on and|be sure to|make sure to|remember to)"
    rf"{_SOFT} "
)
# These leave it open whether a verb comes: "I need help" with it, or help writing it.
WEAK = re.compile(
    r"(?:(?:i |we )?(?:would |'d |'m |am |are |really |just |also ){0,4}"
    r"(?:need|want|could use|looking for|in need of|require)"
    r"(?: some| a bit of| a little| your)? (?:help|assistance|advice|support|guidance)(?: with| in| on| to)?"
    r"|(?:i am|i 'm|im|we are|we 're) (?:\w+ly )?(?:interested|keen) (?:in|on)"
    r"|(?:help|assist)(?: me| us)?(?: out)?(?: to| with| by| in| and)?|aid (?:me|us) in|(?:how|what) about"
    r"|mind|(?:try|attempt|proceed|continue|start|begin|get)(?: and| to| by)|be able to"
    r"|take (?:a moment|the time|some time) to"
    r"|be (?:so |very )?(?:kind|nice|good)(?: enough)? (?:as )?to|be willing to|start off by|manage to)"
    rf"{_SOFT} "
)
# A question that asks the model to do something: "how would you rate it".
ASKING = re.compile(rf"(?:and |so )?(?:how|what|which|where|who|when|why)\b[\w' -]{{0,60}}? {_MIGHT} {_YOU} ")
# What may stand before everything else.
LEAD = re.compile(
    r"(?:(?:and|but|so|or|also|then|now|next|first|firstly|secondly|(?:second|third) ,|thirdly|finally|lastly|please|"
    r"pls|plz|kindly|maybe|perhaps|just|simply|instead|afterwards|again|hi|hello|hey|ok|okay|well|additionally|"
    r"furthermore|moreover|in addition|after that|once more|there|all|right|today|to start|to begin with|as an ai|"
    r"\d{1,2}|[a-z] \)|[-–—*•#>.,:;()!\"'“”‘]) )+"
)
