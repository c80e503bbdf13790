"""The drafts that somebody may still go on with: of forms that they could open now."""

from collections.abc import Sequence
from functools import cache

from bot.cards.overview.unsent import Unsent
from bot.handlers import all_verbs
from bot.verbs import Verbs
from storage.accounts import KeptDraft
from storage.tx import Tx
from triage.authority import Actor, may
from triage.hub import Hub
from triage.visibility import may_know, may_know_own


def unsent(tx: Tx, hub: Hub, actors: Sequence[Actor]) -> tuple[Unsent, ...]:
    """One person's drafts, oldest first, without those whose case they may not open any more; once for each seat."""
    found = (_usable(tx, hub, actors, draft) for draft in tx.accounts.drafts_of(actors[0].person))
    return tuple(one for one in found if one is not None)


def _usable(tx: Tx, hub: Hub, actors: Sequence[Actor], draft: KeptDraft) -> Unsent | None:
    verb = _verbs().get(draft.verb)
    if verb is None:
        return None
    asked = tx.checks.get(draft.thing) if verb.thing == "referral" and draft.thing else None
    # For one of several agencies a draft is kept under what that agency was asked.
    actor = next((one for one in actors if asked and one.seat == asked.seat), actors[0])
    thing = asked.referral if asked else draft.thing
    referral = tx.referral_behind(verb.thing, thing) if verb.thing != "none" else None
    if not referral:
        on_its_own = verb.thing in {"none", "task"} and may(actor, draft.verb, None, draft.thing).allowed
        return Unsent(draft.verb, draft.thing, draft.saved_at) if on_its_own else None
    case = tx.case(referral, hub.profile)
    if case is None or case.referral.forum != hub.forum.id:
        return None
    known = may_know(actor, case) or may_know_own(actor.person, case)
    if not known or not may(actor, draft.verb, case, thing).allowed:
        return None
    seat = asked.seat if asked else ""
    return Unsent(draft.verb, draft.thing, draft.saved_at, case.referral.reference, seat)


@cache
def _verbs() -> Verbs:
    return all_verbs()
