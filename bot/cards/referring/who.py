"""The first questions of a referral: who it is about, what they are called, when they were born."""

from bot.cards import phrases, times
from bot.cards.elements import Choice, Option, TextField
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import Subject


def fields(sight: Sight, *, places: bool = True) -> tuple[Choice, TextField, TextField]:
    """Who it is about, the name, and the date of birth or age; a place or a group can be chosen too."""
    _ = sight.words.gettext
    place = Option("place", _("A place or a group"))
    about = Choice(
        "about",
        _("Who is it about?"),
        (
            Option("child", _("A child or young person")),
            Option("unborn", _("An unborn baby")),
            Option("adult", _("An adult")),
            *((place,) if places else ()),
        ),
        missing=_("Select who it is about"),
    )
    name = TextField(
        "name",
        _("Name"),
        hint=_('First name and surname. If you do not know, write "not known" and what you do know'),
        limit=100,
        missing=_('Enter a name, or "not known"'),
    )
    born = TextField(
        "born",
        _("Date of birth or age"),
        hint=_(
            'For example 4 3 2017, or "about 9". For an unborn baby, the date it is due. For a place, "none"'
        ),
        limit=30,
        missing=not_a_date(sight),
    )
    return about, name, born


def read_back(sight: Sight, case: Case, subject: Subject) -> tuple[str, ...]:
    """The date that was typed, in words, so that a month taken for a day is seen at once; nothing where it was an age."""
    _ = sight.words.gettext
    known = phrases.born(sight, case, subject)
    if known.date is None or known.kind not in {"exact", "expected"}:
        return ()
    words = _("You typed the date of birth {day}.")
    if known.kind == "expected":
        words = _("You typed that the baby is due {day}.")
    return (words.format(day=times.born_on(sight, known.date)),)


def not_a_date(sight: Sight) -> str:
    """What is said when a date of birth or an age cannot be read."""
    return sight.words.gettext('Enter a date like 4 3 2017, or an age like "about 9"')
