"""Authenticator codes: six digits that an app on the person's phone draws from a shared secret each 30 seconds."""

import hmac
from dataclasses import dataclass
from io import BytesIO

import pyotp
import segno
from markupsafe import Markup

STEP_SECONDS = 30
STEPS_EITHER_SIDE = 1
"""How far a phone's clock may be off, in steps."""


@dataclass(frozen=True)
class NewCode:
    """A secret to be set up: as text to type into an app, and as a picture to scan."""

    secret: str
    picture: Markup
    spaced: str


def new_secret() -> str:
    """A fresh random secret, base32."""
    return pyotp.random_base32()


def new_code(secret: str, person: str, hub: str) -> NewCode:
    """What a page shows so that an app can take the secret over."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=person, issuer_name=hub)
    picture = BytesIO()
    segno.make(uri, error="m").save(picture, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4)
    spaced = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return NewCode(secret, Markup(picture.getvalue().decode()), spaced)  # noqa: S704 - drawn by us, holds no typed text


def step_of(secret: str, code: str, now: float) -> int | None:
    """The time step that a typed code belongs to, None if it is wrong. `now` is real time in seconds since 1970."""
    digits = "".join(code.split())
    here = int(now) // STEP_SECONDS
    hotp = pyotp.HOTP(secret)
    found = None
    for step in range(here - STEPS_EITHER_SIDE, here + STEPS_EITHER_SIDE + 1):
        if hmac.compare_digest(hotp.at(step).encode(), digits.encode()):
            found = step
    return found
