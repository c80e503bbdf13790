"""For which of their seats somebody acts, who answers for several in one hub."""

from collections.abc import Iterable

from triage.authority import Actor, may
from triage.case import Case
from triage.lifecycle import OPEN

VIEW = "vote.cast"


def acting(actors: Iterable[Actor], case: Case | None, verb: str = "", thing: str = "") -> Actor:
    """The actor for the seat that this is asked of; with no verb, for the one that reads about the case.

    A seat that may do it goes before one that may not, one that has still to say something before one that was asked,
    and that before the rest; among equals the first. Raises ValueError when there is nobody.
    """
    known = tuple(actors)
    able = [one for one in known if not verb or may(one, verb, case, thing).allowed]
    return min(able or known, key=lambda one: _rank(one, case, verb))


def for_seat(actors: Iterable[Actor], seat: str) -> Actor | None:
    """The actor for this seat; None for a seat that they do not answer for."""
    return next((one for one in actors if one.seat == seat), None)


def _rank(actor: Actor, case: Case | None, verb: str) -> int:
    if case is None or actor.seat not in case.asked:
        return 2
    return 0 if _still_to_say(actor.seat, case, verb) else 1


def _still_to_say(seat: str, case: Case, verb: str) -> bool:
    if verb == VIEW:
        return any(one.stage in OPEN and case.vote_of(seat, one) is None for one in case.subjects)
    return not case.seat_answer(seat).answered
