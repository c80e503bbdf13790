"""Personal cards about a meeting: to who sets its time and chair, and to its guests."""

from bot.cards import posts, times
from bot.cards.elements import Card, Section
from bot.cards.meetings import meeting_buttons as buttons
from bot.cards.sight import Sight
from triage.case import Case
from triage.meetings import Sitting


def to_set(case: Case, sight: Sight, thing: str) -> Card:
    """To the duty desk: a meeting was made, and needs somebody to set its time and chair."""
    _ = sight.words.gettext
    sitting = _sitting(case, thing)
    when, reference = times.posted(sight, sitting.meeting.at), case.referral.reference
    return Card(
        title=_("MEETING TO SET · {reference} · {rating_due}").format(
            reference=reference, rating_due=posts.rating_due(sight, case)
        ),
        fallback=_("{reference}: set time and chair of the meeting. {word_due}").format(
            reference=reference, word_due=posts.word_due(sight, case)
        ),
        body=(Section((_("Suggested: {when}. Nobody chairs it yet.").format(when=when),)),),
        buttons=(buttons.set_time_and_chair(sight, case), posts.open_details(sight, case)),
    )


def guest_item(case: Case, sight: Sight, thing: str) -> Card:
    """To a guest: when and where, for this case only. Nothing of the case stands in it."""
    _ = sight.words.gettext
    sitting = next(one for one in case.sittings if any(guest.id == thing for guest in one.guests))
    when, reference = times.posted(sight, sitting.meeting.at), case.referral.reference
    return Card(
        title=_("YOU ARE A GUEST · meeting {when} · {reference}").format(when=when, reference=reference),
        fallback=_("{reference}: meeting {when}. You are a guest.").format(reference=reference, when=when),
        body=(
            Section(
                (
                    _("Join: {place}.").format(place=sitting.meeting.place),
                    _("You are a guest for this case only. This message goes when it ends."),
                )
            ),
        ),
        buttons=(buttons.here(sight, sitting, reference),),
    )


def _sitting(case: Case, thing: str) -> Sitting:
    return next(one for one in case.sittings if one.meeting.id == thing)
