"""What an examination says of one part."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FAST = timedelta(seconds=60)
"""How far this machine's clock may be off."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `problem` says what is wrong and what to do; empty when it is well."""

    about: str
    well: str = ""
    problem: str = ""


def clock(theirs: datetime | None, whose: str) -> Finding:
    """Whether this machine's clock agrees with another: signatures fail where it does not."""
    if theirs is None:
        return Finding("clock", "nothing to compare it with here; keep the machine on network time")
    off = abs(datetime.now(UTC) - theirs)
    wrong = f"it is {off.total_seconds():.0f} seconds off {whose}: signatures fail. Turn network time on"
    return Finding("clock", f"as {whose}", wrong if off > FAST else "")
