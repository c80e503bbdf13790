"""The personal message that asks for an approval, and what it says once somebody decided."""

from collections.abc import Iterator

from bot.cards import phrases, posts, times
from bot.cards.cases import meeting_line
from bot.cards.elements import Card, Section
from bot.cards.roles import role_of
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import Proposal


def card(case: Case, sight: Sight, proposal_id: str) -> Card:
    """A decision to approve: counts only, never whom it is about or what is proposed."""
    _ = sight.words.gettext
    proposal = case.proposal(proposal_id)
    if proposal.state != "open":
        line = _afterwards(sight, case, proposal)
        return Card(title=line, fallback=line)
    reference = case.referral.reference
    return Card(
        title=" · ".join((_("DECISION TO APPROVE"), reference, *rated(sight, case))),
        fallback=_fallback(sight, case),
        body=(Section((_who(sight, case, proposal), " ".join(_about(sight, case, proposal)))),),
        buttons=(
            posts.read_and_decide(sight, case, proposal, primary=True),
            posts.open_details(sight, case),
        ),
    )


def rated(sight: Sight, case: Case) -> tuple[str, ...]:
    """Rating and due time as a posted title says them; nothing before there is a rating."""
    if not case.level or case.due_at is None:
        return ()
    said = sight.words.gettext("{rating} due {when}")
    return (said.format(rating=phrases.rating(sight, case.level), when=times.posted(sight, case.due_at)),)


def proposed_for(sight: Sight, case: Case, proposal: Proposal) -> str:
    """How many a proposal is about: "2 children"."""
    return phrases.counted(sight, (case.subject(one.subject) for one in proposal.outcomes))


def _who(sight: Sight, case: Case, proposal: Proposal) -> str:
    _ = sight.words.gettext
    return _("{people}. Proposed {time} by {name}, {role}.").format(
        people=proposed_for(sight, case, proposal),
        time=posts.at(sight, case, proposal.at),
        name=sight.name(proposal.by),
        role=role_of(sight, proposal.by),
    )


def _about(sight: Sight, case: Case, proposal: Proposal) -> Iterator[str]:
    """The counts, after the mark of what would hold for the time being only."""
    yield from meeting_line.interim_day(sight, proposal.interim_until)
    yield _counts(sight, case, proposal)


def _counts(sight: Sight, case: Case, proposal: Proposal) -> str:
    _ = sight.words.gettext
    could_not = case.as_answered_by(proposal.at).cannot_check
    shared = any(one.share for one in case.consent_decisions)
    said = _(
        "Answered {n} of {asked}. No reply: {missing}. Disagreements recorded: {disagreements}. "
        "Shared without consent: no."
    )
    if shared:
        said = _(
            "Answered {n} of {asked}. No reply: {missing}. Disagreements recorded: {disagreements}. "
            "Shared without consent: yes."
        )
    return said.format(
        n=len(case.answered),
        asked=len(case.asked),
        missing=len(proposal.without.keys() - set(could_not)),
        disagreements=len(case.disagreements),
    )


def _fallback(sight: Sight, case: Case) -> str:
    _ = sight.words.gettext
    reference = case.referral.reference
    if not case.level or case.due_at is None:
        return _("{reference}: a decision needs you.").format(reference=reference)
    return _("{reference}: a decision needs you. {rating}. Due {when}.").format(
        reference=reference,
        rating=phrases.rating_word(sight, case.level),
        when=times.posted(sight, case.due_at),
    )


def _afterwards(sight: Sight, case: Case, proposal: Proposal) -> str:
    _ = sight.words.gettext
    said = _("{reference}: approved by {name} {time}.")
    if proposal.state == "returned":
        said = _("{reference}: returned by {name} {time}.")
    at = proposal.decided_at
    return said.format(
        reference=case.referral.reference,
        name=sight.name(proposal.decided_by),
        time=times.posted(sight, at) if at else "",
    )
