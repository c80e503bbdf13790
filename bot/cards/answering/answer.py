"""The form in which an agency says what it knows: first said, corrected, offered unasked, or taken by phone."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.cards import phrases, times
from bot.cards.answering import answer_words, view_words
from bot.cards.elements import Choice, Choices, Field, Form, FormPart, Option, Section, TextField
from bot.cards.form_top import form_top, readable
from bot.cards.sight import Sight
from triage.case import NO_VIEW, Case
from triage.records import Answer, Subject

VIEW_ROWS = 3
"""Children for whom the answer also asks a view; with more, Give our view asks."""


@dataclass(frozen=True)
class Draft:
    """What the form holds before anybody types: which answer it is, about whom, and what is chosen already.

    `before` is the answer that this one corrects.
    """

    verb: str
    thing: str
    title: str
    people: tuple[Subject, ...]
    about: tuple[str, ...]
    kind: str = "known_with_info"
    basis: str = ""
    before: Answer | None = None
    views: tuple[Subject, ...] = ()
    first: tuple[Field, ...] = ()
    notice: str = ""


def form(sight: Sight, case: Case, draft: Draft) -> Form:
    """The form for this draft."""
    _ = sight.words.gettext
    return Form(
        title=draft.title,
        verb=draft.verb,
        thing=draft.thing,
        body=(
            *_above(sight, case, draft),
            *draft.first,
            *_what(sight, case, draft),
            *_sharing(sight, draft),
            _why_not(sight, draft),
            *(_view(sight, subject) for subject in draft.views[:VIEW_ROWS]),
            phrases.safe_to_record(sight),
        ),
        submit=_("Record answer"),
        notice=draft.notice,
    )


def corrected_meanwhile(sight: Sight, newest: Answer) -> str:
    """What stands above a correction of an answer that somebody else corrected first."""
    _ = sight.words.gettext
    told = _(
        "{name} corrected this answer {time}. Yours is below; send it again to put it in its place."
    ).format(name=sight.name(newest.person), time=times.happened(sight, newest.at))
    return "\n".join((_("This changed while you were reading."), told))


def problems(
    sight: Sight, *, kind: str, text: str, need: str, consent: str, why_not: str, views: Iterable[str]
) -> dict[str, str]:
    """What is missing for this kind of answer, by field: the fields that are needed only sometimes."""
    _ = sight.words.gettext
    known = kind in {"known_with_info", "known_no_concern"}
    found = {}
    if any(view and view != NO_VIEW for view in views) and not text:
        found["text"] = _('Enter the reason for your view in "What you know"')
    if not text and (kind == "known_with_info" or (known and need == "other")):
        found["text"] = _("Enter what you know, or change your answer")
    if known and not need:
        found["need"] = _("Select why it is needed")
    if known and not consent:
        found["consent"] = _("Select what happened about consent")
    if kind == "cannot_check" and not why_not:
        found["why_not"] = _("Enter why you cannot check")
    return found


def _above(sight: Sight, case: Case, draft: Draft) -> tuple[FormPart, ...]:
    _ = sight.words.gettext
    parts = form_top(sight, case, draft.people)
    if draft.before is None:
        return parts
    when = times.happened(sight, draft.before.at)
    return (Section((_("You answered {when}. Correct it?").format(when=when),)), *parts)


def _what(sight: Sight, case: Case, draft: Draft) -> tuple[Field, ...]:
    _ = sight.words.gettext
    before = draft.before
    return (
        Choice(
            "kind",
            _("Your answer"),
            answer_words.kinds(sight),
            missing=_("Select your answer"),
            value=before.kind if before else draft.kind,
        ),
        Choices(
            "about",
            _("About"),
            tuple(Option(s.id, readable(sight, case, s)) for s in draft.people),
            missing=_("Select who this is about"),
            values=before.subjects if before else draft.about,
        ),
        TextField(
            "text",
            _("What you know (only if there is information)"),
            hint=_("Only what helps decide today. Dates and sources. Say what is fact and what is opinion"),
            guarded=True,
            multiline=True,
            optional=True,
            value=before.text if before else "",
        ),
        Choice(
            "need",
            _("Why is it needed? (only if known)"),
            answer_words.needs(sight),
            optional=True,
            value=before.need if before else "",
        ),
    )


def _sharing(sight: Sight, draft: Draft) -> tuple[Field, ...]:
    _ = sight.words.gettext
    before = draft.before
    consent = "not_needed" if sight.hub.profile.consent.not_needed_by_default else ""
    return (
        Choice(
            "basis",
            _("Lawful basis"),
            answer_words.bases(sight),
            missing=_("Select the lawful basis"),
            value=(before.basis if before else "") or draft.basis,
            as_list=True,
        ),
        Choice(
            "consent",
            _("Consent"),
            answer_words.consents(sight),
            optional=True,
            value=before.consent if before else consent,
            as_list=True,
        ),
        Choice(
            "tier",
            _("Who may see this"),
            answer_words.tiers(sight),
            value=(before.tier if before else "") or "hub",
            as_list=True,
        ),
    )


def _why_not(sight: Sight, draft: Draft) -> TextField:
    _ = sight.words.gettext
    return TextField(
        "why_not",
        _('Why you cannot check (only if "Cannot check")'),
        hint=_("When you will be able to, if you know"),
        guarded=True,
        limit=300,
        optional=True,
        value=draft.before.why_not if draft.before else "",
    )


def _view(sight: Sight, subject: Subject) -> Choice:
    _ = sight.words.gettext
    return Choice(
        f"urgency_{subject.number}",
        _("Your urgency view on {child} (optional)").format(child=phrases.label_inside(sight, subject)),
        view_words.urgencies(sight),
        hint=_("You can leave this and use Give our view"),
        optional=True,
    )
