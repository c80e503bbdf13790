import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.keys import BadMasterKeyError, CannotUnwrapError, MasterKeys, new_key

# Fixed, since pytest names its cases by them.
OLD, NEW = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2))
SHORT = base64.urlsafe_b64encode(b"only sixteen byt").decode()


def test_a_key_comes_out_as_it_went_in() -> None:
    keys, data_key = MasterKeys.parse(NEW), new_key()
    assert keys.unwrap(keys.wrap(data_key)) == data_key


def test_a_generated_master_key_can_be_given_as_it_is() -> None:
    text = MasterKeys.generate()
    assert text != MasterKeys.generate()
    assert MasterKeys.parse(text).is_current(MasterKeys.parse(text).wrap(new_key()))


def test_the_same_key_wrapped_twice_looks_different() -> None:
    keys, data_key = MasterKeys.parse(NEW), new_key()
    assert keys.wrap(data_key) != keys.wrap(data_key)


@pytest.mark.parametrize("between", [",", "\n", " ", ", ", "\r\n", "\n\n"])
def test_rotation_opens_what_is_old_and_wraps_with_the_first(between: str) -> None:
    data_key = new_key()
    wrapped_before = MasterKeys.parse(OLD).wrap(data_key)
    both = MasterKeys.parse(f"{NEW}{between}{OLD}\n")
    assert not both.is_current(wrapped_before)
    rewrapped = both.rewrap(wrapped_before)
    assert both.is_current(rewrapped)
    assert MasterKeys.parse(NEW).unwrap(rewrapped) == data_key


def test_a_master_key_that_was_removed_too_early_is_named_by_its_id() -> None:
    wrapped = MasterKeys.parse(OLD).wrap(new_key())
    with pytest.raises(CannotUnwrapError, match="not among those given") as caught:
        MasterKeys.parse(NEW).unwrap(wrapped)
    assert OLD not in str(caught.value)


@given(position=st.integers(min_value=0))
def test_a_changed_wrapped_key_is_not_opened(position: int) -> None:
    keys = MasterKeys.parse(NEW)
    wrapped = keys.wrap(new_key())
    at = position % len(wrapped)
    changed = wrapped[:at] + ("A" if wrapped[at] != "A" else "B") + wrapped[at + 1 :]
    with pytest.raises(CannotUnwrapError):
        keys.unwrap(changed)


@pytest.mark.parametrize("wrapped", ["", "nonsense", "w1.x", "w1.x.%%%", "w9.aa.AAAA", "w1..", "a.b.c.d"])
def test_what_is_no_wrapped_key_is_refused(wrapped: str) -> None:
    with pytest.raises(CannotUnwrapError):
        MasterKeys.parse(NEW).unwrap(wrapped)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "No master key"),
        (" ,\n", "No master key"),
        ("not*base64", "Master key 1 of 1 is not url-safe base64"),
        (f"{NEW},schlüssel", "Master key 2 of 2 is not url-safe base64"),
        (f"{NEW} {SHORT}", "Master key 2 of 2 holds 16 bytes, not 32"),
        (NEW.rstrip("="), "Master key 1 of 1 is not url-safe base64"),
    ],
)
def test_a_bad_master_key_is_named_by_its_place_and_never_shown(text: str, says: str) -> None:
    with pytest.raises(BadMasterKeyError, match=says) as caught:
        MasterKeys.parse(text)
    shown = str(caught.value) + repr(caught.value.__cause__)
    assert not [word for word in text.replace(",", " ").split() if word in shown]


def test_the_keys_do_not_show_in_a_repr() -> None:
    assert NEW not in repr(MasterKeys.parse(NEW))
