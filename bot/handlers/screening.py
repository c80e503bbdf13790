"""The desk screens what arrived: it is rated and agencies are asked, or it goes another way."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.cards.desk import ask_agencies, desk_list, screen, urgency
from bot.cards.elements import Form
from bot.handlers.asking import ask, keep_shared_words, missing_summary
from bot.handlers.steps import meetings
from bot.handlers.steps.changed import again_if_changed
from bot.handlers.steps.comparing import choices, keep_links, proposals
from bot.handlers.steps.leaving import leave
from bot.handlers.steps.urgent import start
from bot.interaction import Phase
from bot.reading.known import known_cases
from bot.reply import Done, Open, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.case import Case
from triage.clocks import due
from triage.comparing import Proposed
from triage.records import Clock, Rating, Screening, Subject

COUNTED = ("same", "household")

INFORMATION = "information_request"


def open_next(tx: Tx, press: Press) -> Reply:
    """The referral that should be screened next, one that no colleague has open if there is one."""
    waiting = _waiting(tx, press)
    free = [case for case, others in waiting if not others] or [case for case, _others in waiting]
    if not free:
        return Open(desk_list.form(press.sight, ()))
    tx.audit.record(
        actor=press.actor.person,
        seat=press.actor.seat,
        surface=press.interaction.identity.surface,
        verb="referral.screen",
        thing=free[0].referral.id,
        outcome="opened",
        referral_id=free[0].referral.id,
    )
    return _open(tx, press, free[0])


def open_list(tx: Tx, press: Press) -> Reply:
    """Everything that waits, in the order in which it should be screened."""
    return Open(desk_list.form(press.sight, _waiting(tx, press)))


def open_form(tx: Tx, press: Press) -> Reply:
    """One referral in full."""
    return _open(tx, press, press.the_case)


def save(tx: Tx, press: Press) -> Reply:
    """Rate it and ask, or let it go the way that was chosen; keep what was said of earlier contacts."""
    chosen = choices(press, proposals(tx, press.hub, press.actor, press.the_case))
    if press.text("what") == screen.URGENT:
        return _act_now(tx, press, chosen)
    rated = press.text("what") == screen.RATE
    again = None if rated else again_if_changed(tx, press, _form(tx, press, press.the_case))
    if again:  # who was added meanwhile would leave unread
        return again
    touched = keep_links(tx, press, chosen)
    reply = Done(note=_rate_all(tx, press)) if rated else leave(tx, press)
    return replace(reply, also=touched) if isinstance(reply, Done) else reply


def check(tx: Tx, press: Press) -> dict[str, str]:
    """What the chosen way needs: ratings and agencies, or somebody to go to; acting at once needs neither."""
    if press.text("what") == screen.URGENT:
        return {}
    if press.text("what") == screen.RATE:
        return _problems(press, choices(press, proposals(tx, press.hub, press.actor, press.the_case)))
    return _exit_problems(press)


def _act_now(tx: Tx, press: Press, chosen: dict[Proposed, str]) -> Reply:
    """Start urgent protection, which waits for nothing; rate too if all is there for it, else ask for the rest again."""
    start(tx, press, press.text("reason"))
    if _problems(press, chosen):
        form = _form(tx, press, press.the_case).filled({**press.fields, "what": ()}, {})
        return Done("urgent", then=form)
    touched = keep_links(tx, press, chosen)
    return Done("urgent", note=_rate_all(tx, press), also=touched)


def _rate_all(tx: Tx, press: Press) -> dict[str, str]:
    """Rate everybody who waits for it and ask the agencies; returns what the audit keeps of it.

    What was asked for information only before is a referral once somebody rates it.
    """
    keep_shared_words(tx, press)
    if press.the_case.referral.kind == INFORMATION:
        tx.referrals.move(press.the_case.referral.id, kind="referral")
    subjects = _received(press.the_case)
    for subject in subjects:
        _rate(tx, press, subject)
    asked = ask(tx, press, _seats(press), (subject.id for subject in subjects))
    meetings.keep_in_step(tx, press)
    levels = " ".join(press.text(urgency.field_id(subject)) for subject in subjects)
    return {"levels": levels, "asked": " ".join(asked)}


def level_due(press: Press, case: Case, level: str) -> datetime:
    """When this level is due: urgency runs from receipt, in a later round from when that began."""
    length = press.hub.profile.level(level).length.length
    return due(case.began_at, length, press.hub.hours)


def _open(tx: Tx, press: Press, case: Case) -> Reply:
    if press.interaction.phase is Phase.PRESS:
        tx.screening_begins(case.referral.id, press.actor.person)
    return Open(_form(tx, press, case))


def _form(tx: Tx, press: Press, case: Case) -> Form:
    return screen.form(
        press.sight,
        case,
        due=lambda level: level_due(press, case, level),
        proposed=proposals(tx, press.hub, press.actor, case),
        others=_others(press, tx.screenings((case.referral.id,))[case.referral.id]),
    )


def _waiting(tx: Tx, press: Press) -> tuple[tuple[Case, tuple[Screening, ...]], ...]:
    """Danger first, then what looks wrong, then the oldest; with the colleagues who have each open."""
    cases = known_cases(tx, press.hub, press.actor, tx.referrals.to_screen(press.hub.forum.id))
    found = sorted(
        cases,
        key=lambda case: (not case.in_danger, not case.referral.doubts),
    )
    opened = tx.screenings([case.referral.id for case in found])
    return tuple((case, _others(press, opened[case.referral.id])) for case in found)


def _others(press: Press, opened: Iterable[Screening]) -> tuple[Screening, ...]:
    return tuple(
        one for one in opened if one.person != press.actor.person and press.now - one.at < screen.SHOWN_FOR
    )


def _received(case: Case) -> tuple[Subject, ...]:
    return tuple(subject for subject in case.subjects if subject.stage == "received")


def _problems(press: Press, chosen: dict[Proposed, str]) -> dict[str, str]:
    sight, subjects = press.sight, _received(press.the_case)
    found = {
        urgency.field_id(subject): urgency.missing(sight, subject)
        for subject in subjects
        if not press.text(urgency.field_id(subject))
    }
    if missing_summary(press):
        found["summary"] = ask_agencies.no_summary(sight)
    if not press.chosen("seats"):
        found["seats"] = ask_agencies.no_agency(sight)
    earlier = _earlier_contacts(press.the_case, chosen)
    if earlier >= press.hub.profile.history.add_up_from and not press.text("add_up"):
        levels = [level for s in subjects if (level := press.text(urgency.field_id(s)))]
        lowest = min(levels, key=press.hub.profile.rank, default="")
        found["add_up"] = screen.add_up(sight, earlier + 1, lowest)
    return found


def _exit_problems(press: Press) -> dict[str, str]:
    """Whatever goes elsewhere needs somebody to go to; advice stays here."""
    if press.text("what") in {"", "advice"} or press.text("send_to"):
        return {}
    return {"send_to": screen.no_exit(press.sight)}


def _earlier_contacts(case: Case, chosen: dict[Proposed, str]) -> int:
    """How many other contacts a person says are of the same child or household, those of this form included."""
    known = {contact.reference for contact in case.earlier}
    return len(known | {one.contact.reference for one, kind in chosen.items() if kind in COUNTED})


def _seats(press: Press) -> tuple[str, ...]:
    """The agencies chosen; "those for the highest rating" stands for the profile's."""
    chosen = press.chosen("seats")
    if ask_agencies.BY_RATING not in chosen:
        return chosen
    profile = press.hub.profile
    levels = [press.text(urgency.field_id(subject)) for subject in _received(press.the_case)]
    highest = profile.level(max(levels, key=profile.rank))
    return tuple(dict.fromkeys((*highest.asks, *chosen)))


def _rate(tx: Tx, press: Press, subject: Subject) -> None:
    """Keep the rating of one subject, and start its own clock, which runs from receipt."""
    case, level = press.the_case, press.text(urgency.field_id(subject))
    tx.ratings.add(
        Rating(
            id=new_id(),
            referral=case.referral.id,
            subject=subject.id,
            round=subject.round,
            level=level,
            by=press.actor.person,
            at=press.now,
            reason=press.text("reason"),
        )
    )
    tx.clocks.add(
        Clock(
            id=new_id(),
            referral=case.referral.id,
            subject=subject.id,
            kind="urgency",
            level=level,
            started_at=case.began_at,
            due_at=level_due(press, case, level),
        )
    )
    tx.subjects.rewrite(replace(subject, stage="rated", cumulative_note=press.text("add_up")))


VERBS = (
    Verb("desk.next", opens=open_next),
    Verb("desk.list", opens=open_list, looking=True),
    Verb("referral.screen", "referral", opens=open_form, does=save, checks=check),
)
