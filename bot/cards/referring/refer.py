"""Refer a concern: the short form, and what the person reads once it is sent."""

from bot.cards.elements import Choice, Form, Option, Section, TextField
from bot.cards.referring import add_person, received, who
from bot.cards.sight import Sight
from triage.case import Case

FROM_MESSAGE = "from_message"
"""What the form is about when it was opened on a message in the chat."""


def form(sight: Sight, *, phone: str, worry: str = "", thing: str = "") -> Form:
    """The nine questions. `phone` is the number given last time, `worry` a message's words."""
    closed = received.closed(sight)
    return Form(
        title=sight.words.gettext("Refer a concern"),
        verb="referral.start",
        thing=thing,
        body=(
            *((Section(closed),) if closed else ()),
            *who.fields(sight),
            where(sight),
            household(sight),
            *what(sight, worry),
            *_how(sight, phone),
        ),
        submit=sight.words.gettext("Send referral"),
    )


def sent(sight: Sight, case: Case, *, from_message: bool) -> Form:
    """What opens at once after sending: the reference, what happens next, and a way to tell more."""
    _ = sight.words.gettext
    reference = case.referral.reference
    said = received.lines(sight, case.referral, received.decided_by(case))
    typed = who.read_back(sight, case, case.first_told)
    left_behind = _("The original message is still in the chat. Delete it if it names anyone.")
    return Form(
        title=_("Your referral arrived"),
        verb="",
        thing="",
        body=(
            Section((reference, *said, *received.closed(sight), *typed)),
            *((Section((left_behind,)),) if from_message else ()),
        ),
        buttons=(add_person.tell_more(sight, case, primary=True), *add_person.buttons(sight, case)),
    )


def nobody_to_find(sight: Sight) -> str:
    """What is said when nothing says whom or where to look for."""
    return sight.words.gettext("Enter where they are, or something else that helps to find them")


def no_worry(sight: Sight) -> str:
    """What is said when the worry holds no words."""
    return sight.words.gettext("Enter what you are worried about")


def no_phone(sight: Sight) -> str:
    """What is said when no number was typed."""
    return sight.words.gettext("Enter a phone number, like 01632 960 001")


def where(sight: Sight) -> TextField:
    """Where they are."""
    _ = sight.words.gettext
    return TextField(
        "where",
        _("Where are they now? (optional)"),
        hint=_(
            'School, home, hospital. If an address must stay secret, write "confidential": we will phone you'
        ),
        limit=200,
        optional=True,
    )


def household(sight: Sight) -> TextField:
    """Who lives with them."""
    _ = sight.words.gettext
    return TextField(
        "household",
        _("Who else is in the home? (optional)"),
        hint=_("Names and ages of other children first"),
        limit=500,
        multiline=True,
        optional=True,
    )


def what(sight: Sight, worry: str = "") -> tuple[Choice | TextField, ...]:
    """The worry, and whether anyone is in danger."""
    _ = sight.words.gettext
    words = TextField(
        "worry",
        _("What are you worried about?"),
        hint=_("What you saw or heard, when, and what could happen. The child's own words if you have them"),
        multiline=True,
        value=worry,
        missing=no_worry(sight),
    )
    danger = Choice(
        "danger",
        _("Is anyone in danger right now?"),
        (Option("yes", _("Yes")), Option("no", _("No")), Option("not_sure", _("Not sure"))),
        hint=_("If yes, call 999 first, then send this"),
        missing=_("Select yes, no or not sure"),
    )
    return words, danger


def _how(sight: Sight, phone: str) -> tuple[Choice | TextField, ...]:
    _ = sight.words.gettext
    told = Choice(
        "family_told",
        _("Do the parents or carers know you are referring?"),
        (
            Option("yes", _("Yes")),
            Option("no_unsafe", _("No, it could put someone at risk")),
            Option("no_not_yet", _("No, not yet")),
        ),
        missing=_("Select if the parents or carers know"),
    )
    number = TextField(
        "phone",
        _("Your phone number today"),
        limit=20,
        value=phone,
        missing=no_phone(sight),
    )
    return told, number
