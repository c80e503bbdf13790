"""How people come in: web sessions, one-time links, invitations and codes, on the store, all by real time; and their drafts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot import logs
from bot.cards.elements import Fields
from bot.hubs import Hubs
from bot.reading.unsent import leads_to
from bot.surfaces.web.ports import About, Draft, Invitation, PageName, Session
from storage.accounts import Begun, Purpose, SavedDraft
from storage.errors import StoreUnavailable
from storage.store import Store
from storage.tx import Tx
from triage.authority import Actor, may_read_measures, may_see_board, may_see_channel
from triage.records import Person
from triage.roster import LinkedIdentity
from triage.typed_text import readable

log = logs.get(__name__)

IDLE = timedelta(minutes=15)
REMEMBERED = timedelta(hours=12)
"""How long an idle session still says whose unsent text to keep."""
NOTED_EVERY = timedelta(seconds=15)
"""How often at most it is written down that somebody is there."""


def real_now() -> datetime:
    """This moment by the machine's clock."""
    return datetime.now(UTC)


class StoredAccounts:
    """Accounts as the web pages ask for them, and the codes that lead to them."""

    def __init__(self, store: Store[Tx], hubs: Hubs, now: Callable[[], datetime] = real_now) -> None:
        self._store = store
        self._hubs = hubs
        self._now = now

    # What the web pages ask.

    async def session(self, session_id: str, *, active: bool) -> Session | None:
        """Whose session this is; `active` starts its idle time again."""
        now = self._now()
        found = await self._store.read(lambda tx: self._session(tx, session_id, now))
        if found is None:
            return None
        who, pages, hub, idle = found
        live = idle <= IDLE
        if active and live and idle >= NOTED_EVERY:
            idle = await self._seen(session_id, now, idle)
        left = max(0, int((IDLE - idle).total_seconds())) if live else 0
        return Session(who.id, who.name, who.language, live, left, pages, hub)

    async def left(self, session_id: str) -> str | None:
        """The person whose session this was, when they are nothing in any hub any more."""
        now = self._now()

        def left(tx: Tx) -> str | None:
            found = tx.accounts.whose(session_id)
            if found is None or now - found.seen_at > REMEMBERED or self._holds(tx, found.person):
                return None
            return found.person

        return await self._store.read(left)

    async def _seen(self, session_id: str, now: datetime, idle: timedelta) -> timedelta:
        """Start the idle time again; where nothing can be written, what can be read is read all the same."""
        try:
            await self._store.write(lambda tx: tx.accounts.seen(session_id, now))
        except StoreUnavailable as error:
            logs.failure(log, "session_not_noted", error)
            return idle
        return timedelta(0)

    async def begin(self, person: str) -> str:
        """Begin a session for this person and return its new id."""

        def begin(tx: Tx) -> str:
            _note(tx, person, "session.begin")
            return tx.accounts.begin(person, self._now())

        return await self._store.write(begin)

    async def end(self, session_id: str) -> None:
        """End a session; one that is not there counts as ended."""

        def end(tx: Tx) -> None:
            person = tx.accounts.end(session_id, self._now())
            if person is not None:
                _note(tx, person, "session.end")

        await self._store.write(end)

    async def use_link(self, token: str) -> str | None:
        """Use a one-time sign-in link up: the person it is bound to, if their access holds."""

        def use(tx: Tx) -> str | None:
            person = tx.accounts.use(token, "sign_in", self._now())
            if person is None or self._holds(tx, person) is None:
                _note(tx, person or "unknown", "link.use", "refused")
                return None
            _note(tx, person, "link.use")
            return person

        return await self._store.write(use)

    async def invitation(self, token: str) -> Invitation | None:
        """Look at an invitation without using it up."""

        def look(tx: Tx) -> Invitation | None:
            person = tx.accounts.behind(token, "invite", self._now())
            who = self._holds(tx, person) if person else None
            return Invitation(who.id, who.name) if who else None

        return await self._store.read(look)

    async def accept_invitation(self, token: str, secret: str, counter: int) -> str | None:
        """Use an invitation up and keep the authenticator secret, in one transaction."""

        def accept(tx: Tx) -> str | None:
            person = tx.accounts.use(token, "invite", self._now())
            if person is None or self._holds(tx, person) is None:
                _note(tx, person or "unknown", "invitation.accept", "refused")
                return None
            tx.accounts.set_up(person, secret, counter, self._now())
            _note(tx, person, "invitation.accept")
            return person

        return await self._store.write(accept)

    async def code_secret(self, person: str) -> str | None:
        """The authenticator secret of a person whose access holds."""
        return await self._store.read(
            lambda tx: tx.accounts.secret(person) if self._holds(tx, person) else None
        )

    async def spend_code(self, person: str, counter: int) -> bool:
        """Remember a time step as used; False for a replay."""
        return await self._store.write(lambda tx: tx.accounts.spend(person, counter))

    # Codes that are handed out.

    async def sign_in_link(self, person: str) -> str:
        """The token of a new one-time sign-in link."""
        return await self._store.write(lambda tx: self.issue(tx, person, "sign_in", by=person))

    def issue(self, tx: Tx, person: str, purpose: Purpose, *, by: str) -> str:
        """A new one-time code, in a transaction that is already open."""
        _note(tx, by, f"{purpose}.issue", thing=person)
        return tx.accounts.new_code(person, purpose, self._now())

    def link(self, tx: Tx, code: str, surface: str, tenant: str, user: str) -> str | None:
        """Link the account that typed this code to the person it was made for; None if the code is not good."""
        person = tx.accounts.use(code, "account", self._now())
        if person is None or self._holds(tx, person) is None:
            _note(tx, f"{surface}:{user}"[:64], "account.link", "refused")
            return None
        tx.people.link(LinkedIdentity(surface, tenant, user, person))
        _note(tx, person, "account.link")
        return person

    async def tidy(self) -> None:
        """Forget what cannot be used any more."""
        await self._store.write(lambda tx: tx.accounts.forget(self._now()))

    def _session(
        self, tx: Tx, session_id: str, now: datetime
    ) -> tuple[Person, frozenset[PageName], str, timedelta] | None:
        found = tx.accounts.session(session_id)
        if found is None or now - found.seen_at > REMEMBERED:
            return None
        who = self._holds(tx, found.person)
        if who is None:
            return None
        hub = self._hubs.of_person(self._hubs.roster(tx), who, tx.now).forum.id
        return who, self._pages(tx, who.id), hub, now - found.seen_at

    def _pages(self, tx: Tx, person: str) -> frozenset[PageName]:
        """The pages beside everybody's that this person may open, in whichever of their hubs."""
        roster = self._hubs.roster(tx)
        found = (roster.actor(person, hub.forum.id, tx.now) for hub in self._hubs.all())
        actors = [actor for actor in found if actor is not None]
        rules: dict[PageName, Callable[[Actor], bool]] = {
            "channel": may_see_channel,
            "board": may_see_board,
            "measures": may_read_measures,
        }
        return frozenset(page for page, may_open in rules.items() if any(map(may_open, actors)))

    def _holds(self, tx: Tx, person: str) -> Person | None:
        """The person, if they are anything in any hub now."""
        self._hubs.refresh(tx)
        roster = self._hubs.roster(tx)
        is_in = any(roster.actor(person, hub.forum.id, tx.now) for hub in self._hubs.all())
        return roster.people.get(person) if is_in else None


class StoredDrafts:
    """Unsent text on the store, sealed, for each form and each agency that somebody answers for."""

    def __init__(self, store: Store[Tx], hubs: Hubs) -> None:
        self._store = store
        self._hubs = hubs

    async def keep(self, person: str, about: About, fields: Fields) -> Draft | None:
        """Keep what was typed, in place of an earlier draft of the same form.

        None for a form that was sent meanwhile, and for one of which nobody can say any more for which agency it was.
        """

        def keep(tx: Tx) -> Draft | None:
            token, form = tx.deliveries.form(readable(about.token)), self._form(tx, person, about)
            if form is None or (token is not None and token.reply is not None):
                return None
            tx.accounts.keep_draft(person, form, fields)
            return Draft(fields, tx.now)

        return await self._store.write(keep)

    async def find(self, person: str, about: About) -> Draft | None:
        """The draft for this form; it is asked for only when the form itself was opened for this person."""

        def find(tx: Tx) -> SavedDraft | None:
            form = self._form(tx, person, about)
            found = tx.accounts.draft(person, form) if form else None
            if found is None and form is not None and len(self._seats(tx, person)) == 1:
                return tx.accounts.draft(person, replace(form, seat=""))  # from before the upgrade
            return found

        found = await self._store.read(find)
        return Draft(found.fields, found.saved_at) if found else None

    async def named(self, person: str, about: About) -> str:
        """What a button that leads back to this form names."""

        def named(tx: Tx) -> str:
            form = self._form(tx, person, about)
            return leads_to(tx, form, self._seats(tx, person)) if form else about.thing

        return await self._store.read(named)

    def _form(self, tx: Tx, person: str, about: About) -> Begun | None:
        """Which form it is; a token that is not known any more tells nothing to who answers for several agencies."""
        seat, seats = tx.deliveries.seat_of(readable(about.token)), self._seats(tx, person)
        if seat is None and len(seats) > 1:
            return None
        return Begun(about.verb, readable(about.thing), next(iter(seats), "") if seat is None else seat)

    def _seats(self, tx: Tx, person: str) -> tuple[str, ...]:
        self._hubs.refresh(tx)
        roster = self._hubs.roster(tx)
        found = (one for hub in self._hubs.all() for one in roster.actors(person, hub.forum.id, tx.now))
        return tuple(dict.fromkeys(actor.seat for actor in found))


def _note(tx: Tx, who: str, verb: str, outcome: str = "done", thing: str = "") -> None:
    tx.audit.record(actor=who, seat="", surface="web", verb=verb, thing=thing, outcome=outcome)
