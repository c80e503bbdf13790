"""Whose is it: the form in which somebody hands on what their agency was asked, and the one in which a lead gives it."""

from collections.abc import Iterable

from bot.cards import phrases
from bot.cards.acting import action_forms
from bot.cards.elements import Choice, Field, Form, TextField
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
