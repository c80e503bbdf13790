"""The handover of a night: what came, who was told and answered, what was decided and begun, and who has it now."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.cards import phrases, posts, roles, times
from bot.cards.cases import meeting_line, urgent
from bot.cards.elements import Button, Form, FormPart, Heading, Row, Section
from bot.cards.hours.overnight import where
from bot.cards.sight import Sight
from triage import visibility
from triage.case import Case
from triage.nights import Night
from triage.records import Decision, NightItem, UrgentProtection


def form(sight: Sight, night: Night) -> Form:
    """Each case of the night; then those beside them in which something was decided or begun that night."""
    _ = sight.words.gettext
    rows: tuple[FormPart, ...] = tuple(_row(sight, night, item) for item in night.newest)
    if night.beside:
        others = (_beside(sight, night, case) for case in night.beside)
        rows = (*rows, Heading(_("Other cases of the night")), *others)
    nothing = (Section((_("Nothing came in overnight."),)),)
    body = (Section((phrases.opening_recorded(sight),)), *(rows or nothing))
    return Form(title=_("Handover"), verb="night.read", thing="", body=body)


def _row(sight: Sight, night: Night, newest: NightItem) -> Row:
    """One case, with all that this night and earlier ones noted of it."""
    case = night.cases[newest.referral]
    items = [item for item in night.items if item.referral == newest.referral]
    lines = (
        where(sight, case),
        *_danger(sight, case),
        *(line for item in items for line in (*_came(sight, item), *_called(sight, case, item))),
        *_course(sight, case, min(night.closed_at, *(item.at for item in items)), night.opens_at),
        *(line for item in items for line in _picked_up(sight, night, item)),
    )
    return Row(lines, (posts.open_details(sight, case), *_screen(sight, night, newest)))


def _danger(sight: Sight, case: Case) -> tuple[str, ...]:
    return (sight.words.gettext("Somebody may be in danger."),) if case.in_danger else ()


def _beside(sight: Sight, night: Night, case: Case) -> Row:
    lines = (where(sight, case), *_course(sight, case, night.closed_at, night.opens_at))
    return Row(lines, (posts.open_details(sight, case),))


def _came(sight: Sight, item: NightItem) -> Iterator[str]:
    _ = sight.words.gettext
    if item.arrived:
        yield _("Arrived {when}.").format(when=times.now_read(sight, item.at))
    if item.urgent_at:
        yield _("On call told {when}.").format(when=times.now_read(sight, item.urgent_at))
    if item.answered_at:
        yield _("{name} is dealing with it since {time}.").format(
            name=sight.name(item.answered_by), time=times.now_read(sight, item.answered_at)
        )
    elif item.urgent_at:
        yield _("Nobody on call has answered.")


def _called(sight: Sight, case: Case, item: NightItem) -> Iterator[str]:
    _ = sight.words.gettext
    for one in case.after_hours:
        if one.called_at and one.opens_at == item.opens_at:
            yield _("{name} called the emergency duty team, recorded {when}.").format(
                name=sight.name(one.person), when=times.now_read(sight, one.called_at)
            )


def _course(sight: Sight, case: Case, since: datetime, until: datetime) -> Iterator[str]:
    """Urgent protection that was started in this span, and what was decided in it."""
    for started in case.urgent:
        if since <= started.at < until:
            yield from _protected(sight, case, started)
    if sight.reader is None or visibility.decision(sight.reader, case):
        return
    together: dict[str, list[Decision]] = {}
    for made in case.decisions:
        if since <= made.at < until:
            together.setdefault(made.proposal, []).append(made)
    for some in together.values():
        yield from _decided(sight, case, some)


def _protected(sight: Sight, case: Case, started: UrgentProtection) -> Iterator[str]:
    _ = sight.words.gettext
    yield _("Urgent protection started {when}. By: {who}. {called}").format(
        when=times.now_read(sight, started.at),
        who=urgent.started_by(sight, case, started),
        called=urgent.called(sight, started),
    )
    taken = case.taken(started)
    if taken is None:
        yield _("Nobody has said yet that they are dealing with the urgent protection.")
    else:
        yield _("{name} is dealing with the urgent protection since {when}.").format(
            name=sight.name(taken.by), when=times.now_read(sight, taken.at)
        )


def _decided(sight: Sight, case: Case, together: Sequence[Decision]) -> Iterator[str]:
    """One approval: whether it holds for the time being, the outcome for each subject, who approved it when and as what."""
    _ = sight.words.gettext
    first = together[0]
    yield from meeting_line.interim_day(sight, first.interim_until)
    yield " ".join(posts.outcome(sight, case.subject(made.subject), made.outcome) for made in together)
    as_what = roles.approved_as(sight, case.proposal(first.proposal), first)
    words = _("Approved by {name}, {role}, {when}.") if as_what else _("Approved by {name} {when}.")
    yield words.format(name=sight.name(first.by), role=as_what, when=times.now_read(sight, first.at))
    replaced = {made.supersedes for made in case.decisions}
    if all(made.id in replaced for made in together):
        yield _("A later decision has taken its place.")


def _picked_up(sight: Sight, night: Night, item: NightItem) -> Iterator[str]:
    _ = sight.words.gettext
    if item.picked_up_at is None:
        return
    yield _("Picked up by {name}, {when}.").format(
        name=sight.name(item.picked_up_by), when=times.now_read(sight, item.picked_up_at)
    )
    has = night.who_has(item)
    if has is None or item not in night.in_hand:
        return
    if has.person == item.picked_up_by:
        yield _("Not screened yet.")
    else:
        yield _("Not screened yet. {name} opened it {when}.").format(
            name=sight.name(has.person), when=times.now_read(sight, has.at)
        )


def _screen(sight: Sight, night: Night, item: NightItem) -> tuple[Button, ...]:
    """What somebody picked up and has not screened can be taken over here, at any time."""
    if item not in night.in_hand:
        return ()
    return (posts.screen(sight, night.cases[item.referral]),)
