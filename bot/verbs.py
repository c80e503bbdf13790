"""What a verb is: one thing that people can do, with one handler and one form, on every surface."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.cards.elements import Fields
from bot.cards.sight import Sight
from bot.interaction import Interaction
from bot.reply import Reply
from storage.tx import Tx
from triage.authority import Actor
from triage.case import Case
from triage.hub import Hub
from triage.roster import Roster

ThingKind = Literal[
    "none",
    "referral",
    "subject",
    "addition",
    "answer",
    "vote",
    "proposal",
    "action",
    "digest_line",
    "feedback",
    "task",
    "holding_reply",
    "urgent_protection",
    "conflict",
    "disagreement",
    "link",
    "meeting",
    "minutes",
    "statement",
    "export",
    "access_request",
    "information_reply",
]


@dataclass(frozen=True)
class Press:
    """One press or submit that may be done, with all that a handler needs to know."""

    interaction: Interaction
    actor: Actor
    hub: Hub
    roster: Roster
    sight: Sight
    case: Case | None = None
    shown_revision: int | None = None
    """The case's revision that the submitted form showed; None for a press."""
    from_public: bool = False
    """Whether a member of the public sent it, who is nobody on the roster; only `bot.public_door` says so."""

    @property
    def now(self) -> datetime:
        """The moment this press is done at."""
        return self.sight.now

    @property
    def thing(self) -> str:
        """The id of what was pressed."""
        return self.interaction.thing

    @property
    def fields(self) -> Fields:
        """What was typed and chosen."""
        return self.interaction.fields

    @property
    def the_case(self) -> Case:
        """The case; for verbs that cannot be pressed without one."""
        if self.case is None:
            raise LookupError("this verb needs a case")
        return self.case

    def text(self, field_id: str) -> str:
        """What was typed or chosen in a field, without spaces around it; empty when nothing."""
        return "".join(self.fields.get(field_id, ())[:1]).strip()

    def chosen(self, field_id: str) -> tuple[str, ...]:
        """All that was chosen in a field."""
        return self.fields.get(field_id, ())


Handler = Callable[[Tx, Press], Reply]
Checks = Callable[[Tx, Press], Mapping[str, str]]
"""What is wrong between the fields of a submitted form: words by field."""


@dataclass(frozen=True)
class Verb:
    """One verb. `opens` answers a press with a form; `does` acts: at the submit, or at the press when nothing opens.

    `thing` says what kind of id its buttons carry, so that the case is found before anything else. A verb that is
    `looking` changes nothing of the case: its press is audited and no message is drawn again. `checks` says what else is
    wrong with what was sent, together with what each field alone is checked for, so that everything is said at once;
    of a field that is empty or cannot be used it sees nothing. A verb that `moves_circle` changes who may know of its
    case: all that the hub shows is looked at again.
    """

    name: str
    thing: ThingKind = "none"
    opens: Handler | None = None
    does: Handler | None = None
    checks: Checks | None = None
    looking: bool = False
    moves_circle: bool = False


Verbs = Mapping[str, Verb]
