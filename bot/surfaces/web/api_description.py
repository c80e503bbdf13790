"""What the HTTP API takes and answers, as models; its OpenAPI 3.1 description is made from them."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic.json_schema import models_json_schema

from bot.intake.mapping import MOST_ALSO
from triage.arrivals import ALSO_FIELDS

Plain = str | int | float | bool | None
"""What a field may hold: text, or a plain value that is read as if somebody had typed it."""

DESCRIPTIONS = {
    "submission_id": "The number that the sender's own form gave it.",
    "submitted_at": "When it was written: day first, local time, or ISO 8601. Left out: now.",
    "type": "referral, notification, information_request, edt_report, transfer_in or advice. Left out: referral.",
    "referrer_name": "Who refers.",
    "referrer_role": "What they are.",
    "referrer_organisation": "Where they work.",
    "referrer_email": "Their e-mail address.",
    "referrer_phone": "Their phone number.",
    "phone_today": "The number they answer today.",
    "anonymous": "Whether their name is to be kept from the family: yes or no.",
    "kind": "Who it is about: child, unborn, adult, place or group. Left out: worked out from the rest.",
    "first_name": 'First name, or "not known".',
    "surname": "Surname.",
    "other_names": "Also known as.",
    "date_of_birth": "Day first, or ISO 8601.",
    "expected_date": "For an unborn baby: when it is due.",
    "approximate_age": 'Where no date of birth is known, like "about 9".',
    "sex": "Sex.",
    "ethnicity": "Ethnicity.",
    "place_of_birth": "Place of birth of the child.",
    "parents_place_of_birth": "Place of birth of the parents.",
    "religion": "Religion.",
    "first_language": "First or preferred language.",
    "interpreter": "Whether an interpreter is needed.",
    "disability": "Disability, and how they communicate.",
    "address": 'Address; "CONFIDENTIAL" where it must stay secret.',
    "postcode": "Postcode.",
    "address_secret": "Whether the address must be kept secret: yes or no.",
    "where_now": "Where they are now.",
    "school": "School or nursery.",
    "gp": "GP.",
    "nhs_number": "NHS number.",
    "household": "Who else is in the home.",
    "worry": "What the worry is, in the referrer's words.",
    "child_words": "What the child has said or shown.",
    "needs": "Needs.",
    "harm_happened": "Harm that has happened.",
    "harm_feared": "Harm that could happen.",
    "daily_life": "What a day is like for the child.",
    "works_well": "What works well.",
    "danger": "Whether anyone is in danger right now: yes, no or not_sure. If yes, call 999 first.",
    "family_told": "Whether the parents or carers know: yes, no, no_unsafe, no_not_yet or not_sure.",
    "family_told_detail": "Who was told, when, and what they said.",
    "consent": "Consent to share: given, refused, not_sought or not_required.",
    "consent_reason": "Why it was not sought, or was overruled.",
    "do_not_contact": "Whom not to contact.",
    "other_agencies": "Other agencies involved.",
    "already_open_to": "Which worker or team it is open to already.",
}


class Referrer(BaseModel):
    """Who refers, as an object of its own; the same as the fields that begin with `referrer_`."""

    name: Plain = None
    role: Plain = None
    organisation: Plain = None
    email: Plain = None
    phone: Plain = None
    anonymous: Plain = None


class _Also(BaseModel):
    """Another person whom the referral is about. A field that is not named here is kept as a note with it."""

    model_config = ConfigDict(extra="allow", title="AlsoAbout")


_also_fields: dict[str, Any] = {
    name: (Plain, Field(None, description=DESCRIPTIONS[name])) for name in ALSO_FIELDS
}
ALSO_ABOUT: type[BaseModel] = create_model("AlsoAbout", __base__=_Also, __doc__=_Also.__doc__, **_also_fields)


class _Sent(BaseModel):
    """One referral. A field that is not named here is kept as a note with it."""

    model_config = ConfigDict(extra="allow", title="Referral")

    hub: str | None = Field(
        None, description="The id of the hub that it is for, where several run here. Left out: the first."
    )
    also_about: list[ALSO_ABOUT] | None = Field(  # type: ignore[valid-type]  # a model that is made from the field names
        None,
        max_length=MOST_ALSO,
        description="Everybody else it is about, like brothers and sisters. Each is rated and decided on alone. "
        "Address, postcode and whether it is secret are taken over from the first.",
    )
    presenting_issues: list[str] | Plain = Field(None, description="What it is about: a list, or one text.")
    referrer: Referrer | Plain = None


_fields: dict[str, Any] = {
    name: (Plain, Field(None, description=text)) for name, text in DESCRIPTIONS.items()
}
REFERRAL: type[BaseModel] = create_model("Referral", __base__=_Sent, __doc__=_Sent.__doc__, **_fields)


class Received(BaseModel):
    """It is kept. `doubts` are codes of what looked wrong: it was taken all the same, and is screened first."""

    reference: str
    doubts: list[str]


class Problem(BaseModel):
    """Why nothing was recorded (RFC 9457). `errors` are codes by field; the field "" stands for the whole."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: dict[str, str] = Field(default_factory=dict)


_ANSWERS = {
    "200": ("This key brought the same referral before. Nothing was added.", "Received"),
    "201": ("The referral is kept.", "Received"),
    "400": ("The request is not HTTP as we read it.", None),
    "401": ("The token is missing or wrong.", "Problem"),
    "409": ("This key came before with another referral. Nothing was added.", "Problem"),
    "413": ("The body is too long.", "Problem"),
    "415": ("The body is not application/json.", "Problem"),
    "422": ("The referral cannot be read, or nobody could act on it.", "Problem"),
    "429": ("Too many in a minute. Send it again after Retry-After seconds.", "Problem"),
    "503": ("Nothing was recorded. Send it again with the same key.", "Problem"),
}


def document(public_url: str) -> dict[str, Any]:
    """The OpenAPI 3.1 description, as plain values."""
    _, schemas = models_json_schema(
        [(REFERRAL, "validation"), (Received, "serialization"), (Problem, "serialization")],
        ref_template="#/components/schemas/{model}",
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Referrals to the hub",
            "version": "1",
            "description": "Hand a referral in. If anyone is in danger now, call 999 first.",
        },
        "servers": [{"url": public_url}],
        "security": [{"token": []}],
        "paths": {"/api/referrals": {"post": _hand_in()}},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas["$defs"],
        },
    }


def _hand_in() -> dict[str, Any]:
    key = {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": "Yours, new for each referral. Send the same again after a time-out: it is taken once.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    }
    return {
        "operationId": "handInReferral",
        "summary": "Hand in one referral",
        "parameters": [key],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _ref("Referral")}}},
        "responses": {status: _answer(*answer) for status, answer in _ANSWERS.items()},
    }


def _answer(words: str, model: str | None) -> dict[str, Any]:
    if model is None:
        return {"description": words}
    media = "application/json" if model == "Received" else "application/problem+json"
    return {"description": words, "content": {media: {"schema": _ref(model)}}}


def _ref(model: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model}"}
