"""Another person is added to a referral while nobody has screened it; a sibling found later is a referral of its own."""

from dataclasses import replace

from bot.cards.referring import add_person, who
from bot.handlers.referring import names
from bot.intake.filing import of_the_household
from bot.intake.taking import index_subject
from bot.reply import Done, Open, Reply
from bot.verbs import Press, Verb
from storage.ids import new_id
from storage.tx import Tx
from triage.arrivals import Arrival, person_doubts
from triage.records import Subject
from triage.subject_kind import SUBJECT_KINDS
from triage.typed_dates import read_born


def open_form(_tx: Tx, press: Press) -> Reply:
    """The short form: who, name, date of birth or age."""
    return Open(add_person.form(press.sight, press.the_case))


def save(tx: Tx, press: Press) -> Reply:
    """Keep the person with the address of the household, to be found and rated like the first."""
    kind, born = press.text("about"), press.text("born")
    referral = press.the_case.referral
    person = tx.subjects.add(_person(press))
    index_subject(tx, press.hub, referral, person)
    looks_wrong = person_doubts(Arrival(kind=kind, date_of_birth=born), press.sight.today)
    tx.referrals.rewrite(replace(referral, doubts=tuple(dict.fromkeys((*referral.doubts, *looks_wrong)))))
    after = tx.case(referral.id, press.hub.profile) or press.the_case
    note = {"subject": person.id, "number": str(person.number), "kind": person.kind}
    return Done(note=note, then=add_person.added(press.sight, after))


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """The date must be one that can be read."""
    unborn = press.text("about") == "unborn"
    if read_born(press.text("born"), press.sight.today, unborn=unborn) is None:
        return {"born": who.not_a_date(press.sight)}
    return {}


def _person(press: Press) -> Subject:
    """The next number, whatever the age: numbers that were given stay."""
    case, kind = press.the_case, press.text("about")
    first_name, surname, other_names = names(kind, press.text("name"))
    person = Subject(
        id=new_id(),
        referral=case.referral.id,
        number=max(subject.number for subject in case.subjects) + 1,
        kind=next(known for known in SUBJECT_KINDS if known == kind),
        first_name=first_name,
        surname=surname,
        other_names=other_names,
        born=press.text("born"),
        sex=press.text("sex"),
        told_order=len(case.subjects),
        by_hub=press.actor.person != case.referral.referrer.person,
    )
    return of_the_household(person, case.first_told)


VERBS = (Verb("subject.add", "referral", opens=open_form, does=save, checks=check),)
