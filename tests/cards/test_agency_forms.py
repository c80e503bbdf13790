"""The forms of an agency fit both platforms, and nothing in them says what others said."""

from dataclasses import replace

import pytest

from bot.cards.answering import answer, consent, nothing_known, views
from bot.cards.elements import Form, TextField
from bot.cards.render import adaptive, blockkit
from bot.words import Words
from tests.cards.reading import at, practitioner, sight, staff, words
from tests.support.cases import PROFILE, answered, arrived, asked, rated, voted
from triage.case import Case

POLICE = practitioner("police")
SIX = tuple((f"Child{n}", "Brannigan", f"{n} 3 2017") for n in range(1, 7))
TEN = tuple((f"Child{n}", "Brannigan", f"{n} 3 2017") for n in range(1, 11))


def _case(*children: tuple[str, str, str]) -> Case:
    case = answered(asked(rated(arrived(*children))), "health", kind="known_with_info", text="MARKER-HEALTH")
    case = voted(case, "health", "red", reason="MARKER-HEALTH")
    return voted(case, "police", "amber", reason="What we know. " * 30)


def _views(case: Case) -> Form:
    before = {v.subject: v for v in case.votes if v.seat == "police"}
    return views.form(sight(at(10), POLICE), case, case.subjects, before)


def _answer(case: Case) -> Form:
    people = tuple(subject.id for subject in case.subjects)
    draft = answer.Draft(
        "check.answer", "referral-1", "Add what we know", case.subjects, people, views=case.subjects
    )
    return answer.form(sight(at(10), POLICE), case, draft)


def _nothing_known(case: Case) -> Form:
    return nothing_known.form(sight(at(10), POLICE), case, case.subjects, "PNC, Niche")


FORMS = {
    "six views": _views(_case(*SIX)),
    "an answer about ten": _answer(_case(*TEN)),
    "nothing known of ten": _nothing_known(_case(*TEN)),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_opens_whole_on_both_platforms(name: str) -> None:
    form = FORMS[name]
    view = blockkit.modal(form, Words("en"), "")
    card = adaptive.dialog(form, Words("en"), "")

    assert len(view["blocks"]) <= 31
    assert adaptive.size(card) <= 24 * 1024
    for field in form.fields():
        assert field.label.removesuffix(" (optional)") in str(view)
        assert field.id in str(card)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_says_nothing_of_what_others_said(name: str) -> None:
    assert "MARKER" not in words(FORMS[name])


@pytest.mark.parametrize("name", FORMS)
def test_no_two_labels_of_a_form_are_the_same(name: str) -> None:
    labels = [field.label for field in FORMS[name].fields()]

    assert len(labels) == len(set(labels))


@pytest.mark.parametrize(
    ("first", "second", "filled"),
    [
        ("Same.", "Same.", ("", "", "Same.")),
        ("Hers.", "His.", ("Hers.", "His.", "")),
        ("Hers.\n\nBoth.", "Both.", ("Hers.", "", "Both.")),
        ("Both.", "His.\n\nBoth.", ("", "His.", "Both.")),
        ("Hers.\n\nBoth.\n\nOf them.", "His.\n\nBoth.\n\nOf them.", ("Hers.", "His.", "Both.\n\nOf them.")),
        (f"Hers.\n\n{'x' * 1500}", "x" * 1500, ("Hers.", "", "x" * 1500)),
        ("x" * 800, "", ("", "", "x" * 800)),
    ],
)  # fmt: skip
def test_an_earlier_view_is_filled_in_as_it_was_typed(
    first: str, second: str, filled: tuple[str, str, str]
) -> None:
    case = voted(asked(), "police", "red")
    given = zip(case.votes, (first, second), strict=True)
    case = replace(case, votes=tuple(replace(vote, reason=reason) for vote, reason in given))

    values = {one.id: one.value for one in _views(case).fields() if isinstance(one, TextField)}

    assert (values["reason_1"], values["reason_2"], values["reason"]) == filled


def test_consent_is_chosen_already_only_where_the_profile_says_so() -> None:
    silent = PROFILE.model_copy(
        update={"consent": PROFILE.consent.model_copy(update={"not_needed_by_default": False})}
    )
    case = asked()
    people = tuple(subject.id for subject in case.subjects)
    draft = answer.Draft("check.answer", "referral-1", "Add what we know", case.subjects, people)
    reader = sight(at(10), POLICE)

    def chosen(hub_profile: object) -> str:
        eyes = replace(reader, hub=replace(reader.hub, profile=hub_profile))  # type: ignore[arg-type]  # a profile
        form = answer.form(eyes, case, draft)
        return next(field.value for field in form.fields() if field.id == "consent")  # type: ignore[union-attr]  # a choice

    assert chosen(silent) == ""
    assert chosen(PROFILE) == "not_needed"


def test_the_consent_form_is_never_cut() -> None:
    case = answered(
        asked(), "police", kind="known_with_info", text="Fact. " * 500, consent="refused", need="risk"
    )
    form = consent.form(sight(at(10), staff("duty_manager")), case, case.answers[0])

    view = blockkit.modal(form, Words("en"), "http://127.0.0.1:8080/x")
    card = adaptive.dialog(form, Words("en"), "http://127.0.0.1:8080/x")

    for shown in (str(view), str(card)):
        assert shown.count("Fact. ") in {0, 500}
        assert "more character" not in shown


LONG = ("Maximiliana Aurelia Wilhelmina", "Featherstonehaugh-Cholmondeley-Marjoribanks", "4 3 2017")
IN_FULL = f"Child 1: {LONG[0]} {LONG[1]}, born 4 March 2017 (9)"


@pytest.mark.parametrize("form", [_nothing_known(_case(LONG)), _answer(_case(LONG))])
def test_a_name_too_long_for_its_tick_is_cut_visibly_and_stands_whole_above(form: Form) -> None:
    blocks = blockkit.modal(form, Words("en"), "")["blocks"]
    above = [block["text"]["text"] for block in blocks if block["type"] == "section"]
    options = [one for field in form.fields() for one in getattr(field, "options", ())]

    assert any(IN_FULL in text for text in above)
    assert IN_FULL in [option.label for option in options]
    assert f"{IN_FULL[:74]}…" in str(blocks)


def test_a_postcode_alone_is_shown_to_look_a_record_up_by() -> None:
    case = asked()
    subjects = (replace(case.subjects[0], postcode="ZZ99 3VZ", other_names="Kay"), *case.subjects[1:])

    assert "Child 1: also known as Kay; ZZ99 3VZ" in words(_nothing_known(replace(case, subjects=subjects)))
