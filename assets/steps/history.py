"""A slot's files and past as they stand now: what a form carries, and what a file is held against.

Reads only, and expects stored results to be up to date. Nothing is found or stored here.
"""

from datetime import date

from assets.analysis.observed import queried_pairs
from assets.steps import gather
from assets.steps.house import House
from checks.subject import CheckedReturn
from sources.framework.framework import Framework
from sources.framework.keys import Slot
from sources.returns.earlier import Earlier
from warehouse import queries

# Three years of months. What is older says little, and a form is opened on every desk.
_MOST_VALUES = 36
# Of commentary, so much: it is there to tell what was copied.
_MOST_SAID = 2


def standing_return(house: House, framework: Framework, slot: Slot) -> CheckedReturn:
    """A slot's submissions so far, with the history that its rules need."""
    entries, engine = house.entries(slot.council), house.store.engine
    seq = entries[-1].seq if entries else 0
    sent = [s for s in gather.submissions(entries, seq) if house.library.knows(s.slot)]
    values = queries.council_values(engine, slot.council, seq)
    texts = queries.council_texts(engine, slot.council, seq)
    before = sorted({s.slot for s in sent if s.slot.period < slot.period})
    found = (finding for one in before for finding in queries.return_findings(engine, str(one)))
    return gather.checked_return(house, framework, slot, sent, values, texts, queried_pairs(found))


def earlier_values(subject: CheckedReturn, as_at: date) -> Earlier:
    """What a form of this return carries of its measures' past: the newest of each."""
    own = {measure.id for measure in subject.framework.measures_of(subject.slot.return_id)}
    actuals = {
        name: dict(sorted(subject.history[name].items())[-_MOST_VALUES:])
        for name in own & subject.history.keys()
    }
    said = {
        name: dict(sorted(subject.said[name].items())[-_MOST_SAID:])
        for name in own & subject.said.keys()
    }
    return Earlier(as_at, actuals, said)
