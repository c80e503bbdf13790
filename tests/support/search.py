"""What a search by one plain pair would find."""

from tests.support.desk import Desk
from triage.records import Subject


async def found_by(desk: Desk, pair: str) -> list[Subject]:
    """The subjects that share this pair."""
    since = desk.clock.now().replace(year=2025)
    found = await desk.store.read(lambda tx: tx.referrals.candidates(desk.hub.forum.id, [pair], since, ""))
    return list(found)
