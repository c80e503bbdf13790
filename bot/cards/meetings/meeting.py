"""The meeting's card in the channel: roll call, who is missing, the case in hand, how it ended. Never what anybody thinks."""

from collections.abc import Iterator

from bot.cards import phrases, posts, times
from bot.cards.elements import Button, Card, Section
from bot.cards.meetings import meeting_buttons as buttons
from bot.cards.roles import awaited
from bot.cards.sight import Sight
from triage.case import Case
from triage.meetings import Sitting, day_of, invited, to_ask


def of_case(case: Case, sight: Sight, thing: str) -> Card:
    """The meeting of one case; `thing` is its id."""
    sitting = next(one for one in case.sittings if one.meeting.id == thing)
    return card(sight, sitting, case)


def card(sight: Sight, sitting: Sitting, case: Case | None) -> Card:
    """A meeting as it is now. `case` is the one in hand, or the only one; None before a day's meeting begins."""
    needed = sight.hub.profile.meetings.needed
    match sitting.stage(needed):
        case "roll_call":
            return _roll_call(sight, sitting, case, needed)
        case "short":
            return _short(sight, sitting, case, needed)
        case "in_hand" if case is not None:
            return _in_hand(sight, sitting, case)
        case "in_hand":
            return _nothing_in_hand(sight, sitting)
        case _:
            return _over(sight, sitting, case)


# Roll call.


def _roll_call(sight: Sight, sitting: Sitting, case: Case | None, needed: tuple[str, ...]) -> Card:
    _ = sight.words.gettext
    when, what = times.posted(sight, sitting.meeting.at), _about(sight, sitting, case)
    fallback = _("{reference}: meeting {when}, roll call.").format(reference=what, when=when)
    return Card(
        title=_("MEETING {when} · {what} · roll call").format(when=when, what=what),
        fallback=fallback,
        body=(
            Section(
                (
                    _where(sight, sitting),
                    _who_is_here(sight, sitting, case),
                    *_needed(sight, sitting, needed),
                    _(
                        "What is said here is for this meeting. Information belongs to the agency that gave it and "
                        "goes no further without its agreement."
                    ),
                )
            ),
        ),
        buttons=(
            buttons.here(sight, sitting, what),
            buttons.roll(sight, sitting, what),
            buttons.start(sight, sitting, what),
            buttons.more(sight, sitting, what),
        ),
    )


def _about(sight: Sight, sitting: Sitting, case: Case | None) -> str:
    """What a meeting is about, as a post may say it: a reference, or how many cases."""
    if sitting.meeting.kind == "urgent" and case is not None:
        return case.referral.reference
    n = len(sitting.agenda)
    return sight.words.ngettext("{n} case", "{n} cases", n).format(n=n)


def _where(sight: Sight, sitting: Sitting) -> str:
    _ = sight.words.gettext
    said = [
        _("Join: {place}.").format(place=sitting.meeting.place or sight.hub.profile.meetings.rooms[0].label)
    ]
    chair = chair_of(sight, sitting)
    said.append(_("Chair {name}.").format(name=sight.name(chair)) if chair else _("Chair: still to be set."))
    if sitting.meeting.minute_taker:
        said.append(_("Minutes {name}.").format(name=sight.name(sitting.meeting.minute_taker)))
    return " ".join(said)


def chair_of(sight: Sight, sitting: Sitting) -> str:
    """Who chairs; empty while nobody was named, and when whoever was has left."""
    chair = sitting.meeting.chair
    held = sight.roster.actor(chair, sight.hub.forum.id, sight.now) if chair else None
    return chair if held else ""


def _who_is_here(sight: Sight, sitting: Sitting, case: Case | None) -> str:
    _ = sight.words.gettext
    here = sitting.here
    said = [
        _("Here ({n}): {seats}.").format(n=len(here), seats=phrases.seats(sight, here))
        if here
        else _("Here: nobody yet.")
    ]
    for words, seats in (
        (_("Deputy: {seats}."), sitting.seats("deputy")),
        (_("By phone: {seats}."), sitting.seats("phone")),
        (_("Apologies, information sent: {seats}."), sitting.seats("apologies_sent")),
        (_("Apologies: {seats}."), sitting.seats("apologies")),
        (_("Absent: {seats}."), sitting.seats("absent")),
    ):
        if seats:
            said.append(words.format(seats=phrases.seats(sight, seats)))
    open_ones = [seat for seat in invited(sight.hub.profile, sitting, case) if sitting.attended(seat) is None]
    if open_ones:
        said.append(_("Not here yet: {n}.").format(n=len(open_ones)))
    return " ".join(said)


def _needed(sight: Sight, sitting: Sitting, needed: tuple[str, ...]) -> Iterator[str]:
    _ = sight.words.gettext
    if not needed:
        return
    said = _("Needed: {seats}.").format(seats=", ".join(sight.seat(seat) for seat in needed))
    missing = sitting.missing(needed)
    if missing:
        yield " ".join((said, _("Missing: {seats}.").format(seats=phrases.seats(sight, missing))))
    else:
        yield " ".join((said, _("All are here.")))


# Not enough agencies.


def _short(sight: Sight, sitting: Sitting, case: Case | None, needed: tuple[str, ...]) -> Card:
    """What can be done without them; and whoever is missing may still come."""
    _ = sight.words.gettext
    what, missing = _about(sight, sitting, case), sitting.missing(needed)
    return Card(
        title=_("NOT ENOUGH AGENCIES · {seats} missing · {what}").format(
            seats=phrases.seats(sight, missing), what=what
        ),
        fallback=_("{reference}: meeting {when}, not enough agencies.").format(
            reference=what, when=times.posted(sight, sitting.meeting.at)
        ),
        body=(Section((_("Urgent protection and a strategy discussion do not wait for this."),)),),
        buttons=(
            buttons.phone(sight, sitting, missing, what),
            buttons.adjourn(sight, sitting, what),
            buttons.interim(sight, sitting, what),
            buttons.here(sight, sitting, what),
            buttons.more(sight, sitting, what),
        ),
    )


# A case in hand.


def _in_hand(sight: Sight, sitting: Sitting, case: Case) -> Card:
    _ = sight.words.gettext
    item, reference = sitting.in_hand, case.referral.reference
    n, count = (sitting.number(item) if item else 1), len(sitting.agenda)
    lines = (*_decision(sight, sitting, case), *_interim(sight, sitting), *_disagreements(sight, case))
    return Card(
        title=_("CASE {n} OF {all} · {rating_due} · {reference}").format(
            n=n, all=count, rating_due=posts.rating_due(sight, case), reference=reference
        ),
        fallback=_("{reference}: meeting {when}, case {n} of {all}.").format(
            reference=reference, when=times.posted(sight, sitting.meeting.at), n=n, all=count
        ),
        body=(Section(lines),) if lines else (),
        buttons=tuple(_in_hand_buttons(sight, sitting, case)),
    )


def _nothing_in_hand(sight: Sight, sitting: Sitting) -> Card:
    """What was discussed may stand in no channel any more: the meeting goes on, and nothing says which case it was."""
    _ = sight.words.gettext
    what, when = _about(sight, sitting, None), times.posted(sight, sitting.meeting.at)
    return Card(
        title=_("MEETING {when} · {what} · between cases").format(when=when, what=what),
        fallback=_("{reference}: meeting {when}, between cases.").format(reference=what, when=when),
        buttons=(buttons.next_case(sight, sitting, what), buttons.more(sight, sitting, what)),
    )


def _decision(sight: Sight, sitting: Sitting, case: Case) -> Iterator[str]:
    _ = sight.words.gettext
    if case.state(sight.now) == "decided":
        at = posts.decided_at(case, sight.now)
        yield _("Decided {time}.").format(time=posts.at(sight, case, at))
        return
    for proposal in case.open_proposals:
        yield _("Decision proposed {time}. Waiting for {role}.").format(
            time=posts.at(sight, case, proposal.at), role=awaited(sight, case, proposal.role)
        )
    if case.open_proposals:
        return
    left = to_ask(case, sitting)
    here = len(sitting.here)
    said = _("Asked for a view: {n} of {all} here.").format(n=here - len(left), all=here)
    if left:
        said = " ".join((said, _("Still to ask: {seats}.").format(seats=phrases.seats(sight, left))))
    yield said


def _interim(sight: Sight, sitting: Sitting) -> Iterator[str]:
    missing = sitting.missing(sight.hub.profile.meetings.needed)
    if sitting.meeting.interim_at and missing:
        yield sight.words.gettext("Interim decision only: {seats} missing.").format(
            seats=phrases.seats(sight, missing)
        )


def _disagreements(sight: Sight, case: Case) -> Iterator[str]:
    agencies = len({one.seat for one in case.disagreements if one.seat})
    if agencies:
        yield sight.words.ngettext(
            "{n} agency has recorded a disagreement. It is kept by name with the decision.",
            "{n} agencies have recorded a disagreement. It is kept by name with the decision.",
            agencies,
        ).format(n=agencies)


def _in_hand_buttons(sight: Sight, sitting: Sitting, case: Case) -> Iterator[Button]:
    what = case.referral.reference
    if case.open_proposals:
        yield buttons.disagree(sight, case)
        yield buttons.decide(sight, case)
    elif case.to_propose() and case.state(sight.now) != "decided":
        if to_ask(case, sitting):
            yield buttons.ask_views(sight, case)
        yield buttons.said(sight, case)
        yield buttons.propose(sight, case)
    yield buttons.next_case(sight, sitting, what)
    yield buttons.more(sight, sitting, what)


# Over.


def _over(sight: Sight, sitting: Sitting, case: Case | None) -> Card:
    _ = sight.words.gettext
    closed = times.posted(sight, sitting.meeting.closed_at or sight.now)
    what = _about(sight, sitting, case)
    result = _result(sight, sitting)
    said = _("MEETING CLOSED {time} · {what} · {result}") if result else _("MEETING CLOSED {time} · {what}")
    return Card(
        title=said.format(time=closed, what=what, result=result),
        fallback=_("{reference}: meeting {when}, closed.").format(
            reference=what, when=times.posted(sight, sitting.meeting.at)
        ),
        buttons=(buttons.minutes(sight, sitting, what),),
    )


def _result(sight: Sight, sitting: Sitting) -> str:
    """How its cases ended: "6 decided, 1 adjourned to Tue 17 November"."""
    _ = sight.words.gettext
    states = [item.state for item in sitting.agenda]
    words = {
        "decided": _("{n} decided"),
        "proposed": _("{n} proposed"),
        "left": _("{n} without a decision"),
    }
    said = [line.format(n=states.count(state)) for state, line in words.items() if state in states]
    back = [item for item in sitting.agenda if item.state == "adjourned"]
    days = {item.back_on for item in back}
    if back and len(days) == 1 and (day := day_of(days.pop())):
        said.append(_("{n} adjourned to {day}").format(n=len(back), day=times.posted_day(sight, day)))
    elif back:
        said.append(_("{n} adjourned").format(n=len(back)))
    return ", ".join(said)
