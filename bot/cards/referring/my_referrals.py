"""What one person referred, and where each stands, in words that give nothing of the case away."""

from collections.abc import Iterator

from bot.cards import posts, times
from bot.cards.afterwards import feedback
from bot.cards.elements import Button, Form, Row, Section
from bot.cards.referring import received
from bot.cards.sight import Sight
from triage.case import Case
from triage.lifecycle import may_happen


def form(sight: Sight, cases: tuple[Case, ...]) -> Form:
    """Newest first, as given."""
    _ = sight.words.gettext
    rows = tuple(
        Row((_line(sight, case), state(sight, case)), tuple(_buttons(sight, case))) for case in cases
    )
    return Form(
        title=_("My referrals"),
        verb="referral.mine",
        thing="",
        body=rows or (Section((_("You have not referred anybody yet."),)),),
    )


def state(sight: Sight, case: Case) -> str:
    """Whether it was read, and whether a reply was sent. Never a rating, an agency or an outcome."""
    _ = sight.words.gettext
    sent = case.last_told_at
    if sent:
        said = _("We wrote to you {when}.").format(when=times.now_read(sight, sent))
        return " ".join(part for part in (said, feedback.disagreed(sight, case)) if part)
    if any(subject.stage == "received" for subject in case.subjects):
        return _("Waiting to be read.")
    return _("A social worker has read your referral. We will write to you.")


def _line(sight: Sight, case: Case) -> str:
    return sight.words.gettext("{reference}, received {when}").format(
        reference=case.referral.reference, when=times.now_read(sight, case.referral.received_at)
    )


def _buttons(sight: Sight, case: Case) -> Iterator[Button]:
    """To add, as long as anything may be added, and to say that it cannot wait, as long as the case is not closed."""
    yield from feedback.to_read(sight, case)
    yield from (button for button in received.buttons(sight, case) if button.verb == "referral.add")
    if may_happen("urgent.start", (subject.stage for subject in case.subjects)):
        yield posts.more_worried(sight, case)
