"""The hubs that run here, with their profiles and the roster, kept in memory and read again when they moved."""

import tomllib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from bot.bank_holidays import uk_bank_holidays
from storage.forums import FORUMS
from storage.tx import Tx
from triage.calendar import OpeningHours
from triage.hub import Hub
from triage.profile import Profile
from triage.records import Forum, Person
from triage.roster import Roster


class ProfileProblem(Exception):
    """A profile cannot be used; each line says where and what."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def read_profile(path: Path) -> Profile:
    """The profile in a TOML file; raises `ProfileProblem`."""
    try:
        return Profile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileProblem((f"{path.name}: not TOML: {error}",)) from error
    except ValidationError as error:
        lines = tuple(
            f"{'.'.join(map(str, one['loc'])) or 'profile'}: {one['msg']}" for one in error.errors()
        )
        raise ProfileProblem(lines) from error


class Hubs:
    """All hubs of this deployment. `web_address` is where people open the web pages."""

    def __init__(self, profiles: dict[str, Profile], web_address: str) -> None:
        self.web_address = web_address
        self._profiles = profiles
        self._hubs: dict[str, Hub] = {}
        self._hubs_read_at = -1
        self._hours: dict[str, OpeningHours] = {}
        self._rosters = (Roster(), Roster())
        """As it was read last, and with the hours of each hub."""

    def refresh(self, tx: Tx) -> None:
        """Read forums again if they moved."""
        number = tx.revisions.number(FORUMS)
        if number != self._hubs_read_at:
            self._hubs = {forum.id: self._hub(forum) for forum in tx.forums.all()}
            self._hours = {hub.forum.id: hub.hours for hub in self._hubs.values()}
            self._hubs_read_at = number

    def all(self) -> tuple[Hub, ...]:
        """Every hub."""
        return tuple(self._hubs.values())

    def first(self) -> Hub:
        """The hub that answers people who belong to none."""
        return next(iter(self._hubs.values()))

    def of(self, forum_id: str) -> Hub:
        """The hub with this id; raises KeyError."""
        return self._hubs[forum_id]

    def of_person(self, roster: Roster, person: Person, now: datetime) -> Hub:
        """The hub a person belongs to first; one in which they are no longer only when there is no other."""
        theirs = [m for m in roster.memberships if m.person == person.id and m.forum in self._hubs]
        theirs.sort(key=lambda held: not held.holds_at(now))
        return self._hubs[theirs[0].forum] if theirs else self.first()

    def each_of_person(self, roster: Roster, person: Person, now: datetime) -> tuple[Hub, ...]:
        """Every hub that a person is in now, the one they belong to first at the head."""
        first = self.of_person(roster, person, now)
        theirs = (hub for hub in self.all() if roster.actor(person.id, hub.forum.id, now))
        return tuple(sorted(theirs, key=lambda hub: hub.forum.id != first.forum.id))

    def roster(self, tx: Tx) -> Roster:
        """Everybody, as they are in this transaction."""
        hours, now_read = self._hours, tx.people.roster()
        read, known = self._rosters
        if read is not now_read or known.hours is not hours:
            known = replace(now_read, hours=hours)
            # Never the attribute again: another thread may meanwhile have put another one there.
            self._rosters = (now_read, known)
        return known

    def _hub(self, forum: Forum) -> Hub:
        profile = self._profiles[forum.profile]
        return Hub(forum, profile, profile.hours.opening(uk_bank_holidays(profile.hours.bank_holidays)))
