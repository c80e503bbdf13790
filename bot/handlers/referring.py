"""Somebody refers a concern, a colleague or a member of the public; a colleague finds again what they referred."""

from bot.cards.referring import my_referrals, refer, tell_us, who
from bot.intake.taking import TakenIn, split_name, take
from bot.reply import Done, Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx
from triage.arrivals import Arrival, judge
from triage.arrivals import Refused as NotTaken
from triage.intake_rules import CONTACT_KINDS, PUBLIC
from triage.typed_dates import read_born
from triage.visibility import may_know_own

PHONE = "phone"
FEWEST_DIGITS = 3
"""Of a phone number: an extension inside an agency has no more."""
NOT_KNOWN = ("not known", "unknown", "name not known", "don't know")


def open_form(tx: Tx, press: Press) -> Reply:
    """The short form; on a message in the chat, with that message's words in it; for the public, a form of theirs."""
    if press.from_public:
        return Open(tell_us.form(press.sight))
    worry = press.interaction.prefill.get("worry", "")
    thing = refer.FROM_MESSAGE if worry else press.thing
    return Open(
        refer.form(press.sight, phone=tx.last_used(press.actor.person, PHONE), worry=worry, thing=thing)
    )


def send(tx: Tx, press: Press) -> Reply:
    """Take the referral in, and show at once what happens next."""
    arrival = _arrival(press)
    source = PUBLIC if press.from_public else press.interaction.identity.surface
    taken = take(tx, press.hub, press.roster, arrival, source=source, person=press.actor.person)
    case = tx.case(taken.referral_id, press.hub.profile) if isinstance(taken, TakenIn) else None
    if case is None:
        return Refused("not_now")
    facts = {"reference": case.referral.reference}
    if press.from_public:
        return Done(facts=facts, then=tell_us.sent(press.sight, case), made=case.referral.id)
    tx.use(press.actor.person, PHONE, press.text("phone"))
    then = refer.sent(press.sight, case, from_message=press.thing == refer.FROM_MESSAGE)
    return Done(facts=facts, then=then, made=case.referral.id)


def mine(tx: Tx, press: Press) -> Reply:
    """What this person referred, newest first."""
    cases = tx.cases(tx.referrals.of_person(press.actor.person), press.hub.profile)
    own = tuple(case for case in cases if may_know_own(press.actor.person, case))
    return Open(my_referrals.form(press.sight, own))


def _arrival(press: Press) -> Arrival:
    kind = press.text("about")
    first, surname, others = names(kind, press.text("name"))
    return Arrival(
        submitted_at=press.now.isoformat(),
        type="referral",
        kind=kind,
        first_name=first,
        surname=surname,
        other_names=others,
        date_of_birth=press.text("born"),
        where_now=press.text("where"),
        household=press.text("household"),
        worry=press.text("worry"),
        danger=press.text("danger"),
        family_told=press.text("family_told"),
        phone_today=press.text("phone"),
        referrer_name=press.text("own_name"),
        referrer_email=press.text("email"),
        anonymous=press.text("keep_name") if press.from_public else "no",
    )


def names(kind: str, name: str) -> tuple[str, str, str]:
    """First name, surname and other names from the one field; what is known of somebody without a name is kept."""
    said = next((words for words in NOT_KNOWN if name.casefold().startswith(words)), "")
    if said:
        return "", "", name[len(said) :].strip(" ,.;:-")
    if kind == "place":
        return name, "", ""
    return *split_name(name), ""


def check(_tx: Tx, press: Press) -> dict[str, str]:
    """What the person can still put right: an unreadable date, no phone number, no words, nobody to look for."""
    arrival, today = _arrival(press), press.sight.today
    found: dict[str, str] = {}
    if read_born(arrival.date_of_birth, today, unborn=arrival.kind == "unborn") is None:
        found["born"] = who.not_a_date(press.sight)
    found |= _not_to_be_reached(press, arrival)
    judged = judge(arrival, now=press.now, known_types=CONTACT_KINDS, tz=press.hub.zone)
    no_worry = isinstance(judged, NotTaken) and judged.reason == "no_worry"
    if isinstance(judged, NotTaken) and (no_worry or press.text("name")):
        words = refer.no_worry(press.sight) if no_worry else refer.nobody_to_find(press.sight)
        found["worry" if no_worry else "where"] = words
    return found


def _not_to_be_reached(press: Press, arrival: Arrival) -> dict[str, str]:
    """What is wrong with how to reach whoever refers; a member of the public need leave nothing."""
    found: dict[str, str] = {}
    left_out = press.from_public and not arrival.phone_today
    if not left_out and sum(map(str.isdecimal, arrival.phone_today)) < FEWEST_DIGITS:
        found["phone"] = refer.no_phone(press.sight)
    if arrival.referrer_email and "@" not in arrival.referrer_email.strip("@"):
        found["email"] = tell_us.not_an_email(press.sight)
    return found


VERBS = (
    Verb("referral.start", opens=open_form, does=send, checks=check),
    Verb("referral.mine", opens=mine, looking=True),
)
