"""What a person is told when the bot itself failed: the same words on every surface."""

from bot.words import Words


def not_saved(words: Words, web_address: str, phone: str, fault: str) -> str:
    """Nothing was recorded and nothing typed is lost. `fault` is the reference that leads to the line in the log."""
    _ = words.gettext
    told = _(
        "We could not save that. Nothing was recorded and your text is still here. Press again. "
        "If it fails again, use {web_address} or phone {phone}."
    ).format(web_address=web_address, phone=phone)
    return f"{told} {_('Reference {fault}.').format(fault=fault)}"
