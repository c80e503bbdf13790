"""Many cases in a row: after "nothing known" on one, the next opens in the same form; Close stops."""

from dataclasses import replace

from bot.cards.elements import Form
from bot.cards.overview.work_rows import Item
from bot.handlers import nothing_known
from bot.reading.my_work import to_answer
from bot.reply import Done, Open, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx
from triage.case import Case

VERB = "checks.through"


def open_form(tx: Tx, press: Press) -> Reply:
    """The form of "Nothing known", whose submit goes on to the next case."""
    reply = nothing_known.open_form(tx, press)
    if isinstance(reply, Open) and reply.form.verb == "check.nothing_known":
        return Open(replace(reply.form, verb=VERB))
    return reply


def confirm(tx: Tx, press: Press) -> Reply:
    """Record the answer, and open the next case that this seat has not answered for."""
    reply = nothing_known.confirm(tx, press)
    return replace(reply, then=_next(tx, press)) if isinstance(reply, Done) else reply


def _next(tx: Tx, press: Press) -> Form | None:
    """The case that comes after this one in the list, whether or not everybody in this one was ticked."""
    person = press.sight.person(press.actor.person)
    if person is None:
        return None
    here = _place(press, press.the_case)
    waiting = to_answer(tx, press.hub, press.roster, person, press.actor.seat)
    later = [item for item in waiting if item.case and _place(press, item.case) > here]
    return _opened(tx, press, later[0]) if later else None


def _place(press: Press, case: Case) -> tuple[bool, str, str]:
    """Where a case stands in the list: urgent ones first, then by when the answer is due."""
    due = case.seat_answer(press.actor.seat).due_at
    return not case.profile.level(case.level).alerts, due.isoformat(), case.referral.id


def _opened(tx: Tx, press: Press, item: Item) -> Form | None:
    """The next case's form; that it was opened is kept like any other opening."""
    interaction = replace(press.interaction, thing=item.thing, token="", fields={})
    reply = open_form(tx, replace(press, interaction=interaction, case=item.case))
    if not isinstance(reply, Open):
        return None
    tx.audit.record(
        actor=press.actor.person,
        seat=press.actor.seat,
        surface=press.interaction.identity.surface,
        verb=VERB,
        thing=item.thing,
        outcome="opened",
        referral_id=item.thing,
    )
    return reply.form


VERBS = (Verb(VERB, "referral", opens=open_form, does=confirm),)
