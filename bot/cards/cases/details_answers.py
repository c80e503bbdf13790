"""Details, second part: what each agency answered, and what its view is."""

from collections.abc import Iterator

from bot.cards import phrases, times
from bot.cards.answering import answer_words, phone_answer, said_words, view_words
from bot.cards.desk import rating_stands
from bot.cards.elements import Button, FormPart, Heading, Row, Section
from bot.cards.referring.secret_address import quoted
from bot.cards.sight import Sight
from triage import visibility
from triage.authority import Actor, may
from triage.case import Case
from triage.lifecycle import ASKED
from triage.records import Answer, Subject, Vote
from triage.visibility import Held


def held_words(sight: Sight, held: Held) -> str:
    """Why a part is held back."""
    _ = sight.words.gettext
    words = {
        Held.NOT_FOR_YOU: _("This part is not for you."),
        Held.ANSWER_FIRST: _("Hidden until your own answer is in."),
        Held.VIEW_FIRST: _("Hidden until you give your view."),
        Held.NOT_OPEN: _("Hidden until the views are opened."),
        Held.CONSENT_WAITS: _("Held until a duty manager has decided about consent."),
        Held.CONSENT_REFUSED: _("Not shared: consent was refused."),
    }
    return words[held]


# Answers.


def answers(sight: Sight, case: Case, actor: Actor) -> Iterator[FormPart]:
    """Answers by agency, with what they corrected; offered ones after those that were asked for."""
    _ = sight.words.gettext
    offered = [one.seat for one in case.answers if one.seat not in case.asked]
    seats = (*case.asked, *dict.fromkeys(offered))
    if not seats:
        return
    yield Heading(_("Answers"))
    for seat in seats:
        yield Heading(sight.seat(seat), 3)
        given = [one for one in case.answers if one.seat == seat]
        if not given:
            yield Section((_no_answer(sight, case, seat),))
        for one in given:
            yield from _answer(sight, case, actor, one)
        if seat == actor.seat:
            yield from phone_answer.to_confirm(sight, case, seat)


def _no_answer(sight: Sight, case: Case, seat: str) -> str:
    _ = sight.words.gettext
    is_asked = not case.stages.isdisjoint(ASKED)
    if is_asked and seat in case.shut_out and phrases.says_why_shut_out(sight, case):
        return _("No reply, and not waited for: nobody there can see this case.")
    stands = case.seat_answer(seat)
    due = times.now_read(sight, stands.due_at)
    if stands.due_at <= sight.now:
        return _("No reply. It was due {when}.").format(when=due)
    return _("No reply yet. It is due {when}.").format(when=due)


def _answer(sight: Sight, case: Case, actor: Actor, given: Answer) -> Iterator[FormPart]:
    held = visibility.answer(actor, case, given)
    if held:
        answered = sight.words.gettext("Answered {when}.").format(when=times.now_read(sight, given.at))
        decide = _decide(sight, case, actor, given) if held is Held.CONSENT_WAITS else None
        yield Row((answered, held_words(sight, held)), (decide,) if decide else ())
        return
    yield Section(tuple(line for line in _facts(sight, case, given) if line))
    for words in (given.text, given.why_not):
        if words:
            yield quoted(sight, case, words)


def _decide(sight: Sight, case: Case, actor: Actor, given: Answer) -> Button | None:
    _ = sight.words.gettext
    superseded = given.id not in {one.id for one in case.current_answers}
    if superseded or not may(actor, "consent.decide", case, given.id).allowed:
        return None
    name = _("Decide about consent, {seat}, {reference}").format(
        seat=sight.seat(given.seat), reference=case.referral.reference
    )
    return phrases.button(_("Decide about consent"), name, "consent.decide", given.id)


def _facts(sight: Sight, case: Case, given: Answer) -> Iterator[str]:
    _ = sight.words.gettext
    kind = answer_words.label_of(answer_words.kinds(sight), given.kind)
    current = given.id in {one.id for one in case.current_answers}
    yield (
        _("{kind}.").format(kind=kind) if current else _("Corrected since. Before: {kind}.").format(kind=kind)
    )
    people = (phrases.label(sight, s) for s in case.subjects if s.id in given.subjects)
    yield _("About: {people}.").format(people=", ".join(people))
    yield from _sharing(sight, given)
    if given.systems:
        yield _("Systems checked: {words}").format(words=given.systems)
    yield _("By {name}, {when}.").format(name=sight.name(given.person), when=times.now_read(sight, given.at))
    if given.told_by:
        yield phone_answer.taken_by(sight, given, times.happened(sight, given.at))
        yield _("Told by {who}, {when}.").format(who=given.told_by, when=given.told_at)
        yield _confirmed(sight, given)


def _confirmed(sight: Sight, given: Answer) -> str:
    _ = sight.words.gettext
    if given.confirmed_at is None:
        return _("The agency has not confirmed this yet.")
    return _("The agency confirmed this {when}.").format(when=times.now_read(sight, given.confirmed_at))


def _sharing(sight: Sight, given: Answer) -> Iterator[str]:
    _ = sight.words.gettext
    facts = (
        (_("Why it is needed: {words}."), answer_words.needs(sight), given.need),
        (_("Who may see this: {words}."), answer_words.tiers(sight), given.tier),
        (_("Lawful basis: {words}."), answer_words.bases(sight), given.basis),
        (_("Consent: {words}."), answer_words.consents(sight), given.consent),
    )
    for said, options, value in facts:
        if value:
            yield said.format(words=answer_words.label_of(options, value))


# Views.


def views(sight: Sight, case: Case, actor: Actor) -> Iterator[FormPart]:
    """Views on each child, earlier ones too; those of others only when this person may read them."""
    _ = sight.words.gettext
    if not case.checks:
        return
    yield Heading(_("Views"))
    if not case.votes:
        yield Section((_("No agency has given a view yet."),))
    for subject in case.subjects:
        given = [one for one in case.votes if one.subject == subject.id]
        if given:
            yield Heading(phrases.label(sight, subject), 3)
            yield from _on(sight, case, actor, subject, given)


def _on(sight: Sight, case: Case, actor: Actor, subject: Subject, given: list[Vote]) -> Iterator[FormPart]:
    holds = {vote.id: visibility.vote(actor, case, vote) for vote in given}
    current = case.votes_on(subject)
    if current and not any(holds[vote.id] for vote in current):
        yield Section(view_words.for_and_against(sight, case, subject, current))
    for vote in given:
        if not holds[vote.id]:
            yield from _view(sight, case, subject, vote)
    for held in dict.fromkeys(held for held in holds.values() if held):
        yield Section((held_words(sight, held),))


def _view(sight: Sight, case: Case, subject: Subject, vote: Vote) -> Iterator[FormPart]:
    _ = sight.words.gettext
    notes = []
    if case.vote_of(vote.seat, subject) != vote:
        notes.append(_("Changed since."))
    if vote.written_by:
        words = _("Said in the meeting, written by {name}.")
        notes.append(words.format(name=sight.name(vote.written_by)))
    if said_words.unconfirmed(sight, case, vote):
        notes.append(_("Not confirmed."))
    if vote.late:
        notes.append(_("Late: it came after the decision."))
    yield Section((" ".join((view_words.said(sight, vote), *notes)),))
    words = "\n".join(part for part in (view_words.reason(sight, case, vote), vote.why_changed) if part)
    if words:
        yield quoted(sight, case, words)
    yield from rating_stands.beside(sight, case, vote)
