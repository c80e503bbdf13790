"""Information requests: somebody asks whether a family is known. Agencies say; one reply is written, approved and sent."""

from bot.cards import phrases, posts, times
from bot.cards.cases import referral_card
from bot.cards.desk.ask_agencies import no_agency
from bot.cards.elements import (
    Card,
    Choice,
    Choices,
    Form,
    FormPart,
    Heading,
    Option,
    Quote,
    Section,
    TextField,
)
from bot.cards.referring.secret_address import quoted
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import InformationReply, InformationRequest


def start(sight: Sight, case: Case) -> Form:
    """Make a contact an information request: who asks, and which agencies are asked."""
    _ = sight.words.gettext
    askers = sight.hub.profile.information_requests.askers
    return Form(
        title=_("Information request"),
        verb="information.start",
        thing=case.referral.id,
        body=(
            *_top(sight, case),
            Section((_("No rating and no views. Nobody is asked for a decision."),)),
            Choice(
                "asker",
                _("Who asks?"),
                tuple(Option(one.id, one.label) for one in askers),
                missing=_("Select who asks"),
            ),
            Choices(
                "seats",
                _("Ask these agencies"),
                tuple(Option(seat.id, seat.name) for seat in sight.hub.profile.seats),
                missing=no_agency(sight),
            ),
        ),
        submit=_("Ask agencies"),
    )


def reply(sight: Sight, case: Case, before: InformationReply | None) -> Form:
    """The reply, written from what agencies said; what was returned stands in it to be changed."""
    _ = sight.words.gettext
    needed: tuple[FormPart, ...] = ()
    if before is not None and before.state == "returned":
        needed = (Heading(_("What was needed")), Quote(before.needed))
    return Form(
        title=_("Information reply"),
        verb="information.reply",
        thing=case.referral.id,
        body=(
            *_top(sight, case),
            *_answers(sight, case),
            *needed,
            TextField(
                "right",
                _("Who asks, and by what right"),
                limit=500,
                multiline=True,
                value=before.right if before else "",
                missing=_("Enter who asks, and by what right"),
            ),
            TextField(
                "checked",
                _("How you checked them"),
                limit=500,
                multiline=True,
                value=before.checked if before else "",
                missing=_("Enter how you checked them"),
            ),
            TextField(
                "words",
                _("Reply"),
                guarded=True,
                multiline=True,
                value=before.words if before else "",
                missing=_("Enter the reply"),
            ),
            TextField(
                "held_back",
                _("Held back, and why"),
                limit=1000,
                multiline=True,
                value=before.held_back if before else "",
                missing=_('Enter what is held back and why, or "nothing"'),
            ),
            phrases.safe_to_record(sight),
        ),
        submit=_("Send for approval"),
    )


def decide(sight: Sight, case: Case, one: InformationReply) -> Form:
    """The whole reply for who approves it; it is never cut."""
    _ = sight.words.gettext
    name = _("Return it instead, {reference}").format(reference=case.referral.reference)
    by = _("Written {when} by {name}.").format(when=times.now_read(sight, one.at), name=sight.name(one.by))
    return Form(
        title=_("Read and decide"),
        verb="information.approve",
        thing=one.id,
        body=(
            *_top(sight, case),
            Section((by,)),
            Heading(_("Who asks, and by what right")),
            quoted(sight, case, one.right),
            Heading(_("How you checked them")),
            quoted(sight, case, one.checked),
            Heading(_("Reply")),
            Quote(one.words),
            Heading(_("Held back, and why")),
            quoted(sight, case, one.held_back),
        ),
        submit=_("Approve"),
        buttons=(phrases.button(_("Return it instead"), name, "information.return", one.id),),
        binding=True,
    )


def give_back(sight: Sight, case: Case, one: InformationReply) -> Form:
    """What the reply still needs."""
    _ = sight.words.gettext
    return Form(
        title=_("Return the reply"),
        verb="information.return",
        thing=one.id,
        body=(
            Section((_line(sight, case),)),
            TextField(
                "needed",
                _("Say what"),
                _("Whoever wrote it will read this"),
                limit=1000,
                multiline=True,
                missing=_("Enter what is needed"),
            ),
        ),
        submit=_("Return"),
    )


def full(sight: Sight, case: Case, one: InformationReply) -> Form:
    """The reply as whoever asked reads it."""
    _ = sight.words.gettext
    return Form(
        title=_("Reply to your request"),
        verb="information.read",
        thing=one.id,
        body=(
            Section((case.referral.reference,)),
            Section((phrases.opening_recorded(sight),)),
            Quote(one.words),
        ),
    )


def card(case: Case, sight: Sight, _thing: str) -> Card:
    """The request in the channel: who asks, by when, and how many agencies have answered."""
    _ = sight.words.gettext
    if case.stages == {"closed"}:
        return referral_card.card(case, sight)
    request, reference = newest(case), case.referral.reference
    when = times.posted(sight, request.due_at)
    asked = phrases.seats(sight, case.asked)
    counts = _("Agencies asked: {seats}. Answered {n} of {all}.").format(
        seats=asked, n=len(case.answered), all=len(case.asked)
    )
    asker = _asker(sight, request)
    asked_by = _("Asked by: {asker}. No rating and no views.").format(asker=asker)
    answering = (posts.add_what_we_know(sight, case),) if "requested" in case.stages else ()
    return Card(
        title=_("INFORMATION REQUEST ■ due {when} · {reference}").format(when=when, reference=reference),
        fallback=_("{reference}: information request. Due {when}.").format(reference=reference, when=when),
        body=(Section((f"{asked_by} {counts}", *_state(sight, case))),),
        buttons=(*answering, posts.open_details(sight, case), posts.more(sight, case)),
    )


def to_approve(case: Case, sight: Sight, thing: str) -> Card:
    """The reply waits for somebody else than who wrote it; afterwards what became of it, for a day."""
    _ = sight.words.gettext
    one, reference = of(case, thing), case.referral.reference
    if one.decided_at is not None:
        said = _("{reference}: reply approved by {name} {when}.")
        if one.state == "returned":
            said = _("{reference}: reply returned by {name} {when}.")
        line = said.format(
            reference=reference, name=sight.name(one.decided_by), when=times.posted(sight, one.decided_at)
        )
        return Card(title=line, fallback=_("{reference}: an update.").format(reference=reference))
    name = _("Read and decide {reference}").format(reference=reference)
    due = times.posted(sight, newest(case).due_at)
    return Card(
        title=_("REPLY TO APPROVE · {reference}").format(reference=reference),
        fallback=_("{reference}: a reply needs you. Due {when}.").format(reference=reference, when=due),
        body=(Section((_("Due {when}.").format(when=due),)),),
        buttons=(phrases.button(_("Read and decide"), name, "information.approve", one.id, primary=True),),
    )


def to_asker(case: Case, sight: Sight, thing: str) -> Card:
    """To whoever asked: there is a reply."""
    _ = sight.words.gettext
    reference = case.referral.reference
    name = _("Read the reply to {reference}").format(reference=reference)
    label = _("Read the reply")
    return Card(
        title=_("Reply to your request · {reference}").format(reference=reference),
        fallback=_("{reference}: a reply for you.").format(reference=reference),
        buttons=(phrases.button(label, name, "information.read", thing, primary=True),),
    )


def of(case: Case, reply_id: str) -> InformationReply:
    """The reply with this id; raises StopIteration when there is none."""
    return next(one for one in case.information_replies if one.id == reply_id)


def newest(case: Case) -> InformationRequest:
    """The request that runs."""
    return case.information_requests[-1]


def _asker(sight: Sight, request: InformationRequest) -> str:
    labels = {one.id: one.label for one in sight.hub.profile.information_requests.askers}
    return labels.get(request.asker, request.asker)


def _state(sight: Sight, case: Case) -> tuple[str, ...]:
    _ = sight.words.gettext
    if "supplied" in case.stages:
        return (_("The reply was approved and sent."),)
    if any(one.state == "open" for one in case.information_replies):
        return (_("Now: a reply waits for a duty manager."),)
    return ()


def _line(sight: Sight, case: Case) -> str:
    return phrases.case_line(sight, case)


def _top(sight: Sight, case: Case) -> tuple[FormPart, ...]:
    return (
        Section((_line(sight, case),)),
        Section(tuple(phrases.in_full(sight, case, subject) for subject in case.subjects)),
        Section((phrases.opening_recorded(sight),)),
        Heading(sight.words.gettext("Referral")),
        quoted(sight, case, case.referral.worry),
    )


def _answers(sight: Sight, case: Case) -> tuple[FormPart, ...]:
    """What may be told to whoever asked, by agency; the rest is the hub's own."""
    _ = sight.words.gettext
    found: list[FormPart] = [Heading(_("What agencies said may be told"))]
    for given in case.current_answers:
        if given.tier == "referrer" and given.text and not case.held(given):
            found += [Heading(sight.seat(given.seat), 3), quoted(sight, case, given.text)]
    if len(found) == 1:
        found.append(Section((_("Nothing yet."),)))
    return tuple(found)
