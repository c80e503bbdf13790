"""Random ids. They say nothing about what they name, nor about when it was made."""

import secrets

_UNMISTAKABLE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def new_id() -> str:
    """A new opaque id: 22 characters that are safe in a URL."""
    return secrets.token_urlsafe(16)


def new_reference(year: int, month: int) -> str:
    """A referral's reference, drawn at random within its month, without the characters 0 O 1 I."""
    drawn = "".join(secrets.choice(_UNMISTAKABLE) for _ in range(5))
    return f"MASH-{year % 100:02d}{month:02d}-{drawn}"
