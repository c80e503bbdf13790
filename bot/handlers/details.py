"""Looking: the whole case, an address, and the menu of what may be done. Each opening is recorded."""

from collections.abc import Iterator

from bot.cards.cases import details, more
from bot.reading.known import without_kept_household
from bot.reply import Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx
from triage import visibility
from triage.audit_reading import showed_answers, showed_people


def open_details(tx: Tx, press: Press) -> Reply:
    """The case as this person may read it now."""
    case = without_kept_household(tx, press.roster, press.the_case, press.now)
    attempts = () if visibility.attempts(press.actor) else tuple(_attempts(tx, case.referral.id))
    openings = tuple(_openings(tx, press))
    not_reached = tuple(_not_reached(tx, press))
    return Open(details.form(press.sight, case, press.actor, openings, attempts, not_reached=not_reached))


def show_address(tx: Tx, press: Press) -> Reply:
    """One address."""
    case = press.the_case
    if visibility.people(press.actor, case):
        return Refused("nothing_here")
    return Open(details.address(press.sight, case, case.subject(press.thing)))


def open_more(tx: Tx, press: Press) -> Reply:
    """What this person may do with this case now."""
    return Open(more.form(press.sight, press.the_case, press.actor))


def _not_reached(tx: Tx, press: Press) -> Iterator[details.Opening]:
    """Whose alert did not arrive, for who must see to it."""
    if not press.actor.has("duty_manager", "service_manager"):
        return
    for message in tx.messages.reached_otherwise(press.the_case.referral.id):
        actor = press.roster.actor(message.audience, message.forum, press.now)
        yield details.Opening(message.audience, actor.seat if actor else "", message.created_at)


def _openings(tx: Tx, press: Press) -> Iterator[details.Opening]:
    """Who opened what showed names, as far as this person may be told: an agency's lead who opened its answer."""
    case = press.the_case
    may_see = visibility.openings(press.actor, case)
    if isinstance(may_see, visibility.Held):
        return
    since = min((one.at for one in case.answers if one.seat == press.actor.seat), default=None)
    if may_see == "since_own_answer" and since is None:
        return
    for entry in tx.audit.entries(case.referral.id):
        told = showed_people(entry.verb, entry.outcome)
        if may_see == "since_own_answer":
            told = since is not None and entry.at >= since and showed_answers(entry.verb, entry.outcome)
        if told:
            yield details.Opening(entry.actor, entry.seat, entry.at)


def _attempts(tx: Tx, referral: str) -> Iterator[details.Opening]:
    """Who tried to reach it while it was kept from them."""
    for entry in tx.audit.attempts(referral):
        yield details.Opening(entry.actor, entry.seat, entry.at)


VERBS = (
    Verb("details.open", "referral", opens=open_details, looking=True),
    Verb("details.address", "subject", opens=show_address, looking=True),
    Verb("case.more", "referral", opens=open_more, looking=True),
)
