"""Handing a referral in over HTTP: every answer that the description promises."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request
from openapi_spec_validator import OpenAPIV31SpecValidator

from bot.surfaces.web.api import MOST_BYTES, add_api
from bot.surfaces.web.api_description import REFERRAL
from bot.surfaces.web.app import web_app
from bot.surfaces.web.ports import IntakeKeyReused, IntakeRefused, IntakeTaken
from tests.surfaces.web.conftest import Behind
from triage.arrivals import FIELD_NAMES

Client = TestClient[Request, Application]

WORRY = {"first_name": "Kacey", "surname": "Brannigan", "worry": "A bruise on her arm.", "danger": "no"}


@dataclass
class Intake:
    """Keeps by key what came, as the hub would; refuses what has no worry."""

    kept: dict[str, Mapping[str, object]] = field(default_factory=dict)
    fails: bool = False

    async def take(
        self, sent: Mapping[str, object], key: str
    ) -> IntakeTaken | IntakeRefused | IntakeKeyReused:
        if self.fails:
            raise RuntimeError("Kacey Brannigan's row could not be written")
        before = self.kept.get(key)
        if before is not None and before != sent:
            return IntakeKeyReused()
        if not sent.get("worry"):
            return IntakeRefused({"worry": "no_worry"})
        self.kept[key] = sent
        return IntakeTaken("MASH-2611-7K4QX", ("bad_nhs_number",), replayed=before is not None)


@pytest.fixture
def intake() -> Intake:
    return Intake()


@pytest_asyncio.fixture
async def client(behind: Behind, intake: Intake) -> AsyncIterator[Client]:
    app = web_app(behind.site())
    add_api(app, intake, "intake-token")
    async with TestClient(TestServer(app)) as client:
        yield client


async def send(
    client: Client, body: object = WORRY, **headers: str
) -> tuple[int, dict[str, Any], Mapping[str, str]]:
    given = {
        "Authorization": "Bearer intake-token",
        "Idempotency-Key": "k1",
        "Content-Type": "application/json",
    }
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with client.post(
        "/api/referrals", data=data, headers={name: value for name, value in given.items() if value}
    ) as answer:
        return answer.status, await answer.json(content_type=None), answer.headers


async def test_a_referral_is_kept_and_told_by_its_reference(client: Client, intake: Intake) -> None:
    status, body, headers = await send(client)
    assert status == 201
    assert body == {"reference": "MASH-2611-7K4QX", "doubts": ["bad_nhs_number"]}
    assert intake.kept == {"k1": WORRY}
    assert headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in headers


async def test_sending_it_again_adds_nothing_and_says_the_same(client: Client, intake: Intake) -> None:
    _, first, _ = await send(client)
    status, again, _ = await send(client)
    assert (status, again) == (200, first)
    assert len(intake.kept) == 1


async def test_one_key_is_one_referral(client: Client) -> None:
    await send(client)
    status, body, _ = await send(client, WORRY | {"worry": "Another."})
    assert status == 409
    assert body["title"] == "Conflict"


@pytest.mark.parametrize(
    "token", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic intake-token", "Bearer intake-tokén"]
)
async def test_nobody_without_the_token(client: Client, intake: Intake, token: str) -> None:
    status, _, headers = await send(client, Authorization=token)
    assert status == 401
    assert headers["WWW-Authenticate"] == "Bearer"
    assert headers["Content-Type"].startswith("application/problem+json")
    assert intake.kept == {}


@pytest.mark.parametrize("key", ["", "x" * 201, "two words", "é"])
async def test_a_key_is_needed(client: Client, key: str) -> None:
    status, body, _ = await send(client, Idempotency_Key=key)
    assert status == 422
    assert body["errors"] == {"Idempotency-Key": "missing"}


async def test_only_json(client: Client) -> None:
    assert (await send(client, Content_Type="text/csv"))[0] == 415


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        (b"", {"": "unreadable"}),
        (b"{", {"": "unreadable"}),
        (b'{"worry": NaN}', {"": "unreadable"}),
        (b"\xff\xfe{", {"": "unreadable"}),
        (b"[" * 100_000, {"": "unreadable"}),
        ([WORRY], {"": "model_type"}),
        ("text", {"": "model_type"}),
        ({"surname": "Brannigan"}, {"worry": "no_worry"}),
    ],
)
async def test_what_cannot_be_acted_on_is_refused_with_a_reason(
    client: Client, body: object, errors: dict[str, str]
) -> None:
    status, answer, _ = await send(client, body)
    assert status == 422
    assert answer["errors"] == errors


async def test_a_field_of_the_wrong_kind_is_named_and_not_repeated(client: Client) -> None:
    status, body, _ = await send(client, WORRY | {"surname": {"secret": "Brannigan"}})
    assert status == 422
    assert set(body["errors"]) == {"surname"}
    assert "Brannigan" not in json.dumps(body)


async def test_numbers_lists_and_unknown_fields_are_taken(client: Client, intake: Intake) -> None:
    sent = WORRY | {
        "nhs_number": 9993395633,
        "presenting_issues": ["Neglect"],
        "School bus": "12",
        "referrer": {"name": "M"},
    }
    assert (await send(client, sent))[0] == 201
    assert intake.kept["k1"] == sent


async def test_the_longest_body_is_taken_and_one_byte_more_is_not(client: Client) -> None:
    room = MOST_BYTES - len(json.dumps(WORRY | {"notes": ""}))
    assert (await send(client, WORRY | {"notes": "x" * room}))[0] == 201
    assert (await send(client, WORRY | {"notes": "x" * (room + 1)}))[0] == 413


async def test_too_many_in_a_minute_wait(client: Client, behind: Behind) -> None:
    statuses = [(await send(client))[0] for _ in range(121)]
    assert statuses == [201] + [200] * 119 + [429]
    _, _, headers = await send(client)
    assert headers["Retry-After"] == "60"
    behind.now += 61
    assert (await send(client))[0] == 200


async def test_a_failure_may_be_sent_again_and_tells_nothing(client: Client, intake: Intake) -> None:
    intake.fails = True
    status, body, _ = await send(client)
    assert status == 503
    assert "Send it again with the same key." in body["detail"]
    assert "Kacey" not in json.dumps(body)


async def test_the_description_is_sound_and_names_every_field(client: Client) -> None:
    async with client.get("/api/openapi.json") as answer:
        described = await answer.json()
    OpenAPIV31SpecValidator(described).validate()
    fields = described["components"]["schemas"]["Referral"]["properties"]
    assert set(fields) == {*FIELD_NAMES, "referrer", "also_about", "hub"}
    assert set(REFERRAL.model_fields) == set(fields)


def test_an_empty_token_is_no_token(behind: Behind) -> None:
    with pytest.raises(ValueError, match="INTAKE_TOKEN is empty"):
        add_api(web_app(behind.site()), Intake(), "")


@pytest.mark.parametrize(
    ("header", "status"), [(b"Authorization: Bearer \xff", 401), (b"Idempotency-Key: \xff", 422)]
)
async def test_a_header_that_is_no_text_is_refused_like_any_wrong_one(
    client: Client, header: bytes, status: int
) -> None:
    token = b"" if header.startswith(b"Authorization") else b"Authorization: Bearer intake-token\r\n"
    request = (
        b"POST /api/referrals HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n" + token + header
    )
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(request + b"\r\nContent-Length: 2\r\n\r\n{}")
    answer = await reader.readline()
    writer.close()
    await writer.wait_closed()
    assert answer.split()[1] == str(status).encode()
