"""What happened while the hub was closed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class NightItem:
    """A referral that arrived, or became urgent, while the hub was closed: the desk picks it up once it opens.

    `opens_at` is the opening that ends the night. `urgent_at` is when the on-call manager was told, `answered_at` when
    one of them said that they are dealing with it. These, and `picked_up_at`, move once.
    """

    id: str
    referral: str
    forum: str
    at: datetime
    opens_at: datetime
    arrived: bool
    urgent_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    picked_up_at: datetime | None = None
    picked_up_by: str = ""


@dataclass(frozen=True)
class AfterHours:
    """Somebody referred or pressed while the hub was closed. `called_at` moves once: they rang the emergency duty team."""

    id: str
    referral: str
    person: str
    at: datetime
    opens_at: datetime
    called_at: datetime | None = None
