"""How a case ends, begins again, is kept or given out: closing, a new round, legal holds, exports, access requests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Verdict = Literal["release", "serious_harm", "third_party", "other"]
"""What the owner of a share says of it: give it out, or hold it back and why."""


@dataclass(frozen=True)
class Closing:
    """A referral was closed. `reason` says why whoever referred was not told, where nobody told them."""

    id: str
    referral: str
    at: datetime
    by: str
    reason: str = ""


@dataclass(frozen=True)
class Reopening:
    """A closed referral began again, as a new round: what was asked, said and decided before stays as it was."""

    id: str
    referral: str
    at: datetime
    by: str
    new: str


@dataclass(frozen=True)
class LegalHold:
    """Nothing of this referral may be deleted from now on (`on`), or may be again. The newest one holds."""

    id: str
    referral: str
    at: datetime
    by: str
    on: bool
    reason: str


@dataclass(frozen=True)
class Export:
    """A copy of the record that was made: for the case system, or for whoever asked what is held about them."""

    id: str
    referral: str
    kind: Literal["case_system", "subject_access"]
    at: datetime
    by: str
    copy: int
    purpose: str
    request: str = ""
    """The access request that it answers, where it is one."""
    posts: tuple[str, ...] = ()
    """What still stood in chat when it was made: surface, kind of card, audience and time of each post, by commas."""


@dataclass(frozen=True)
class ExportConfirmation:
    """A person says that the record stands in the case system, under this number there."""

    id: str
    referral: str
    export: str
    at: datetime
    by: str
    number: str


@dataclass(frozen=True)
class AccessRequest:
    """Somebody asked what is held about one subject. `due_at` moves when it is extended, `state` once."""

    id: str
    referral: str
    subject: str
    at: datetime
    by: str
    received_at: datetime
    due_at: datetime
    asker: str
    checked: str
    state: Literal["open", "released"] = "open"
    released_at: datetime | None = None
    extended_because: str = ""


@dataclass(frozen=True)
class AccessReview:
    """What the owner of information says may be given out: a verdict for each of its items; the newest holds.

    `seat` is empty for what is the hub's own. `told_by` names who said so where somebody at the hub wrote it down.
    """

    id: str
    referral: str
    request: str
    seat: str
    at: datetime
    by: str
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    reason: str = ""
    told_by: str = ""


@dataclass(frozen=True)
class InformationRequest:
    """This contact asks whether a family is known: nobody rates it and nobody gives a view."""

    id: str
    referral: str
    at: datetime
    by: str
    asker: str
    due_at: datetime


@dataclass(frozen=True)
class InformationReply:
    """The reply to an information request, as somebody wrote it. `state` moves once, by somebody else."""

    id: str
    referral: str
    at: datetime
    by: str
    right: str
    checked: str
    words: str
    held_back: str = ""
    state: Literal["open", "approved", "returned"] = "open"
    decided_by: str = ""
    decided_at: datetime | None = None
    needed: str = ""
    read_at: datetime | None = None
