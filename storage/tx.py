"""One transaction: everything that a handler may read and change, by name."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache, cached_property

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    union_all,
)

from storage import shapes, tables
from storage.accounts import Accounts
from storage.audit import Audit
from storage.cases import read_case, read_cases
from storage.circles import Circles
from storage.conversations import Conversations
from storage.deliveries import Deliveries
from storage.engines import SEES_ONE_STATE
from storage.erasing import KEYS, erase
from storage.families import Families
from storage.forums import Forums
from storage.kept import Kept
from storage.keyring import HUB, Keyring
from storage.leases import Leases
from storage.meetings import DayLists, Meetings
from storage.messages import Messages
from storage.outages import Outages
from storage.people import People
from storage.referrals import Referrals
from storage.remembered import Remembered
from storage.reminders import Reminders
from storage.revisions import Revisions
from storage.sealing import seal, unseal
from storage.upsert import upsert
from triage import records
from triage.case import Case
from triage.profile import Profile

_RUNNING = tables.clock.c.stopped_at.is_(None) & tables.clock.c.missed_at.is_(None)
_NEXT_DUE = select(func.min(tables.clock.c.due_at)).where(_RUNNING)
_RUN_OUT = (
    select(tables.clock)
    .where(_RUNNING, tables.clock.c.due_at <= bindparam("by"))
    .order_by(tables.clock.c.due_at, tables.clock.c.seq)
    .limit(bindparam("most"))
)
"""Made once: each second's look asks them."""


class Tx:
    """What one transaction can reach. `now` is the moment it runs at, the same for all that it does."""

    def __init__(
        self, connection: Connection, now: datetime, keyring: Keyring, remembered: Remembered | None = None
    ) -> None:
        self.connection = connection
        self.now = now
        self.keyring = keyring
        self.remembered = remembered or Remembered()
        self.writes = 0
        """How often anything was written: what is read from the first time on is not yet true for others."""
        self.locks = 0
        """How often a referral or a meeting was locked: what was read before may be old."""

    @property
    def sees_one_state(self) -> bool:
        """Whether all that this transaction reads belongs together and is kept: it writes nothing, and nobody beside it."""
        return not self.writes and bool(self.connection.get_execution_options().get(SEES_ONE_STATE))

    def key(self, owner: str) -> bytes:
        """The data key of a referral, or of the hub, the search or the audit; raises `Erased`."""
        return self.keyring.key(self.connection, owner, self.erasures)

    @cached_property
    def erasures(self) -> int:
        """How many referrals were erased, as this transaction knows; what is in memory is forgotten when there are more."""
        known = self.revisions.number(KEYS)
        self.keyring.up_to_date(known)
        self.remembered.up_to_date(known)
        return known

    def case(self, referral_id: str, profile: Profile) -> Case | None:
        """A referral with all that belongs to it."""
        return read_case(self, referral_id, profile)

    def cases(self, referral_ids: Sequence[str], profile: Profile) -> tuple[Case, ...]:
        """Many referrals, each with all that belongs to it, in this order."""
        return read_cases(self, referral_ids, profile)

    def erase(self, referral_id: str) -> None:
        """Erase a referral for good; whether that may be is judged before."""
        erase(self, referral_id)

    def referral_behind(self, kind: str, thing: str) -> str | None:
        """The id of the referral that this thing (an answer, a proposal, …) belongs to."""
        return self.connection.execute(_referral_behind(kind), {"thing": thing}).scalar_one_or_none()

    def forum_of(self, referral_id: str) -> str:
        """The hub that a referral belongs to."""
        table = tables.referral
        found: str = self.connection.execute(
            select(table.c.forum).where(table.c.id == referral_id)
        ).scalar_one()
        return found

    def forum_behind(self, thing: str) -> str:
        """The hub that something about no single case (a task, a duty, a list, a meeting, a night, reminders, …) belongs to; empty if none."""
        of_hubs = (
            tables.task,
            tables.duty,
            tables.handover,
            tables.day_list,
            tables.meeting,
            tables.minutes,
            tables.near_miss,
            tables.night_item,
            tables.digest,
        )
        found = union_all(*(select(table.c.forum).where(table.c.id == thing) for table in of_hubs))
        return self.connection.execute(found).scalars().first() or ""

    @cached_property
    def referrals(self) -> Referrals:
        """Referrals."""
        return Referrals(self)

    @cached_property
    def subjects(self) -> Kept[records.Subject]:
        """Whom or what referrals are about."""
        return Kept(self, shapes.SUBJECTS)

    @cached_property
    def additions(self) -> Kept[records.Addition]:
        """What was added to referrals after they arrived."""
        return Kept(self, shapes.ADDITIONS)

    @cached_property
    def links(self) -> Kept[records.Link]:
        """Subjects that somebody compared."""
        return Kept(self, shapes.LINKS)

    @cached_property
    def ratings(self) -> Kept[records.Rating]:
        """Urgencies given."""
        return Kept(self, shapes.RATINGS)

    @cached_property
    def ratings_stand(self) -> Kept[records.RatingStands]:
        """Where somebody said of a view above the rating that the rating stands."""
        return Kept(self, shapes.RATINGS_STAND)

    @cached_property
    def clocks(self) -> Kept[records.Clock]:
        """Promises about time."""
        return Kept(self, shapes.CLOCKS)

    @cached_property
    def checks(self) -> Kept[records.Check]:
        """What seats were asked."""
        return Kept(self, shapes.CHECKS)

    @cached_property
    def answers(self) -> Kept[records.Answer]:
        """What seats answered."""
        return Kept(self, shapes.ANSWERS)

    @cached_property
    def consent_decisions(self) -> Kept[records.ConsentDecision]:
        """What was decided where consent was refused."""
        return Kept(self, shapes.CONSENT_DECISIONS)

    @cached_property
    def votes(self) -> Kept[records.Vote]:
        """Agencies' views."""
        return Kept(self, shapes.VOTES)

    @cached_property
    def proposals(self) -> Kept[records.Proposal]:
        """Decisions put forward."""
        return Kept(self, shapes.PROPOSALS)

    @cached_property
    def proposal_returns(self) -> Kept[records.ProposalReturn]:
        """Why proposals were returned."""
        return Kept(self, shapes.PROPOSAL_RETURNS)

    @cached_property
    def decisions(self) -> Kept[records.Decision]:
        """Decisions made."""
        return Kept(self, shapes.DECISIONS)

    @cached_property
    def actions(self) -> Kept[records.Action]:
        """What agencies are to do."""
        return Kept(self, shapes.ACTIONS)

    @cached_property
    def action_steps(self) -> Kept[records.ActionStep]:
        """What happened to actions."""
        return Kept(self, shapes.ACTION_STEPS)

    @cached_property
    def nudges(self) -> Kept[records.Nudge]:
        """Who was reminded of what; `reminders` keeps them."""
        return Kept(self, shapes.NUDGES)

    @cached_property
    def handed_on(self) -> Kept[records.HandedOn]:
        """Whose it is, of what agencies were asked."""
        return Kept(self, shapes.HANDED_ON)

    @cached_property
    def leads_phoned(self) -> Kept[records.LeadPhoned]:
        """Who was phoned about what is late, and what came of it."""
        return Kept(self, shapes.LEAD_PHONED)

    @cached_property
    def feedback(self) -> Kept[records.Feedback]:
        """Replies to the people who referred."""
        return Kept(self, shapes.FEEDBACK)

    @cached_property
    def holding_replies(self) -> Kept[records.HoldingReply]:
        """What the people who referred are told when nothing is decided yet."""
        return Kept(self, shapes.HOLDING_REPLIES)

    @cached_property
    def urgent(self) -> Kept[records.UrgentProtection]:
        """Where somebody said that protection cannot wait."""
        return Kept(self, shapes.URGENT)

    @cached_property
    def urgent_taken(self) -> Kept[records.UrgentTaken]:
        """Who deals with an urgent protection."""
        return Kept(self, shapes.URGENT_TAKEN)

    @cached_property
    def disagreements(self) -> Kept[records.Disagreement]:
        """Who does not accept what."""
        return Kept(self, shapes.DISAGREEMENTS)

    @cached_property
    def restrictions(self) -> Kept[records.Restriction]:
        """From when on only named people may know of a referral."""
        return Kept(self, shapes.RESTRICTIONS)

    @cached_property
    def conflicts(self) -> Kept[records.Conflict]:
        """Who knows which family."""
        return Kept(self, shapes.CONFLICTS)

    @cached_property
    def families(self) -> Families:
        """Whom people must not meet in their work."""
        return Families(self)

    @cached_property
    def circles(self) -> Circles:
        """Who may know of a referral."""
        return Circles(self)

    @cached_property
    def meetings(self) -> Meetings:
        """Meetings, who came, and their minutes."""
        return Meetings(self)

    @cached_property
    def day_lists(self) -> DayLists:
        """The day's lists."""
        return DayLists(self)

    @cached_property
    def views_asked(self) -> Kept[records.ViewAsked]:
        """Seats that were asked for their view in a meeting."""
        return Kept(self, shapes.VIEWS_ASKED)

    @cached_property
    def statements(self) -> Kept[records.Statement]:
        """What seats said in a meeting, as somebody wrote it down."""
        return Kept(self, shapes.STATEMENTS)

    @cached_property
    def destination_ratings(self) -> Kept[records.DestinationRating]:
        """Where needs will best be met, as rated after a meeting."""
        return Kept(self, shapes.DESTINATION_RATINGS)

    @cached_property
    def disagreement_steps(self) -> Kept[records.DisagreementStep]:
        """How disagreements went on."""
        return Kept(self, shapes.DISAGREEMENT_STEPS)

    @cached_property
    def tasks(self) -> Kept[records.Task]:
        """What business support does outside the bot."""
        return Kept(self, shapes.TASKS)

    @cached_property
    def night_items(self) -> Kept[records.NightItem]:
        """What arrived or became urgent while the hub was closed."""
        return Kept(self, shapes.NIGHT_ITEMS)

    @cached_property
    def after_hours(self) -> Kept[records.AfterHours]:
        """Who referred or pressed while the hub was closed."""
        return Kept(self, shapes.AFTER_HOURS)

    @cached_property
    def handovers(self) -> Kept[records.Handover]:
        """Duties that were handed over."""
        return Kept(self, shapes.HANDOVERS)

    @cached_property
    def closings(self) -> Kept[records.Closing]:
        """When referrals were closed."""
        return Kept(self, shapes.CLOSINGS)

    @cached_property
    def reopenings(self) -> Kept[records.Reopening]:
        """When closed referrals began again."""
        return Kept(self, shapes.REOPENINGS)

    @cached_property
    def legal_holds(self) -> Kept[records.LegalHold]:
        """What may not be deleted, and may be again."""
        return Kept(self, shapes.LEGAL_HOLDS)

    @cached_property
    def exports(self) -> Kept[records.Export]:
        """Copies of the record that were made."""
        return Kept(self, shapes.EXPORTS)

    @cached_property
    def export_confirmations(self) -> Kept[records.ExportConfirmation]:
        """Who said that the record stands in the case system."""
        return Kept(self, shapes.EXPORT_CONFIRMATIONS)

    @cached_property
    def access_requests(self) -> Kept[records.AccessRequest]:
        """Who asked what is held about somebody."""
        return Kept(self, shapes.ACCESS_REQUESTS)

    @cached_property
    def access_reviews(self) -> Kept[records.AccessReview]:
        """What owners say may be given out."""
        return Kept(self, shapes.ACCESS_REVIEWS)

    @cached_property
    def information_requests(self) -> Kept[records.InformationRequest]:
        """Contacts that ask whether a family is known."""
        return Kept(self, shapes.INFORMATION_REQUESTS)

    @cached_property
    def information_replies(self) -> Kept[records.InformationReply]:
        """Replies to them."""
        return Kept(self, shapes.INFORMATION_REPLIES)

    @cached_property
    def people(self) -> People:
        """The roster."""
        return People(self)

    @cached_property
    def forums(self) -> Forums:
        """The hubs of this deployment."""
        return Forums(self)

    @cached_property
    def revisions(self) -> Revisions:
        """What must be read again."""
        return Revisions(self)

    @cached_property
    def messages(self) -> Messages:
        """The registry of messages."""
        return Messages(self)

    @cached_property
    def outages(self) -> Outages:
        """Times at which a chat could not be reached."""
        return Outages(self)

    @cached_property
    def reminders(self) -> Reminders:
        """Who was reminded of what."""
        return Reminders(self)

    @cached_property
    def deliveries(self) -> Deliveries:
        """What was delivered and submitted already."""
        return Deliveries(self)

    @cached_property
    def leases(self) -> Leases:
        """Which process does what only one may do."""
        return Leases(self)

    @cached_property
    def conversations(self) -> Conversations:
        """Where the bot can write to somebody."""
        return Conversations(self)

    @cached_property
    def accounts(self) -> Accounts:
        """Sessions, one-time codes, authenticators and drafts."""
        return Accounts(self)

    @cached_property
    def audit(self) -> Audit:
        """The record of what was done, refused and opened."""
        return Audit(self)

    @cached_property
    def near_misses(self) -> Kept[records.NearMiss]:
        """What nearly went wrong."""
        return Kept(self, shapes.NEAR_MISSES)

    def near_misses_to_review(self, forum: str) -> tuple[records.NearMiss, ...]:
        """Near misses of a hub that nobody has reviewed yet, oldest first."""
        return self.near_misses.of_forum(forum, reviewed_at=None)

    def links_to(self, subjects: Sequence[str]) -> tuple[records.Link, ...]:
        """Links of later referrals to these subjects, in the order in which they were written."""
        table = tables.link
        found = select(table).where(table.c.other.in_(subjects)).order_by(table.c.seq)
        return self.links.read(self.connection.execute(found))

    def open_tasks(self, forum: str) -> tuple[records.Task, ...]:
        """What business support still has to do, soonest first."""
        return self.tasks.of_forum(forum, soonest_due=True, done_at=None)

    def open_actions(self, forum: str) -> tuple[records.Action, ...]:
        """The open actions of a hub, soonest due first; those of other areas that have not accepted them included."""
        return self.actions.of_forum(forum, soonest_due=True, state="open")

    def actions_less_safe(self, forum: str) -> tuple[records.Action, ...]:
        """Those of a hub's open cases that leave somebody less safe, oldest first, whether or not it is said what is done instead."""
        table, owner, step = tables.action, tables.referral, tables.action_step
        said = exists().where(step.c.action == table.c.id, step.c.kind == "instead")
        wanted = (
            select(table)
            .join(owner, owner.c.id == table.c.referral)
            .where(
                owner.c.forum == forum, owner.c.closed_at.is_(None), table.c.unsafe_since.is_not(None) | said
            )
            .order_by(table.c.done_at, table.c.seq)
        )
        return self.actions.read(self.connection.execute(wanted))

    def handed_over(self, person: str, duties: Sequence[str]) -> tuple[records.Handover, ...]:
        """The notes with which these duties were handed to this person, oldest first."""
        table = tables.handover
        found = select(table).where(table.c.taker == person, table.c.duty.in_(duties)).order_by(table.c.seq)
        return self.handovers.read(self.connection.execute(found)) if duties else ()

    def nights(self, forum: str, opens_at: datetime) -> tuple[records.NightItem, ...]:
        """What came in the night that ends with this opening, was picked up since, or still waits, oldest first."""
        table = tables.night_item
        of_night = (table.c.opens_at == opens_at) | (table.c.picked_up_at >= opens_at)
        return self._night_items(forum, of_night | _waits())

    def not_noted(
        self, forum: str, closed_at: datetime, opens_at: datetime, urgent: Sequence[str]
    ) -> tuple[str, ...]:
        """Referrals that arrived, or got one of these levels, in a night and are not yet noted as such."""
        item, owner, rated = tables.night_item, tables.referral, tables.rating
        of_night = item.c.opens_at == opens_at
        noted = select(item.c.referral).where(of_night)
        told = select(item.c.referral).where(of_night, item.c.urgent_at.is_not(None))
        arrived = select(owner.c.id).where(
            owner.c.forum == forum,
            owner.c.recorded_at >= closed_at,
            owner.c.recorded_at < opens_at,
            owner.c.id.not_in(noted),
        )
        became_urgent = (
            select(rated.c.referral)
            .join(owner, owner.c.id == rated.c.referral)
            .where(
                owner.c.forum == forum,
                rated.c.at >= closed_at,
                rated.c.at < opens_at,
                rated.c.level.in_(urgent),
                rated.c.referral.not_in(told),
            )
        )
        found = [*self.connection.execute(arrived).scalars()]
        if self.now < opens_at:
            found += self.connection.execute(became_urgent).scalars()
        return tuple(dict.fromkeys(found))

    def urgency_runs(self, forum: str, levels: Sequence[str]) -> tuple[str, ...]:
        """Referrals of a hub whose clock of one of these levels runs, the soonest due first."""
        running, owner = tables.clock, tables.referral
        found = (
            select(running.c.referral)
            .join(owner, owner.c.id == running.c.referral)
            .where(
                owner.c.forum == forum,
                running.c.kind == "urgency",
                running.c.level.in_(levels),
                running.c.stopped_at.is_(None),
            )
            .order_by(running.c.due_at)
        )
        return tuple(dict.fromkeys(self.connection.execute(found).scalars()))

    def decided_for_now(self, forum: str) -> tuple[str, ...]:
        """Referrals of a hub with a decision for the time being: decided, and the urgency runs on. The soonest due first."""
        running, decided, owner = tables.clock, tables.subject, tables.referral
        found = (
            select(running.c.referral)
            .join(decided, decided.c.id == running.c.subject)
            .join(owner, owner.c.id == running.c.referral)
            .where(
                owner.c.forum == forum,
                decided.c.stage == "decided",
                running.c.kind == "urgency",
                running.c.stopped_at.is_(None),
            )
            .order_by(running.c.due_at)
        )
        return tuple(dict.fromkeys(self.connection.execute(found).scalars()))

    def open_actions_of(self, person: str, forum: str) -> tuple[records.Action, ...]:
        """What somebody has still to do in a hub, oldest first."""
        table, owner = tables.action, tables.referral
        theirs = (
            select(table)
            .join(owner, owner.c.id == table.c.referral)
            .where(owner.c.forum == forum, table.c.owner == person, table.c.done_at.is_(None))
            .order_by(table.c.seq)
        )
        return self.actions.read(self.connection.execute(theirs))

    def forget_handovers(self, before: datetime) -> None:
        """Drop the notes of duties that were handed over before then: they may speak of families."""
        self.connection.execute(delete(tables.handover).where(tables.handover.c.at < before))

    def overnight(self, forum: str) -> tuple[records.NightItem, ...]:
        """What came or became urgent in any night and is not picked up, or waits to be screened, oldest first."""
        return self._night_items(forum, _waits())

    def _night_items(self, forum: str, those: ColumnElement[bool]) -> tuple[records.NightItem, ...]:
        table = tables.night_item
        found = select(table).where(table.c.forum == forum, those).order_by(table.c.seq)
        return self.night_items.read(self.connection.execute(found))

    def settled_in(self, forum: str, since: datetime, until: datetime) -> tuple[str, ...]:
        """Referrals of a hub in which a decision was made or urgent protection started in this span, oldest first."""
        owner = tables.referral
        happened = (
            select(table.c.referral).where(table.c.at >= since, table.c.at < until)
            for table in (tables.decision, tables.urgent_protection)
        )
        found = select(owner.c.id).where(owner.c.forum == forum, or_(*map(owner.c.id.in_, happened)))
        return tuple(self.connection.execute(found.order_by(owner.c.seq)).scalars())

    def open_proposals(self, forum: str) -> tuple[records.Proposal, ...]:
        """Proposals that wait for somebody to approve or return them, oldest first."""
        return self.proposals.of_forum(forum, state="open")

    def open_access_requests(self, forum: str) -> tuple[records.AccessRequest, ...]:
        """Requests for what is held about somebody that are not answered yet, soonest due first."""
        return self.access_requests.of_forum(forum, soonest_due=True, state="open")

    def open_information_replies(self, forum: str) -> tuple[records.InformationReply, ...]:
        """Replies to information requests that wait for somebody to approve or return them, oldest first."""
        return self.information_replies.of_forum(forum, state="open")

    def feedback_to_send(self, forum: str) -> tuple[records.Feedback, ...]:
        """Prepared replies that nobody has sent yet, soonest due first."""
        return self.feedback.of_forum(forum, soonest_due=True, state="prepared")

    def holding_to_send(self, forum: str) -> tuple[records.HoldingReply, ...]:
        """Prepared holding replies that nobody has sent yet, oldest first."""
        return self.holding_replies.of_forum(forum, state="prepared")

    def clocks_run_out(self, limit: int) -> tuple[records.Clock, ...]:
        """Running clocks whose due time has passed and whose miss is not noted yet, soonest first."""
        return self.clocks.read(self.connection.execute(_RUN_OUT, {"by": self.now, "most": limit}))

    def next_due(self) -> datetime | None:
        """When the next running clock whose miss is not noted yet is due."""
        found: datetime | None = self.connection.execute(_NEXT_DUE).scalar()
        return found

    def screenings(self, referrals: Sequence[str]) -> dict[str, list[records.Screening]]:
        """Who opened each of these referrals to screen it, newest first, in one query."""
        table = tables.screening
        wanted = select(table).where(table.c.referral.in_(referrals)).order_by(table.c.at.desc())
        found: dict[str, list[records.Screening]] = {referral: [] for referral in referrals}
        for row in self.connection.execute(wanted) if referrals else ():
            found[row.referral].append(records.Screening(row.referral, row.person, row.at))
        return found

    def screening_begins(self, referral_id: str, person: str) -> None:
        """Somebody opened this referral to screen it."""
        mine = {"referral": referral_id, "person": person}
        upsert(self.connection, tables.screening, mine, {"at": self.now})

    def last_used(self, person: str, field: str) -> str:
        """What this person last typed in a field that offers it again; empty when nothing."""
        table = tables.last_used
        body = self.connection.execute(
            select(table.c.body).where(table.c.person == person, table.c.field == field)
        ).scalar_one_or_none()
        if body is None:
            return ""
        return unseal(self.key(HUB), body, table="last_used", row=f"{person}:{field}", column="body")

    def use(self, person: str, field: str, words: str) -> None:
        """Remember what this person typed, to offer it again."""
        body = seal(self.key(HUB), words, table="last_used", row=f"{person}:{field}", column="body")
        upsert(self.connection, tables.last_used, {"person": person, "field": field}, {"body": body})


@cache
def _referral_behind(kind: str) -> Select[str]:
    """Made once for each kind: each press asks it."""
    table = tables.metadata.tables[kind]
    column = table.c.id if kind == "referral" else table.c.referral
    return select(column).where(table.c.id == bindparam("thing"))


def _waits() -> ColumnElement[bool]:
    """Which items of nights are not picked up, or belong to a case with somebody whom nobody has screened yet."""
    item, subject = tables.night_item, tables.subject
    to_screen = select(subject.c.referral).where(subject.c.stage == "received")
    return item.c.picked_up_at.is_(None) | item.c.referral.in_(to_screen)


def tx_factory(keyring: Keyring) -> Callable[[Connection, datetime], Tx]:
    """What a store makes its transactions with."""
    remembered = Remembered()
    return lambda connection, now: Tx(connection, now, keyring, remembered)
