"""Slack's request signature, good or wrong in the ways that an app must notice."""

import hashlib
import hmac
import time
from typing import Literal

from tests.doubles.slack import limits

Signature = Literal["good", "bad", "stale", "missing"]


def signature_headers(secret: str, body: bytes, kind: Signature) -> dict[str, str]:
    """The two headers for a body; a stale one is a good signature older than Slack's five minutes."""
    if kind == "missing":
        return {}
    age = limits.SIGNATURE_SECONDS + 1 if kind == "stale" else 0
    stamp = str(int(time.time()) - age)
    key = "another secret" if kind == "bad" else secret
    digest = hmac.new(key.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
