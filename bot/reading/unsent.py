"""The drafts that somebody may still go on with: of forms that they could open now."""

from collections.abc import Collection, Sequence
from functools import cache

from bot.cards.overview.unsent import Unsent
from bot.handlers import all_verbs
from bot.verbs import Verbs
from storage.accounts import Begun, KeptDraft
from storage.tx import Tx
from triage.authority import Actor, may
from triage.hub import Hub
from triage.visibility import may_know, may_know_own


def unsent(tx: Tx, hub: Hub, actors: Sequence[Actor]) -> tuple[Unsent, ...]:
    """One person's drafts, oldest first, without those that they may not go on with any more.

    `actors` is what they are in the hub, once for each agency that they answer for.
    """
    found = (_usable(tx, hub, actors, draft) for draft in tx.accounts.drafts_of(actors[0].person))
    return tuple(one for one in found if one is not None)


def leads_to(tx: Tx, form: Begun, seats: Collection[str]) -> str:
    """What a button must name to open a form for the agency for which it was begun, for who answers for these."""
    if not form.seat or set(seats) <= {form.seat}:
        return form.thing
    asked = [check.id for check in tx.checks.of(form.thing) if check.seat == form.seat]
    return asked[-1] if asked else form.thing


def _usable(tx: Tx, hub: Hub, actors: Sequence[Actor], draft: KeptDraft) -> Unsent | None:
    form = draft.form
    verb = _verbs().get(form.verb)
    actor = next((one for one in actors if not form.seat or one.seat == form.seat), None)
    if verb is None or actor is None:
        return None
    referral = tx.referral_behind(verb.thing, form.thing) if verb.thing != "none" else None
    if not referral:
        on_its_own = verb.thing in {"none", "task"} and may(actor, form.verb, None, form.thing).allowed
        return Unsent(draft.id, form.verb, form.thing, draft.saved_at) if on_its_own else None
    case = tx.case(referral, hub.profile)
    if case is None or case.referral.forum != hub.forum.id:
        return None
    known = may_know(actor, case) or may_know_own(actor.person, case)
    if not known or not may(actor, form.verb, case, form.thing).allowed:
        return None
    seats = {one.seat for one in actors}
    seat = form.seat if len(seats) > 1 else ""
    thing = leads_to(tx, form, seats)
    return Unsent(draft.id, form.verb, thing, draft.saved_at, case.referral.reference, seat)


@cache
def _verbs() -> Verbs:
    return all_verbs()
