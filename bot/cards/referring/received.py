"""To the person who referred: it arrived, what happens next, what to do meanwhile."""

from datetime import datetime

from bot.cards import phrases, posts, times
from bot.cards.elements import Button, Card, Section
from bot.cards.sight import Sight
from triage.case import Case
from triage.intake_rules import PUBLIC
from triage.lifecycle import may_happen
from triage.records import Referral
from triage.subject_kind import is_known


def card(case: Case, sight: Sight, _thing: str) -> Card:
    """The message that says that a referral arrived; it never says whom it is about."""
    _ = sight.words.gettext
    reference = case.referral.reference
    return Card(
        title=_("Your referral arrived · {reference}").format(reference=reference),
        fallback=_("{reference}: your referral arrived.").format(reference=reference),
        body=(Section(lines(sight, case.referral, decided_by(case))),),
        buttons=buttons(sight, case),
    )


def lines(sight: Sight, referral: Referral, decided: datetime | None) -> tuple[str, ...]:
    """The words, also for somebody who hears them by phone or e-mail. `decided` is when a social worker will have decided."""
    _ = sight.words.gettext
    if referral.source == PUBLIC:
        return _to_the_public(sight, referral, decided)
    at = _received(sight, referral)
    promise = _("A social worker will decide what happens next, and we will tell you here.")
    if decided is not None:
        promise = _(
            "A social worker will decide what happens next {by_when}, and we will tell you here."
        ).format(by_when=times.by_end(sight, decided))
    danger = _(
        "If anyone is in danger now, call 999. If something changes, add to the referral or phone the hub on {phone} and "
        "give the reference."
    )
    return (
        f"{at} {promise}",
        danger.format(phone=sight.hub.profile.contact.hub_phone),
        _("Until you hear from us, carry on with your own agency's safeguarding steps."),
        *_not_anonymous(sight, referral),
    )


def _to_the_public(sight: Sight, referral: Referral, decided: datetime | None) -> tuple[str, ...]:
    """The same for a member of the public: no account here, no agency's steps, and perhaps no way to be told."""
    _ = sight.words.gettext
    who = referral.referrer
    decides = _("A social worker will decide what happens next.")
    if decided is not None:
        decides = _("A social worker will decide what happens next {by_when}.").format(
            by_when=times.by_end(sight, decided)
        )
    told = _("You left no way to reach you, so we cannot tell you what happens.")
    if is_known(who.phone) or is_known(who.email):
        told = _("We will tell you in the way that you gave us, but nothing that is private to the family.")
    danger = _(
        "If anyone is in danger now, call 999. If something changes, phone the hub on {phone} and give the reference."
    )
    kept = _("We will try to keep your name from the family. We cannot promise.")
    return (
        f"{_received(sight, referral)} {decides}",
        danger.format(phone=sight.hub.profile.contact.hub_phone),
        told,
        *((kept,) if who.anonymous else ()),
    )


def _received(sight: Sight, referral: Referral) -> str:
    return sight.words.gettext("Received {time} {day}.").format(
        time=times.clock_time(sight, referral.received_at), day=_whole_day(sight, referral.received_at)
    )


def _not_anonymous(sight: Sight, referral: Referral) -> tuple[str, ...]:
    """For a professional who asked for it: what does not go, and the one way that there is."""
    _ = sight.words.gettext
    if "anonymous_professional" not in referral.doubts:
        return ()
    return (
        _(
            "Professionals cannot be anonymous. If naming you would put somebody at risk, ask a manager of the hub on {phone}."
        ).format(phone=sight.hub.profile.contact.hub_phone),
    )


def decided_by(case: Case) -> datetime | None:
    """When the clock of the decision runs out."""
    clock = case.clock("decide")
    return clock.due_at if clock else None


def closed(sight: Sight) -> tuple[str, ...]:
    """Until when nobody is there, and whom to phone meanwhile; nothing while the hub is open."""
    hours, contact = sight.hub.hours, sight.hub.profile.contact
    if hours.is_open(sight.now):
        return ()
    said = sight.words.gettext(
        "The hub is closed until {when}. In danger now: 999. Until then phone the emergency duty team on {phone}."
    )
    opens = posts.in_full(sight, hours.next_opening(sight.now))
    return (said.format(when=opens, phone=contact.emergency_team_phone),)


def buttons(sight: Sight, case: Case) -> tuple[Button, ...]:
    """Add to my referral, as long as anything may be added, and the list of all of them."""
    _ = sight.words.gettext
    reference = case.referral.reference
    label = _("Add to my referral")
    name = _("Add to my referral {reference}").format(reference=reference)
    add = phrases.button(label, name, "referral.add", case.referral.id, primary=True)
    listed = phrases.button(
        _("My referrals"),
        _("My referrals, from {reference}").format(reference=reference),
        "referral.mine",
        "",
    )
    open_still = may_happen("referral.add", (subject.stage for subject in case.subjects))
    return (add, listed) if open_still else (listed,)


def _whole_day(sight: Sight, at: datetime) -> str:
    when = at.astimezone(sight.hub.zone).date()
    said = times.day(sight, when)
    return said if when.year != sight.today.year else f"{said} {when.year}"
