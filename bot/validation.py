"""What every form is checked for, the same on each surface, before its handler sees it."""

from dataclasses import replace

from bot.cards import phrases
from bot.cards.elements import Choice, Choices, DateField, Field, Fields, Form, TextField
from bot.cards.limits import utf16_length
from bot.cards.sight import Sight
from bot.verbs import Press, Verb
from storage.tx import Tx
from triage.address_guard import address_in
from triage.case import Case


def checked(tx: Tx, verb: Verb, press: Press, form: Form) -> tuple[Press, dict[str, str]]:
    """The press with the values of its form's own fields alone, and all that is wrong with them, by field."""
    asked = {one.id for one in form.fields()}
    press = _with(press, {name: values for name, values in press.fields.items() if name in asked})
    found = problems_with(form, press.fields, press.sight, press.case)
    if verb.checks:
        usable = {name: values for name, values in press.fields.items() if name not in found}
        found = {**verb.checks(tx, _with(press, usable)), **found}
    return press, found


def problems_with(form: Form, fields: Fields, sight: Sight, case: Case | None) -> dict[str, str]:
    """What to say, by field: nothing chosen or typed, too long, not one of the options, an address."""
    found = {field.id: said for field in form.fields() if (said := _problem(field, fields, sight))}
    if "yes" in fields.get(phrases.ADDRESS_IS_SAFE, ()):
        return found
    safe = tuple(s.address for s in case.subjects if s.address_secret) if case else ()
    for field in form.fields():
        guarded = isinstance(field, TextField) and field.guarded and field.id not in found
        if guarded and address_in("".join(fields.get(field.id, ())), safe):
            found[field.id] = phrases.looks_like_an_address(sight)
    return found


def _with(press: Press, fields: Fields) -> Press:
    return replace(press, interaction=replace(press.interaction, fields=fields))


def _problem(field: Field, fields: Fields, sight: Sight) -> str:
    _ = sight.words.gettext
    values = fields.get(field.id, ())
    if not isinstance(field, Choices):
        values = values[:1]  # whatever else was sent under its name is never read
    values = tuple(value for value in values if value.strip())
    if not values:
        return "" if field.optional else field.missing or _("Answer this question")
    match field:
        case TextField() | DateField():
            over = utf16_length(values[0]) - field.limit
            too_long = sight.words.ngettext("Use {n} fewer character", "Use {n} fewer characters", over)
            return too_long.format(n=over) if over > 0 else ""
        case Choice() | Choices():
            known = {option.value for option in field.options}
            gone = field.gone if isinstance(field, Choice) else ""
            return "" if known.issuperset(values) else gone or _("Choose one of the options shown")
