"""What a link between two people leads to: its row, and a decision elsewhere that stands until it is reviewed."""

from typing import Literal

from bot.handlers.steps import standing
from bot.verbs import Press
from storage.ids import new_id
from storage.tx import Tx
from triage.case import Case
from triage.linking import MAY_MAKE, NEW_IN_HOUSEHOLD, later_first, stands_until_reviewed
from triage.records import Link

Kind = Literal["same", "household", "different"]


def keep_link(
    tx: Tx,
    press: Press,
    cases: tuple[Case, Case],
    subjects: tuple[str, str],
    *,
    kind: Kind,
    why: str,
    was: str = "",
) -> Link:
    """Keep what a person says of two subjects; from who may not make links it is a proposal.

    `cases` and `subjects` go together; `was` is the link that this one supersedes.
    """
    later, earlier = later_first(*cases)
    mine, other = subjects if later is cases[0] else (subjects[1], subjects[0])
    link = Link(
        id=new_id(),
        referral=later.referral.id,
        subject=mine,
        other=other,
        kind=kind,
        by=press.actor.person,
        at=press.now,
        why=why,
        supersedes=was,
        proposed=not press.actor.has(*MAY_MAKE),
    )
    tx.links.add(link)
    if link.counts:
        flag(tx, press, link, earlier)
    return link


def flag(tx: Tx, press: Press, link: Link, earlier: Case) -> None:
    """A decision for one of the household stands, and a duty manager is asked to look at it again.

    What was referred later is decided by itself; nobody's words go from one to the other.
    """
    if link.kind != "household" or not stands_until_reviewed(earlier):
        return
    standing.ask(tx, press, earlier.referral, NEW_IN_HOUSEHOLD, who=link.id)
