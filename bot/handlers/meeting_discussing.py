"""A case is discussed: whoever is there is asked for a view, what is said is written down, then comes the next case."""

from datetime import datetime

from bot.cards.deciding import destination
from bot.cards.meetings import meeting_menu, said_in_meeting
from bot.handlers.asking import ask
from bot.handlers.destinations import keep as keep_destinations
from bot.handlers.steps.sitting import case_in_hand, end_item, found, next_or_over
from bot.handlers.steps.viewing import keep_views
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.lifecycle import OPEN
from triage.meetings import Sitting, now_in, to_ask
from triage.records import ItemState, Statement, Subject, ViewAsked, Vote


def ask_views(tx: Tx, press: Press) -> Reply:
    """Ask every agency in the meeting that gave no view; one that was not asked about the case is asked now."""
    case = press.the_case
    sitting = now_in(case)
    if sitting is None:
        return Refused("not_now")
    seats = to_ask(case, sitting)
    if not seats:
        return Done("already")
    ask(tx, press, seats, (s.id for s in case.subjects if s.stage in OPEN))
    for seat in seats:
        tx.views_asked.add(
            ViewAsked(new_id(), case.referral.id, sitting.meeting.id, seat, press.now, press.actor.person)
        )
    return Done(note={"asked": " ".join(seats)})


def open_said(_tx: Tx, press: Press) -> Reply:
    """Which agency of those that are or were here, its view on each child, and its words."""
    sitting = now_in(press.the_case)
    if sitting is None:
        return Refused("not_now")
    if not sitting.took_part:
        return Refused("nobody_here")
    return Open(said_in_meeting.form(press.sight, press.the_case, _subjects(press), sitting.took_part))


def write_down(tx: Tx, press: Press) -> Reply:
    """Keep it as written by somebody else, until the agency confirms or corrects it."""
    sitting = now_in(press.the_case)
    if sitting is None:
        return Refused("not_now")
    seat = press.text("seat")
    votes = _votes(press, seat, written_by=press.actor.person)
    keep_views(tx, press, votes)
    one = tx.statements.add(
        Statement(
            id=new_id(),
            referral=press.the_case.referral.id,
            meeting=sitting.meeting.id,
            seat=seat,
            by=press.actor.person,
            at=press.now,
            words=press.text("words"),
            votes=tuple(vote.id for vote in votes),
        )
    )
    return Done(note={"seat": seat, "statement": one.id})


def read(tx: Tx, press: Press) -> Reply:
    """What was written down, for its agency."""
    return Open(said_in_meeting.reading(press.sight, press.the_case, _statement(press)))


def confirm(tx: Tx, press: Press) -> Reply:
    """The agency says that it is right; said twice it is said once."""
    one = _statement(press)
    confirmed = {"confirmed_at": press.now, "confirmed_by": press.actor.person}
    if not tx.statements.move(one.id, only_if={"confirmed_at": None}, **confirmed):
        return Done("already", {"at": (one.confirmed_at or press.now).isoformat()})
    return Done(note={"statement": one.id})


def open_correction(_tx: Tx, press: Press) -> Reply:
    """What was written down, for the agency to put right."""
    one = _statement(press)
    if already := _put_right_before(press, one):
        return already
    before = {vote.subject: vote for vote in press.the_case.votes if vote.id in one.votes}
    return Open(
        said_in_meeting.form(press.sight, press.the_case, _subjects(press), before=before, statement=one)
    )


def correct(tx: Tx, press: Press) -> Reply:
    """The agency's own words take the place of what was written down, which stays in the record."""
    one = _statement(press)
    if already := _put_right_before(press, one):
        return already
    votes = _votes(press, one.seat, written_by="")
    keep_views(tx, press, votes)
    tx.statements.move(one.id, confirmed_at=press.now, confirmed_by=press.actor.person)
    new = tx.statements.add(
        Statement(
            id=new_id(),
            referral=one.referral,
            meeting=one.meeting,
            seat=one.seat,
            by=press.actor.person,
            at=press.now,
            words=press.text("words"),
            votes=tuple(vote.id for vote in votes),
            confirmed_at=press.now,
            confirmed_by=press.actor.person,
            supersedes=one.id,
        )
    )
    return Done(note={"statement": one.id, "by": new.id})


def open_next(tx: Tx, press: Press) -> Reply:
    """The end of the case in hand: where needs will best be met, once something is proposed."""
    sitting = found(tx, press)
    case = case_in_hand(tx, press, sitting)
    if _nothing_in_hand(sitting):
        return Open(meeting_menu.nothing_in_hand(press.sight, sitting))
    if not sitting.is_open or case is None:
        return Refused("not_now" if sitting.is_live else "meeting_over")
    subjects = tuple(subject for subject in case.subjects if subject.stage in {"proposed", "decided"})
    return Open(
        meeting_menu.end_of_case(
            press.sight, sitting, case, destination.fields(press.sight, case, subjects), subjects
        )
    )


def next_case(tx: Tx, press: Press) -> Reply:
    """Keep the second rating, and go on."""
    sitting = found(tx, press)
    case, item = case_in_hand(tx, press, sitting), sitting.in_hand
    if _nothing_in_hand(sitting):
        next_or_over(tx, press, sitting.meeting.id)
        return Done(facts={"at": press.now.isoformat(), "reference": ""})
    if not sitting.is_open or case is None or item is None:
        return Refused("not_now" if sitting.is_live else "meeting_over")
    if item.started_at is not None and _opened_before(tx, press, item.started_at):
        return Done("already", {"at": item.started_at.isoformat()})  # somebody else went on to this case
    keep_destinations(tx, press, case, sitting.meeting.id)
    stages = {subject.stage for subject in case.subjects}
    state: ItemState = "left"
    if "rated" not in stages:
        state = "proposed" if "proposed" in stages else "decided"
    end_item(tx, press, item, state)
    return Done(note={"ended": state, "case": case.referral.reference})


def open_more(tx: Tx, press: Press) -> Reply:
    """What else this person may do with the meeting."""
    sitting = found(tx, press)
    case = case_in_hand(tx, press, sitting)
    return Open(meeting_menu.form(press.sight, sitting, case, press.actor))


def _opened_before(tx: Tx, press: Press, at: datetime) -> bool:
    """Whether the form that was sent is from before then: it was about the case before."""
    token = tx.deliveries.form(press.interaction.token)
    return token is not None and token.at < at


def _nothing_in_hand(sitting: Sitting) -> bool:
    """Whether what was discussed left the meeting: it may stand in no channel any more."""
    return sitting.is_open and sitting.in_hand is None


def _statement(press: Press) -> Statement:
    return next(one for one in press.the_case.statements if one.id == press.thing)


def _put_right_before(press: Press, one: Statement) -> Done | None:
    """What to answer when a colleague put it right first: two versions of one agency's words never stand side by side."""
    after = next((other for other in press.the_case.statements if other.supersedes == one.id), None)
    return Done("already", {"at": after.at.isoformat()}) if after else None


def _subjects(press: Press) -> tuple[Subject, ...]:
    return tuple(s for s in press.the_case.subjects if s.stage in {*OPEN, "decided"})


def _votes(press: Press, seat: str, *, written_by: str) -> list[Vote]:
    return [
        Vote(
            id=new_id(),
            referral=subject.referral,
            subject=subject.id,
            round=subject.round,
            seat=seat,
            person=press.actor.person,
            at=press.now,
            urgency=press.text(f"urgency_{subject.number}"),
            destination=press.text(f"destination_{subject.number}"),
            reason=press.text("words"),
            late=subject.stage == "decided",
            written_by=written_by,
        )
        for subject in _subjects(press)
    ]


VERBS = (
    Verb("meeting.ask_views", "referral", does=ask_views),
    Verb("meeting.said", "referral", opens=open_said, does=write_down),
    Verb("statement.read", "statement", opens=read, looking=True),
    Verb("statement.confirm", "statement", does=confirm),
    Verb("statement.correct", "statement", opens=open_correction, does=correct),
    Verb("meeting.next", "meeting", opens=open_next, does=next_case),
    Verb("meeting.more", "meeting", opens=open_more, looking=True),
)
