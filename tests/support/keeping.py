"""Put a case made of values into a store, so that a test can start in the middle of a story."""

from dataclasses import replace

from storage.tx import Tx
from tests.support.desk import Desk
from triage.case import Case


async def keep(desk: Desk, case: Case) -> str:
    """Keep everything of a built case and say again which messages it wants; returns the referral's id."""
    await desk.store.write(lambda tx: _keep(desk, tx, case))
    return case.referral.id


def _keep(desk: Desk, tx: Tx, case: Case) -> None:
    tx.referrals.take(replace(case.referral, forum=desk.hub.forum.id), case.subjects)
    for kept, records in (
        (tx.ratings, case.ratings),
        (tx.clocks, case.clocks),
        (tx.checks, case.checks),
        (tx.answers, case.answers),
        (tx.consent_decisions, case.consent_decisions),
        (tx.votes, case.votes),
        (tx.proposals, case.proposals),
        (tx.decisions, case.decisions),
        (tx.feedback, case.feedback),
    ):
        for record in records:
            kept.add(record)  # type: ignore[attr-defined]  # each kind keeps its own records
    desk.projection.referral(tx, desk.hub, desk.hubs.roster(tx), case.referral.id)
    desk.projection.desk(tx, desk.hub, desk.hubs.roster(tx))
