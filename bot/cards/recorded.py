"""What people are told about being recorded."""

from bot.cards import phrases
from bot.cards.elements import Form, Section
from bot.cards.sight import Sight


def form(sight: Sight) -> Form:
    """The whole text, and the button that says it was read."""
    _ = sight.words.gettext
    read = phrases.button(
        _("I have read this"), _("I have read this"), "recorded.seen", "", opens=False, primary=True
    )
    return Form(
        title=_("What is recorded"),
        verb="recorded.read",
        thing="",
        body=(
            Section(
                (
                    _(
                        "What you do here is recorded: what you open, press, write and are refused, with your name, agency, time, and whether you used Slack, Teams or the web. It is kept to protect people's information, check decisions, and answer complaints and access requests. Duty managers, your agency's lead (for your agency), the information governance lead and auditors can read it. Times are reported by agency, never as a measure of one person. To see your own entries, ask the information governance lead."
                    ),
                )
            ),
        ),
        buttons=(read,),
    )
