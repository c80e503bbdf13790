"""The one door through which every surface reaches the bot: presses, words typed, and pages to read."""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot import my_work
from bot.accounts import StoredAccounts
from bot.cards import refusals, said
from bot.cards.elements import Card
from bot.cards.sight import Sight
from bot.dispatcher import Dispatcher
from bot.drawing import Drawing
from bot.guard import ChannelGuard
from bot.hubs import Hubs
from bot.interaction import Answer, Identity, Interaction, Phase, SurfaceName
from bot.paper.sheet import KINDS, MINUTES, Sheet, minutes_sheet
from bot.ports import PostedCard
from bot.words import Words
from storage.messages import Message
from storage.store import Store
from storage.tx import Tx
from triage.authority import Actor, may_see_channel
from triage.hub import Hub
from triage.records import Person
from triage.roster import Roster
from triage.visibility import as_known

_REFERENCE = re.compile(r"MASH-\d{4}-[A-HJ-NP-Z2-9]{5}", re.IGNORECASE)
_LINK = re.compile(r"link\s+([A-Z2-9]{8})", re.IGNORECASE)


@dataclass(frozen=True)
class Visitor:
    """Who is asking. `person` is None for an account that nobody linked, `actor` for somebody who is in no hub now."""

    person: Person | None
    actor: Actor | None
    hub: Hub
    roster: Roster
    sight: Sight


class Desk:
    """The front desk on the store. `onlookers` may see the channel without being anybody: in the demo only."""

    def __init__(
        self,
        store: Store[Tx],
        dispatcher: Dispatcher,
        hubs: Hubs,
        *,
        drawing: Drawing,
        accounts: StoredAccounts,
        guards: Mapping[SurfaceName, ChannelGuard],
        onlookers: bool = False,
    ) -> None:
        self._store = store
        self._dispatcher = dispatcher
        self._hubs = hubs
        self._drawing = drawing
        self._accounts = accounts
        self._guards = guards
        self._onlookers = onlookers

    async def press(self, interaction: Interaction) -> Answer:
        """Do what was pressed or submitted; returns only after the commit."""
        return await self._dispatcher.press(interaction)

    async def said(self, identity: Identity, text: str, delivery: str) -> Card:
        """Answer words typed to the bot. A message delivered twice is answered twice, and changes nothing twice."""
        del delivery
        words = " ".join(text.split())
        code = _LINK.fullmatch(words)
        if code:
            return await self._store.write(lambda tx: self._link(tx, identity, code[1].upper()))
        if words.casefold() == "sign in":
            return await self._store.write(lambda tx: self._sign_in(tx, identity))
        return await self._store.read(lambda tx: self._told(tx, identity, words))

    async def my_work(self, identity: Identity) -> Card:
        """One person's own list, worked out now."""
        return await self._store.read(lambda tx: self._my_work(tx, identity))

    async def channel(self, identity: Identity | None) -> tuple[PostedCard, ...]:
        """The channels of the hubs that this person is in, newest post first."""
        return await self._store.read(lambda tx: self._channel(tx, identity))

    async def personal(self, identity: Identity) -> tuple[PostedCard, ...]:
        """One person's messages, newest first, on whatever surface they were sent."""

        def drawn(tx: Tx) -> tuple[PostedCard, ...]:
            visitor = self._visitor(tx, identity)
            if visitor.person is None or visitor.actor is None:
                return ()
            return self._drawn(tx, tx.messages.to_person(visitor.person.id))

        return await self._store.read(drawn)

    async def paper(self, identity: Identity, verb: str, thing: str) -> Sheet | Answer:
        """A document for somebody who may read it now; the press that asks for it is judged and recorded."""
        asked = Interaction(identity, verb, thing, Phase.PRESS, secrets.token_urlsafe(16))
        answer = await self.press(asked)
        if answer.kind != "open" or verb not in {*KINDS, MINUTES}:
            return answer
        return await self._store.read(lambda tx: self._sheet(tx, identity, verb, thing))

    def _sheet(self, tx: Tx, identity: Identity, verb: str, thing: str) -> Sheet:
        visitor = self._visitor(tx, identity)
        if verb == MINUTES:
            return minutes_sheet(tx, visitor.sight, thing)
        kind, build = KINDS[verb]
        referral = tx.referral_behind(kind, thing) or ""
        hub = self._hubs.of(tx.forum_of(referral))
        person = visitor.person.id if visitor.person else ""
        actor = visitor.roster.actor(person, hub.forum.id, tx.now) or Actor("")
        case = tx.case(referral, hub.profile)
        if case is None:
            raise LookupError("a document that may be read belongs to a case")
        sight = replace(visitor.sight, hub=hub, reader=actor)
        return Sheet(sight, build(tx, sight, as_known(actor, case), thing))

    async def channel_changed(self, surface: SurfaceName, channel: str) -> None:
        """Look at the channel's guard again now."""
        guard = self._guards.get(surface)
        for hub in self._hubs.all():
            if guard and hub.forum.channels.get(surface) == channel:
                await guard.look(hub.forum.id)

    # Who.

    def _visitor(self, tx: Tx, identity: Identity) -> Visitor:
        self._hubs.refresh(tx)
        roster = self._hubs.roster(tx)
        person = roster.person_behind(identity.surface, identity.tenant, identity.user)
        hub = self._hubs.of_person(roster, person, tx.now) if person else self._hubs.first()
        actor = roster.actor(person.id, hub.forum.id, tx.now) if person else None
        words = Words(person.language if person else hub.forum.language)
        sight = Sight(words, hub, roster, tx.now, actor or Actor(""), self._hubs.web_address)
        return Visitor(person, actor, hub, roster, sight)

    def _known(self, visitor: Visitor, then: Callable[[Person, Actor], Card]) -> Card:
        """What `then` says to somebody whose access holds; for others, why not."""
        person, actor = visitor.person, visitor.actor
        if person is None:
            return said.refused(refusals.words("unknown_person", {}, visitor.sight))
        if actor is None:
            ended = visitor.roster.ended_at(person.id, visitor.hub.forum.id)
            facts = {"ended_at": ended.isoformat()} if ended else {}
            return said.refused(refusals.words("access_ended", facts, visitor.sight))
        return then(person, actor)

    # Words.

    def _told(self, tx: Tx, identity: Identity, words: str) -> Card:
        visitor = self._visitor(tx, identity)
        sight = visitor.sight
        if words.casefold() == "my work":
            return self._my_work(tx, identity)
        if words.casefold() == "refer":
            return self._known(visitor, lambda *_: said.refer(sight))
        if _REFERENCE.fullmatch(words):
            return self._known(visitor, lambda *_: said.case(sight, words.upper()))
        return self._known(visitor, lambda *_: said.help_card(sight))

    def _my_work(self, tx: Tx, identity: Identity) -> Card:
        visitor = self._visitor(tx, identity)
        on_web = identity.surface == SurfaceName.WEB

        def listed(person: Person, actor: Actor) -> Card:
            del actor
            return my_work.build(tx, visitor.hub, visitor.roster, person, visitor.sight, on_web=on_web)

        return self._known(visitor, listed)

    def _sign_in(self, tx: Tx, identity: Identity) -> Card:
        visitor = self._visitor(tx, identity)

        def link(person: Person, actor: Actor) -> Card:
            token = self._accounts.issue(tx, person.id, "sign_in", by=actor.person)
            return said.sign_in(visitor.sight, token)

        return self._known(visitor, link)

    def _link(self, tx: Tx, identity: Identity, code: str) -> Card:
        person = self._accounts.link(tx, code, identity.surface, identity.tenant, identity.user)
        sight = self._visitor(tx, identity).sight
        return said.linked(sight) if person else said.not_linked(sight)

    # Pages.

    def _channel(self, tx: Tx, identity: Identity | None) -> tuple[PostedCard, ...]:
        self._hubs.refresh(tx)
        if identity is None:
            hubs = self._hubs.all() if self._onlookers else ()
        else:
            visitor = self._visitor(tx, identity)
            person = visitor.person.id if visitor.person else ""
            hubs = tuple(hub for hub in self._hubs.all() if _sees_channel(visitor, person, hub, tx.now))
        posts = [post for hub in hubs for post in tx.messages.in_channel(hub.forum.id, SurfaceName.WEB)]
        posts.sort(key=lambda post: post.card == "notice")  # drawn newest first, and the notice above all
        return self._drawn(tx, tuple(posts))

    def _drawn(self, tx: Tx, messages: tuple[Message, ...]) -> tuple[PostedCard, ...]:
        drawn = [(message, self._drawing.draw(tx, message)) for message in reversed(messages)]
        return tuple(PostedCard(message.id, one.card) for message, one in drawn if one)


def _sees_channel(visitor: Visitor, person: str, hub: Hub, now: datetime) -> bool:
    actor = visitor.roster.actor(person, hub.forum.id, now)
    return actor is not None and may_see_channel(actor)
