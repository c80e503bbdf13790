"""Whether what was written as an NHS number can be one."""

import re
from typing import Literal

from nhs_number.validate import is_valid


def digits(text: str) -> str:
    """What was written without spaces, hyphens and full stops between the digits."""
    return re.sub(r"[\s.\-‐-―]", "", text)


def check(text: str) -> Literal["bad_nhs_number"] | None:
    """`bad_nhs_number` for what cannot be an NHS number; `None` for a good one and for none at all.

    Numbers of the test range pass: whether somebody has the number is for the agencies to say.
    """
    written = digits(text)
    return None if not written or is_valid(written) else "bad_nhs_number"
