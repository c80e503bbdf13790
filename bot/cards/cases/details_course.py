"""Details, third part: what was decided and what follows from it, every version; and who read it."""

from collections.abc import Iterator
from datetime import datetime

from bot.cards import phrases, times
from bot.cards.acting import action_words
from bot.cards.acting import actions as action_cards
from bot.cards.answering import consent
from bot.cards.cases import meeting_line
from bot.cards.deciding import disagreement_answer
from bot.cards.elements import FormPart, Heading, Section
from bot.cards.referring.secret_address import quoted
from bot.cards.sight import Sight
from triage import visibility
from triage.authority import Actor
from triage.case import Case
from triage.disagreeing import Standing
from triage.records import ConsentDecision, Proposal


def decisions(sight: Sight, case: Case, actor: Actor) -> Iterator[FormPart]:
    """Every proposal with what became of it, shares without consent, and disagreements by name."""
    _ = sight.words.gettext
    if not (case.proposals or case.disagreements or case.consent_decisions):
        return
    if visibility.decision(actor, case):
        return
    yield Heading(_("Decisions"))
    for proposal in case.proposals:
        yield from _proposal(sight, case, actor, proposal)
    for made in case.consent_decisions:
        yield from _consent(sight, case, actor, made)
    for now in case.standings:
        yield from _disagreement(sight, case, now)


def _proposal(sight: Sight, case: Case, actor: Actor, proposal: Proposal) -> Iterator[FormPart]:
    _ = sight.words.gettext
    outcomes = tuple(
        f"{phrases.label(sight, case.subject(one.subject))}: {sight.hub.profile.outcome(one.outcome).label}"
        for one in proposal.outcomes
    )
    by = _("Proposed by {name} {when}.").format(
        name=sight.name(proposal.by), when=times.now_read(sight, proposal.at)
    )
    interim = meeting_line.interim_day(sight, case.interim_until(proposal))
    yield Section((*outcomes, *interim, by, _became(sight, case, proposal)))
    yield quoted(sight, case, proposal.rationale)
    for seat, why in proposal.without.items():
        yield Section((_("Going on without {seat} because:").format(seat=sight.seat(seat)),))
        yield quoted(sight, case, why)
    if proposal.safety:
        yield Section((_("What keeps the child safe until then:"),))
        yield quoted(sight, case, proposal.safety)
    if visibility.returned_words(actor) is None:
        for back in case.returns:
            if back.proposal == proposal.id:
                yield Section((_("What was needed:"),))
                yield quoted(sight, case, back.words)


def _became(sight: Sight, case: Case, proposal: Proposal) -> str:
    _ = sight.words.gettext
    if proposal.state == "open" or proposal.decided_at is None:
        return _("Not decided yet.")
    words = _("Returned by {name} {when}.")
    if proposal.state == "approved":
        replaced = {made.supersedes for made in case.decisions}
        mine = [made for made in case.decisions if made.proposal == proposal.id]
        superseded = bool(mine) and all(made.id in replaced for made in mine)
        words = _("Approved by {name} {when}.")
        if superseded:
            words = _("Approved by {name} {when}. A later decision has taken its place.")
    return words.format(name=sight.name(proposal.decided_by), when=times.now_read(sight, proposal.decided_at))


def _consent(sight: Sight, case: Case, actor: Actor, made: ConsentDecision) -> Iterator[FormPart]:
    """Without the words of the answer: those stand with the answers, to those who may read them."""
    _ = sight.words.gettext
    given = next(one for one in case.answers if one.id == made.answer)
    who = {
        "seat": sight.seat(given.seat),
        "name": sight.name(made.by),
        "when": times.now_read(sight, made.at),
    }
    if not made.share:
        if visibility.runs_the_hub(actor) or actor.seat == given.seat:
            yield Section((_("{seat}: the refusal of consent was respected. {name}, {when}.").format(**who),))
        return
    yield Section((_("{seat}: shared without consent. {name}, {when}.").format(**who),))
    yield from consent.why_shared(sight, case, made)


def _disagreement(sight: Sight, case: Case, now: Standing) -> Iterator[FormPart]:
    """Who disagrees with what, at which level it is, and what was answered."""
    said = disagreement_answer.who_disagrees(sight, case, now)
    last = disagreement_answer.nobody_higher(sight, case, now)
    yield Section((said, disagreement_answer.level_line(sight, now), *last))
    yield quoted(sight, case, now.disagreement.why)
    if now.answer is not None:
        yield quoted(sight, case, now.answer.words)


def actions(sight: Sight, case: Case, actor: Actor) -> Iterator[FormPart]:
    """What agencies are to do, each with its history."""
    _ = sight.words.gettext
    if not case.actions or visibility.decision(actor, case):
        return
    yield Heading(_("Actions"))
    for action in case.actions:
        yield Section((action_words.line(sight, action),))
        yield from action_cards.whole(sight, case, action)


def opened(sight: Sight, person: str, seat: str, at: datetime) -> str:
    """One opening: who, for which agency, when."""
    who = sight.name(person)
    agency = f" ({sight.seat(seat)})" if seat else ""
    return f"{who}{agency}, {times.now_read(sight, at)}"
