"""What is held about one person, as far as its owners let it go out: for whoever asked, and nobody else's case."""

from collections.abc import Iterator
from datetime import datetime

from bot.cards import phrases, times
from bot.cards.afterwards import access_request as words
from bot.cards.channel.guard import SURFACES
from bot.cards.elements import Heading, Section
from bot.cards.referring.secret_address import quoted
from bot.cards.sight import Sight
from bot.paper.document import Document, Part
from bot.paper.marks import Marks, belongs_to, no_reply
from triage import access
from triage.case import Case
from triage.records import AccessRequest, Export


def document(sight: Sight, case: Case, export: Export) -> Document:
    """The copy that goes out. Whoever referred is not named, and no secret address stands in it."""
    _ = sight.words.gettext
    request = words.of(case, export.request)
    reference = case.referral.reference
    return Document(
        title=_("What is held about you or your child"),
        name=f"{reference}-access-{export.copy}",
        marks=Marks(sight.hub.forum.name, reference, export.purpose, export.by, export.at, export.copy),
        body=(
            *_request(sight, case, request),
            *_person(sight, case, request),
            *_pieces(sight, case, request),
            *_meetings(sight, case, request),
            *_decisions(sight, case, request),
            *_posts(sight, export),
        ),
    )


def _request(sight: Sight, case: Case, request: AccessRequest) -> Iterator[Part]:
    _ = sight.words.gettext
    came = _("The request came in on {day}.").format(day=times.day_and_year(sight, request.received_at))
    lines = [words.about(sight, case, request), came, words.due_line(sight, request), *no_reply(sight, case)]
    held_back = [one for one in access.items(case, request) if _held_back(case, request, one)]
    if held_back:
        lines.append(
            _(
                "Some of what is held was held back. The law allows that where it could cause serious harm "
                "or is about somebody else."
            )
        )
    lines.append(_("If you are not content with this, you may complain to the Information Commissioner."))
    yield Section(tuple(lines))


def _person(sight: Sight, case: Case, request: AccessRequest) -> Iterator[Part]:
    _ = sight.words.gettext
    subject = case.subject(request.subject)
    yield Heading(_("Who it is about"))
    lines = [phrases.in_full(sight, case, subject)]
    where = ", ".join(part for part in (subject.address, subject.postcode) if part)
    if where and not subject.address_secret:
        lines.append(where)
    lines += [part for part in (subject.school, subject.gp, subject.nhs_number) if part]
    yield Section(tuple(lines))


def _pieces(sight: Sight, case: Case, request: AccessRequest) -> Iterator[Part]:
    """By owner: whose it is and who may see it, the words, or that they were held back."""
    _ = sight.words.gettext
    pieces = access.items(case, request)
    for seat in access.owners(case, request):
        yield Heading(words.owner(sight, seat))
        for item in pieces:
            if item.seat != seat:
                continue
            day = times.day_and_year(sight, item.at)
            yield Heading(_("{kind}, {day}").format(kind=words.kind(sight, item), day=day), 3)
            yield belongs_to(sight, seat, item.tier)
            if said := words.marks(sight, item):
                yield Section(said)
            if _held_back(case, request, item):
                yield Section((_("Held back."),))
            elif item.words:
                yield quoted(sight, case, item.words)
            else:
                yield Section((_("Without words."),))


def _meetings(sight: Sight, case: Case, request: AccessRequest) -> Iterator[Part]:
    """When the case was before a meeting, and which agencies were there. What they said stands with its owner."""
    _ = sight.words.gettext
    until = request.released_at
    held = [
        one
        for one in case.sittings
        if one.meeting.opened_at and (not until or one.meeting.opened_at <= until)
    ]
    if not held:
        return
    yield Heading(_("Meetings"))
    for sitting in held:
        day = times.day_and_year(sight, sitting.meeting.opened_at or sitting.meeting.at)
        lines = [_("Meeting of {day}.").format(day=day)]
        if sitting.here:
            lines.append(_("Here: {seats}.").format(seats=phrases.seats(sight, sitting.here)))
        if sitting.minutes:
            lines.append(
                _(
                    "There are minutes. What they say about this case stands above, each piece with whoever said it."
                )
            )
        yield Section(tuple(lines))


def _decisions(sight: Sight, case: Case, request: AccessRequest) -> Iterator[Part]:
    _ = sight.words.gettext
    made = [one for one in case.decisions if one.subject == request.subject]
    if not made:
        return
    yield Heading(_("Decisions"))
    yield Section(
        tuple(
            _("{outcome}, {day}.").format(
                outcome=sight.hub.profile.outcome(one.outcome).label,
                day=times.day_and_year(sight, one.at),
            )
            for one in made
        )
    )


def _posts(sight: Sight, export: Export) -> Iterator[Part]:
    """What the bot had posted and still stood in chat: it shows no names and no story."""
    _ = sight.words.gettext
    yield Heading(_("Posts of the bot that were still in chat"))
    lines = []
    for post in export.posts:
        surface, card, audience, at = post.split(",")
        said = _("{where}, in the channel, {day}: {what}")
        if audience != "channel":
            said = _("{where}, to one person, {day}: {what}")
        lines.append(
            said.format(
                where=SURFACES.get(surface, _("The web page")),
                day=times.day_and_year(sight, datetime.fromisoformat(at)),
                what=_card(sight, card),
            )
        )
    yield Section(tuple(lines) or (_("None."),))


def _card(sight: Sight, card: str) -> str:
    _ = sight.words.gettext
    whom = {
        "initials": _("the card of the case, with initials and age until it was decided"),
        "count": _("the card of the case, with how many people it is about until it was decided"),
    }
    return {
        "referral": whom[sight.hub.profile.on_cards],
        "received": _("that the referral arrived"),
        "feedback": _("that there is a reply"),
    }.get(card, _("a message about the case, by its reference"))


def _held_back(case: Case, request: AccessRequest, item: access.Item) -> bool:
    return access.verdict(case, request, item) != words.RELEASE
