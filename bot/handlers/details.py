"""Looking: the whole case, an address, and the menu of what may be done. Each opening is recorded."""

from collections.abc import Iterator

from bot.cards import details, more
from bot.reply import Open, Refused, Reply
from bot.verbs import Press, Verb
from storage.tx import Tx
from triage import visibility


def open_details(tx: Tx, press: Press) -> Reply:
    """The case as this person may read it now."""
    case = press.the_case
    attempts = () if visibility.attempts(press.actor) else tuple(_attempts(tx, case.referral.id))
    return Open(details.form(press.sight, case, press.actor, tuple(_openings(tx, press)), attempts))


def show_address(tx: Tx, press: Press) -> Reply:
    """One address."""
    case = press.the_case
    if visibility.people(press.actor, case):
        return Refused("nothing_here")
    return Open(details.address(press.sight, case, case.subject(press.thing)))


def open_more(tx: Tx, press: Press) -> Reply:
    """What this person may do with this case now."""
    return Open(more.form(press.sight, press.the_case, press.actor))


def _openings(tx: Tx, press: Press) -> Iterator[details.Opening]:
    """Who opened the details, as far as this person may be told: an agency's lead from its first answer on."""
    case = press.the_case
    may_see = visibility.openings(press.actor, case)
    if isinstance(may_see, visibility.Held):
        return
    since = min((one.at for one in case.answers if one.seat == press.actor.seat), default=None)
    if may_see == "since_own_answer" and since is None:
        return
    for entry in tx.audit.entries(case.referral.id):
        told = may_see == "all" or (since is not None and entry.at >= since)
        if told and (entry.verb, entry.outcome) == ("details.open", "opened"):
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
