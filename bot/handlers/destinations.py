"""The second rating: where each child's needs will best be met, by whoever proposes or chairs."""

from bot.cards.deciding import destination
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.case import Case
from triage.records import DestinationRating, Subject


def open_form(_tx: Tx, press: Press) -> Reply:
    """Each child whose case is discussed or decided."""
    subjects = _subjects(press.the_case)
    if not subjects:
        return Refused("not_now")
    return Open(destination.form(press.sight, press.the_case, subjects))


def save(tx: Tx, press: Press) -> Reply:
    """Keep what is new."""
    kept = keep(tx, press, press.the_case)
    return Done(note=kept) if kept else Done("already")


def keep(tx: Tx, press: Press, case: Case, meeting: str = "") -> dict[str, str]:
    """Keep the ratings that a form says, where they are new; returns them by child for the audit."""
    kept = {}
    for subject in case.subjects:
        chosen, reason = (press.text(f"{part}_{subject.number}") for part in ("destination", "reason"))
        now = case.destination_of(subject)
        if not chosen or (now is not None and (now.destination, now.reason) == (chosen, reason)):
            continue
        tx.destination_ratings.add(
            DestinationRating(
                id=new_id(),
                referral=case.referral.id,
                subject=subject.id,
                round=subject.round,
                destination=chosen,
                by=press.actor.person,
                at=press.now,
                reason=reason,
                meeting=meeting,
            )
        )
        kept[f"{subject.number}"] = chosen
    return kept


def _subjects(case: Case) -> tuple[Subject, ...]:
    return tuple(subject for subject in case.subjects if subject.stage in {"rated", "proposed", "decided"})


VERBS = (Verb("destination.rate", "referral", opens=open_form, does=save),)
