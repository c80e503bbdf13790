"""The private menu behind More: what this person may do with this case now, always in the same order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.cards import phrases, posts
from bot.cards.elements import Button, Form, Section
from bot.cards.sight import Sight
from bot.words import listed
from triage.authority import Actor, may, may_see_channel
from triage.case import Case
from triage.ends import hold_on, to_confirm
from triage.lifecycle import OPEN
from triage.meetings import now_in

Things = Callable[[Case, Actor], Iterator[str]]


@dataclass(frozen=True)
class Entry:
    """One line of the menu: its words, its verb, and the things of this case that the verb could be about."""

    label: str
    name: str
    verb: str
    things: Things


def form(sight: Sight, case: Case, actor: Actor) -> Form:
    """The menu as a form without fields; what is chosen takes its place."""
    _ = sight.words.gettext
    offered = buttons(sight, case, actor)
    line = phrases.case_line(sight, case) if may_see_channel(actor) else case.referral.reference
    nothing = () if offered else (Section((_("There is nothing you can do with this now."),)),)
    return Form(
        title=_("More"),
        verb="case.more",
        thing=case.referral.id,
        body=(Section((line,)), *nothing),
        buttons=offered,
    )


def buttons(sight: Sight, case: Case, actor: Actor) -> tuple[Button, ...]:
    """What this person may do now, in the fixed order."""
    return tuple(
        _button(sight, case, entry, thing)
        for entry in ENTRIES
        for thing in dict.fromkeys(entry.things(case, actor))
        if may(actor, entry.verb, case, thing).allowed
    )


def _button(sight: Sight, case: Case, entry: Entry, thing: str) -> Button:
    if entry.verb == "proposal.approve":
        return posts.read_and_decide(sight, case, case.proposal(thing))
    _ = sight.words.gettext
    name = _(entry.name).format(reference=case.referral.reference)
    return phrases.button(_(entry.label), name, entry.verb, thing)


def _copies(case: Case, _actor: Actor) -> Iterator[str]:
    """The newest copy that nobody has confirmed."""
    yield from (export.id for export in to_confirm(case)[-1:])


def _requests(case: Case, _actor: Actor) -> Iterator[str]:
    yield from (one.id for one in case.access_requests if one.state == "open")


def _unwritten(case: Case, _actor: Actor) -> Iterator[str]:
    if not any(one.state == "open" for one in case.information_replies):
        yield case.referral.id


def _replies(case: Case, _actor: Actor) -> Iterator[str]:
    yield from (one.id for one in case.information_replies if one.state == "open")


def _held(case: Case, _actor: Actor) -> Iterator[str]:
    if hold_on(case):
        yield case.referral.id


def _not_held(case: Case, _actor: Actor) -> Iterator[str]:
    if not hold_on(case):
        yield case.referral.id


def _whole(case: Case, _actor: Actor) -> Iterator[str]:
    yield case.referral.id


def _of_others(case: Case, actor: Actor) -> Iterator[str]:
    """Whoever referred knows the family, and keeps what is theirs."""
    if case.referral.referrer.person != actor.person:
        yield case.referral.id


def _to_answer(case: Case, actor: Actor) -> Iterator[str]:
    if actor.seat in case.asked and not case.seat_answer(actor.seat).answered:
        yield case.referral.id


def _after_the_decision(case: Case, actor: Actor) -> Iterator[str]:
    """The card has these until the decision; afterwards this is the only way to them."""
    stages = {subject.stage for subject in case.subjects}
    if actor.seat in case.asked and "decided" in stages and stages.isdisjoint({"rated", "proposed"}):
        yield case.referral.id


def _unasked(case: Case, actor: Actor) -> Iterator[str]:
    if actor.seat not in case.asked:
        yield case.referral.id


def _own_answer(case: Case, actor: Actor) -> Iterator[str]:
    yield from (answer.id for answer in case.answers_of(actor.seat)[-1:])


def _asked(case: Case, _actor: Actor) -> Iterator[str]:
    if case.asked:
        yield case.referral.id


def _proposable(case: Case, _actor: Actor) -> Iterator[str]:
    if case.to_propose():
        yield case.referral.id


def _to_meet(case: Case, _actor: Actor) -> Iterator[str]:
    """A case that waits for a decision, while no meeting has it in hand."""
    if case.asked and now_in(case) is None and any(s.stage in OPEN for s in case.subjects):
        yield case.referral.id


def _discussed(case: Case, _actor: Actor) -> Iterator[str]:
    """The second rating follows the meeting, or a decision."""
    met = any(sitting.meeting.opened_at for sitting in case.sittings)
    if met or case.decisions:
        yield case.referral.id


def _proposals(case: Case, _actor: Actor) -> Iterator[str]:
    yield from (proposal.id for proposal in case.open_proposals)


def _with_actions(case: Case, actor: Actor) -> Iterator[str]:
    if case.actions or (case.decisions and may(actor, "actions.add", case, case.referral.id).allowed):
        yield case.referral.id


def _holding(case: Case, _actor: Actor) -> Iterator[str]:
    yield from (one.id for one in case.holding if one.state == "prepared")


def _feedback(case: Case, _actor: Actor) -> Iterator[str]:
    yield from (feedback.id for feedback in case.feedback if feedback.state == "prepared")


ENTRIES = (
    Entry(listed("Urgent: act now"), listed("Urgent: act now on {reference}"), "urgent.start", _whole),
    Entry(
        listed("Nothing known"), listed("Nothing known for {reference}"), "check.nothing_known", _to_answer
    ),
    Entry(
        listed("Add what we know"),
        listed("Add what we know for {reference}"),
        "check.answer",
        _after_the_decision,
    ),
    Entry(listed("Give our view"), listed("Give our view on {reference}"), "vote.cast", _after_the_decision),
    Entry(listed("Offer information"), listed("Offer information on {reference}"), "check.offer", _unasked),
    Entry(
        listed("I know this family"),
        listed("I know this family, {reference}"),
        "conflict.declare",
        _of_others,
    ),
    Entry(
        listed("Raise a disagreement"),
        listed("Raise a disagreement on {reference}"),
        "disagreement.raise",
        _whole,
    ),
    Entry(
        listed("Correct my answer"), listed("Correct my answer for {reference}"), "check.correct", _own_answer
    ),
    Entry(listed("Change rating"), listed("Change rating of {reference}"), "rating.change", _whole),
    Entry(listed("Ask agencies"), listed("Ask agencies about {reference}"), "checks.ask", _whole),
    Entry(
        listed("Record a phone answer"),
        listed("Record a phone answer for {reference}"),
        "check.phone",
        _asked,
    ),
    Entry(
        listed("Call or change the meeting"),
        listed("Call or change the meeting about {reference}"),
        "meeting.call",
        _to_meet,
    ),
    Entry(
        listed("Propose decision"), listed("Propose decision on {reference}"), "decision.propose", _proposable
    ),
    Entry(listed("Read and decide"), listed("Read and decide {reference}"), "proposal.approve", _proposals),
    Entry(
        listed("Where needs are best met"),
        listed("Where needs are best met, {reference}"),
        "destination.rate",
        _discussed,
    ),
    Entry(listed("Actions"), listed("Actions on {reference}"), "actions.list", _with_actions),
    Entry(listed("Feedback"), listed("Feedback for {reference}"), "feedback.send", _feedback),
    Entry(listed("Feedback"), listed("Feedback for {reference}"), "holding.send", _holding),
    Entry(listed("People and links"), listed("People and links of {reference}"), "people.links", _whole),
    Entry(listed("Restrict"), listed("Restrict {reference}"), "case.restrict", _whole),
    Entry(listed("Close or reopen"), listed("Close or reopen {reference}"), "case.close", _whole),
    Entry(listed("Close or reopen"), listed("Close or reopen {reference}"), "case.reopen", _whole),
    Entry(
        listed("Information request"), listed("Information request {reference}"), "information.start", _whole
    ),
    Entry(
        listed("Information reply"),
        listed("Information reply to {reference}"),
        "information.reply",
        _unwritten,
    ),
    Entry(
        listed("Approve the reply"),
        listed("Approve the reply to {reference}"),
        "information.approve",
        _replies,
    ),
    Entry(listed("Export the record"), listed("Export the record of {reference}"), "export.make", _whole),
    Entry(
        listed("Confirm the export"), listed("Confirm the export of {reference}"), "export.confirm", _copies
    ),
    Entry(listed("Access request"), listed("Access request on {reference}"), "sar.open", _whole),
    Entry(
        listed("Release what is held"),
        listed("Release what is held in {reference}"),
        "sar.release",
        _requests,
    ),
    Entry(
        listed("Review what is held"), listed("Review what is held in {reference}"), "sar.review", _requests
    ),
    Entry(listed("Set a legal hold"), listed("Set a legal hold on {reference}"), "hold.set", _not_held),
    Entry(listed("Lift the legal hold"), listed("Lift the legal hold on {reference}"), "hold.lift", _held),
    Entry(listed("Add another person"), listed("Add another person to {reference}"), "subject.add", _whole),
)
"""The whole menu in its fixed order."""
