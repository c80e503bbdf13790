"""My work: one's own items only, in one order everywhere, told with what is left of the time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from bot.cards import phrases, times
from bot.cards.elements import Button, Card, CardPart, Form, Heading, Row, Section
from bot.cards.hours import duty
from bot.cards.meetings import day_list
from bot.cards.meetings.day_list import ListMeeting
from bot.cards.overview import unsent
from bot.cards.overview.unsent import Unsent
from bot.cards.overview.work_rows import TO_ANSWER, Item, rows
from bot.cards.sight import Sight
from triage.authority import may
from triage.records import Handover
from triage.roster import Charge, Duty

SEVERAL = 2
ROWS = 15
"""So many rows stand in the list itself; the next so many open from it."""


@dataclass(frozen=True)
class Work:
    """All that waits for one person, in order; what they are on duty for, may start, and were told of it."""

    items: tuple[Item, ...] = ()
    duties: tuple[Duty, ...] = ()
    charges: tuple[Charge, ...] = ()
    handovers: tuple[Handover, ...] = ()
    drafts: tuple[Unsent, ...] = ()
    to_read: bool = False
    """Whether they have still to read what is recorded about them, or to read it again."""
    meeting: ListMeeting | None = None
    """The meeting of today's list, until it is over."""
    about_hub: tuple[Card, ...] = ()
    """What messages about no one case ask: to pick up what the night brought, to see to a channel."""
    only_referrals: bool = field(default=False)
    """For people who only refer: nothing but their own referrals is offered."""
    seats: tuple[str, ...] = ()
    """The agencies that they answer for."""

    @property
    def of_several(self) -> bool:
        """Whether rows and their buttons must say for which agency they are."""
        return len(self.seats) > 1


Elsewhere = tuple[tuple[Sight, Work], ...]
"""What waits in each further hub that somebody is in, as they see it there."""


def card(sight: Sight, work: Work, elsewhere: Elsewhere = (), *, on_web: bool = True) -> Card:
    """The list, and after it those of further hubs. On the web its drafts open; in chat there is a link to them."""
    _ = sight.words.gettext
    body: list[CardPart] = [
        *_to_read(sight, work),
        *duty.rows(sight, work.duties, work.charges, work.handovers),
        *_about_hub(work.about_hub),
        *((Heading(sight.hub.forum.name),) if elsewhere else ()),
        *_with_through(sight, work),
        *day_list.todays_meeting(sight, work.meeting),
        *unsent.rows(sight, work.drafts, on_web=on_web),
    ]
    if _is_empty(sight, work):
        body.append(_nothing(sight))
    for seen, waiting in elsewhere:
        body += _in_another_hub(seen, waiting, on_web=on_web)
    contact = sight.hub.profile.contact
    recorded = _("What you open and do here is recorded.")
    phones = _("Hub {hub} · Emergency duty team {team}").format(
        hub=contact.hub_phone, team=contact.emergency_team_phone
    )
    return Card(
        title=_title(sight, work),
        fallback=_("Your work list, {time}").format(time=times.clock_time(sight, sight.now)),
        body=tuple(body),
        buttons=_buttons(sight, work),
        footer=f"{recorded} {phones}",
    )


def _in_another_hub(sight: Sight, work: Work, *, on_web: bool) -> Iterator[CardPart]:
    """What waits there, under its name; whatever is about no hub and no case stands in their first hub's list alone."""
    work = replace(work, drafts=tuple(one for one in work.drafts if one.reference))
    yield Heading(sight.hub.forum.name)
    yield from _about_hub(work.about_hub)
    yield from _rows(sight, work)
    if _is_late(sight, work.meeting):
        yield from day_list.todays_meeting(sight, work.meeting)
    yield from unsent.rows(sight, work.drafts, on_web=on_web)
    if _is_empty(sight, work):
        yield _nothing(sight)
    if len(work.items) > ROWS:
        yield Row((sight.hub.forum.name,), (_next(sight, 2, sight.hub.forum.id),))


def _is_empty(sight: Sight, work: Work) -> bool:
    """Whether nothing at all waits: no row, no draft, nothing about the hub, and no meeting that should have begun."""
    waits = work.items or work.drafts or work.about_hub or _is_late(sight, work.meeting)
    return not waits


def _is_late(sight: Sight, meeting: ListMeeting | None) -> bool:
    return meeting is not None and not meeting.opened and meeting.at <= sight.now


def _nothing(sight: Sight) -> Section:
    return Section((sight.words.gettext("Nothing needs you now."),))


def _about_hub(asked: tuple[Card, ...]) -> Iterator[Row]:
    """Each as its message says it, with the buttons of the message."""
    for one in asked:
        more = (line for part in one.body if isinstance(part, Section) for line in part.lines)
        yield Row((one.title, *more), one.buttons, apart=True)


def _to_read(sight: Sight, work: Work) -> tuple[Row, ...]:
    """Before all else, until they say that they have: it asks, and holds nothing up."""
    if not work.to_read:
        return ()
    asked = sight.words.gettext("What you do here is recorded. Please read what, and say that you have.")
    return (Row((asked,), (_recorded(sight),)),)


def _recorded(sight: Sight) -> Button:
    label = sight.words.gettext("What is recorded")
    return phrases.button(label, label, "recorded.read", "")


def page(sight: Sight, work: Work, number: int, hub: str = "") -> Form:
    """A later page of the list, as a form to read; `hub` is set for a hub that is not its person's first."""
    _ = sight.words.gettext
    body = _rows(sight, work, number) or (_nothing(sight),)
    more = (_next(sight, number + 1, hub),) if len(work.items) > number * ROWS else ()
    return Form(title=_("My work"), verb="work.open", thing=hub, body=body, buttons=more)


def _rows(sight: Sight, work: Work, page: int = 1) -> tuple[Heading | Row, ...]:
    shown = work.items[(page - 1) * ROWS : page * ROWS]
    return tuple(_told_apart(rows(sight, work.items, shown, of_several=work.of_several)))


def _told_apart(shown: Iterable[Heading | Row]) -> Iterator[Heading | Row]:
    """Without a button that an earlier row of the same case has already: two alike cannot be told apart by ear."""
    names: set[str] = set()
    for part in shown:
        if isinstance(part, Heading):
            yield part
            continue
        buttons = tuple(one for one in part.buttons if one.name not in names)
        names.update(one.name for one in buttons)
        yield replace(part, buttons=buttons)


def _title(sight: Sight, work: Work) -> str:
    _ = sight.words.gettext
    updated = _("Updated {time}").format(time=times.clock_time(sight, sight.now))
    seats = (sight.seat(seat) for seat in work.seats)
    return " · ".join((_("My work"), *seats, updated))


def _buttons(sight: Sight, work: Work) -> tuple[Button, ...]:
    _ = sight.words.gettext
    more = (_next(sight, 2),) if len(work.items) > ROWS else ()
    refresh = phrases.button(_("Refresh"), _("Refresh my work"), "work.refresh", "", opens=False)
    refer = phrases.button(
        _("Refer a concern"), _("Refer a concern"), "referral.start", "", primary=work.only_referrals
    )
    recorded = () if work.to_read else (_recorded(sight),)
    slip = phrases.button(_("Report a slip"), _("Report a slip"), "slip.report", "")
    return (
        *more,
        refresh,
        refer,
        *_log(sight),
        *recorded,
        slip,
        *_near_misses(sight),
    )


def _log(sight: Sight) -> tuple[Button, ...]:
    """The open and late actions of the whole hub, for who looks after them."""
    if sight.reader is None or not may(sight.reader, "actions.log", None).allowed:
        return ()
    label = sight.words.gettext("Action log")
    return (phrases.button(label, label, "actions.log", ""),)


def _near_misses(sight: Sight) -> tuple[Button, ...]:
    """What nearly went wrong and waits for a review, for who reviews it."""
    if sight.reader is None or not may(sight.reader, "slip.list", None).allowed:
        return ()
    label = sight.words.gettext("Near misses")
    return (phrases.button(label, label, "slip.list", ""),)


def _with_through(sight: Sight, work: Work) -> Iterator[CardPart]:
    """The rows; under the heading of what is to be answered the way to go through several, one after the other."""
    body = _rows(sight, work)
    waiting = [item for item in work.items if item.group in TO_ANSWER]
    if len(waiting) < SEVERAL:
        yield from body
        return
    groups = {item.group for item in waiting}
    standing = list(dict.fromkeys(item.group for item in work.items))
    under = standing.index(waiting[-1].group) + 1
    headings = [place for place, part in enumerate(body) if isinstance(part, Heading)]
    after = headings[min(under, len(headings)) - 1] + 1
    yield from (
        *body[:after],
        _through(sight, _asked(work, waiting[0]), len(waiting), len(groups)),
        *body[after:],
    )


def _through(sight: Sight, first: str, n: int, groups: int) -> Row:
    _ = sight.words.gettext
    label = _("Work through them")
    words = (
        _("{n} wait for your answer, with the urgent ones") if groups > 1 else _("{n} wait for your answer")
    )
    return Row((words.format(n=n),), (phrases.button(label, label, "checks.through", first, primary=True),))


def _asked(work: Work, item: Item) -> str:
    """What the buttons of an answer are about: the case, or for several agencies the one agency's check."""
    return item.case.check_of(item.seat) if work.of_several and item.case else item.thing


def _next(sight: Sight, number: int, hub: str = "") -> Button:
    label = sight.words.gettext("Show the next {n}").format(n=ROWS)
    name = f"{label}, {sight.hub.forum.name}" if hub else label
    return Button(label, "work.open", hub, name, page=number)
