"""The people who hold posts: from when until when, who stands in for them, and who has left.

Facts as the council has written them down. Posts are what measures, actions and risks name; whether
a signature counts is worked out in `sources/returns/signing`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import model_validator

from sources.framework.base import Day, Id, Ids, Record
from sources.words import plain


class Holding(Record):
    """A post that an officer holds: from its first day to its last, as far as these are known."""

    post: str
    starts: Day | None = None
    ends: Day | None = None

    @model_validator(mode="after")
    def _runs_forward(self) -> "Holding":
        if self.starts is not None and self.ends is not None and self.ends < self.starts:
            raise ValueError("ends is before starts")
        return self

    def covers(self, day: date) -> bool:
        has_begun = self.starts is None or self.starts <= day
        return has_begun and (self.ends is None or day <= self.ends)


class Officer(Record):
    """Somebody who works, or worked, for the council; `left_on` is the last day."""

    id: Id
    name: str
    login: str | None = None
    posts: tuple[Holding, ...]
    left_on: Day | None = None

    def has_left(self, day: date) -> bool:
        return self.left_on is not None and self.left_on < day


class Deputy(Record):
    """An officer who stands in for a post, from the first day to the last."""

    id: Id
    officer: Id
    post: str
    starts: Day
    ends: Day

    @model_validator(mode="after")
    def _runs_forward(self) -> "Deputy":
        if self.ends < self.starts:
            raise ValueError("ends is before starts")
        return self


class SeparationException(Record):
    """Leave for one officer to sign two steps of the same returns, up to a day, and why."""

    id: Id
    officer: Id
    returns: Ids
    until: Day
    reason: str
    approved_by: str


@dataclass(frozen=True)
class People:
    """Everybody that people.yaml names; nobody where there is no such file."""

    officers: Mapping[str, Officer] = field(default_factory=dict)
    deputies: Mapping[str, Deputy] = field(default_factory=dict)
    exceptions: Mapping[str, SeparationException] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.officers)

    def called(self, name: str) -> Officer | None:
        """The officer of a name as somebody typed it, or of an id."""
        wanted = plain(name)
        return next((o for o in self.officers.values() if wanted in (plain(o.name), o.id)), None)

    def of_login(self, login: str) -> Officer | None:
        return next((o for o in self.officers.values() if o.login == login), None)

    def holders(self, post: str, day: date) -> list[Officer]:
        """Who holds a post on a day and has not left."""
        return [
            officer
            for officer in self.officers.values()
            if not officer.has_left(day)
            and any(plain(h.post) == plain(post) and h.covers(day) for h in officer.posts)
        ]

    def ever_held(self, post: str) -> list[Officer]:
        """Who holds or held a post."""
        return [
            officer
            for officer in self.officers.values()
            if any(plain(holding.post) == plain(post) for holding in officer.posts)
        ]

    def standing_in(self, officer: Officer, post: str) -> list[Deputy]:
        """The times for which an officer stands, stood or will stand in for a post."""
        return [
            deputy
            for deputy in self.deputies.values()
            if deputy.officer == officer.id and plain(deputy.post) == plain(post)
        ]

    def exception(self, officer: Officer, return_id: str, day: date) -> SeparationException | None:
        """Leave to sign two steps of a return, if it holds on a day."""
        return next(
            (
                one
                for one in self.exceptions.values()
                if one.officer == officer.id and return_id in one.returns and day <= one.until
            ),
            None,
        )
