"""The public keys that Microsoft signs its requests with, fetched without holding up anything else."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
import jwt

from bot.cards.limits import TEAMS

MAX_AGE: Final = 24 * 3600.0
"""Seconds after which keys are fetched again."""
RETRY_AFTER: Final = 10.0
"""Seconds between two tries, so that nobody can make us fetch for each request."""


class NoKeys(Exception):
    """The keys could not be fetched."""


@dataclass(frozen=True)
class SigningKey:
    """One key and the channels that it may sign for."""

    key: jwt.PyJWK
    endorsements: frozenset[str]


class SigningKeys:
    """Microsoft's current keys by their ids. `seconds` counts on steadily, whatever the wall clock does."""

    def __init__(self, metadata_url: str, seconds: Callable[[], float] = time.monotonic) -> None:
        self._metadata_url = metadata_url
        self._seconds = seconds
        self._keys: dict[str, SigningKey] = {}
        self._fetched_at = -MAX_AGE
        self._tried_at = -RETRY_AFTER
        self._fetching = asyncio.Lock()
        self._renewing: asyncio.Task[bool] | None = None

    async def find(self, key_id: str) -> SigningKey | None:
        """The key with this id. A key that is not known may be new: the keys are then fetched again.

        Raises:
            NoKeys: the key is not known and Microsoft cannot be asked. Known keys stay good meanwhile.

        """
        if key_id not in self._keys:
            async with self._fetching:
                if key_id not in self._keys and self._may_try() and not await self._fetch():
                    raise NoKeys("the signing keys could not be fetched")
        elif self._seconds() - self._fetched_at >= MAX_AGE and self._may_try():
            self._tried_at = self._seconds()
            self._renewing = asyncio.create_task(self._fetch())  # nobody waits for it: the known key is good
        return self._keys.get(key_id)

    def _may_try(self) -> bool:
        return self._seconds() - self._tried_at >= RETRY_AFTER

    async def _fetch(self) -> bool:
        """Whether the keys could be fetched."""
        self._tried_at = self._seconds()
        try:
            async with asyncio.timeout(TEAMS.call_seconds), _session() as session:
                metadata = await _json(session, self._metadata_url)
                published = await _json(session, metadata["jwks_uri"])
            self._keys = {each["kid"]: _signing_key(each) for each in published["keys"] if each.get("kid")}
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError, jwt.PyJWTError):
            return False
        self._fetched_at = self._tried_at
        return True


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(trust_env=True, raise_for_status=True)


async def _json(session: aiohttp.ClientSession, url: str) -> Any:
    async with session.get(url) as answer:
        return await answer.json(content_type=None)


def _signing_key(published: dict[str, Any]) -> SigningKey:
    return SigningKey(jwt.PyJWK(published, algorithm="RS256"), frozenset(published.get("endorsements") or ()))
