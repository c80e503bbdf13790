"""What actions are called, whose they are and what happened to them, in words. Never what an action says."""

from datetime import datetime

from bot.cards import phrases, times
from bot.cards.elements import Button
from bot.cards.sight import Sight
from triage import actions
from triage.authority import Actor, may
from triage.case import Case
from triage.records import Action, ActionStep


def called(sight: Sight, case: Case, action: Action) -> str:
    """An action inside a line: "Action 2 on MASH-2611-0021"."""
    return sight.words.gettext("Action {n} on {reference}").format(
        n=action.number, reference=case.referral.reference
    )


def whose(sight: Sight, action: Action) -> str:
    """The agency and the person whose it is."""
    seat = sight.seat(action.seat) if action.seat else ""
    name = sight.name(action.owner) if action.owner else ""
    return ", ".join(part for part in (seat, name) if part)


def due(sight: Sight, action: Action) -> str:
    """When it is due, or since when it is late, where that is read at once."""
    _ = sight.words.gettext
    if action.due_at <= sight.now:
        return _("late since {when}").format(when=times.now_read(sight, action.due_at))
    return _("due {when}").format(when=times.now_read(sight, action.due_at))


def ended(sight: Sight, action: Action) -> str:
    """In which way it ended, and when."""
    _ = sight.words.gettext
    when = times.now_read(sight, action.done_at or action.due_at)
    return {
        "done": _("done {when}"),
        "not_possible": _("not possible, circumstances changed, {when}"),
        "not_undertaken": _("not undertaken, {when}"),
        "transferred": _("accepted by another area {when}"),
    }[action.state].format(when=when)


def line(sight: Sight, action: Action) -> str:
    """One action in a list: "2. Housing, L. Housing, due 4:00pm today."."""
    state = due(sight, action) if action.state == "open" else ended(sight, action)
    said = ", ".join(part for part in (whose(sight, action), state) if part)
    return sight.words.gettext("{n}. {said}.").format(n=action.number, said=said)


def waits(sight: Sight, case: Case, action: Action) -> str:
    """What an action waits for besides being done; empty when nothing."""
    _ = sight.words.gettext
    offered, area, asked = (
        actions.offer(case, action),
        actions.with_area(case, action),
        actions.time_asked(case, action),
    )
    said = []
    if offered:
        to = sight.name(offered.person)
        said.append(_("Given to {name}, who has not taken it yet.").format(name=to))
    if area:
        said.append(_("Passed to another area, which has not accepted it in writing yet."))
    if asked and asked.due_at:
        said.append(_("{request}.").format(request=open_request(sight, asked, asked.due_at)))
    if actions.less_safe(case, action):
        said.append(_("Nobody has said yet what is done instead."))
    return " ".join(said)


def offered_to(sight: Sight, case: Case, action: Action) -> str:
    """That somebody was given it and has not answered, inside a line; empty where nobody is asked to take it."""
    offered = actions.offer(case, action)
    if offered is None:
        return ""
    words = sight.words.gettext("given to {name}, who has still to take it")
    return words.format(name=sight.name(offered.person))


def open_request(sight: Sight, asked: ActionStep, until: datetime) -> str:
    """A request for more time that nobody has answered, as a part of a line; who made it reads that it is theirs."""
    _ = sight.words.gettext
    mine = sight.reader is not None and sight.reader.person == asked.by
    words = (
        _("You asked for more time until {when}; not answered yet")
        if mine
        else _("{name} asked for more time until {when}; not answered yet")
    )
    return words.format(name=sight.name(asked.by), when=times.now_read(sight, until))


def who_said_instead(sight: Sight, case: Case, action: Action) -> str:
    """Who said what is done in its place, without the words; empty where nobody did."""
    said = actions.said_instead(case, action)
    words = sight.words.gettext("what is done instead was said by {name} {when}")
    return words.format(name=sight.name(said.by), when=times.now_read(sight, said.at)) if said else ""


def step(sight: Sight, one: ActionStep) -> str:
    """One entry of the history: who did what, when."""
    _ = sight.words.gettext
    words = {
        "added": _("Begun by {name} {when}."),
        "done": _("Done: {name}, {when}."),
        "not_possible": _("Not possible, circumstances changed: {name}, {when}."),
        "not_undertaken": _("Not undertaken: {name}, {when}."),
        "offered": _("Given by {name} to {to}, {when}."),
        "taken": _("Taken by {name} {when}."),
        "declined": _("Not taken by {name}, {when}."),
        "moved": _("Moved by {name} to {to}, {when}."),
        "to_area": _("Passed to another area by {name}, {when}: {area}."),
        "accepted": _("Accepted by the other area, recorded by {name} {when}."),
        "time_asked": _("More time asked for by {name} {when}, until {due}."),
        "time_refused": _("More time not agreed by {name}, {when}."),
        "extended": _("More time: {name}, {when}. Was due {was_due}, now {due}."),
        "instead": _("What is done instead, said by {name} {when}:"),
    }[one.kind]
    said = words.format(
        name=sight.name(one.by),
        when=times.now_read(sight, one.at),
        to=_receiver(sight, one),
        area=one.area,
        due=times.now_read(sight, one.due_at) if one.due_at else "",
        was_due=times.now_read(sight, one.was_due_at) if one.was_due_at else "",
    )
    return " ".join((said, _("It says that somebody is less safe."))) if one.less_safe else said


def _receiver(sight: Sight, one: ActionStep) -> str:
    if one.person:
        return sight.name(one.person)
    return sight.seat(one.seat) if one.seat else ""


def buttons(sight: Sight, case: Case, action: Action, actor: Actor) -> tuple[Button, ...]:
    """What this person may do with an action now: nothing once it ended, unless it leaves somebody less safe."""
    _ = sight.words.gettext
    if action.state != "open":
        asks = actions.less_safe(case, action) and may(actor, "action.instead", case, action.id).allowed
        return (instead(sight, case, action),) if asks else ()
    known = (
        ("action.done", _("Done"), _("Done, {action}"), True),
        ("action.not_possible", _("Not possible"), _("Not possible, {action}"), True),
        ("action.give", _("Give to someone"), _("Give to someone, {action}"), True),
        ("action.more_time", _("More time"), _("More time, {action}"), True),
        ("action.take", _("Take it"), _("Take it, {action}"), False),
        ("action.decline", _("Cannot take it"), _("Cannot take it, {action}"), True),
        ("action.accepted", _("It was accepted"), _("It was accepted, {action}"), True),
        ("action.agree_time", _("Agree to more time"), _("Agree to more time, {action}"), True),
        ("action.refuse_time", _("Do not agree"), _("Do not agree, {action}"), True),
    )
    name = phrases.inside(called(sight, case, action))
    return tuple(
        phrases.button(label, full.format(action=name), verb, action.id, opens=opens)
        for verb, label, full, opens in known
        if _applies(case, action, actor, verb) and may(actor, verb, case, action.id).allowed
    )


def _applies(case: Case, action: Action, actor: Actor, verb: str) -> bool:
    """Whether there is anything for this verb to act on."""
    offered = actions.offer(case, action)
    if verb in {"action.take", "action.decline"}:
        return offered is not None and (offered.person == actor.person or offered.seat == actor.seat)
    if verb == "action.accepted":
        return actions.with_area(case, action) is not None
    if verb in {"action.agree_time", "action.refuse_time"}:
        return actions.time_asked(case, action) is not None
    return True


def done(sight: Sight, case: Case, action: Action, *, primary: bool = False) -> Button:
    """The one button that most actions need."""
    _ = sight.words.gettext
    name = _("Done, {action}").format(action=phrases.inside(called(sight, case, action)))
    return phrases.button(_("Done"), name, "action.done", action.id, primary=primary)


def instead(sight: Sight, case: Case, action: Action, *, primary: bool = False) -> Button:
    """Opens the form in which somebody says what is done in its place."""
    label = sight.words.gettext("What is done instead")
    name = f"{label}, {phrases.inside(called(sight, case, action))}"
    return phrases.button(label, name, "action.instead", action.id, primary=primary)


def update(sight: Sight, case: Case, action: Action) -> Button:
    """Opens the action with all that may be done with it."""
    _ = sight.words.gettext
    name = _("Update it, {action}").format(action=phrases.inside(called(sight, case, action)))
    return phrases.button(_("Update it"), name, "action.open", action.id)


def give(sight: Sight, case: Case, action: Action, label: str = "") -> Button:
    """Opens the form in which it is given to somebody; a card may call that otherwise."""
    _ = sight.words.gettext
    label = label or _("Give to someone")
    named = phrases.inside(called(sight, case, action))
    return phrases.button(label, f"{label}, {named}", "action.give", action.id)
