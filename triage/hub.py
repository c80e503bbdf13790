"""A hub that runs: its forum, its profile and its opening hours, bank holidays included."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from triage.calendar import OpeningHours
from triage.profile import Profile
from triage.records import Forum


@dataclass(frozen=True)
class Hub:
    """What every rule about one forum needs."""

    forum: Forum
    profile: Profile
    hours: OpeningHours

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which its people live."""
        return self.profile.zone
