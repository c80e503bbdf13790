"""Whose is it: the form in which somebody hands on what their agency was asked, and the one in which a lead gives it."""

from collections.abc import Iterable

from bot.cards import phrases
from bot.cards.acting import action_forms
from bot.cards.elements import Choice, Field, Form, Section, TextField
from bot.cards.form_top import form_top
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import Person


def whose(sight: Sight, case: Case, people: Iterable[tuple[str, Person]]) -> Form:
    """Whose is it, for the answer and the view of one agency."""
    _ = sight.words.gettext
    fields = action_forms.whose_fields(sight, people)
    return _form(sight, case, verb="answer.not_mine", title=_("Not mine"), submit=_("Record"), fields=fields)


def give(sight: Sight, case: Case, people: Iterable[tuple[str, Person]]) -> Form:
    """To which colleague."""
    _ = sight.words.gettext
    to = Choice(
        "to",
        _("To"),
        action_forms.people_options(sight, people),
        missing=_("Select who it goes to"),
        as_list=True,
    )
    why = TextField("words", _("Why"), limit=300, multiline=True, guarded=True, missing=_("Enter why"))
    return _form(
        sight,
        case,
        verb="answer.give",
        title=_("Give to a colleague"),
        submit=_("Hand over"),
        fields=(to, why),
    )


def phone(sight: Sight, case: Case, thing: str, seat: str, leads: Iterable[Person]) -> Form:
    """Who leads an agency, to be phoned about what is late; what was said is kept in the record."""
    _ = sight.words.gettext
    known = tuple(", ".join(part for part in (lead.name, lead.email) if part) for lead in leads)
    return Form(
        title=_("Phone the lead"),
        verb="reminder.phone",
        thing=thing,
        body=(
            *form_top(sight, case),
            Section((sight.seat(seat), *(known or (_("Nobody leads this agency here. Phone its office."),)))),
            TextField(
                "words",
                _("What was said"),
                limit=300,
                multiline=True,
                guarded=True,
                missing=_("Enter what was said"),
            ),
            phrases.safe_to_record(sight),
        ),
        submit=_("Record"),
    )


def _form(sight: Sight, case: Case, *, verb: str, title: str, submit: str, fields: tuple[Field, ...]) -> Form:
    return Form(
        title=title,
        verb=verb,
        thing=case.referral.id,
        body=(
            *form_top(sight, case, also=(sight.words.gettext("The due time stays as it is."),)),
            *fields,
            phrases.safe_to_record(sight),
        ),
        submit=submit,
    )
