"""A chat cannot be reached: what the duty managers read, and what business support tells each agency's lead."""

from collections.abc import Iterable
from typing import NamedTuple

from bot.cards import times
from bot.cards.channel.guard import SURFACES
from bot.cards.elements import Card, Section
from bot.cards.sight import Sight
from storage.outages import Outage
from storage.waiting import OpenItem


class Due(NamedTuple):
    """Something an agency has to do, by the reference of its referral only."""

    reference: str
    item: OpenItem


def card(sight: Sight, outage: Outage) -> Card:
    """Since when, and how work goes on; afterwards from when until when."""
    _ = sight.words.gettext
    where, since = SURFACES[outage.surface], times.posted(sight, outage.began_at)
    if outage.ended_at is not None:
        return Card(
            title=_("{where} can be reached again since {when}").format(
                where=where, when=times.posted(sight, outage.ended_at)
            ),
            fallback=_("{where} can be reached again.").format(where=where),
            body=(
                Section(
                    (
                        _("It could not be reached from {when} on.").format(when=since),
                        _(
                            "What was done meanwhile is kept with its times. Messages that waited are up to date."
                        ),
                    )
                ),
            ),
        )
    return Card(
        title=_("{where} cannot be reached since {when}").format(where=where, when=since),
        fallback=_("{where} cannot be reached.").format(where=where),
        body=(
            Section(
                (
                    _("Nobody gets messages there. All clocks go on."),
                    _("Work goes on here, by the same people: {address}").format(address=sight.web_address),
                    _("Business support tells each agency's lead who is written to there what is due."),
                )
            ),
        ),
    )


def to_tell(sight: Sight, outage: Outage, due: Iterable[Due]) -> str:
    """The words to copy: references, what is due, by when, and where to do it."""
    _ = sight.words.gettext
    waits = [_line(sight, one) for one in due]
    return "\n".join(
        (
            _("{where} cannot be reached since {when}.").format(
                where=SURFACES[outage.surface], when=times.posted(sight, outage.began_at)
            ),
            *((_("Due from your agency:"), *waits) if waits else (_("Nothing is due from your agency."),)),
            _("Sign in on the web page {address}, or phone the hub on {phone}.").format(
                address=sight.web_address, phone=sight.hub.profile.contact.hub_phone
            ),
        )
    )


def _line(sight: Sight, due: Due) -> str:
    _ = sight.words.gettext
    what = {"answer": _("what you know"), "view": _("your view"), "action": _("an action")}[due.item.about]
    by = _("due {when}").format(when=times.posted(sight, due.item.due_at))
    return f"{due.reference} · {what} · {by}"
