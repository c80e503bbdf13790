"""One version of a meeting's minutes on paper, as its reader may read it."""

from bot.cards import times
from bot.cards.meetings import minutes as cards
from bot.cards.sight import Sight
from bot.paper.case_record import on_paper
from bot.paper.document import Document
from bot.paper.marks import Marks
from bot.reading.minutes_read import readable, readable_cases
from storage.tx import Tx
from triage.authority import Actor
from triage.chairing import as_in_meeting
from triage.records import Minutes


def document(tx: Tx, sight: Sight, version: Minutes) -> Document:
    """The version as it was made; who reads it decides which cases stand in it. Its file is named by day and version."""
    _ = sight.words.gettext
    sitting = tx.meetings.sitting(version.meeting)
    if sitting is None:
        raise LookupError("minutes belong to a meeting")
    reader = as_in_meeting(sight.reader or Actor(""), (sitting,), sight.hub.hours, sight.now)
    parts = tuple(on_paper(tuple(readable(tx, sight, reader, version))))
    day = times.local_day(sight, sitting.meeting.at)[0]
    referral = tx.referrals.get(version.referral) if version.referral else None
    n = len(readable_cases(tx, sight.hub, reader, version))
    about = referral.reference if referral else sight.words.ngettext("{n} case", "{n} cases", n).format(n=n)
    marks = Marks(
        hub=sight.hub.forum.name,
        reference=about,
        purpose=_("Minutes of the meeting of {day}").format(day=times.posted_day(sight, day)),
        made_by=version.by,
        made_at=version.made_at,
        copy=version.version,
        taken_by=reader.person,
        taken_at=sight.now,
    )
    return Document(
        title=_("Minutes, version {n}").format(n=version.version),
        name=f"minutes-{day.isoformat()}-version-{version.version}",
        marks=marks,
        body=(*on_paper(cards.state_lines(sight, version)), *parts),
    )
