"""Add to my referral: the rest of the minimum, in four pages that may be filled in any order."""

from bot.cards.elements import Button, Choice, Choices, Field, Form, Option, Section, TextField
from bot.cards.limits import utf16_length
from bot.cards.referring import add_person
from bot.cards.referring import told as told_words
from bot.cards.sight import Sight
from triage import visibility
from triage.case import Case
from triage.told import ISSUES_BETWEEN, KEEP_ADDRESS, own_words, said_secret, told

PAGES = 4
PEOPLE = 4
"""How many people around the child the page asks about."""
MOST_ISSUES = 3
FULL_NAME = "full_name"


def form(sight: Sight, case: Case, page: int) -> Form:
    """One page, filled in with what is known; nothing on it is required."""
    _ = sight.words.gettext
    line = told_words.missing_line(sight, case, known_to(sight, case))
    top = (case.referral.reference, titles(sight)[page - 1], *((line,) if line else ()))
    return Form(
        title=_("Add to my referral"),
        verb="referral.add",
        thing=case.referral.id,
        body=(Section(top), *fields(sight, case, page)),
        submit=_("Save and continue"),
        buttons=(
            *(_to_page(sight, case, number) for number in range(1, PAGES + 1) if number != page),
            *add_person.buttons(sight, case),
        ),
        page=page,
    )


def titles(sight: Sight) -> tuple[str, str, str, str]:
    """The pages by name."""
    _ = sight.words.gettext
    return _("The child"), _("People"), _("The worry"), _("Telling the family")


def fields(sight: Sight, case: Case, page: int) -> tuple[Field, ...]:
    """What one page asks."""
    makers = (_child, _people, _worry, _family)
    return makers[page - 1](sight, case)


def known_to(sight: Sight, case: Case) -> dict[str, str]:
    """What the pages are filled in with: whoever referred reads their own words only, the hub all that is known."""
    return told(case) if _runs_the_hub(sight) else own_words(case)


def secret_to(sight: Sight, case: Case) -> bool:
    """Whether the tick for a secret address is set: as they said it themselves, to the hub as it is."""
    return case.first_told.address_secret if _runs_the_hub(sight) else said_secret(case)


def _runs_the_hub(sight: Sight) -> bool:
    return sight.reader is not None and visibility.runs_the_hub(sight.reader)


def too_many_issues(sight: Sight) -> str:
    """What is said when more was chosen than counts."""
    return sight.words.gettext("Select 3 at most")


def _to_page(sight: Sight, case: Case, page: int) -> Button:
    label = titles(sight)[page - 1]
    name = sight.words.gettext("{page}, {reference}").format(page=label, reference=case.referral.reference)
    return Button(label, "referral.add", case.referral.id, name, page=page)


def _child(sight: Sight, case: Case) -> tuple[Field, ...]:
    _ = sight.words.gettext
    known = known_to(sight, case)
    secret = case.first_told.address_secret
    name = " ".join(part for part in (known.get("first_name", ""), known.get("surname", "")) if part)
    before = ("other_names", "sex", "ethnicity", "place_of_birth", "parents_place_of_birth", "religion")
    after = ("first_language", "interpreter", "disability")
    tick = Choices(
        KEEP_ADDRESS,
        _("Secret address (only if it is)"),
        (Option("yes", _("This address must be kept secret")),),
        optional=True,
        values=("yes",) if secret_to(sight, case) else (),
        ticks=True,
    )
    return (
        _asked(sight, FULL_NAME, _("Full name (optional)"), name),
        *(_known(sight, known, each) for each in (*before, *after)),
        _asked(sight, "address", _("Address (optional)"), "" if secret else known.get("address", "")),
        _asked(sight, "postcode", _("Postcode (optional)"), "" if secret else known.get("postcode", "")),
        tick,
        *(_known(sight, known, each) for each in ("school", "gp", "nhs_number")),
    )


def _people(sight: Sight, case: Case) -> tuple[Field, ...]:
    known = known_to(sight, case)
    return tuple(
        _person_field(sight, known, number, what)
        for number in range(1, PEOPLE + 1)
        for what in ("name", "born", "relationship", "lives_there", "of_concern", "safe")
    )


def _person_field(sight: Sight, known: dict[str, str], number: int, what: str) -> Field:
    _ = sight.words.gettext
    name = f"person_{number}_{what}"
    if what not in {"lives_there", "of_concern"}:
        return _known(sight, known, name)
    return Choice(
        name,
        _optional(sight, told_words.heading(sight, name)),
        (Option("yes", _("Yes")), Option("no", _("No")), Option("not_sure", _("Not sure"))),
        optional=True,
        value=known.get(name, ""),
        as_list=True,
    )


def _worry(sight: Sight, case: Case) -> tuple[Field, ...]:
    _ = sight.words.gettext
    known = known_to(sight, case)
    chosen = known.get("presenting_issues", "").split(ISSUES_BETWEEN)
    by_words = {issue.label: issue.id for issue in sight.hub.profile.issues}
    codes = {issue.id for issue in sight.hub.profile.issues}
    issues = Choices(
        "presenting_issues",
        _("What it is about (optional)"),
        tuple(Option(issue.id, issue.label) for issue in sight.hub.profile.issues),
        hint=_("Up to 3"),
        optional=True,
        values=tuple(code for one in chosen if (code := by_words.get(one, one)) in codes),
    )
    words = known.get("child_words", "")
    says = _asked(sight, "child_words", _("What the child says and wants (optional)"), words, multiline=True)
    return (
        issues,
        *(_long(sight, known, each) for each in ("needs", "harm_happened", "harm_feared")),
        says,
        *(_long(sight, known, each) for each in ("daily_life", "works_well")),
    )


def _family(sight: Sight, case: Case) -> tuple[Field, ...]:
    _ = sight.words.gettext
    known = known_to(sight, case)
    consent = Choice(
        "consent",
        _("Was consent asked? (optional)"),
        (
            Option("given", _("Asked and given")),
            Option("refused", _("Asked and refused")),
            Option("not_sought", _("Not asked")),
        ),
        optional=True,
        value=value if (value := known.get("consent", "")) in {"given", "refused", "not_sought"} else "",
    )
    reason = _asked(
        sight,
        "consent_reason",
        _("Why consent was not asked (only if it was not)"),
        known.get("consent_reason", ""),
        multiline=True,
    )
    return (
        _long(sight, known, "family_told_detail"),
        consent,
        reason,
        *(_long(sight, known, each) for each in ("do_not_contact", "other_agencies")),
        _known(sight, known, "already_open_to"),
    )


def _known(sight: Sight, known: dict[str, str], name: str) -> TextField:
    return _asked(sight, name, _optional(sight, told_words.heading(sight, name)), known.get(name, ""))


def _long(sight: Sight, known: dict[str, str], name: str) -> TextField:
    label = _optional(sight, told_words.heading(sight, name))
    return _asked(sight, name, label, known.get(name, ""), multiline=True)


def _asked(sight: Sight, name: str, label: str, value: str, *, multiline: bool = False) -> TextField:
    """A box with what is known. A single line has no line breaks; what is longer than its box stays out of it."""
    _ = sight.words.gettext
    limit = 3000 if multiline else 200
    shown = value if multiline else " ".join(value.split())
    fits = utf16_length(shown) <= limit
    return TextField(
        name,
        label,
        hint=""
        if fits
        else _("More is known than fits here: read it in details. Leave this empty to keep it."),
        limit=limit,
        multiline=multiline,
        optional=True,
        value=shown if fits else "",
    )


def _optional(sight: Sight, label: str) -> str:
    return sight.words.gettext("{label} (optional)").format(label=label)
