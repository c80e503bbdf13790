"""The login service that gives a bot the token for its calls, and a way to lead MSAL to it."""

from typing import TYPE_CHECKING, Any

import requests

if TYPE_CHECKING:
    from tests.doubles.teams.server import TeamsDouble

REAL_LOGIN = "https://login.microsoftonline.com"
SCOPE = "https://api.botframework.com/.default"


class Login:
    """Issues a bearer token for the right secret of the right app in the right tenant."""

    def __init__(self, teams: "TeamsDouble") -> None:
        self._teams = teams
        self._issued: set[str] = set()

    def knows(self, authorization: str | None) -> bool:
        """Was this Authorization header's token issued here?"""
        scheme, _, token = (authorization or "").partition(" ")
        return scheme == "Bearer" and token in self._issued

    def forget(self) -> None:
        """Let every token issued so far be refused, as after a change of the secret."""
        self._issued.clear()

    def token(self, tenant_id: str, form: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Client credentials in, token out."""
        if form.get("grant_type") != "client_credentials" or form.get("scope") != SCOPE:
            return 400, _error("invalid_request", "AADSTS900144")
        if tenant_id != self._teams.home.id or form.get("client_id") != self._teams.app_id:
            return 400, _error("unauthorized_client", "AADSTS700016")
        if form.get("client_secret") != self._teams.app_password:
            return 401, _error("invalid_client", "AADSTS7000215")
        token = self._teams.keys.access_token(self._teams.app_id, tenant_id)
        self._issued.add(token)
        return 200, {
            "token_type": "Bearer",
            "expires_in": 3599,
            "ext_expires_in": 3599,
            "access_token": token,
        }

    def metadata(self, tenant_id: str) -> dict[str, Any]:
        """Where the service can be asked for what; MSAL reads this first."""
        authority = f"{REAL_LOGIN}/{tenant_id}"
        return {
            "issuer": f"{authority}/v2.0",
            "authorization_endpoint": f"{authority}/oauth2/v2.0/authorize",
            "token_endpoint": f"{authority}/oauth2/v2.0/token",
        }


def _error(error: str, code: str) -> dict[str, Any]:
    return {"error": error, "error_description": f"{code}: refused", "error_codes": [int(code[6:])]}


class MsalTransport:
    """An HTTP client for MSAL, which takes no plain http address: what is meant for Microsoft goes to the double."""

    def __init__(self, login_url: str) -> None:
        self._login_url = login_url
        self._session = requests.Session()
        self._session.trust_env = False

    def get(self, url: str, params: Any = None, headers: Any = None, **_: Any) -> requests.Response:
        return self._session.get(self._led(url), params=params, headers=headers, timeout=10)

    def post(
        self, url: str, params: Any = None, data: Any = None, headers: Any = None, **_: Any
    ) -> requests.Response:
        return self._session.post(self._led(url), params=params, data=data, headers=headers, timeout=10)

    def close(self) -> None:
        self._session.close()

    def _led(self, url: str) -> str:
        return url.replace(REAL_LOGIN, self._login_url, 1)
