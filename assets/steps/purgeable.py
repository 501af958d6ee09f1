"""Which files of a council can be purged: what the ledger names, how old it is, where it went.

Reads only. Removing is `purge`.
"""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assets.analysis.results import SentFile
from assets.steps import gather
from assets.steps.house import House
from sources.archive import ArchiveProblem
from sources.entries import Draft, Entry, FormsIssued, Quarantine, Reminders, Submission
from sources.framework.keys import Close, Edition
from sources.framework.personal import PersonalDataRules
from sources.framework.timetable import LONDON
from sources.moderation import Moderation
from sources.purges import purged

# Shorter texts stand in every return; longer ones are cut where a page shows them.
_TELLING, _COMPARED = 12, 60


@dataclass(frozen=True)
class Kept:
    """A file that the ledger names: what it is, the entries that name it, and since when."""

    sha256: str
    what: str
    seqs: tuple[int, ...]
    since: datetime
    is_set_aside: bool = False
    is_sent: bool = False
    # What was set aside for what it holds, or refused as purged, is in no archive.
    is_closed: bool = False


def kept_files(entries: Iterable[Entry]) -> list[Kept]:
    """Every file that a ledger names, but for frameworks, which hold nothing of a return's."""
    found: dict[str, Kept] = {}
    for entry in entries:
        for sha256, what in _named(entry):
            before = found.get(sha256)
            seqs = (*(before.seqs if before else ()), entry.seq)
            body = entry.body
            since = getattr(body, "dropped_at", entry.recorded_at)
            is_sent = isinstance(body, Submission) or bool(before and before.is_sent)
            is_set_aside = isinstance(body, Quarantine) and not is_sent
            found[sha256] = Kept(
                sha256,
                before.what if before else what,
                seqs,
                since,
                is_set_aside,
                is_sent,
                is_set_aside,
            )
    return list(found.values())


def _named(entry: Entry) -> list[tuple[str, str]]:
    body = entry.body
    if isinstance(body, Submission):
        return [(body.sha256, f"'{body.filename}' for {entry.subject}")]
    if isinstance(body, Quarantine):
        return [(body.sha256, f"'{body.filename}', set aside")]
    if isinstance(body, Draft):
        draft = f"{entry.subject} draft {body.number}"
        return [(sha256, f"{name} of {draft}") for name, sha256 in body.files.items()]
    if isinstance(body, FormsIssued):
        return [(sha256, f"form of {slot}") for slot, sha256 in body.files.items()]
    if isinstance(body, Reminders):
        return [(sha256, f"reminder for {slot}") for slot, sha256 in body.sent.items()]
    if isinstance(body, Moderation):
        return [(body.sha256, f"'{body.filename}', moderation of {entry.subject}")]
    return []


def expired(house: House, council: str) -> list[Kept]:
    """Files of returns, and those set aside, that are kept for longer than the council wants."""
    rules = house.library.frameworks(council)[-1].council.personal_data
    entries = house.entries(council)
    today = house.now().astimezone(LONDON).date()
    return beyond(kept_files(entries), rules, today, purged(entries))


def beyond(
    files: Iterable[Kept], rules: PersonalDataRules, today: date, gone: Iterable[str]
) -> list[Kept]:
    """The files whose time is over on a day. The day on which it ends still belongs to it."""
    left = set(gone)
    return [
        one
        for one in files
        if one.sha256 not in left
        and (
            (one.is_sent and _years_after(one.since, rules.keep_years) < today)
            or (
                one.is_set_aside
                and (today - one.since.astimezone(LONDON).date()).days > rules.keep_set_aside_days
            )
        )
    ]


def _years_after(moment: datetime, years: int) -> date:
    day = moment.astimezone(LONDON).date()
    if (day.month, day.day) == (2, 29):
        # Its anniversary in other years is the day after the 28th of February.
        return date(day.year + years, 2, 28) + timedelta(days=1)
    return day.replace(year=day.year + years)


def printed_in(house: House, entries: Iterable[Entry], shas: Iterable[str]) -> tuple[str, ...]:
    """The drafts that were drawn up after the files had come, and hold words of one of them."""
    known = list(entries)
    wanted = set(shas)
    sent = [s for s in gather.submissions(known, len(known)) if s.sha256 in wanted]
    found = []
    words = {s.sha256: _words(house, s) for s in sent}
    for entry in known:
        body = entry.body
        if not isinstance(body, Draft):
            continue
        period = Close.parse(body.close).period
        mine = [s for s in sent if s.seq <= body.as_at_seq and s.slot.period <= period]
        telling = {text for s in mine for text in words[s.sha256]}
        if telling and any(text in page for page in _pages(house, body) for text in telling):
            edition = Edition.parse(entry.subject)
            found.append(f"{edition} draft {body.number}")
    return tuple(found)


def _words(house: House, sent: SentFile) -> set[str]:
    """The file's own longer texts, as they begin on a page."""
    framework = house.framework_of(sent.slot, sent.seq)
    if framework is None:
        return set()
    try:
        read = gather.read_file(house, framework, sent)
    except ArchiveProblem:
        return set()
    texts = (" ".join(text.text.split()) for text in read.texts)
    return {text[:_COMPARED] for text in texts if len(text) >= _TELLING}


def _pages(house: House, draft: Draft) -> Iterable[str]:
    for name, sha256 in draft.files.items():
        if name.endswith(".html"):
            try:
                page = house.archive.get(sha256).decode(errors="replace")
            except ArchiveProblem:
                continue
            yield " ".join(html.unescape(page).split())
