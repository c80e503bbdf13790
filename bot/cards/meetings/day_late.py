"""The day's meeting was to begin, and nobody has opened it."""

from bot.cards import times
from bot.cards.elements import Card, Section
from bot.cards.meetings import meeting_buttons
from bot.cards.sight import Sight
from triage.meetings import Sitting
from triage.records import DayList


def card(sight: Sight, of: DayList, sitting: Sitting | None, cases: int) -> Card:
    """When it was to begin and how many cases wait, with the step that lets it begin."""
    _, many = sight.words.gettext, sight.words.ngettext
    what = many("{n} case", "{n} cases", cases).format(n=cases)
    when = times.posted(sight, sitting.meeting.at if sitting else of.meeting_at)
    said = _("The day's meeting was to begin {when} and has not been opened.")
    if sitting is None:
        said = _("The day's meeting was to begin {when} and nobody has called it.")
    chairs = sitting is not None and sight.reader is not None and sitting.meeting.chair == sight.reader.person
    begin = meeting_buttons.call_for_list(sight, of.id)
    if sitting is not None and chairs:
        begin = meeting_buttons.roll(sight, sitting, what)
    return Card(
        title=_("LATE · the day's meeting · {what}").format(what=what),
        fallback=_("The day's meeting was to begin {when}. {what}.").format(when=when, what=what),
        body=(Section((said.format(when=when),)),),
        buttons=(begin, meeting_buttons.open_list(sight, of.id)),
    )
