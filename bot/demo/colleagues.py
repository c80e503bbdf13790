"""Colleagues who answer by themselves, through the same door as everybody: a press, a form, a submit.

They leave to the person who is signed in what that person can do: nobody else in the same seat or role acts.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot import logs
from bot.accounts import IDLE
from bot.cards.elements import Fields, Form
from bot.core import Core
from bot.demo.acts import Act, Typed, acts
from bot.demo.story import Part, story
from bot.interaction import Identity, Interaction, Phase, SurfaceName
from storage.ids import new_id
from storage.tx import Tx
from triage.hub import Hub
from triage.records import Person
from triage.roster import Roster

log = logs.get(__name__)


@dataclass(frozen=True)
class Planned:
    """What colleagues would do with one case as it was at this revision."""

    revision: int
    acts: tuple[Act, ...]


class Colleagues:
    """Everybody in the demo but its visitors."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._planned: dict[str, Planned] = {}
        self.given_up: set[tuple[str, str, str]] = set()
        self.answering = True

    async def next(self) -> tuple[tuple[datetime, Callable[[], Awaitable[None]]], ...]:
        """The next thing that a colleague does, and when; nothing when they do not answer by themselves."""
        if not self.answering:
            return ()
        found = await self._core.store.read(self._first)
        if found is None:
            return ()
        act, person = found

        async def do() -> None:
            await self._core.store.write(lambda tx: self._do(tx, act, person))

        return ((act.at, do),)

    def _first(self, tx: Tx) -> tuple[Act, Person] | None:
        self._core.hubs.refresh(tx)
        hub, roster = self._core.hubs.first(), self._core.hubs.roster(tx)
        visitors = tx.accounts.signed_in(datetime.now(UTC) - IDLE)
        planned = [
            act for referral in tx.referrals.all_ids(hub.forum.id) for act in self._plan(tx, hub, referral)
        ]
        for act in sorted(planned, key=lambda act: act.at):
            person = _who(act, hub, roster, visitors, tx.now)
            if person is not None and act.key not in self.given_up:
                return act, person
        return None

    def _plan(self, tx: Tx, hub: Hub, referral: str) -> tuple[Act, ...]:
        """The acts for one case, worked out again only when it has changed."""
        revision = tx.referrals.revision(referral)
        known = self._planned.get(referral)
        if known is None or known.revision != revision:
            case = tx.case(referral, hub.profile)
            part = story().get(case.referral.submission_id, Part()) if case else Part()
            known = Planned(revision, acts(case, part, hub.hours, tx.now) if case else ())
            self._planned[referral] = known
        return known.acts

    def _do(self, tx: Tx, act: Act, person: Person) -> None:
        """Press, fill in, submit. What does not work as it was written is given up, as a person would ask somebody."""
        opened = self._core.dispatcher.press_in(tx, _press(act, person))
        done = opened.kind == "done"
        if opened.kind == "open" and opened.form is not None:
            sent = self._core.dispatcher.press_in(tx, _submit(opened.form, act.typed, person))
            done = sent.kind == "done"
        if not done:
            self.given_up.add(act.key)
            log.warning("colleague_gave_up", verb=act.verb)


def _who(act: Act, hub: Hub, roster: Roster, visitors: frozenset[str], now: datetime) -> Person | None:
    """Who does it; nobody when a visitor could."""
    forum = hub.forum.id
    people = (
        roster.in_seat(forum, act.seat, now) if act.seat else roster.on_duty_with_role(forum, act.roles, now)
    )
    able = people if act.seat else roster.with_role(forum, act.roles, now)
    if any(person.id in visitors for person in able):
        return None
    return next((person for person in people if person.id != act.not_by), None)


def _press(act: Act, person: Person) -> Interaction:
    return Interaction(_identity(person), act.verb, act.thing, Phase.PRESS, f"demo:{new_id()}")


def _submit(form: Form, typed: Typed, person: Person) -> Interaction:
    return Interaction(
        _identity(person),
        form.verb,
        form.thing,
        Phase.SUBMIT,
        f"demo:{new_id()}",
        fields=_filled(form, typed),
        token=form.token,
    )


def _filled(form: Form, typed: Typed) -> Fields:
    """What the form held already, changed by what is typed."""
    filled = {}
    for field in form.fields():
        held = field.values if hasattr(field, "values") else (field.value,)
        value = typed.get(field.id, tuple(held))
        filled[field.id] = tuple(each for each in ((value,) if isinstance(value, str) else value) if each)
    return filled


def _identity(person: Person) -> Identity:
    return Identity(SurfaceName.WEB, "", person.id)
