"""Whether what a process remembers of cases is what there is."""

from collections.abc import Sequence

import pytest

from storage.cases import read_cases
from storage.tx import Tx
from triage.case import Case
from triage.profile import Profile


def compare(patch: pytest.MonkeyPatch) -> list[str]:
    """From now on each case is read once more by who remembers nothing; the list fills with what differs."""
    stale: list[str] = []

    def cases(tx: Tx, ids: Sequence[str], profile: Profile) -> tuple[Case, ...]:
        found = read_cases(tx, ids, profile)
        anew = read_cases(Tx(tx.connection, tx.now, tx.keyring), ids, profile)
        stale.extend(one.referral.reference for one, other in zip(found, anew, strict=True) if one != other)
        return found

    def case(tx: Tx, referral: str, profile: Profile) -> Case | None:
        return next(iter(cases(tx, (referral,), profile)), None)

    patch.setattr(Tx, "cases", cases)
    patch.setattr(Tx, "case", case)
    return stale
