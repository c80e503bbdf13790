import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.wording import names_in, names_written_in

NAMES = (
    "Kacey Brannigan",
    "KC",
    "Oluwaseun Adébáyò-O’Connor",
    "Al-Sayed",
    "Mum (Dawn Brannigan)",
    "Will May",
    "Jo",
)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("We have spoken to Kacey.", "Kacey"),
        ("KACEY's school knows", "KACEY"),
        ("about mrs brannigan", "brannigan"),
        ("thank you, adebayo family", "adebayo"),
        ("the O'Connor family", "O'Connor"),
        ("the Oconnor family", "Oconnor"),
        ("Sayed and others", "Sayed"),
        ("alsayed", "alsayed"),
        ("Dawn was told", "Dawn"),
        ("A worker saw Will", "Will"),
        ("and Jo was there", "Jo"),
        ("KC is safe", "KC"),
    ],
)
def test_a_name_is_found_whatever_its_case_and_accents(text: str, word: str) -> None:
    assert names_in(text, NAMES) == word


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mum and the family will be seen in a week; we may phone.",
        "The children's kaceys are branniganesque",
        "a banjo, jo",
        "al and o",
    ],
)
def test_words_for_family_and_ordinary_words_are_not_names(text: str) -> None:
    assert names_in(text, NAMES) is None


def test_the_first_name_in_the_text_is_told() -> None:
    assert names_in("Brannigan, then Kacey", NAMES) == "Brannigan"


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("Mum (Dawn Brannigan), mum's partner (Lee), Kian Brannigan 6", ("Dawn", "Brannigan", "Lee", "Kian")),
        ("Father; sister Leen 13", ("Leen",)),
        ("See Kacey Brannigan", ("Kacey", "Brannigan")),
        ("Mother Niamh; grandmother at weekends", ("Niamh",)),
        ("Both parents, twin Elin", ("Elin",)),
        ("A man and a woman, a dog", ()),
        ("Nan (kinship carer)", ()),
        ("Parents, four siblings", ()),
    ],
)
def test_the_names_in_a_note_on_a_household(note: str, names: tuple[str, ...]) -> None:
    assert names_written_in(note) == names


@given(
    st.sampled_from(["Kacey", "kacey", "KÁCEY", "Brannigan"]), st.text(alphabet=" .,;:!?()-\n\t", min_size=1)
)
def test_a_name_is_found_wherever_it_stands(name: str, around: str) -> None:
    assert names_in(f"word{around}{name}{around}word", ["Kacey Brannigan"]) == name
