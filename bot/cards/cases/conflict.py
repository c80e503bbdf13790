"""Somebody knows a family: how they say so, and how their agency's lead is asked for a deputy."""

from bot.cards import phrases, posts, times
from bot.cards.elements import Card, Choice, Form, Option, Section, TextField
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import Conflict, Person


def form(sight: Sight, case: Case) -> Form:
    """How they are connected, and nothing else: what they know of the family is not asked here."""
    _ = sight.words.gettext
    return Form(
        title=_("I know this family"),
        verb="conflict.declare",
        thing=case.referral.id,
        body=(
            Section((case.referral.reference,)),
            Section((_("You will no longer see this case. Only a duty manager can lift it."),)),
            Choice(
                "connection",
                _("How are you connected?"),
                (
                    Option("family", _("Family or friend")),
                    Option("neighbour", _("Neighbour or community")),
                    Option("worked", _("Worked with them outside this role")),
                    Option("not_said", _("Would rather not say")),
                ),
                missing=_("Select how you are connected"),
            ),
        ),
        submit=_("I know this family"),
    )


def card(case: Case, sight: Sight, thing: str) -> Card:
    """To whoever can name a deputy: that one is needed. Who has the conflict is read in the form."""
    _ = sight.words.gettext
    conflict = next(one for one in case.conflicts if one.id == thing)
    reference = case.referral.reference
    seat = sight.seat(conflict.seat) if conflict.seat else _("the hub")
    return Card(
        title=_("A DEPUTY IS NEEDED · {reference}").format(reference=reference),
        fallback=_("{reference}: a deputy is needed. {rating_due}").format(
            reference=reference, rating_due=posts.word_due(sight, case)
        ),
        body=(
            Section(
                (
                    _(
                        "Somebody of {agency} must not work on this and no longer sees it. Choose who takes their place."
                    ).format(agency=seat),
                )
            ),
        ),
        buttons=(
            phrases.button(
                _("Choose a deputy"),
                _("Choose a deputy for {reference}, {agency}").format(reference=reference, agency=seat),
                "deputy.choose",
                thing,
                primary=True,
            ),
        ),
    )


def deputy_form(sight: Sight, case: Case, conflict: Conflict, people: tuple[Person, ...]) -> Form:
    """Who takes their place, among those who may know of the case."""
    _ = sight.words.gettext
    said = _("{name} must not work on this since {when}.").format(
        name=sight.name(conflict.person), when=times.now_read(sight, conflict.at)
    )
    nobody = _(
        "Nobody else here can take it. Add somebody to the roster, or phone the hub on {phone}."
    ).format(phone=sight.hub.profile.contact.hub_phone)
    options = tuple(Option(person.id, f"{person.name}, {person.agency}") for person in people)
    return Form(
        title=_("Choose a deputy"),
        verb="deputy.choose",
        thing=conflict.id,
        body=(
            Section((case.referral.reference, said)),
            Choice(
                "deputy",
                _("Who takes their place?"),
                options,
                missing=_("Select who takes their place"),
                as_list=True,
            )
            if options
            else Section((nobody,)),
        ),
        submit=_("Choose") if options else "",
    )


def lift_form(sight: Sight, case: Case, conflict: Conflict) -> Form:
    """Only a duty manager lets somebody see the case again, and says why."""
    _ = sight.words.gettext
    return Form(
        title=_("Lift a conflict"),
        verb="conflict.lift",
        thing=conflict.id,
        body=(
            Section((case.referral.reference, line(sight, conflict))),
            Section((phrases.opening_recorded(sight),)),
            _why(sight),
            phrases.safe_to_record(sight),
        ),
        submit=_("Lift it"),
    )


def line(sight: Sight, conflict: Conflict) -> str:
    """One conflict of interest, for those who run the case: who, since when, and who takes their place."""
    _ = sight.words.gettext
    said = _("{name} does not see this case since {when}.").format(
        name=sight.name(conflict.person), when=times.now_read(sight, conflict.at)
    )
    if conflict.deputy:
        said += " " + _("{name} takes their place.").format(name=sight.name(conflict.deputy))
    return said


def _why(sight: Sight) -> TextField:
    _ = sight.words.gettext
    return TextField("why", _("Why"), limit=300, guarded=True, missing=_("Enter why"))
