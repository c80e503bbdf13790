"""Refusals: what happened, who could, that nothing changed, and what to do next. Each opens as a form with a Close button."""

from collections.abc import Mapping
from datetime import datetime

from bot.cards import times
from bot.cards.elements import Form, Section
from bot.cards.roles import roles
from bot.cards.sight import Sight
from bot.words import listed

SAID = {
    "unknown_person": listed(
        "We do not know you here yet. Ask your agency lead to add you. Nothing was recorded."
    ),
    "access_ended": listed("Your access ended on {day}. Nothing was recorded."),
    "not_asked": listed(
        "Your agency was not asked about this one. If you know something, choose Offer information."
    ),
    "nothing_here": listed("There is nothing here with that reference."),
    "no_case": listed("There is nothing here with that reference."),
    "not_yours": listed("There is nothing here with that reference."),
    "closed": listed("This case is closed. To add something, choose Reopen or phone the hub."),
    "not_now": listed(
        "This cannot be done at this stage of the case. Nothing has changed. Open details to see where it is."
    ),
    "screened": listed(
        "This referral has been screened. Nothing was recorded. Refer a brother or sister as a new referral: "
        "the hub links the two."
    ),
    "nobody_else": listed("There is nobody on the roster to give it to. Nothing has changed. Phone the hub."),
    "no_snooze": listed("This cannot be put off: it is red, or late. Nothing has changed."),
    "own_request": listed("You asked for this, so another manager must agree. Nothing has changed."),
    "accepted_already": listed("Already accepted. Your press changed nothing."),
    "form_not_ours": listed(
        "This form is no longer valid. Nothing was recorded. Open it again from the card."
    ),
    "not_above": listed(
        "This view is not above the rating any more: the rating was changed, or the agency gave another view. "
        "Nothing was recorded."
    ),
    "nobody_here": listed(
        "No agency is recorded as here. Nothing has changed. Record the roll call, then what was said."
    ),
    "meeting_over": listed("This meeting is over. Nothing has changed."),
    "unknown_verb": listed(
        "This button no longer does anything. Nothing was recorded. Open details to go on."
    ),
    "no_duty": listed("There is no duty that you can take. Nothing has changed."),
    "not_on_duty": listed("You do not hold this duty any more. Nothing has changed."),
    "nobody_to_take": listed(
        "Nobody else can take this duty. Nothing has changed. The on-call number is {phone}."
    ),
    "confirmed_already": listed("This copy was confirmed already. Nothing has changed."),
    "released_already": listed("This request was answered already. Nothing has changed."),
    "nothing_to_review": listed("Nothing of your agency's is held about this person. Nothing has changed."),
    "owners_waited_for": listed("An owner has not looked yet. Nothing was released."),
    "reply_waits": listed("A reply waits for approval already. Nothing has changed."),
    "held_already": listed("A legal hold applies already. Nothing has changed."),
    "not_held": listed("No legal hold applies. Nothing has changed."),
    "not_finished": listed("This case cannot be closed yet. Something is still open. Nothing has changed."),
    "seat_not_asked": listed("{seat} has not been asked for a view. Ask them, then propose."),
}
"""What is said where neither a role nor somebody else's press is the reason."""
_SAID_BEFORE = {
    "urgent_taken": listed("{name} is dealing with it since {time}. Your press changed nothing."),
    "instead_said": listed("{name} said at {time} what is done instead. Your press changed nothing."),
    "rating_stands": listed("{name} said at {time} that the rating stands. Your press changed nothing."),
}
"""What is said to whoever presses what a colleague pressed first."""


def form(words: str, sight: Sight) -> Form:
    """A refusal as something to read and close."""
    _ = sight.words.gettext
    return Form(title=_("Not done"), verb="", thing="", body=(Section((words,)),))


def words(code: str, facts: Mapping[str, str], sight: Sight) -> str:
    """A refusal in one or two sentences."""
    if code in {"no_role", "own_proposal", "own_decision", "decided_already", *_SAID_BEFORE}:
        return _about_authority(code, facts, sight)
    _ = sight.words.gettext
    ended = facts.get("ended_at")
    return _(SAID.get(code, SAID["not_now"])).format(
        day=times.day_and_year(sight, datetime.fromisoformat(ended)) if ended else "",
        seat=sight.seat(facts["seat"]) if "seat" in facts else "",
        phone=sight.hub.profile.contact.on_call_phone,
    )


def _about_authority(code: str, facts: Mapping[str, str], sight: Sight) -> str:
    _ = sight.words.gettext
    if code == "decided_already":
        said = _("Already approved by {name} at {time}. Your press changed nothing.")
        if facts.get("state") == "returned":
            said = _("Already returned by {name} at {time}. Your press changed nothing.")
        at = times.happened(sight, datetime.fromisoformat(facts["decided_at"]))
        return said.format(name=sight.name(facts["by"]), time=at)
    if code in _SAID_BEFORE:
        return _(_SAID_BEFORE[code]).format(
            name=sight.name(facts["by"]), time=times.happened(sight, datetime.fromisoformat(facts["at"]))
        )
    who = tuple(facts.get("who", "").split())
    if code == "own_proposal":
        return _("You proposed this, so somebody else must approve it. {on_duty}").format(
            on_duty=_approving(who, sight)
        )
    if code == "own_decision":
        return _(
            "You approved, rated or answered this before, so somebody else must answer. {on_duty}"
        ).format(on_duty=_on_duty(_names(who, sight), sight))
    outcomes = facts.get("outcomes", "").split()
    if outcomes:
        return _("You cannot approve this. {outcome} needs {role}. {on_duty} Nothing has changed.").format(
            outcome=sight.hub.profile.outcome(outcomes[0]).called,
            role=roles(sight, who[:1]),
            on_duty=_approving(who, sight),
        )
    return _("You cannot do this. It needs {role}. {on_duty} Nothing has changed.").format(
        role=roles(sight, who), on_duty=_on_duty(_names(who, sight), sight)
    )


def _approving(who: tuple[str, ...], sight: Sight) -> str:
    """Who holds the role that an approval needs; those who stand in for it where nobody else does."""
    return _on_duty(_names(who[:1], sight) or _names(who[1:], sight), sight)


def _names(who: tuple[str, ...], sight: Sight) -> list[str]:
    reader = sight.reader.person if sight.reader else ""
    people = sight.roster.holding_role(sight.hub.forum.id, who, sight.now)
    return [sight.name(person.id) for person in people if person.id != reader]


def _on_duty(names: list[str], sight: Sight) -> str:
    _ = sight.words.gettext
    if not names:
        return _("Nobody is on duty for this. The on-call number is {phone}.").format(
            phone=sight.hub.profile.contact.on_call_phone
        )
    return _("On duty now: {names}.").format(names=", ".join(names))
