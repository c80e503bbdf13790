"""A case goes to the next list because answers are due after the meeting: whoever referred and the chair are told why."""

from bot.cards import posts, times
from bot.cards.elements import Card, Section
from bot.cards.sight import Sight
from triage.case import Case
from triage.day_list import papers_due


def card(case: Case, sight: Sight, thing: str) -> Card:
    """`thing` is the note of it. Whoever referred reads nothing of the case but that and when it goes on."""
    told = next(one for one in case.tasks if one.id == thing)
    next_meeting = times.posted(sight, told.due_at)
    referred = sight.reader is not None and sight.reader.person == case.referral.referrer.person
    return _to_referrer(case, sight, next_meeting) if referred else _to_chair(case, sight, next_meeting)


def _to_referrer(case: Case, sight: Sight, next_meeting: str) -> Card:
    _ = sight.words.gettext
    reference = case.referral.reference
    return Card(
        title=_("No decision yet · {reference}").format(reference=reference),
        fallback=_("{reference}: an update.").format(reference=reference),
        body=(
            Section(
                (
                    _(
                        "Agencies still have time to say what they know after this day's meeting, so it is for the next one: {when}."
                    ).format(when=next_meeting),
                    _("If you are more worried than before, phone {phone} now.").format(
                        phone=sight.hub.profile.contact.hub_phone
                    ),
                )
            ),
        ),
        buttons=(posts.more_worried(sight, case),),
    )


def _to_chair(case: Case, sight: Sight, next_meeting: str) -> Card:
    _ = sight.words.gettext
    reference = case.referral.reference
    papers = papers_due(case)
    answers_due = times.posted(sight, papers) if papers else ""
    return Card(
        title=_("ROLLED TO THE NEXT LIST · {reference}").format(reference=reference),
        fallback=_("{reference}: rolled to the next list.").format(reference=reference),
        body=(
            Section(
                (
                    _("Papers late: answers are due {when}, after the meeting.").format(when=answers_due),
                    _("It is for the next meeting, {when}. Its clock goes on.").format(when=next_meeting),
                )
            ),
        ),
        buttons=(posts.open_details(sight, case),),
    )
