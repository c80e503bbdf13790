"""The form in which the reply to the person who referred is checked and sent."""

from collections.abc import Iterator, Mapping

from bot.cards import phrases, times
from bot.cards.afterwards import feedback
from bot.cards.elements import Choice, Choices, Form, FormPart, Heading, Option, Quote, Section, TextField
from bot.cards.form_top import form_top
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import Feedback, Referrer

CHAT, PHONE, EMAIL, NOT_POSSIBLE = "chat", "phone", "email", "not_possible"
SHOWN_DIGITS = 3


def form(sight: Sight, case: Case, prepared: Feedback, words: str) -> Form:
    """To whom, how, what may be added, and the exact text that will go. `words` were proposed with the decision."""
    _ = sight.words.gettext
    return Form(
        title=_("Send feedback"),
        verb="feedback.send",
        thing=prepared.id,
        body=(
            *form_top(sight, case, also=(*_outcomes(sight, case, prepared), *_last(sight, case))),
            Section((_("To: {who}").format(who=to(sight, case.referral.referrer)),)),
            how(sight, case.referral.referrer),
            TextField(
                "added_words",
                _("Added words (optional)"),
                hint=_("No names"),
                limit=600,
                multiline=True,
                optional=True,
                guarded=True,
                value=words,
            ),
            checked(sight),
            reason(sight),
            phrases.safe_to_record(sight),
            *_text(sight, case, prepared),
        ),
        submit=_("Send feedback"),
        binding=True,
    )


def problems(sight: Sight, *, name: str, unchecked: bool, no_reason: bool, address: bool) -> dict[str, str]:
    """What to say, by field."""
    _ = sight.words.gettext
    found: Mapping[str, tuple[bool, str]] = {
        "checked": (unchecked, _("Tick to say you have checked the person")),
        "reason": (no_reason, _("Enter why feedback cannot be sent")),
    }
    said = {field: words for field, (wrong, words) in found.items() if wrong}
    if name:
        said["added_words"] = _('Take out "{name}": it is in the record').format(name=name)
    elif address:
        said["added_words"] = _("This holds an address that must be kept secret. Take it out.")
    return said


def to(sight: Sight, referrer: Referrer) -> str:
    """Who referred, with their role and a masked address; a withheld name only for a duty manager."""
    _ = sight.words.gettext
    manager = sight.reader is not None and sight.reader.has("duty_manager")
    if referrer.anonymous and not manager:
        return ", ".join((_("Somebody who asked not to be named"), *addresses(referrer)))
    person = sight.person(referrer.person)
    name = referrer.name or (person.name if person else _("Name not given"))
    parts = (name, referrer.role, referrer.organisation, *addresses(referrer))
    return ", ".join(part for part in parts if part)


def is_in_chat(sight: Sight, referrer: Referrer) -> bool:
    """Whether the person who referred can be written to here: somebody whose access ended is not."""
    return sight.roster.actor(referrer.person, sight.hub.forum.id, sight.now) is not None


def addresses(referrer: Referrer) -> tuple[str, ...]:
    """E-mail and phone as far as is needed to tell them from another's: "m•••@school.example", "•••001"."""
    masked = []
    if referrer.email:
        name, _, host = referrer.email.partition("@")
        masked.append(f"{name[:1]}•••@{host}")
    if referrer.phone:
        masked.append(f"•••{referrer.phone.strip()[-SHOWN_DIGITS:]}")
    return tuple(masked)


def checked(sight: Sight) -> Choices:
    """The tick without which nothing goes."""
    _ = sight.words.gettext
    return Choices(
        "checked",
        _("I have checked that this is the person who referred and that they may be told"),
        (Option("yes", _("I have checked")),),
        optional=True,
        ticks=True,
    )


def reason(sight: Sight) -> TextField:
    """Why nothing goes."""
    return TextField(
        "reason",
        sight.words.gettext("Why feedback cannot be sent (only if not possible or not safe)"),
        limit=300,
        multiline=True,
        optional=True,
        guarded=True,
    )


def how(sight: Sight, referrer: Referrer) -> Choice:
    """Here in chat, where they can be written to; else by hand, or not at all."""
    _ = sight.words.gettext
    here = (Option(CHAT, _("Here in chat")),) if is_in_chat(sight, referrer) else ()
    return Choice(
        "how",
        _("How"),
        (
            *here,
            Option(PHONE, _("By phone, I will ring")),
            Option(EMAIL, _("By secure e-mail, I will send")),
            Option(NOT_POSSIBLE, _("Not possible or not safe")),
        ),
        missing=_("Select how to send it"),
    )


def _outcomes(sight: Sight, case: Case, prepared: Feedback) -> Iterator[str]:
    """What it is a reply to: each outcome by its own name, which the words that go do not hold."""
    outcomes = dict(prepared.outcomes)
    for subject in case.subjects:
        if subject.id in outcomes:
            said = phrases.inside(feedback.outcome(sight, subject, outcomes[subject.id]))
            yield f"{phrases.label(sight, subject)}: {said}."


def _last(sight: Sight, case: Case) -> tuple[str, ...]:
    _ = sight.words.gettext
    sent = case.last_told_at
    return (_("Last feedback: {when}.").format(when=times.now_read(sight, sent)),) if sent else ()


def _text(sight: Sight, case: Case, prepared: Feedback) -> tuple[FormPart, ...]:
    _ = sight.words.gettext
    here = is_in_chat(sight, case.referral.referrer)
    return (
        Heading(_("The text that will go")),
        Quote(feedback.text(sight, case, prepared, here=here)),
        Section((_("Added words stand after what was decided."),)),
    )
