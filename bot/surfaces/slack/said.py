"""The few sentences that the Slack surface says by itself, when the core cannot."""

from bot.cards.elements import Form, Section
from bot.words import Words


def slow_submit(words: Words) -> str:
    """A submit is not answered in Slack's time. It may still be recorded; the form's token keeps it to once."""
    return words.gettext(
        "This is taking longer than it should. Your text is still here. Press again: it is recorded only once."
    )


def slow_press(words: Words) -> str:
    """A press is not answered in Slack's time, so nothing can be opened for it any more."""
    return words.gettext("This is taking longer than it should. Press again.")


def not_opened(words: Words) -> str:
    """Slack would not open the form."""
    return words.gettext("That did not open. Press again.")


def notice(title: str, text: str) -> Form:
    """A form that only says something."""
    return Form(title, "", "", (Section((text,)),))
