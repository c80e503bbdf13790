"""Microsoft's SDK, and the only module that knows it: botbuilder is archived and must be replaceable in a day.

What it gets wrong is put right here. Its own `process` cannot answer an invoke that has a body; it makes new clients for
each request; it tries again by itself, sleeping in a thread; it waits for 100 seconds; it fetches its own token in the
event loop. It checks nobody here: the doorman has done that before.
"""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import msal
import requests
from azure.core.exceptions import DeserializationError
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    Attachment,
    ChannelAccount,
    ConversationAccount,
    ConversationParameters,
)
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import (
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    ClaimsIdentity,
    ConnectorFactory,
    MicrosoftAppCredentials,
)
from botframework.connector.teams import TeamsConnectorClient
from msrest.exceptions import ClientRequestError, HttpOperationError
from msrest.universal_http.requests import ClientRetryPolicy
from urllib3.exceptions import NewConnectionError

from bot.cards.limits import TEAMS
from bot.surfaces.teams.outbound import CARD_TYPE
from bot.surfaces.teams.settings import TeamsSettings

Json = Mapping[str, Any]
Result = TypeVar("Result")

_SCOPE: Final = "https://api.botframework.com/.default"
_PAGE: Final = 500
_SECONDS: Final = TEAMS.call_seconds

# Each new client compares 999 codes with this list, one by one: a set makes that 10 times as fast.
ClientRetryPolicy.safe_codes = frozenset(ClientRetryPolicy.safe_codes)  # type: ignore[assignment]  # only looked in
# It warns at every press of each field of Teams that it does not know.
logging.getLogger("msrest.serialization").setLevel(logging.ERROR)


class CallFailed(Exception):
    """A call to the Connector failed.

    `status` is its HTTP status, None when there was no answer. `retry_after` is in seconds. `maybe_done` says that the
    call went out and may have been carried out.
    """

    def __init__(
        self, status: int | None, *, retry_after: float | None = None, maybe_done: bool = False
    ) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.retry_after = retry_after
        self.maybe_done = maybe_done


@dataclass(frozen=True)
class RosterEntry:
    """One person in a conversation: object id, directory and role ("user", "guest", "anonymous")."""

    user: str
    tenant: str
    role: str


class Sdk:
    """Turns for what comes in, calls for what goes out. `login` is an HTTP client for MSAL, given by tests only."""

    def __init__(self, settings: TeamsSettings, login: Any = None) -> None:
        self._credentials = _Credentials(settings, login)
        self._clients = _Clients(self._credentials)
        self._adapter = CloudAdapter(_AlreadyChecked(self._clients))

    async def sign_in(self) -> None:
        """Get a token, so that wrong credentials are known before anything is sent.

        Raises:
            CallFailed: status 401 when Microsoft refuses the app, None when it cannot be reached.

        """
        await self._credentials.ready()

    async def turn(self, activity: Json, work: Callable[[], Awaitable[Json | None]]) -> Json | None:
        """Do the work of one activity that the doorman let in, as a turn of the adapter; returns an invoke's answer."""
        checked = AuthenticateRequestResult()
        checked.claims_identity = ClaimsIdentity({}, True)  # noqa: FBT003 - the SDK takes it by place
        checked.connector_factory = self._clients

        async def on_turn(context: TurnContext) -> None:
            body = await work()
            answer = Activity(type=ActivityTypes.invoke_response, value=InvokeResponse(status=200, body=body))
            await context.send_activity(answer)

        response = await self._adapter.process_activity(checked, _model(activity), on_turn)
        body: Json | None = response.body if response else None
        return body

    async def send(self, service_url: str, conversation: str, card: Json, summary: str) -> str:
        """Post a card by itself, and return the id of the message."""
        message = _message(card, summary)
        sent = await self._call(
            service_url, lambda client: client.conversations.send_to_conversation(conversation, message)
        )
        if not sent or not sent.id:
            raise CallFailed(None, maybe_done=True)
        return str(sent.id)

    async def update(
        self, service_url: str, conversation: str, message: str, card: Json, summary: str
    ) -> None:
        """Change a message of the bot's own."""
        changed = _message(card, summary)
        await self._call(
            service_url, lambda client: client.conversations.update_activity(conversation, message, changed)
        )

    async def delete(self, service_url: str, conversation: str, message: str) -> None:
        """Take a message of the bot's own away."""
        await self._call(
            service_url, lambda client: client.conversations.delete_activity(conversation, message)
        )

    async def open_chat(self, service_url: str, tenant: str, user: str, bot: str) -> str:
        """The id of the personal chat with somebody who has the app, opened if there was none."""
        wanted = ConversationParameters(
            is_group=False,
            bot=ChannelAccount(id=bot),
            members=[ChannelAccount(id=user)],
            channel_data={"tenant": {"id": tenant}},
        )
        made = await self._call(service_url, lambda client: client.conversations.create_conversation(wanted))
        return str(made.id)

    async def roster(self, service_url: str, conversation: str) -> tuple[RosterEntry, ...]:
        """Everybody in a conversation. Teams lists people only, no other apps."""
        entries: list[RosterEntry] = []
        following: str | None = None
        while True:
            page = await self._call(service_url, _page_of_members(conversation, following))
            entries += [
                RosterEntry(each.aad_object_id or "", each.tenant_id or "", each.user_role or "")
                for each in page.members
            ]
            following = page.continuation_token
            if not following:
                return tuple(entries)

    async def channel_kinds(self, service_url: str, team: str) -> dict[str, str]:
        """A team's channels with their kinds: standard, private or shared."""

        async def listed(_: Any) -> Any:
            # This client of the SDK blocks, so it runs in a thread.
            client = self._clients.of_teams(service_url)
            return await asyncio.to_thread(client.teams.get_teams_channels, team)

        found = await self._call(service_url, listed)
        return {each.id: each.type or "" for each in found.conversations or ()}

    async def close(self) -> None:
        """Close all connections."""
        await self._clients.close()

    async def _call(self, service_url: str, work: Callable[[Any], Awaitable[Result]]) -> Result:
        try:
            async with asyncio.timeout(_SECONDS):
                await self._credentials.ready()
                return await work(await self._clients.create(service_url))
        except HttpOperationError as error:
            raise self._refused(error.response) from None
        except ClientRequestError as error:
            raise CallFailed(None, maybe_done=not _never_sent(error)) from None
        except (TimeoutError, DeserializationError):
            # No answer in time, or one that no Connector gives: a gateway's page.
            raise CallFailed(None, maybe_done=True) from None

    def _refused(self, response: Any) -> CallFailed:
        status = int(response.status_code)
        if status == requests.codes.unauthorized:
            self._credentials.forget()
        wait = response.headers.get("Retry-After", "")
        return CallFailed(status, retry_after=float(wait) if wait.isdigit() else None)


class _Credentials(MicrosoftAppCredentials):  # type: ignore[misc]  # the SDK has no types
    """The bot's own token. The SDK asks for it in the event loop, so it is fetched in a thread before that."""

    def __init__(self, settings: TeamsSettings, login: Any) -> None:
        super().__init__(settings.app_id, settings.password, channel_auth_tenant=settings.tenant)
        self.app: Any = None
        self._login = login
        self._lock = threading.Lock()

    async def ready(self) -> None:
        """Make sure that a token is at hand.

        Raises:
            CallFailed: status 401 when Microsoft refuses the app, None when it cannot be reached.

        """
        if not self.microsoft_app_id:
            return
        try:
            await asyncio.to_thread(self.get_access_token)
        except PermissionError:
            raise CallFailed(requests.codes.unauthorized) from None
        except (requests.RequestException, msal.exceptions.MsalError, ValueError):
            raise CallFailed(None) from None

    def get_access_token(self, force_refresh: bool = False) -> str:  # noqa: FBT001, FBT002 - the SDK's signature
        """The token, from MSAL's cache as long as it is good."""
        with self._lock:
            if self.app is None:
                self.app = msal.ConfidentialClientApplication(
                    self.microsoft_app_id,
                    self.microsoft_app_password,
                    authority=self.oauth_endpoint,
                    timeout=None if self._login else TEAMS.call_seconds,
                    http_client=self._login,
                    instance_discovery=False,  # the authority is Microsoft's own, there is nothing to discover
                )
            token: str = super().get_access_token(force_refresh)
            return token

    def forget(self) -> None:
        """Let the next call ask for a new token: this one was refused."""
        with self._lock:
            self.app = None


class _Clients(ConnectorFactory):  # type: ignore[misc]  # the SDK has no types
    """One client for each service address."""

    def __init__(self, credentials: _Credentials) -> None:
        self._credentials = credentials
        self._connectors: dict[str, ConnectorClient] = {}
        self._of_teams: dict[str, TeamsConnectorClient] = {}

    async def create(self, service_url: str, audience: str | None = None) -> ConnectorClient:  # noqa: ARG002 - as above
        """The client for this address."""
        if service_url not in self._connectors:
            client = ConnectorClient(self._credentials, base_url=service_url)
            _tame(client.config)
            self._connectors[service_url] = client
        return self._connectors[service_url]

    def of_teams(self, service_url: str) -> TeamsConnectorClient:
        """The client for what only Teams has; it blocks."""
        if service_url not in self._of_teams:
            client = TeamsConnectorClient(self._credentials, base_url=service_url)
            _tame(client.config)
            self._of_teams[service_url] = client
        return self._of_teams[service_url]

    async def close(self) -> None:
        for client in self._connectors.values():
            await client.__aexit__()
        for blocking in self._of_teams.values():
            blocking.close()


class _AlreadyChecked(BotFrameworkAuthentication):  # type: ignore[misc]  # the SDK has no types
    """Authentication for an adapter that only sees what the doorman let in."""

    def __init__(self, clients: _Clients) -> None:
        self._clients = clients

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:  # noqa: ARG002 - as above
        return self._clients

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """No sign-in prompts are used, so no client is made for them."""

    async def authenticate_request(self, *_: Any) -> AuthenticateRequestResult:
        raise PermissionError("the doorman checks requests")

    async def authenticate_streaming_request(self, *_: Any) -> AuthenticateRequestResult:
        raise PermissionError("no streaming")


def _page_of_members(conversation: str, token: str | None) -> Callable[[Any], Awaitable[Any]]:
    async def asked(client: Any) -> Any:
        return await client.conversations.get_teams_conversation_paged_members(
            conversation, page_size=_PAGE, continuation_token=token
        )

    return asked


def _tame(config: Any) -> None:
    """Five seconds instead of a hundred, and no tries of its own: the courier decides when to try again."""
    config.connection.timeout = TEAMS.call_seconds
    config.retry_policy.retries = 0
    config.retry_policy.policy.status_forcelist = ()


def _model(activity: Json) -> Activity:
    """The little that the adapter needs to know; people's words stay outside of it."""
    return Activity(
        type=activity.get("type"),
        id=activity.get("id"),
        channel_id=activity.get("channelId"),
        service_url=activity.get("serviceUrl"),
        conversation=ConversationAccount(id=(activity.get("conversation") or {}).get("id")),
        recipient=ChannelAccount(id=(activity.get("recipient") or {}).get("id")),
        from_property=ChannelAccount(id=(activity.get("from") or {}).get("id")),
    )


def _message(card: Json, summary: str) -> Activity:
    """A card alone: text beside it may be split off, and then the id is that of the text."""
    return Activity(
        type=ActivityTypes.message,
        summary=summary,
        attachments=[Attachment(content_type=CARD_TYPE, content=dict(card))],
    )


def _never_sent(error: ClientRequestError) -> bool:
    """Whether no connection was made, so that nothing can have been done."""
    cause = error.__context__
    reason = getattr(cause.args[0], "reason", None) if cause is not None and cause.args else None
    return isinstance(cause, requests.ConnectTimeout) or isinstance(reason, NewConnectionError)
