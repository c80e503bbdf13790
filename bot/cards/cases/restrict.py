"""Who may know of a case at all: restricting it to named people, and opening it again."""

from collections.abc import Sequence

from bot.cards import phrases, times
from bot.cards.cases import conflict
from bot.cards.elements import Choice, Choices, Form, FormPart, Heading, Option, Row, Section, TextField
from bot.cards.form_top import form_top
from bot.cards.sight import Sight
from triage.authority import may
from triage.case import Case
from triage.records import Person


def form(sight: Sight, case: Case, people: Sequence[Person]) -> Form:
    """Why, and who may see it; with what holds now. `people` are those who can be named."""
    _ = sight.words.gettext
    options = tuple(Option(person.id, f"{person.name}, {person.agency}") for person in people)
    return Form(
        title=_("Restrict"),
        verb="case.restrict",
        thing=case.referral.id,
        body=(
            *form_top(sight, case),
            *_now(sight, case),
            Choice(
                "why",
                _("Why"),
                tuple(Option(code, label) for code, label in reasons(sight).items()),
                missing=_("Select why"),
            ),
            Choices(
                "named",
                _("Who may see it"),
                options,
                hint=_(
                    "At least a duty manager and a chair. Duty managers, service managers and the information governance lead always may."
                ),
                missing=at_least(sight),
                values=case.restriction.named if case.restriction else (),
            ),
        ),
        submit=_("Restrict it"),
    )


def reasons(sight: Sight) -> dict[str, str]:
    """Why a case is restricted, by code."""
    _ = sight.words.gettext
    return {
        "staff": _("Staff or their family"),
        "public_figure": _("Public figure"),
        "safety": _("Safety"),
        "other": _("Other"),
    }


def line(sight: Sight, case: Case) -> str:
    """By whom it was restricted, when and why, and who is named; empty for a case that is not."""
    restriction = case.restriction
    if restriction is None:
        return ""
    words = sight.words.gettext("Restricted by {name} {when}: {why}. Named: {people}.")
    return words.format(
        name=sight.name(restriction.by),
        when=times.now_read(sight, restriction.at),
        why=phrases.inside(reasons(sight).get(restriction.why, restriction.why)),
        people=", ".join(sight.name(person) for person in restriction.named),
    )


def at_least(sight: Sight) -> str:
    """What is said when nobody could decide the case."""
    return sight.words.gettext("Select at least the duty manager and a chair")


def lift_form(sight: Sight, case: Case) -> Form:
    """Why everybody who otherwise might may know of it again."""
    _ = sight.words.gettext
    return Form(
        title=_("Lift the restriction"),
        verb="restriction.lift",
        thing=case.referral.id,
        body=(
            *form_top(sight, case),
            Section((_("The case goes back to the channel, and whoever works on it can find it."),)),
            TextField("why", _("Why"), limit=300, guarded=True, missing=_("Enter why")),
            phrases.safe_to_record(sight),
        ),
        submit=_("Lift it"),
    )


def _now(sight: Sight, case: Case) -> tuple[FormPart, ...]:
    """What holds already, each with the way to end it for those who may."""
    _ = sight.words.gettext
    reader = sight.reader
    rows = []
    restriction = case.restriction
    if restriction is not None:
        said = line(sight, case)
        name = _("Lift the restriction of {reference}").format(reference=case.referral.reference)
        lift = phrases.button(_("Lift the restriction"), name, "restriction.lift", case.referral.id)
        may_lift = reader and may(reader, "restriction.lift", case, case.referral.id).allowed
        rows.append(Row((said,), (lift,) if may_lift else ()))
    for one in case.conflicts_now:
        if reader and may(reader, "conflict.lift", case, one.id).allowed:
            who = sight.name(one.person)
            name = _("Lift the conflict of {name}").format(name=who)
            rows.append(
                Row((conflict.line(sight, one),), (phrases.button(name, name, "conflict.lift", one.id),))
            )
    return (Heading(_("Now")), *rows) if rows else ()
