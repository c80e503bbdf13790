"""A front desk, accounts and a demo that keep everything in memory: what the pages show is real, what is behind is not."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cards.elements import Card, Fields, Form
from bot.cards.overview.board import Row
from bot.interaction import Answer, Identity, Interaction, SurfaceName
from bot.paper.sheet import Sheet
from bot.ports import PostedCard
from bot.surfaces.web.ports import (
    About,
    Board,
    BoardWanted,
    DemoPerson,
    DemoStep,
    Draft,
    Figures,
    Invitation,
    Session,
    Where,
)
from tests.surfaces.web import examples, overviews

LONDON = ZoneInfo("Europe/London")


@dataclass
class Desk:
    """Answers each verb with what the test lays out, and remembers what came in."""

    answers: dict[str, Answer] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=examples.forms)
    posts: list[PostedCard] = field(default_factory=examples.posts)
    work: Card = field(default_factory=examples.my_work)
    came: list[Interaction] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)
    fails: bool = False

    async def press(self, interaction: Interaction) -> Answer:
        self.came.append(interaction)
        if self.fails:
            raise RuntimeError("Kacey Brannigan's row could not be written")
        if interaction.verb in self.answers:
            return self.answers[interaction.verb]
        if interaction.phase == "submit" or interaction.verb not in self.forms:
            return Answer("done", note="Recorded 10:42am. MASH-2611-0042.")
        return Answer("open", self.forms[interaction.verb])

    def refuse(self, verb: str) -> None:
        self.answers[verb] = Answer("refused", examples.refusal())

    def find_wrong(self, verb: str, values: Fields, problems: dict[str, str]) -> None:
        self.answers[verb] = Answer("invalid", self.forms[verb].filled(values, problems))

    async def said(self, identity: Identity, text: str, delivery: str) -> Card:
        raise NotImplementedError("the pages take no words")

    async def my_work(self, identity: Identity) -> Card:
        self.readers.append(identity.user)
        return self.work

    async def channel(self, identity: Identity | None) -> tuple[PostedCard, ...]:
        self.readers.append(identity.user if identity else "")
        return tuple(self.posts)

    async def paper(self, identity: Identity, verb: str, thing: str) -> Sheet | Answer:
        self.readers.append(f"{identity.user} {verb} {thing}")
        return self.answers.get(verb) or examples.sheet()

    async def personal(self, identity: Identity) -> tuple[PostedCard, ...]:
        self.readers.append(identity.user)
        return tuple(self.posts[-1:])

    async def channel_changed(self, surface: SurfaceName, channel: str) -> None:
        raise NotImplementedError("the web has no channel members")


@dataclass
class Accounts:
    """People, sessions, links, invitations and codes in dictionaries."""

    people: dict[str, str] = field(default_factory=lambda: {"m.reyes": "M. Reyes", "t.lowe": "T. Lowe"})
    sessions: dict[str, Session] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=lambda: {"t.lowe-1": "t.lowe"})
    invitations: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    spent: dict[str, int] = field(default_factory=dict)
    touched: list[bool] = field(default_factory=list)
    gone: dict[str, str] = field(default_factory=dict)

    async def session(self, session_id: str, *, active: bool) -> Session | None:
        self.touched.append(active)
        return self.sessions.get(session_id)

    async def left(self, session_id: str) -> str | None:
        return self.gone.get(session_id)

    async def begin(self, person: str) -> str:
        session_id = secrets.token_urlsafe(16)
        self.sessions[session_id] = Session(
            person, self.people[person], "en", live=True, seconds_left=900, pages=frozenset({"channel"})
        )
        return session_id

    def go_idle(self) -> None:
        self.sessions = {
            key: replace(each, live=False, seconds_left=0) for key, each in self.sessions.items()
        }

    def nearly_over(self) -> None:
        self.sessions = {key: replace(each, seconds_left=119) for key, each in self.sessions.items()}

    def go_on(self) -> None:
        self.sessions = {key: replace(each, seconds_left=900) for key, each in self.sessions.items()}

    async def end(self, session_id: str) -> None:
        self.sessions.pop(session_id, None)

    async def use_link(self, token: str) -> str | None:
        return self.links.pop(token, None)

    async def invitation(self, token: str) -> Invitation | None:
        person = self.invitations.get(token)
        return Invitation(person, self.people[person]) if person else None

    async def accept_invitation(self, token: str, secret: str, counter: int) -> str | None:
        person = self.invitations.pop(token, None)
        if person:
            self.secrets[person], self.spent[person] = secret, counter
        return person

    async def code_secret(self, person: str) -> str | None:
        return self.secrets.get(person)

    async def spend_code(self, person: str, counter: int) -> bool:
        if counter <= self.spent.get(person, -1):
            return False
        self.spent[person] = counter
        return True


@dataclass
class Drafts:
    """Unsent text in a dictionary; none of forms whose token is in `sent`."""

    kept: dict[tuple[str, str, str], Draft] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    fails: bool = False

    async def keep(self, person: str, about: About, fields: Fields) -> Draft | None:
        if self.fails:
            raise RuntimeError("Kacey Brannigan's draft could not be written")
        if about.token in self.sent:
            return None
        draft = Draft(fields, datetime(2026, 11, 16, 9, 58, tzinfo=UTC))
        self.kept[person, about.verb, about.thing] = draft
        return draft

    async def find(self, person: str, about: About) -> Draft | None:
        return self.kept.get((person, about.verb, about.thing))

    async def named(self, _person: str, about: About) -> str:
        return about.thing


@dataclass
class Overview:
    """A board, a wall and figures as the examples have them, for whoever is in `staff`."""

    staff: frozenset[str] = frozenset({"t.lowe"})
    hubs: tuple[tuple[str, str], ...] = (("hub", "Harbour MASH"),)
    asked: list[BoardWanted] = field(default_factory=list)

    async def board(self, identity: Identity, wanted: BoardWanted) -> Board | None:
        self.asked.append(wanted)
        where = self._where(identity, wanted.hub)
        return overviews.board(where) if where else None

    async def wall_of(self, identity: Identity, hub: str) -> str:
        where = self._where(identity, hub)
        return where.hub if where else ""

    async def wall(self, forum: str) -> tuple[Row, ...]:
        assert forum in dict(self.hubs)
        return tuple(replace(row, about="") for row in overviews.board().rows)

    async def measures(self, identity: Identity, months: int, hub: str) -> Figures | None:
        where = self._where(identity, hub)
        return Figures(overviews.report(months), where) if where else None

    def _where(self, identity: Identity, hub: str) -> Where | None:
        chosen = hub or self.hubs[0][0]
        if identity.user not in self.staff or chosen not in dict(self.hubs):
            return None
        return Where(chosen, self.hubs if len(self.hubs) > 1 else ())


@dataclass
class Public:
    """A door that takes whatever is told, or finds in it what a test says is wrong."""

    at: tuple[str, ...] = ("hub",)
    came: list[tuple[str, Fields, str]] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    fails: bool = False

    def hubs(self) -> tuple[str, ...]:
        return self.at

    async def form(self, hub: str) -> Form:
        assert hub in self.at
        return examples.tell_us_form()

    async def tell(self, hub: str, fields: Fields, key: str) -> Answer:
        self.came.append((hub, fields, key))
        if self.fails:
            raise RuntimeError("what Ottoline Fenwick wrote could not be kept")
        if self.problems:
            return Answer("invalid", examples.tell_us_form().filled(fields, self.problems))
        return Answer("done", examples.told_us())


@dataclass
class Demo:
    """A clock that adds an hour whatever is asked."""

    at: datetime = datetime(2026, 11, 16, 13, 0, tzinfo=LONDON)
    answering: bool = True
    steps: list[DemoStep] = field(default_factory=list)

    async def people(self) -> tuple[DemoPerson, ...]:
        return (
            DemoPerson(
                "m.reyes",
                "M. Reyes",
                "Children's social care",
                "duty manager, screening officer, social worker",
            ),
            DemoPerson("t.lowe", "T. Lowe", "Police", "detective sergeant"),
        )

    async def now(self) -> datetime:
        return self.at

    async def move(self, step: DemoStep) -> None:
        self.steps.append(step)
        self.at += timedelta(hours=1)

    async def colleagues_answer(self) -> bool:
        return self.answering

    async def let_colleagues_answer(self, on: bool) -> None:
        self.answering = on
