"""Whether a text reads like the name of a person, or like where somebody lives.

Names of places and services are capitalised like names of persons, so a name counts only with a
title, a given name that is common in England, or under a heading for names of persons. What is not
on the list is missed unless one of the others holds: better than refusing a list of libraries.
"""

import re

_GIVEN_NAMES = """
aaron abdul abigail adam adrian ahmed aisha alan alex alexander alexandra ali alice alison amanda
amelia amina amy andrea andrew angela angus anita ann anna anne annette anthony antonia arthur
barbara barry ben benjamin bernard beth beverley bilal brenda brian bridget callum carol caroline
catherine charles charlie charlotte cheryl chloe chris christine christopher claire clare clive
colin connor craig daniel danielle darren dave david dawn deborah debbie denise dennis derek diana
diane donna dorothy douglas duncan eileen elaine eleanor elizabeth ellen emily emma eric ethan
evelyn farah fatima fiona frances frank fred gareth garry gary gavin gemma geoffrey george
georgina gerald gillian glenn gordon grace graham grant hannah harriet harry hasan hassan hazel
heather helen henry holly howard hugh ian ibrahim imran irene isaac isabel isabella isla ivan jack
jackie jacob jacqueline jake james jamie jane janet janice jasmine jason jean jeffrey jennifer
jenny jeremy jessica jill jim joan joanna joanne joe john jonathan jordan joseph josephine josh
joshua joyce judith julia julian julie june karen karl kate katherine kathleen kathryn katie keith
kelly kenneth kerry kevin khalid kim kirsty kyle laura lauren lee leo leon lesley lewis liam lily
linda lisa liz lorraine louis louise lucas lucy luke lynn lynne malcolm margaret maria marie
marion mark martin martyn mary matthew maureen max megan melanie melissa mia michael michelle mike
mohamed mohammad mohammed molly monica muhammad nadia naomi natalie natasha nathan neil nicholas
nicola nicole nigel noah norman oliver olivia omar oscar owen pamela patricia patrick paul paula
pauline peter philip phillip phoebe priya rachel raj rebecca richard rita robert robin roger
ronald rosemary ross roy ruby russell ruth ryan sally sam samantha samuel sandra sara sarah sean
sharon sheila shirley simon sophia sophie stacey stanley stephanie stephen steve steven stuart sue
susan suzanne sylvia tariq terence teresa thomas tim timothy tina toby tom tony tracey tracy
trevor valerie vanessa vera victor vincent wayne wendy william yasmin yusuf yvonne zahra zainab
zoe
"""
_GIVEN = frozenset(_GIVEN_NAMES.split())
_OF_PLACES = """
academy avenue barn bridge building buildings care centre church close college common community
council court day depot drive estate farm field fields flats gardens gate green grove hall health
hospital hostel house hub lane leisure library lodge mill museum office offices park place plaza
pool primary programme project road room rooms school service services site square station street
surgery team terrace theatre trust unit view ward way wood works
"""
_NOT_PERSONS = frozenset(_OF_PLACES.split())
_TITLE = re.compile(r"(?i:mr|mrs|ms|miss|mx|dr|rev)\.?(?: [A-Z][\w'’.-]*){1,4}")
_WORD = re.compile(r"[^\W\d_][\w'’-]*\.?")
_PERSON_HEADING = re.compile(
    r"(?:(?:first|last|middle|given|family|maiden|christian) names?|surnames?|forenames?"
    r"|(?:full )?names? of (?:the )?"
    r"(?:employee|client|child|pupil|resident|tenant|patient|customer|carer|person|staff member)"
    r"|(?:employee|staff|client|child|pupil|student|resident|tenant|patient|customer|service user"
    r"|carer|next of kin|emergency contact)(?:'s|’s)?(?: full| first| last)? names?)[:*]?",
    re.IGNORECASE,
)
POSTCODE = re.compile(
    r"(?<![A-Z0-9])[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}(?![A-Z0-9])", re.IGNORECASE
)
_STREET = re.compile(
    r"(?:flat |apt )?\d{1,4}[a-z]?,? (?:[A-Z][\w'’-]+ ){1,3}"
    r"(?:road|rd|street|st|lane|ln|avenue|ave|drive|close|court|crescent|gardens|grove|place|terrace"
    r"|way|row|walk|hill|rise|view|mews)\b",
    re.IGNORECASE,
)


def is_person_heading(text: str) -> bool:
    return len(text) <= 60 and bool(_PERSON_HEADING.fullmatch(text.strip()))


def is_person(text: str) -> bool:
    """Whether a whole text reads like a name: `Smith, Jane`, `Mrs J Smith`, `Jane Smith`."""
    text = text.strip()
    if not 3 < len(text) <= 60:
        return False
    if _TITLE.fullmatch(text):
        return True
    surname, comma, given = text.partition(",")
    words = [*given.split(), *surname.split()] if comma else text.split()
    if not 2 <= len(words) <= 4 or not all(_WORD.fullmatch(word) for word in words):
        return False
    is_capital = all(word[0].isupper() for word in words) or text.islower()
    return is_capital and is_given(words[0]) and words[-1].casefold() not in _NOT_PERSONS


def is_given(word: str) -> bool:
    """Whether a word is a given name that is common in England."""
    return word.casefold() in _GIVEN


def has_address(text: str) -> bool:
    """Whether a text holds a full postcode or a house in a street."""
    return bool(POSTCODE.search(text) or _STREET.search(text))
