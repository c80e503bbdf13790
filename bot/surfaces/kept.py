"""What somebody wrote and could not send: it is shown again, so that nothing typed is lost."""

from dataclasses import replace

from bot.cards.elements import Fields, Form, Heading, Quote
from bot.words import Words


def written(fields: Fields) -> tuple[str, ...]:
    """What was written rather than chosen: whatever has a space or a line break in it."""
    return tuple(text for texts in fields.values() for text in texts if len(text.split()) > 1)


def with_written(form: Form, fields: Fields, words: Words) -> Form:
    """A form that takes the place of the one that was filled in, with what was written there, to copy."""
    texts = written(fields)
    if not texts:
        return form
    heading, quotes = Heading(words.gettext("What you typed")), tuple(Quote(text) for text in texts)
    return replace(form, body=(*form.body, heading, *quotes))
