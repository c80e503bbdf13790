"""The personal message to whoever proposed a decision that came back."""

from bot.cards import phrases, posts
from bot.cards.deciding.approval import proposed_for, rated
from bot.cards.deciding.propose import needed
from bot.cards.elements import Button, Card, Section
from bot.cards.sight import Sight
from triage.case import Case


def card(case: Case, sight: Sight, proposal_id: str) -> Card:
    """A decision came back: what kind of thing it needs. What was written about it is read in the form."""
    _ = sight.words.gettext
    proposal = case.proposal(proposal_id)
    reference = case.referral.reference
    back = next(one for one in case.returns if one.proposal == proposal_id)
    said = _("{people}. Returned {time} by {name}. Needed: {need}.").format(
        people=proposed_for(sight, case, proposal),
        time=posts.at(sight, case, back.at),
        name=sight.name(back.by),
        need=needed(sight)[back.need],
    )
    return Card(
        title=" · ".join((_("DECISION RETURNED"), reference, *rated(sight, case))),
        fallback=_("{reference}: your proposed decision was returned.").format(reference=reference),
        body=(Section((said,)),),
        buttons=(propose_again(sight, case), posts.open_details(sight, case)),
    )


def propose_again(sight: Sight, case: Case) -> Button:
    """Opens the proposal, with what came back."""
    _ = sight.words.gettext
    name = _("Propose decision for {reference}").format(reference=case.referral.reference)
    return phrases.button(_("Propose decision"), name, "decision.propose", case.referral.id, primary=True)
