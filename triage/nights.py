"""What a night left to the desk: what is to be picked up, what was and has still to be screened, and who has it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from triage.case import Case
from triage.hub import Hub
from triage.records import NightItem, Screening


def night(hub: Hub, now: datetime) -> tuple[datetime, datetime]:
    """From when until when the hub is closed now, or was last closed."""
    closed_at = hub.hours.last_closing(now)
    return closed_at, hub.hours.next_opening(closed_at)


def unscreened(case: Case, item: NightItem) -> bool:
    """Whether somebody of the case waits to be screened; not where it was reopened after it was picked up."""
    began_again = item.picked_up_at is not None and case.began_at > item.picked_up_at
    return any(subject.stage == "received" for subject in case.subjects) and not began_again


def who_has(item: NightItem, opened: Sequence[Screening]) -> Screening | None:
    """Who opened it last to screen it since the hub opened, else who picked it up; None while nobody did.

    `opened` is who opened its case to screen it, newest first.
    """
    if opened and opened[0].at >= item.opens_at:
        return opened[0]
    if item.picked_up_at is None:
        return None
    return Screening(item.referral, item.picked_up_by, item.picked_up_at)


@dataclass(frozen=True)
class Night:
    """The last night of a hub (`forum`), with what earlier ones left, as far as one reader may know of it.

    `cases` holds the case of each item; `opened` by case who opened it to screen it, newest first; `settled` the cases in
    which something was decided or urgent protection begun that night, whether or not they have an item.
    """

    forum: str
    closed_at: datetime
    opens_at: datetime
    items: tuple[NightItem, ...]
    cases: Mapping[str, Case]
    opened: Mapping[str, Sequence[Screening]]
    settled: tuple[Case, ...] = ()

    @property
    def beside(self) -> tuple[Case, ...]:
        """What was settled of cases that are to be picked up by nobody."""
        itself = {item.referral for item in self.items}
        return tuple(case for case in self.settled if case.referral.id not in itself)

    @property
    def newest(self) -> tuple[NightItem, ...]:
        """One item for each case, what is urgent first: what earlier nights noted of it stands behind the last."""
        return self._in_order({item.referral: item for item in self.items}.values())

    @property
    def to_pick_up(self) -> tuple[NightItem, ...]:
        """What nobody has picked up: what is urgent first, then what came first."""
        return self._in_order(item for item in self.newest if item.picked_up_at is None)

    @property
    def in_hand(self) -> tuple[NightItem, ...]:
        """What somebody picked up and nobody has screened yet, in the same order."""
        picked_up = (item for item in self.newest if item.picked_up_at is not None)
        return self._in_order(item for item in picked_up if unscreened(self.cases[item.referral], item))

    def who_has(self, item: NightItem) -> Screening | None:
        """Who has it now, and since when."""
        return who_has(item, self.opened[item.referral])

    def held_by(self, person: str) -> NightItem | None:
        """What they have and have not screened yet; of several, what they opened last."""
        found = [
            (has.at, item) for item in self.in_hand if (has := self.who_has(item)) and has.person == person
        ]
        return max(found, key=lambda one: one[0])[1] if found else None

    def left_alone(self, now: datetime, span: timedelta) -> tuple[NightItem, ...]:
        """What is in hand and was not opened for so long: somebody else may take it over."""
        return tuple(item for item in self.in_hand if (has := self.who_has(item)) and now - has.at >= span)

    def mark(self, person: str) -> str:
        """How far they are: the last item that they took, or the hub and the day while there is none.

        What picks up names it, so that the same press, done again, picks up nothing more.
        """
        theirs = self._taken_by(person)
        return theirs[-1].id if theirs else self._beginning

    def taken_after(self, person: str, mark: str) -> tuple[NightItem, ...] | None:
        """What they took since they were so far, oldest first; None where the mark is of another night."""
        theirs = self._taken_by(person)
        if mark == self._beginning:
            return theirs
        marks = [item.id for item in theirs]
        return theirs[marks.index(mark) + 1 :] if mark in marks else None

    @property
    def _beginning(self) -> str:
        return f"{self.forum}:{self.opens_at.date().isoformat()}"

    def _taken_by(self, person: str) -> tuple[NightItem, ...]:
        """What they picked up, or opened to screen it after somebody else did."""
        theirs = [(at, item) for item in self.newest if (at := self._taken_at(item, person))]
        return tuple(item for _at, item in sorted(theirs, key=lambda one: one[0]))

    def _taken_at(self, item: NightItem, person: str) -> datetime | None:
        if item.picked_up_by == person:
            return item.picked_up_at
        opened = (one.at for one in self.opened[item.referral] if one.person == person)
        return next((at for at in opened if at >= item.opens_at), None)

    def _in_order(self, items: Iterable[NightItem]) -> tuple[NightItem, ...]:
        return tuple(sorted(items, key=lambda item: (not self._is_urgent(item), item.at)))

    def _is_urgent(self, item: NightItem) -> bool:
        """Whether on call was told of it, or somebody says that protection cannot wait."""
        return item.urgent_at is not None or self.cases[item.referral].in_danger
