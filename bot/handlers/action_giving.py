"""An action goes to somebody else: offered and taken or not, moved at once inside the agency, or passed to another area."""

from bot.cards.acting import action_forms
from bot.handlers.steps.acting import colleagues, ended, inside, keep_step, other_leads, seat_of, the_action
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx
from triage import actions
from triage.handing import fallen
from triage.records import Action, Person


def open_give(_tx: Tx, press: Press) -> Reply:
    """Ask to whom, and why. What nobody has who may know of the case goes to anybody who may."""
    action = the_action(press)
    people = (*colleagues(press, action.seat, action.owner), *other_leads(press, action.seat))
    people = (*people, *_themselves(press, action, people))
    if fallen(press.hub.forum.id, press.roster, action, press.now):
        people = inside(press)
    return ended(action) or Open(action_forms.give(press.sight, press.the_case, action, people))


def _themselves(
    press: Press, action: Action, people: tuple[tuple[str, Person], ...]
) -> tuple[tuple[str, Person], ...]:
    """Whoever gives it, where they can have an action, have not this one, and are not among those named already."""
    person = press.actor.person
    named = {action.owner, *(one.id for _, one in people)}
    return () if person in named else tuple(one for one in inside(press) if one[1].id == person)


def check_give(_tx: Tx, press: Press) -> dict[str, str]:
    """Another area has a name."""
    nameless = press.text("to") == action_forms.OTHER_AREA and not press.text("area")
    return action_forms.problems(press.sight, {"area": "area"} if nameless else {})


def give(tx: Tx, press: Press) -> Reply:
    """Offer it: it stays where it is until it is taken, or until the other area accepts it in writing.

    Whoever takes it upon themselves has it at once.
    """
    action = the_action(press)
    before = ended(action)
    if before:
        return before
    to, words = press.text("to"), press.text("words")
    if to == action_forms.OTHER_AREA:
        keep_step(tx, press, action, "to_area", words=words, area=press.text("area"))
        return Done(note={"action": action.id, "to": "another area"})
    seat = seat_of(press, to)
    if to == press.actor.person:
        tx.actions.move(action.id, only_if={"state": "open"}, owner=to, seat=seat)
        keep_step(tx, press, action, "moved", words=words, person=to, seat=seat)
        return Done(note={"action": action.id, "owner": f"{action.owner} > {to}"})
    keep_step(tx, press, action, "offered", words=words, person=to, seat=seat)
    return Done(note={"action": action.id, "from": action.owner, "to": to})


def take(tx: Tx, press: Press) -> Reply:
    """Whoever it was given to takes it: from now on it is theirs."""
    action = the_action(press)
    before = _not_offered(press, action)
    if before:
        return before
    tx.actions.move(action.id, only_if={"state": "open"}, owner=press.actor.person, seat=press.actor.seat)
    keep_step(tx, press, action, "taken", person=press.actor.person, seat=press.actor.seat)
    return Done(note={"action": action.id, "owner": f"{action.owner} > {press.actor.person}"})


def open_decline(_tx: Tx, press: Press) -> Reply:
    """Ask why not."""
    action = the_action(press)
    return _not_offered(press, action) or Open(action_forms.decline(press.sight, press.the_case, action))


def decline(tx: Tx, press: Press) -> Reply:
    """It stays with who gave it, who is told."""
    action = the_action(press)
    before = _not_offered(press, action)
    if before:
        return before
    keep_step(tx, press, action, "declined", words=press.text("words"))
    return Done(note={"action": action.id, "owner": action.owner})


def open_accepted(_tx: Tx, press: Press) -> Reply:
    """Ask who accepted it, and where that is kept."""
    action = the_action(press)
    return _not_with_area(press, action) or Open(action_forms.accepted(press.sight, press.the_case, action))


def accepted(tx: Tx, press: Press) -> Reply:
    """The other area has accepted it in writing: it is theirs, and ends here."""
    action = the_action(press)
    before = _not_with_area(press, action)
    if before:
        return before
    tx.actions.move(action.id, only_if={"state": "open"}, state="transferred", done_at=press.now)
    keep_step(tx, press, action, "accepted", words=press.text("words"))
    return Done(note={"action": action.id, "state": "open > transferred"})


def open_not_mine(_tx: Tx, press: Press) -> Reply:
    """Ask whose it is."""
    action = the_action(press)
    people = colleagues(press, action.seat, press.actor.person)
    return ended(action) or Open(action_forms.whose(press.sight, press.the_case, action, people))


def check_not_mine(_tx: Tx, press: Press) -> dict[str, str]:
    """A colleague has a name."""
    nameless = press.text("whose") == action_forms.COLLEAGUE and not press.text("to")
    return action_forms.problems(press.sight, {"to": "colleague"} if nameless else {})


def not_mine(tx: Tx, press: Press) -> Reply:
    """Inside the agency it moves at once; else it is the lead's. A lead's own goes to a manager on duty, who finds whose."""
    action = the_action(press)
    before = ended(action)
    if before:
        return before
    person, seat = _new_owner(press, action)
    if not person:
        return Refused("nobody_else")
    tx.actions.move(action.id, only_if={"state": "open"}, owner=person, seat=seat)
    keep_step(tx, press, action, "moved", words=press.text("words"), person=person, seat=seat)
    return Done(
        note={"action": action.id, "owner": f"{action.owner} > {person}", "whose": press.text("whose")}
    )


def _new_owner(press: Press, action: Action) -> tuple[str, str]:
    """Who has it from now on, and for which agency."""
    if press.text("whose") == action_forms.COLLEAGUE:
        return press.text("to"), action.seat
    forum = press.hub.forum.id
    leads = press.roster.lead_of(forum, action.seat, press.now) if action.seat else ()
    others = _besides(press, leads)
    if others and press.actor.person not in {lead.id for lead in leads}:
        return others[0].id, action.seat
    managers = _besides(press, press.roster.on_duty_with_role(forum, ("duty_manager",), press.now))
    return (managers[0].id, seat_of(press, managers[0].id)) if managers else ("", "")


def _besides(press: Press, people: tuple[Person, ...]) -> tuple[Person, ...]:
    return tuple(person for person in people if person.id != press.actor.person)


def _not_offered(press: Press, action: Action) -> Reply | None:
    """What to answer when it is no longer there to be taken: it ended, was taken, or was given to another."""
    offered = actions.offer(press.the_case, action)
    mine = offered is not None and press.actor.person == offered.person
    led = offered is not None and press.actor.seat == offered.seat != "" and press.actor.has("lead")
    if mine or led:
        return None
    steps = actions.steps_of(press.the_case, action)
    return ended(action) or Done("already", {"at": steps[-1].at.isoformat()})


def _not_with_area(press: Press, action: Action) -> Reply | None:
    """What to answer when no other area has it."""
    if actions.with_area(press.the_case, action):
        return None
    return ended(action) or Refused("not_now")


VERBS = (
    Verb("action.give", "action", opens=open_give, does=give, checks=check_give),
    Verb("action.take", "action", does=take),
    Verb("action.decline", "action", opens=open_decline, does=decline),
    Verb("action.accepted", "action", opens=open_accepted, does=accepted),
    Verb("action.not_mine", "action", opens=open_not_mine, does=not_mine, checks=check_not_mine),
)
