"""What every answer leads to, however it was given: it is kept, and the clock of its check stops."""

from bot.verbs import Press
from storage.tx import Tx
from triage.records import Answer


def keep_answer(tx: Tx, press: Press, answer: Answer) -> None:
    """Keep an answer; when its seat has now answered for everybody it was asked about, its clocks stop.

    A refusal of consent is a fact of its own in the audit, since a duty manager must decide on it.
    """
    tx.answers.add(answer)
    if answer.consent == "refused":
        note(tx, press, "consent.refused", answer.id)
    case = tx.case(answer.referral, press.hub.profile)
    if case is None or answer.seat not in case.asked or not case.seat_answer(answer.seat).answered:
        return
    mine = {check.id for check in case.checks if check.seat == answer.seat}
    for clock in case.clocks:
        if clock.kind == "answer" and clock.subject in mine and clock.stopped_at is None:
            tx.clocks.move(clock.id, stopped_at=press.now)


def note(tx: Tx, press: Press, verb: str, thing: str) -> None:
    """Add a fact to the referral's audit beside the press that led to it."""
    tx.audit.record(
        actor=press.actor.person,
        seat=press.actor.seat,
        surface=press.interaction.identity.surface,
        verb=verb,
        thing=thing,
        outcome="done",
        referral_id=press.the_case.referral.id,
    )
