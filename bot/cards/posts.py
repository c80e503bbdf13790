"""What posted cards share: line 1, times with their day, when something changed last. Never who, never what was said."""

from collections.abc import Iterator
from datetime import datetime

from bot.cards import phrases, times
from bot.cards.elements import Button
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import Proposal, Subject

LOOK_AGAIN = {"late_view": "late_view.confirm", "household": "household.confirm"}
"""The tasks that ask whether a decision stands, each with the verb by which somebody says that it does."""


def rating_due(sight: Sight, case: Case) -> str:
    """The rating and until when: "RED ◆ due 1:12pm Mon 16 November"."""
    _ = sight.words.gettext
    if case.due_at is None:
        return phrases.rating(sight, case.level)
    return _("{rating} due {when}").format(
        rating=phrases.rating(sight, case.level), when=times.posted(sight, case.due_at)
    )


def word_due(sight: Sight, case: Case) -> str:
    """The same for a fallback: "RED. Due 1:12pm Mon 16 November."."""
    _ = sight.words.gettext
    word = phrases.rating_word(sight, case.level)
    if case.due_at is None:
        return f"{word}."
    return _("{rating}. Due {when}.").format(rating=word, when=times.posted(sight, case.due_at))


def at(sight: Sight, case: Case, when: datetime) -> str:
    """An instant on a card whose line 1 names a day: the time alone where all of it is on that day, else with its day.

    On a card that is due tomorrow a time alone would be read as today's.
    """
    day, midnight = times.local_day(sight, when)
    arrived = times.local_day(sight, case.referral.received_at)[0]
    if case.due_at is None or midnight or {day, arrived} != {times.local_day(sight, case.due_at)[0]}:
        return times.posted(sight, when)
    return times.clock_time(sight, when)


def in_full(sight: Sight, when: datetime) -> str:
    """An instant with its whole day: "5:00pm Thursday 19 November"."""
    return times.with_day(sight, when, times.day)


def last_change(case: Case, now: datetime) -> datetime:
    """When the case last changed, for "Updated …": a time that stays true however long the card stands."""
    return max((moment for moment in _moments(case) if moment <= now), default=case.referral.received_at)


def decided_at(case: Case, now: datetime) -> datetime:
    """When the newest decision was approved; where screening alone ended it, when the case last changed."""
    return max((made.at for made in case.decisions), default=last_change(case, now))


def outcome(sight: Sight, subject: Subject, decided: str) -> str:
    """What was decided for one subject, never with initials: "Child 1: section 47 enquiry, joint."."""
    said = sight.hub.profile.outcome(decided).label
    return f"{phrases.label(sight, subject)}: {phrases.inside(said)}."


def screen(sight: Sight, case: Case) -> Button:
    """Opens the form in which a referral is screened and rated."""
    _ = sight.words.gettext
    return _button(case, _("Screen"), _("Screen {reference}"), "referral.screen")


def nothing_known(sight: Sight, case: Case) -> Button:
    """Opens the form of two presses."""
    _ = sight.words.gettext
    return _button(
        case, _("Nothing known"), _("Nothing known for {reference}"), "check.nothing_known", primary=True
    )


def add_what_we_know(sight: Sight, case: Case) -> Button:
    """Opens the answer."""
    _ = sight.words.gettext
    return _button(case, _("Add what we know"), _("Add what we know for {reference}"), "check.answer")


def give_our_view(sight: Sight, case: Case) -> Button:
    """Opens the view."""
    _ = sight.words.gettext
    return _button(case, _("Give our view"), _("Give our view on {reference}"), "vote.cast")


def not_mine(sight: Sight, case: Case) -> Button:
    """Opens the form that asks whose it is."""
    _ = sight.words.gettext
    return _button(case, _("Not mine"), _("Not mine, {reference}"), "answer.not_mine")


def open_details(sight: Sight, case: Case) -> Button:
    """Opens the one place where the whole case can be read."""
    _ = sight.words.gettext
    return _button(case, _("Open details"), _("Open details of {reference}"), "details.open")


def more(sight: Sight, case: Case) -> Button:
    """Opens the menu of what this person may do."""
    _ = sight.words.gettext
    return _button(case, _("More"), _("More for {reference}"), "case.more")


def more_worried(sight: Sight, case: Case) -> Button:
    """For whoever referred: opens urgent protection."""
    _ = sight.words.gettext
    return _button(case, _("I am more worried"), _("I am more worried, {reference}"), "urgent.start")


def read_and_decide(sight: Sight, case: Case, proposal: Proposal, *, primary: bool = False) -> Button:
    """Opens one proposal; where several wait, each says whom it is about."""
    _ = sight.words.gettext
    label, reference = _("Read and decide"), case.referral.reference
    name = _("Read and decide {reference}").format(reference=reference)
    if len(case.open_proposals) > 1:
        subjects = (case.subject(one.subject) for one in proposal.outcomes)
        people = ", ".join(phrases.label_inside(sight, subject) for subject in subjects)
        label = _("Read and decide: {people}").format(people=people)
        name = _("Read and decide: {people}, {reference}").format(people=people, reference=reference)
    return phrases.button(label, name, "proposal.approve", proposal.id, primary=primary)


def read_and_decide_any(sight: Sight, case: Case, name: str) -> Button:
    """For everybody: opens the proposal that waits; where several do, which there are, to open each."""
    first, *others = case.open_proposals
    verb, thing = ("proposal.list", case.referral.id) if others else ("proposal.approve", first.id)
    return phrases.button(sight.words.gettext("Read and decide"), name, verb, thing, primary=True)


def the_decision_stands(sight: Sight, case: Case, verb: str, thing: str) -> Button:
    """Acts at once: whoever answers for the decision looked at what is new."""
    _ = sight.words.gettext
    name = _("The decision stands, {reference}").format(reference=case.referral.reference)
    return phrases.button(_("The decision stands"), name, verb, thing, opens=False, primary=True)


def _button(case: Case, seen: str, name: str, verb: str, *, primary: bool = False) -> Button:
    reference = case.referral.reference
    return phrases.button(seen, name.format(reference=reference), verb, case.referral.id, primary=primary)


def _moments(case: Case) -> Iterator[datetime]:
    yield case.referral.received_at
    yield from (one.at for one in case.ratings)
    yield from (one.asked_at for one in case.checks)
    yield from (one.at for one in case.answers)
    yield from (one.at for one in case.consent_decisions)
    yield from (one.at for one in case.votes)
    yield from (one.views_open_at for one in case.subjects if one.views_open_at)
    yield from _waited_for(case)
    yield from _met(case)
    yield from (one.at for one in case.proposals)
    yield from (one.at for one in case.returns)
    yield from (one.at for one in case.decisions)
    yield from (one.sent_at for one in case.feedback if one.sent_at)
    yield from (one.at for one in case.action_steps)
    yield from _beside(case)


def _waited_for(case: Case) -> Iterator[datetime]:
    """When somebody became late, their lead was told, and waiting for them ended; once it is decided nobody is waited for."""
    yield from (one.at for one in case.nudges if (one.level, one.about) == ("lead", "answer"))
    due = [one.due_at for one in case.still_asked] if case.runs else []
    yield from due
    if due and case.cut_off:
        yield case.cut_off


def _met(case: Case) -> Iterator[datetime]:
    """When a meeting was made and set, and when it took this case up and left it."""
    for sitting in case.sittings:
        yield sitting.meeting.made_at
        yield from (at for at in (sitting.meeting.set_at, sitting.meeting.closed_at) if at)
        item = sitting.item_of(case.referral.id)
        if item is not None:
            yield from (at for at in (item.started_at, item.ended_at) if at)


def _beside(case: Case) -> Iterator[datetime]:
    """When a side state began, changed or ended."""
    yield from (one.at for one in case.urgent)
    yield from (one.at for one in case.disagreements)
    yield from (one.at for one in case.disagreement_steps)
    yield from (one.at for one in case.reopenings)
    yield from (one.at for one in case.legal_holds)
    for task in case.tasks:
        if task.kind in {"household", "late_view"}:
            yield from (at for at in (task.at, task.done_at) if at)
