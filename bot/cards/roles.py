"""What people's roles are called."""

from bot.cards.sight import Sight
from triage.authority import STANDS_IN_AFTER_HOURS, approvers
from triage.case import Case
from triage.records import Decision, Proposal
from triage.visibility import among

_SHOWN_FIRST = (
    "social_worker",
    "duty_manager",
    "service_manager",
    "chair",
    "screening",
    "edt",
    "lead",
    "practitioner",
)
"""Of several roles that somebody holds, the one by which a decision is put forward."""


def role(sight: Sight, code: str) -> str:
    """A role without an article: "duty manager"."""
    _ = sight.words.gettext
    known = {
        "practitioner": _("practitioner"),
        "lead": _("agency lead"),
        "screening": _("screening officer"),
        "duty_manager": _("duty manager"),
        "service_manager": _("service manager"),
        "chair": _("chair"),
        "minute_taker": _("business support"),
        "edt": _("emergency duty team"),
        "on_call": _("on-call manager"),
        "information_governance": _("information governance lead"),
        "administrator": _("administrator"),
        "social_worker": _("social worker"),
    }
    return known.get(code, code)


def roles(sight: Sight, codes: tuple[str, ...]) -> str:
    """Roles in words, joined by "or": "a duty manager or a service manager"."""
    _ = sight.words.gettext
    known = {
        "practitioner": _("a practitioner of an agency"),
        "lead": _("an agency lead"),
        "screening": _("a screening officer"),
        "duty_manager": _("a duty manager"),
        "service_manager": _("a service manager"),
        "chair": _("a chair"),
        "minute_taker": _("business support"),
        "edt": _("the emergency duty team"),
        "on_call": _("the on-call manager"),
        "information_governance": _("the information governance lead"),
        "administrator": _("an administrator"),
        "social_worker": _("a social worker"),
    }
    return _(" or ").join(known[code] for code in codes if code in known)


def awaited(sight: Sight, case: Case, code: str) -> str:
    """Whose approval a proposal waits for: while the hub is closed theirs too who stand in and may know of the case."""
    forum, closed = sight.hub.forum.id, not sight.hub.hours.is_open(sight.now)
    inside = among(sight.roster, case, sight.now)
    standing_in = (
        other
        for other in (STANDS_IN_AFTER_HOURS.get(code, ()) if closed else ())
        if inside.with_role(forum, (other,), sight.now)
    )
    return roles(sight, (code, *standing_in))


def approved_as(sight: Sight, proposal: Proposal, made: Decision) -> str:
    """As what somebody approved a proposal: by the role it needed, else by one that stands in for it.

    It goes by the roles that the roster says they held then; of roles that an import replaced it says nothing.
    """
    actor = sight.roster.actor(made.by, sight.hub.forum.id, made.at)
    held = [code for code in approvers(proposal.role, after_hours=True) if actor and code in actor.roles]
    return role(sight, held[0]) if held else ""


def role_of(sight: Sight, person: str) -> str:
    """By which of their roles somebody acts in this hub now; empty for somebody who left."""
    actor = sight.roster.actor(person, sight.hub.forum.id, sight.now)
    held = [code for code in _SHOWN_FIRST if actor and code in actor.roles]
    return role(sight, held[0]) if held else ""
