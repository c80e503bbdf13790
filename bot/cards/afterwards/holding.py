"""To the person who referred, when nothing is decided yet: only what is true when it is sent, and nobody else's."""

from dataclasses import dataclass
from datetime import datetime

from bot.cards import phrases, posts, times
from bot.cards.afterwards import send_feedback
from bot.cards.elements import Card, Form, Heading, Quote, Section
from bot.cards.form_top import form_top
from bot.cards.referring import received
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import HoldingReply


@dataclass(frozen=True)
class Said:
    """What a holding reply says: whether it was read, whether agencies are being asked, by when they hear again."""

    read: bool
    asked: bool
    again_by: datetime


def card(case: Case, sight: Sight, holding_id: str) -> Card:
    """As it was sent: what changed since is for the reply."""
    _ = sight.words.gettext
    sent = next(one for one in case.holding if one.id == holding_id)
    said = Said(sent.read, sent.asked, sent.again_by or sent.prepared_at)
    add = (button for button in received.buttons(sight, case) if button.verb == "referral.add")
    return Card(
        title=_title(sight, case),
        fallback=_("{reference}: an update.").format(reference=case.referral.reference),
        body=(Section(_lines(sight, said)),),
        buttons=(*add, posts.more_worried(sight, case)),
    )


def text(sight: Sight, case: Case, said: Said) -> str:
    """The exact words that go, to be read before, read out or copied."""
    return "\n".join((_title(sight, case), *_lines(sight, said)))


def form(sight: Sight, case: Case, waiting: HoldingReply, said: Said) -> Form:
    """To whom, how, and the exact text that will go; nothing can be added to it."""
    _ = sight.words.gettext
    referrer = case.referral.referrer
    return Form(
        title=_("Send holding reply"),
        verb="holding.send",
        thing=waiting.id,
        body=(
            *form_top(sight, case),
            Section((_("To: {who}").format(who=send_feedback.to(sight, referrer)),)),
            send_feedback.how(sight, referrer),
            send_feedback.checked(sight),
            send_feedback.reason(sight),
            phrases.safe_to_record(sight),
            Heading(_("The text that will go")),
            Quote(text(sight, case, said)),
        ),
        submit=_("Send holding reply"),
        binding=True,
    )


def _title(sight: Sight, case: Case) -> str:
    return sight.words.gettext("No decision yet · {reference}").format(reference=case.referral.reference)


def _lines(sight: Sight, said: Said) -> tuple[str, ...]:
    _ = sight.words.gettext
    words = _("Your referral is waiting to be read. We will write again {by}.")
    if said.read and said.asked:
        words = _(
            "A social worker has read your referral and agencies are being asked what they know. "
            "We will write again {by}."
        )
    elif said.read:
        words = _("A social worker has read your referral. We will write again {by}.")
    more_worried = _("If you are more worried than before, phone {phone} now.")
    return (
        words.format(by=times.by_end(sight, said.again_by)),
        more_worried.format(phone=sight.hub.profile.contact.hub_phone),
    )
