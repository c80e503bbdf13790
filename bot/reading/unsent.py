"""The drafts that somebody may still go on with: of forms that they could open now."""

from functools import cache

from bot.cards.overview.unsent import Unsent
from bot.handlers import all_verbs
from bot.verbs import Verbs
from storage.accounts import KeptDraft
from storage.tx import Tx
from triage.authority import Actor, may
from triage.hub import Hub
from triage.visibility import may_know, may_know_own


def unsent(tx: Tx, hub: Hub, actor: Actor) -> tuple[Unsent, ...]:
    """This person's drafts, oldest first, without those whose case they may not open any more."""
    found = (_usable(tx, hub, actor, draft) for draft in tx.accounts.drafts_of(actor.person))
    return tuple(one for one in found if one is not None)


def _usable(tx: Tx, hub: Hub, actor: Actor, draft: KeptDraft) -> Unsent | None:
    verb = _verbs().get(draft.verb)
    if verb is None:
        return None
    referral = tx.referral_behind(verb.thing, draft.thing) if verb.thing != "none" else None
    if not referral:
        on_its_own = verb.thing in {"none", "task"} and may(actor, draft.verb, None, draft.thing).allowed
        return Unsent(draft.verb, draft.thing, draft.saved_at) if on_its_own else None
    case = tx.case(referral, hub.profile)
    if case is None or case.referral.forum != hub.forum.id:
        return None
    known = may_know(actor, case) or may_know_own(actor.person, case)
    if not known or not may(actor, draft.verb, case, draft.thing).allowed:
        return None
    return Unsent(draft.verb, draft.thing, draft.saved_at, case.referral.reference)


@cache
def _verbs() -> Verbs:
    return all_verbs()
