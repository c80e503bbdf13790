"""One thing that arrived: who referred, whom it is about, what was added, and what came before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from triage.records.access import Circle

NOBODYS = Circle("")
"""The circle of a contact that is kept from nobody."""
ContactKind = Literal[
    "referral", "notification", "information_request", "edt_report", "transfer_in", "advice"
]
SubjectKind = Literal["child", "unborn", "adult", "place", "group"]
Stage = Literal[
    "received",
    "requested",
    "rated",
    "proposed",
    "decided",
    "supplied",
    "closed",
    "already_open",
    "early_help",
    "other_area",
    "advice",
]


@dataclass(frozen=True)
class Referrer:
    """Who referred, as they said; `person` is set when they are on the roster."""

    person: str = ""
    name: str = ""
    role: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    anonymous: bool = False


@dataclass(frozen=True)
class Referral:
    """One thing that arrived. `received_at` is when it reached the hub; `recorded_at` when the bot learnt of it."""

    id: str
    forum: str
    reference: str
    kind: ContactKind
    source: str
    received_at: datetime
    recorded_at: datetime
    referrer: Referrer
    worry: str
    danger: str = ""
    family_told: str = ""
    child_words: str = ""
    household: str = ""
    where_now: str = ""
    issues: tuple[str, ...] = ()
    consent: str = ""
    consent_reason: str = ""
    already_open_to: str = ""
    submission_id: str = ""
    safe_contact: bool = False
    doubts: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)
    shared_words: Literal["referral", "summary"] = "referral"
    summary: str = ""
    revision: int = 0
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Addition:
    """Something added after the referral arrived: by the referrer, or a file's same number with other words.

    `before` is what the same fields said until then.
    """

    id: str
    referral: str
    at: datetime
    by: str
    kind: Literal["added", "other_words"]
    fields: Mapping[str, str]
    accepted_at: datetime | None = None
    before: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Subject:
    """Whom or what a referral is about. `stage` and `round` move; each has its own rating, views and decision.

    `number` goes by age among what came together, a later one takes the next. `told_order` counts from 0 in the order in
    which the referral told of them: its own answers are about the first. `by_hub` marks one whom the hub added: whoever
    referred did not tell of them, and hears nothing of them.
    """

    id: str
    referral: str
    number: int
    kind: SubjectKind
    first_name: str = ""
    surname: str = ""
    other_names: str = ""
    born: str = ""
    sex: str = ""
    ethnicity: str = ""
    first_language: str = ""
    religion: str = ""
    address: str = ""
    postcode: str = ""
    address_secret: bool = False
    school: str = ""
    gp: str = ""
    nhs_number: str = ""
    stage: Stage = "received"
    round: int = 1
    views_open_at: datetime | None = None
    cumulative_note: str = ""
    told_order: int = 0
    by_hub: bool = False


@dataclass(frozen=True)
class Link:
    """Two subjects in different referrals that a person compared. Undone by a link that supersedes it.

    `referral` is the later one, whose `subject` it is; `other` belongs to the earlier. Nothing is moved or copied by a
    link. A `proposed` one waits for a duty manager and counts for nothing until then.
    """

    id: str
    referral: str
    subject: str
    other: str
    kind: Literal["same", "different", "household", "later", "undone"]
    by: str
    at: datetime
    why: str = ""
    supersedes: str = ""
    proposed: bool = False

    @property
    def counts(self) -> bool:
        """Whether it makes the other contact one of the same child or household."""
        return self.kind in {"same", "household"} and not self.proposed


@dataclass(frozen=True)
class EarlierContact:
    """A contact before this one, of somebody a person said is the same child or of the same household."""

    subject: str
    other: str
    kind: Literal["same", "household"]
    reference: str
    received_at: datetime
    level: str
    outcome: str
    circle: Circle = NOBODYS
    """Who may know of that contact."""


@dataclass(frozen=True)
class Screening:
    """Who opened a referral to screen it, and when; it shows others and locks nothing."""

    referral: str
    person: str
    at: datetime
