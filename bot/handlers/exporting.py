"""Copies of the record: made for the case system, read on the web page, and confirmed by a person to stand there."""

from bot.cards.afterwards import exporting as cards
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.records import Export, ExportConfirmation


def open_make(_tx: Tx, press: Press) -> Reply:
    """Say what a copy holds."""
    return Open(cards.make(press.sight, press.the_case))


def make(tx: Tx, press: Press) -> Reply:
    """Make a copy with a number of its own."""
    case = press.the_case
    before = [one for one in case.exports if one.kind == "case_system"]
    purpose = press.sight.words.gettext("For the case system")
    made = tx.exports.add(
        Export(
            new_id(),
            case.referral.id,
            "case_system",
            press.now,
            press.actor.person,
            len(before) + 1,
            purpose,
        )
    )
    return Done(note={"copy": str(made.copy), "kind": made.kind}, then=cards.ready(press.sight, case, made))


def read(_tx: Tx, press: Press) -> Reply:
    """Show where the copy is."""
    return Open(cards.ready(press.sight, press.the_case, _export(press)))


def open_confirm(_tx: Tx, press: Press) -> Reply:
    """Ask for the number."""
    export = _export(press)
    if _confirmed(press, export):
        return Refused("confirmed_already")
    return Open(cards.confirm(press.sight, press.the_case, export))


def confirm(tx: Tx, press: Press) -> Reply:
    """Keep who says so, when, and the number there."""
    export = _export(press)
    if _confirmed(press, export):
        return Refused("confirmed_already")
    number = press.text("number")
    tx.export_confirmations.add(
        ExportConfirmation(
            new_id(), press.the_case.referral.id, export.id, press.now, press.actor.person, number
        )
    )
    return Done(note={"copy": str(export.copy), "number": number})


def _export(press: Press) -> Export:
    return next(one for one in press.the_case.exports if one.id == press.thing)


def _confirmed(press: Press, export: Export) -> bool:
    return any(one.export == export.id for one in press.the_case.export_confirmations)


VERBS = (
    Verb("export.make", "referral", opens=open_make, does=make),
    Verb("export.read", "export", opens=read, looking=True),
    Verb("export.confirm", "export", opens=open_confirm, does=confirm),
)
