"""Who may read which part of a case: each question answers None for "yes", or why it is held back.

It goes by what somebody is in the hub and what their seat has done, never by who is in a channel. Views of other seats
stay hidden from a seat until it has given its own or they were opened, so that no first view is copied; whoever is
responsible sees each as it comes.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Literal

from triage.authority import HUB_ROLES, Actor, may_see_channel
from triage.case import Case
from triage.records import Answer, Circle, EarlierContact, Membership, UrgentProtection, Vote
from triage.roster import Roster

RUN_THE_HUB = (*HUB_ROLES, "chair", "minute_taker")
SEE_VIEWS_COME = ("duty_manager", "chair")
SEE_RESTRICTED = ("duty_manager", "service_manager", "information_governance")


class Held(StrEnum):
    """Why somebody may not read a part."""

    NOT_FOR_YOU = "not_for_you"
    ANSWER_FIRST = "answer_first"
    VIEW_FIRST = "view_first"
    NOT_OPEN = "not_open"
    CONSENT_WAITS = "consent_waits"
    CONSENT_REFUSED = "consent_refused"


def may_know(actor: Actor, about: Case | Circle) -> bool:
    """Whether the actor may know that this case exists. Every list, count, search, form and message must ask this.

    Ask it with the actor as they are in the case's own hub, for each case, before anything of the case is read or
    counted: what it refuses must look exactly as if the case were not there. A conflict of interest goes before every
    role; a restricted case is known to those named, and to whoever answers for restrictions. The dispatcher asks it
    for the case that was pressed, `bot.projection` for the people whom a case's messages go to (through `among`), so
    that what is left to ask is whatever shows several cases at once: lists, digests, searches, boards, measures.

    Whoever referred is asked about by `may_know_own` where their own referrals are shown.
    """
    circle = about.circle if isinstance(about, Case) else about
    if actor.person in circle.conflicted:
        return False
    return not circle.restricted or actor.person in circle.named or actor.has(*SEE_RESTRICTED)


def may_know_own(person: str, about: Case | Circle) -> bool:
    """Whether this is the person's own referral, of which they keep the receipt, the reply and the way to add.

    A restriction takes nothing from whoever referred that is theirs; a conflict of interest does.
    """
    circle = about.circle if isinstance(about, Case) else about
    return bool(person) and person == circle.referrer and person not in circle.conflicted


def among(roster: Roster, about: Case | Circle, now: datetime) -> Roster:
    """The roster as far as this case goes: whoever may not know of it is in no seat and holds no role.

    Whoever referred stays, as that and nothing else. Where that leaves no duty manager, the service managers stand in:
    they are asked, and may do, what a duty manager is and may. Names stay readable: they are no secret.
    """
    circle = about.circle if isinstance(about, Case) else about
    if not circle.closed:
        return roster
    here = dict.fromkeys(held.person for held in roster.memberships if held.forum == circle.forum)
    actors = [actor for person in here for actor in roster.actors(person, circle.forum, now)]
    inside = [actor for actor in actors if may_know(actor, circle)]
    if not any(actor.has("duty_manager") for actor in inside):
        inside = [_standing_in(actor) for actor in inside]
    people = {actor.person for actor in inside}
    kept = (_kept(circle, held, people) if held.holds_at(now) else held for held in roster.memberships)
    more = (
        Membership(actor.person, circle.forum, actor.seat, actor.roles)
        for actor in inside
        if _is_more(roster, actor, circle.forum)
    )
    return replace(roster, memberships=(*(held for held in kept if held), *more))


def apart(roster: Roster, about: Case | Circle, now: datetime) -> bool:
    """Whether the case may stand in no channel: it is restricted, or somebody has a conflict who reads the channel."""
    circle = about.circle if isinstance(about, Case) else about
    actors = (roster.actor(person, circle.forum, now) for person in circle.conflicted)
    return circle.restricted or any(actor is not None and may_see_channel(actor) for actor in actors)


def as_known(actor: Actor, case: Case) -> Case:
    """The case without the earlier contacts that this actor may not know of."""
    return _with_earlier(case, tuple(one for one in case.earlier if may_know(actor, one.circle)))


def as_posted(roster: Roster, case: Case, now: datetime) -> Case:
    """The case without the earlier contacts that may stand in no channel."""
    return _with_earlier(case, tuple(one for one in case.earlier if not apart(roster, one.circle, now)))


def knowers(roster: Roster, about: Case | Circle, now: datetime) -> frozenset[str]:
    """Everybody on the roster who may know of the case, apart from whoever only referred it."""
    circle = about.circle if isinstance(about, Case) else about
    people = {held.person for held in roster.memberships if held.forum == circle.forum}
    actors = (roster.actor(person, circle.forum, now) for person in people)
    return frozenset(actor.person for actor in actors if actor is not None and may_know(actor, circle))


def kept_from(roster: Roster, about: Case | Circle, seats: Iterable[str], now: datetime) -> frozenset[str]:
    """Those of these seats of which nobody may know of the case, not even a deputy who could go on duty for one."""
    circle = about.circle if isinstance(about, Case) else about
    if not circle.closed:
        return frozenset()
    forum = circle.forum
    there = set(among(roster, circle, now).seats_held(forum, now))
    for person in knowers(roster, circle, now):
        there.update(roster.seats_stood_in_for(person, forum, now))
    return frozenset(seats) - there


def _with_earlier(case: Case, earlier: tuple[EarlierContact, ...]) -> Case:
    return case if earlier == case.earlier else replace(case, earlier=earlier)


def _standing_in(actor: Actor) -> Actor:
    """With no duty manager left who may know of a case, a service manager is asked in their place."""
    if not actor.has("service_manager"):
        return actor
    return replace(actor, roles=actor.roles | {"duty_manager"})


def _is_more(roster: Roster, actor: Actor, forum: str) -> bool:
    """Whether the actor is more than their own memberships say: they stand in for somebody."""
    own = [held for held in roster.memberships if (held.person, held.forum) == (actor.person, forum)]
    in_own_seat = actor.seat in {held.seat for held in own}
    return not in_own_seat or not actor.roles <= frozenset().union(*(held.roles for held in own))


def _kept(circle: Circle, held: Membership, inside: AbstractSet[str]) -> Membership | None:
    """A membership as it counts for a case of this circle, when these people are inside."""
    if held.forum != circle.forum or held.person in inside:
        return held
    if may_know_own(held.person, circle):
        return replace(held, seat="", roles=frozenset({"referrer"}), deputy_for="")
    return None


def runs_the_hub(actor: Actor) -> bool:
    """Whether the actor reads cases as hub staff, chair or minute taker."""
    return actor.has(*RUN_THE_HUB)


def is_asked(actor: Actor, case: Case) -> bool:
    """Whether the actor answers for a seat that was asked."""
    return bool(actor.seat) and actor.seat in case.ever_asked


def people(actor: Actor, case: Case) -> Held | None:
    """Names, dates of birth and addresses of whom the case is about."""
    return None if runs_the_hub(actor) or is_asked(actor, case) else Held.NOT_FOR_YOU


def referral_text(actor: Actor, case: Case) -> Literal["whole", "summary"] | Held:
    """The referral as it arrived: agencies read it, or a summary in its place, as was chosen at screening."""
    if runs_the_hub(actor):
        return "whole"
    if not is_asked(actor, case):
        return Held.NOT_FOR_YOU
    return "whole" if case.referral.shared_words == "referral" else "summary"


def referrer_name(actor: Actor, case: Case) -> Held | None:
    """Who referred: a name that somebody asked to keep back is read by a duty manager alone."""
    if case.referral.referrer.anonymous and not actor.has("duty_manager"):
        return Held.NOT_FOR_YOU
    return None if referral_text(actor, case) == "whole" else Held.NOT_FOR_YOU


def urgent_words(actor: Actor, case: Case, started: UrgentProtection) -> Held | None:
    """What was said when urgent protection was started: read like the referral, and by the agency that said it."""
    if actor.seat and started.seat == actor.seat:
        return None
    return None if referral_text(actor, case) == "whole" else Held.NOT_FOR_YOU


def earlier_contacts(actor: Actor) -> Held | None:
    """Earlier contacts with dates and outcomes; agencies read how many there were."""
    return None if runs_the_hub(actor) else Held.NOT_FOR_YOU


def answer(actor: Actor, case: Case, given: Answer) -> Held | None:
    """One agency's answer. Without consent nobody else reads it until that is decided; then each once its own is in."""
    if actor.seat and given.seat == actor.seat:
        return None
    if case.held(given):
        return Held.CONSENT_REFUSED if case.consent_decision(given) else Held.CONSENT_WAITS
    if runs_the_hub(actor):
        return None
    if not is_asked(actor, case):
        return Held.NOT_FOR_YOU
    return None if _own_is_in(actor.seat, case, given) else Held.ANSWER_FIRST


def _own_is_in(seat: str, case: Case, given: Answer) -> bool:
    """Whether the seat has answered in the round in which this was answered."""
    if case.of_this_round(given.at):
        return seat in case.asked and case.seat_answer(seat).answered
    return any(not case.of_this_round(one.at) for one in case.answers_of(seat))


def vote(actor: Actor, case: Case, given: Vote) -> Held | None:
    """One agency's view."""
    if actor.seat and given.seat == actor.seat:
        return None
    if actor.has(*SEE_VIEWS_COME):
        return None
    if is_asked(actor, case):
        seen = case.views_open or actor.seat in case.seats_with_views
        return None if seen else Held.VIEW_FIRST
    if runs_the_hub(actor):
        return None if case.views_open else Held.NOT_OPEN
    return Held.NOT_FOR_YOU


def decision(actor: Actor, case: Case) -> Held | None:
    """Decisions with their rationale, and actions."""
    return people(actor, case)


def returned_words(actor: Actor) -> Held | None:
    """Why a proposal was returned: for the proposer and the chair, and whoever runs the hub with them."""
    return None if runs_the_hub(actor) else Held.NOT_FOR_YOU


def attempts(actor: Actor) -> Held | None:
    """Who tried to open a case that is kept from them."""
    return None if actor.has(*SEE_RESTRICTED) else Held.NOT_FOR_YOU


def openings(actor: Actor, case: Case) -> Literal["all", "since_own_answer"] | Held:
    """Who opened the case: hub staff see all, an agency's lead who could have read its answer."""
    if actor.has(*HUB_ROLES):
        return "all"
    return "since_own_answer" if is_asked(actor, case) and actor.has("lead") else Held.NOT_FOR_YOU
