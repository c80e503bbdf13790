"""Add another person to a referral that nobody has screened yet: the short form, and where to go on from there."""

from collections.abc import Iterator

from bot.cards import phrases
from bot.cards.elements import Button, Form, FormPart, Section, TextField
from bot.cards.form_top import reads_names
from bot.cards.referring import told, who
from bot.cards.sight import Sight
from triage.authority import may
from triage.case import Case


def form(sight: Sight, case: Case) -> Form:
    """Who it is, with the questions of the first form."""
    _ = sight.words.gettext
    about, name, born = who.fields(sight, places=False)
    return Form(
        title=_("Add another person"),
        verb="subject.add",
        thing=case.referral.id,
        body=(*_so_far(sight, case), about, name, born, _sex(sight)),
        submit=_("Add this person"),
    )


def added(sight: Sight, case: Case) -> Form:
    """What is shown afterwards: how many there are now, the date in words, and the ways on. `case` is as it is now."""
    typed = who.read_back(sight, case, case.subjects[-1])
    return Form(
        title=sight.words.gettext("Person added"),
        verb="",
        thing="",
        body=(Section((case.referral.reference, _counted(sight, case), *typed)),),
        buttons=(*buttons(sight, case), _back(sight, case)),
    )


def buttons(sight: Sight, case: Case) -> tuple[Button, ...]:
    """The button that opens the form, for a reader who may use it now."""
    if sight.reader is None or not may(sight.reader, "subject.add", case, case.referral.id).allowed:
        return ()
    _ = sight.words.gettext
    name = _("Add another person to {reference}").format(reference=case.referral.reference)
    return (phrases.button(_("Add another person"), name, "subject.add", case.referral.id),)


def tell_more(sight: Sight, case: Case, *, primary: bool = False) -> Button:
    """The button that opens the rest of the referral."""
    _ = sight.words.gettext
    name = _("Add more now to {reference}").format(reference=case.referral.reference)
    return phrases.button(_("Add more now"), name, "referral.add", case.referral.id, primary=primary)


def _so_far(sight: Sight, case: Case) -> Iterator[FormPart]:
    """Who is in it already, so that nobody is added twice; whoever only referred reads how many."""
    if not reads_names(sight, case):
        yield Section((case.referral.reference, _counted(sight, case)))
        return
    yield Section((phrases.case_line(sight, case), *told.people(sight, case)))
    yield Section((phrases.opening_recorded(sight),))


def _counted(sight: Sight, case: Case) -> str:
    people = len(case.subjects)
    return sight.words.ngettext(
        "This referral is about {n} person.", "This referral is about {n} people.", people
    ).format(n=people)


def _sex(sight: Sight) -> TextField:
    label = sight.words.gettext("{label} (optional)").format(label=told.heading(sight, "sex"))
    return TextField("sex", label, limit=200, optional=True)


def _back(sight: Sight, case: Case) -> Button:
    """To the form that this one was opened from: screening, or the rest of one's own referral."""
    _ = sight.words.gettext
    referral, reference = case.referral.id, case.referral.reference
    if sight.reader and may(sight.reader, "referral.screen", case, referral).allowed:
        name = _("Back to screening {reference}").format(reference=reference)
        return phrases.button(_("Back to screening"), name, "referral.screen", referral)
    return tell_more(sight, case)
