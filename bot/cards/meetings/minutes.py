"""The minutes: made from what was recorded, and read by those who may. Nobody edits them; what was wrong is a new version."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.cards import phrases, posts, times
from bot.cards.answering import consent, said_words, view_words
from bot.cards.deciding import destination, propose
from bot.cards.deciding.disagree import disagreed_about
from bot.cards.desk import rating_stands
from bot.cards.elements import Button, Card, Form, FormPart, Heading, Link, Quote, Section
from bot.cards.meetings import meeting_forms
from bot.cards.referring.secret_address import quoted
from bot.cards.sight import Sight
from triage import action_due, actions
from triage.case import Case
from triage.meetings import Sitting, day_of, settled_since
from triage.records import Action, Meeting, MinutePart, Minutes, Proposal, Subject

Parts = tuple[MinutePart, ...]


def about_meeting(sight: Sight, sitting: Sitting, asked: tuple[str, ...]) -> Parts:
    """What belongs to no single case: when, who chaired, who came and who did not, with both times of a change.

    `asked` are the agencies that the meeting counted on: those of whom nothing was recorded are named too.
    """
    _ = sight.words.gettext
    meeting = sitting.meeting
    lines = [_("Meeting {when}.").format(when=_when(sight, meeting)), *_times(sight, meeting)]
    if meeting.chair:
        lines.append(_("Chair {name}.").format(name=sight.name(meeting.chair)))
    if meeting.minute_taker:
        lines.append(_("Minutes {name}.").format(name=sight.name(meeting.minute_taker)))
    if meeting.place:
        lines.append(_("Join: {place}.").format(place=meeting.place))
    parts: list[FormPart] = [
        Section(tuple(lines)),
        Heading(_("Who was there")),
        Section(_attendance(sight, sitting, asked)),
    ]
    needed = sight.hub.profile.meetings.needed
    if missing := sitting.missing(needed):
        parts.append(
            Section((_("Needed and missing: {seats}.").format(seats=phrases.seats(sight, missing)),))
        )
    return _kept(parts)


def about_case(sight: Sight, sitting: Sitting, case: Case) -> Parts:
    """What was recorded about one case, up to now."""
    _ = sight.words.gettext
    item = sitting.item_of(case.referral.id)
    parts: list[FormPart] = [
        Heading(
            _("Case {n}: {reference}, {rating_due}").format(
                n=sitting.number(item) if item and item in sitting.agenda else 1,
                reference=case.referral.reference,
                rating_due=posts.rating_due(sight, case),
            )
        ),
        Section((propose.answered(sight, case),)),
        *_interim(sight, sitting, case),
        *_guests(sight, sitting, case),
        *_views(sight, sitting, case),
        *_said(sight, sitting, case),
        *_disagreements(sight, case),
        *_proposals(sight, case),
        *_destinations(sight, case),
        *_actions(sight, case),
        *_consent(sight, case),
    ]
    if item and item.back_on:
        parts += _adjourned(sight, case, item.back_on, item.why, item.safe)
    return _kept(parts)


def form(
    sight: Sight,
    sitting: Sitting,
    version: Minutes | None,
    parts: tuple[FormPart, ...],
    buttons: tuple[Button, ...],
) -> Form:
    """One version as somebody may read it, with its page to print."""
    _ = sight.words.gettext
    if version is None:
        body: tuple[FormPart, ...] = (
            Section((_("There are no minutes yet. They are made when the meeting closes."),)),
        )
    else:
        page = Link(
            _("Print, or save as a Word file"), f"{sight.web_address}/paper/minutes.print/{version.id}"
        )
        body = (Section((state(sight, version), phrases.opening_recorded(sight))), page, *parts)
    return Form(title=_("Minutes"), verb="minutes.read", thing=sitting.meeting.id, body=body, buttons=buttons)


def state_lines(sight: Sight, version: Minutes) -> tuple[FormPart, ...]:
    """The same as a part of its own."""
    return (Section((state(sight, version),)),)


def state(sight: Sight, version: Minutes) -> str:
    """Which version it is, and who approved it."""
    _ = sight.words.gettext
    made = _("Version {n}, made {when}.").format(
        n=version.version, when=times.now_read(sight, version.made_at)
    )
    if version.approved_at is None:
        return " ".join((made, _("Not approved by the chair yet.")))
    approved = _("Approved by {name} {when}.").format(
        name=sight.name(version.approved_by), when=times.now_read(sight, version.approved_at)
    )
    return f"{made} {approved}"


def not_the_newest(sight: Sight, older: Minutes, newest: Minutes) -> str:
    """What is said when an older version was to be approved; the newest stands below."""
    return sight.words.gettext(
        "Version {older} was not approved, because version {newest} was made {when}. This is version {newest}."
    ).format(older=older.version, newest=newest.version, when=times.now_read(sight, newest.made_at))


def of_case(case: Case, sight: Sight, thing: str) -> Card:
    """The minutes of one case's meeting, to its chair."""
    return card(sight, next(one for one in case.sittings if one.meeting.id == thing), case)


def card(sight: Sight, sitting: Sitting, case: Case | None = None) -> Card:
    """To the chair: the newest minutes wait to be read and approved."""
    _ = sight.words.gettext
    version = sitting.minutes[-1]
    what = case.referral.reference if case else times.posted(sight, sitting.meeting.at)
    if version.approved_at is not None:
        line = _("{reference}: minutes approved.").format(reference=what)
        return Card(title=line, fallback=line)
    read = phrases.button(
        _("Read the minutes"),
        _("Read the minutes of the meeting about {what}").format(what=what),
        "minutes.read",
        sitting.meeting.id,
        primary=True,
    )
    return Card(
        title=_("MINUTES TO APPROVE · {reference}").format(reference=what),
        fallback=_("{reference}: minutes wait for you.").format(reference=what),
        body=(
            Section(
                (
                    _("Version {n}, made {when}.").format(
                        n=version.version, when=times.posted(sight, version.made_at)
                    ),
                )
            ),
        ),
        buttons=(read,),
    )


def settled(sight: Sight, case: Case, version: Minutes) -> Iterator[FormPart]:
    """What became of a decision after this version was made. The version itself stays as it is."""
    later = settled_since(case, version)
    if later:
        yield Heading(sight.words.gettext("After this version was made"), 3)
    for proposal in later:
        yield Section((*_outcomes(sight, case, proposal), *_became(sight, case, proposal)))


def shown(parts: Iterable[MinutePart]) -> Iterator[FormPart]:
    """Kept parts as they are read."""
    for kind, text in parts:
        match kind:
            case "heading":
                yield Heading(text)
            case "below":
                yield Heading(text, 3)
            case "quote":
                yield Quote(text)
            case _:
                yield Section(tuple(text.split("\n")))


def for_everybody(sight: Sight) -> Sight:
    """Through whose eyes minutes are written: nobody's in particular."""
    return replace(sight, reader=None)


def _kept(parts: Iterable[FormPart]) -> Parts:
    kept: list[MinutePart] = []
    for part in parts:
        match part:
            case Heading(text, level):
                kept.append(("heading" if level == 2 else "below", text))  # noqa: PLR2004 - the level below the title
            case Quote(text):
                kept.append(("quote", text))
            case Section(lines):
                kept.append(("said", "\n".join(lines)))
    return tuple(kept)


def _when(sight: Sight, meeting: Meeting) -> str:
    return posts.in_full(sight, meeting.opened_at or meeting.at)


def _times(sight: Sight, meeting: Meeting) -> Iterator[str]:
    _ = sight.words.gettext
    if meeting.opened_at:
        yield _("Opened {when}.").format(when=posts.in_full(sight, meeting.opened_at))
    if meeting.closed_at:
        yield _("Ended {when}.").format(when=posts.in_full(sight, meeting.closed_at))
    if meeting.why_late:
        yield _("Why it was set for after the case was due: {words}").format(words=meeting.why_late)


def _attendance(sight: Sight, sitting: Sitting, asked: tuple[str, ...]) -> tuple[str, ...]:
    _ = sight.words.gettext
    lines = [] if sitting.attendance else [_("Nobody was recorded as there.")]
    for one in sitting.attendance:
        who = (
            _("{seat} ({name})").format(seat=sight.seat(one.seat), name=sight.name(one.person))
            if one.person
            else sight.seat(one.seat)
        )
        lines.append(
            _("{who}: {how}, {time}.").format(
                who=who, how=meeting_forms.ways_words(sight, one.how), time=times.posted(sight, one.at)
            )
        )
    if silent := tuple(seat for seat in asked if sitting.attended(seat) is None):
        lines.append(
            _("Asked, but nothing was recorded: {seats}.").format(seats=phrases.seats(sight, silent))
        )
    return tuple(lines)


def _interim(sight: Sight, sitting: Sitting, case: Case) -> Iterator[FormPart]:
    _ = sight.words.gettext
    meeting = sitting.meeting
    day = day_of(meeting.interim_until)
    if day is None:
        return
    missing = sitting.missing(sight.hub.profile.meetings.needed)
    yield Section(
        (
            _("INTERIM DECISION. Back on the list {day}.").format(day=times.posted_day(sight, day)),
            _("It went on without {seats}:").format(seats=phrases.seats(sight, missing)) if missing else "",
        )
    )
    yield quoted(sight, case, meeting.interim_why)
    yield Section((_("What keeps the child safe until then:"),))
    yield quoted(sight, case, meeting.interim_safe)


def _guests(sight: Sight, sitting: Sitting, case: Case) -> Iterator[FormPart]:
    names = ", ".join(guest.name for guest in sitting.guests if guest.referral == case.referral.id)
    if names:
        yield Section((sight.words.gettext("Guests, for this case only: {names}.").format(names=names),))


def _views(sight: Sight, sitting: Sitting, case: Case) -> Iterator[FormPart]:
    _ = sight.words.gettext
    yield Heading(_("Views by agency"), 3)
    yield Section(
        (_("Each view belongs to the agency that is named with it. Who may see this: The hub only."),)
    )
    for subject in case.subjects:
        for vote in case.votes:
            if vote.subject == subject.id and (case.vote_of(vote.seat, subject) == vote or vote.late):
                late = _("LATE VIEW: it came after the decision and changed nothing.") if vote.late else ""
                view = view_words.line(sight, vote, said_words.seat(sight, case, vote))
                line = _("{child}. {view}").format(child=phrases.label(sight, subject), view=view)
                yield Section((" ".join(part for part in (line, late) if part),))
                if vote.reason:
                    yield quoted(sight, case, vote.reason)
                yield from rating_stands.beside(sight, case, vote, times.posted)
        silent = _silent(sitting, case, subject)
        if silent:
            yield Section(
                (
                    _("{child}. No view given: {seats}.").format(
                        child=phrases.label(sight, subject), seats=phrases.seats(sight, silent)
                    ),
                )
            )


def _silent(sitting: Sitting, case: Case, subject: Subject) -> tuple[str, ...]:
    """Agencies that were asked or were there and gave none at all; the meeting shows "no view" for them."""
    return tuple(
        seat for seat in dict.fromkeys((*case.asked, *sitting.here)) if case.vote_of(seat, subject) is None
    )


def _said(sight: Sight, sitting: Sitting, case: Case) -> Iterator[FormPart]:
    _ = sight.words.gettext
    mine = [one for one in case.statements if one.meeting == sitting.meeting.id]
    replaced = {one.supersedes for one in mine}
    if mine:
        yield Heading(_("What was said"), 3)
    for one in mine:
        if one.id in replaced:
            continue
        how = said_words.how_kept(sight, one)
        yield Section(
            (
                _("{seat}, {how}, {time}:").format(
                    seat=sight.seat(one.seat), how=how, time=times.posted(sight, one.at)
                ),
            )
        )
        yield quoted(sight, case, one.words)


def _disagreements(sight: Sight, case: Case) -> Iterator[FormPart]:
    """By name: who does not agree, with what, and why."""
    _ = sight.words.gettext
    if case.disagreements:
        yield Heading(_("Disagreements"), 3)
    for one in case.disagreements:
        who = sight.name(one.by) if one.by != case.referral.referrer.person else _("The person who referred")
        agency = sight.seat(one.seat) if one.seat else ""
        yield Section(
            (
                _("{who} disagrees with {about}, {when}.").format(
                    who=", ".join(part for part in (agency, who) if part),
                    about=phrases.inside(disagreed_about(sight)[one.about]),
                    when=times.posted(sight, one.at),
                ),
            )
        )
        yield quoted(sight, case, one.why)


def _proposals(sight: Sight, case: Case) -> Iterator[FormPart]:
    _ = sight.words.gettext
    if case.proposals:
        yield Heading(_("Decisions"), 3)
    for proposal in case.proposals:
        yield from _proposal(sight, case, proposal)


def _proposal(sight: Sight, case: Case, proposal: Proposal) -> Iterator[FormPart]:
    _ = sight.words.gettext
    proposed = _("Proposed by {name} {when}.").format(
        name=sight.name(proposal.by), when=times.posted(sight, proposal.at)
    )
    yield Section((*_outcomes(sight, case, proposal), proposed, *_became(sight, case, proposal)))
    yield quoted(sight, case, proposal.rationale)
    for seat, why in proposal.without.items():
        yield Section((_("Going on without {seat} because:").format(seat=sight.seat(seat)),))
        yield quoted(sight, case, why)
    if proposal.state != "approved":
        yield from _proposed_actions(sight, case, proposal)


def _proposed_actions(sight: Sight, case: Case, proposal: Proposal) -> Iterator[FormPart]:
    """What would begin if it were approved; once it is, each stands with the actions and its due time."""
    _ = sight.words.gettext
    if proposal.safety:
        yield Section((_("What keeps the child safe until then:"),))
        yield quoted(sight, case, proposal.safety)
    for action in proposal.actions:
        said = _("Proposed action, {seat}, due {due}:")
        yield Section((said.format(seat=sight.seat(action.seat), due=_due_once_approved(sight, action.due)),))
        yield quoted(sight, case, action.what)


def _due_once_approved(sight: Sight, due: str) -> str:
    """When a proposed action will be due, counted from a day that nobody knows yet, or a date."""
    _ = sight.words.gettext
    if day := action_due.chosen_date(due):
        return times.posted_day(sight, day)
    return {
        action_due.END_OF_TODAY: _("at the end of the day of approval"),
        action_due.TOMORROW_MIDDAY: _("at midday on the day after approval"),
        action_due.TWO_WORKING_DAYS: _("2 working days after approval"),
        action_due.FIVE_WORKING_DAYS: _("5 working days after approval"),
    }[due]


def _outcomes(sight: Sight, case: Case, proposal: Proposal) -> Iterator[str]:
    for one in proposal.outcomes:
        subject, outcome = case.subject(one.subject), sight.hub.profile.outcome(one.outcome)
        yield f"{phrases.label(sight, subject)}: {outcome.label}."


def _became(sight: Sight, case: Case, proposal: Proposal) -> Iterator[str]:
    _ = sight.words.gettext
    words = {
        "open": _("Not decided yet."),
        "approved": _("Approved by {name} {when}."),
        "returned": _("Returned by {name} {when}."),
    }
    when = times.posted(sight, proposal.decided_at) if proposal.decided_at else ""
    yield words[proposal.state].format(name=sight.name(proposal.decided_by), when=when)
    if day := day_of(case.interim_until(proposal)):
        yield _("INTERIM DECISION. Back on the list {day}.").format(day=times.posted_day(sight, day))


def _destinations(sight: Sight, case: Case) -> Iterator[FormPart]:
    now = [rating for subject in case.subjects if (rating := case.destination_of(subject))]
    if now:
        yield Heading(sight.words.gettext("Where needs will best be met"), 3)
    for rating in now:
        yield Section((destination.line(sight, case, rating, kept=True),))
        yield quoted(sight, case, rating.reason)


def _actions(sight: Sight, case: Case) -> Iterator[FormPart]:
    _ = sight.words.gettext
    if case.actions:
        yield Heading(_("Actions"), 3)
    for action in case.actions:
        owner = sight.seat(action.seat) if action.seat else sight.name(action.owner)
        yield Section(
            (
                _("Action {n}, {owner}, due {when}:").format(
                    n=action.number, owner=owner, when=times.posted(sight, action.due_at)
                ),
            )
        )
        yield quoted(sight, case, action.what)
        yield from _instead(sight, case, action)


def _instead(sight: Sight, case: Case, action: Action) -> Iterator[FormPart]:
    """Of an action that leaves somebody less safe: that it will not be done, and what is done in its place."""
    _ = sight.words.gettext
    if actions.less_safe(case, action):
        yield Section((_("It will not be done. Nobody has said yet what is done instead."),))
    elif said := actions.said_instead(case, action):
        when = times.posted(sight, said.at)
        words = _("It will not be done. What is done instead, said by {name} {when}:")
        yield Section((words.format(name=sight.name(said.by), when=when),))
        yield quoted(sight, case, said.words)


def _consent(sight: Sight, case: Case) -> Iterator[FormPart]:
    """What was asked and what was decided. The referrer's own words stand in it where agencies read the referral."""
    _ = sight.words.gettext
    yield Heading(_("Consent"), 3)
    yield from consent.in_the_referral(sight, case, with_reason=case.referral.shared_words == "referral")
    seats = {one.id: sight.seat(one.seat) for one in case.answers}
    for made in case.consent_decisions:
        said = _("{seat}: the refusal of consent was respected. {name}, {when}.")
        if made.share:
            said = _("{seat}: shared without consent. {name}, {when}.")
        when = times.posted(sight, made.at)
        yield Section((said.format(seat=seats[made.answer], name=sight.name(made.by), when=when),))
        if made.share:
            yield from consent.why_shared(sight, case, made)


def _adjourned(sight: Sight, case: Case, back_on: str, why: str, safe: str) -> Iterator[FormPart]:
    _ = sight.words.gettext
    day = day_of(back_on)
    if day is not None:
        yield Section((_("Adjourned to the list of {day}:").format(day=times.posted_day(sight, day)),))
        yield quoted(sight, case, why)
        yield Section((_("What keeps the child safe until then:"),))
        yield quoted(sight, case, safe)
