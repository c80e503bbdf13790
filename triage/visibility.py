"""Who may read which part of a case: each question answers None for "yes", or why it is held back.

It goes by what somebody is in the hub and what their seat has done, never by who is in a channel. Views of other seats
stay hidden from a seat until it has given its own or they were opened, so that no first view is copied; whoever is
responsible sees each as it comes.
"""

from enum import StrEnum
from typing import Literal

from triage.authority import HUB_ROLES, Actor
from triage.case import Case
from triage.records import Answer, Vote

RUN_THE_HUB = (*HUB_ROLES, "chair", "minute_taker")
SEE_VIEWS_COME = ("duty_manager", "chair")
DECIDE_CONSENT = ("duty_manager", "edt", "service_manager")


class Held(StrEnum):
    """Why somebody may not read a part."""

    NOT_FOR_YOU = "not_for_you"
    ANSWER_FIRST = "answer_first"
    VIEW_FIRST = "view_first"
    NOT_OPEN = "not_open"
    CONSENT_WAITS = "consent_waits"
    CONSENT_REFUSED = "consent_refused"


def runs_the_hub(actor: Actor) -> bool:
    """Whether the actor reads cases as hub staff, chair or minute taker."""
    return actor.has(*RUN_THE_HUB)


def is_asked(actor: Actor, case: Case) -> bool:
    """Whether the actor answers for a seat that was asked."""
    return bool(actor.seat) and actor.seat in case.asked


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
    return None if case.seat_answer(actor.seat).answered else Held.ANSWER_FIRST


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


def openings(actor: Actor, case: Case) -> Literal["all", "since_own_answer"] | Held:
    """Who opened the case: hub staff see all, an agency's lead who could have read its answer."""
    if actor.has(*HUB_ROLES):
        return "all"
    return "since_own_answer" if is_asked(actor, case) and actor.has("lead") else Held.NOT_FOR_YOU
