"""An agency phoned: somebody at the hub takes its answer down, and the agency says that it is right, or corrects it."""

from bot.cards.answering import answer, phone_answer
from bot.handlers.answers import made, what_is_missing
from bot.handlers.steps.answering import keep_answer
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx
from triage.typed_times import read_time


def open_phone(tx: Tx, press: Press) -> Reply:
    """Ask who phoned and what they said. No professional judgement has a default."""
    case = press.the_case
    if not case.asked:
        return Refused("not_now")
    draft = answer.Draft(
        verb="check.phone",
        thing=case.referral.id,
        title=press.sight.words.gettext("Record a phone answer"),
        people=case.subjects,
        about=tuple(subject.id for subject in case.subjects),
        kind="",
        first=phone_answer.who_phoned(press.sight, case),
    )
    return Open(answer.form(press.sight, case, draft))


def take_down(tx: Tx, press: Press) -> Reply:
    """Keep what was said on the phone as the agency's answer, with who took it down."""
    given = made(press, press.text("seat"), told_by=press.text("told_by"), told_at=press.text("told_at"))
    keep_answer(tx, press, given)
    return Done(note={"kind": given.kind, "seat": given.seat})


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """What this kind of answer needs, and a time that there is."""
    wrong = what_is_missing(press)
    if read_time(press.text("told_at")) is None:
        wrong["told_at"] = phone_answer.not_a_time(press.sight)
    return wrong


def confirm(tx: Tx, press: Press) -> Reply:
    """The agency says that what was taken down is right."""
    known = [one for one in press.the_case.current_answers if one.id == press.thing and one.told_by]
    if not known:
        return Refused("not_now")
    if not tx.answers.move(press.thing, only_if={"confirmed_at": None}, confirmed_at=press.now):
        before = known[0].confirmed_at or press.now
        return Done("already", {"at": before.isoformat()})
    return Done()


VERBS = (
    Verb("check.phone", "referral", opens=open_phone, does=take_down, checks=check),
    Verb("check.confirm", "answer", does=confirm),
)
