"""The forms in which actions are added, ended, given to somebody and given more time."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.cards import phrases, times
from bot.cards.acting import action_words
from bot.cards.deciding import propose
from bot.cards.elements import Choice, DateField, Field, Form, FormPart, Option, Section, TextField
from bot.cards.form_top import form_top
from bot.cards.referring.secret_address import quoted
from bot.cards.sight import Sight
from triage import action_due, actions
from triage.case import Case
from triage.records import Action, ActionStep, Person

OTHER_AREA = "other_area"
COLLEAGUE, LEAD, NOT_OURS = "colleague", "lead", "not_ours"


def add(sight: Sight, case: Case, people: Iterable[tuple[str, Person]]) -> Form:
    """One more action. `people` are those who could do it, each with the seat they answer for."""
    _ = sight.words.gettext
    about = tuple(Option(s.id, phrases.label(sight, s)) for s in case.subjects)
    return Form(
        title=_("Add an action"),
        verb="actions.add",
        thing=case.referral.id,
        body=(
            *form_top(sight, case),
            TextField(
                "what",
                _("What"),
                hint=_("Start with a verb. No need to repeat the story"),
                limit=200,
                guarded=True,
                missing=_("Enter what will be done"),
            ),
            Choice("about", _("About (optional)"), about, optional=True, as_list=True),
            *_who(sight, people),
            *_due(sight, "due", _("Due")),
            TextField(
                "proof",
                _("How we will know it is done (optional)"),
                limit=200,
                optional=True,
                guarded=True,
            ),
            phrases.safe_to_record(sight),
        ),
        submit=_("Add action"),
    )


def _who(sight: Sight, people: Iterable[tuple[str, Person]]) -> tuple[Choice, Choice]:
    _ = sight.words.gettext
    seats = tuple(Option(seat.id, seat.name) for seat in sight.hub.profile.seats)
    return (
        Choice("seat", _("Who: agency"), seats, missing=_("Select an agency"), as_list=True),
        Choice(
            "person",
            _("Who: person (optional)"),
            people_options(sight, people),
            hint=_("The agency's lead if you choose nobody"),
            optional=True,
            as_list=True,
        ),
    )


def done(sight: Sight, case: Case, action: Action) -> Form:
    """What happened, and where that is recorded."""
    _ = sight.words.gettext
    return _form(
        sight,
        case,
        action,
        verb="action.done",
        title=_("Done"),
        submit=_("Mark done"),
        fields=(
            TextField(
                "words",
                _("What happened, and where it is recorded"),
                limit=300,
                multiline=True,
                guarded=True,
                missing=_("Enter what happened"),
            ),
        ),
    )


def not_possible(sight: Sight, case: Case, action: Action) -> Form:
    """Why it will not be done, and whether somebody is less safe."""
    _ = sight.words.gettext
    return _form(
        sight,
        case,
        action,
        verb="action.not_possible",
        title=_("Not possible"),
        submit=_("Record"),
        fields=(
            Choice(
                "which",
                _("What is it?"),
                (
                    Option("not_possible", _("Circumstances changed")),
                    Option("not_undertaken", _("Not undertaken")),
                ),
                missing=_("Select which"),
            ),
            TextField("words", _("Why"), limit=500, multiline=True, guarded=True, missing=_("Enter why")),
            Choice(
                "less_safe",
                _("Is anyone less safe because of this?"),
                (Option("yes", _("Yes")), Option("no", _("No"))),
                hint=_('"Yes" tells the duty manager at once'),
                missing=_("Select yes or no"),
            ),
        ),
    )


def instead(sight: Sight, case: Case, action: Action) -> Form:
    """What is done in the place of an action that will not be done, when somebody is less safe without it."""
    _ = sight.words.gettext
    step = actions.less_safe(case, action)
    why = (Section((action_words.step(sight, step),)), quoted(sight, case, step.words)) if step else ()
    return _form(
        sight,
        case,
        action,
        verb="action.instead",
        title=_("What is done instead"),
        submit=_("Record"),
        above=why,
        fields=(
            TextField(
                "words",
                _("What is done instead"),
                hint=_("Who keeps them safe, how, and from when"),
                limit=500,
                multiline=True,
                guarded=True,
                missing=_("Enter what is done instead"),
            ),
        ),
    )


def give(sight: Sight, case: Case, action: Action, people: Iterable[tuple[str, Person]]) -> Form:
    """To a colleague, another agency's lead, or another area."""
    _ = sight.words.gettext
    return _form(
        sight,
        case,
        action,
        verb="action.give",
        title=_("Give to someone"),
        submit=_("Hand over"),
        fields=(
            Choice(
                "to",
                _("To"),
                (*people_options(sight, people), Option(OTHER_AREA, _("Another area"))),
                hint=_stays(sight, action),
                missing=_("Select who it goes to"),
                as_list=True,
            ),
            TextField(
                "area",
                _("Which area, and who there (only if another area)"),
                limit=200,
                optional=True,
                guarded=True,
            ),
            TextField("words", _("Why"), limit=300, multiline=True, guarded=True, missing=_("Enter why")),
        ),
    )


def _stays(sight: Sight, action: Action) -> str:
    _ = sight.words.gettext
    if sight.reader is not None and sight.reader.person == action.owner:
        return _("It stays yours until it is taken")
    return _("It stays where it is until it is taken. If you choose yourself, it is yours at once")


def decline(sight: Sight, case: Case, action: Action) -> Form:
    """Why it cannot be taken."""
    _ = sight.words.gettext
    return _why(sight, case, action, "action.decline", _("Cannot take it"))


def agree_time(sight: Sight, case: Case, action: Action, asked: ActionStep) -> Form:
    """Who asks for more time, for what, until when, why, and how often there was more: read before anybody agrees."""
    _ = sight.words.gettext
    return Form(
        title=_("Agree to more time"),
        verb="action.agree_time",
        thing=action.id,
        body=(
            *form_top(sight, case),
            Section((action_words.line(sight, action),)),
            quoted(sight, case, action.what),
            *_request(sight, case, action, asked),
        ),
        submit=_("Agree to more time"),
        buttons=tuple(
            one
            for one in (action_words.buttons(sight, case, action, sight.reader) if sight.reader else ())
            if one.verb == "action.refuse_time"
        ),
        binding=True,
        shows=(asked.id,),
    )


def refuse_time(sight: Sight, case: Case, action: Action, asked: ActionStep) -> Form:
    """The request, and why there is no more time."""
    _ = sight.words.gettext
    request = tuple(_request(sight, case, action, asked))
    form = _why(sight, case, action, "action.refuse_time", _("Do not agree"), above=request)
    return replace(form, shows=(asked.id,))


def _request(sight: Sight, case: Case, action: Action, asked: ActionStep) -> Iterator[FormPart]:
    """Who asks for what and why, what it takes the place of, and why more time was not agreed before."""
    _ = sight.words.gettext
    said = _("{name} asks for time until {when}. Times extended so far: {n}.")
    until = times.now_read(sight, asked.due_at or action.due_at)
    times_more = actions.times_extended(case, action)
    yield Section((said.format(name=sight.name(asked.by), when=until, n=times_more), _("Why:")))
    yield quoted(sight, case, asked.words)
    for before in actions.replaced_requests(case, action):
        line = _("It takes the place of a request that nobody answered: {request}")
        yield Section((line.format(request=phrases.inside(action_words.step(sight, before))),))
    for refused in actions.refusals(case, action):
        yield Section((action_words.step(sight, refused),))
        yield quoted(sight, case, refused.words)


def _stands_open(sight: Sight, case: Case, action: Action) -> Iterator[FormPart]:
    """To who asks for more time while a request is open: that it is, and what becomes of it."""
    _ = sight.words.gettext
    asked = actions.time_asked(case, action)
    if asked is None or asked.due_at is None:
        return
    request = action_words.open_request(sight, asked, asked.due_at)
    said = _(
        "{request}. If you ask again, your request takes the place of that one. Both stay in the record."
    )
    yield Section((said.format(request=request),))


def accepted(sight: Sight, case: Case, action: Action) -> Form:
    """Who of the other area accepted it in writing, and where that is kept."""
    _ = sight.words.gettext
    return _form(
        sight,
        case,
        action,
        verb="action.accepted",
        title=_("It was accepted"),
        submit=_("Record"),
        fields=(
            TextField(
                "words",
                _("Who accepted it in writing, when, and where that is kept"),
                limit=300,
                multiline=True,
                guarded=True,
                missing=_("Enter who accepted it, and where that is kept"),
            ),
        ),
    )


def more_time(sight: Sight, case: Case, action: Action) -> Form:
    """Until when, and why."""
    _ = sight.words.gettext
    times_more = actions.times_extended(case, action)
    shown = [_("Times extended so far: {n}.").format(n=times_more)]
    if actions.is_urgent(case):
        shown.append(_("The duty manager must agree."))
    return _form(
        sight,
        case,
        action,
        verb="action.more_time",
        title=_("More time"),
        submit=_("Ask for more time"),
        above=(Section((" ".join(shown),)), *_stands_open(sight, case, action)),
        fields=(
            *_due(sight, "due", _("New due time")),
            TextField("words", _("Why"), limit=300, multiline=True, guarded=True, missing=_("Enter why")),
        ),
    )


def not_later(sight: Sight, action: Action) -> str:
    """What to say to who asks for time until then, or for less."""
    words = sight.words.gettext("The new due time must be later than {when}, when it is due now")
    return words.format(when=times.now_read(sight, action.due_at))


def whose(sight: Sight, case: Case, action: Action, people: Iterable[tuple[str, Person]]) -> Form:
    """Whose an action is that somebody says is not theirs."""
    _ = sight.words.gettext
    return _form(
        sight,
        case,
        action,
        verb="action.not_mine",
        title=_("Not mine"),
        submit=_("Record"),
        fields=whose_fields(sight, people),
    )


def whose_fields(sight: Sight, people: Iterable[tuple[str, Person]]) -> tuple[Field, ...]:
    """Whose is it: a colleague's, the lead's, or not the agency's."""
    _ = sight.words.gettext
    return (
        Choice(
            "whose",
            _("Whose is it?"),
            (
                Option(COLLEAGUE, _("A colleague")),
                Option(LEAD, _("My lead")),
                Option(NOT_OURS, _("Not our agency")),
            ),
            missing=_("Select whose it is"),
        ),
        Choice(
            "to",
            _("Which colleague (only if a colleague)"),
            people_options(sight, people),
            optional=True,
            as_list=True,
        ),
        TextField("words", _("Why (optional)"), limit=300, multiline=True, optional=True, guarded=True),
    )


def problems(sight: Sight, wrong: dict[str, str]) -> dict[str, str]:
    """What to say, by field, for codes of what is wrong."""
    _ = sight.words.gettext
    said = {
        "past": _("The due time must be in the future"),
        "date": _("Enter a date like 20 11 2026"),
        "area": _("Enter which area, and who there"),
        "colleague": _("Select which colleague"),
        "shut": _("Nobody at that agency can see this case. Select another agency"),
        "another_agency": _("Select somebody of the agency that you chose, or nobody"),
    }
    return {field: said[code] for field, code in wrong.items()}


def _why(
    sight: Sight,
    case: Case,
    action: Action,
    verb: str,
    title: str,
    *,
    above: tuple[FormPart, ...] = (),
) -> Form:
    _ = sight.words.gettext
    return _form(
        sight,
        case,
        action,
        verb=verb,
        title=title,
        submit=_("Record"),
        above=above,
        fields=(
            TextField("words", _("Why"), limit=300, multiline=True, guarded=True, missing=_("Enter why")),
        ),
    )


def _form(
    sight: Sight,
    case: Case,
    action: Action,
    *,
    verb: str,
    title: str,
    submit: str,
    fields: tuple[Field, ...],
    above: tuple[FormPart, ...] = (),
) -> Form:
    """What every form about one action begins with: the case, whose it is and until when, and what it says."""
    return Form(
        title=title,
        verb=verb,
        thing=action.id,
        body=(
            *form_top(sight, case),
            Section((action_words.line(sight, action),)),
            quoted(sight, case, action.what),
            *above,
            *fields,
            phrases.safe_to_record(sight),
        ),
        submit=submit,
    )


def _due(sight: Sight, field: str, label: str) -> tuple[Choice, DateField]:
    _ = sight.words.gettext
    dues = (*propose.due_choices(sight).items(), (action_due.ANOTHER_DATE, _("Another date")))
    return (
        Choice(
            field,
            label,
            tuple(Option(code, words) for code, words in dues),
            missing=_("Select when it is due"),
        ),
        DateField(
            f"{field}_date",
            _("The date (only if another date)"),
            hint=_("For example 20 11 2026"),
            optional=True,
        ),
    )


def people_options(sight: Sight, people: Iterable[tuple[str, Person]]) -> tuple[Option, ...]:
    """People by agency and name, as colleagues are named."""
    named = (
        Option(
            person.id,
            ", ".join(part for part in (sight.seat(seat) if seat else "", sight.name(person.id)) if part),
        )
        for seat, person in people
    )
    return tuple(sorted(named, key=lambda option: option.label))
