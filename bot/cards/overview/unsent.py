"""Forms that somebody began on the web and has not sent."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from bot.cards import phrases, times
from bot.cards.elements import Button, CardPart, Form, Link, Row, Section
from bot.cards.sight import Sight


@dataclass(frozen=True)
class Unsent:
    """One draft: which form it belongs to, and the reference of its referral where it has one."""

    id: str
    verb: str
    thing: str
    saved_at: datetime
    reference: str = ""
    seat: str = ""


def rows(sight: Sight, drafts: tuple[Unsent, ...], *, on_web: bool) -> tuple[CardPart, ...]:
    """Each with a way back to it, a button on the web, where drafts are, and a link to there in chat; and one to end it."""
    return tuple(part for draft in drafts for part in (_on_web if on_web else _in_chat)(sight, draft))


def address(sight: Sight, draft: Unsent) -> str:
    """What a button about it names: its hub too, since somebody may have drafts in several."""
    return f"{sight.hub.forum.id}:{draft.id}"


def drop_form(sight: Sight, draft: Unsent) -> Form:
    """Asks once, since nothing brings it back."""
    _ = sight.words.gettext
    nothing_kept = _("What you typed is erased for good. What you sent before stays as it is.")
    return Form(
        title=_("Throw away"),
        verb="draft.drop",
        thing=address(sight, draft),
        body=(Section((_line(sight, draft), nothing_kept)),),
        submit=_("Throw away"),
    )


def _on_web(sight: Sight, draft: Unsent) -> tuple[CardPart, ...]:
    label = sight.words.gettext("Go on")
    name = f"{label}: {_what(sight, draft)}"
    go_on = phrases.button(label, name, draft.verb, draft.thing)
    return (Row((_line(sight, draft),), (go_on, _drop(sight, draft))),)


def _in_chat(sight: Sight, draft: Unsent) -> tuple[CardPart, ...]:
    where = f"{quote(draft.verb, safe='')}/{quote(draft.thing, safe='')}"
    go_on = sight.words.gettext("Go on: {form}").format(form=_what(sight, draft))
    return (
        Row((_line(sight, draft),), (_drop(sight, draft),)),
        Link(go_on, f"{sight.web_address}/open/{where}"),
    )


def _drop(sight: Sight, draft: Unsent) -> Button:
    label = sight.words.gettext("Throw away")
    return phrases.button(label, f"{label}: {_what(sight, draft)}", "draft.drop", address(sight, draft))


def _line(sight: Sight, draft: Unsent) -> str:
    saved = sight.words.gettext("Draft, saved {time}").format(time=times.happened(sight, draft.saved_at))
    return f"{saved} · {_what(sight, draft)}"


def _what(sight: Sight, draft: Unsent) -> str:
    seat = sight.seat(draft.seat) if draft.seat else ""
    return " · ".join(part for part in (_form(sight, draft.verb), seat, draft.reference) if part)


def _form(sight: Sight, verb: str) -> str:
    """What the form is called by the button that opens it."""
    _ = sight.words.gettext
    return {
        "referral.start": _("Refer a concern"),
        "referral.add": _("Add to my referral"),
        "referral.screen": _("Screen it"),
        "rating.change": _("Change rating"),
        "rating.stands": _("The rating stands"),
        "check.answer": _("Add what we know"),
        "check.offer": _("Offer information"),
        "check.correct": _("Correct my answer"),
        "check.phone": _("Record a phone answer"),
        "consent.decide": _("Decide about consent"),
        "vote.cast": _("Give our view"),
        "action.instead": _("What is done instead"),
        "decision.propose": _("Propose decision"),
        "proposal.return": _("Return it instead"),
        "feedback.send": _("Send feedback"),
        "disagreement.raise": _("I disagree"),
        "duty.hand_over": _("Hand over"),
    }.get(verb, _("A form"))
