"""The personal card to each member of an asked seat when a case is urgent: what is needed, and by when."""

from dataclasses import replace

from bot.cards import phrases, posts, times
from bot.cards.answering import phone_answer
from bot.cards.cases import side_states
from bot.cards.elements import Card, CardPart, Section
from bot.cards.hours import duty
from bot.cards.sight import Sight
from triage.case import Case
from triage.meetings import ahead
from triage.records import Rating


def card(case: Case, sight: Sight, _thing: str) -> Card:
    """Until somebody of the seat has answered; then one line, with what is to be confirmed."""
    seat = sight.reader.seat if sight.reader else ""
    if case.state(sight.now) in {"decided", "closed"}:
        return _over(case, sight)
    if seat not in case.asked:
        return _to_deputy(case, sight)
    return _answered(case, sight, seat) if case.seat_answer(seat).answered else _to_answer(case, sight, seat)


def _to_answer(case: Case, sight: Sight, seat: str) -> Card:
    _ = sight.words.gettext
    title = _("{rating} {reference} needs an answer by {time}").format(
        rating=phrases.rating(sight, case.level),
        reference=case.referral.reference,
        time=posts.at(sight, case, case.seat_answer(seat).due_at),
    )
    return Card(
        title=title,
        fallback=title,
        body=_due(case, sight),
        buttons=(
            posts.nothing_known(sight, case),
            posts.add_what_we_know(sight, case),
            posts.open_details(sight, case),
            posts.not_mine(sight, case),
        ),
    )


def _to_deputy(case: Case, sight: Sight) -> Card:
    """To somebody of no asked seat: what the seat that they may stand in for has still to answer, or did."""
    reader = sight.reader.person if sight.reader else ""
    stood_for = sight.roster.seats_stood_in_for(reader, sight.hub.forum.id, sight.now)
    asked = [seat for seat in stood_for if seat in case.asked]
    for seat in asked:
        if not case.seat_answer(seat).answered:
            return _to_stand_in(case, sight, seat)
    return _answered(case, sight, asked[0]) if asked else _urgent(case, sight)


def _to_stand_in(case: Case, sight: Sight, seat: str) -> Card:
    """For a deputy, when nobody of the seat is on duty: first they take it."""
    _ = sight.words.gettext
    whole = _to_answer(case, sight, seat)
    start = duty.start_for(sight, case, seat)
    said = Section((_("You stand in for {seat}.").format(seat=sight.seat(seat)),))
    return replace(whole, body=(*whole.body, said), buttons=(start,))


def _due(case: Case, sight: Sight) -> tuple[CardPart, ...]:
    _ = sight.words.gettext
    if case.due_at is None:
        return ()
    due = times.posted(sight, case.due_at)
    raised = side_states.newest_raise(case, sight)
    was_due = side_states.due_before(case, raised) if raised else None
    if raised is None or was_due is None:
        sitting = ahead(case)
        line = _("Decision due {when}.").format(when=due)
        if sitting is not None:
            line = _("Meeting {meeting}. Decision due {when}.").format(
                meeting=times.posted(sight, sitting.meeting.at), when=due
            )
        return (Section((line,)),)
    return (Section((risen(sight, raised, was_due=times.posted(sight, was_due), due=due),)),)


def risen(sight: Sight, raised: Rating, *, was_due: str, due: str) -> str:
    """From what and when to what and when."""
    return sight.words.gettext("Was {old}, due {was_due}. Now {new}, due {due}.").format(
        old=phrases.rating_word(sight, raised.was),
        was_due=was_due,
        new=phrases.rating_word(sight, raised.level),
        due=due,
    )


def _answered(case: Case, sight: Sight, seat: str) -> Card:
    given = case.answers_of(seat)[-1]
    line = sight.words.gettext("{reference}: {seat} answered {time}.").format(
        reference=case.referral.reference, seat=sight.seat(seat), time=times.posted(sight, given.at)
    )
    own = sight.reader is not None and sight.reader.seat == seat
    return Card(title=line, fallback=line, body=phone_answer.to_confirm(sight, case, seat) if own else ())


def _urgent(case: Case, sight: Sight) -> Card:
    """For somebody whose seat is no longer among those asked."""
    _ = sight.words.gettext
    line = _("{rating_due} · {reference}").format(
        rating_due=posts.rating_due(sight, case), reference=case.referral.reference
    )
    return Card(title=line, fallback=line, buttons=(posts.open_details(sight, case),))


def _over(case: Case, sight: Sight) -> Card:
    _ = sight.words.gettext
    at = posts.decided_at(case, sight.now)
    line = _("{reference}: decided {when}.").format(
        reference=case.referral.reference, when=times.posted(sight, at)
    )
    return Card(title=line, fallback=line)
