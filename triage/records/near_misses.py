"""What nearly went wrong: reported by anybody, or opened by the bot when something had to be undone [001]."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True)
class NearMiss:
    """One near miss, its review included. `by` is empty when the bot opened it; `referral` when it is about none.

    `visible` is what the reporter said: whether it can still be seen. `learnt` is what the review found and did.
    """

    id: str
    forum: str
    kind: Literal["slip", "unlinked"]
    at: datetime
    referral: str = ""
    by: str = ""
    seat: str = ""
    what: str = ""
    visible: Literal["yes", "no", "not_sure", ""] = ""
    reviewed_at: datetime | None = None
    reviewed_by: str = ""
    learnt: str = ""
