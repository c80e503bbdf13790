"""The keys and tokens of the service: good ones as Microsoft issues them, and bad ones on purpose."""

import base64
import json
import time
import uuid
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

CHANNEL_ISSUER = "https://api.botframework.com"
LOGIN_ISSUER = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"
TOKEN_SECONDS = 3600
CLOCK_TOLERANCE = 5 * 60  # what receivers allow; a bad time lies well outside

# What may be wrong with the credentials of a delivery; a bot refuses each with 401.
FLAWS: Final = (
    "missing",
    "empty bearer",
    "another scheme",
    "not a token",
    "expired",
    "not valid yet",
    "no expiry",
    "wrong key",
    "unknown key",
    "no key id",
    "unsigned",
    "signed with the public key",
    "wrong issuer",
    "wrong audience",
    "no audience",
    "wrong service url",
    "no service url",
    "key not endorsed",
    "the bot's own token",
)


class KeyRing:
    """The RSA key that signs now, the keys published, and one that nobody publishes."""

    def __init__(self) -> None:
        self._current = _first()
        self._stranger = _stranger()
        self._unendorsed = _unendorsed()
        self._published = [self._current, self._unendorsed]

    def rotate(self) -> None:
        """Sign with a new key from now on; the old one is published no more."""
        self._published.remove(self._current)
        self._current = _Key()
        self._published.append(self._current)

    def documents(self, base_url: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """The OpenID metadata and the key set that it points to."""
        metadata = {
            "issuer": CHANNEL_ISSUER,
            "authorization_endpoint": "https://invalid.botframework.com",
            "jwks_uri": f"{base_url}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }
        return metadata, {"keys": [key.jwk() for key in self._published]}

    def access_token(self, app_id: str, tenant_id: str) -> str:
        """A token for the bot's calls to the Connector, as the login service issues it."""
        claims = _times() | {
            "iss": LOGIN_ISSUER,
            "aud": CHANNEL_ISSUER,
            "appid": app_id,
            "azp": app_id,
            "tid": tenant_id,
            "ver": "1.0",
            "jti": uuid.uuid4().hex,
        }
        return self._current.sign(claims)

    def authorization(self, app_id: str, service_url: str, flaw: str | None = None) -> str | None:
        """The Authorization header of a delivery to the bot, or None for no header."""
        claims = _times() | {"iss": CHANNEL_ISSUER, "aud": app_id, "serviceurl": service_url}
        fixed = {
            "missing": None,
            "empty bearer": "Bearer ",
            "another scheme": f"Basic {base64.b64encode(b'bot:bot').decode()}",
            "not a token": "Bearer this-is-not-a-token",
            "the bot's own token": f"Bearer {self.access_token(app_id, str(uuid.uuid4()))}",
        }
        if flaw in fixed:
            return fixed[flaw]
        if flaw is not None and flaw not in FLAWS:
            raise ValueError(f"no such flaw: {flaw}")
        return f"Bearer {self._badly_signed(_spoilt(claims, flaw), flaw)}"

    def _badly_signed(self, claims: dict[str, Any], flaw: str | None) -> str:
        kid = {"kid": self._current.kid}
        ways: dict[str | None, Callable[[], str]] = {
            "wrong key": lambda: self._stranger.sign(claims, kid=self._current.kid),
            "unknown key": lambda: self._stranger.sign(claims),
            "key not endorsed": lambda: self._unendorsed.sign(claims),
            "no key id": lambda: jwt.encode(claims, self._stranger.private, algorithm="RS256"),
            "unsigned": lambda: jwt.encode(claims, "", algorithm="none", headers=kid),
            "signed with the public key": lambda: self._current.sign_with_public_half(claims),
        }
        return ways.get(flaw, lambda: self._current.sign(claims))()


class _Key:
    def __init__(self, endorsements: list[str] | None = None) -> None:
        self.private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.kid = uuid.uuid4().hex
        self._endorsements = ["msteams", "skype"] if endorsements is None else endorsements

    def sign(self, claims: dict[str, Any], kid: str | None = None) -> str:
        headers = {"kid": kid or self.kid, "x5t": kid or self.kid}
        return jwt.encode(claims, self.private, algorithm="RS256", headers=headers)

    def sign_with_public_half(self, claims: dict[str, Any]) -> str:
        """HS256 with the public key as the secret, the oldest trick against a careless receiver."""
        pem = self.private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        algorithm = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
        parts = [{"alg": "HS256", "typ": "JWT", "kid": self.kid}, claims]
        signed = b".".join(_segment(json.dumps(part).encode()) for part in parts)
        return (signed + b"." + _segment(algorithm.sign(signed, pem))).decode()

    def jwk(self) -> dict[str, Any]:
        public: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.private.public_key()))
        return public | {
            "use": "sig",
            "kid": self.kid,
            "x5t": self.kid,
            "endorsements": self._endorsements,
        }


@cache
def _first() -> _Key:
    """Every service begins with it: to make a key takes longer than most tests."""
    return _Key()


@cache
def _stranger() -> _Key:
    return _Key()


@cache
def _unendorsed() -> _Key:
    return _Key(endorsements=["webchat"])


def _segment(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _times() -> dict[str, Any]:
    now = int(time.time())
    return {"nbf": now - 60, "iat": now - 60, "exp": now + TOKEN_SECONDS}


def _spoilt(claims: dict[str, Any], flaw: str | None) -> dict[str, Any]:
    now = int(time.time())
    far = 2 * CLOCK_TOLERANCE
    changes: dict[str | None, dict[str, Any]] = {
        "expired": {"nbf": now - 3 * far, "iat": now - 3 * far, "exp": now - far},
        "not valid yet": {"nbf": now + far, "iat": now + far},
        "no expiry": {"exp": None},
        "wrong issuer": {"iss": "https://sts.example.test/"},
        "wrong audience": {"aud": str(uuid.uuid4())},
        "no audience": {"aud": None},
        "wrong service url": {"serviceurl": "https://elsewhere.example.test/"},
        "no service url": {"serviceurl": None},
    }
    spoilt = claims | changes.get(flaw, {})
    return {name: value for name, value in spoilt.items() if value is not None}
