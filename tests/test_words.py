"""Every word that people read can be translated."""

import string

from bot.locale.collect import TEMPLATE, messages, template


def test_the_translators_template_holds_every_message_as_it_is_now() -> None:
    assert TEMPLATE.read_text(encoding="utf-8") == template(), "run `make words`"


def test_no_message_is_put_together_from_pieces() -> None:
    """A message with a place to fill names it, so that a translation may move it."""
    positional = [
        (file, message)
        for file, message in messages()
        for text in (message if isinstance(message, tuple) else (message,))
        for _, name, _, _ in string.Formatter().parse(text or "")
        if name is not None and not name.isidentifier()
    ]

    assert positional == []
