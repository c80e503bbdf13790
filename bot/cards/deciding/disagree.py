"""The form in which somebody says that they do not accept a rating, an outcome or the time taken."""

from bot.cards import phrases
from bot.cards.elements import Choice, Form, Option, Section, TextField
from bot.cards.form_top import form_top, reads_names
from bot.cards.sight import Sight
from triage.case import Case


def form(sight: Sight, case: Case) -> Form:
    """The same fields for the person who referred and for an agency.

    Who referred sees the reference only; an agency that may not read the case, no more of it than the channel shows.
    """
    _ = sight.words.gettext
    referred = sight.reader is not None and sight.reader.person == case.referral.referrer.person
    recorded = phrases.opening_recorded(sight)
    own = (Section((case.referral.reference,)), Section((recorded,)))
    initials_went = case.state(sight.now) in {"decided", "closed"} and not reads_names(sight, case)
    people = () if initials_went else None
    return Form(
        title=_("I disagree") if referred else _("Raise a disagreement"),
        verb="disagreement.raise",
        thing=case.referral.id,
        body=(
            *(own if referred else form_top(sight, case, people)),
            Choice(
                "unsafe",
                _("Is anyone unsafe now because of this?"),
                (Option("yes", _("Yes")), Option("no", _("No"))),
                missing=_("Select yes or no"),
            ),
            Choice(
                "about",
                _("What do you disagree with?"),
                tuple(Option(code, label) for code, label in disagreed_about(sight).items()),
                missing=_("Select what you disagree with"),
            ),
            TextField(
                "why",
                _("Why, and what should happen instead"),
                limit=1500,
                multiline=True,
                guarded=True,
                missing=_("Enter why you disagree"),
            ),
            phrases.safe_to_record(sight),
        ),
        submit=_("Send"),
    )


def disagreed_about(sight: Sight) -> dict[str, str]:
    """What may be disagreed with, by code."""
    _ = sight.words.gettext
    return {
        "rating": _("Rating"),
        "outcome": _("Outcome"),
        "time": _("Time taken"),
        "other": _("Something else"),
    }
