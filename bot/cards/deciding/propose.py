"""The form in which a decision is put forward: an outcome for each child, and why."""

from collections.abc import Iterator, Mapping

from bot.cards import phrases, times
from bot.cards.deciding import proposed_before
from bot.cards.deciding.proposed_before import ACTION_ROWS
from bot.cards.elements import Choice, DateField, Form, FormPart, Option, Section, TextField
from bot.cards.form_top import form_top
from bot.cards.limits import SLACK, shorten
from bot.cards.referring.secret_address import quoted
from bot.cards.roles import role
from bot.cards.sight import Sight
from triage import action_due
from triage.case import Case
from triage.records import Proposal, Subject


def form(
    sight: Sight,
    case: Case,
    subjects: tuple[Subject, ...],
    missing: tuple[str, ...],
    came_back: tuple[Proposal, ...],
) -> Form:
    """The subjects to decide on, the seats whose answer is missing, and what was proposed before and came back.

    It opens filled in with that.
    """
    _ = sight.words.gettext
    empty = Form(
        title=_("Propose decision"),
        verb="decision.propose",
        thing=case.referral.id,
        body=(
            *form_top(sight, case, subjects, (answered(sight, case),)),
            *_why_returned(sight, case, came_back),
            *proposed_before.stands_below(sight, case, came_back, missing),
            *(_outcome(sight, subject) for subject in subjects),
            _rationale(sight),
            _without(sight, missing),
            _safety(sight),
            *(part for number in ACTION_ROWS for part in _action(sight, number)),
            _referrer_words(sight),
            phrases.safe_to_record(sight),
        ),
        submit=_("Send for approval"),
    )
    if not came_back:
        return empty
    return empty.filled(proposed_before.values(sight, case, subjects, came_back, missing), {})


def problems(
    sight: Sight,
    *,
    no_reason_for: tuple[str, ...] = (),
    rows: Mapping[str, str] | None = None,
    name: str = "",
) -> dict[str, str]:
    """What to say, by field. `rows` maps a field of an action row to the code of what is wrong with it."""
    _ = sight.words.gettext
    found: dict[str, str] = {}
    if no_reason_for:
        seats = phrases.seats(sight, no_reason_for)
        found["without"] = _("Enter why you are not waiting for {seats}").format(seats=seats)
    for field, wrong in (rows or {}).items():
        found[field] = _row_problem(sight, wrong, field.split("_")[1])
    if name:
        found["referrer_words"] = _('Take out "{name}": it is in the record').format(name=name)
    return found


def needed(sight: Sight) -> dict[str, str]:
    """What a returned proposal may need, by code."""
    _ = sight.words.gettext
    return {
        "information": _("More information"),
        "rationale": _("Rationale not clear"),
        "outcome": _("Different outcome to be discussed"),
        "other": _("Other"),
    }


def due_choices(sight: Sight) -> dict[str, str]:
    """When an action may be due, by code."""
    _ = sight.words.gettext
    return {
        action_due.END_OF_TODAY: _("End of today"),
        action_due.TOMORROW_MIDDAY: _("Tomorrow midday"),
        action_due.TWO_WORKING_DAYS: _("2 working days"),
        action_due.FIVE_WORKING_DAYS: _("5 working days"),
    }


def answered(sight: Sight, case: Case) -> str:
    """How many agencies answered, and who did not."""
    _ = sight.words.gettext
    silent = case.waiting(sight.now) + case.not_in(sight.now)
    said = [_("Answered {n} of {asked}.").format(n=len(case.answered), asked=len(case.asked))]
    if silent:
        said.append(_("No reply: {seats}.").format(seats=phrases.seats(sight, silent)))
    if case.cannot_check:
        said.append(_("Cannot check: {seats}.").format(seats=phrases.seats(sight, case.cannot_check)))
    return " ".join((*said, *phrases.consent_waits(sight, case), *phrases.shut_out(sight, case)))


def _why_returned(sight: Sight, case: Case, came_back: tuple[Proposal, ...]) -> Iterator[FormPart]:
    """Of each part who returned it, and what they asked for."""
    _ = sight.words.gettext
    wanted = {one.id for one in came_back}
    for returned in case.returns:
        if returned.proposal in wanted:
            line = _("Returned by {name} {when}: {need}").format(
                name=sight.name(returned.by),
                when=times.now_read(sight, returned.at),
                need=needed(sight)[returned.need],
            )
            yield Section((line,))
            yield quoted(sight, case, returned.words)


def _outcome(sight: Sight, subject: Subject) -> Choice:
    _ = sight.words.gettext
    who = phrases.label_inside(sight, subject)
    return Choice(
        f"outcome_{subject.number}",
        _("Outcome for {who}").format(who=who),
        tuple(
            Option(one.id, shorten(f"{one.label} ({role(sight, one.approver)})", SLACK.option_text))
            for one in sight.hub.profile.outcomes
        ),
        missing=_("Select an outcome for {who}").format(who=who),
        as_list=True,
    )


def _rationale(sight: Sight) -> TextField:
    _ = sight.words.gettext
    return TextField(
        "rationale",
        _("Rationale"),
        hint=_("What is known, what it means for each child, why this and not less or more"),
        multiline=True,
        guarded=True,
        missing=_("Enter the rationale"),
    )


def _without(sight: Sight, missing: tuple[str, ...]) -> TextField:
    _ = sight.words.gettext
    label = _("Going on without an agency because (only if an answer is missing)")
    if missing:
        label = _("Going on without {seats} because (only if an answer is missing)").format(
            seats=phrases.seats(sight, missing)
        )
    return TextField("without", label, limit=500, multiline=True, optional=True, guarded=True)


def _safety(sight: Sight) -> TextField:
    _ = sight.words.gettext
    return TextField(
        "safety",
        _("What keeps the child safe until then? (optional)"),
        hint=_("Becomes an action"),
        limit=500,
        multiline=True,
        optional=True,
        guarded=True,
    )


def _referrer_words(sight: Sight) -> TextField:
    _ = sight.words.gettext
    return TextField(
        "referrer_words",
        _("Anything the referrer should hear beyond the standard words (optional)"),
        hint=_("No names"),
        limit=500,
        multiline=True,
        optional=True,
        guarded=True,
    )


def _action(sight: Sight, number: int) -> tuple[FormPart, ...]:
    _ = sight.words.gettext
    seats = tuple(Option(seat.id, seat.name) for seat in sight.hub.profile.seats)
    dues = (*due_choices(sight).items(), (action_due.ANOTHER_DATE, _("Another date")))
    return (
        TextField(
            f"action_{number}_what",
            _("Action {number}: what (optional)").format(number=number),
            hint=_("Start with a verb. No need to repeat the story"),
            limit=200,
            optional=True,
            guarded=True,
        ),
        Choice(
            f"action_{number}_who",
            _("Action {number}: which agency (only if there is an action)").format(number=number),
            seats,
            optional=True,
            as_list=True,
        ),
        Choice(
            f"action_{number}_due",
            _("Action {number}: due (only if there is an action)").format(number=number),
            tuple(Option(code, label) for code, label in dues),
            optional=True,
            as_list=True,
        ),
        DateField(
            f"action_{number}_date",
            _("Action {number}: the date (only if another date)").format(number=number),
            hint=_("For example 20 11 2026"),
            optional=True,
        ),
    )


def _row_problem(sight: Sight, wrong: str, number: str) -> str:
    _ = sight.words.gettext
    said = {
        "what": _("Enter what will be done"),
        "who": _("Select who will do action {number}"),
        "shut": _("Nobody at that agency can see this case. Select who else will do action {number}"),
        "due": _("Select when action {number} is due"),
        "date": _("Enter a date like 20 11 2026"),
        "past": _("The due time must be in the future"),
    }
    return said[wrong].format(number=number)
