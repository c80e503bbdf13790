"""A version of the minutes is made from what was recorded: the meeting's part, and one for each case under its own key."""

from dataclasses import replace

from bot.cards.meetings import minutes as cards
from bot.verbs import Press
from bot.words import Words
from storage.ids import new_id
from storage.tx import Tx
from triage.meetings import Sitting, invited
from triage.records import Minutes, MinutesPart, Proposal


def make(tx: Tx, press: Press, sitting: Sitting) -> Minutes:
    """The next version. Earlier ones stay as they are."""
    sight = replace(cards.for_everybody(press.sight), words=Words(press.hub.forum.language))
    meeting = sitting.meeting
    profile = press.hub.profile
    cases = tx.cases([item.referral for item in sitting.agenda], profile)
    asked = invited(profile, sitting, cases[0] if cases else None)
    version = tx.meetings.minutes.add(
        Minutes(
            id=new_id(),
            meeting=meeting.id,
            forum=meeting.forum,
            referral=meeting.referral,
            version=len(sitting.minutes) + 1,
            made_at=press.now,
            by=press.actor.person,
            parts=cards.about_meeting(sight, sitting, asked),
        )
    )
    for position, case in enumerate(cases, start=1):
        tx.meetings.minutes_parts.add(
            MinutesPart(
                id=new_id(),
                referral=case.referral.id,
                minutes=version.id,
                position=position,
                parts=cards.about_case(sight, sitting, case),
            )
        )
    return version


def make_again(tx: Tx, press: Press, proposal: Proposal) -> None:
    """A new version of minutes that wait to be approved and call this proposal undecided, now that it is settled.

    It is about the same cases. Minutes that were approved stay: whoever reads them is told what was decided since.
    """
    for known in press.the_case.sittings:
        if not known.minutes:
            continue
        tx.meetings.lock(known.meeting.id)  # another case of that meeting may be decided in this moment
        sitting = tx.meetings.sitting(known.meeting.id)
        if sitting is None or sitting.minutes[-1].approved_at or proposal.at > sitting.minutes[-1].made_at:
            continue
        in_it = {part.referral for part in tx.meetings.parts_of(sitting.minutes[-1].id)}
        if proposal.referral in in_it:
            items = tuple(item for item in sitting.items if item.referral in in_it)
            make(tx, press, replace(sitting, items=items))
