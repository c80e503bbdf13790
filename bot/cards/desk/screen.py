"""Screen and rate: the referral in full, earlier contacts, and what should happen with it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.cards import phrases, times
from bot.cards.cases import closing, details_referral
from bot.cards.desk import ask_agencies, urgency
from bot.cards.elements import Button, Choice, Field, Form, FormPart, Heading, Option, Section, TextField
from bot.cards.referring import add_person, doubts, secret_address, told
from bot.cards.sight import Sight
from triage.case import Case
from triage.comparing import Proposed
from triage.lifecycle import EXITS
from triage.records import Screening, Subject

RATE, URGENT = "rate", "urgent"
SHOWN_FOR = timedelta(minutes=15)
"""How long others see that somebody screens a referral."""

Due = Callable[[str], datetime]


def form(
    sight: Sight,
    case: Case,
    *,
    due: Due,
    proposed: tuple[Proposed, ...],
    others: tuple[Screening, ...],
) -> Form:
    """The form. `due` says when a level would be due, `others` are colleagues who have it open."""
    _ = sight.words.gettext
    return Form(
        title=_("Screen and rate"),
        verb="referral.screen",
        thing=case.referral.id,
        body=(
            *_on_top(sight, case, others),
            *(secret_address.part(sight, case, one) for one in told.whole(sight, case)),
            *_missing(sight, case),
            *_known_earlier(sight, case, proposed),
            *_rating(sight, case, due),
            *_same_people(sight, case, proposed),
            _adds_up(sight),
            *_agencies(sight),
        ),
        submit=_("Save and act"),
        buttons=_buttons(sight, case),
    )


def being_screened(sight: Sight, others: tuple[Screening, ...]) -> tuple[str, ...]:
    """Who else has it open."""
    _ = sight.words.gettext
    return tuple(
        _("Being screened by {name} since {time}").format(
            name=sight.name(one.person), time=times.clock_time(sight, one.at)
        )
        for one in others
    )


def no_exit(sight: Sight) -> str:
    """What is said when it goes elsewhere and nobody said where."""
    return sight.words.gettext("Enter who it goes to")


def add_up(sight: Sight, contacts: int, level: str) -> str:
    """What is said when several contacts were not looked at together; the lowest rating names itself."""
    _ = sight.words.gettext
    profile = sight.hub.profile
    if level != profile.levels[-1].id:
        return _("Enter what the earlier contacts add up to. Green needs this too")
    return _(
        "{rating} cannot be set yet: {n} contacts in {months} months. Enter what they add up to."
    ).format(rating=phrases.rating_word(sight, level).capitalize(), n=contacts, months=profile.history.months)


def _on_top(sight: Sight, case: Case, others: tuple[Screening, ...]) -> tuple[FormPart, ...]:
    _ = sight.words.gettext
    lines = being_screened(sight, others)
    looks_wrong = doubts.words(sight, case.referral.doubts)
    return (
        Section((phrases.case_line(sight, case), *told.people(sight, case))),
        Section((phrases.opening_recorded(sight), *lines)),
        *closing.began_again(sight, case),
        *((Heading(_("Look at this first")), Section(looks_wrong)) if looks_wrong else ()),
    )


def _missing(sight: Sight, case: Case) -> tuple[FormPart, ...]:
    line = told.missing_line(sight, case)
    return (Section((line,)),) if line else ()


def _rating(sight: Sight, case: Case, due: Due) -> tuple[FormPart, ...]:
    _ = sight.words.gettext
    exits = tuple(Option(way.id, way.label) for way in sight.hub.profile.screening.exits if way.id in EXITS)
    what = Choice(
        "what",
        _("What should happen with this?"),
        (Option(RATE, _("Rate it and ask agencies")), Option(URGENT, _("Urgent: act now")), *exits),
        missing=_("Select what should happen"),
    )
    waiting = tuple(subject for subject in case.subjects if subject.stage == "received")
    return (Heading(_("Screen and rate")), what, *_urgencies(sight, waiting, due), urgency.reason(sight))


def _urgencies(sight: Sight, waiting: tuple[Subject, ...], due: Due) -> tuple[Field, ...]:
    _ = sight.words.gettext
    return tuple(
        urgency.field(
            sight,
            subject,
            due,
            label=_("Urgency for {child} (only if you rate it)").format(
                child=phrases.label_inside(sight, subject)
            ),
            as_list=len(waiting) > urgency.MOST_RADIOS,
        )
        for subject in waiting
    )


def _known_earlier(sight: Sight, case: Case, proposed: tuple[Proposed, ...]) -> tuple[FormPart, ...]:
    """What is known of the people and the household before anybody rates: as details say it, or that nothing is."""
    found = tuple(details_referral.earlier(sight, case, sight.reader)) if sight.reader else ()
    if found or proposed:
        return found
    return (Section((sight.words.gettext("No earlier contacts found."),)),)


def _adds_up(sight: Sight) -> TextField:
    _ = sight.words.gettext
    history = sight.hub.profile.history
    return TextField(
        "add_up",
        _("What do the earlier contacts add up to? (only if {n} or more in {months} months)").format(
            n=history.add_up_from, months=history.months
        ),
        hint=_("Look at them together, not one by one"),
        guarded=True,
        limit=1500,
        multiline=True,
        optional=True,
    )


def _same_people(sight: Sight, case: Case, proposed: tuple[Proposed, ...]) -> tuple[FormPart, ...]:
    """Contacts that nobody has compared yet, to be compared."""
    if not proposed:
        return ()
    said = [_contact(sight, one) for one in proposed]
    rows = tuple(
        _same(sight, case, one, _told_apart(sight, one, label) if said.count(label) > 1 else label)
        for one, label in zip(proposed, said, strict=True)
    )
    return (Heading(sight.words.gettext("Are these the same people?")), *rows)


def _told_apart(sight: Sight, one: Proposed, label: str) -> str:
    """A row that would read like another: two contacts of one child on one day, or one contact beside two children."""
    return sight.words.gettext("{contact} {reference}, compared with {child}.").format(
        contact=label,
        reference=one.contact.reference,
        child=phrases.label_inside(sight, one.subject),
    )


def _same(sight: Sight, case: Case, one: Proposed, label: str) -> Choice:
    _ = sight.words.gettext
    same, home = Option("same", _("Same")), Option("household", _("In one household"))
    different, later = Option("different", _("Different")), Option("later", _("Decide later"))
    several = len(case.subjects) > 1
    hint = _("Compared with {child}").format(child=phrases.in_full(sight, case, one.subject))
    return Choice(
        one.field,
        label,
        (same, home, different, later) if one.kind == "household" else (same, different, later),
        hint=hint if several else "",
        value="later",
    )


def _contact(sight: Sight, one: Proposed) -> str:
    """Somebody in an earlier contact: "Kian Branigan, born 7 8 2020. Contact 3 June 2026, green, early help."."""
    _ = sight.words.gettext
    other = one.contact.subject
    name = phrases.full_name(sight, other)
    said = f"{phrases.with_birth(sight, name, other, one.contact.received_at)}."
    facts = [_("Contact {day}").format(day=times.day_and_year(sight, one.contact.received_at))]
    if one.contact.level:
        facts.append(phrases.rating_word(sight, one.contact.level).lower())
    if one.contact.outcome:
        facts.append(phrases.inside(_outcome(sight, one.contact.outcome)))
    return f"{said} {', '.join(facts)}."


def _outcome(sight: Sight, code: str) -> str:
    profile = sight.hub.profile
    labels = {way.id: way.label for way in profile.screening.exits}
    labels |= {outcome.id: outcome.label for outcome in profile.outcomes}
    return labels.get(code, code)


def _agencies(sight: Sight) -> tuple[Field, ...]:
    _ = sight.words.gettext
    send_to = TextField(
        "send_to",
        _("Send to (only if it goes elsewhere)"),
        hint=_("Name of the worker, team or area, and how"),
        guarded=True,
        limit=200,
        optional=True,
    )
    return (
        ask_agencies.for_a_new_rating(sight),
        ask_agencies.shared(sight),
        ask_agencies.summary(sight),
        send_to,
        phrases.safe_to_record(sight),
    )


def _buttons(sight: Sight, case: Case) -> tuple[Button, ...]:
    _ = sight.words.gettext
    reference = case.referral.reference
    label = _("Read and accept")
    name = _("Read and accept what came for {reference}").format(reference=reference)
    waiting = [a for a in case.additions if a.kind == "other_words" and a.accepted_at is None]
    accept = tuple(Button(label, "addition.accept", addition.id, name) for addition in waiting[:1])
    name = _("Information request {reference}").format(reference=case.referral.reference)
    request = phrases.button(_("Information request"), name, "information.start", case.referral.id)
    return (*add_person.buttons(sight, case), *accept, request)
