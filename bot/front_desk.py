"""The one door through which every surface reaches the bot: presses, words typed, and pages to read."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.accounts import StoredAccounts
from bot.cards import said
from bot.cards.elements import Card
from bot.dispatcher import Dispatcher
from bot.drawing import Cases, Drawing
from bot.guard import ChannelGuard
from bot.hubs import Hubs
from bot.interaction import Answer, Identity, Interaction, Phase, SurfaceName
from bot.paper.sheet import KINDS, MINUTES, Sheet, minutes_sheet
from bot.ports import OwnList, Posted, PostedCard, Standing
from bot.visitors import Visitor, own_list, told, visitor_behind
from storage.ids import new_id
from storage.messages import CIRCLES, Message, Wanted
from storage.store import Store
from storage.tx import Tx
from triage.acting import acting
from triage.authority import Actor, may_see_channel
from triage.hub import Hub
from triage.records import Person
from triage.visibility import as_known

ANSWER_LIFE = timedelta(hours=24)
"""How long an answer to typed words stands in a chat."""
_REFERENCE = re.compile(r"MASH-\d{4}-[A-HJ-NP-Z2-9]{5}", re.IGNORECASE)
_LINK = re.compile(r"link\s+([A-Z2-9]{8})", re.IGNORECASE)


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
        return await self._store.read(lambda tx: own_list(tx, self._hubs, identity))

    async def own_list(self, identity: Identity) -> OwnList:
        """The same for a chat, with the state of who may know what from which it was worked out."""

        def worked_out(tx: Tx) -> OwnList:
            as_of = tx.revisions.number(CIRCLES)
            return OwnList(own_list(tx, self._hubs, identity), as_of)

        return await self._store.read(worked_out)

    async def stands(self, identity: Identity, what: Standing, posted: Posted, as_of: int = 0) -> None:
        """Have the courier see to a card that answered somebody; what answers a stranger names nothing."""

        def note(tx: Tx) -> None:
            visitor = self._visitor(tx, identity)
            if visitor.person is None:
                return
            thing = posted.message if what is Standing.HOME else new_id()
            until = tx.now + ANSWER_LIFE if what is Standing.SAID else None
            person, forum = visitor.person.id, visitor.hub.forum.id
            wanted = Wanted(forum, identity.surface, person, what, thing, until)
            tx.messages.stands(wanted, posted.conversation, posted.message, as_of=as_of)
            if visitor.actor is None:
                tx.messages.take_from(person)

        await self._store.write(note)

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
        asked = Interaction(identity, verb, thing, Phase.PRESS, secrets.token_urlsafe(16), followed=True)
        answer = await self.press(asked)
        if answer.kind != "open" or verb not in {*KINDS, MINUTES}:
            return answer
        return await self._store.read(lambda tx: self._sheet(tx, identity, verb, thing))

    def _sheet(self, tx: Tx, identity: Identity, verb: str, thing: str) -> Sheet:
        visitor = self._visitor(tx, identity)
        person = visitor.person.id if visitor.person else ""
        if verb == MINUTES:
            hub = self._hubs.of(tx.forum_behind(thing))
            reader = visitor.roster.actor(person, hub.forum.id, tx.now)
            return minutes_sheet(tx, replace(visitor.sight, hub=hub, reader=reader), thing)
        kind, build = KINDS[verb]
        referral = tx.referral_behind(kind, thing) or ""
        hub = self._hubs.of(tx.forum_of(referral))
        case = tx.case(referral, hub.profile)
        if case is None:
            raise LookupError("a document that may be read belongs to a case")
        actor = acting(visitor.roster.actors(person, hub.forum.id, tx.now), case, verb, thing)
        sight = replace(visitor.sight, hub=hub, reader=actor)
        return Sheet(sight, build(tx, sight, as_known(actor, case), thing))

    async def channel_changed(self, surface: SurfaceName, channel: str) -> None:
        """Look at the channel's guard again now."""
        guard = self._guards.get(surface)
        for hub in self._hubs.all():
            if guard and hub.forum.channels.get(surface) == channel:
                await guard.look(hub.forum.id)

    def _visitor(self, tx: Tx, identity: Identity) -> Visitor:
        return visitor_behind(tx, self._hubs, identity)

    # Words.

    def _told(self, tx: Tx, identity: Identity, words: str) -> Card:
        visitor = self._visitor(tx, identity)
        sight = visitor.sight
        if words.casefold() == "my work":
            return own_list(tx, self._hubs, identity)
        if words.casefold() == "refer":
            return told(visitor, lambda *_: said.refer(sight))
        if _REFERENCE.fullmatch(words):
            return told(visitor, lambda *_: said.case(sight, words.upper()))
        return told(visitor, lambda *_: said.help_card(sight))

    def _sign_in(self, tx: Tx, identity: Identity) -> Card:
        visitor = self._visitor(tx, identity)

        def link(person: Person, actor: Actor) -> Card:
            token = self._accounts.issue(tx, person.id, "sign_in", by=actor.person)
            return said.sign_in(visitor.sight, token)

        return told(visitor, link)

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
        cases = Cases()
        for forum in {message.forum for message in messages}:
            about = [message.scope for message in messages if message.forum == forum]
            cases.read(tx, about, self._hubs.of(forum).profile)
        drawn = [(message, self._drawing.draw(tx, message, cases)) for message in reversed(messages)]
        return tuple(PostedCard(message.id, one.card) for message, one in drawn if one)


def _sees_channel(visitor: Visitor, person: str, hub: Hub, now: datetime) -> bool:
    actor = visitor.roster.actor(person, hub.forum.id, now)
    return actor is not None and may_see_channel(actor)
