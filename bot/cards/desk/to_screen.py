"""To the duty desk: how many referrals wait to be screened, and whether somebody may be in danger."""

from collections.abc import Sequence

from bot.cards import phrases, times
from bot.cards.elements import Card, Section
from bot.cards.sight import Sight
from triage.case import Case

MOST = 5
"""How many references are named."""


def card(waiting: Sequence[Case], sight: Sight) -> Card:
    """One live message for each person at the desk; it is taken away when nothing waits."""
    _ = sight.words.gettext
    oldest = min((case.referral.received_at for case in waiting), default=sight.now)
    forum = sight.hub.forum.id
    danger = danger_line(sight, waiting)
    return Card(
        title=_("TO SCREEN: {n}. Oldest arrived {when}.").format(
            n=len(waiting), when=times.posted(sight, oldest)
        ),
        fallback=_fallback(sight, waiting),
        body=(Section((danger,)),) if danger else (),
        buttons=(
            phrases.button(
                _("Screen the next one"),
                _("Screen the next one that waits"),
                "desk.next",
                forum,
                primary=True,
            ),
            phrases.button(_("Show all"), _("Show all that wait to be screened"), "desk.list", forum),
        ),
    )


def danger_line(sight: Sight, waiting: Sequence[Case]) -> str:
    """Which referrals say that someone is in danger; empty when none does."""
    _, many = sight.words.gettext, sight.words.ngettext
    said = [case.referral.reference for case in waiting if case.in_danger]
    if not said:
        return ""
    named = ", ".join(said[:MOST])
    if len(said) > MOST:
        named = _("{references} and {n} more").format(references=named, n=len(said) - MOST)
    return many(
        "{n} says someone is in danger now: {references}.",
        "{n} say someone is in danger now: {references}.",
        len(said),
    ).format(n=len(said), references=named)


def _fallback(sight: Sight, waiting: Sequence[Case]) -> str:
    many = sight.words.ngettext
    count = many("{n} referral to screen.", "{n} referrals to screen.", len(waiting)).format(n=len(waiting))
    danger = sum(case.in_danger for case in waiting)
    if not danger:
        return count
    said = many("{n} says someone is in danger now.", "{n} say someone is in danger now.", danger)
    return f"{count} {said.format(n=danger)}"
