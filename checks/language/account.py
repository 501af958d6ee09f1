"""What a commentary gives an account of: a cause, an action, and by when.

Lists of words, no model: whether the cause is true and the action enough is for people to say.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from checks.language.tone import sentences

_CAUSE = (
    r"(?:demand|volumes?|numbers?|costs?|prices|referrals?|requests?|need) "
    r"(?:was|were|is|are|has been|have been) (?:much |far )?(?:higher|greater|lower)|"
    r"held up|made (?:\w+ ){1,3}(?:slower|harder|longer|later|difficult|worse|impossible)|"
    r"because|due to|owing to|as a result|result(?:s|ed)? (?:in|from|of)|"
    r"caus(?:ed|es|ing)|cause|reason|follow(?:s|ing|ed)|reflect(?:s|ed|ing)?|"
    r"driv(?:en|er)|attribut\w+|explain(?:s|ed)?|account(?:s|ed)? for|led to|has led|"
    r"leading to|stem(?:s|med)? from|arose from|arises from|linked to|is down to|meant|"
    r"means that|hence|so that|"
    r"so (?:the|fewer|output|decisions|packages|inspections|drivers?|visits)|"
    r"since (?:the|four|two|its)|consequence|thanks to|hamper(?:ed|ing)|affected|"
    r"reduced|slowed|delayed|lengthened|has increased|pushed|put pressure|have hit|"
    r"has hit|combined to|fell as|longer as|lost as|short as|"
    r"as (?:the|officers?|staff|two|our|fewer)|"
    r"(?:grew|rose|fell|trebled|doubled|increased) (?:after|when|during|as|since)|"
    r"were deferred|deferred|outstripped|shortage|vacan(?:t|cy|cies)|reliance on|"
    r"resulted|made it|explained by"
)
_ACTION = (
    r"(?:is|are) (?:also |now |currently )?(?!going|having|lacking|falling|rising|living|waiting"
    r"|continuing|improving|worsening|struggling|missing|taking|causing|becoming|getting|staying"
    r"|remaining|declining|increasing|decreasing|happening|being (?!\w+ed))[a-z]{3,}ing\b|"
    r"back on \w+ (?:by|within|in)\b|"
    r"will|shall|going to (?!plan)|plans? (?:is|are|has|have|was|to|runs)|recovery plan|"
    r"action plan|improvement plan|improvement board|"
    r"(?:is|are) (?:now )?(?:being|working|chasing|meeting|prioritising|checking|calling|"
    r"holding|reviewing|recruiting|procuring|looking|booked|planned|funded|under way|in place|"
    r"expected|forecast|extended|capped)|"
    r"(?:has|have) (?:now )?(?:been )?(?:\w+ly )?(?:appointed|recruited|asked|introduced|"
    r"commissioned|bought|agreed|advertised|issued|arranged|ordered|taken on|brought in|moved|"
    r"extended|approved|signed|written|restored|restarted|trained|drawn up|identified|launched|"
    r"put|rescheduled|fixed|engaged|started|escalated|completed)|"
    r"was (?:appointed|introduced|signed|agreed|launched|approved)|"
    r"were (?:introduced|restored|agreed|signed)|came in|took place|starts?|begins?|"
    r"reopens?|resumes?|restarts?|resumed|joins?|handled by|penalties|meets|escalated|"
    r"continues to work|talks with|steps are|procuring|is needed by|contract for|"
    r"cover is"
)
_MONTH = (
    r"january|february|march|april|(?-i:May|MAY)|june|july|august|september|october|november|"
    r"december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_WHEN = (
    rf"\d{{1,2}}[/.]\d{{1,2}}(?:[/.]\d{{2,4}})?|\d{{4}}-\d{{2}}(?:-\d{{2}})?|20\d\d|(?:{_MONTH})"
    r"|q[1-4]|quarter (?:[1-4]|one|two|three|four)|spring|summer|autumn|winter|christmas|easter"
    r"|monday|tuesday|wednesday|thursday|friday|new year|year[- ]end"
    r"|end of (?:the )?(?:year|month|week)"
    r"|this month|next (?:week|month|quarter|year)|tomorrow"
    r"|(?:within|in|over the next) (?:\w+ )?(?:days|weeks|months|fortnight)"
)


def cause(text: str, more: Iterable[str] = ()) -> bool:
    """Whether a text says why."""
    return bool(_pattern(_CAUSE, tuple(more)).search(text))


def action(text: str, more: Iterable[str] = ()) -> bool:
    """Whether a text says what is or will be done."""
    return bool(_pattern(_ACTION, tuple(more)).search(text))


def date_of_action(text: str, more: Iterable[str] = ()) -> bool:
    """Whether a sentence that tells of an action says by when."""
    acting, when = _pattern(_ACTION, tuple(more)), _pattern(_WHEN, ())
    return any(acting.search(one) and when.search(one) for one in sentences(text))


@lru_cache(maxsize=64)
def _pattern(words: str, more: tuple[str, ...]) -> re.Pattern[str]:
    listed = "|".join([words, *(re.escape(word) for word in more)])
    return re.compile(rf"\b(?:{listed})\b", re.IGNORECASE)
