"""What was read last of referrals and of the roster: most that is shown is shown again before anything of it changes.

Each referral has a version, which moves in the transaction of every write to it. What was read at one version is what
there is at that version, so it needs no second reading; at any other it is read anew. So it is with the roster and its
revision. Nothing here outlives its process.
"""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import Any

from triage.roster import Roster

Records = Mapping[str, tuple[Any, ...]]
"""The records of one referral by the name of their table; a table that is missing has none."""

MOST = 400
"""So many referrals are remembered, the ones that were asked for last: about a week of a busy hub."""


class Remembered:
    """The records of referrals, by version. One for the whole process, used by all its threads."""

    def __init__(self) -> None:
        self.roster: Roster | None = None
        """Everybody, as they were when they were read last."""
        self._known: OrderedDict[str, tuple[int, Records]] = OrderedDict()
        self._erasures = 0
        self._held = Lock()

    def at(self, referral: str, version: int) -> Records | None:
        """What belonged to the referral at this version; None when that is not known."""
        with self._held:
            known = self._known.get(referral)
            if known is None or known[0] != version:
                return None
            self._known.move_to_end(referral)
            return known[1]

    def keep(self, referral: str, version: int, records: Records, *, erasures: int) -> None:
        """Remember what a transaction read that saw one state of the database, and wrote nothing.

        `erasures` is how many it knew of: what it read may have been erased since, where there were more.
        """
        with self._held:
            if erasures != self._erasures:
                return
            self._known[referral] = (version, records)
            self._known.move_to_end(referral)
            if len(self._known) > MOST:
                self._known.popitem(last=False)

    def up_to_date(self, erasures: int) -> None:
        """Forget all where more was erased, by any process, than was known here."""
        with self._held:
            if erasures > self._erasures:
                self._known.clear()
                self._erasures = erasures
