"""The actions of a case and of the hub: the list, one of them, one more."""

from bot.cards.acting import action_forms
from bot.cards.acting import actions as cards
from bot.handlers.steps.acting import begin, due_chosen, seat_of, the_action, wrong_due
from bot.reading.known import known_ids
from bot.reply import Done, Open, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.case import Case
from triage.records import Action, Person


def open_list(_tx: Tx, press: Press) -> Reply:
    """Show the actions of one case."""
    return Open(cards.list_form(press.sight, press.the_case, press.actor))


def open_one(_tx: Tx, press: Press) -> Reply:
    """Show one action with its history."""
    return Open(cards.open_form(press.sight, press.the_case, press.actor, the_action(press)))


def open_log(tx: Tx, press: Press) -> Reply:
    """Show what is open and late in the whole hub, first what will not be done and leaves somebody less safe."""
    forum = press.hub.forum.id
    less_safe = _with_cases(tx, press, tx.actions_less_safe(forum))
    return Open(cards.log(press.sight, _with_cases(tx, press, tx.open_actions(forum)), less_safe))


def _with_cases(tx: Tx, press: Press, waiting: tuple[Action, ...]) -> list[tuple[Case, Action]]:
    """These actions with their cases, as far as the reader may know of them."""
    ids = known_ids(tx, press.actor, dict.fromkeys(action.referral for action in waiting))
    cases = {case.referral.id: case for case in tx.cases(ids, press.hub.profile)}
    return [(cases[one.referral], one) for one in waiting if one.referral in cases]


def open_form(_tx: Tx, press: Press) -> Reply:
    """Ask what, who and until when."""
    return Open(action_forms.add(press.sight, press.the_case, _everybody(press)))


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """A person must be of the agency; a due time lies ahead."""
    wrong = wrong_due(press)
    person, seat = press.text("person"), press.text("seat")
    if person and seat and seat_of(press, person) != seat:
        wrong["person"] = "another_agency"
    if seat in press.the_case.kept_from:
        wrong["seat"] = "shut"
    return action_forms.problems(press.sight, wrong)


def add(tx: Tx, press: Press) -> Reply:
    """Keep one more action; with nobody named it is the lead's."""
    seat, due_at = press.text("seat"), due_chosen(press)
    if due_at is None:
        raise LookupError("the form was checked for a due time")
    leads = press.roster.lead_of(press.hub.forum.id, seat, press.now)
    action = Action(
        id=new_id(),
        referral=press.the_case.referral.id,
        subject=press.text("about"),
        number=len(press.the_case.actions) + 1,
        what=press.text("what"),
        seat=seat,
        owner=press.text("person") or next((lead.id for lead in leads), ""),
        due_at=due_at,
        proposal="",
        proof=press.text("proof"),
    )
    begin(tx, press, action)
    due = {"due": due_at.isoformat()}
    return Done(facts=due, note={"action": action.id, "seat": seat, "owner": action.owner, **due})


def _everybody(press: Press) -> tuple[tuple[str, Person], ...]:
    forum = press.hub.forum.id
    return tuple(
        (seat.id, person)
        for seat in press.hub.profile.seats
        for person in press.roster.in_seat(forum, seat.id, press.now)
    )


VERBS = (
    Verb("actions.list", "referral", opens=open_list, looking=True),
    Verb("actions.add", "referral", opens=open_form, does=add, checks=check),
    Verb("actions.log", "none", opens=open_log, looking=True),
    Verb("action.open", "action", opens=open_one, looking=True),
)
