"""Somebody asked what is held about them or their child: the request, each owner's review, and the release."""

from collections.abc import Iterator

from bot.cards import phrases, times
from bot.cards.answering import answer_words
from bot.cards.elements import (
    Button,
    Card,
    Choice,
    DateField,
    Form,
    FormPart,
    Heading,
    Option,
    Section,
    TextField,
)
from bot.cards.referring.secret_address import quoted
from bot.cards.sight import Sight
from triage import access
from triage.access import Item
from triage.case import Case
from triage.records import AccessRequest

RELEASE = "release"


def start(sight: Sight, case: Case) -> Form:
    """Who asks, about whom, and how that was checked."""
    _ = sight.words.gettext
    people = tuple(s for s in case.subjects if s.kind in {"child", "adult", "unborn"})
    return Form(
        title=_("Access request"),
        verb="sar.open",
        thing=case.referral.id,
        body=(
            Section((phrases.case_line(sight, case),)),
            Section((phrases.opening_recorded(sight),)),
            *_other_cases(sight, case),
            Choice(
                "subject",
                _("Who is it about?"),
                tuple(Option(s.id, phrases.named_with_age(sight, case, s)) for s in people),
                missing=_("Select who it is about"),
            ),
            TextField("asker", _("Who asks?"), limit=200, guarded=True, missing=_("Enter who asks")),
            TextField(
                "checked",
                _("How you checked who they are, and their right to ask"),
                limit=500,
                multiline=True,
                guarded=True,
                missing=_("Enter how you checked who asks"),
            ),
            DateField(
                "received",
                _("When the request came in"),
                _("For example 1 12 2026. The month to answer runs from then"),
                missing=_("Enter a date like 1 12 2026"),
            ),
            phrases.safe_to_record(sight),
        ),
        submit=_("Open the request"),
    )


def bad_date(sight: Sight) -> str:
    """What is said of a date that cannot be, or is still to come."""
    return sight.words.gettext("Enter a date like 1 12 2026, not later than today")


def review(sight: Sight, case: Case, request: AccessRequest, items: tuple[Item, ...]) -> Form:
    """What one owner has to look at, piece by piece; without anything preselected."""
    _ = sight.words.gettext
    own = {item.seat for item in items}
    return Form(
        title=_("Review what is held"),
        verb="sar.review",
        thing=request.id,
        body=(
            Section((phrases.case_line(sight, case), due_line(sight, request))),
            Section((phrases.opening_recorded(sight), about(sight, case, request))),
            *_pieces(sight, case, request, items),
            TextField(
                "reason",
                _("Reason (only if something is held back)"),
                limit=1000,
                multiline=True,
                optional=True,
                guarded=True,
            ),
            *((_on_behalf(sight),) if "" in own and own != {""} else ()),
            phrases.safe_to_record(sight),
        ),
        submit=_("Record the review"),
        binding=True,
    )


def field_id(number: int) -> str:
    """The field for one piece, by its number on the form."""
    return f"piece_{number}"


def no_reason(sight: Sight) -> str:
    """What is said when something is held back and nobody says why."""
    return sight.words.gettext("Enter why it is held back")


def no_owner(sight: Sight) -> str:
    """What is said when somebody at the hub answers for an agency and does not say who said so."""
    return sight.words.gettext("Enter who said so for the agency")


def extend(sight: Sight, case: Case, request: AccessRequest) -> Form:
    """Two more months, with the reason that whoever asked is told."""
    _ = sight.words.gettext
    later = access.due_at(request.received_at, case, extended=True)
    return Form(
        title=_("More time to answer"),
        verb="sar.extend",
        thing=request.id,
        body=(
            Section((phrases.case_line(sight, case), due_line(sight, request))),
            Section(
                (_("It will be due {by}. Tell whoever asked now.").format(by=times.by_end(sight, later)),)
            ),
            TextField("reason", _("Why"), limit=500, multiline=True, guarded=True, missing=_("Enter why")),
            phrases.safe_to_record(sight),
        ),
        submit=_("Record more time"),
    )


def release(sight: Sight, case: Case, request: AccessRequest) -> Form:
    """What goes out and what is held back; while an owner is waited for there is no submit."""
    _ = sight.words.gettext
    waiting = access.waits_for(case, request)
    lines = [_waiting(sight, waiting)] if waiting else []
    return Form(
        title=_("Release what is held"),
        verb="sar.release",
        thing=request.id,
        body=(
            Section((phrases.case_line(sight, case), due_line(sight, request))),
            Section((phrases.opening_recorded(sight), about(sight, case, request), *lines)),
            *(_verdicts(sight, case, request)),
        ),
        submit="" if waiting else _("Release"),
        buttons=tuple(_buttons(sight, case, request)),
        binding=True,
    )


def card(case: Case, sight: Sight, request_id: str) -> Card:
    """The message to information governance: by when, and whom it waits for."""
    _ = sight.words.gettext
    request = of(case, request_id)
    reference = case.referral.reference
    waiting = access.waits_for(case, request)
    said = _waiting(sight, waiting) if waiting else _("Every owner has looked. It can be released.")
    name = _("Read and release {reference}").format(reference=reference)
    return Card(
        title=_("ACCESS REQUEST · {reference}").format(reference=reference),
        fallback=_("{reference}: an access request. Due {when}.").format(
            reference=reference, when=times.posted(sight, request.due_at)
        ),
        body=(Section((_due(sight, request), said)),),
        buttons=(phrases.button(_("Read and release"), name, "sar.release", request.id, primary=True),),
    )


def review_card(case: Case, sight: Sight, request_id: str) -> Card:
    """The message to an agency's lead: information of theirs waits for their review."""
    _ = sight.words.gettext
    request = of(case, request_id)
    reference = case.referral.reference
    name = _("Review {reference}").format(reference=reference)
    return Card(
        title=_("ACCESS REQUEST, YOUR REVIEW · {reference}").format(reference=reference),
        fallback=_("{reference}: an access request needs your review. Due {when}.").format(
            reference=reference, when=times.posted(sight, request.due_at)
        ),
        body=(
            Section(
                (
                    _due(sight, request),
                    _("Say of each piece of your agency's information whether it may go out."),
                )
            ),
        ),
        buttons=(phrases.button(_("Review"), name, "sar.review", request.id, primary=True),),
    )


def of(case: Case, request_id: str) -> AccessRequest:
    """The request with this id; raises StopIteration when there is none."""
    return next(one for one in case.access_requests if one.id == request_id)


def about(sight: Sight, case: Case, request: AccessRequest) -> str:
    """Whom the request is about, and who asks."""
    words = sight.words.gettext("About {child}. Asked for by {asker}.")
    child = phrases.label_inside(sight, case.subject(request.subject))
    return words.format(child=child, asker=request.asker)


def due_line(sight: Sight, request: AccessRequest) -> str:
    """By when it must be answered, where it is read at once."""
    words = sight.words.gettext("To be answered {by}.")
    said = words.format(by=times.by_end(sight, request.due_at))
    if request.extended_because:
        more = sight.words.gettext("More time was taken: {why}").format(why=request.extended_because)
        said = f"{said} {more}"
    return said


def kind(sight: Sight, item: Item) -> str:
    """What sort of piece it is."""
    _ = sight.words.gettext
    return {
        "referral": _("Referral"),
        "addition": _("Added to the referral"),
        "urgent": _("Urgent protection"),
        "rating": _("Reason for the rating"),
        "rating_stands": _("Why the rating stands against a view above it"),
        "destination": _("Where needs will best be met"),
        "answer": _("Answer"),
        "consent": _("Sharing without consent"),
        "view": _("View"),
        "statement": _("Said in the meeting"),
        "meeting": _("Course of the meeting"),
        "proposal": _("Reasons for the decision"),
        "action": _("Action"),
        "action_step": _("What became of an action"),
        "lead_phoned": _("Said on the phone about what is late"),
        "disagreement": _("Disagreement"),
        "disagreement_step": _("Answer to a disagreement"),
        "information_reply": _("Information reply"),
        "feedback": _("Added words of the reply"),
        "closing": _("Why feedback was not sent"),
        "reopening": _("What was new"),
    }[item.kind]


def marks(sight: Sight, item: Item) -> tuple[str, ...]:
    """What must be said with a piece wherever it is read."""
    _ = sight.words.gettext
    said = {
        "unconfirmed": _("Written down by somebody else. The agency has not confirmed it."),
        "late": _("LATE VIEW: it came after the decision and changed nothing."),
        "interim": _("INTERIM DECISION."),
        "without_consent": _("Shared without consent."),
    }
    return tuple(said[mark] for mark in item.marks)


def owner(sight: Sight, seat: str) -> str:
    """Whose it is."""
    return sight.seat(seat) if seat else sight.hub.forum.name


def _due(sight: Sight, request: AccessRequest) -> str:
    return sight.words.gettext("Due {when}.").format(when=times.posted(sight, request.due_at))


def _waiting(sight: Sight, seats: tuple[str, ...]) -> str:
    words = sight.words.gettext("Waiting for the review of: {owners}.")
    return words.format(owners=", ".join(owner(sight, seat) for seat in seats))


def _pieces(sight: Sight, case: Case, request: AccessRequest, items: tuple[Item, ...]) -> Iterator[FormPart]:
    _ = sight.words.gettext
    for number, item in enumerate(items, start=1):
        yield Heading(_head(sight, item, number))
        yield Section((*marks(sight, item), *_look_at(sight, item)))
        yield quoted(sight, case, item.words) if item.words else Section((_("Without words."),))
        yield Choice(
            field_id(number),
            _("May piece {n} go out?").format(n=number),
            verdicts(sight),
            missing=_("Select what may happen with piece {n}").format(n=number),
            value=access.verdict(case, request, item) or "",
        )


def verdicts(sight: Sight) -> tuple[Option, ...]:
    """What an owner may say of a piece."""
    _ = sight.words.gettext
    return (
        Option(RELEASE, _("It may go out")),
        Option("serious_harm", _("Hold it back: it could cause serious harm")),
        Option("third_party", _("Hold it back: it is about somebody else")),
        Option("other", _("Hold it back: another reason")),
    )


def _head(sight: Sight, item: Item, number: int) -> str:
    words = sight.words.gettext("{n}. {owner}: {kind}, {when}")
    return words.format(
        n=number,
        owner=owner(sight, item.seat),
        kind=phrases.inside(kind(sight, item)),
        when=times.now_read(sight, item.at),
    )


def _look_at(sight: Sight, item: Item) -> Iterator[str]:
    _ = sight.words.gettext
    if item.tier:
        yield _("Who may see this: {words}.").format(
            words=answer_words.label_of(answer_words.tiers(sight), item.tier)
        )
    if "third_party" in item.flags:
        yield _("Look at this: it names somebody else.")
    if "serious_harm" in item.flags:
        yield _("Look at this: could it cause serious harm?")


def _verdicts(sight: Sight, case: Case, request: AccessRequest) -> Iterator[FormPart]:
    """Each owner's verdicts in words, with the reasons."""
    _ = sight.words.gettext
    said = {option.value: option.label for option in verdicts(sight)}
    pieces = access.items(case, request)
    for seat in access.owners(case, request):
        yield Heading(owner(sight, seat))
        yield Section(
            tuple(
                f"{kind(sight, item)}, {times.now_read(sight, item.at)}: "
                + said.get(access.verdict(case, request, item) or "", _("not reviewed yet"))
                for item in pieces
                if item.seat == seat
            )
        )
        for one in access.reviews(case, request, seat)[-1:]:
            if one.reason:
                yield quoted(sight, case, one.reason)


def _on_behalf(sight: Sight) -> TextField:
    _ = sight.words.gettext
    return TextField(
        "told_by",
        _("Who said so (only if you answer for an agency that has no lead here)"),
        limit=200,
        optional=True,
        guarded=True,
    )


def _buttons(sight: Sight, case: Case, request: AccessRequest) -> Iterator[Button]:
    _ = sight.words.gettext
    reference = case.referral.reference
    name = _("Review the hub's own for {reference}").format(reference=reference)
    yield phrases.button(_("Review the hub's own"), name, "sar.review", request.id)
    if not request.extended_because:
        name = _("More time to answer {reference}").format(reference=reference)
        yield phrases.button(_("More time to answer"), name, "sar.extend", request.id)


def _other_cases(sight: Sight, case: Case) -> tuple[FormPart, ...]:
    """Other contacts of the same person: each needs a request of its own."""
    _ = sight.words.gettext
    same = sorted({one.reference for one in case.earlier if one.kind == "same"})
    if not same:
        return ()
    words = _("The same person is in these cases too. Open a request in each: {references}.")
    return (Section((words.format(references=", ".join(same)),)),)
