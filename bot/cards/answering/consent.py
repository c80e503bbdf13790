"""Consent was refused: the card that asks a duty manager, the form in which sharing is decided, and why it was shared."""

from collections.abc import Iterator

from bot.cards import phrases, posts, times
from bot.cards.answering import answer_words
from bot.cards.elements import Card, Choice, Field, Form, FormPart, Heading, Option, Section, TextField
from bot.cards.form_top import form_top
from bot.cards.referring import told as told_words
from bot.cards.referring.secret_address import quoted, without
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import Answer, ConsentDecision
from triage.told import told


def card(case: Case, sight: Sight, thing: str) -> Card:
    """An answer waits for a decision about consent. Whose it is stands only in the form."""
    _ = sight.words.gettext
    reference = case.referral.reference
    decide = phrases.button(
        _("Decide about consent"),
        _("Decide about consent, {reference}").format(reference=reference),
        "consent.decide",
        thing,
        primary=True,
    )
    return Card(
        title=_("CONSENT TO DECIDE · {reference} · {rating_due}").format(
            reference=reference, rating_due=posts.rating_due(sight, case)
        ),
        fallback=_("{reference}: consent needs a decision. {word_due}").format(
            reference=reference, word_due=posts.word_due(sight, case)
        ),
        body=(Section((_("Consent was refused for one answer. Nobody else reads it until you decide."),)),),
        buttons=(decide, posts.open_details(sight, case)),
    )


def form(sight: Sight, case: Case, given: Answer) -> Form:
    """The answer, and the decision whether it is shared without consent. It binds, so it is never cut."""
    _ = sight.words.gettext
    return Form(
        title=_("Consent"),
        verb="consent.decide",
        thing=given.id,
        body=(*_above(sight, case, given), *_decision(sight), *_family(sight), phrases.safe_to_record(sight)),
        submit=_("Record decision"),
        binding=True,
    )


def corrected_meanwhile(sight: Sight, newest: Answer) -> str:
    """What stands above the form when the agency corrected its answer while it was open."""
    _ = sight.words.gettext
    told = _("{seat} corrected this answer {time}. The new one is below.").format(
        seat=sight.seat(newest.seat), time=times.happened(sight, newest.at)
    )
    return "\n".join((_("This changed while you were reading."), told))


def problems(
    sight: Sight, *, share: bool, why: str, reasons: str, basis: str, told: str, told_words: str
) -> dict[str, str]:
    """What sharing without consent needs, by field."""
    _ = sight.words.gettext
    if not share:
        return {}
    needed = {
        "why": (why, _("Select why")),
        "reasons": (reasons, _("Enter your reasons for sharing without consent")),
        "basis": (basis, _("Select the lawful basis")),
        "told": (told, _("Select if the family has been told")),
        "told_words": (told_words, _("Enter who was told, or why nobody was")),
    }
    return {field: said for field, (value, said) in needed.items() if not value}


def whys(sight: Sight) -> tuple[Option, ...]:
    """Why information may be shared although consent was refused."""
    _ = sight.words.gettext
    return (
        Option("significant_harm", _("Risk of significant harm")),
        Option("asking_raises_risk", _("Asking would raise the risk")),
        Option("crime", _("Crime would be harder to prevent or detect")),
        Option("cannot_decide", _("Cannot decide for themselves")),
        Option("other", _("Other")),
    )


def told_options(sight: Sight) -> tuple[Option, ...]:
    """Whether the family has been told."""
    _ = sight.words.gettext
    return (
        Option("yes", _("Yes")),
        Option("not_safe", _("Not safe")),
        Option("will_be", _("Will be, by…")),
    )


def in_the_referral(sight: Sight, case: Case, *, with_reason: bool) -> Iterator[FormPart]:
    """What the person who referred said of consent, or that they said nothing.

    `with_reason` adds their own words on why it was not asked or was overruled.
    """
    _ = sight.words.gettext
    known = told(case)
    if not known.get("consent"):
        yield Section((_("The referral does not say if consent was asked."),))
    else:
        said = told_words.answer(sight, "consent", known["consent"])
        yield Section((without(sight, case, _("In the referral: {answer}.").format(answer=said)),))
    if with_reason and known.get("consent_reason"):
        yield Section((_("{heading}:").format(heading=told_words.heading(sight, "consent_reason")),))
        yield quoted(sight, case, known["consent_reason"])


def why_shared(sight: Sight, case: Case, made: ConsentDecision) -> Iterator[FormPart]:
    """What is printed with a decision for which consent was overruled: each answer of the form under its question."""
    _ = sight.words.gettext
    label_of = answer_words.label_of
    yield Section((_("What was asked, of whom, and the answer:"),))
    yield quoted(sight, case, made.asked)
    yield Section(
        (
            _("Why: {words}.").format(words=label_of(whys(sight), made.why)),
            _("Lawful basis: {words}.").format(words=label_of(answer_words.bases(sight), made.basis)),
        )
    )
    yield quoted(sight, case, made.reasons)
    told = label_of(told_options(sight), made.told)
    yield Section((_("Has the family been told: {words}").format(words=told),))
    yield quoted(sight, case, made.told_words)


def _above(sight: Sight, case: Case, given: Answer) -> tuple[FormPart, ...]:
    _ = sight.words.gettext
    people = (one for one in case.subjects if one.id in given.subjects)
    kind = answer_words.label_of(answer_words.kinds(sight), given.kind)
    need = answer_words.label_of(answer_words.needs(sight), given.need)
    said = _("{kind}. {need}.").format(kind=kind, need=need) if need else f"{kind}."
    shown = (Section((said,)), quoted(sight, case, given.text)) if given.text else (Section((said,)),)
    return (
        *form_top(sight, case, people),
        Heading(_("{seat}: consent was refused").format(seat=sight.seat(given.seat))),
        *shown,
    )


def _decision(sight: Sight) -> tuple[Field, ...]:
    _ = sight.words.gettext
    return (
        TextField(
            "asked",
            _("What was asked, of whom, and the answer"),
            guarded=True,
            limit=500,
            multiline=True,
            missing=_("Enter what was asked, of whom, and the answer"),
        ),
        Choice(
            "decision",
            _("Decision"),
            (Option("respect", _("Respect the refusal")), Option("share", _("Share without consent"))),
            missing=_("Select a decision"),
        ),
        Choice("why", _("Why (only if you share without consent)"), whys(sight), optional=True),
        TextField(
            "reasons",
            _("Your reasons (only if you share without consent)"),
            hint=_("Name the harm, why sharing is needed, and why no more than needed."),
            guarded=True,
            limit=1500,
            multiline=True,
            optional=True,
        ),
        Choice(
            "basis",
            _("Lawful basis (only if you share without consent)"),
            answer_words.bases(sight),
            optional=True,
            as_list=True,
        ),
    )


def _family(sight: Sight) -> tuple[Field, ...]:
    _ = sight.words.gettext
    return (
        Choice(
            "told",
            _("Has the family been told? (only if you share without consent)"),
            told_options(sight),
            optional=True,
        ),
        TextField(
            "told_words",
            _("Who was told, or why not (only if you share without consent)"),
            guarded=True,
            limit=500,
            multiline=True,
            optional=True,
        ),
    )
