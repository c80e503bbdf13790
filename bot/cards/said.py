"""The bot's answers to words typed to it in a personal chat."""

from bot.cards import phrases
from bot.cards.elements import Card, Link, Section
from bot.cards.sight import Sight


def help_card(sight: Sight) -> Card:
    """What can be typed here."""
    _ = sight.words.gettext
    contact = sight.hub.profile.contact
    title = _("This is what you can type here")
    return Card(
        title=title,
        fallback=title,
        body=(
            Section(
                (
                    _('"my work": what waits for you'),
                    _('"refer": a form for a new concern'),
                    _("A reference, like MASH-2611-7K2QX: the case on the web page"),
                    _('"sign in": a link to the web page, for you only, good for 5 minutes'),
                )
            ),
            Section((_("Do not type names or details here. If anyone is in danger now, call 999."),)),
        ),
        footer=_("Hub {phone}").format(phone=contact.hub_phone),
    )


def refer(sight: Sight) -> Card:
    """The way to the form for a new concern."""
    _ = sight.words.gettext
    title = _("Refer a concern")
    return Card(
        title=title,
        fallback=title,
        body=(Section((_("If anyone is in danger now, call 999 first."),)),),
        buttons=(phrases.button(title, title, "referral.start", "", primary=True),),
    )


def case(sight: Sight, reference: str) -> Card:
    """The ways to a case. It says the same whether there is one or not: the press is checked."""
    _ = sight.words.gettext
    seen = _("Open details")
    name = _("Open details of {reference}").format(reference=reference)
    return Card(
        title=reference,
        fallback=reference,
        body=(
            Link(
                _("{reference} on the web page").format(reference=reference),
                f"{sight.web_address}/case/{reference}",
            ),
        ),
        buttons=(phrases.button(seen, name, "details.open", reference, primary=True),),
    )


def sign_in(sight: Sight, token: str) -> Card:
    """A one-time link to the web page."""
    _ = sight.words.gettext
    title = _("Sign in on the web page")
    return Card(
        title=title,
        fallback=title,
        body=(
            Link(title, f"{sight.web_address}/sign-in/{token}"),
            Section((_("The link is for you only, works once, and is good for 5 minutes."),)),
        ),
    )


def linked(sight: Sight) -> Card:
    """This account now belongs to the person the code was made for."""
    _ = sight.words.gettext
    title = _("This account is linked to you now")
    return Card(title, title, (Section((_('Type "my work" to see what waits for you.'),)),))


def not_linked(sight: Sight) -> Card:
    """A code that is unknown, used or too old; it is not said which."""
    _ = sight.words.gettext
    title = _("That code did not work")
    return Card(title, title, (Section((_("Ask your administrator for a new one. Nothing has changed."),)),))


def refused(words: str) -> Card:
    """Words for somebody whom the bot does not know, or no longer."""
    return Card(words, words)
