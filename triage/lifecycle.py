"""What may happen to one subject, at which stage, and where it leads: the one table.

The dispatcher asks it at each press and each submit, the tests walk all of it, and the picture of a profile is drawn from
it. Stages are stored on the subject; everything else (ready, late, disputed, fed back) is derived from rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from triage.records import Stage

OPEN: tuple[Stage, ...] = ("rated", "proposed")
ASKED: tuple[Stage, ...] = (*OPEN, "requested")
"""At these agencies are asked what they know; views are given at the open ones only."""
EXITS: tuple[Stage, ...] = ("already_open", "early_help", "other_area", "advice")
ASKED_FOR_INFORMATION = (
    "check.nothing_known",
    "checks.through",
    "check.answer",
    "check.offer",
    "check.confirm",
    "check.correct",
    "consent.decide",
)
"""What agencies do when somebody only asks whether a family is known: they answer, and give no view."""
ENDED: tuple[Stage, ...] = ("decided", "supplied", "closed", *EXITS)


@dataclass(frozen=True)
class Move:
    """At `stage`, `verb` may happen; it leads to `then` (None: the stage stays as it is)."""

    stage: Stage
    verb: str
    then: Stage | None = None


MOVES: tuple[Move, ...] = (
    Move("received", "referral.screen", "rated"),
    *(Move("received", "referral.screen", stage) for stage in EXITS),
    Move("received", "subject.add"),
    *(Move(stage, verb) for stage in OPEN for verb in ("rating.change", "rating.stands")),
    *(Move(stage, "checks.ask") for stage in OPEN),
    *(
        Move(stage, verb)
        for stage in OPEN
        for verb in (
            "check.nothing_known",
            "checks.through",
            "check.answer",
            "check.offer",
            "check.phone",
            "check.confirm",
            "check.correct",
        )
    ),
    Move("decided", "check.answer"),
    Move("decided", "check.offer"),
    Move("decided", "check.confirm"),
    Move("decided", "check.correct"),
    *(Move(stage, "consent.decide") for stage in (*OPEN, "decided")),
    *(Move(stage, "vote.cast") for stage in (*OPEN, "decided")),
    *(Move(stage, verb) for stage in OPEN for verb in ("meeting.call", "meeting.ask_views", "meeting.said")),
    *(
        Move(stage, verb)
        for stage in (*OPEN, "decided")
        for verb in ("statement.read", "statement.confirm", "statement.correct", "destination.rate")
    ),
    Move("rated", "decision.propose", "proposed"),
    Move("decided", "decision.propose", "proposed"),
    Move("proposed", "proposal.list"),
    Move("proposed", "proposal.approve", "decided"),
    Move("proposed", "proposal.return", "rated"),
    Move("proposed", "proposal.return", "decided"),
    *(
        Move(stage, verb)
        for stage in ("received", "requested", *OPEN, "decided", "supplied", *EXITS)
        for verb in ("urgent.start", "urgent.take")
    ),
    *(Move(stage, "holding.send") for stage in ("received", *OPEN)),
    Move("received", "information.start", "requested"),
    *(Move("requested", verb) for verb in ASKED_FOR_INFORMATION),
    Move("requested", "information.reply"),
    Move("requested", "information.approve", "supplied"),
    Move("requested", "information.return"),
    Move("supplied", "case.close", "closed"),
    Move("decided", "case.close", "closed"),
    *(Move(stage, "case.close") for stage in EXITS),
    Move("closed", "case.reopen", "received"),
    *(Move(stage, "feedback.send") for stage in ("decided", *EXITS)),
    *(
        Move(stage, verb)
        for stage in (*OPEN, "decided")
        for verb in (
            "actions.add",
            "action.done",
            "action.not_possible",
            "action.give",
            "action.not_mine",
            "action.more_time",
            "action.take",
            "action.decline",
            "action.accepted",
            "action.agree_time",
            "action.refuse_time",
            "action.instead",
        )
    ),
    *(Move(stage, verb) for stage in OPEN for verb in ("answer.not_mine", "answer.give", "check.cannot")),
    *(
        Move(stage, "disagreement.raise")
        for stage in ("received", "rated", "proposed", "decided", "closed", *EXITS)
    ),
    *(
        Move(stage, verb)
        for stage in ("received", "rated", "proposed", "decided")
        for verb in ("referral.add", "addition.accept")
    ),
    *(Move(stage, "addition.accept") for stage in ("requested", "supplied", *EXITS)),
)

_GOVERNED = frozenset(move.verb for move in MOVES)


def is_governed(verb: str) -> bool:
    """Whether the table names this verb: it is about a case, and happens at some stages only."""
    return verb in _GOVERNED


def may_happen(verb: str, stages: Iterable[Stage]) -> bool:
    """Whether the verb may happen to at least one of these subjects; a verb the table does not name always may."""
    here = frozenset(stages)
    return verb not in _GOVERNED or any(move.verb == verb and move.stage in here for move in MOVES)


def leads_to(verb: str, stage: Stage, then: Stage) -> bool:
    """Whether the verb may take a subject from `stage` to `then`."""
    return any(move.verb == verb and move.stage == stage and (move.then or stage) == then for move in MOVES)
