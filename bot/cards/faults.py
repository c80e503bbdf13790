"""What a person is told when the bot itself failed or is slow: the same words on every surface."""

from bot.words import Words


def not_saved(words: Words, web_address: str, phone: str, fault: str) -> str:
    """Nothing was recorded and nothing typed is lost. `fault` is the reference that leads to the line in the log."""
    _ = words.gettext
    told = _(
        "We could not save that. Nothing was recorded and your text is still here. Press again. "
        "If it fails again, use {web_address} or phone {phone}."
    ).format(web_address=web_address, phone=phone)
    return f"{told} {_('Reference {fault}.').format(fault=fault)}"


def not_told(words: Words, phone: str, fault: str) -> str:
    """The same for a member of the public, who has no other way here than the phone."""
    _ = words.gettext
    told = _(
        "We could not save that. Nothing was recorded and your text is still here. Press again. "
        "If it fails again, phone {phone}. If anyone is in danger now, call 999."
    ).format(phone=phone)
    return f"{told} {_('Reference {fault}.').format(fault=fault)}"


def not_shown(words: Words, recorded: str, fault: str) -> str:
    """It was recorded, as `recorded` says, but what comes next could not be made. `fault` leads to the line in the log."""
    _ = words.gettext
    told = _(
        "It was recorded. What comes next could not be shown. Do not send it again: open My work to go on."
    )
    return " ".join(filter(None, (recorded, told, _("Reference {fault}.").format(fault=fault))))


def slow_submit(words: Words) -> str:
    """A submit is not answered in the platform's time. It may still be recorded; the form's token keeps it to once."""
    return words.gettext(
        "This is taking longer than it should. Your text is still here. Press again: it is recorded only once."
    )


def slow_press(words: Words) -> str:
    """A press is not answered in the platform's time, so nothing can be opened for it any more."""
    return words.gettext("This is taking longer than it should. Press again.")
