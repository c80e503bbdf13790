"""The card that everybody in the channel sees: how urgent, by when, who has answered, what is asked now.

It stays current by being drawn again. Initials go when outcomes come: the two never stand in one version of a post.
"""

from collections.abc import Iterator
from datetime import datetime

from bot.cards import phrases, posts, times
from bot.cards.cases import closing, meeting_line, side_states
from bot.cards.elements import Button, Card, Section
from bot.cards.roles import awaited
from bot.cards.sight import Sight
from triage.case import Case, CaseState
from triage.lifecycle import EXITS
from triage.meetings import ahead
from triage.records import Subject

BODY_LINES = 6
"""Lines between title and footer: with those two, the eight that a card may have in Teams."""


def card(case: Case, sight: Sight) -> Card:
    """The referral as the channel may see it now."""
    state = case.state(sight.now)
    if state == "closed":
        return _closed(case, sight)
    return _decided(case, sight) if state == "decided" else _open(case, sight, state)


def _open(case: Case, sight: Sight, state: CaseState) -> Card:
    _ = sight.words.gettext
    sides = side_states.lines(case, sight)
    about = _about(case, sight)
    views = (_views(case, sight),) if case.asked else ()
    now = (*_safe_contact(case, sight), *_now(case, sight, state))
    meeting = tuple(meeting_line.ahead_of(case, sight))
    if bool(sides) + len(now) + len(views) + bool(about) + len(meeting) > BODY_LINES:
        views, about, meeting = (), " ".join((*views, about, *meeting)), ()
    blocks = (" ".join(sides),), now, (*views, about, *meeting)
    return Card(
        title=_("{rating_due} · {reference}").format(
            rating_due=posts.rating_due(sight, case), reference=case.referral.reference
        ),
        fallback=_fallback(case, sight, state),
        body=_sections(blocks),
        buttons=buttons(case, sight, state),
        footer=_footer(case, sight),
    )


def _sections(blocks: tuple[tuple[str, ...], ...]) -> tuple[Section, ...]:
    kept = (tuple(line for line in lines if line) for lines in blocks)
    return tuple(Section(lines) for lines in kept if lines)


def _safe_contact(case: Case, sight: Sight) -> Iterator[str]:
    if case.referral.safe_contact or any(subject.address_secret for subject in case.subjects):
        yield sight.words.gettext("SAFE CONTACT: open details before you phone, write or visit.")


def _now(case: Case, sight: Sight, state: CaseState) -> Iterator[str]:
    _ = sight.words.gettext
    if state == "proposed":
        yield from _waiting_for_approval(case, sight)
    elif state == "in_meeting":
        yield from meeting_line.now(case, sight)
    elif state == "ready":
        ready = _("Now: ready for a decision. Answered {n} of {all}.")
        yield " ".join((_counted(case, ready), *_no_reply(case, sight), *_not_in(case, sight)))
        yield from _cannot_check(case, sight)
    elif not case.asked:
        yield _not_asked(case, sight)
    else:
        yield from _late(case, sight) if state == "some_late" else _asked(case, sight)
        answered = _counted(case, _("Answered {n} of {all}."))
        yield " ".join((answered, *_waiting_for(case, sight), *_not_in(case, sight)))
        yield from _cannot_check(case, sight)


def _asked(case: Case, sight: Sight) -> Iterator[str]:
    _ = sight.words.gettext
    due = case.answers_due_at()
    if due is not None:
        yield _("Now: agencies are asked what they know. Answer by {time}.").format(
            time=posts.at(sight, case, due)
        )


def _not_asked(case: Case, sight: Sight) -> str:
    _ = sight.words.gettext
    rated = min(rating.at for rating in case.ratings)
    why = ""
    if not sight.hub.profile.level(case.level).asks:
        why = _("Now: rated {time}. Agencies have not been asked yet: this rating is not sent to agencies.")
    elif case.referral.consent in {"", "not_sought"} and case.referral.family_told != "no_unsafe":
        why = _("Now: rated {time}. Agencies have not been asked yet: consent is being sought.")
    plain = _("Now: rated {time}. Agencies have not been asked yet.")
    return (why or plain).format(time=posts.at(sight, case, rated))


def _late(case: Case, sight: Sight) -> Iterator[str]:
    """Who is late, since when, and when their leads were told: one line for each due time."""
    _ = sight.words.gettext
    late = [case.seat_answer(seat) for seat in case.late(sight.now)]
    for due in sorted({one.due_at for one in late}):
        seats = tuple(one.seat for one in late if one.due_at == due)
        said = _("Late since {time}: {seats}.").format(
            time=posts.at(sight, case, due), seats=phrases.seats(sight, seats)
        )
        told = _leads_told_at(case, seats)
        if told is not None:
            leads = _("Their leads were told {time}.").format(time=posts.at(sight, case, told))
            said = f"{said} {leads}"
        yield said


def _leads_told_at(case: Case, seats: tuple[str, ...]) -> datetime | None:
    """When the last of these seats' leads was told; None while one has not been."""
    told = [at for seat in seats if (at := case.lead_told_at(seat)) is not None]
    return max(told) if told and len(told) == len(seats) else None


def _waiting_for(case: Case, sight: Sight) -> Iterator[str]:
    late = case.late(sight.now)
    waiting = tuple(seat for seat in case.waiting(sight.now) if seat not in late)
    if waiting:
        yield sight.words.gettext("Waiting for {seats}.").format(seats=phrases.seats(sight, waiting))


def _no_reply(case: Case, sight: Sight) -> Iterator[str]:
    missing = case.waiting(sight.now)
    if missing:
        yield sight.words.gettext("No reply: {seats}.").format(seats=phrases.seats(sight, missing))


def _cannot_check(case: Case, sight: Sight) -> Iterator[str]:
    if case.cannot_check:
        seats = phrases.seats(sight, case.cannot_check)
        yield sight.words.gettext("Cannot check: {seats}.").format(seats=seats)


def _not_in(case: Case, sight: Sight) -> Iterator[str]:
    """Seats that do not sit today. A post names the day, since its "today" is wrong at midnight."""
    _ = sight.words.gettext
    away = case.not_in(sight.now)
    if not away:
        return
    phoned = sight.hub.profile.level(case.level).alerts
    said = sorted(_sits_on(sight, seat, phoned=phoned) for seat in away)
    yield _("Not in on {day}: {seats}.").format(
        day=times.posted_day(sight, sight.today), seats=", ".join(said)
    )


def _sits_on(sight: Sight, seat_id: str, *, phoned: bool) -> str:
    _ = sight.words.gettext
    seat = sight.hub.profile.seat(seat_id)
    days = ", ".join(_(day.capitalize()) for day in seat.sits_on)
    if phoned and seat.phone_when_away:
        return _("{seat} ({days}; phone contact asked)").format(seat=seat.name, days=days)
    return _("{seat} ({days})").format(seat=seat.name, days=days)


def _waiting_for_approval(case: Case, sight: Sight) -> Iterator[str]:
    _ = sight.words.gettext
    first: dict[str, datetime] = {}
    for proposal in case.open_proposals:
        first.setdefault(proposal.role, proposal.at)
    for role, at in first.items():
        yield _("Now: decision proposed {time}. Waiting for {role}.").format(
            time=posts.at(sight, case, at), role=awaited(sight, case, role)
        )


def _views(case: Case, sight: Sight) -> str:
    _ = sight.words.gettext
    if case.views_open:
        return _("Views are open: read them in details.")
    words = _("Views: {n} in, hidden until you give yours.")
    if ahead(case):
        words = _("Views: {n} in, hidden until the meeting opens them.")
    return words.format(n=len(case.seats_with_views))


def _about(case: Case, sight: Sight) -> str:
    _ = sight.words.gettext
    lines = list(phrases.people_lines(sight, case))
    if case.counted_contacts:
        earlier = _("Earlier contacts: {n} in {months} months.")
        lines.append(earlier.format(n=case.counted_contacts, months=sight.hub.profile.history.months))
    return " ".join(lines)


def _counted(case: Case, words: str) -> str:
    return words.format(n=len(case.answered), all=len(case.asked))


def _fallback(case: Case, sight: Sight, state: CaseState) -> str:
    _ = sight.words.gettext
    first = f"{case.referral.reference}: {posts.word_due(sight, case)}"
    counted = _counted(case, _("{n} of {all} answered."))
    match state:
        case "proposed":
            return " ".join((first, _("Decision proposed."), counted))
        case "ready":
            return " ".join((first, _("Ready for a decision."), counted))
        case _ if not case.asked:
            return " ".join((first, _("Agencies have not been asked yet.")))
    due = case.answers_due_at()
    answer_by = _("Answer by {time}.").format(time=posts.at(sight, case, due)) if due else ""
    late = _("{n} of {all} answered, {late} late.").format(
        n=len(case.answered), all=len(case.asked), late=len(case.late(sight.now))
    )
    return " ".join(part for part in (first, answer_by, late) if part)


def _footer(case: Case, sight: Sight) -> str:
    when = times.posted(sight, posts.last_change(case, sight.now))
    return sight.words.gettext("Updated {time}. Do not type names or details in this channel.").format(
        time=when
    )


# Buttons, each in its place.


def buttons(case: Case, sight: Sight, state: CaseState) -> tuple[Button, ...]:
    """What a card about the case offers in this state, each in its place."""
    last = (posts.open_details(sight, case), posts.more(sight, case))
    if state == "closed":
        return last[:1]
    if state == "decided":
        return (_actions(case, sight), *last)
    if not case.asked and state != "proposed":
        return (_ask(case, sight), *last)
    middle = (posts.add_what_we_know(sight, case), posts.give_our_view(sight, case))
    return (_main(case, sight, state), *middle, *last)


def _main(case: Case, sight: Sight, state: CaseState) -> Button:
    if state == "proposed":
        return _read_and_decide(case, sight)
    return _propose(case, sight) if state in {"ready", "in_meeting"} else posts.nothing_known(sight, case)


def _actions(case: Case, sight: Sight) -> Button:
    _ = sight.words.gettext
    name = _("Actions on {reference}").format(reference=case.referral.reference)
    return phrases.button(_("Actions"), name, "actions.list", case.referral.id, primary=True)


def _ask(case: Case, sight: Sight) -> Button:
    _ = sight.words.gettext
    reference = case.referral.reference
    name = _("Ask agencies about {reference}").format(reference=reference)
    return phrases.button(_("Ask agencies"), name, "checks.ask", case.referral.id, primary=True)


def _propose(case: Case, sight: Sight) -> Button:
    _ = sight.words.gettext
    reference = case.referral.reference
    name = _("Propose decision on {reference}").format(reference=reference)
    return phrases.button(_("Propose decision"), name, "decision.propose", case.referral.id, primary=True)


def _read_and_decide(case: Case, sight: Sight) -> Button:
    _ = sight.words.gettext
    name = _("Read and decide {reference}").format(reference=case.referral.reference)
    return posts.read_and_decide_any(sight, case, name)


# Afterwards.


def _decided(case: Case, sight: Sight) -> Card:
    _ = sight.words.gettext
    at = posts.decided_at(case, sight.now)
    reference, when = case.referral.reference, times.posted(sight, at)
    sides = (" ".join(side_states.lines(case, sight)),)
    outcomes = " ".join(_outcome(case, sight, subject) for subject in case.subjects)
    approved = " ".join(
        (*_approved_by(case, sight), *_who_was_missing(case, sight, at), *_disagreed(case, sight))
    )
    blocks = sides, tuple(_safe_contact(case, sight)), (outcomes, approved, _what_follows(case, sight))
    return Card(
        title=_("DECIDED {when} · {reference}").format(when=when, reference=reference),
        fallback=_("{reference}: decided {when}.").format(reference=reference, when=when),
        body=_sections(blocks),
        buttons=buttons(case, sight, "decided"),
        footer=_footer(case, sight),
    )


def _outcome(case: Case, sight: Sight, subject: Subject) -> str:
    """What became of one subject, never with initials: by a decision, or by the way on which screening sent it."""
    decision = case.decision_on(subject)
    if decision is not None:
        return posts.outcome(sight, subject, decision.outcome)
    if subject.stage not in EXITS:
        return ""
    said = next(way.label for way in sight.hub.profile.screening.exits if way.id == subject.stage)
    return f"{phrases.label(sight, subject)}: {phrases.inside(said)}."


def _approved_by(case: Case, sight: Sight) -> Iterator[str]:
    in_force = [made for subject in case.subjects if (made := case.decision_on(subject))]
    names = dict.fromkeys(sight.name(made.by) for made in in_force)
    if names:
        yield sight.words.gettext("Approved by {names}.").format(names=", ".join(names))


def _who_was_missing(case: Case, sight: Sight, at: datetime) -> Iterator[str]:
    """Who had not answered when it was decided."""
    then = case.as_answered_by(at)
    if then.silent:
        yield sight.words.gettext("No reply: {seats}.").format(seats=phrases.seats(sight, then.silent))
    yield from _cannot_check(then, sight)


def _disagreed(case: Case, sight: Sight) -> Iterator[str]:
    agencies = len({one.seat for one in case.disagreements if one.seat})
    if agencies:
        yield sight.words.ngettext(
            "{n} agency recorded a disagreement: read it in details.",
            "{n} agencies recorded a disagreement: read it in details.",
            agencies,
        ).format(n=agencies)


def _what_follows(case: Case, sight: Sight) -> str:
    _ = sight.words.gettext
    due = sorted(action.due_at for action in case.actions if action.done_at is None)
    said = []
    if due:
        words = _("Actions: {n} open, next due {when}.")
        said.append(words.format(n=len(due), when=times.posted(sight, due[0])))
    for feedback in case.feedback[-1:]:
        match feedback.state:
            case "sent" if feedback.sent_at:
                words = _("Feedback: sent {when}.")
                said.append(words.format(when=times.posted(sight, feedback.sent_at)))
            case "withheld":
                said.append(_("Feedback: not sent, the reason is recorded."))
            case _:
                words = _("Feedback: due {by}.")
                said.append(words.format(by=times.by_end(sight, feedback.due_at)))
    return " ".join(said)


def _closed(case: Case, sight: Sight) -> Card:
    _ = sight.words.gettext
    closed = case.referral.closed_at or posts.last_change(case, sight.now)
    reference, day = case.referral.reference, times.day_and_year(sight, closed)
    return Card(
        title=_("CLOSED {day} · {reference}").format(day=day, reference=reference),
        fallback=_("{reference}: closed {day}.").format(reference=reference, day=day),
        body=_sections((tuple(filter(None, (closing.held(sight, case),))), (_("Nothing more to do here."),))),
        buttons=buttons(case, sight, "closed"),
    )
