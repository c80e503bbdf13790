"""The form in which a decision is approved: the whole of it, and nothing to fill in."""

from collections.abc import Collection, Iterator

from bot.cards import phrases, posts, times
from bot.cards.answering import answer_words, said_words, view_words
from bot.cards.answering.answer_words import label_of
from bot.cards.answering.consent import in_the_referral, why_shared
from bot.cards.cases import meeting_line
from bot.cards.deciding.disagree import disagreed_about
from bot.cards.deciding.propose import due_choices, needed
from bot.cards.desk import rating_stands
from bot.cards.elements import Choice, Form, FormPart, Heading, Option, Row, Section, TextField
from bot.cards.referring.secret_address import quoted
from bot.cards.roles import awaited, role_of
from bot.cards.sight import Sight
from triage import action_due
from triage.authority import only_for_now
from triage.case import NO_VIEW, Case
from triage.records import Answer, ConsentDecision, Disagreement, Proposal, ProposedAction, Subject


def form(sight: Sight, case: Case, proposal: Proposal, interim_until: str) -> Form:
    """Everything that the approver answers for, whole. Why nobody waits for whom stands with the rationale, as part of it.

    `interim_until` is the day (as "2026-11-17") on whose list it comes back, when it would hold for the time being.
    """
    _ = sight.words.gettext
    reference = case.referral.reference
    return_it = phrases.button(
        _("Return it instead"),
        _("Return it instead, {reference}").format(reference=reference),
        "proposal.return",
        proposal.id,
    )
    return Form(
        title=_("Read and decide"),
        verb="proposal.approve",
        thing=proposal.id,
        body=(
            Section((phrases.case_line(sight, case),)),
            Section(tuple(phrases.in_full(sight, case, s) for s in _subjects(case, proposal))),
            Section((phrases.opening_recorded(sight),)),
            *_interim(sight, case, proposal, interim_until),
            *_outcomes(sight, case, proposal),
            Heading(_("Rationale")),
            quoted(sight, case, proposal.rationale),
            *_missing(sight, case, proposal),
            *_answers(sight, case),
            *_views(sight, case, proposal),
            *_said_in_meetings(sight, case),
            *_disagreements(sight, case),
            *_consent(sight, case),
            *_actions(sight, case, proposal),
            *_for_the_referrer(sight, case, proposal),
            _version(sight, case, proposal),
        ),
        submit=_("Approve"),
        buttons=(return_it,),
        binding=True,
    )


def several_form(sight: Sight, case: Case, allowed: Collection[str]) -> Form:
    """The proposals of one case that wait, each for its own role; a button for those that this person may decide."""
    _ = sight.words.gettext
    return Form(
        title=_("Read and decide"),
        verb="proposal.list",
        thing=case.referral.id,
        body=(
            Section((phrases.case_line(sight, case),)),
            *(_one_of_several(sight, case, one, allowed=one.id in allowed) for one in case.open_proposals),
        ),
    )


def _one_of_several(sight: Sight, case: Case, proposal: Proposal, *, allowed: bool) -> Row:
    _ = sight.words.gettext
    line = _("{people}: proposed {when}. Waiting for {role}.").format(
        people=", ".join(phrases.label(sight, subject) for subject in _subjects(case, proposal)),
        when=times.now_read(sight, proposal.at),
        role=awaited(sight, case, proposal.role),
    )
    return Row((line,), (posts.read_and_decide(sight, case, proposal),) if allowed else ())


def return_form(sight: Sight, case: Case, proposal: Proposal) -> Form:
    """Why a decision goes back."""
    _ = sight.words.gettext
    return Form(
        title=_("Return it"),
        verb="proposal.return",
        thing=proposal.id,
        body=(
            Section((phrases.case_line(sight, case),)),
            Section(tuple(phrases.in_full(sight, case, s) for s in _subjects(case, proposal))),
            Section((phrases.opening_recorded(sight),)),
            Choice(
                "need",
                _("What is needed?"),
                tuple(Option(code, label) for code, label in needed(sight).items()),
                missing=_("Select what is needed"),
            ),
            TextField(
                "words",
                _("Say what"),
                hint=_("The proposer and chair will read this"),
                limit=1000,
                multiline=True,
                guarded=True,
                missing=_("Enter what is needed"),
            ),
            phrases.safe_to_record(sight),
        ),
        submit=_("Return it"),
    )


def next_form(sight: Sight, reference: str, proposal_id: str) -> Form:
    """After one approval, the way to the next that this person may approve."""
    _ = sight.words.gettext
    label = _("Next to approve: {reference}").format(reference=reference)
    return Form(
        title=_("Approved"),
        verb="",
        thing="",
        buttons=(phrases.button(label, label, "proposal.approve", proposal_id, primary=True),),
    )


def due_words(sight: Sight, due: str) -> str:
    """When a proposed action will be due: a choice in words, or a date."""
    day = action_due.chosen_date(due)
    return times.day(sight, day) if day else due_choices(sight)[due]


def _interim(sight: Sight, case: Case, proposal: Proposal, until: str) -> Iterator[FormPart]:
    """That it holds for the time being only, and why: by who approves it, or as it was said when a meeting went on."""
    lines = tuple(meeting_line.interim_day(sight, until))
    if lines and sight.reader and only_for_now(sight.reader, proposal):
        why = sight.words.gettext(
            "The hub is closed. If you approve this, it is an interim decision: the hub looks at it again."
        )
        lines = (why, *lines)
    if lines:
        yield Section(lines)
    if proposal.interim_until:
        for sitting in case.sittings:
            if sitting.meeting.id == proposal.meeting:
                yield from meeting_line.why_interim(case, sight, sitting.meeting)


def _subjects(case: Case, proposal: Proposal) -> tuple[Subject, ...]:
    return tuple(case.subject(one.subject) for one in proposal.outcomes)


def _outcomes(sight: Sight, case: Case, proposal: Proposal) -> Iterator[FormPart]:
    _ = sight.words.gettext
    yield Heading(_("Children and outcomes"))
    lines = []
    for one in proposal.outcomes:
        subject = case.subject(one.subject)
        outcome = sight.hub.profile.outcome(one.outcome).label
        lines.append(f"{phrases.label(sight, subject)}: {outcome}")
        in_force = case.decision_on(subject)
        if in_force:
            lines.append(
                _("This replaces: {outcome}, approved by {name} {when}. It stands until then.").format(
                    outcome=sight.hub.profile.outcome(in_force.outcome).label,
                    name=sight.name(in_force.by),
                    when=times.now_read(sight, in_force.at),
                )
            )
    yield Section(tuple(lines))


def _missing(sight: Sight, case: Case, proposal: Proposal) -> Iterator[FormPart]:
    _ = sight.words.gettext
    yield Heading(_("Missing agencies, and why we go on"))
    yield from (Section((line,)) for line in phrases.consent_waits(sight, case))
    if not proposal.without:
        yield Section((_("Every agency that was asked has answered."),))
        return
    could_not = case.as_answered_by(proposal.at).cannot_check
    for why in dict.fromkeys(proposal.without.values()):
        missing = tuple(seat for seat, said in proposal.without.items() if said == why)
        silent = tuple(seat for seat in missing if seat not in could_not)
        groups = (
            (_("No reply: {seats}."), silent),
            (_("Cannot check: {seats}."), tuple(seat for seat in missing if seat in could_not)),
            (_("Answered since: {seats}."), tuple(seat for seat in silent if seat in case.answered)),
        )
        lines = (words.format(seats=phrases.seats(sight, seats)) for words, seats in groups if seats)
        yield Section(tuple(lines))
        yield quoted(sight, case, why)


def _answers(sight: Sight, case: Case) -> Iterator[FormPart]:
    _ = sight.words.gettext
    yield Heading(_("Answers by agency"))
    for seat in sorted({answer.seat for answer in case.current_answers}, key=sight.seat):
        for answer in case.answers_of(seat):
            yield from _answer(sight, case, answer)


def _answer(sight: Sight, case: Case, answer: Answer) -> Iterator[FormPart]:
    _ = sight.words.gettext
    said = _("{seat}, {when}: {kind}").format(
        seat=sight.seat(answer.seat),
        when=times.now_read(sight, answer.at),
        kind=label_of(answer_words.kinds(sight), answer.kind),
    )
    about = ", ".join(phrases.label(sight, case.subject(subject)) for subject in answer.subjects)
    yield Section((said, about))
    if case.held(answer):
        yield Section((_("Held: consent was refused and nobody has decided to share without it."),))
    elif answer.text or answer.why_not:
        yield quoted(sight, case, answer.text or answer.why_not)


def _views(sight: Sight, case: Case, proposal: Proposal) -> Iterator[FormPart]:
    _ = sight.words.gettext
    for subject in _subjects(case, proposal):
        yield Heading(_("Views on {who}").format(who=phrases.label(sight, subject)))
        votes = case.votes_on(subject)
        yield Section(view_words.for_and_against(sight, case, subject, votes))
        for vote in votes:
            if (vote.urgency, vote.destination) != (NO_VIEW, NO_VIEW):
                yield Section((view_words.line(sight, vote, said_words.seat(sight, case, vote)),))
                said = {one.words for one in case.statements if vote.id in one.votes}
                why = view_words.reason(sight, case, vote)
                texts = (text for text in (why, vote.why_changed) if text and text not in said)
                yield from (quoted(sight, case, text) for text in texts)
                yield from rating_stands.beside(sight, case, vote)


def _said_in_meetings(sight: Sight, case: Case) -> Iterator[FormPart]:
    """All that was written down for agencies, in its order; of what its agency corrected, the correction."""
    _ = sight.words.gettext
    corrected = {one.supersedes for one in case.statements}
    stands = [one for one in case.statements if one.id not in corrected and case.of_this_round(one.at)]
    if stands:
        yield Heading(_("What was said in the meeting"))
    for one in stands:
        words = _("{seat}, {how}, {time}:")
        seat, how = sight.seat(one.seat), said_words.how_kept(sight, one)
        yield Section((words.format(seat=seat, how=how, time=times.now_read(sight, one.at)),))
        yield quoted(sight, case, one.words)


def _disagreements(sight: Sight, case: Case) -> Iterator[FormPart]:
    if not case.disagreements:
        return
    _ = sight.words.gettext
    yield Heading(_("Disagreements"))
    for one in case.disagreements:
        said = _("{who}, {when}: {about}").format(
            who=", ".join(part for part in (sight.name(one.by), _for_whom(sight, case, one)) if part),
            when=times.now_read(sight, one.at),
            about=disagreed_about(sight)[one.about],
        )
        yield Section((said,))
        yield quoted(sight, case, one.why)


def _for_whom(sight: Sight, case: Case, one: Disagreement) -> str:
    """For which agency somebody disagrees, or in which role."""
    if one.seat:
        return sight.seat(one.seat)
    if one.by == case.referral.referrer.person:
        return sight.words.gettext("person who referred")
    return role_of(sight, one.by)


def _consent(sight: Sight, case: Case) -> Iterator[FormPart]:
    _ = sight.words.gettext
    answers = {answer.id: answer for answer in case.answers}
    yield Heading(_("Consent"))
    yield from in_the_referral(sight, case, with_reason=True)
    for one in case.consent_decisions:
        yield from _about_consent(sight, case, one, answers[one.answer])


def _about_consent(sight: Sight, case: Case, one: ConsentDecision, answer: Answer) -> Iterator[FormPart]:
    _ = sight.words.gettext
    said = _("{seat}: the refusal is respected. Decided by {name} {when}.")
    if one.share:
        said = _("{seat}: shared without consent. Decided by {name} {when}.")
    yield Section(
        (
            said.format(
                seat=sight.seat(answer.seat), name=sight.name(one.by), when=times.now_read(sight, one.at)
            ),
        )
    )
    if one.share:
        yield from why_shared(sight, case, one)
    else:
        yield quoted(sight, case, one.asked)


def _actions(sight: Sight, case: Case, proposal: Proposal) -> Iterator[FormPart]:
    _ = sight.words.gettext
    yield Heading(_("Actions"))
    if proposal.safety:
        yield Section((_("Until then, by {name}:").format(name=sight.name(proposal.by)),))
        yield quoted(sight, case, proposal.safety)
    for action in proposal.actions:
        yield Section((_action(sight, action), *_nobody_there(sight, case, action)))
        yield quoted(sight, case, action.what)
    if not proposal.actions and not proposal.safety:
        yield Section((_("None."),))


def _nobody_there(sight: Sight, case: Case, action: ProposedAction) -> tuple[str, ...]:
    """The case was restricted after this was put forward."""
    _ = sight.words.gettext
    if action.seat not in case.kept_from:
        return ()
    words = _(
        "Nobody at {agency} can see this case now. A duty manager will have to give this action to somebody."
    )
    return (words.format(agency=sight.seat(action.seat)),)


def _action(sight: Sight, action: ProposedAction) -> str:
    _ = sight.words.gettext
    return _("{seat}, due: {due}").format(seat=sight.seat(action.seat), due=due_words(sight, action.due))


def _for_the_referrer(sight: Sight, case: Case, proposal: Proposal) -> Iterator[FormPart]:
    if proposal.referrer_words:
        yield Heading(sight.words.gettext("For the person who referred, beyond the standard words"))
        yield quoted(sight, case, proposal.referrer_words)


def _version(sight: Sight, case: Case, proposal: Proposal) -> Section:
    _ = sight.words.gettext
    said = _("Version {n}. Proposed {when} by {name}, {role}.").format(
        n=case.proposals.index(proposal) + 1,
        when=times.now_read(sight, proposal.at),
        name=sight.name(proposal.by),
        role=role_of(sight, proposal.by),
    )
    return Section((said,))
