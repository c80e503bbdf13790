"""What comes in from a surface, and what goes back to it.

A surface turns a vendor's payload into an `Interaction` and shows the `Answer`. It decides nothing in between.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, Literal

from bot.cards.elements import Fields, Form
from triage.typed_text import readable

REFER: Final = "referral.start"
"""The verb behind every way in that is no button: commands, shortcuts, a message's menu, an address."""
WORRY: Final = "worry"
"""The field of its form that holds the words of the message which somebody refers."""
DETAILS: Final = "details.open"
"""The verb behind a link to a case."""
MY_REFERRALS: Final = "referral.mine"
"""The verb behind such a link for whoever referred it and may read no more of it."""
VERB_SHAPE: Final = "[a-z][a-z_.]{0,59}"
"""What every verb looks like. Verbs stand in logs: nothing that somebody made up is taken for one."""


class SurfaceName(StrEnum):
    """Where people see and press."""

    SLACK = "slack"
    TEAMS = "teams"
    WEB = "web"


@dataclass(frozen=True)
class Identity:
    """Who a surface says is pressing: verified by the surface, linked to a person only by the roster."""

    surface: SurfaceName
    tenant: str
    user: str


class Phase(StrEnum):
    """A press on a button, or the submit of a form."""

    PRESS = "press"
    SUBMIT = "submit"


@dataclass(frozen=True)
class Interaction:
    """One press or one submit, in our own words.

    `delivery` is the sender's own key for this delivery, so that a second one gets what was recorded. `token` is the
    one-use token of the form that was submitted, empty for a press. `prefill` holds field values that came with a press
    from outside a form (a message shortcut's text); it is shown to the person and never stored by itself. `seat` is set
    by the dispatcher: the agency that a button is for, where its person answers for several. `followed` says that it is
    no button but an address, which anybody can send anybody: it opens forms, and does nothing.
    """

    identity: Identity
    verb: str
    thing: str
    phase: Phase
    delivery: str
    fields: Fields = field(default_factory=dict)
    token: str = ""
    page: int = 1
    prefill: Mapping[str, str] = field(default_factory=dict)
    seat: str = ""
    followed: bool = False


def with_keepable_ids(came: Interaction) -> Interaction:
    """What came in, with ids that every database can look up and keep; one that had to be changed is nobody's."""
    identity = Identity(came.identity.surface, readable(came.identity.tenant), readable(came.identity.user))
    return replace(
        came,
        identity=identity,
        verb=readable(came.verb),
        thing=readable(came.thing),
        token=readable(came.token),
    )


@dataclass(frozen=True)
class Answer:
    """What the surface shows: worded, in the person's language, nothing left to decide.

    - `open`: show `form`.
    - `done`: close the form and show `note` privately; when `form` is set, show it in the form's place.
    - `refused`: show `form` (the reason and who could, with a Close button); `note` is the same in one line.
    - `invalid`: show `form` again as filled in, with its `problems`.

    `language` is the person's, for the few words that a renderer adds.
    """

    kind: Literal["open", "done", "refused", "invalid"]
    form: Form | None = None
    note: str = ""
    language: str = "en"

    @property
    def shown(self) -> Form | None:
        """The form to show; one that takes another's place says first what was recorded."""
        if self.form is None or self.kind != "done":
            return self.form
        return replace(self.form, notice="\n".join(filter(None, (self.note, self.form.notice))))
