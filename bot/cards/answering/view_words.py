"""The questions of a view, their choices and words: the same in every form and wherever a view is read."""

from bot.cards import phrases, times
from bot.cards.answering import said_words
from bot.cards.answering.answer_words import label_of
from bot.cards.elements import Choice, FormPart, Heading, Option
from bot.cards.sight import Sight
from triage import visibility
from triage.case import NEED_MORE, NO_VIEW, Case
from triage.records import Subject, Vote


def questions(sight: Sight, case: Case, subject: Subject, before: Vote | None) -> tuple[FormPart, ...]:
    """The two questions about one child under its name, filled in with the view that was given before."""
    _ = sight.words.gettext
    child, number = phrases.label_inside(sight, subject), subject.number
    return (
        Heading(phrases.named_with_age(sight, case, subject)),
        Choice(
            f"urgency_{number}",
            _("Urgency for {child}").format(child=child),
            urgencies(sight),
            missing=_("Select an urgency for {child}").format(child=child),
            value=before.urgency if before else "",
        ),
        Choice(
            f"destination_{number}",
            _("Where {child}'s needs are best met").format(child=child),
            destinations(sight),
            missing=_("Select where {child}'s needs are best met").format(child=child),
            value=before.destination if before else "",
        ),
    )


def urgencies(sight: Sight) -> tuple[Option, ...]:
    """How urgent a child's case may be said to be."""
    levels = tuple(
        Option(level.id, phrases.rating(sight, level.id)) for level in sight.hub.profile.levels if level.asks
    )
    return levels + _without(sight)


def destinations(sight: Sight) -> tuple[Option, ...]:
    """Where needs may best be met."""
    places = tuple(Option(one.id, one.label) for one in sight.hub.profile.views.destinations)
    return places + _without(sight)


def urgency(sight: Sight, code: str) -> str:
    """A view's urgency in words."""
    return label_of(urgencies(sight), code) or phrases.rating(sight, code)


def destination(sight: Sight, code: str) -> str:
    """A view's destination in words."""
    return label_of(destinations(sight), code)


def line(sight: Sight, vote: Vote, of: str) -> str:
    """A view in one line after `of`, whose it is or whom it is on: "Police: RED ◆; Child protection.".

    Of a view that was given inside an answer the urgency alone: that asks for nothing else.
    """
    if _is_urgency_alone(vote):
        words = sight.words.gettext("{of}: {urgency}.")
        return words.format(of=of, urgency=urgency(sight, vote.urgency))
    return sight.words.gettext("{of}: {urgency}; {destination}.").format(
        of=of, urgency=urgency(sight, vote.urgency), destination=destination(sight, vote.destination)
    )


def _is_urgency_alone(vote: Vote) -> bool:
    """Whether no destination was asked: a view that is given with one has a reason of its own."""
    return vote.destination == NO_VIEW != vote.urgency and not vote.reason


def reason(sight: Sight, case: Case, vote: Vote) -> str:
    """Why: its own reason, or what its agency knows where the view came with that, if the reader may read that answer."""
    given = case.answer_with(vote)
    if given is None:
        return vote.reason
    held = sight.reader is None or visibility.answer(sight.reader, case, given)
    return "" if held else given.text


def said(sight: Sight, vote: Vote) -> str:
    """One view whole: whose, what, by whom and when."""
    by = sight.words.gettext("By {name}, {when}.")
    by = by.format(name=sight.name(vote.person), when=times.now_read(sight, vote.at))
    return " ".join((line(sight, vote, sight.seat(vote.seat)), by))


def for_and_against(sight: Sight, case: Case, subject: Subject, votes: tuple[Vote, ...]) -> tuple[str, ...]:
    """Which agencies hold the rating in force, which another one, and which said neither; unconfirmed views are marked."""
    _ = sight.words.gettext
    rating = case.rating_of(subject)
    level = rating.level if rating else ""
    silent = tuple(sight.seat(seat) for seat in case.asked if seat not in {vote.seat for vote in votes})
    said = [(vote.urgency, said_words.seat(sight, case, vote)) for vote in votes]
    groups = (
        (_("For {rating}: {seats}."), tuple(seat for urgency, seat in said if urgency == level)),
        (
            _("Against {rating}: {seats}."),
            tuple(seat for urgency, seat in said if urgency not in {level, NO_VIEW, NEED_MORE}),
        ),
        (_("Need more information: {seats}."), tuple(seat for urgency, seat in said if urgency == NEED_MORE)),
        (_("No view: {seats}."), tuple(seat for urgency, seat in said if urgency == NO_VIEW) + silent),
    )
    shown = phrases.rating(sight, level) if level else ""
    return tuple(
        words.format(rating=shown, seats=", ".join(sorted(seats))) for words, seats in groups if seats
    )


def _without(sight: Sight) -> tuple[Option, ...]:
    _ = sight.words.gettext
    return Option(NEED_MORE, _("Need more information")), Option(NO_VIEW, _("No view"))
