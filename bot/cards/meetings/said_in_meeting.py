"""What an agency said in the meeting: the form for who writes it down, and the agency's card to confirm or correct it."""

from collections.abc import Mapping

from bot.cards import phrases, times
from bot.cards.answering import view_words
from bot.cards.elements import Card, Choice, Form, Option, Section, TextField
from bot.cards.referring.secret_address import quoted
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import Statement, Subject, Vote


def form(
    sight: Sight,
    case: Case,
    subjects: tuple[Subject, ...],
    seats: tuple[str, ...] = (),
    *,
    before: Mapping[str, Vote] | None = None,
    statement: Statement | None = None,
) -> Form:
    """The view and the words of one agency. With `statement` it is the agency itself that corrects it."""
    _ = sight.words.gettext
    views = (view_words.questions(sight, case, one, (before or {}).get(one.id)) for one in subjects)
    return Form(
        title=_("Correct what was said") if statement else _("Record what was said"),
        verb="statement.correct" if statement else "meeting.said",
        thing=statement.id if statement else case.referral.id,
        body=(
            Section((phrases.case_line(sight, case),)),
            Section((phrases.opening_recorded(sight),)),
            *(() if statement else (_agency(sight, seats),)),
            *(part for questions in views for part in questions),
            _words(sight, statement),
            phrases.safe_to_record(sight),
        ),
        submit=_("Record"),
    )


def _agency(sight: Sight, seats: tuple[str, ...]) -> Choice:
    _ = sight.words.gettext
    return Choice(
        "seat",
        _("Agency"),
        tuple(Option(seat, sight.seat(seat)) for seat in sorted(seats, key=sight.seat)),
        missing=_("Select the agency"),
        as_list=True,
        gone=_("Select an agency that is here: the roll call does not say that this one is"),
    )


def _words(sight: Sight, statement: Statement | None) -> TextField:
    _ = sight.words.gettext
    return TextField(
        "words",
        _("In their words"),
        limit=500,
        guarded=True,
        multiline=True,
        missing=_("Enter what they said"),
        value=statement.words if statement else "",
    )


def card(case: Case, sight: Sight, thing: str) -> Card:
    """To the agency: something was written down for it, to be confirmed or corrected. Not what it was."""
    _ = sight.words.gettext
    statement = next(one for one in case.statements if one.id == thing)
    reference = case.referral.reference
    if statement.confirmed_at:
        line = _("{reference}: what you said in the meeting is confirmed.").format(reference=reference)
        return Card(title=line, fallback=line)
    wrong = _("Correct it, {reference}").format(reference=reference)
    return Card(
        title=_("SAID IN THE MEETING · {reference}").format(reference=reference),
        fallback=_("{reference}: confirm what you said in the meeting.").format(reference=reference),
        body=(
            Section(
                (
                    _("Written down for {seat} by {name} {time}. Not confirmed yet.").format(
                        seat=sight.seat(statement.seat),
                        name=sight.name(statement.by),
                        time=times.posted(sight, statement.at),
                    ),
                )
            ),
        ),
        buttons=(
            phrases.button(
                _("Read it"),
                _("Read it, {reference}").format(reference=reference),
                "statement.read",
                statement.id,
                primary=True,
            ),
            phrases.button(_("Correct it"), wrong, "statement.correct", statement.id),
        ),
    )


def reading(sight: Sight, case: Case, statement: Statement) -> Form:
    """What was written down, for the agency that said it."""
    _ = sight.words.gettext
    votes = [vote for vote in case.votes if vote.id in statement.votes]
    lines = tuple(view_line(sight, case, vote) for vote in votes)
    return Form(
        title=_("What was said"),
        verb="statement.read",
        thing=statement.id,
        body=(
            Section((phrases.case_line(sight, case), phrases.opening_recorded(sight))),
            *((Section(lines),) if lines else ()),
            quoted(sight, case, statement.words),
        ),
        buttons=(
            phrases.button(
                _("That is right"), _("That is right"), "statement.confirm", statement.id, opens=False
            ),
            phrases.button(_("Correct it"), _("Correct it"), "statement.correct", statement.id),
        )
        if statement.confirmed_at is None
        else (),
    )


def view_line(sight: Sight, case: Case, vote: Vote) -> str:
    """A view in one line: "Child 1: RED ◆; Child protection."."""
    return view_words.line(sight, vote, phrases.label(sight, case.subject(vote.subject)))


def asked_card(case: Case, sight: Sight, thing: str) -> Card:
    """To the people of an agency: its view is asked for in the meeting."""
    _ = sight.words.gettext
    asked = next(one for one in case.views_asked if one.id == thing)
    reference = case.referral.reference
    given = any(case.vote_of(asked.seat, subject) for subject in case.subjects)
    if given:
        line = _("{reference}: your view is recorded.").format(reference=reference)
        return Card(title=line, fallback=line)
    name = _("Give our view on {reference}").format(reference=reference)
    return Card(
        title=_("YOUR VIEW IS ASKED FOR · {reference}").format(reference=reference),
        fallback=_("{reference}: your view is asked for in the meeting.").format(reference=reference),
        body=(Section((_("Asked in the meeting {time}.").format(time=times.posted(sight, asked.at)),)),),
        buttons=(phrases.button(_("Give our view"), name, "vote.cast", case.referral.id, primary=True),),
    )
