"""The one private line that says something is recorded."""

from collections.abc import Mapping
from datetime import datetime

from bot.cards import phrases, times
from bot.cards.desk import rating_stands
from bot.cards.hours import duty
from bot.cards.roles import role
from bot.cards.sight import Sight


def done(code: str, facts: Mapping[str, str], sight: Sight) -> str:
    """The words for what was recorded. Facts hold the time, the reference and codes."""
    _ = sight.words.gettext
    at = datetime.fromisoformat(facts["at"])
    said = {
        "recorded": _("Recorded {time}."),
        "already": _("Already recorded {time}. Nothing was added."),
        "sent": _("Sent {time}."),
        "slip_reported": _(
            "Recorded {time}. The information governance lead and the duty manager are told. If it is still visible, delete it where you can."
        ),
        "time_asked": _("Asked {time}. The duty manager must agree. The due time stands until then."),
        "time_asked_again": _(
            "Asked {time}. This takes the place of the earlier request; both stay in the record. The duty manager must agree. The due time stands until then."
        ),
        "thrown_away": _("Thrown away {time}."),
        "refreshed": _("Up to date at {time}."),
        "restricted": _("Restricted {time}."),
        "not_enough": _("Recorded {time}. Not enough agencies: {seats} missing."),
    }
    if code == "conflict":
        return _("You will no longer see this case. Your lead is asked for a deputy.")
    if code == "snoozed":
        until = times.now_read(sight, datetime.fromisoformat(facts["until"]))
        return _("You will be reminded again {when}. The due time has not moved.").format(when=until)
    if code == "disagreed":
        return _disagreed(facts, sight)
    if code == "on_duty":
        until = duty.until(sight, datetime.fromisoformat(facts["until"]))
        seat = duty.charge_name(sight, facts["seat"])
        return _("You are on duty for {seat} until {time}.").format(seat=seat, time=until)
    seats = phrases.seats(sight, tuple(facts.get("seats", "").split()))
    line = said.get(code, said["recorded"]).format(time=times.happened(sight, at), seats=seats)
    reference = facts.get("reference", "")
    line = f"{line} {reference}." if reference else line
    if code == "restricted":
        line = " ".join((line, *_nobody_there(seats, sight), *_nobody_does(facts, sight)))
    line = " ".join((line, *rating_stands.not_kept(sight, facts)))
    return " ".join((line, *(_urgent(facts, sight) if code == "urgent" else _due(code, facts, sight))))


def _nobody_there(seats: str, sight: Sight) -> tuple[str, ...]:
    """Who will not answer now, and what can be done about it."""
    words = sight.words.gettext(
        "Nobody at {seats} can see this case, so we do not wait for them. To let them answer, restrict it again and name somebody there."
    )
    return (words.format(seats=seats),) if seats else ()


def _nobody_does(facts: Mapping[str, str], sight: Sight) -> tuple[str, ...]:
    """Whose actions are the duty manager's from now on."""
    seats = phrases.seats(sight, tuple(facts.get("doing", "").split()))
    words = sight.words.gettext(
        "Whoever had actions at {seats} can no longer see them. They are in the duty manager's My work, to do or to give to somebody."
    )
    return (words.format(seats=seats),) if seats else ()


def _due(code: str, facts: Mapping[str, str], sight: Sight) -> tuple[str, ...]:
    """The due time that was typed or chosen, read back in words."""
    _ = sight.words.gettext
    if "due" not in facts:
        return ()
    words = _("Asked for: {when}.") if code.startswith("time_asked") else _("Due {when}.")
    return (words.format(when=times.now_read(sight, datetime.fromisoformat(facts["due"]))),)


def _urgent(facts: Mapping[str, str], sight: Sight) -> tuple[str, ...]:
    """Who is told, and whom to phone meanwhile; first of all 999 where nobody called it yet."""
    _ = sight.words.gettext
    contact = sight.hub.profile.contact
    is_open = sight.hub.hours.is_open(sight.now)
    phone = contact.hub_phone if is_open else contact.emergency_team_phone
    call = (_("If anyone is in danger, call 999 now."),) if facts.get("called_999") == "not_yet" else ()
    return (
        *call,
        _(
            "The duty manager and the service manager are told now. To speak to somebody, phone {phone}."
        ).format(phone=phone),
    )


def _disagreed(facts: Mapping[str, str], sight: Sight) -> str:
    """Who answers, and by when; with nobody on duty for it, the role that does."""
    _ = sight.words.gettext
    owner = sight.name(facts["owner"]) if facts["owner"] else role(sight, facts["role"])
    due = times.by_end(sight, datetime.fromisoformat(facts["due_at"]))
    said = _("{owner} will answer {by}. The decision stands meanwhile.").format(owner=owner, by=due)
    if "unsafe" not in facts:
        return said
    danger = _("If anyone is in danger, call 999 now. The duty managers are told at once.")
    return f"{danger} {said}"
