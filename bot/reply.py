"""What a handler answers with: codes and values. The words are chosen afterwards, in the person's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.cards.elements import Form

ALREADY = "already"
"""The code of `Done` for what was recorded before: this press added nothing."""
GAVE_UP = "conflict"
"""The code of `Done` for a case that somebody gave up because they know the family: they see it no longer."""


@dataclass(frozen=True)
class Open:
    """Show this form. Its token is added by the dispatcher."""

    form: Form


@dataclass(frozen=True)
class Done:
    """It is recorded. `code` chooses the words (`bot.cards.notices`), `facts` fill them: ids, codes and times only.

    The dispatcher adds the time and the reference. `note` goes into the audit: what was before and after. `then` is a
    form shown in the place of the one that was submitted. `made` is the id of a referral that this press brought into
    being, so that its messages and its audit follow; `also` are further referrals whose messages it changed.
    """

    code: str = "recorded"
    facts: Mapping[str, str] = field(default_factory=dict)
    note: Mapping[str, str] = field(default_factory=dict)
    then: Form | None = None
    made: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """It may not be done, and nothing changed. `code` chooses the words (`bot.cards.refusals`); facts are ids and codes."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Invalid:
    """Something typed is not usable yet: what to say, by field. The dispatcher adds the form as filled in. Never stored."""

    problems: Mapping[str, str]
    form: Form | None = None


Reply = Open | Done | Refused | Invalid


def stored(reply: Open | Done | Refused) -> dict[str, object]:
    """A reply as a delivery's row keeps it: codes and ids, no text."""
    match reply:
        case Open():
            return {"kind": "open"}
        case Done(code, facts):
            return {"kind": "done", "code": code, "facts": dict(facts)}
        case Refused(code, facts):
            return {"kind": "refused", "code": code, "facts": dict(facts)}


def restored(row: Mapping[str, object]) -> Done | Refused | None:
    """What was recorded, from a delivery's row; None for a form that was opened, which is opened again."""
    if row["kind"] == "open":
        return None
    facts = row["facts"]
    known = {str(key): str(value) for key, value in facts.items()} if isinstance(facts, dict) else {}
    code = str(row["code"])
    return Done(code, known) if row["kind"] == "done" else Refused(code, known)
