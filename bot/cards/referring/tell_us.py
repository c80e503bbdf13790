"""Tell us: the form of a referral for members of the public, and what they read once it is sent.

The questions are those of `refer`, as far as somebody without a colleague's knowledge can answer them, and then who they
are, if they want to say so.
"""

from dataclasses import replace

from bot.cards.elements import Choice, Form, FormPart, Heading, Link, Option, Section, TextField
from bot.cards.referring import received, refer, who
from bot.cards.sight import Sight
from triage.case import Case


def form(sight: Sight) -> Form:
    """The questions. The first thing it says is 999, the second the hub's phone number."""
    _ = sight.words.gettext
    about, name, born = who.fields(sight)
    hint = _(
        'For example 4 3 2017, "about 9" or "not known". For an unborn baby, the date it is due. For a place, "none"'
    )
    return Form(
        title=_("Tell us what you are worried about"),
        verb="referral.start",
        thing="",
        body=(
            Section((_professionals(sight),)),
            about,
            name,
            replace(born, hint=hint),
            _where(sight),
            refer.household(sight),
            *refer.what(sight),
            _family_told(sight),
            Heading(_("About you")),
            *_about_you(sight),
        ),
        submit=_("Send"),
        notice="\n".join(_to_speak_to(sight)),
    )


def sent(sight: Sight, case: Case) -> Form:
    """What is shown once it is kept: the reference, what happens next, and whom to phone while the hub is closed."""
    _ = sight.words.gettext
    reference = _("Your reference is {reference}. Write it down: you need it if you phone.")
    reference = reference.format(reference=case.referral.reference)
    said = received.lines(sight, case.referral, received.decided_by(case))
    again = Link(_("Tell us about somebody else"), f"{sight.web_address}/tell-us/{sight.hub.forum.id}")
    return Form(
        title=_("Thank you. What you told us has arrived"),
        verb="",
        thing="",
        body=(Section((reference, *said, *received.closed(sight))), again),
    )


def not_an_email(sight: Sight) -> str:
    """What is said when an e-mail address cannot be one."""
    return sight.words.gettext("Enter an e-mail address, like name@example.org, or leave it empty")


def _to_speak_to(sight: Sight) -> tuple[str, ...]:
    _ = sight.words.gettext
    return (
        _("If anyone is in danger now, call 999."),
        _("To speak to somebody, phone the hub on {phone}.").format(
            phone=sight.hub.profile.contact.hub_phone
        ),
        *received.closed(sight),
    )


def _professionals(sight: Sight) -> str:
    return sight.words.gettext(
        "Do you work with the family? Refer through your own agency: professionals cannot be anonymous."
    )


def _where(sight: Sight) -> TextField:
    hint = sight.words.gettext(
        'School, home, hospital, or the address. If the address must stay secret, write "confidential" before it'
    )
    return replace(refer.where(sight), hint=hint)


def _family_told(sight: Sight) -> Choice:
    _ = sight.words.gettext
    return Choice(
        "family_told",
        _("Do the parents or carers know that you are telling us?"),
        (
            Option("yes", _("Yes")),
            Option("no_unsafe", _("No, it could put someone at risk")),
            Option("no", _("No")),
        ),
        missing=_("Select if the parents or carers know"),
    )


def _about_you(sight: Sight) -> tuple[FormPart, ...]:
    _ = sight.words.gettext
    safe = _("Only one on which it is safe for us to reach you")
    keep = Choice(
        "keep_name",
        _("Do you want us to keep your name from the family?"),
        (Option("yes", _("Yes")), Option("no", _("No"))),
        hint=_("We will try. We cannot promise."),
        missing=_("Select yes or no"),
    )
    return (
        Section((_("You need not say who you are. If we cannot reach you, we cannot ask you more."),)),
        TextField("own_name", _("Your name (optional)"), limit=100, optional=True),
        TextField("phone", _("Your phone number (optional)"), hint=safe, limit=20, optional=True),
        TextField("email", _("Your e-mail address (optional)"), hint=safe, limit=200, optional=True),
        keep,
    )
