"""Urgent protection: the form that anybody may send, who said so, and whether 999 was called."""

from bot.cards import phrases
from bot.cards.elements import Choice, Form, Option, Section, TextField
from bot.cards.form_top import form_top, reads_names
from bot.cards.roles import role_of
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import UrgentProtection


def form(sight: Sight, case: Case) -> Form:
    """Two questions, and first of all 999. Whoever referred, or was not asked, reads no name in it.

    Its text may hold an address: where somebody is now is what is needed, and nothing may hold this up.
    """
    _ = sight.words.gettext
    return Form(
        title=_("Urgent: act now"),
        verb="urgent.start",
        thing=case.referral.id,
        body=(
            Section((_("If anyone is in danger, call 999 before filling this in."),)),
            *_about(sight, case),
            TextField(
                "words",
                _("What is happening"),
                limit=500,
                multiline=True,
                missing=_("Enter what is happening"),
            ),
            Choice(
                "called_999",
                _("Have you called 999?"),
                (
                    Option("yes", _("Yes")),
                    Option("not_needed", _("Not needed")),
                    Option("not_yet", _("Not yet")),
                ),
                missing=_("Select if you have called 999"),
            ),
        ),
        submit=_("Send now"),
    )


def started_by(sight: Sight, case: Case, urgent: UrgentProtection) -> str:
    """Who started it, by agency or role alone: "Police", "The person who referred", "The hub (chair)"."""
    _ = sight.words.gettext
    if urgent.by == case.referral.referrer.person:
        return _("The person who referred")
    if urgent.seat:
        return sight.seat(urgent.seat)
    role = role_of(sight, urgent.by)
    return _("The hub ({role})").format(role=role) if role else _("The hub")


def called(sight: Sight, urgent: UrgentProtection) -> str:
    """Whether 999 was called, as they said."""
    _ = sight.words.gettext
    return {
        "yes": _("999 was called."),
        "not_needed": _("999 is not needed, they said."),
        "not_yet": _("999 was not called yet."),
    }.get(urgent.called_999, _("Nobody said whether 999 was called."))


def _about(sight: Sight, case: Case) -> tuple[Section, ...]:
    """Which case: to those who may read whom it is about, with their names."""
    if reads_names(sight, case):
        return form_top(sight, case)
    return Section((case.referral.reference,)), Section((phrases.opening_recorded(sight),))
