"""The few sentences that the Slack surface says by itself, when the core cannot."""

from bot.cards.elements import Form, Section
from bot.words import Words


def not_opened(words: Words) -> str:
    """Slack would not open the form."""
    return words.gettext("That did not open. Press again.")


def notice(title: str, text: str) -> Form:
    """A form that only says something."""
    return Form(title, "", "", (Section((text,)),))
