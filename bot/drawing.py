"""From a row of the message registry to the card it should show now.

Each kind of card has one builder: `bot.cards.of_cases` names those of cards about one case. Cards of the desk belong to no
case and have builders of their own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.cards.cases import item
from bot.cards.channel import channel_notice, mention, outage
from bot.cards.desk import slip, to_screen
from bot.cards.elements import Card
from bot.cards.hours import closed
from bot.cards.meetings import (
    day_late,
    day_list,
    meeting,
    minutes,
)
from bot.cards.of_cases import CASE_CARDS
from bot.cards.sight import Sight
from bot.guard import must_be_cut
from bot.hubs import Hubs
from bot.interaction import Identity, SurfaceName
from bot.projection import shared_scope
from bot.projection.meetings import DAY_LATE
from bot.reading import channels, digests, overnight
from bot.reading.day_lists import for_channel, to_meet
from bot.reading.known import known_cases, without_kept_household
from bot.reading.sittings import shared
from bot.visitors import own_list, visitor_behind
from bot.words import Words
from storage.messages import CHANNEL, HOME, OWN, SAID, Message
from storage.tx import Tx
from triage import visibility
from triage.acting import acting
from triage.authority import Actor
from triage.case import Case
from triage.profile import Profile


@dataclass(frozen=True)
class Drawn:
    """A card, and when it will look different by the passing of time alone.

    `cut` says that it holds a reference only, and may stand even in a channel whose guard is closed.
    """

    card: Card
    next_change_at: datetime | None
    cut: bool = False


class Cases:
    """The cases that were read in one transaction, each of them once."""

    def __init__(self) -> None:
        self._read: dict[str, Case | None] = {}

    def read(self, tx: Tx, referrals: Iterable[str], profile: Profile) -> None:
        """Read many at once: that takes hardly longer than one."""
        new = [one for one in dict.fromkeys(referrals) if one not in self._read]
        self._read |= {case.referral.id: case for case in tx.cases(new, profile)}

    def get(self, tx: Tx, referral: str, profile: Profile) -> Case | None:
        """One case as it is in this transaction."""
        if referral not in self._read:
            self._read[referral] = tx.case(referral, profile)
        return self._read[referral]


class Drawing:
    """Draws messages."""

    def __init__(self, hubs: Hubs) -> None:
        self._hubs = hubs

    def draw(self, tx: Tx, message: Message, cases: Cases | None = None) -> Drawn | None:
        """The card as it is in this transaction; None when there is nothing left to show.

        Who draws many in one transaction gives the same `cases` with each of them.
        """
        self._hubs.refresh(tx)
        if message.card in OWN:
            return self._own(tx, message)
        return self._wanted(tx, message, Cases() if cases is None else cases)

    def _wanted(self, tx: Tx, message: Message, cases: Cases) -> Drawn | None:
        sight = self._sight(tx, message)
        if message.card == "digest" or message.scope.startswith("desk:"):
            return self._desk_card(tx, message, sight)
        if message.scope == shared_scope(message.forum):
            return self._shared_card(tx, message, sight)
        case = cases.get(tx, message.scope, sight.hub.profile)
        if case is None:
            return None
        if message.audience != CHANNEL:
            return self._personal(tx, message, case, sight)
        if visibility.apart(sight.roster, case, tx.now):
            return None
        return self._posted(tx, message, case, sight)

    def _own(self, tx: Tx, message: Message) -> Drawn | None:
        """A list of work as it is now. An App Home cannot be taken away: it then says why there is nothing in it."""
        account = tx.people.account(message.audience, message.surface)
        holds = account is not None and (message.card != HOME or account.user == message.thing)
        tenant = account.tenant if account is not None and holds else ""
        user = account.user if account is not None and holds else ""
        identity = Identity(SurfaceName(message.surface), tenant, user)
        if message.card == HOME:
            return Drawn(own_list(tx, self._hubs, identity), None)
        if message.card == SAID or visitor_behind(tx, self._hubs, identity).actor is None:
            return None
        return Drawn(own_list(tx, self._hubs, identity), None)

    def _posted(self, tx: Tx, message: Message, case: Case, sight: Sight) -> Drawn | None:
        """For everybody in the channel."""
        if must_be_cut(tx.forums.guard(message.forum, message.surface), tx.now):
            return Drawn(Card(case.referral.reference, case.referral.reference), None, cut=True)
        if message.card == "mention":
            return _mention(tx, message, case, sight)
        case = without_kept_household(tx, sight.roster, case, tx.now)
        posted = visibility.as_posted(sight.roster, case, tx.now)
        return Drawn(CASE_CARDS[message.card](posted, sight, message.thing), _changes_at(case, sight))

    def _personal(self, tx: Tx, message: Message, case: Case, sight: Sight) -> Drawn | None:
        """For somebody from whom the case is kept there is nothing to show, whatever the registry says."""
        roster = visibility.among(sight.roster, case, tx.now)
        actors = roster.actors(message.audience, message.forum, tx.now)
        if not actors:
            return None
        actor = acting(actors, case)
        if message.card == "item":  # it shows what the post in the channel would
            case = without_kept_household(tx, sight.roster, case, tx.now)
        sight = replace(sight, roster=roster, reader=actor)
        card = CASE_CARDS[message.card](visibility.as_known(actor, case), sight, message.thing)
        if case.circle.restricted and message.card != "item" and visibility.may_know(actor, case):
            card = item.discreet(card, case, sight)
        return Drawn(card, _changes_at(case, sight))

    def _sight(self, tx: Tx, message: Message) -> Sight:
        hub, roster = self._hubs.of(message.forum), self._hubs.roster(tx)
        if message.audience == CHANNEL:
            return Sight(Words(hub.forum.language), hub, roster, tx.now, None, self._hubs.web_address)
        person = roster.people[message.audience]
        actor = roster.actor(person.id, hub.forum.id, tx.now) or Actor(person.id)
        return Sight(Words(person.language), hub, roster, tx.now, actor, self._hubs.web_address)

    def _shared_card(self, tx: Tx, message: Message, sight: Sight) -> Drawn | None:
        """The day's list and its meeting; what must be cut names nothing at all."""
        if message.audience == CHANNEL and must_be_cut(
            tx.forums.guard(message.forum, message.surface), tx.now
        ):
            held = sight.words.gettext("This post is held back.")
            return Drawn(Card(held, held), None, cut=True)
        if message.card in {"day_list", DAY_LATE}:
            return self._day_list(tx, message, sight)
        sitting = tx.meetings.sitting(message.thing)
        if sitting is None:
            return None
        sitting = shared(tx, sight.roster, sitting)
        if message.card == "minutes":
            return Drawn(minutes.card(sight, sitting), None)
        case = tx.case(sitting.in_hand.referral, sight.hub.profile) if sitting.in_hand else None
        return Drawn(meeting.card(sight, sitting, case), None)

    def _day_list(self, tx: Tx, message: Message, sight: Sight) -> Drawn | None:
        of = tx.day_lists.get(message.thing)
        if of is None:
            return None
        called = tx.meetings.called_for(of.id)
        if message.card == DAY_LATE:
            sitting = tx.meetings.sitting(called.id) if called else None
            cases = to_meet(tx, sight.hub, sight.roster, of)
            return Drawn(day_late.card(sight, of, sitting, len(cases)), None) if cases else None
        rows = for_channel(tx, sight.hub, sight.roster, of)
        changes = [at for case in rows.listed if (at := _changes_at(case, sight))]
        card = day_list.card(sight, of, rows, called)
        return Drawn(card, min(changes, default=None))

    def _desk_card(self, tx: Tx, message: Message, sight: Sight) -> Drawn | None:
        if message.card == "digest":
            found = digests.drawn(tx, message.thing, sight)
            return Drawn(*found) if found else None
        if message.card in OF_THE_HUB:
            return OF_THE_HUB[message.card](tx, sight)
        if message.card in channels.CARDS:
            card = channels.CARDS[message.card](tx, sight, message.thing)
            return Drawn(card, None) if card else None
        if message.card == "outage":
            began = tx.outages.get(message.thing)
            return Drawn(outage.card(sight, began), None) if began else None
        one = tx.near_misses.get(message.thing)
        return Drawn(slip.card(sight, one), None) if one else None


def _changes_at(case: Case, sight: Sight) -> datetime | None:
    """The next moment at which an answer becomes late, waiting ends, the case is due, or a day ends."""
    midnight = datetime.combine(sight.today + timedelta(days=1), datetime.min.time(), sight.hub.zone)
    moments = [*(s.due_at for s in case.still_asked), case.cut_off, case.due_at]
    if any(sight.hub.profile.seat(s.seat).sits_on for s in case.still_asked):
        moments.append(midnight)
    return min((moment for moment in moments if moment is not None and moment > sight.now), default=None)


def _overnight(tx: Tx, sight: Sight) -> Drawn | None:
    card = overnight.brought(tx, sight)
    return Drawn(card, None) if card else None


def _to_screen(tx: Tx, sight: Sight) -> Drawn | None:
    reader = sight.reader or Actor("")
    waiting = known_cases(tx, sight.hub, reader, tx.referrals.to_screen(sight.hub.forum.id))
    return Drawn(to_screen.card(waiting, sight), None) if waiting else None


def _closed(tx: Tx, sight: Sight) -> Drawn:
    return Drawn(closed.in_channel(sight, sight.hub.hours.next_opening(tx.now)), None)


def _notice(_tx: Tx, sight: Sight) -> Drawn:
    return Drawn(channel_notice.card(sight), None)


def _mention(tx: Tx, message: Message, case: Case, sight: Sight) -> Drawn | None:
    """Of whom an alert did not reach; nothing once they have no account there any more."""
    alert = tx.messages.get(message.thing)
    account = tx.people.account(alert.audience, message.surface) if alert else None
    return Drawn(mention.card(case, sight, account.person, account.user), None) if account else None


OF_THE_HUB: dict[str, Callable[[Tx, Sight], Drawn | None]] = {
    "to_screen": _to_screen,
    "overnight": _overnight,
    "closed": _closed,
    "notice": _notice,
}
"""Cards that need nothing but the hub and who reads."""
