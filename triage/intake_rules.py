"""How one council's form is read: its column headings and the words it answers with.

The profile's `[intake]` table. It picks and fills; it computes nothing.
"""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from triage.arrivals import FIELD_NAMES
from triage.records import ContactKind

YesNo = Literal["yes", "no", "not_sure"]
FamilyTold = Literal["yes", "no", "no_unsafe", "no_not_yet", "not_sure"]
Consent = Literal["given", "refused", "not_sought", "not_required"]

CONTACT_KINDS: tuple[ContactKind, ...] = get_args(ContactKind)
PUBLIC: Final = "public"
"""The source of what a member of the public told the hub on the web page."""


def loosely(text: str) -> str:
    """The text as headings and answers are compared: letters and digits only, no case, no accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if character.isalnum())


class IntakeRules(BaseModel):
    """The headings and words of one council's form.

    `columns` maps our field names to the council's headings. The other tables map the words of an answer
    to our codes. Headings and words are compared loosely: case, spaces and punctuation do not count, and
    our own names and codes are always understood as well.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    columns: Mapping[str, str] = Field(default_factory=dict)
    types: Mapping[str, ContactKind] = Field(default_factory=dict)
    yes_no: Mapping[str, YesNo] = Field(default_factory=dict)
    family_told: Mapping[str, FamilyTold] = Field(default_factory=dict)
    consent: Mapping[str, Consent] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _headings_name_one_field_each(self) -> Self:
        unknown = sorted(set(self.columns) - set(FIELD_NAMES))
        if unknown:
            raise ValueError(f"columns: not fields of a referral: {', '.join(unknown)}")
        headings = Counter(loosely(heading) for heading in self.columns.values())
        if "" in headings:
            raise ValueError("columns: a heading has no letters or digits")
        twice = sorted(heading for heading in self.columns.values() if headings[loosely(heading)] > 1)
        if twice:
            raise ValueError(f"columns: one heading for two fields: {', '.join(twice)}")
        return self
